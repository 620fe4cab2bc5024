"""Who counts as a partner, and partners per tier against the targets."""

import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_analytics.metrics.rules import last_known

TIERS = ("manufacturer:1", "manufacturer:2", "manufacturer:3")


@pytest.fixture(scope="session")
def portfolio(in_stage):
    """A pipeline with so many active partners in tiers 1, 2 and 3."""

    def rows(*counts):
        return [
            in_stage(f"tier-{tier[-1]}-partner-{number}", tier=tier)
            for tier, count in zip(TIERS, counts, strict=True)
            for number in range(count)
        ]

    return rows


def test_d_71_only_current_partners_count(answer, in_stage):
    rows = answer(
        "current_partners",
        partners=[{"partner_id": "stated", "partner": "Stated Inc."}],
        pipeline=[
            in_stage("stated", 6, partner="STATED", partner_status="Current"),
            in_stage("not-stated", 5, partner="Not Stated"),
            in_stage("declined", 3, partner_status="Declined"),
            in_stage("dormant", 6, partner_status="Dormant"),
            in_stage("terminated", 6, partner_status="Terminated"),
        ],
    )
    assert [(row["partner_id"], row["partner"], row["is_active"]) for row in rows] == [
        ("not-stated", "Not Stated", False),
        ("stated", "Stated Inc.", True),
    ]


def test_the_last_snapshot_of_the_quarter_decides(answer, in_stage):
    rows = answer(
        "current_partners",
        pipeline=[
            in_stage("advanced", 5, as_of="2025-04-30"),
            in_stage("advanced", 6, as_of="2025-06-30"),
            in_stage("lost", 6, as_of="2025-04-30"),
            in_stage("lost", 6, as_of="2025-06-30", partner_status="Terminated"),
        ],
    )
    assert [(row["partner_id"], row["stage_number"]) for row in rows] == [("advanced", 6)]


@pytest.mark.parametrize(
    ("commercial_as_of", "tier"),
    [
        ("2025-06-29", "manufacturer:2"),
        ("2025-06-30", "manufacturer:2"),
        ("2025-07-01", "manufacturer:2"),  # another quarter
    ],
)
def test_d_71_the_pipeline_states_the_tier_unless_commercial_is_later(
    answer, in_stage, commercial_as_of, tier
):
    (row,) = answer(
        "current_partners",
        pipeline=[in_stage("lutron", as_of="2025-06-30", tier="manufacturer:2")],
        commercial=[{"partner_id": "lutron", "as_of": commercial_as_of, "tier": "manufacturer:1"}],
    )
    assert row["tier"] == tier
    assert row["has_tier_conflict"] == (commercial_as_of < "2025-07-01")


def test_d_71_a_later_commercial_tracker_states_the_tier(answer, in_stage):
    later, silent = answer(
        "current_partners",
        pipeline=[
            in_stage("later", as_of="2025-05-31", tier="manufacturer:2"),
            in_stage("silent", as_of="2025-06-30"),
        ],
        commercial=[
            {"partner_id": "later", "as_of": "2025-06-30", "tier": "manufacturer:1"},
            {"partner_id": "silent", "as_of": "2025-05-31", "tier": "manufacturer:3"},
        ],
    )
    assert (later["tier"], later["has_tier_conflict"]) == ("manufacturer:1", True)
    assert (silent["tier"], silent["has_tier_conflict"]) == ("manufacturer:3", False)


def test_s001_3_six_nine_twelve_against_both_target_sets(answer, portfolio):
    rows = answer("tier_distribution", pipeline=portfolio(6, 9, 12))
    found = {
        (row["target_set"], row["tier"]): (row["partners"], row["status"], row["short"])
        for row in rows
    }
    assert found == {
        ("year1", "manufacturer:1"): (6, "in range", 0),
        ("year1", "manufacturer:2"): (9, "in range", 0),
        ("year1", "manufacturer:3"): (12, "in range", 0),
        ("steady_state", "manufacturer:1"): (6, "in range", 0),
        ("steady_state", "manufacturer:2"): (9, "short", 3),
        ("steady_state", "manufacturer:3"): (12, "short", 18),
    }
    assert {row["target_set"] for row in rows if row["is_default"]} == {"year1"}


def test_a_tier_above_its_range_is_over(answer, portfolio):
    rows = answer("tier_distribution", pipeline=portfolio(8, 0, 0))
    over = next(r for r in rows if (r["target_set"], r["tier"]) == ("year1", "manufacturer:1"))
    assert (over["status"], over["over"], over["short"]) == ("over", 1, 0)
    empty = next(r for r in rows if (r["target_set"], r["tier"]) == ("year1", "manufacturer:2"))
    assert (empty["partners"], empty["status"], empty["short"]) == (0, "short", 8)


