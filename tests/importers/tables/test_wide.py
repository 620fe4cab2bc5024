from collections.abc import Sequence

from partner_analytics.importers.exports.export import Export, ExportTable, export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet

HEADER = ["Manufacturer", "Commercial", "Technical", "Comments"]


def export_of_rows(rows: Sequence[Sequence[str | None]]) -> Export:
    sheet = Sheet.of(rows, "Ratings")
    return export_of(FileRead("2025-Q1.xlsx", "0", 1, None, None, (sheet,), (), True))


def tables_of(rows: Sequence[Sequence[str | None]]) -> tuple[ExportTable, ...]:
    return export_of_rows(rows).tables


def test_each_member_column_becomes_a_table():
    tables = tables_of([HEADER, ["Lutron", "4", "5", "fine"]])
    assert [(t.number, t.variant) for t in tables] == [(1, "commercial"), (2, "technical")]


def test_every_value_keeps_its_cell():
    commercial, technical = tables_of([HEADER, ["Lutron", "4", "5", "fine"]])
    assert commercial.column_map["rating"].address(2) == "B2"
    assert technical.column_map["rating"].address(2) == "C2"
    assert technical.column_map["dimension"].address(2) == "C1"


def test_the_rows_are_long():
    commercial, _ = tables_of([HEADER, ["Lutron", "4", "5", "fine"]])
    (batch,) = commercial.batches()
    row = batch[["partner", "dimension", "rating", "comments", "_row"]].to_dict("records")[0]
    assert row == {
        "partner": "Lutron",
        "dimension": "commercial",
        "rating": "4",
        "comments": "fine",
        "_row": 2,
    }


def test_a_blank_rating_is_not_rated_and_counted_as_blank():
    commercial, technical = tables_of([HEADER, ["Lutron", "4", None], ["Sonos", "3", "n/a"]])
    assert (commercial.rows_read, commercial.rows_blank) == (2, 0)
    assert (technical.rows_read, technical.rows_blank) == (2, 2)
    assert list(technical.batches()) == []


def test_a_blank_rating_in_a_blank_row_is_counted_once():
    commercial, _ = tables_of([HEADER, ["Lutron", "4", "5"], ["-", "-", "-"], [], ["Sonos", "3"]])
    assert (commercial.rows_read, commercial.rows_blank) == (4, 2)


def test_a_failed_formula_is_no_blank_rating():
    _, technical = tables_of([HEADER, ["Lutron", "4", "#REF!"]])
    assert technical.rows_blank == 0


def test_an_unknown_column_is_told_once():
    export = export_of_rows([[*HEADER, "Vibe"], ["Lutron", "4", "5", "fine", "good"]])
    assert [problem.code for problem in export.problems] == ["unmapped-column"]


def test_a_long_sheet_stays_one_table():
    (table,) = tables_of([["Manufacturer", "Dimension", "Rating"], ["Lutron", "Commercial", "4"]])
    assert table.variant is None
