import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableFile
from partner_analytics.importers.files.cell_streams import map_cells
from partner_analytics.importers.files.source_settings import (
    DEFAULT_LIMITS,
    DEFAULT_SOURCE,
    Limits,
    Source,
)
from partner_analytics.importers.files.workbook.workbook_files import (
    WorkbookRead,
    read_workbook_file,
)

Located = dict[str, str]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(
    path: Path, limits: Limits = DEFAULT_LIMITS, source: Source = DEFAULT_SOURCE
) -> WorkbookRead:
    return read_workbook_file(path, path.parent, source=source, limits=limits, file=path.name)


def located(workbook: WorkbookRead, at: int = 0) -> Located:
    """Return the filled cells of a sheet by address."""
    table = map_cells(workbook.sheets[at][2]).table
    return {
        f"{chr(64 + column)}{row['line']}": row[f"c{column}"]
        for row in table.to_pylist()
        for column in range(1, table.num_columns)
        if row[f"c{column}"] is not None
    }


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(path, limits)
    return caught.value


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write one cell a row: (value, number format) with xlsxwriter, from A1 down."""

    def writing(*cells: tuple[Any, str], **options: Any) -> Path:
        path = tmp_path / "tracker.xlsx"
        with xlsxwriter.Workbook(str(path), {"default_date_format": "", **options}) as book:
            sheet = book.add_worksheet("Evaluations")
            for row, (value, number_format) in enumerate(cells):
                style = book.add_format({"num_format": number_format} if number_format else {})
                sheet.write(row, 0, value, style)
        return path

    return writing


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook part by part, of one sheet with the given XML for its rows."""

    def writing(rows: str, *, namespace: str = MAIN, **more: str) -> Path:
        path = tmp_path / "odd.xlsx"
        content = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
        parts = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Pipeline" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": content,
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {**parts, **more}.items():
                archive.writestr(name, text)
        return path

    return writing


# The text of a cell


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.35, "", "0.35"),
        (0.35, "0%", "35%"),
        (0.07, "0.0%", "7%"),
        (35, '0"%"', "35%"),
        (1200.5, '"$"#,##0.00', "$1200.5"),
        (-1200.5, '"$"#,##0_);("$"#,##0)', "-$1200.5"),
        (1200.5, "#,##0.00 [$€-407]", "1200.5 €"),
        (1200, "[$EUR] #,##0", "EUR 1200"),
        (1.2, '"$"0.0"M"', "$1.2M"),
        (1_200_000, '"$"0.0,,"M"', "$1.2M"),
        (6, '0 "weeks"', "6 weeks"),
        (217, "000000", "000217"),
        (217, '"SO-"0000', "SO-0217"),
        (217, '"#"00000', "#00217"),
        (217, '[>99]"L-"0000;"S-"0000', "L-0217"),
        (17, '[>99]"L-"0000;"S-"0000', "S-0017"),
        (4_217, "00-000", "04-217"),
        (2_175_550_142, "(000) 000-0000", "(217) 555-0142"),
        (4_512_340_000_001, "0.00E+00", "4512340000001"),
        (1_234_567_890_123_456_000, "0", "1.234567890123456E+18"),
        (True, "", "TRUE"),
        (date(2025, 4, 1), "d mmm yyyy", "2025-04-01"),
        (datetime(2025, 4, 1, 14, 30), "m/d/yy h:mm", "2025-04-01 14:30:00"),
        (timedelta(hours=36), "[h]:mm", "36:00:00"),
        (0.25, "h:mm", "06:00:00"),
        (60, "yyyy-mm-dd", "1900-02-29"),
        ("\u00a0 35% ", "", "\u00a0 35% "),
        ("01", "", "01"),
        ("one\r\ntwo", "", "one\r\ntwo"),
    ],
)
def test_a_cell_says_what_its_format_means(
    written: Callable[..., Path], value: Any, number_format: str, text: str
) -> None:
    assert located(read(written((value, number_format)))) == {"A1": text}


def test_numbers_keep_every_digit_and_no_more(package: Callable[..., Path]) -> None:
    digits = (
        "0.30000000000000004",
        "0.34999999999999998",
        "1.2345678901234568E+20",
        "-1E-2",
        "549755813888.7581",
    )
    rows = "".join(f'<row r="{at}"><c><v>{text}</v></c></row>' for at, text in enumerate(digits, 1))
    assert list(located(read(package(rows))).values()) == [
        "0.30000000000000004",
        "0.35",
        "1.2345678901234568E+20",
        "-0.01",
        "549755813888.758",
    ]


