from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from partner_analytics.importers import Export, read_export
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.problems import Problem, Severity

Row = Sequence[str | None]
HEADER = ["Manufacturer", "Partnership Tier", "YTD Volume"]
LUTRON = ["Lutron", "Tier 1", "150,000"]
SONOS = ["Sonos", "Tier 2", "75,000"]
TOTAL = ["Total", None, "225,000"]


def export(
    *sheets: Sheet, file: str = "Q1.xlsx", problems: Sequence[Problem] = (), **options: Any
) -> Export:
    read = FileRead(file, "0", 1, None, None, sheets, tuple(problems), True)
    return export_of(read, **{"as_of": date(2025, 3, 31), **options})


def sheet(*rows: Row, name: str | None = "Commercial", **features: Any) -> Sheet:
    return Sheet(**{**vars(Sheet.of(rows, name)), **features})


def only(found: Export) -> Problem:
    (problem,) = found.problems
    return problem


def test_a_rejected_file_keeps_its_problems():
    problem = Problem("no-rows", Severity.ERROR, "Q1.csv", "", "", "")
    found = export_of(FileRead("Q1.csv", "0", 1, None, None, (), (problem,), False))
    assert (found.accepted, found.tables, found.problems) == (False, (), (problem,))


def test_tables_are_numbered_through_the_file():
    found = export(sheet(HEADER, LUTRON, name="A"), sheet(HEADER, SONOS, name="B"))
    assert [(table.number, table.sheet) for table in found.tables] == [(1, "A"), (2, "B")]


def test_the_column_map_leads_to_the_cell():
    (table,) = export(sheet(["Tracker"], HEADER, LUTRON)).tables
    source = table.column_map["ytd_volume_usd"]
    assert (source.header, source.cell_column, source.address(3)) == ("YTD Volume", "C", "C3")


def test_a_labelled_cell_fills_a_column_the_table_lacks():
    (table,) = export(sheet(["Currency", "USD"], HEADER, LUTRON)).tables
    (batch,) = table.batches()
    assert table.column_map["currency"].address(3) == "B1"
    assert batch["currency"].tolist() == ["USD"]


def test_batches_hold_located_texts_as_they_stand():
    (table,) = export(sheet(HEADER, ["Lutron ", None, "$1.2M"])).tables
    (batch,) = table.batches()
    assert batch.to_dict("records")[0]["partner"] == "Lutron "
    assert batch["_row"].tolist() == [2]
    assert batch["tier"].isna().all()
    assert {str(dtype) for dtype in batch.drop(columns="_row").dtypes} == {"str"}


def test_rows_come_in_batches_of_the_asked_size():
    (table,) = export(sheet(HEADER, LUTRON, TOTAL, SONOS, LUTRON)).tables
    assert [batch["_row"].tolist() for batch in table.batches(2)] == [[2], [4, 5]]


def test_cells_under_an_unknown_header_are_kept():
    rows = [[*HEADER, "Vibe", None], [*LUTRON, "good", "!"], [*SONOS, None, "?"], SONOS]
    (table,) = export(sheet(*rows)).tables
    (batch,) = table.batches()
    assert table.unmapped == (("D", "Vibe"), ("E", ""))
    assert batch["_other"].fillna("").tolist() == ['{"Vibe": "good", "E": "!"}', '{"E": "?"}', ""]


def test_two_unknown_columns_with_one_header_are_told_apart():
    (table,) = export(sheet([*HEADER, "Vibe", "Vibe"], [*LUTRON, "good", "bad"])).tables
    (batch,) = table.batches()
    assert batch["_other"].tolist() == ['{"Vibe [D]": "good", "Vibe [E]": "bad"}']


