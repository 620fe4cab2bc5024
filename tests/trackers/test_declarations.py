"""What every tracker's declaration must keep."""

import numpy as np
import pandas as pd
import pytest

from partner_analytics.trackers import TRACKERS, Column, Keeps, Reads, Tracker, vocabularies
from partner_analytics.trackers.declaration import Choice

EVERY_TRACKER = pytest.mark.parametrize("tracker", TRACKERS.values(), ids=list(TRACKERS))
CHOICES = [choice for choice in vars(vocabularies).values() if isinstance(choice, Choice)]


def folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_the_trackers_are_the_templates_of_s000_the_registers_of_s001_and_orders() -> None:
    assert set(TRACKERS) == {
        *("pipeline", "contacts", "meetings", "commercial", "technical", "relationship_health"),
        *("actions", "evaluations", "scorecards", "documentation", "resources"),
        *("targets", "category_opportunities", "orders"),
    }


@EVERY_TRACKER
def test_the_model_holds_what_reads_says(tracker: Tracker) -> None:
    declared = tracker.model.to_schema().columns
    for column in tracker.columns:
        assert declared[column.name].dtype.type == pd.api.types.pandas_dtype(column.reads.dtype)


@EVERY_TRACKER
def test_dates_keep_their_unit_through_validation(tracker: Tracker) -> None:
    no_rows = pd.DataFrame(
        {c.name: pd.Series([], dtype=c.reads.dtype) for c in tracker.columns}, index=[]
    )
    validated = tracker.model.to_schema().validate(no_rows)
    assert {c.name: validated[c.name].dtype.name for c in tracker.columns} == {
        c.name: c.reads.dtype for c in tracker.columns
    }


@EVERY_TRACKER
def test_everything_is_described(tracker: Tracker) -> None:
    assert tracker.description.endswith(".")
    assert tracker.grain.startswith("one row per ")
    assert all(column.description for column in tracker.columns)
    assert all(column.header for column in tracker.read_columns)


@EVERY_TRACKER
def test_a_header_leads_to_one_column_or_to_the_parts_of_one_cell(tracker: Tracker) -> None:
    owners: dict[str, str] = {}
    for column in tracker.read_columns:
        for spelling in (column.header, *column.spellings):
            assert owners.setdefault(folded(spelling), column.header) == column.header


@EVERY_TRACKER
def test_columns_that_read_one_header_agree_on_it(tracker: Tracker) -> None:
    def facts(column: Column) -> tuple[object, ...]:
        return column.spellings, column.required, column.extra, column.choice

    for columns in tracker.headers().values():
        # A category's opportunity and its margin share a cell: only one of them is a choice.
        assert len({facts(column)[:3] for column in columns}) == 1
        assert len({column.reads for column in columns}) == len(columns)


@EVERY_TRACKER
def test_the_key_is_made_of_columns(tracker: Tracker) -> None:
    names = [column.name for column in tracker.columns]
    assert set(tracker.key) <= set(names)
    assert (tracker.dated_by in names) == (tracker.keeps is Keeps.EVENTS)
    if tracker.wide:
        assert {tracker.wide.names, tracker.wide.values} <= set(names)


@EVERY_TRACKER
def test_units_are_said_where_the_name_ends_in_one(tracker: Tracker) -> None:
    units = {"_usd": "USD", "_pct": "fraction", "_hours": "hours", "_days": "days"}
    for column in tracker.columns:
        for ending, unit in units.items():
            if column.name.endswith(ending):
                assert column.unit == unit


@EVERY_TRACKER
def test_d_69_percents_are_plausible_from_0_to_1(tracker: Tracker) -> None:
    for column in tracker.columns:
        if column.reads.label.startswith("percent"):
            assert (column.minimum, column.maximum) == (0, 1)


def test_a_range_without_bounds_ends_where_the_storage_ends() -> None:
    assert Reads.MONEY.limit == 10_000_000_000_000_000
    assert Reads.TEXT.limit is None


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.name)
def test_a_spelling_leads_to_one_member(choice: Choice) -> None:
    owners: dict[str, str] = {}
    for member, spellings in choice.members.items():
        for spelling in (member, *spellings):
            if text := folded(spelling):
                assert owners.setdefault(text, member) == member


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.name)
def test_what_people_pick_reads_back_as_the_member(choice: Choice) -> None:
    for label, (member, spellings) in zip(choice.labels, choice.members.items(), strict=True):
        assert label in (member, *spellings)


def test_the_source_s_enumerations_are_complete() -> None:
    # S000: 6 stages, 6 roles, 5 status levels, 7 interaction types, 5 dimensions.
    counts = [
        len(choice.members)
        for choice in (
            vocabularies.STAGE,
            vocabularies.RELATIONSHIP_ROLE,
            vocabularies.RELATIONSHIP_STATUS,
            vocabularies.INTERACTION_TYPE,
            vocabularies.DIMENSION,
        )
    ]
    assert counts == [6, 6, 5, 7, 5]
    assert vocabularies.STAGE.rank("Active Partnership") == 6


def test_line_amounts_are_whole_cents_with_half_a_cent_going_up() -> None:
    orders = TRACKERS["orders"]
    assert orders.derive is not None
    lines = pd.DataFrame(
        {
            "units": [3.0, -3.0, 1.0, 2.0, np.nan],
            "list_price": [0.035, 0.035, 0.125, 10.0, 10.0],
            "net_price": [0.035, 0.035, 0.125, np.nan, 10.0],
            "currency": pd.Series([None, "USD", "USD", "USD", "USD"], dtype="str"),
        }
    )
    # 3 x 0.035 = 0.105 -> 0.11; the return takes back as much; 0.125 -> 0.13.
    amounts = orders.derive(lines)
    assert amounts["list_usd"].tolist()[:4] == [0.11, -0.11, 0.13, 20.0]
    assert amounts["net_usd"].isna().tolist() == [False, False, False, True, True]
    assert "list_usd" not in lines.columns


def test_line_amounts_of_another_currency_are_null() -> None:
    orders = TRACKERS["orders"]
    assert orders.derive is not None
    line = pd.DataFrame(
        {"units": [1.0], "list_price": [9.0], "net_price": [8.0], "currency": ["EUR"]}
    )
    assert orders.derive(line)[["list_usd", "net_usd"]].isna().all(axis=None)