def test_numbers_take_the_decimal_mark_of_their_source(written: Callable[..., Path]) -> None:
    path = written((1.234, ""), (0.125, "0.0%"), (1200.5, '"$"0.00'), (45748.5, "d h:mm"))
    texts = located(read(path, source=Source(decimal_mark=",")))
    assert texts == {"A1": "1,234", "A2": "12,5%", "A3": "$1200,5", "A4": "2025-04-01 12:00:00"}


def test_days_count_from_1904_where_the_workbook_says_so(written: Callable[..., Path]) -> None:
    path = written((date(2025, 4, 1), "yyyy-mm-dd"), date_1904=True)
    found = read(path)
    assert located(found) == {"A1": "2025-04-01"}
    assert found.date_system == "1904"


def test_days_count_from_1900_otherwise(written: Callable[..., Path]) -> None:
    assert read(written((45748, ""))).date_system == "1900"


def test_a_currency_that_depends_on_the_computer_is_not_named(
    package: Callable[..., Path],
) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="44"/></cellXfs></styleSheet>'
    relations = (
        f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATIONS}/styles" '
        'Target="styles.xml"/></Relationships>'
    )
    path = package(
        '<row r="1"><c r="A1" s="0"><v>12</v></c></row>',
        **{"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations},
    )
    assert located(read(path)) == {"A1": "12"}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.floats(-1e12, 1e12)
        | st.integers(-(10**14), 10**14)
        | st.booleans()
        | st.text("aé €%\n\t,;\"'=<&", min_size=1).filter(lambda text: text[0] != "="),
        min_size=1,
    )
)
def test_what_openpyxl_reads_is_what_stands_here(
    written: Callable[..., Path], values: list[Any]
) -> None:
    path = written(*((value, "") for value in values))
    sheet = openpyxl.load_workbook(path)["Evaluations"]
    texts = located(read(path))
    for row, value in enumerate(values, start=1):
        seen, text = sheet.cell(row, 1).value, texts[f"A{row}"]
        if isinstance(value, bool):
            assert text == str(seen).upper()
        elif isinstance(value, str):
            assert text == seen
        else:
            assert float(text) == seen


# What is wrong in a cell


