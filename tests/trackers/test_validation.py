"""Validation: what fails is told and set aside, what is right passes untouched."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.trackers import TRACKERS, validate

LINE: dict[str, Any] = {
    "partner": "Sonos",
    "ordered_on": date(2025, 3, 24),
    "order_id": "PO-1",
    "line_number": 1,
    "units": 2,
    "list_price": 100.0,
    "net_price": 65.0,
}
IN_STAGE_6: dict[str, Any] = {
    "partner": "Sonos",
    "stage": "Active Partnership",
    "stage_number": 6,
}


def told(failures: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(failures[["_row", "column", "code", "is_fatal"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("name", list(TRACKERS))
def test_no_rows_are_good_rows(rows_of: Any, name: str) -> None:
    validated = validate(TRACKERS[name], rows_of(name))
    assert len(validated.good) == len(validated.failures) == 0
    assert list(validated.failures.columns) == [
        *("_row", "column", "code", "found", "expected", "remedy", "is_fatal")
    ]


def test_good_rows_pass_with_their_other_columns(rows_of: Any) -> None:
    values = rows_of("orders", LINE).assign(_sheet="Orders")
    validated = validate(TRACKERS["orders"], values)
    assert validated.failures.empty
    assert validated.good.loc[0, "_sheet"] == "Orders"
    assert validated.good[["list_usd", "net_usd"]].to_numpy().tolist() == [[200.0, 130.0]]
    assert validated.good["ordered_on"].dtype == "datetime64[us]"


def test_amounts_already_there_are_kept(rows_of: Any) -> None:
    values = rows_of("orders", LINE | {"currency": "EUR"}).assign(list_usd=220.0, net_usd=143.0)
    assert validate(TRACKERS["orders"], values).good.loc[0, "net_usd"] == 143.0


def test_the_values_handed_over_stay_as_they_are(rows_of: Any) -> None:
    values = rows_of("commercial", {"partner": "Sonos", "base_discount_pct": 15.0})
    before = values.copy()
    validate(TRACKERS["commercial"], values)
    pd.testing.assert_frame_equal(values, before)


def test_d_69_a_discount_of_1500_percent_becomes_null_and_a_problem(rows_of: Any) -> None:
    rows = rows_of("commercial", {"partner": "Sonos", "base_discount_pct": 15.0})
    validated = validate(TRACKERS["commercial"], rows)
    assert validated.good["base_discount_pct"].isna().tolist() == [True]
    assert told(validated.failures) == [(2, "base_discount_pct", "out-of-range", False)]
    assert validated.failures.loc[0, "found"] == "1500%"
    assert validated.failures.loc[0, "expected"] == "at least 0% and at most 100%"


def test_a_rating_of_6_becomes_null_and_a_problem(rows_of: Any) -> None:
    rows = rows_of("relationship_health", {"partner": "Sonos", "cadence_rating": 6})
    validated = validate(TRACKERS["relationship_health"], rows)
    assert validated.good["cadence_rating"].isna().tolist() == [True]
    assert validated.failures.loc[0, ["found", "expected"]].tolist() == [
        "6",
        "at least 1 and at most 5",
    ]


def test_an_amount_the_storage_cannot_hold_becomes_null_and_a_problem(rows_of: Any) -> None:
    rows = rows_of("commercial", {"partner": "Sonos", "annual_commitment_usd": 1e17})
    validated = validate(TRACKERS["commercial"], rows)
    assert validated.good["annual_commitment_usd"].isna().all()
    assert validated.failures.loc[0, "expected"] == "a size below 10,000,000,000,000,000"


def test_a_missing_required_cell_sets_the_row_aside(rows_of: Any) -> None:
    rows = rows_of("orders", LINE, LINE | {"units": None, "order_id": "PO-2"})
    validated = validate(TRACKERS["orders"], rows)
    assert validated.good["_row"].tolist() == [2]
    assert told(validated.failures) == [(3, "units", "missing-value", True)]
    assert validated.failures.loc[0, "found"] == "nothing"


def test_a_cell_that_feeds_two_columns_is_told_once(rows_of: Any) -> None:
    validated = validate(TRACKERS["pipeline"], rows_of("pipeline", {"partner": "Sonos"}))
    assert told(validated.failures) == [(2, "stage", "missing-value", True)]


def test_a_cell_that_fails_is_null_in_every_column_it_feeds(rows_of: Any) -> None:
    row = {"partner": "Sonos", "discount_low_pct": 0.3, "discount_high_pct": 40.0}
    validated = validate(TRACKERS["targets"], rows_of("targets", row))
    assert validated.good[["discount_low_pct", "discount_high_pct"]].isna().all(axis=None)
    assert validated.failures["column"].tolist() == ["discount_high_pct"]


def test_a_value_outside_the_vocabulary_becomes_null_and_a_problem(rows_of: Any) -> None:
    rows = rows_of("pipeline", IN_STAGE_6 | {"tier": "program:1"})
    validated = validate(TRACKERS["pipeline"], rows)
    assert validated.good["tier"].isna().tolist() == [True]
    assert told(validated.failures) == [(2, "tier", "not-in-vocabulary", False)]
    assert validated.failures.loc[0, "found"] == '"program:1"'


def test_d_62_a_net_price_above_list_sets_the_line_aside(rows_of: Any) -> None:
    rows = rows_of("orders", LINE | {"net_price": 120.0})
    validated = validate(TRACKERS["orders"], rows)
    assert validated.good.empty
    assert told(validated.failures) == [(2, "net_price", "net-above-list", True)]
    assert validated.failures.loc[0, "found"] == "Net Price 120, List Price 100"


def test_a_line_paid_without_a_list_price_is_no_swap_of_prices(rows_of: Any) -> None:
    rows = rows_of("orders", LINE | {"list_price": 0.0, "net_price": 18.0})
    validated = validate(TRACKERS["orders"], rows)
    assert validated.good.empty
    assert told(validated.failures) == [(2, "list_price", "no-list-price", True)]
    assert "swapped" not in validated.failures.loc[0, "remedy"]


def test_d_62_free_goods_and_returns_are_lines(rows_of: Any) -> None:
    free = LINE | {"net_price": 0.0}
    returned = LINE | {"units": -2, "line_number": 2}
    validated = validate(TRACKERS["orders"], rows_of("orders", free, returned))
    assert validated.failures.empty
    assert validated.good["net_usd"].tolist() == [0.0, -130.0]


def test_a_net_price_at_list_passes_whatever_floats_make_of_it(rows_of: Any) -> None:
    rows = rows_of("orders", LINE | {"list_price": 0.3, "net_price": 0.1 + 0.2})
    assert validate(TRACKERS["orders"], rows).failures.empty


def test_a_line_without_a_price_is_told_as_missing_not_as_too_dear(rows_of: Any) -> None:
    rows = rows_of("orders", LINE | {"list_price": None})
    validated = validate(TRACKERS["orders"], rows)
    assert told(validated.failures) == [(2, "list_price", "missing-value", True)]


def test_one_row_may_fail_in_several_cells(rows_of: Any) -> None:
    row = {"partner": "Sonos", "base_discount_pct": -0.1, "active_projects": -1}
    validated = validate(TRACKERS["commercial"], rows_of("commercial", row))
    assert validated.failures["column"].tolist() == ["base_discount_pct", "active_projects"]
    assert len(validated.good) == 1


def test_a_row_once_more_is_set_aside_and_names_the_first(rows_of: Any) -> None:
    validated = validate(TRACKERS["orders"], rows_of("orders", LINE, LINE))
    assert validated.good["_row"].tolist() == [2]
    assert told(validated.failures) == [(3, "partner", "duplicate-row", True)]
    assert validated.failures.loc[0, "found"] == '"Sonos" in row 3 once more after row 2'


def test_of_two_rows_that_contradict_the_first_is_kept(rows_of: Any) -> None:
    rows = rows_of(
        "pipeline",
        IN_STAGE_6 | {"owner": "Dana"},
        IN_STAGE_6 | {"owner": "Lee", "target_on": date(2025, 3, 24)},
        IN_STAGE_6 | {"owner": "Dana"},
    )
    validated = validate(TRACKERS["pipeline"], rows)
    assert validated.good["owner"].tolist() == ["Dana"]
    assert told(validated.failures) == [
        (3, "partner", "duplicate-key", True),
        (4, "partner", "duplicate-row", True),
    ]
    assert (
        validated.failures.loc[0, "found"]
        == '"Sonos" in row 3 again after row 2, with another Owner, Target Date'
    )
    assert validated.failures.loc[0, "expected"] == "one row per partner and snapshot"


def test_a_row_set_aside_does_not_keep_another_one_out(rows_of: Any) -> None:
    rows = rows_of("orders", LINE | {"net_price": 120.0}, LINE)
    assert validate(TRACKERS["orders"], rows).good["_row"].tolist() == [3]


def test_empty_parts_of_a_key_are_alike(rows_of: Any) -> None:
    rating = {"partner": "Sonos", "dimension": "technical", "rating": 3}
    rows = rows_of("evaluations", rating, rating | {"rating": 4}, rating | {"rater": "Lee"})
    validated = validate(TRACKERS["evaluations"], rows)
    assert validated.good["_row"].tolist() == [2, 4]


def test_two_spellings_of_one_partner_are_one_key(rows_of: Any) -> None:
    rows = rows_of("pipeline", IN_STAGE_6, IN_STAGE_6 | {"partner": "SONOS Inc."})
    assert validate(TRACKERS["pipeline"], rows).failures.empty
    known = rows.assign(partner_id="sonos")
    assert validate(TRACKERS["pipeline"], known).failures["code"].tolist() == ["duplicate-row"]


def test_failures_come_in_the_order_of_the_rows(rows_of: Any) -> None:
    rows = rows_of(
        "orders",
        LINE,
        LINE,
        LINE | {"order_id": "PO-2", "net_price": 120.0},
        LINE | {"order_id": "PO-3", "units": None},
    )
    assert validate(TRACKERS["orders"], rows).failures["_row"].tolist() == [3, 4, 5]


def test_rows_that_lack_a_column_are_refused(rows_of: Any) -> None:
    rows = rows_of("orders", LINE).drop(columns=["units", "_row"])
    with pytest.raises(InvalidCall, match="none named _row, units"):
        validate(TRACKERS["orders"], rows)


def test_rows_that_were_not_read_are_refused(rows_of: Any) -> None:
    rows = rows_of("orders", LINE).assign(units="two")
    with pytest.raises(InvalidCall, match="rows of orders, column units: expected values"):
        validate(TRACKERS["orders"], rows)


def test_numbers_that_do_not_fit_are_refused_not_wrapped(rows_of: Any) -> None:
    rows = rows_of("relationship_health", {"partner": "Sonos"})
    rows["cadence_rating"] = pd.array([260], dtype="Int64")
    with pytest.raises(InvalidCall, match="numbers too large"):
        validate(TRACKERS["relationship_health"], rows)
