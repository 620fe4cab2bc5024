"""Each limit refuses with the place, what was found, and how to raise it."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from partner_analytics.importers.files.file_reading import read_file
from partner_analytics.importers.files.source_settings import Limits

LESS = "Export less at a time or as CSV, or raise the limit"
EXPECTED = "expected a text file (CSV, TSV) or a workbook (.xlsx), found"


def filled_in(message: str, path: Path) -> str:
    """The message with what depends on the version of the compression."""
    parts = zipfile.ZipFile(path).infolist()
    size = sum(part.file_size for part in parts)
    ratio = next(p.file_size / p.compress_size for p in parts if p.file_size > 30_000)
    return message.replace("SIZE", f"{size:,}").replace("RATIO", f"{ratio:,.0f}")


def reason(path: Path, limits: Limits | None = None) -> str:
    read = read_file(path, limits=limits or Limits())
    assert not read.accepted
    (problem,) = read.problems
    return str(problem)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A sheet whose 200 rows hold a long text each in column C."""
    path = tmp_path / "q3.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Pipeline")
        for row in range(200):
            sheet.write_string(row, 2, "Lutron " * 30)
    return path


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            Limits(zip_members=4),
            f"q3.xlsx: expected at most 4 parts, found 9. {LESS} zip_members.",
        ),
        (
            Limits(inflated_bytes=40_000),
            f"q3.xlsx: expected at most 40,000 bytes unpacked, found SIZE bytes. {LESS} "
            "inflated_bytes.",
        ),
        (
            Limits(inflation_free_bytes=1_000, inflation_ratio=20),
            "q3.xlsx: expected a workbook as spreadsheet programs write it, found a part that "
            "unpacks to RATIO times its size. Do not open it in Excel; ask its sender how it was "
            "made, and for a fresh export. If you trust it, raise the limit inflation_ratio.",
        ),
        (
            Limits(used_cells=300),
            'q3.xlsx, sheet "Pipeline", cell C101: expected at most 300 cells in 2,000 columns, '
            "found cells from row 1 to C101. Delete stray cells far right or far below the table "
            "(in Excel Ctrl+End shows the last one), or raise the limits used_cells and columns.",
        ),
        (
            Limits(columns=2),
            'q3.xlsx, sheet "Pipeline", cell C1: expected at most 5,000,000 cells in 2 columns, '
            "found cells from row 1 to C1. Delete stray cells far right or far below the table "
            "(in Excel Ctrl+End shows the last one), or raise the limits used_cells and columns.",
        ),
        (
            Limits(cell_characters=100),
            'q3.xlsx, sheet "Pipeline", cell C1: expected cells of at most 100 characters, found '
            "a cell of 210. Shorten the cell, or raise the limit cell_characters.",
        ),
    ],
)
def test_a_workbook_beyond_a_limit_is_refused(workbook: Path, limits: Limits, message: str) -> None:
    assert reason(workbook, limits) == filled_in(message, workbook)
    assert read_file(workbook).accepted


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            Limits(columns=2),
            "orders.csv, line 1: expected at most 2 columns, found 3. Export fewer columns, or "
            "raise the limit columns.",
        ),
        (
            Limits(cell_characters=10),
            "orders.csv, line 2: expected cells of at most 10 characters, found a cell of 18. "
            "Shorten the cell (a quote that is never closed also swallows what follows it), or "
            "raise the limit cell_characters.",
        ),
        (
            Limits(file_bytes=20),
            "orders.csv: expected at most 20 bytes, found 42 bytes. Export less at a time, or "
            "raise the limit file_bytes.",
        ),
    ],
)
def test_a_text_file_beyond_a_limit_is_refused(
    tmp_path: Path, limits: Limits, message: str
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Partner,Units,USD\nLutron Electronics,3,90\n")
    assert reason(path, limits) == message


def test_the_limits_are_those_the_documentation_states() -> None:
    assert Limits() == Limits(
        file_bytes=200_000_000,
        zip_members=1_000,
        inflated_bytes=500_000_000,
        inflation_ratio=100,
        inflation_free_bytes=10_000_000,
        used_cells=5_000_000,
        cell_characters=32_767,
        columns=2_000,
        memory_bytes=2_000_000_000,
        seconds=60,
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/sharedStrings.xml", b" " * 50_000_000)
    assert reason(path) == filled_in(
        "bomb.xlsx: expected a workbook as spreadsheet programs write it, found a part that "
        "unpacks to RATIO times its size. Do not open it in Excel; ask its sender how it was "
        "made, and for a fresh export. If you trust it, raise the limit inflation_ratio.",
        path,
    )


# Files of other kinds

SAVE_AS = "Open it in Excel or LibreOffice, save it as .xlsx (or CSV UTF-8), and import that."
TABLE = "Export the table itself as CSV or .xlsx."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("q3.csv", b"\x1f\x8b\x08" + bytes(20), f"a gzip archive. {TABLE}"),
        ("q3.csv", b"PAR1" + bytes(20), f"a Parquet file. {TABLE}"),
        ("q3.csv", b"SQLite format 3" + bytes(20), f"a SQLite database. {TABLE}"),
        ("q3.csv", b"{\\rtf1 Lutron}", f"a rich text document. {TABLE}"),
        ("q3.csv", b"\xef\xbb\xbf<html><body>x</body></html>", f"a web page (HTML). {SAVE_AS}"),
        ("q3.csv", b"<?xml version='1.0'?><orders/>", f"XML. {SAVE_AS}"),
        (
            "q3.xlsx",
            b"\x00\x01\x02Lutron",
            "no workbook, and no text either. Export it again: it is damaged or of a kind that "
            "cannot be told.",
        ),
        (
            "q3.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
            "a Word document. Copy its table into a workbook.",
        ),
    ],
)
def test_each_kind_of_file_that_is_no_export_has_its_way_out(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert reason(path) == f"{name}: {EXPECTED} {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"a,b\n1,\x07\n",
            "orders.csv, line 2: expected text, found the control character 0x07. Export the file "
            'again; it is damaged, no text file, or UTF-16 without its mark. Save it as "CSV '
            'UTF-8" (in Excel: File, Save As), or name its encoding: import with --encoding '
            "cp1252, for one.",
        ),
        (
            b"\xff\xfea\x00,\x00b",
            "orders.csv: expected text in utf-16, found bytes that do not fit it (byte 7). Save it "
            'as "CSV UTF-8" (in Excel: File, Save As), or name its encoding: import with '
            "--encoding cp1252, for one.",
        ),
        (
            "Partner,Units\nŁódź,1\n".encode("cp1250"),
            "orders.csv, line 2: expected UTF-8 text, found characters in another encoding (the "
            'same word reads as "£ódŸ" in cp1252, as "Łódź" in cp1250). Import with the encoding '
            "in which it reads right (--encoding cp1250), or save the file as "
            '"CSV UTF-8" (in Excel: File, Save As).',
        ),
        (
            b'a,b\n1,"open\n2,3\n',
            "orders.csv, line 2: expected each quote that opens a field to be closed at the "
            "field's end, found a row where none is (unexpected end of data). Mend the quotes (a "
            'quote inside a text is written twice: ""), or export the file again as .xlsx; from '
            "here on no row can be told from the next.",
        ),
        (
            b" \n\n",
            "orders.csv: expected a table, found a file without text. Export it again; the export "
            "was empty.",
        ),
        (
            b"one\rtwo\nthree\n",
            "orders.csv: expected one kind of line end, found line feeds and lone carriage "
            "returns, either of which may end a row. Export the file again as CSV with texts in "
            "quotes, or as .xlsx.",
        ),
    ],
)
def test_each_kind_of_broken_text_has_its_whole_message(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert reason(path) == message