def test_an_error_cell_is_named_by_its_address(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Commercial")
        sheet.write_row("A1", ["Partner", "Discount"])
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    workbook = read(path)
    assert located(workbook)["B2"] == "#DIV/0!"
    assert [str(problem) for problem in workbook.problems] == [
        'tracker.xlsx, sheet "Commercial", cell B2: expected a value, found the error #DIV/0!. '
        "Mend the formula (or type the value) in this cell, save, and import again."
    ]


def test_a_formula_without_its_value_is_no_blank(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Commercial").append(["Partner", "=SUM(1,2)"])
    book.save(path)
    workbook = read(path)
    assert located(workbook) == {"A1": "Partner"}
    assert [str(problem) for problem in workbook.problems] == [
        'tracker.xlsx, sheet "Commercial", cell B1: expected the formula\'s value, saved with '
        'the workbook, found only the formula "=SUM(1,2)". Open the workbook in Excel or '
        "LibreOffice, which calculates it, save it, and import again."
    ]


def test_the_placeholder_zero_of_a_formula_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Commercial")
        sheet.write_formula("A1", "=SUM(B1:B9)")
        sheet.write_formula("A2", "=SUM(B1:B9)", None, 30)
    workbook = read(path)
    assert located(workbook) == {"A2": "30"}
    codes = [(problem.code, problem.cell) for problem in workbook.problems]
    assert codes == [("formula-without-value", "A1")]


# Sheets


def test_sheets_keep_their_name_order_visibility_merges_and_hidden_parts(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        first, second, third = (book.add_worksheet(name) for name in ("Übersicht", "Old", "Deep"))
        first.merge_range("A4:A6", "Lutron")
        first.write("E9", "x")
        first.set_row(8, options={"hidden": True})
        first.set_column("C:D", options={"hidden": True})
        second.hide()
        third.very_hidden()
        book.add_chartsheet("Chart")
    workbook = read(path)
    sheets = [(sheet.name, sheet.visibility) for sheet, _, _ in workbook.sheets]
    assert sheets == [("Übersicht", "visible"), ("Old", "hidden"), ("Deep", "very hidden")]
    cells = workbook.sheets[0][1]
    assert (cells.merged, cells.hidden_rows, cells.hidden_columns) == (["A4:A6"], {9}, {"C", "D"})
    assert located(workbook) == {"A4": "Lutron", "E9": "x"}
    assert map_cells(workbook.sheets[1][2]).table.num_rows == 0


def test_strict_workbooks_are_read(package: Callable[..., Path]) -> None:
    rows = '<row r="2"><c r="B2" t="inlineStr"><is><t>Lutron</t></is></c></row>'
    assert located(read(package(rows, namespace=STRICT))) == {"B2": "Lutron"}


def test_rows_and_cells_without_references_stand_one_after_another(
    package: Callable[..., Path],
) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert located(read(package(rows))) == {"A1": "1", "B1": "2", "B2": "3"}


def test_parts_are_found_under_windows_paths(package: Callable[..., Path], tmp_path: Path) -> None:
    path = package('<row r="1"><c r="A1"><v>1</v></c></row>')
    odd = tmp_path / "windows.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(odd, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", "\\") if name.startswith("xl/") else name
            target.writestr(info, source.read(name))
    assert located(read(odd)) == {"A1": "1"}


def test_a_declared_size_that_lies_is_ignored(package: Callable[..., Path]) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row></sheetData></worksheet>'
    )
    path = package("", **{"xl/worksheets/sheet1.xml": sheet})
    assert located(read(path)) == {"A1": "1", "C1": "3"}


# Workbooks that are refused


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "cell A1 twice"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "cell A2 in row 1"),
        ('<row r="9999999"><c><v>1</v></c></row>', "row 9,999,999; the last one is 1,048,576"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "no shared text 7 for A1"),
        ('<row r="1"><c r="A1"><v>seven</v></c></row>', 'the number "seven" in A1'),
    ],
)
def test_contradictory_parts_are_named(package: Callable[..., Path], rows: str, found: str) -> None:
    error = refusal(package(rows))
    assert str(error) == (
        f'odd.xlsx, sheet "Pipeline": expected a whole workbook, found {found}. Open the workbook '
        "in Excel or LibreOffice, save it as a new .xlsx file, and import that."
    )


def test_entity_declarations_are_refused(package: Callable[..., Path]) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    attack = f"{bomb}<worksheet xmlns='{MAIN}'><sheetData/></worksheet>"
    for part in ("xl/worksheets/sheet1.xml", "docProps/app.xml"):
        error = refusal(package("", **{part: attack}))
        assert str(error) == (
            "odd.xlsx: expected a workbook as spreadsheet programs write it, found an XML "
            "declaration of entities. Do not open it in Excel; ask its sender how it was made, "
            "and for a fresh export."
        )


def test_entity_declarations_are_found_in_other_encodings(package: Callable[..., Path]) -> None:
    attack = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "a">]><x/>'
    path = package("")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("customXml/item1.xml", attack.encode("utf-16"))
    assert refusal(path).code == "declaration-in-workbook"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(zip_members=4), "workbook-too-large"),
        (Limits(inflated_bytes=1_000), "workbook-too-large"),
        (Limits(file_bytes=300), "workbook-too-large"),
        (Limits(inflation_free_bytes=100, inflation_ratio=5), "inflates-too-much"),
        (Limits(used_cells=50), "sheet-too-large"),
        (Limits(columns=2), "sheet-too-large"),
        (Limits(cell_characters=3), "cell-too-long"),
    ],
)
def test_each_limit_refuses(package: Callable[..., Path], limits: Limits, code: str) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="C{row}" t="str"><v>long text</v></c></row>' for row in range(1, 99)
    )
    assert refusal(package(rows), limits).code == code
    assert len(located(read(package(rows)))) == 98


def test_a_stray_cell_far_away_is_named(package: Callable[..., Path]) -> None:
    error = refusal(package('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
    assert str(error) == (
        'odd.xlsx, sheet "Pipeline", cell XFD1: expected at most 5,000,000 cells in 2,000 '
        "columns, found cells from row 1 to XFD1. Delete stray cells far right or far below the "
        "table (in Excel Ctrl+End shows the last one), or raise the limits used_cells and columns."
    )


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "C:/evil.xml"])
def test_parts_outside_the_workbook_are_refused(package: Callable[..., Path], name: str) -> None:
    assert refusal(package("", **{name: "<x/>"})).code == "part-outside-workbook"


