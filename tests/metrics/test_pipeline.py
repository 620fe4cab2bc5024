"""Days in stage, overdue steps and staleness."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

Q1 = ("2025-Q1",)


def test_s000_2_days_in_stage_overdue_and_stale(answer, in_stage):
    (row,) = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[
            in_stage(
                "lutron",
                3,
                as_of="2025-03-24",
                stage_entered_on="2025-03-01",
                typed_days_in_stage=30,
                target_on="2025-03-20",
                last_activity_on="2025-02-20",
            )
        ],
    )
    assert (row["days_in_stage"], row["entry_basis"]) == (23, "typed date")
    assert (row["discrepancy_days"], row["is_discrepant"]) == (-7, True)
    assert row["overdue_days"] == 4
    assert row["stale_days"] == 32
    assert row["null_reason"] is None


@pytest.mark.parametrize(("typed", "is_discrepant"), [(24, False), (22, False), (25, True)])
def test_d_70_one_day_between_typed_and_computed_is_tolerated(
    answer, in_stage, typed, is_discrepant
):
    (row,) = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[
            in_stage(
                "lutron",
                as_of="2025-03-24",
                stage_entered_on="2025-03-01",
                typed_days_in_stage=typed,
            )
        ],
    )
    assert row["is_discrepant"] is is_discrepant


def test_d_70_without_an_entry_date_the_first_snapshot_of_the_stage_counts(answer, in_stage):
    rows = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[
            in_stage("lutron", 2, as_of="2025-01-31"),
            in_stage("lutron", 3, as_of="2025-02-28"),
            in_stage("lutron", 3, as_of="2025-03-31"),
        ],
    )
    assert [(row["days_in_stage"], row["entry_basis"]) for row in rows] == [
        (None, None),
        (0, "first snapshot"),
        (31, "first snapshot"),
    ]
    assert rows[0]["null_reason"] == "entry unknown"
    assert [row["is_latest_in_quarter"] for row in rows] == [False, False, True]


def test_d_70_a_stage_entered_again_counts_from_the_second_time(answer, in_stage):
    *_, last = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[
            in_stage("lutron", 3, as_of="2025-01-31"),
            in_stage("lutron", 4, as_of="2025-02-28"),
            in_stage("lutron", 3, as_of="2025-03-15"),
            in_stage("lutron", 3, as_of="2025-03-31"),
        ],
    )
    assert last["days_in_stage"] == 16


def test_d_70_a_step_due_later_is_not_overdue_and_none_without_a_date(answer, in_stage):
    later, today, undated = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[
            in_stage("due-later", as_of="2025-03-24", target_on="2025-04-01"),
            in_stage("due-today", as_of="2025-03-24", target_on="2025-03-24"),
            in_stage("undated", as_of="2025-03-24"),
        ],
    )
    assert (later["overdue_days"], today["overdue_days"]) == (0, 0)
    assert (undated["overdue_days"], undated["stale_days"]) == (None, None)
    assert undated["is_discrepant"] is None


def test_a_stage_entered_after_the_as_of_date_has_no_days(answer, in_stage):
    (row,) = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[in_stage("lutron", as_of="2025-03-24", stage_entered_on="2025-04-01")],
    )
    assert (row["days_in_stage"], row["null_reason"]) == (None, "entered after the as-of date")


@settings(max_examples=20, deadline=None)
@given(days=st.integers(min_value=0, max_value=4000))
def test_days_in_stage_are_the_calendar_days(answer_on_pandas, in_stage, days):
    entered = date(2025, 3, 24) - timedelta(days=days)
    row = in_stage("lutron", as_of="2025-03-24", stage_entered_on=entered.isoformat())
    (found,) = answer_on_pandas("pipeline_progress", quarters=Q1, pipeline=[row])
    assert found["days_in_stage"] == days


def test_d_83_the_last_activity_is_the_latest_that_any_tracker_shows(answer, in_stage):
    met = {"partner_id": "lutron", "as_of": "2025-03-31", "quarter": "2025-Q1"}
    rows = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[in_stage("lutron", as_of="2025-03-24", last_activity_on="2025-03-01")],
        # the second meeting lies after the snapshot
        meetings=[{**met, "met_on": "2025-03-20"}, {**met, "met_on": "2025-03-28"}],
        contacts=[{**met, "contact_name": "Ann", "last_contact_on": "2025-03-10"}],
    )
    (row,) = rows
    assert str(row["last_activity_on"])[:10] == "2025-03-20"
    assert (row["activity_source"], row["stale_days"]) == ("meeting", 4)
    assert row["pipeline_behind_days"] == 19


def test_d_83_the_pipelines_own_date_may_be_the_latest(answer, in_stage):
    spoken = {"partner_id": "lutron", "as_of": "2025-03-31", "last_contact_on": "2025-03-01"}
    (row,) = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[in_stage("lutron", as_of="2025-03-24", last_activity_on="2025-03-20")],
        contacts=[{**spoken, "contact_name": "Ann"}],
    )
    assert (row["activity_source"], row["pipeline_behind_days"]) == ("pipeline", 0)


def test_d_83_a_pipeline_that_states_no_activity_is_not_behind(answer, in_stage):
    spoken = {"partner_id": "lutron", "as_of": "2025-03-31", "last_contact_on": "2025-03-01"}
    (row,) = answer(
        "pipeline_progress",
        quarters=Q1,
        pipeline=[in_stage("lutron", as_of="2025-03-24")],
        contacts=[{**spoken, "contact_name": "Ann"}],
    )
    assert (row["activity_source"], row["stale_days"]) == ("contact", 23)
    assert row["pipeline_behind_days"] is None
