"""What holds for every metric."""

import ast
import inspect
from pathlib import Path

import pandas as pd
import pytest

from partner_analytics import metrics
from partner_analytics.errors import InvalidCall
from partner_analytics.metrics import CATALOG, catalog
from partner_analytics.metrics.catalog import metric
from tests.metrics.conftest import assert_same_rows

every_metric = pytest.mark.parametrize("name", sorted(CATALOG))


@pytest.fixture(scope="module")
def answers(every_answer, in_stage, ratings):
    """All metrics of a little of everything: two quarters, gaps, conflicts and blanks."""
    first, second = "2025-Q1", "2025-Q2"
    tables = {
        "quarters": (first, second),
        "partners": [{"partner_id": "lutron", "partner": "Lutron Electronics"}],
        "pipeline": [
            in_stage("lutron", 5, first, tier="manufacturer:1", category="Lighting Control"),
            in_stage("lutron", 6, second, tier="manufacturer:1", target_on="2025-06-20"),
            in_stage("sonos", 6, second, tier="manufacturer:2", typed_days_in_stage=12),
            in_stage("early", 2, second, stage_entered_on="2025-06-01"),
            in_stage("gone", 6, second, partner_status="Terminated"),
        ],
        "evaluations": [
            *ratings("lutron", first, 4, 3, 5, 4, 2),
            *ratings("lutron", second, 3, 3, 4, 4, 3, rater="Ann"),
            *ratings("lutron", second, 3, 2, 4, 4, 3, rater="Bob"),
            *ratings("sonos", second, 4, None, None, None, 2),
        ],
        "scorecards": [{"partner_id": "lutron", "quarter": second, "typed_health_score": 71.5}],
        "commercial": [
            {
                "partner_id": "lutron",
                "quarter": second,
                "tier": "manufacturer:2",
                "base_discount_pct": 0.32,
                "volume_discount_pct": 0.06,
                "annual_commitment_usd": 400_000,
                "ytd_volume_usd": 150_000.55,
                "typed_savings_usd": 90_000,
            },
            {"partner_id": "early", "quarter": second, "base_discount_pct": 0.1},
            {
                "partner_id": "sonos",
                "quarter": first,
                "base_discount_pct": 0.2,
                "ytd_volume_usd": 100.50,
            },
            # 100.50 / 0.8 is 125.625: half a cent
            {
                "partner_id": "gone",
                "quarter": second,
                "base_discount_pct": 0.2,
                "ytd_volume_usd": 100.50,
            },
        ],
        "unreadable_cells": [
            {
                "partner_id": "early",
                "as_of": "2025-06-30",
                "tracker": "commercial",
                "column_name": "growth_discount_pct",
            }
        ],
        "orders": [
            {"partner_id": "sonos", "quarter": first, "list_usd": 1_000.10, "net_usd": 700.07},
            {"partner_id": "sonos", "quarter": second, "list_usd": 333.33, "net_usd": 299.99},
            {"partner_id": "early", "quarter": second},
        ],
    }
    return every_answer(**tables)


@pytest.fixture(scope="module")
def empty_answers(every_answer):
    """All metrics of tables without rows."""
    return every_answer()


@every_metric
def test_pandas_equals_duckdb(name, answers):
    on_pandas, on_duckdb = answers
    assert len(on_pandas[name])
    assert_same_rows(on_pandas[name], on_duckdb[name])


@every_metric
def test_the_grain_tells_rows_apart(name, answers):
    keys = answers[0][name][list(CATALOG[name].grain)]
    assert not keys.duplicated().any()
    assert not keys.isna().any(axis=None)


@every_metric
def test_columns_are_those_declared_also_without_rows(name, empty_answers):
    for frames in empty_answers:
        assert list(frames[name].columns) == list(CATALOG[name].columns)
        assert frames[name].empty


@every_metric
def test_it_is_documented(name):
    declared = CATALOG[name]
    assert declared.description.endswith(".")
    assert "\nSource:  " in declared.docstring
    assert "\nNULL:    " in declared.docstring
    assert all(declared.columns.values())
    assert declared.function.__doc__


@every_metric
def test_it_is_exported_under_its_name(name):
    assert getattr(metrics, name) is CATALOG[name].function
    assert name in metrics.__all__
    assert list(inspect.signature(CATALOG[name].function).parameters) == list(CATALOG[name].inputs)


@every_metric
def test_units_stand_in_names_and_descriptions(name):
    units = {"_usd": "USD", "_pct": "fraction", "_points": "points"}
    for column, description in CATALOG[name].columns.items():
        for suffix, unit in units.items():
            if column.endswith(suffix):
                assert unit in description, f"{name}.{column}: {description}"


def test_metrics_come_after_those_they_read():
    seen = set()
    for declared in metrics.in_order():
        assert set(declared.inputs) & CATALOG.keys() <= seen
        seen.add(declared.name)
    assert seen == CATALOG.keys()


def test_no_metric_reads_the_clock_or_a_database():
    room = Path(catalog.__file__).parent
    for module in room.glob("*.py"):
        imported = {
            name.name
            for node in ast.walk(ast.parse(module.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert not imported & {"datetime", "date", "time", "duckdb"}, module.name


@pytest.fixture
def own_catalog(monkeypatch):
    """A catalog to declare metrics in that vanishes with the test."""
    monkeypatch.setattr(catalog, "CATALOG", {})


@pytest.mark.usefixtures("own_catalog")
def test_a_declared_column_that_is_missing_is_refused():
    @metric(grain=("quarter",), columns={"orders": "order lines"})
    def order_count(orders):
        """Order lines."""
        return orders.select("quarter")

    with pytest.raises(InvalidCall) as refusal:
        order_count(pd.DataFrame({"quarter": ["2025-Q2"]}))
    assert str(refusal.value) == (
        "metric order_count: expected the columns it declares, among them orders, found quarter. "
        "Make the declaration and the function agree."
    )


def test_something_else_than_a_frame_is_refused():
    with pytest.raises(InvalidCall, match="orders: expected a pandas frame or a DuckDB relation"):
        metrics.discount_achievement("orders.csv")


def test_a_frame_of_ones_own_is_enough():
    orders = pd.DataFrame(
        {"partner_id": ["a"], "quarter": ["2025-Q2"], "list_usd": [100], "net_usd": [60]}
    )
    assert metrics.discount_achievement(orders)["achieved_pct"].tolist() == [0.4]
