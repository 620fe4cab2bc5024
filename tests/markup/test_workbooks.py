"""A person's own workbook, marked: the marks are there, and all else is as it was."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from partner_analytics.importers import read_file
from partner_analytics.importers.files.annotated_copies import annotated_copy
from partner_analytics.markup import Mark, annotate_workbook
from tests.markup.conftest import ORIGIN, mark, parts, rewritten

Annotate = Callable[..., Path]
TRANSITIONAL = b"http://schemas.openxmlformats.org/"


def sheet_of(path: Path, name: str = "Terms", *, values: bool = False) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=values)[name]


def test_only_the_parts_with_marks_change(workbook: Path, annotated: Annotate) -> None:
    before, after = parts(workbook), parts(annotated(mark("B2")))
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert after.keys() - before.keys() == {"xl/worksheets/sheet3.xml"}


def test_values_formulas_and_formats_are_as_they_were(workbook: Path, annotated: Annotate) -> None:
    copy = annotated(mark("B2"), mark("D4"))
    for values in (True, False):
        before, after = sheet_of(workbook, values=values), sheet_of(copy, values=values)
        for row in before.iter_rows():
            for cell in row:
                same = after[cell.coordinate]
                assert (same.value, same.number_format) == (cell.value, cell.number_format)
                if cell.coordinate not in ("B2", "D4"):
                    assert same.style_id == cell.style_id
    assert sheet_of(copy)["C2"].value == "=B2*100"
    assert sheet_of(copy, values=True)["C2"].value == 35


def test_lists_rules_names_protection_and_charts_stay(annotated: Annotate) -> None:
    copy = openpyxl.load_workbook(annotated(mark("B2")))
    terms = copy["Terms"]
    assert [str(rule.sqref) for rule in terms.data_validations.dataValidation] == ["D2:D9"]
    assert [str(one.sqref) for one in terms.conditional_formatting] == ["B2:B9"]
    assert list(copy.defined_names) == ["Base"]
    assert terms.protection.sheet
    assert copy["Notes"].sheet_state == "hidden"
    assert len(terms._charts) == 1


@pytest.mark.parametrize(("severity", "color"), [("error", "FFF4A583"), ("warning", "FF92C5DF")])
def test_a_marked_cell_has_the_color_of_its_severity_and_its_own_look_otherwise(
    severity: str, color: str, annotated: Annotate
) -> None:
    cell = sheet_of(annotated(mark("B2", severity=severity)))["B2"]
    assert cell.fill.fgColor.rgb == color
    assert (cell.number_format, cell.font.italic) == ("0.0%", True)


def test_white_text_is_made_black_on_a_marked_cell(annotated: Annotate) -> None:
    terms = sheet_of(annotated(mark("A1")))
    assert (terms["A1"].font.color.rgb, terms["A1"].font.bold) == ("FF000000", True)
    assert terms["B1"].font.color.rgb == "FFFFFFFF"


def test_the_comment_says_what_is_expected_found_and_to_do(annotated: Annotate) -> None:
    assert sheet_of(annotated(mark("B2", '"a third"')))["B2"].comment.text == (
        "Found by partner-analytics:\n"
        'Error: expected a percent, found "a third". Write it like 35%.'
    )


def test_problems_of_one_cell_share_a_comment_errors_first(annotated: Annotate) -> None:
    terms = sheet_of(annotated(mark("B2", "one", severity="warning"), mark("B2", "two")))
    assert terms["B2"].comment.text == (
        "Found by partner-analytics:\n"
        "Error: expected a percent, found two. Write it like 35%.\n"
        "Warning: expected a percent, found one. Write it like 35%."
    )
    assert terms["B2"].fill.fgColor.rgb == "FFF4A583"


def test_what_a_person_commented_stands_above_ours(annotated: Annotate) -> None:
    assert sheet_of(annotated(mark("D1", "Region")))["D1"].comment.text == (
        "Dana: north or south?\n\n"
        "Found by partner-analytics:\n"
        "Error: expected a percent, found Region. Write it like 35%."
    )


def test_a_cell_or_row_that_is_not_there_is_made_in_its_place(annotated: Annotate) -> None:
    terms = sheet_of(annotated(mark("B6"), mark("A4"), mark("AA9")))
    for cell in ("B6", "A4", "AA9"):
        assert (terms[cell].value, terms[cell].fill.fgColor.rgb) == (None, "FFF4A583")
    assert [terms[f"A{row}"].value for row in (2, 6)] == ["Lutron", "Ecobee"]
    assert terms.dimensions == "A1:AA9"


def test_macros_stay(workbook: Path, tmp_path: Path) -> None:
    source = rewritten(workbook, lambda _, content: content, **{"xl/vbaProject.bin": b"macros"})
    target = tmp_path / "annotated.xlsm"
    annotate_workbook(source, target, [mark("B2")], ORIGIN)
    assert parts(target)["xl/vbaProject.bin"] == b"macros"


def with_prefixes(name: str, content: bytes) -> bytes:
    """Element names as x:sheet, as some libraries write them."""
    if name not in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        return content
    text = content.decode()
    head, root = text.split("?>", 1)
    root = root.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return (head + "?>" + root.replace(" xmlns=", " xmlns:x=", 1)).encode()


def as_strict(name: str, content: bytes) -> bytes:
    """The namespaces of Strict OOXML."""
    if name.startswith("xl/charts") or b"openxmlformats.org/package" in content[:300]:
        strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        return content.replace(TRANSITIONAL + b"officeDocument/2006/relationships", strict)
    return content.replace(
        TRANSITIONAL + b"spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        TRANSITIONAL + b"officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


@pytest.mark.parametrize("spelling", [with_prefixes, as_strict])
def test_other_spellings_of_the_format_are_marked_too(
    spelling: Callable[[str, bytes], bytes], workbook: Path, annotated: Annotate
) -> None:
    before = read_file(workbook)
    source = rewritten(workbook, spelling)
    after = read_file(annotated(mark("B2"), mark("A4"), source=source))
    assert after.problems == before.problems == ()
    assert [sheet.name for sheet in after.sheets] == ["Terms", "Notes", "Problems"]
    for one, other in zip(before.sheets, after.sheets, strict=False):
        assert one.cells.to_pylist() == other.cells.to_pylist()
    written = parts(annotated(mark("B2"), source=source))["xl/worksheets/sheet1.xml"]
    assert b"F4A583" in parts(annotated(mark("B2"), source=source))["xl/styles.xml"]
    assert (b"<x:c " in written) is (spelling is with_prefixes)


def test_a_drawing_of_form_controls_keeps_them(workbook: Path, annotated: Annotate) -> None:
    control = b'<v:shape id="_x0000_s1030" type="#_x0000_t201">a button<br></v:shape></xml>'

    def with_control(name: str, content: bytes) -> bytes:
        return content.replace(b"</xml>", control) if name.endswith(".vml") else content

    source = rewritten(workbook, with_control)
    drawn = parts(annotated(mark("B2"), source=source))["xl/drawings/vmlDrawing1.vml"].decode()
    assert "a button<br>" in drawn
    assert '"_x0000_s1031"' in drawn  # the next id that is free


def test_the_problems_sheet_is_ordered_by_owner_and_links_to_the_cells(
    annotated: Annotate,
) -> None:
    path = annotated(
        mark("B2", owner="Priya", partner="Lutron", header="Base"),
        mark("A6", owner="Dana", partner="Ecobee"),
        Mark(mark(None, "no headers", "Notes").problem, "Notes"),
    )
    sheet = sheet_of(path, "Problems")
    rows = [list(row[:6]) for row in sheet.iter_rows(min_row=6, values_only=True)]
    assert rows == [
        ["Owner", "Partner", "Sheet", "Cell", "Column", "Severity"],
        ["Dana", "Ecobee", "Terms", "A6", None, "error"],
        ["Priya", "Lutron", "Terms", "B2", "Base", "error"],
        ["(no owner)", None, "Notes", None, None, "error"],
    ]
    assert sheet["D7"].hyperlink.location == "'Terms'!A6"
    assert sheet["D9"].hyperlink is None
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A6:I9", "A7")
    assert sheet["A1"].value == "Problems in tracker 2025-Q1.xlsx, as of 2025-03-31"


def test_a_sheet_of_the_person_s_own_called_problems_stays(tmp_path: Path) -> None:
    source = tmp_path / "mine.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "PROBLEMS"
    book.save(source)
    annotate_workbook(source, tmp_path / "out.xlsx", [], ORIGIN)
    names = openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert names == ["PROBLEMS", "Problems 2"]


def test_marks_taken_out_leave_the_cells_and_comments_as_they_were(
    workbook: Path, annotated: Annotate, tmp_path: Path
) -> None:
    marks = [mark("A1"), mark("B2"), mark("D1"), mark("A4")]
    looks = {
        (row[2], row[3]): row[11]
        for row in sheet_of(annotated(*marks), "Problems").iter_rows(min_row=7, values_only=True)
    }
    again = tmp_path / "again.xlsx"
    annotate_workbook(
        annotated(*marks), again, [], ORIGIN, earlier=marks, looks=looks, problems_name="Problems"
    )
    before, after = sheet_of(workbook), sheet_of(again)
    for cell in ("A1", "B2", "D1", "A4", "C2"):
        assert after[cell].fill.fgColor.rgb == before[cell].fill.fgColor.rgb
        assert after[cell].font.color == before[cell].font.color
        assert after[cell].number_format == before[cell].number_format
    assert after["D1"].comment.text == "Dana: north or south?"
    assert [cell for cell in ("A1", "B2", "A4") if after[cell].comment] == []
    assert sheet_of(again, "Problems")["A2"].value == "None were found."


def test_marks_do_not_pile_up(annotated: Annotate, tmp_path: Path) -> None:
    marks = [mark("B2"), mark("D1")]
    first, again = annotated(*marks), tmp_path / "again.xlsx"
    annotate_workbook(first, again, marks, ORIGIN, earlier=marks, problems_name="Problems")
    for cell in ("B2", "D1"):
        said = sheet_of(first)[cell].comment.text
        assert sheet_of(again)[cell].comment.text == said
    assert openpyxl.load_workbook(again).sheetnames == ["Terms", "Notes", "Problems"]


def test_a_mark_that_was_moved_with_its_row_is_taken_out_too(
    annotated: Annotate, tmp_path: Path
) -> None:
    first, again = annotated(mark("B2")), tmp_path / "again.xlsx"
    elsewhere = [mark("B3")]
    annotate_workbook(first, again, [], ORIGIN, earlier=elsewhere, problems_name="Problems")
    assert sheet_of(again)["B2"].fill.fgColor.rgb == "00000000"
    assert sheet_of(again)["B2"].comment is None


def test_the_problems_sheet_starts_no_formula_and_reads_back_as_it_was(
    annotated: Annotate,
) -> None:
    path = annotated(mark("B2", "=2*3", partner="@corner"), mark("A6", "-12"))
    cells = [cell for row in sheet_of(path, "Problems").iter_rows(values_only=True) for cell in row]
    assert {"'=2*3", "'@corner", "-12"} <= set(cells)
    copy = annotated_copy(read_file(path))
    assert copy is not None
    told = {(one.found, one.partner) for one in copy.problems}
    assert told == {("=2*3", "@corner"), ("-12", None)}
