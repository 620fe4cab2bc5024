"""The rules metrics share, on pandas and DuckDB alike."""

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import pytest

from partner_analytics.metrics.rules import (
    attainment,
    days_between,
    distance_from,
    ratio,
    settle,
    side_of,
    target_status,
    trailing_4_quarters,
    year_to_date,
)


@pytest.fixture(params=["pandas", "DuckDB"])
def evaluate(request):
    """The values of an expression over one row a line of `columns`: name -> (type, values)."""

    def on_pandas(columns, expression):
        kinds = {"DATE": "datetime64[us]", "BOOLEAN": "boolean"}
        frame = pd.DataFrame(
            {
                name: pd.Series(values, dtype="object").astype(kinds.get(kind, "float64"))
                for name, (kind, values) in columns.items()
            }
        )
        return nw.from_native(frame).lazy().select(value=expression).to_native()

    def on_duckdb(columns, expression):
        with duckdb.connect() as connection:
            names = ", ".join(f'"{name}" {kind}' for name, (kind, _) in columns.items())
            connection.execute(f"CREATE TABLE given ({names}, line INTEGER)")
            marks = ", ".join("?" * (len(columns) + 1))
            rows = zip(*(values for _, values in columns.values()), strict=True)
            for line, row in enumerate(rows):
                connection.execute(f"INSERT INTO given VALUES ({marks})", [*row, line])
            given = nw.from_native(connection.table("given")).lazy()
            answer = given.select("line", value=expression).sort("line").to_native()
            return answer.df()

    compute = on_pandas if request.param == "pandas" else on_duckdb

    def values(columns, expression):
        found = compute(columns, expression)["value"].astype("object")
        return [None if pd.isna(value) else value for value in found]

    return values


def test_days_between_counts_over_leap_days_and_years(evaluate):
    days = {
        "start": ("DATE", ["2025-03-01", "2024-02-28", "1999-12-31", "2025-03-24", None]),
        "end": ("DATE", ["2025-03-24", "2024-03-01", "2001-01-01", "2025-03-01", "2025-03-01"]),
    }
    assert evaluate(days, days_between("start", "end")) == [23, 2, 367, -23, None]


def test_g_15_a_ratio_over_zero_is_null(evaluate):
    columns = {
        "part": ("DECIMAL(18,2)", ["50000", "50000", None, "0"]),
        "all": ("DECIMAL(18,2)", ["0", "200000", "5", "5"]),
    }
    assert evaluate(columns, ratio("part", "all")) == [None, 0.25, None, 0]


def test_a_ratio_of_the_largest_amounts_does_not_overflow(evaluate):
    columns = {
        "part": ("DECIMAL(18,2)", ["4000000000000000.00"]),
        "all": ("DECIMAL(18,2)", ["8000000000000000.00"]),
    }
    assert evaluate(columns, ratio("part", "all")) == [0.5]


def test_settled_parts_of_a_discount_stand_on_the_edge(evaluate):
    columns = {
        "base": ("DECIMAL(12,8)", ["0.32"]),
        "volume": ("DECIMAL(12,8)", ["0.06"]),
        "growth": ("DECIMAL(12,8)", ["0.04"]),
    }
    total = nw.col("base") + nw.col("volume") + nw.col("growth")
    assert evaluate(columns, settle(total, 8)) == [0.42]


def test_d_57_half_a_unit_settles_away_from_zero(evaluate):
    # 1.005 x 100 is 100.49999999999999 in floats; pandas by itself rounds 0.125 down
    found = {
        125.625: 125.63,
        0.125: 0.13,
        -0.125: -0.13,
        1.005: 1.01,
        -2.675: -2.68,
        125.6249: 125.62,
        0.0: 0.0,
        90_000_000.005: 90_000_000.01,
        None: None,
    }
    columns = {"amount": ("DOUBLE", list(found))}
    assert evaluate(columns, settle("amount", 2)) == list(found.values())


