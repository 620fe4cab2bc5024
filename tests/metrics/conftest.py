"""Tiny typed tables, HomeAIQ's rules, and a metric's answer on pandas and DuckDB alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest

from partner_analytics import metrics
from partner_analytics.metrics.catalog import CATALOG
from partner_analytics.trackers import TRACKERS

Row = dict[str, Any]
Tables = dict[str, pd.DataFrame]

TEXT, MONEY, PERCENT, SCORE = "VARCHAR", "DECIMAL(18,2)", "DECIMAL(12,8)", "DECIMAL(7,4)"
WHOLE, DAY, FLAG, NUMBER = "INTEGER", "DATE", "BOOLEAN", "DECIMAL(18,8)"
DTYPES = {TEXT: "str", DAY: "datetime64[us]", FLAG: "boolean", WHOLE: "Int64", "BIGINT": "Int64"}
TRACED = {"rules_id": TEXT, "source": TEXT}

RULES = {
    "quarters": {
        "quarter": TEXT,
        "starts_on": DAY,
        "ends_on": DAY,
        "previous_quarter": TEXT,
        "year_ago_quarter": TEXT,
        "fiscal_year": WHOLE,
        "day_of_year": WHOLE,
        "days_in_year": WHOLE,
        "is_shown": FLAG,
    },
    "tiers": {"tier": TEXT, "scheme": TEXT, "tier_rank": WHOLE, "tier_name": TEXT},
    "health_weights": {"quarter": TEXT, "dimension": TEXT, "weight": WHOLE, **TRACED},
    "health_rules": {
        "quarter": TEXT,
        "rating_scale": TEXT,
        "coverage_floor_pct": PERCENT,
        "trend_points": SCORE,
        "comparable_floor_pct": PERCENT,
        **TRACED,
    },
    "health_bands": {
        "quarter": TEXT,
        "band": TEXT,
        "band_rank": WHOLE,
        "lower_score": SCORE,
        "upper_score": SCORE,
        "action": TEXT,
        **TRACED,
    },
    "tier_targets": {
        "quarter": TEXT,
        "target_set": TEXT,
        "is_default": FLAG,
        "tier": TEXT,
        "low_count": WHOLE,
        "high_count": WHOLE,
        **TRACED,
    },
    "discount_terms": {
        "quarter": TEXT,
        "tier": TEXT,
        "component": TEXT,
        "low_pct": PERCENT,
        "high_pct": PERCENT,
        "basis": TEXT,
        **TRACED,
    },
    "discount_bands": {
        "quarter": TEXT,
        "tier": TEXT,
        "low_pct": PERCENT,
        "high_pct": PERCENT,
        **TRACED,
    },
    "portfolio_targets": {
        "quarter": TEXT,
        "target": TEXT,
        "low_value": NUMBER,
        "high_value": NUMBER,
        "is_open": FLAG,
        "is_strict": FLAG,
        "unit": TEXT,
        "statement": TEXT,
        **TRACED,
    },
    "budget_lines": {"quarter": TEXT, "line": TEXT, "low_usd": MONEY, "high_usd": MONEY, **TRACED},
    "expected_returns": {
        "quarter": TEXT,
        "benefit": TEXT,
        "kind": TEXT,
        "low_usd": MONEY,
        "high_usd": MONEY,
        **TRACED,
    },
    "return_claims": {
        "quarter": TEXT,
        "claim": TEXT,
        "low_multiple": NUMBER,
        "high_multiple": NUMBER,
        **TRACED,
    },
    "pipeline_rules": {
        "quarter": TEXT,
        "tolerance_days": WHOLE,
        "active_stage_number": WHOLE,
        **TRACED,
    },
    "decision_rules": {"quarter": TEXT, "decision": TEXT, "threshold": NUMBER, **TRACED},
    "discount_rules": {"quarter": TEXT, "combination": TEXT, **TRACED},
}

UNREADABLE_CELLS = {
    "partner_id": TEXT,
    "as_of": DAY,
    "quarter": TEXT,
    "tracker": TEXT,
    "column_name": TEXT,
    "code": TEXT,
}

DIMENSIONS = ("commercial", "technical", "relationship", "strategic", "operational")
STAGES = (
    "Identification & Research",
    "Initial Outreach",
    "Exploration & Qualification",
    "Proposal & Negotiation",
    "Agreement & Activation",
    "Active Partnership",
)


def storage_of(name: str) -> dict[str, str]:
    """The storage types of a curated or rules table, by column."""
    if name in RULES:
        return RULES[name]
    if name == "partners":
        return {"partner_id": TEXT, "partner": TEXT}
    if name == "unreadable_cells":
        return UNREADABLE_CELLS
    types = {column.name: column.reads.storage for column in TRACKERS[name].columns}
    return {"partner_id": TEXT, **types, "as_of": DAY, "quarter": TEXT, "_import_id": WHOLE}


def neighbour(quarter: str, steps: int) -> str:
    place = int(quarter[:4]) * 4 + int(quarter[-1]) - 1 + steps
    return f"{place // 4}-Q{place % 4 + 1}"


def quarter_end(quarter: str) -> date:
    following = neighbour(quarter, 1)
    return date(int(following[:4]), int(following[-1]) * 3 - 2, 1) - timedelta(days=1)


def _dated(row: Row) -> Row:
    """A row of a tracker with both as_of and quarter, whichever of them is left out."""
    if "quarter" in row:
        return {"as_of": quarter_end(row["quarter"]).isoformat(), **row}
    day = date.fromisoformat(row["as_of"])
    return {"quarter": f"{day.year}-Q{(day.month + 2) // 3}", **row}


def _typed(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with every column of the table; what a row leaves out is NULL."""
    columns = {}
    for column, storage in storage_of(name).items():
        values = [row.get(column) for row in rows]
        dtype = DTYPES.get(storage, "Int8" if storage == "TINYINT" else "float64")
        if dtype.startswith("datetime"):
            columns[column] = pd.to_datetime(pd.Series(values, dtype="object")).astype(dtype)
        else:
            columns[column] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