def test_a_partner_without_a_tier_is_counted_as_untiered(answer, in_stage):
    rows = answer("tier_distribution", pipeline=[in_stage("unknown", 4)])
    untiered = [row for row in rows if row["tier"] == "untiered"]
    assert [(row["target_set"], row["partners"], row["active_partners"]) for row in untiered] == [
        ("steady_state", 1, 0),
        ("year1", 1, 0),
    ]
    assert {(row["low_count"], row["short"], row["status"]) for row in untiered} == {
        (None, None, None)
    }


def test_s001_3_27_partners_meet_the_breadth_of_20(answer, portfolio):
    steady, year1 = answer("partner_breadth", pipeline=portfolio(6, 9, 12))
    assert (year1["partners"], year1["breadth_target"], year1["breadth_status"]) == (27, 20, "met")
    assert (steady["target_set"], steady["tier_minimum"], steady["high_count"]) == (
        "steady_state",
        47,
        62,
    )


def test_c_03_breadth_is_met_below_the_tiers_own_minimum(answer, portfolio):
    _, year1 = answer("partner_breadth", pipeline=portfolio(5, 8, 7))
    assert (year1["partners"], year1["breadth_status"], year1["tier_minimum"]) == (20, "met", 23)


def test_breadth_counts_active_partners(answer, portfolio, in_stage):
    early = [in_stage(f"early-{number}", 2) for number in range(10)]
    _, year1 = answer("partner_breadth", pipeline=[*portfolio(6, 6, 6), *early])
    assert (year1["partners"], year1["active_partners"]) == (28, 18)
    assert year1["breadth_status"] == "near"  # 18 of 20 is 90%


@settings(max_examples=15, deadline=None)
@given(counts=st.tuples(*[st.integers(min_value=0, max_value=4)] * 3))
def test_no_partner_is_lost_on_the_way_into_the_tiers(answer_on_pandas, portfolio, counts):
    rows = answer_on_pandas("tier_distribution", pipeline=portfolio(*counts))
    for target_set in ("year1", "steady_state"):
        counted = sum(row["partners"] for row in rows if row["target_set"] == target_set)
        assert counted == sum(counts)


Q1_TO_Q3 = ("2025-Q1", "2025-Q2", "2025-Q3")


def test_d_77_a_quarter_without_a_pipeline_keeps_its_partners_and_says_how_old(answer, in_stage):
    rows = answer(
        "current_partners", quarters=Q1_TO_Q3, pipeline=[in_stage("kept", 6, as_of="2025-03-24")]
    )
    found = [(row["quarter"], row["state_age_days"], row["state_age_quarters"]) for row in rows]
    # from March 24 to the ends of March, June and September
    assert found == [("2025-Q1", 7, 0), ("2025-Q2", 98, 1), ("2025-Q3", 190, 2)]
    assert {str(row["state_as_of"])[:10] for row in rows} == {"2025-03-24"}


def test_d_78_who_is_missing_from_a_quarters_own_pipeline_is_gone(answer, in_stage):
    rows = answer(
        "current_partners",
        quarters=Q1_TO_Q3,
        pipeline=[in_stage("gone", 6, "2025-Q1"), in_stage("kept", 6, "2025-Q2")],
    )
    assert [(row["partner_id"], row["quarter"]) for row in rows] == [
        ("gone", "2025-Q1"),
        ("kept", "2025-Q2"),
        ("kept", "2025-Q3"),
    ]


def test_a_partner_terminated_in_the_last_known_state_is_not_kept(answer, in_stage):
    ended = in_stage("ended", 6, "2025-Q1", partner_status="Terminated")
    assert answer("current_partners", quarters=Q1_TO_Q3, pipeline=[ended]) == []


def test_a_quarter_that_no_export_shows_takes_nothing_over():
    ends = pd.to_datetime(["2025-03-31", "2025-06-30"])
    quarters = pd.DataFrame(
        {"quarter": ["2025-Q1", "2025-Q2"], "is_shown": [True, False], "ends_on": ends}
    )
    day = pd.to_datetime(["2025-03-31"])
    snapshots = pd.DataFrame({"partner_id": ["kept"], "as_of": day, "quarter": ["2025-Q1"]})
    lazy = [nw.from_native(frame).lazy() for frame in (snapshots, quarters)]
    states = nw.to_native(last_known(*lazy, "partner_id").select("quarter"))
    assert states["quarter"].tolist() == ["2025-Q1"]
