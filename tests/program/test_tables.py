from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partner_analytics.program import Program, load_program, rules_tables

Row = dict[str, Any]


def rows(
    name: str, quarters: tuple[str, ...] = ("2025-Q2",), program: Program | None = None
) -> list[Row]:
    return rules_tables(program or load_program(), quarters)[name].rows


def test_every_row_has_exactly_the_declared_columns() -> None:
    for table in rules_tables(load_program(), ["2025-Q1", "2025-Q2"]).values():
        assert table.rows
        for row in table.rows:
            assert list(row) == list(table.columns)


def test_every_table_and_column_is_described() -> None:
    for table in rules_tables(load_program(), []).values():
        assert table.rows == [] or table.name == "tiers"
        assert table.comment.endswith(".")
        assert all(kind and comment for kind, comment in table.columns.values())


def test_g_07_changed_weight_counts_from_its_quarter(load: Callable[..., Program]) -> None:
    changed = (
        '[[health.weights]]\nvalid_from = 2025-07-01\nsource = "board"\n'
        "commercial = 40\ntechnical = 15\nrelationship = 20\nstrategic = 15\noperational = 10\n\n"
        "[[health.weights]]"
    )
    program = load(("[[health.weights]]", changed))
    told = [
        (row["quarter"], row["weight"], row["rules_id"], row["source"])
        for row in rows("health_weights", ("2025-Q2", "2025-Q3"), program)
        if row["dimension"] == "commercial"
    ]
    assert told == [
        ("2025-Q2", 30, "homeaiq/health.weights/2025-01-01", "S000 L139-145"),
        ("2025-Q3", 40, "homeaiq/health.weights/2025-07-01", "board"),
    ]


def test_a_change_within_a_quarter_counts_for_the_whole_quarter(
    load: Callable[..., Program],
) -> None:
    later = '[[pipeline]]\nvalid_from = 2025-06-30\nsource = "me"\nactive_stage_number = 5\n'
    program = load(("[[pipeline]]", f"{later}tolerance_days = 1\n\n[[pipeline]]"))
    stages = [row["active_stage_number"] for row in rows("pipeline_rules", program=program)]
    assert stages == [5]


def test_before_its_first_entry_a_rule_has_no_rows() -> None:
    tables = rules_tables(load_program(), ["2024-Q4"])
    assert [name for name, table in tables.items() if table.rows] == ["quarters", "tiers"]


def test_s000_11_weights() -> None:
    weights = {row["dimension"]: row["weight"] for row in rows("health_weights")}
    assert weights == {
        "commercial": 30,
        "technical": 25,
        "relationship": 20,
        "strategic": 15,
        "operational": 10,
    }


def test_d_73_bands() -> None:
    bands = [
        (row["band_rank"], row["band"], row["lower_score"], row["upper_score"])
        for row in rows("health_bands")
    ]
    assert bands == [
        (1, "At risk", 0, 50),
        (2, "Attention", 50, 70),
        (3, "Healthy", 70, 90),
        (4, "Expansion", 90, 100),
    ]


def test_d_04_trend_and_g_05_coverage_floor() -> None:
    (rule,) = rows("health_rules")
    assert (rule["trend_points"], rule["coverage_floor_pct"]) == (5, Decimal("0.60"))
    assert rule["rating_scale"] == "times_20"


def test_c_02_both_sets_of_tier_targets() -> None:
    targets = {
        (row["target_set"], row["tier"]): (row["low_count"], row["high_count"], row["is_default"])
        for row in rows("tier_targets")
    }
    assert targets == {
        ("year1", "manufacturer:1"): (5, 7, True),
        ("year1", "manufacturer:2"): (8, 10, True),
        ("year1", "manufacturer:3"): (10, 15, True),
        ("steady_state", "manufacturer:1"): (5, 7, False),
        ("steady_state", "manufacturer:2"): (12, 15, False),
        ("steady_state", "manufacturer:3"): (30, 40, False),
    }


def test_g_10_tiers_are_told_with_their_scheme() -> None:
    assert rows("tiers")[0] == {
        "tier": "manufacturer:1",
        "scheme": "manufacturer",
        "tier_rank": 1,
        "tier_name": "Tier 1 Strategic",
    }