def _quarter_row(quarter: str) -> Row:
    end, start = quarter_end(quarter), quarter_end(neighbour(quarter, -1)) + timedelta(days=1)
    year_start = date(end.year, 1, 1)
    return {
        "quarter": quarter,
        "starts_on": start.isoformat(),
        "ends_on": end.isoformat(),
        "previous_quarter": neighbour(quarter, -1),
        "year_ago_quarter": neighbour(quarter, -4),
        "fiscal_year": end.year,
        "day_of_year": (end - year_start).days + 1,
        "days_in_year": (date(end.year + 1, 1, 1) - year_start).days,
        "is_shown": True,
    }


def _rows_of_one_quarter() -> dict[str, list[Row]]:
    """HomeAIQ's rules, as S000, S001 and S003 state them."""
    tiers = ("manufacturer:1", "manufacturer:2", "manufacturer:3")
    counts = {"year1": ((5, 7), (8, 10), (10, 15)), "steady_state": ((5, 7), (12, 15), (30, 40))}
    return {
        "health_weights": [
            {"dimension": dimension, "weight": weight, "rules_id": "homeaiq/weights/2025-01-01"}
            for dimension, weight in zip(DIMENSIONS, (30, 25, 20, 15, 10), strict=True)
        ],
        "health_rules": [
            {
                "rating_scale": "times_20",
                "coverage_floor_pct": 0.6,
                "trend_points": 5,
                "comparable_floor_pct": 0.6,
            }
        ],
        "health_bands": [
            {"band": "At risk", "band_rank": 1, "lower_score": 0, "upper_score": 50},
            {"band": "Attention", "band_rank": 2, "lower_score": 50, "upper_score": 70},
            {"band": "Healthy", "band_rank": 3, "lower_score": 70, "upper_score": 90},
            {"band": "Expansion", "band_rank": 4, "lower_score": 90, "upper_score": 100},
        ],
        "tier_targets": [
            {
                "target_set": target_set,
                "is_default": target_set == "year1",
                "tier": tier,
                "low_count": low,
                "high_count": high,
            }
            for target_set, ranges in counts.items()
            for tier, (low, high) in zip(tiers, ranges, strict=True)
        ],
        "discount_terms": [
            {"tier": tier, "component": "base", "low_pct": low, "high_pct": high}
            for tier, low, high in zip(tiers, (0.30, 0.20, 0.15), (0.35, 0.25, 0.20), strict=True)
        ],
        "discount_bands": [
            {"tier": tier, "low_pct": low, "high_pct": high}
            for tier, low, high in zip(tiers, (0.35, 0.25, 0.15), (0.45, 0.35, 0.25), strict=True)
        ],
        "portfolio_targets": [
            {"target": target, "low_value": low, "is_open": True, "is_strict": False}
            for target, low in (
                ("active_partners", 20),
                ("discount_achieved_pct", 0.30),
                ("healthy_partners_pct", 0.90),
            )
        ],
        "budget_lines": [
            {"line": line, "low_usd": low, "high_usd": high}
            for line, low, high in (
                ("Personnel", 450_000, 550_000),
                ("Travel & Relationship", 100_000, 150_000),
                ("Technical Integration", 200_000, 300_000),
                ("Marketing Programs", 150_000, 250_000),
                ("Systems & Operations", 75_000, 125_000),
            )
        ],
        "expected_returns": [
            {"benefit": "Discount", "kind": "hard", "low_usd": 1_500_000, "high_usd": 2_500_000},
            {"benefit": "Marketing", "kind": "soft", "low_usd": 500_000, "high_usd": 750_000},
        ],
        "return_claims": [{"claim": "return_multiple", "low_multiple": 2.0, "high_multiple": 2.5}],
        "pipeline_rules": [{"tolerance_days": 1, "active_stage_number": 6}],
        "decision_rules": [
            {"decision": decision, "threshold": threshold}
            for decision, threshold in (
                ("at risk", 50),
                ("declining", -5),
                ("behind commitment", 0.9),
                ("discount below band", 0),
                ("overdue step", 0),
                ("not rated", 0.6),
            )
        ],
        "discount_rules": [{"combination": "additive"}],
    }