@pytest.mark.parametrize("value", [0.42, 1.0, 0.386368, 15, 386.0, -5.0])
def test_a_value_on_the_grid_settles_where_it_is(evaluate, value):
    columns = {"value": ("DOUBLE", [value])}
    for places in (8, 12):
        assert evaluate(columns, settle("value", places)) == [value]


def test_g_14_attainment_counts_towards_a_target_from_both_sides(evaluate):
    columns = {
        "actual": ("DOUBLE", [13, 14, 6, 8, 30, 5]),
        "low": ("DOUBLE", [15, 15, 5, 5, None, None]),
        "high": ("DOUBLE", [None, None, 7, 7, 24, None]),
    }
    found = evaluate(columns, attainment("actual", "low", "high"))
    # 13 / 15, 14 / 15, inside 5-7, 7 / 8, 24 / 30, no target
    assert found == [pytest.approx(0.866667, abs=1e-6), pytest.approx(14 / 15), 1, 0.875, 0.8, None]


def test_g_14_a_target_is_met_near_or_missed(evaluate):
    columns = {
        "actual": ("DOUBLE", [13, 13.5, 14, 15, 15, 15.1, 5, None]),
        "target": ("DOUBLE", [15, 15, 15, 15, 15, 15, None, 15]),
        "strict": ("BOOLEAN", [False, False, False, False, True, True, False, False]),
        "ceiling": ("BOOLEAN", [False] * 8),
    }
    assert evaluate(columns, target_status("actual", "target", "strict", "ceiling")) == [
        "missed",
        "near",
        "near",
        "met",
        "near",
        "met",
        "not targeted",
        None,
    ]


def test_g_14_a_target_may_be_the_most_aimed_at(evaluate):
    # a response within 24 hours: 20 is met, 24 / 25 = 0.96 near, 24 / 30 = 0.8 missed
    columns = {
        "actual": ("DOUBLE", [20, 24, 24, 25, 30, None, 20]),
        "target": ("DOUBLE", [24, 24, 24, 24, 24, 24, None]),
        "strict": ("BOOLEAN", [False, False, True, False, False, False, None]),
        "ceiling": ("BOOLEAN", [True, True, True, True, True, True, None]),
    }
    assert evaluate(columns, target_status("actual", "target", "strict", "ceiling")) == [
        "met",
        "met",
        "near",
        "near",
        "missed",
        None,
        "not targeted",
    ]


def test_a_percent_lies_below_in_or_above_a_range(evaluate):
    columns = {
        "value": ("DECIMAL(12,8)", ["0.28", "0.30", "0.35", "0.38", None, "0.2"]),
        "low": ("DECIMAL(12,8)", ["0.30", "0.30", "0.30", "0.30", "0.30", None]),
        "high": ("DECIMAL(12,8)", ["0.35", "0.35", "0.35", "0.35", "0.35", None]),
    }
    gaps = distance_from("value", "low", "high")
    assert evaluate(columns, gaps) == [-0.02, 0, 0, 0.03, None, None]
    gap = {"gap": ("DOUBLE", [-0.02, 0, 0.03, None])}
    assert evaluate(gap, side_of("gap")) == ["below", "in band", "above", None]


def test_windows_follow_the_calendar_not_the_rows():
    # 2025-Q1 is missing: the four quarters up to 2025-Q2 are three rows
    quarters = pd.DataFrame(
        {
            "quarter": ["2024-Q2", "2024-Q3", "2024-Q4", "2025-Q2"],
            "year_ago_quarter": ["2023-Q2", "2023-Q3", "2023-Q4", "2024-Q2"],
            "fiscal_year": [2024, 2024, 2024, 2025],
        }
    )
    frame = nw.from_native(quarters).lazy()

    def members(window):
        rows = window(frame).filter(nw.col("quarter") == "2025-Q2").to_native()
        return sorted(rows["member"])

    assert members(trailing_4_quarters) == ["2024-Q3", "2024-Q4", "2025-Q2"]
    assert members(year_to_date) == ["2025-Q2"]