def test_an_unknown_header_is_told_with_what_it_may_be():
    found = export(sheet([*HEADER, "Savings vs Retial"], LUTRON))
    assert (only(found).code, only(found).severity, str(only(found))) == (
        "unmapped-column",
        Severity.WARNING,
        'Q1.xlsx, sheet "Commercial", cell D1 "Savings vs Retial": expected a header of the '
        'Commercial tracker, found "Savings vs Retial". Its cells are kept as text and used '
        'nowhere. If it is "Savings vs. Retail", write that in its place, or "Savings vs Retial" = '
        '"Savings vs. Retail" under [layouts.headers] in layouts.toml, and import the file again.',
    )


def test_a_missing_required_column_rejects_the_table():
    found = export(sheet(["Manufacturer", "Curent Stage", "Owner", "Days in Stage"], LUTRON))
    assert not found.accepted
    assert (only(found).code, str(only(found))) == (
        "missing-column",
        'Q1.xlsx, sheet "Commercial", cell A1: expected a column "Current Stage" (or "Stage", '
        '"Pipeline Stage"), which the Pipeline tracker needs, found the headers "Manufacturer", '
        '"Curent Stage", "Owner", "Days in Stage". The table was not read. If "Curent Stage" in '
        'B1 is that column, write "Current Stage" there, or "Curent Stage" = "Current Stage" under '
        "[layouts.headers] in layouts.toml, and import the file again.",
    )


def test_a_missing_partner_column_may_be_given_as_a_label():
    found = export(sheet(["Dimension", "Rating", "Comments"], ["Commercial", "4", ""]))
    assert only(found).remedy == (
        'The table was not read. Add the column "Manufacturer" (if it has another header, write '
        '"..." = "Manufacturer" under [layouts.headers] in layouts.toml), or a row '
        '"Manufacturer: ..." above the table, and import the file again.'
    )


def test_a_rejected_table_does_not_keep_the_others_out():
    bad = sheet(["Manufacturer", "Owner", "Days in Stage"], LUTRON, name="Pipeline")
    found = export(bad, sheet(HEADER, LUTRON))
    assert found.accepted
    assert [table.sheet for table in found.tables] == ["Commercial"]


def test_two_columns_for_one_header_are_told_and_neither_is_taken():
    found = export(sheet([*HEADER, "Savings", "Savings ($)"], [*LUTRON, "1", "2"]))
    assert "typed_savings_usd" not in found.tables[0].column_map
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial", cell D1 "Savings": expected one column for "Savings vs. '
        'Retail", found "Savings" in column D and "Savings ($)" in column E. None of them was '
        "read as it. Rename or remove those that are not meant, or write them as ignore = [...] "
        "into layouts.toml, and import the file again."
    )


def test_two_columns_for_a_required_header_reject_the_table():
    found = export(sheet(["Vendor", "Supplier", "Tier", "YTD Volume"], ["Lutron", "Sonos"]))
    assert (found.accepted, only(found).code) == (False, "duplicate-column")


def test_headers_that_fit_two_trackers_alike_reject_the_table():
    found = export(sheet(["Manufacturer", "Commercial", "Technical"], LUTRON, name="Sheet1"))
    assert (only(found).code, str(only(found))) == (
        "ambiguous-table",
        'Q1.xlsx, sheet "Sheet1", cell A1: expected headers of one tracker, found headers that '
        "fit Evaluations and Scorecard alike. The table was not read. Name the sheet after its "
        "tracker, write Evaluations or Scorecard into the row above the headers, or tracker = "
        '"evaluations" or "scorecards" into layouts.toml, and import the file again.',
    )


def test_the_name_of_a_text_file_decides_as_a_sheet_name_does():
    rows = [["Manufacturer", "Commercial", "Technical"], ["Lutron", "4", "5"]]
    found = export(sheet(*rows, name=None), file="quarterly_evaluation_2025-Q1.csv")
    assert {table.tracker for table in found.tables} == {"evaluations"}