def test_two_parts_of_one_name_are_refused(package: Callable[..., Path]) -> None:
    path = package("", **{"XL/Worksheets/Sheet1.xml": "<x/>"})
    assert refusal(path).code == "duplicate-part"


def test_flipped_bytes_are_noticed(written: Callable[..., Path]) -> None:
    path = written(*((f"Partner {at}", "") for at in range(500)))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/sharedStrings.xml").header_offset + 60
    raw[start : start + 8] = bytes(8)
    path.write_bytes(raw)
    assert refusal(path).code == "damaged-workbook"


def test_half_a_workbook_is_refused(written: Callable[..., Path]) -> None:
    path = written(("Lutron", ""))
    path.write_bytes(path.read_bytes()[:2_000])
    assert refusal(path).code == "damaged-workbook"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<is><r><t>1.</t></r><r><rPr><b/></rPr><t>01.</t></r></is>", "1.01."),
        ('<is><t>Lutron</t><rPh sb="0" eb="1"><t>lu</t></rPh></is>', "Lutron"),
        ('<is><t xml:space="preserve"> Lutron </t></is>', " Lutron "),
        ("<is><t>1.<!-- note -->01.</t></is>", "1.01."),
        ("<v>9</v><is><t>Lutron</t></is>", "Lutron"),
        ("<is><t>one</t></is><is><t>two</t></is>", "two"),
    ],
)
def test_a_text_kept_in_its_cell_is_all_of_its_runs_and_nothing_beside(
    package: Callable[..., Path], cell: str, text: str
) -> None:
    workbook = read(package(f'<row r="2"><c r="B2" t="inlineStr">{cell}</c></row>'))
    assert (located(workbook), workbook.problems) == ({"B2": text}, [])


@pytest.mark.parametrize("cell", ["<is/>", "<is><t/></is>"])
def test_an_empty_text_kept_in_its_cell_is_an_empty_cell(
    package: Callable[..., Path], cell: str
) -> None:
    row = f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr">{cell}</c></row>'
    assert located(read(package(row))) == {"A2": "1"}