def _rules(quarters: Sequence[str]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {
        "quarters": [_quarter_row(quarter) for quarter in quarters],
        "tiers": [
            {"tier": "manufacturer:1", "scheme": "manufacturer", "tier_rank": 1},
            {"tier": "manufacturer:2", "scheme": "manufacturer", "tier_rank": 2},
            {"tier": "manufacturer:3", "scheme": "manufacturer", "tier_rank": 3},
        ],
    }
    for name, rows in _rows_of_one_quarter().items():
        tables[name] = [{"quarter": quarter, **row} for quarter in quarters for row in rows]
    return tables


def _closure(name: str) -> list[metrics.Metric]:
    """The metrics that have to be computed for one, in order, itself last."""
    needed, waiting = set(), [name]
    while waiting:
        found = waiting.pop()
        if found not in needed:
            needed.add(found)
            waiting += [entry for entry in CATALOG[found].inputs if entry in CATALOG]
    return [entry for entry in metrics.in_order() if entry.name in needed]


def _inputs(entries: Sequence[metrics.Metric], rows: Mapping[str, list[Row]]) -> Tables:
    names = sorted({name for entry in entries for name in entry.inputs} - CATALOG.keys())
    return {name: _typed(name, rows.get(name, [])) for name in names}


def _on_pandas(entries: Sequence[metrics.Metric], tables: Tables) -> Tables:
    """Every metric of the list by name."""
    known = dict(tables)
    for entry in entries:
        known[entry.name] = entry.function(**{name: known[name] for name in entry.inputs})
    return {entry.name: known[entry.name] for entry in entries}


def _on_duckdb(
    entries: Sequence[metrics.Metric], tables: Tables, wanted: Sequence[metrics.Metric]
) -> Tables:
    """The wanted metrics, as views over views, on a connection as closed as the warehouse's."""
    config = {"python_enable_replacements": "false"}
    with duckdb.connect(config=config) as connection:
        for schema in ("curated", "metrics"):
            connection.execute(f"CREATE SCHEMA {schema}")
        path = {name: f"curated.{name}" for name in tables}
        for name, frame in tables.items():
            columns = ", ".join(f'"{column}" {kind}' for column, kind in storage_of(name).items())
            connection.execute(f"CREATE TABLE {path[name]} ({columns})")
            connection.register("rows_to_add", frame)
            connection.execute(f"INSERT INTO {path[name]} BY NAME FROM rows_to_add")
            connection.unregister("rows_to_add")
        for entry in entries:
            inputs = {name: connection.table(path[name]) for name in entry.inputs}
            path[entry.name] = f"metrics.{entry.name}"
            query = entry.function(**inputs).sql_query()
            connection.execute(f"CREATE VIEW {path[entry.name]} AS {query}")
        found = {}
        for entry in wanted:
            order = ", ".join(f'"{column}"' for column in entry.grain)
            found[entry.name] = connection.sql(f"FROM {path[entry.name]} ORDER BY {order}").df()
        return found


def plain(frame: pd.DataFrame) -> list[Row]:
    """The rows with None for every kind of missing value."""
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def assert_same_rows(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert list(one.columns) == list(other.columns)
    assert len(one) == len(other)
    for row, same in zip(plain(one), plain(other), strict=True):
        assert row == {name: _about(value) for name, value in same.items()}


def _about(value: Any) -> Any:
    return pytest.approx(value, rel=1e-12, abs=1e-9) if isinstance(value, float) else value


def _all_rows(quarters: Sequence[str], tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows of all tables: HomeAIQ's rules in the quarters, the tables given, dated."""
    dated = {
        table: [_dated(row) for row in rows] if table in TRACKERS else rows
        for table, rows in tables.items()
    }
    return {**_rules(quarters), **dated}


# The fixtures below are plain functions without a state: one of each does for all tests.


@pytest.fixture(scope="session")
def answer() -> Callable[..., list[Row]]:
    """Rows of a metric from rows of its tables, computed on pandas and DuckDB and compared.

    HomeAIQ's rules hold in `quarters`; a table named in the call takes their place.
    """

    def compute(name: str, *, quarters: Sequence[str] = ("2025-Q2",), **tables: Any) -> list[Row]:
        entries = _closure(name)
        inputs = _inputs(entries, _all_rows(quarters, tables))
        on_pandas = _on_pandas(entries, inputs)[name]
        assert_same_rows(on_pandas, _on_duckdb(entries, inputs, entries[-1:])[name])
        return plain(on_pandas)

    return compute


@pytest.fixture(scope="session")
def answer_on_pandas() -> Callable[..., list[Row]]:
    """Rows of a metric as `answer` gives them, on pandas alone: for many examples."""

    def compute(name: str, *, quarters: Sequence[str] = ("2025-Q2",), **tables: Any) -> list[Row]:
        entries = _closure(name)
        inputs = _inputs(entries, _all_rows(quarters, tables))
        return plain(_on_pandas(entries, inputs)[name])

    return compute


@pytest.fixture(scope="session")
def every_answer() -> Callable[..., tuple[Tables, Tables]]:
    """All metrics of the same tables, by name: on pandas, on DuckDB; nothing compared."""

    def compute(*, quarters: Sequence[str] = (), **tables: Any) -> tuple[Tables, Tables]:
        entries = metrics.in_order()
        inputs = _inputs(entries, _all_rows(quarters, tables))
        return _on_pandas(entries, inputs), _on_duckdb(entries, inputs, entries)

    return compute


@pytest.fixture(scope="session")
def homeaiq() -> Callable[..., dict[str, list[Row]]]:
    """HomeAIQ's rules by table, to change a row and pass the table on."""
    return lambda *quarters: _rules(quarters)


@pytest.fixture(scope="session")
def ratings() -> Callable[..., list[Row]]:
    """The five ratings of a partner in a quarter, as rows; None is not rated."""

    def rows(partner_id: str, quarter: str, *five: int | None, **more: Any) -> list[Row]:
        return [
            {
                "partner_id": partner_id,
                "quarter": quarter,
                "dimension": dimension,
                "rating": rating,
                **more,
            }
            for dimension, rating in zip(DIMENSIONS, five, strict=True)
        ]

    return rows


@pytest.fixture(scope="session")
def in_stage() -> Callable[..., Row]:
    """A partner's row in the pipeline tracker, by the number of its stage."""

    def row(partner_id: str, stage_number: int = 6, quarter: str = "2025-Q2", **more: Any) -> Row:
        day = {} if "as_of" in more else {"quarter": quarter}
        return {
            "partner_id": partner_id,
            "stage_number": stage_number,
            "stage": STAGES[stage_number - 1],
            **day,
            **more,
        }

    return row