def test_a_file_without_any_table_is_rejected():
    found = export(sheet(["Week", "Focus"], ["1", "Lutron"], name="Plan"))
    assert not found.accepted
    assert (only(found).code, only(found).severity, str(only(found))) == (
        "no-table-found",
        Severity.ERROR,
        'Q1.xlsx, sheet "Plan": expected a row with the headers of a tracker, found 2 rows, none '
        "of them such a row. Nothing to do if this is no tracker. Otherwise write the headers as "
        "in the tracker's template (partner-analytics template lists them) and import the file "
        "again.",
    )


def test_a_sheet_without_a_table_beside_others_is_a_warning():
    found = export(sheet(["Read me"], name="Cover"), sheet(HEADER, LUTRON))
    assert (found.accepted, only(found).severity) == (True, Severity.WARNING)


def test_without_an_as_of_date_the_file_is_rejected():
    found = export(sheet(HEADER, LUTRON), as_of=None)
    assert (found.accepted, only(found).code, found.tables) == (False, "no-as-of", ())


def test_the_as_of_date_may_stand_on_a_cover_sheet():
    cover = sheet(["Partner tracker"], ["As of March 31, 2025"], name="Cover")
    found = export(cover, sheet(HEADER, LUTRON), as_of=None)
    assert (found.as_of, found.as_of_from) == (
        date(2025, 3, 31),
        'sheet "Cover", cell A2: "March 31, 2025"',
    )


def test_dates_in_rows_of_a_table_are_no_as_of_date():
    header = ["Manufacturer", "Current Stage", "Notes"]
    row = ["Lutron", "4", "pricing as of 2024-12-31"]
    assert export(sheet(header, row), as_of=None, file="2025-Q1.xlsx").as_of == date(2025, 3, 31)


def test_dates_in_rows_of_a_table_are_no_title_of_the_table_beside_it():
    left = ["Manufacturer", "Current Stage", "Notes"]
    row = ["Lutron", "4", "pricing as of 2024-12-31"]
    right = ["Manufacturer", "Priority", "Action"]
    found = export(
        sheet(left, row, [*row, None, *right], [*row, None, "Lutron", "P1", "Call"]),
        as_of=None,
        file="2025-Q1.xlsx",
    )
    assert (found.as_of, len(found.tables)) == (date(2025, 3, 31), 2)


def test_a_hidden_sheet_is_read_and_told():
    found = export(sheet(HEADER, LUTRON, visibility="hidden"))
    assert len(found.tables) == 1
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial": expected a sheet that people see, found a hidden sheet. Its '
        "tables were read. If they should not count, delete the sheet."
    )


def test_hidden_rows_are_read_and_told():
    found = export(sheet(HEADER, LUTRON, SONOS, LUTRON, hidden_rows=frozenset({2, 3})))
    assert found.tables[0].rows_read == 3
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial", cell A2: expected rows that people see, found 2 hidden ones '
        "(rows 2 to 3). They were read. If they should not count, delete them."
    )


def test_a_hidden_column_is_read_and_told():
    found = export(sheet(HEADER, LUTRON, hidden_columns=frozenset({"C"})))
    assert (only(found).code, only(found).cell) == ("hidden-columns", "C1")


def test_merged_cells_are_read_for_each_row_and_told():
    found = export(sheet(HEADER, LUTRON, [None, "Tier 2", "5"], merged=("A2:A3",)))
    (batch,) = found.tables[0].batches()
    assert batch["partner"].tolist() == ["Lutron", "Lutron"]
    assert found.tables[0].column_map["partner"].address(3) == "A2"
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial", cell A2: expected a cell of its own for each row, found '
        "merged cells: A2:A3. A value merged down over rows was read for each of them, one merged "
        "across columns for the first. Unmerge the cells if that is wrong."
    )


def test_a_merged_title_is_not_told():
    assert export(sheet(["Tracker"], HEADER, LUTRON, merged=("A1:C1",))).problems == ()


def test_text_below_a_table_is_told():
    found = export(sheet(HEADER, LUTRON, [], ["Figures are illustrative"]))
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial", cell A4: expected nothing but rows of the table, found '
        'single cells below it: "Figures are illustrative". They were taken for notes. If they '
        "are rows of the table, close the gap above them and import the file again."
    )