def test_a_cell_two_of_three_readers_see_alike_is_read(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(("Lutron", ""), ("Kohler", ""))
    other = "partner_analytics.importers.files.workbook.sheet_parts.unescaped"
    monkeypatch.setattr(other, lambda text: "Kohl" if text == "Kohler" else text)
    workbook = read(path)
    assert (located(workbook), workbook.problems) == ({"A1": "Lutron", "A2": "Kohler"}, [])


def test_a_cell_each_reader_sees_otherwise_is_set_aside_not_the_file(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(("Lutron", ""), (0.35, ""))
    monkeypatch.setattr(
        "partner_analytics.importers.files.workbook.sheet_parts.text_of_number", lambda *_: "0.36"
    )
    workbook = read(path)
    assert located(workbook) == {"A1": "Lutron"}
    assert [str(problem) for problem in workbook.problems] == [
        'tracker.xlsx, sheet "Evaluations", cell A2: expected a second reader to see "0.36" as '
        'well, found "0.35". The cell was set aside. Open the workbook in Excel or LibreOffice, '
        "type the value anew, save, and import again."
    ]


def test_more_than_a_few_cells_the_readers_disagree_about_refuse_the_file(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(*[(0.35, "")] * 4)
    monkeypatch.setattr(
        "partner_analytics.importers.files.workbook.second_reader._MOST_DIFFERING", 3
    )
    monkeypatch.setattr(
        "partner_analytics.importers.files.workbook.sheet_parts.text_of_number", lambda *_: "0.36"
    )
    assert str(refusal(path)).startswith('tracker.xlsx, sheet "Evaluations", cell A1: expected a ')


def test_without_a_settled_decimal_mark_numbers_have_a_point(written: Callable[..., Path]) -> None:
    assert located(read(written((2.5, "")), source=Source()))["A1"] == "2.5"


# Cells that hold more than a text

RICH = "http://schemas.microsoft.com/office/2017/06/relationships"


def rich_workbook(package: Callable[..., Path], structure: str, values: str) -> Path:
    """A1 holds the one rich value of the workbook, stored as an error."""
    metadata = (
        f'<metadata xmlns="{MAIN}"><metadataTypes count="1"><metadataType name="XLRICHVALUE"/>'
        '</metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="x">'
        '<rvb i="0"/></ext></extLst></bk></futureMetadata><valueMetadata count="1"><bk>'
        '<rc t="1" v="0"/></bk></valueMetadata></metadata>'
    )
    relations = (
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sheetMetadata" Target="metadata.xml"/>'
        f'<Relationship Id="r3" Type="{RICH}/rdRichValue" Target="richData/rdrichvalue.xml"/>'
        f'<Relationship Id="r4" Type="{RICH}/rdRichValueStructure" Target="richData/of.xml"/>'
    )
    return package(
        '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>',
        **{
            "xl/metadata.xml": metadata,
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/richData/rdrichvalue.xml": f'<rvData><rv s="0">{values}</rv></rvData>',
            "xl/richData/of.xml": f"<rvStructures>{structure}</rvStructures>",
        },
    )


def test_a_linked_data_type_is_told_as_one_with_the_text_it_shows(
    package: Callable[..., Path],
) -> None:
    keys = '<k n="%EntityId" t="s"/><k n="_DisplayString" t="s"/><k n="Price"/>'
    structure = f'<s t="_linkedentity2">{keys}</s>'
    path = rich_workbook(package, structure, "<v>a1</v><v>Lutron Inc</v><v>5</v>")
    (problem,) = read(path).problems
    assert (problem.code, problem.cell) == ("linked-data-type", "A1")
    assert problem.found == 'a linked data type that shows "Lutron Inc"'
    assert "Convert to Text" in problem.remedy


def test_a_picture_in_a_cell_is_told_as_one(package: Callable[..., Path]) -> None:
    structure = '<s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/></s>'
    (problem,) = read(rich_workbook(package, structure, "<v>0</v>")).problems
    assert (problem.code, problem.found) == ("picture-in-cell", "a picture")


def test_a_newer_error_is_told_by_its_name(package: Callable[..., Path]) -> None:
    structure = '<s t="_error"><k n="errorType" t="i"/></s>'
    (problem,) = read(rich_workbook(package, structure, "<v>8</v>")).problems
    assert (problem.code, problem.found) == ("error-cell", "the error #SPILL!")


def test_a_rich_value_that_the_file_lacks_is_told_as_what_it_may_be(
    package: Callable[..., Path],
) -> None:
    path = package('<row r="1"><c r="A1" t="e" vm="3"><v>#VALUE!</v></c></row>')
    (problem,) = read(path).problems
    assert problem.found == "a linked data type or a picture, stored as #VALUE!"


def test_the_totals_row_of_a_spreadsheet_table_is_known_by_the_table(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    with xlsxwriter.Workbook(path) as book:
        columns = [{"header": "Name", "total_string": "alles"}, {"header": "Volume"}]
        book.add_worksheet().add_table("B3:C6", {"columns": columns, "total_row": True})
        book.add_worksheet().add_table("A1:B3", {"columns": columns})
    first, second = read(path).sheets
    assert (first[1].totals, second[1].totals) == (["B6:C6"], [])


def rich(sheet: Any, book: Any, *parts: str) -> None:
    """Write the parts of one text into A1; of each, "^" before it raises it, "_" lowers it, "~" is
    for struck out.
    """
    formats = {
        "^": book.add_format({"font_script": 1}),
        "_": book.add_format({"font_script": 2}),
        "~": book.add_format({"font_strikeout": True}),
    }
    written: list[Any] = []
    for part in parts:
        written += [formats[part[0]], part[1:]] if part[0] in formats else [part]
    sheet.write_rich_string(0, 0, *written)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("1,20", "^3"), "1,20³"),
        (("12", "_0", " pcs"), "12₀ pcs"),
        (("~1200", "1300"), "~~1200~~1300"),
        (("~Lar", "~ch"), "Larch"),
    ],
)
def test_what_is_raised_or_struck_out_in_a_text_stays_apart(
    tmp_path: Path, parts: tuple[str, ...], text: str
) -> None:
    path = tmp_path / "rich.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        rich(book.add_worksheet(), book, *parts)
    read_ = read(path)
    assert located(read_) == {"A1": text}
    assert read_.problems == []


def test_the_runs_of_a_text_in_its_cell_stay_apart(package: Callable[..., Path]) -> None:
    runs = '<r><t>1,20</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r>'
    path = package(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')
    assert located(read(path)) == {"A1": "1,20³"}
