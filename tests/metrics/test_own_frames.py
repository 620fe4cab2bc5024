"""What a metric says to frames that are not as declared."""

from datetime import date
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest

from partner_analytics import metrics
from partner_analytics.errors import InvalidCall
from partner_analytics.metrics.catalog import TAKEN_NAMES, metric


@pytest.fixture
def orders():
    return pd.DataFrame(
        {
            "partner_id": ["alder", "alder"],
            "quarter": ["2025-Q2", "2025-Q2"],
            "list_usd": [100.0, 50.0],
            "net_usd": [60.0, 40.0],
        },
        index=[7, 8],
    )


@pytest.fixture
def rated(homeaiq):
    """The frames of `health_score`: five ratings of one partner, and the program's rules."""
    rules = homeaiq("2025-Q2")
    dimensions = [row["dimension"] for row in rules["health_weights"]]
    ratings = pd.DataFrame({"partner_id": "alder", "quarter": "2025-Q2", "dimension": dimensions})
    tables = ("health_weights", "health_rules", "health_bands")
    return {
        "dimension_ratings": ratings.assign(rating=[4, 3, 5, 4, 2.5]),
        **{name: pd.DataFrame(rules[name]).assign(rules_id="own") for name in tables},
    }


def refused(compute, *args, **kwargs):
    with pytest.raises(InvalidCall) as refusal:
        compute(*args, **kwargs)
    return str(refusal.value)


def test_amounts_that_are_text_are_not_added_up(orders):
    texts = orders.assign(net_usd=["70", "40"])
    assert refused(metrics.discount_achievement, texts) == (
        'orders, column "net_usd", row 7: expected numbers, found the text "70". '
        "Turn it into numbers, as pandas.to_numeric does."
    )


def test_one_text_among_numbers_is_named_by_its_row(orders):
    mixed = orders.assign(net_usd=pd.Series([70.0, "n/a"], index=[7, 8], dtype="object"))
    assert 'row 8: expected numbers, found the text "n/a"' in refused(
        metrics.discount_achievement, mixed
    )


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("net_usd", [True, False], "expected numbers, found True"),
        ("net_usd", [np.inf, 1.0], "expected finite numbers, found inf"),
        ("quarter", ["Q2 2025", "2025-Q2"], 'expected quarters like 2025-Q2, found the text "Q2'),
        ("partner_id", [1, 2], "expected texts, found 1"),
    ],
)
def test_a_value_of_another_kind_is_refused(orders, column, values, said):
    assert said in refused(metrics.discount_achievement, orders.assign(**{column: values}))


@pytest.mark.parametrize(
    "amounts",
    [
        [Decimal("60.10"), Decimal("39.90")],
        [60, 40],
        pd.Series([60.0, 40.0], index=[7, 8], dtype="Float64"),
        pd.Series([60, 40], index=[7, 8], dtype="object"),
    ],
)
def test_numbers_may_come_in_any_dtype(orders, amounts):
    found = metrics.discount_achievement(orders.assign(net_usd=amounts))
    assert found["net_usd"].tolist() == [100.0]


def test_texts_may_be_categories_and_a_column_may_be_empty(orders):
    own = orders.assign(partner_id=orders["partner_id"].astype("category"), net_usd=None)
    found = metrics.discount_achievement(own)
    assert found["unpriced_lines"].tolist() == [2]


def test_all_missing_columns_are_named_at_once(orders):
    said = refused(metrics.discount_achievement, orders[["partner_id", "list_usd"]])
    assert said.startswith("orders: expected the columns the metric takes, among them ")
    assert "net_usd" in said
    assert "quarter" in said
    assert "sku" not in said


def test_the_same_order_line_twice_is_refused(orders):
    lines = orders.assign(order_id="PO-1", line_number=1)
    assert refused(metrics.discount_achievement, lines) == (
        "orders, row 8: expected one row for each partner_id, order_id, line_number, "
        "found another one for alder, PO-1, 1. Keep one of them."
    )


def test_a_relation_is_refused_by_the_type_of_its_column():
    with duckdb.connect() as connection:
        texts = connection.sql(
            "SELECT 'alder' AS partner_id, '2025-Q2' AS quarter, '70' AS net_usd, 100 AS list_usd"
        )
        said = refused(metrics.discount_achievement, texts)
    assert said == 'orders, column "net_usd": expected numbers, found String.'


def test_ratings_as_they_should_be_give_a_score(rated):
    (score,) = metrics.health_score(**rated)["health_score"]
    assert score == 76.0  # (4*30 + 3*25 + 5*20 + 4*15 + 2.5*10) / 100 * 20


@pytest.mark.parametrize("rating", [9, 0.5])
def test_a_rating_outside_1_to_5_is_refused(rated, rating):
    ratings = rated["dimension_ratings"].assign(rating=[4, rating, 5, 4, 2])
    said = refused(metrics.health_score, **{**rated, "dimension_ratings": ratings})
    assert said.startswith('dimension_ratings, column "rating", row 1: expected a number from 1 to')


def test_half_a_rating_of_one_rater_is_refused():
    row = {"partner_id": "alder", "as_of": date(2025, 6, 30), "quarter": "2025-Q2"}
    ratings = pd.DataFrame([{**row, "rater": "Ann", "dimension": "commercial", "rating": 3.5}])
    said = refused(metrics.dimension_ratings, ratings)
    assert said.startswith('evaluations, column "rating", row 0: expected whole numbers, found 3.5')


def test_dates_may_be_pythons_own():
    row = {"partner_id": "alder", "as_of": date(2025, 6, 30), "quarter": "2025-Q2"}
    ratings = pd.DataFrame([{**row, "rater": "Ann", "dimension": "commercial", "rating": 3}])
    assert metrics.dimension_ratings(ratings)["rating"].tolist() == [3]


def test_a_dimension_outside_the_vocabulary_is_refused():
    row = {"partner_id": "alder", "as_of": date(2025, 6, 30), "quarter": "2025-Q2"}
    ratings = pd.DataFrame([{**row, "rater": "Ann", "dimension": "Commerce", "rating": 3}])
    assert 'found the text "Commerce"' in refused(metrics.dimension_ratings, ratings)


def test_weights_that_do_not_sum_to_100_are_refused(rated):
    weights = rated["health_weights"].assign(weight=[30, 25, 20, 15, 15])
    assert refused(metrics.health_score, **{**rated, "health_weights": weights}) == (
        'health_weights, column "weight": expected values that sum to 100 in each quarter, '
        "found 105 in 2025-Q2. Change the values so that they do."
    )


def test_a_missing_weight_is_refused_by_its_row(rated):
    weights = rated["health_weights"].assign(weight=[30, 25, None, 35, 10])
    said = refused(metrics.health_score, **{**rated, "health_weights": weights})
    assert said.startswith('health_weights, column "weight", row 2: expected a weight in each row')


def test_two_ratings_of_one_dimension_are_refused(rated):
    twice = pd.concat([rated["dimension_ratings"]] * 2, ignore_index=True)
    said = refused(metrics.health_score, **{**rated, "dimension_ratings": twice})
    assert said.startswith("dimension_ratings, row 5: expected one row for each partner_id, ")


@pytest.mark.parametrize("name", ["sql", "table", "partners"])
def test_a_name_the_warehouse_has_is_no_name_for_a_metric(name):
    def own(orders):
        """Own."""

    own.__name__ = name
    assert name in TAKEN_NAMES
    said = refused(metric(grain=("quarter",), columns={}), own)
    assert said.startswith(f"metric {name}: expected a name that an open warehouse has nothing")