def test_rows_above_a_table_that_look_like_one_are_told():
    week = ["Week", "Priorities", "Meetings", "Deliverables"]
    found = export(sheet(week, ["1", "a", "b", "c"], [], [*HEADER, "Savings"], LUTRON))
    assert (only(found).code, only(found).cell) == ("rows-outside-tables", "A1")


def test_labels_that_disagree_are_told_and_not_taken():
    found = export(sheet(["Currency: USD"], ["Currency: EUR"], HEADER, LUTRON))
    assert "currency" not in found.tables[0].column_map
    assert str(only(found)) == (
        'Q1.xlsx, sheet "Commercial", cell A3: expected one value for "Currency" above the table, '
        'found "USD" in A1 and another in A2. None of them was taken. Leave the one that holds '
        "for this table, or give the table a column for it."
    )


def test_a_problem_of_a_cell_is_given_its_row_header_and_partner():
    known = Problem("error-cell", Severity.ERROR, "Q1.xlsx", "", "", "", "Commercial", "C2")
    problem = only(export(sheet(HEADER, LUTRON), problems=[known]))
    assert (problem.header, problem.column, problem.partner, problem.row) == (
        "YTD Volume",
        "ytd_volume_usd",
        "Lutron",
        2,
    )


KINDS: dict[str, Row] = {
    "row": LUTRON,
    "empty": [],
    "blank": ["-", "n/a", " "],
    "total": TOTAL,
    "header": HEADER,
}


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(KINDS)), max_size=12))
def test_the_counts_of_every_table_add_up(kinds: list[str]):
    (table,) = export(sheet(HEADER, *(KINDS[kind] for kind in kinds), SONOS)).tables
    streamed = sum(len(batch) for batch in table.batches())
    assert (streamed, table.rows_total, table.rows_repeated_header, table.rows_blank) == (
        kinds.count("row") + 1,
        kinds.count("total"),
        kinds.count("header"),
        kinds.count("empty") + kinds.count("blank"),
    )
    assert table.rows_read == len(kinds) + 1


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    page = book.active
    page.title = "Commercial"
    for row in [
        ["Partner tracker"],
        ["Status as of 2025-03-31"],
        [],
        ["Manufacturer", "Base Discount (%)", "YTD Volume"],
        ["Lutron", 0.35, 150_000],
        ["Sonos", 0.3, "#REF!"],
        ["Total", None, 150_000],
    ]:
        page.append(row)
    page["B5"].number_format = page["B6"].number_format = "0%"
    page["C5"].number_format = '"$"#,##0'
    page.merge_cells("A1:C1")
    path = tmp_path / "tracker.xlsx"
    book.save(path)
    return path


def test_a_real_workbook_is_read(workbook: Path):
    found = read_export(workbook)
    (table,) = found.tables
    (batch,) = table.batches()
    assert (found.as_of, table.tracker, table.rows_total) == (date(2025, 3, 31), "commercial", 1)
    assert batch["base_discount_pct"].tolist() == ["35%", "30%"]
    assert [(problem.code, problem.cell) for problem in found.problems] == [("error-cell", "C6")]
    assert found.problems[0].partner == "Sonos"


def test_a_real_text_file_is_read(tmp_path: Path):
    path = tmp_path / "orders 2025-Q1.csv"
    path.write_text(
        "Manufacturer,Order Date,Order ID,Line,Units,List Price,Net Price\n"
        'Lutron,2025-02-01,A1,1,2,"1,200.00",700\n'
        "\n"
        "Total,,,,2,,\n"
    )
    (table,) = read_export(path).tables
    (batch,) = table.batches()
    assert (table.tracker, table.rows_read, table.rows_blank, table.rows_total) == (
        "orders",
        3,
        1,
        1,
    )
    assert batch["list_price"].tolist() == ["1,200.00"]
