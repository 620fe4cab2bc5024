"""The portfolio as a whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

CATEGORIES = ("Lighting Control", "Climate Control", "Audio/Video")


@pytest.fixture(scope="session")
def portfolio(in_stage):
    """6, 9 and 12 partners in tiers 1, 2 and 3, over three categories, half of them active."""
    return [
        in_stage(
            f"tier-{tier}-partner-{number}",
            6 if number % 2 else 5,
            tier=f"manufacturer:{tier}",
            category=CATEGORIES[number % 3],
        )
        for tier, count in ((1, 6), (2, 9), (3, 12))
        for number in range(count)
    ]


def margin(rows, column):
    sums = {}
    for row in rows:
        sums[row[column]] = sums.get(row[column], 0) + row["partners"]
    return sums


def test_s000_17_both_margins_sum_to_27(answer, portfolio):
    rows = answer("portfolio_composition", pipeline=portfolio)
    by_tier = margin(rows, "tier")
    assert by_tier == {"manufacturer:1": 6, "manufacturer:2": 9, "manufacturer:3": 12}
    by_category, by_stage = margin(rows, "category"), margin(rows, "stage_number")
    assert sum(by_tier.values()) == sum(by_category.values()) == sum(by_stage.values()) == 27
    assert by_stage == {5: 14, 6: 13}
    assert sum(row["active_partners"] for row in rows) == 13


def test_what_is_not_stated_has_its_own_cell(answer, in_stage):
    (row,) = answer("portfolio_composition", pipeline=[in_stage("unknown", 1)])
    assert (row["category"], row["tier"]) == ("uncategorized", "untiered")
    assert row["stage"] == "Identification & Research"


# one partner a decision; all in the active stage
def commercial(partner_id, **more):
    return {"partner_id": partner_id, "quarter": "2025-Q2", "tier": "manufacturer:1", **more}


def test_decisions_name_the_value_and_the_threshold(answer, in_stage, ratings):
    rows = answer(
        "decisions",
        quarters=("2025-Q1", "2025-Q2"),
        pipeline=[
            in_stage("at-risk"),
            in_stage("behind"),
            in_stage("cheap"),
            in_stage("late", target_on="2025-06-20"),
            in_stage("unrated"),
            in_stage("fine", target_on="2025-07-20"),
        ],
        evaluations=[
            *ratings("at-risk", "2025-Q1", 3, 3, 3, 3, 3),
            *ratings("at-risk", "2025-Q2", 2, 2, 2, 2, 2),
            *(
                row
                for name in ("behind", "cheap", "late", "fine")
                for row in ratings(name, "2025-Q2", 4, 4, 4, 4, 4)
            ),
        ],
        commercial=[
            commercial("behind", annual_commitment_usd=400_000, ytd_volume_usd=150_000),
            commercial("cheap", base_discount_pct=0.32),
            commercial("fine", base_discount_pct=0.35, ytd_volume_usd=1, annual_commitment_usd=1),
        ],
    )
    found = {(row["partner_id"], row["decision"]): (row["value"], row["threshold"]) for row in rows}
    assert found == {
        ("at-risk", "at risk"): (40.0, 50),
        ("at-risk", "declining"): (-20.0, -5),
        ("behind", "behind commitment"): (pytest.approx(0.756, abs=0.0005), 0.9),
        ("cheap", "discount below band"): (-0.03, 0),
        ("late", "overdue step"): (10, 0),
        ("unrated", "not rated"): (None, 0.6),
    }
    assert {row["decision"]: row["severity_rank"] for row in rows} == {
        "at risk": 1,
        "declining": 2,
        "behind commitment": 3,
        "discount below band": 4,
        "overdue step": 5,
        "not rated": 6,
    }


def test_partners_on_a_threshold_need_no_decision_but_a_decline_does(answer, in_stage, ratings):
    rows = answer(
        "decisions",
        quarters=("2025-Q1", "2025-Q2"),
        pipeline=[in_stage("at-fifty"), in_stage("minus-five")],
        evaluations=[
            *ratings("at-fifty", "2025-Q2", 2, 3, 2, 3, 3),
            *ratings("minus-five", "2025-Q1", 4, 3, 5, 4, 2),
            *ratings("minus-five", "2025-Q2", 4, 2, 5, 4, 2),
        ],
    )
    assert [(row["partner_id"], row["decision"]) for row in rows] == [("minus-five", "declining")]


def test_only_active_partners_are_missed_in_the_ratings(answer, in_stage, ratings):
    rows = answer(
        "decisions",
        pipeline=[in_stage("early", 2), in_stage("active", 6), in_stage("too-thin", 6)],
        evaluations=ratings("too-thin", "2025-Q2", 5, None, None, None, None),
    )
    assert [(row["partner_id"], row["decision"], row["value"]) for row in rows] == [
        ("active", "not rated", None),
        ("too-thin", "not rated", 0.3),
    ]


def test_a_former_partner_needs_no_decision(answer, in_stage, ratings):
    rows = answer(
        "decisions",
        pipeline=[in_stage("gone", partner_status="Terminated", target_on="2025-01-01")],
        evaluations=ratings("gone", "2025-Q2", 1, 1, 1, 1, 1),
    )
    assert rows == []


def test_the_summary_holds_the_headline_figures(answer, in_stage, ratings):
    (row,) = answer(
        "portfolio_summary",
        pipeline=[
            in_stage("healthy", 6, target_on="2025-06-20"),
            in_stage("attention", 6),
            in_stage("early", 2),
            in_stage("gone", 6, partner_status="Declined", target_on="2025-06-20"),
        ],
        evaluations=[
            *ratings("healthy", "2025-Q2", 4, 3, 5, 4, 2),
            *ratings("attention", "2025-Q2", 3, 3, 3, 3, 3),
        ],
        commercial=[
            commercial("healthy", annual_commitment_usd=400_000, ytd_volume_usd=300_000),
            commercial("attention", ytd_volume_usd=65_000, base_discount_pct=0.35),
        ],
        orders=[{"partner_id": "healthy", "quarter": "2025-Q2", "list_usd": 1_000, "net_usd": 600}],
    )
    assert (row["partners"], row["active_partners"], row["scored_partners"]) == (3, 2, 2)
    assert row["mean_health_score"] == 67.5  # (75 + 60) / 2
    assert (row["healthy_partners"], row["healthy_pct"]) == (1, 0.5)
    assert (row["healthy_target_pct"], row["healthy_status"]) == (0.9, "missed")
    assert (row["discount_achieved_pct"], row["discount_target_pct"]) == (0.4, 0.3)
    assert row["discount_status"] == "met"
    # 400 of order lines, and 65,000 / 0.65 - 65,000 agreed
    assert (row["saved_ytd_usd"], row["saved_ytd_realized_usd"]) == (35_400, 400)
    # 600 in order lines, 300,000 stated
    assert row["partial_savings_partners"] == 1
    # only who has a commitment
    assert (row["ytd_volume_usd"], row["commitment_usd"]) == (300_000, 400_000)
    assert (row["commitment_attainment_pct"], row["committed_partners"]) == (0.75, 1)
    assert row["overdue_steps"] == 1
    assert row["return_multiple"] == pytest.approx(2.23, abs=0.005)
    assert row["decisions"] == 1  # the overdue step


def test_a_quarter_without_trackers_has_no_figures_rather_than_zeros(answer):
    (row,) = answer("portfolio_summary")
    assert (row["partners"], row["saved_ytd_usd"], row["decisions"]) == (None, None, None)
    assert (row["overdue_steps"], row["healthy_status"]) == (None, None)


@settings(max_examples=5, deadline=None)
@given(stages=st.lists(st.integers(min_value=1, max_value=6), min_size=1, max_size=8))
def test_the_summary_counts_what_the_composition_counts(answer_on_pandas, in_stage, stages):
    pipeline = [in_stage(f"partner-{place}", stage) for place, stage in enumerate(stages)]
    composition = answer_on_pandas("portfolio_composition", pipeline=pipeline)
    (summary,) = answer_on_pandas("portfolio_summary", pipeline=pipeline)
    assert sum(row["partners"] for row in composition) == summary["partners"] == len(stages)
    active = sum(row["active_partners"] for row in composition)
    assert active == summary["active_partners"] == stages.count(6)


def test_a_quarter_whose_only_orders_lack_a_price_says_so(answer, in_stage):
    (row,) = answer(
        "portfolio_summary",
        pipeline=[in_stage("foreign")],
        orders=[{"partner_id": "foreign", "quarter": "2025-Q2", "currency": "EUR"}],
    )
    assert (row["discount_achieved_pct"], row["saved_ytd_usd"]) == (None, None)
    assert (row["unpriced_lines"], row["unpriced_ytd_lines"]) == (1, 1)
    assert (row["partners_without_usd"], row["partners_without_saving"]) == (1, 1)


def test_a_window_without_any_price_has_its_row_and_the_reason(answer):
    orders = [{"partner_id": "foreign", "quarter": "2025-Q2", "currency": "EUR"}]
    rows = answer("portfolio_discount", orders=orders)
    assert {row["window"] for row in rows} == {"trailing_4_quarters", "quarter", "year_to_date"}
    for row in rows:
        assert (row["list_usd"], row["saved_usd"], row["list_weighted_pct"]) == (None, None, None)
        assert (row["null_reason"], row["partners_without_usd"]) == ("no line in USD", 1)


def test_commitments_that_are_in_no_figure_are_counted(answer):
    (row,) = answer(
        "portfolio_summary",
        commercial=[
            commercial("kept", annual_commitment_usd=400_000, ytd_volume_usd=300_000),
            commercial("silent", annual_commitment_usd=200_000),
            commercial("foreign", annual_commitment_usd=1, ytd_volume_usd=1, currency="EUR"),
            commercial("uncommitted", ytd_volume_usd=5_000),
        ],
    )
    assert (row["committed_partners"], row["commitments_without_attainment"]) == (1, 2)
    assert (row["ytd_volume_usd"], row["commitment_usd"]) == (300_000, 400_000)


def test_d_77_a_quarter_without_a_pipeline_has_its_bands_and_decisions(answer, in_stage, ratings):
    tables = {
        "quarters": ("2025-Q1", "2025-Q2"),
        "pipeline": [in_stage("kept", 6, as_of="2025-03-24", target_on="2025-03-20")],
        "evaluations": ratings("kept", "2025-Q2", 2, 2, 2, 2, 2),
    }
    _, row = answer("portfolio_summary", **tables)
    assert (row["partners"], row["scored_partners"], row["carried_partners"]) == (1, 1, 1)
    assert str(row["oldest_state_as_of"])[:10] == "2025-03-24"
    found = [row for row in answer("decisions", **tables) if row["quarter"] == "2025-Q2"]
    # overdue as the last known state shows it: by March 24
    assert [(row["decision"], row["value"]) for row in found] == [
        ("at risk", 40),
        ("overdue step", 4),
    ]


def test_d_78_partners_missing_from_the_quarters_pipeline_are_counted(answer, in_stage):
    _, row = answer(
        "portfolio_summary",
        quarters=("2025-Q1", "2025-Q2"),
        pipeline=[
            *(in_stage(name, 6, "2025-Q1") for name in ("gone", "ended", "kept")),
            in_stage("kept", 6, "2025-Q2"),
            in_stage("ended", 6, "2025-Q2", partner_status="Terminated"),
        ],
    )
    assert (row["partners"], row["gone_partners"], row["carried_partners"]) == (1, 1, 0)
