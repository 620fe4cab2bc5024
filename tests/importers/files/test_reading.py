import hashlib
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from partner_analytics.errors import InvalidCall
from partner_analytics.importers.files.file_reading import read_file
from partner_analytics.importers.files.located_cells import Dialect, FileRead
from partner_analytics.importers.files.source_settings import Limits, Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SAVE_AS = "Open it in Excel or LibreOffice, save it as .xlsx (or CSV UTF-8), and import that."
EXPECTED = "expected a text file (CSV, TSV) or a workbook (.xlsx), found"


def reason(read: FileRead) -> str:
    assert not read.accepted
    assert read.sheets == ()
    (problem,) = read.problems
    return str(problem)


def test_a_text_file_is_one_sheet_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Partner;Units\nLutron;3\n")
    read = read_file(path)
    assert (read.accepted, read.encoding, read.dialect) == (True, "utf-8", Dialect(";"))
    assert (read.file, read.size) == ("orders.csv", 23)
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    (sheet,) = read.sheets
    assert (sheet.name, sheet.row_count, sheet.column_count) == (None, 2, 2)
    assert sheet.cells.column("c1").to_pylist() == ["Partner", "Lutron"]


def test_a_workbook_has_its_sheets(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Pipeline").write_row("B2", ["Partner", 0.35])
        hidden = book.add_worksheet("Old")
        hidden.hide()
        hidden.merge_range("A1:B1", "Totals")
    read = read_file(path)
    pipeline, old = read.sheets
    assert (read.accepted, read.encoding, read.dialect) == (True, None, None)
    assert pipeline.cells.to_pydict() == {
        "line": [2],
        "c1": [None],
        "c2": ["Partner"],
        "c3": ["0.35"],
    }
    assert (old.name, old.visibility, old.merged) == ("Old", "hidden", ("A1:B1",))


def test_the_cells_outlive_the_folder_they_were_written_to(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Partner,Units\n" + "Lutron,3\n" * 1_000)
    read = read_file(path)
    path.unlink()
    assert read.sheets[0].cells.column("c1").to_pylist()[1:] == ["Lutron"] * 1_000


def test_the_settings_of_the_source_reach_the_child(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes("Partner,Units\nŁódź,3\n".encode("cp1250"))
    assert not read_file(path).accepted
    read = read_file(path, source=Source(encoding="cp1250"))
    assert read.sheets[0].cells.column("c1").to_pylist() == ["Partner", "Łódź"]


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(InvalidCall, match="which is not there"):
        read_file(tmp_path / "orders.csv")
    with pytest.raises(InvalidCall, match="which is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("q3.csv", b"", "empty-file", "an empty file (0 bytes). Export it again."),
        (
            "q3.xls",
            OLE,
            "legacy-workbook",
            f"a workbook of Excel 97-2003 (.xls). {SAVE_AS}",
        ),
        (
            "q3.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "encrypted-workbook",
            "a workbook locked with a password. Open it with its password, remove that (File, "
            "Info, Protect Workbook, Encrypt with Password: leave it empty), save it, and import "
            "that.",
        ),
        (
            "q3.xls",
            b"<html><table><tr><td>Lutron</td></tr></table></html>",
            "html-file",
            f"a web page (HTML). {SAVE_AS}",
        ),
        (
            "q3.xls",
            b'<?xml version="1.0"?><Workbook '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "xml-file",
            f"an XML spreadsheet of Excel 2003. {SAVE_AS}",
        ),
        (
            "q3.csv",
            b'[{"partner": "Lutron"}]',
            "json-file",
            "JSON. Export it as CSV or .xlsx instead of JSON.",
        ),
        (
            "q3.xlsx",
            b"Partner,Units\nLutron,3\n",
            "text-named-workbook",
            'text (CSV) under the name "q3.xlsx". Rename it to "q3.csv" and import that.',
        ),
        (
            "q3.csv",
            b"%PDF-1.7",
            "not-a-table",
            "a PDF document. Export the table itself as CSV or .xlsx.",
        ),
    ],
)
def test_each_other_kind_of_file_has_its_own_way_out(
    tmp_path: Path, name: str, content: bytes, code: str, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    read = read_file(path)
    assert reason(read) == f"{name}: {EXPECTED} {message}"
    assert read.problems[0].code == code


@pytest.mark.parametrize(
    ("parts", "code", "message"),
    [
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
            "opendocument-workbook",
            f"an OpenDocument workbook (.ods). {SAVE_AS}",
        ),
        (
            {"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"},
            "binary-workbook",
            f"a binary workbook (.xlsb). {SAVE_AS}",
        ),
        (
            {"orders.csv": "a,b"},
            "zip-file",
            "a zip archive that is no workbook. Unpack it and import the .csv and .xlsx files in "
            "it one by one.",
        ),
    ],
)
def test_each_other_kind_of_package_has_its_own_way_out(
    tmp_path: Path, parts: dict[str, str], code: str, message: str
) -> None:
    path = tmp_path / "q3.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    read = read_file(path)
    assert reason(read) == f"q3.xlsx: {EXPECTED} {message}"
    assert read.problems[0].code == code


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"x" * 3_000_000)
    assert reason(read_file(path, limits=Limits(file_bytes=2_000_000))) == (
        "orders.csv: expected at most 2 MB, found 3 MB. Export less at a time, or raise the limit "
        "file_bytes."
    )


@pytest.mark.skipif(os.name != "posix", reason="memory limits are POSIX's")
def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(("Partner;Note\n" + ("Lutron;" + "é" * 900 + "\n") * 60_000).encode("cp1252"))
    read = read_file(path, limits=Limits(memory_bytes=250_000_000))
    assert reason(read).startswith("orders.csv: expected")
    assert read.problems[0].code in ("too-much-memory", "reader-died")


def test_a_file_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partner_analytics.importers.files.file_reading._STARTING_SECONDS", 0)
    path = tmp_path / "orders.csv"
    path.write_text("a,b\n1,2\n")
    assert reason(read_file(path, limits=Limits(seconds=0.001))) == (
        "orders.csv: expected a file that can be read within 0.001 seconds, found one that "
        "cannot. Export less at a time or as CSV, or raise the limit seconds."
    )


def test_a_module_beside_the_exports_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit('run in place of the real csv')")
    (tmp_path / "orders.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    assert read_file("orders.csv").accepted


def test_a_glob_in_a_file_name_is_only_a_name(tmp_path: Path) -> None:
    (tmp_path / "x1.csv").write_text("a,b\nwrong,1\n")
    (tmp_path / "x[1].csv").write_text("a,b\nright,1\n")
    read = read_file(tmp_path / "x[1].csv")
    assert read.sheets[0].cells.column("c1").to_pylist() == ["a", "right"]