def test_s001_9_discount_structure() -> None:
    terms = {
        (row["tier"], row["component"]): (row["low_pct"], row["high_pct"], row["basis"])
        for row in rows("discount_terms")
    }
    one, three = "manufacturer:1", "manufacturer:3"
    assert terms[one, "base"] == (Decimal("0.30"), Decimal("0.35"), "list price (MSRP/MAP)")
    assert terms[one, "volume"] == (Decimal("0.05"), Decimal("0.10"), "quarterly volume")
    assert terms[three, "volume"] == (Decimal("0.02"), Decimal("0.03"), "annual volume")
    # The third tier grants no growth incentive and no marketing funds as a standard.
    assert [component for tier, component in terms if tier == three] == ["base", "volume"]
    assert len(terms) == 4 + 4 + 2


def test_c_08_bands_of_the_whole_discount() -> None:
    bands = [(row["low_pct"], row["high_pct"]) for row in rows("discount_bands")]
    assert [(float(low), float(high)) for low, high in bands] == [
        (0.35, 0.45),
        (0.25, 0.35),
        (0.15, 0.25),
    ]


@pytest.mark.parametrize(
    ("target", "low", "statement", "unit"),
    [
        ("active_partners", "20", "20+", ""),
        ("discount_achieved_pct", "0.30", "30%+", "percent"),
        ("healthy_partners_pct", "0.90", "90%+", "percent"),
        ("reliability_pct", "0.999", "99.9%+", "percent"),
        ("satisfaction_of_10", "8.5", "8.5+", ""),
    ],
)
def test_g_06_portfolio_targets_keep_what_the_source_writes(
    target: str, low: str, statement: str, unit: str
) -> None:
    (row,) = [row for row in rows("portfolio_targets") if row["target"] == target]
    assert (row["low_value"], row["high_value"]) == (Decimal(low), None)
    assert (row["is_open"], row["is_strict"]) == (True, False)
    assert (row["statement"], row["unit"]) == (statement, unit)


def test_s001_1_preferred_pricing_is_30_to_40_percent_below_retail() -> None:
    (row,) = [r for r in rows("portfolio_targets") if r["target"] == "preferred_pricing_pct"]
    assert (row["low_value"], row["high_value"]) == (Decimal("0.30"), Decimal("0.40"))
    assert row["source"] == "S001 L20"


def test_s001_22_budget_lines_sum_to_975k_and_1375k() -> None:
    lines = rows("budget_lines")
    assert sum(row["low_usd"] for row in lines) == 975_000
    assert sum(row["high_usd"] for row in lines) == 1_375_000


def test_s001_23_low_by_low_and_high_by_high_reproduce_the_claim() -> None:
    returns, budget, (claim,) = (
        rows("expected_returns"),
        rows("budget_lines"),
        rows("return_claims"),
    )
    low = sum(row["low_usd"] for row in returns) / sum(row["low_usd"] for row in budget)
    high = sum(row["high_usd"] for row in returns) / sum(row["high_usd"] for row in budget)
    assert (round(low, 2), round(high, 2)) == (Decimal("2.05"), Decimal("2.36"))
    assert claim["low_multiple"] <= low <= high <= claim["high_multiple"]
    assert [row["kind"] for row in returns] == ["hard", "soft"]


def test_decisions_and_their_thresholds() -> None:
    thresholds = {row["decision"]: float(row["threshold"]) for row in rows("decision_rules")}
    assert thresholds == {
        "at risk": 50,
        "declining": -5,
        "behind commitment": 0.8,
        "discount below band": 0,
        "overdue step": 0,
        "not rated": 0.6,
    }


def test_s000_6_quarters_know_their_day_of_the_year() -> None:
    (quarter,) = rows("quarters")
    assert quarter == {
        "quarter": "2025-Q2",
        "starts_on": date(2025, 4, 1),
        "ends_on": date(2025, 6, 30),
        "previous_quarter": "2025-Q1",
        "year_ago_quarter": "2024-Q2",
        "fiscal_year": 2025,
        "day_of_year": 181,
        "days_in_year": 365,
        "is_shown": True,
    }


def test_g_02_fiscal_quarters_of_a_year_that_starts_in_july(load: Callable[..., Program]) -> None:
    program = load(("fiscal_year_first_month = 1 ", "fiscal_year_first_month = 7 "))
    (quarter,) = rows("quarters", ("2026-Q1",), program)
    assert (quarter["starts_on"], quarter["ends_on"]) == (date(2025, 7, 1), date(2025, 9, 30))
    assert (quarter["fiscal_year"], quarter["day_of_year"]) == (2026, 92)


def test_a_quarter_after_the_last_export_is_only_spoken_of() -> None:
    tables = rules_tables(load_program(), ["2025-Q2", "2025-Q3"], date(2025, 6, 30))
    assert [row["is_shown"] for row in tables["quarters"].rows] == [True, False]
