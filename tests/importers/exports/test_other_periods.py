"""Sheets and blocks of another period or kind than the day their export shows."""

from datetime import date
from typing import Any

import pytest

from partner_analytics.importers import Export
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.problems import Severity

HEADER = ["Manufacturer", "Partnership Tier", "YTD Volume"]
ALDER, BEECH = ["Alder", "Tier 1", "310"], ["Beech", "Tier 2", "120"]
ORDERS = [
    "Manufacturer",
    "Order Date",
    "Order ID",
    "Line",
    "SKU",
    "Units",
    "List Price",
    "Net Price",
]


def export(*sheets: Sheet, file: str = "terms 2025-Q3.xlsx", **options: Any) -> Export:
    return export_of(FileRead(file, "0", 1, None, None, sheets, (), True), **options)


def terms(name: str, *rows: list[Any]) -> Sheet:
    return Sheet.of(rows or (HEADER, ALDER), name)


def told(found: Export) -> list[tuple[str, str | None]]:
    return [(one.code, one.sheet) for one in found.problems]


@pytest.mark.parametrize(
    "name",
    [
        "2025-Q2",
        "Q2 2025",
        "Mar 2025",
        "März 2025",
        "FY2024",
        "Terms FY24",
        "2024",
        "2025-H1",
        "Q2",
    ],
)
def test_a_sheet_of_another_period_is_not_read_as_of_the_exports_day(name: str) -> None:
    found = export(terms(name))
    assert (found.accepted, told(found)) == (False, [("as-of-disagrees", name)])


@pytest.mark.parametrize(
    "name", ["2025-Q3", "Terms 2025", "FY25", "Sep 2025", "H2 2025", "Q3", "2024-2025", "Sheet1"]
)
def test_a_sheet_of_a_period_with_the_exports_day_in_it_is_read(name: str) -> None:
    found = export(terms(name))
    assert (found.accepted, told(found)) == (True, [])


def test_a_sheet_a_quarter_leaves_the_one_of_the_exports_day() -> None:
    found = export(terms("2025-Q2"), terms("2025-Q3", HEADER, BEECH))
    assert [(table.number, table.sheet) for table in found.tables] == [(1, "2025-Q3")]
    assert told(found) == [("as-of-disagrees", "2025-Q2")]


def test_both_periods_and_what_to_do_are_told() -> None:
    (problem,) = export(terms("2025-Q2")).problems
    assert str(problem) == (
        'terms 2025-Q3.xlsx, sheet "2025-Q2": expected sheets of the day the export shows, found '
        'the sheet name "2025-Q2" and 2025-09-30 (file name "terms 2025-Q3.xlsx": "2025-Q3"). Its '
        "tables were not read. Where each sheet has a period of its own, save each as a file of "
        "its own with its day in the file's name (or import it alone with --as-of); where the name "
        "is wrong, rename the sheet and import the file again."
    )


def test_a_day_that_was_given_holds_for_the_only_sheet_and_is_told() -> None:
    found = export(terms("2025-Q2"), as_of=date(2025, 7, 4))
    assert (found.accepted, told(found)) == (True, [("other-period", "2025-Q2")])


def test_a_day_that_was_given_does_not_hold_for_one_sheet_of_several() -> None:
    found = export(terms("Terms"), terms("2025-Q2", HEADER, BEECH), as_of=date(2025, 9, 30))
    assert [table.sheet for table in found.tables] == ["Terms"]


def test_rows_with_dates_of_their_own_are_read_whatever_their_sheet_is_called() -> None:
    found = export(
        terms("2025-Q2", ORDERS, ["Alder", "2025-05-02", "A-1", "1", "K7", "3", "12", "10"])
    )
    assert (found.accepted, told(found)) == (True, [])


@pytest.mark.parametrize(
    "name", ["Terms OLD", "Entwurf", "Do not use", "Brouillon", "Terms (2)", "Plan", "模板"]
)
def test_a_further_sheet_called_a_draft_or_the_like_is_read_and_told(name: str) -> None:
    found = export(terms("Terms"), terms(name, HEADER, BEECH))
    assert [table.sheet for table in found.tables] == ["Terms", name]
    assert told(found) == [("not-current", name)]


def test_of_an_only_sheet_the_whole_name_must_say_so() -> None:
    assert told(export(terms("Draft"))) == [("not-current", "Draft")]
    assert told(export(terms("Partner plan"))) == []


@pytest.mark.parametrize(
    ("caption", "code"),
    [
        ("Plan 2026", "other-period"),
        ("FY2024", "other-period"),
        ("Results Q1 2025", "other-period"),
        ("Vorjahr", "not-current"),
        ("Partners (scenario B)", "not-current"),
    ],
)
def test_a_block_below_such_a_caption_is_read_and_told(caption: str, code: str) -> None:
    found = export(terms("Terms", HEADER, ALDER, [], [caption], HEADER, BEECH))
    assert len(found.tables) == 2
    assert [(one.code, one.cell, one.severity) for one in found.problems] == [
        (code, "A4", Severity.WARNING)
    ]


def test_a_year_above_the_columns_it_heads_is_told() -> None:
    found = export(terms("Terms", ["", "", "FY2024"], HEADER, ALDER))
    assert [(one.code, one.cell) for one in found.problems] == [("other-period", "C1")]


@pytest.mark.parametrize(
    "title",
    [
        "Program since 2019",
        "© 2024 Larch",
        "Printed 2025-10-02",
        "Next review: January 2026",
        "Partner terms, FY2025",
        "Partner plan",
        "Commercial",
    ],
)
def test_a_title_that_states_no_other_period_of_the_figures_is_not_told(title: str) -> None:
    assert told(export(terms("Terms", [title], [], HEADER, ALDER))) == []
