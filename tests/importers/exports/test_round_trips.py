"""Whatever is written reads back exactly, or the file is rejected: never anything in between.

About 100 examples each; 10,000 with `make prove`.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from partner_analytics.addresses import column_letter
from partner_analytics.importers.exports.inspection import inspection_of
from partner_analytics.importers.files.file_reading import read_trusted_file
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.problems import Severity
from tests.importers.drawn_files import (
    DrawnWorkbook,
    TextFile,
    text_files,
    workbooks,
    write_workbook,
)

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


def rows_of(sheet: Sheet) -> list[list[str]]:
    columns = [sheet.cells[name].to_pylist() for name in sheet.cells.column_names[1:]]
    return [[text or "" for text in row] for row in zip(*columns, strict=True)]


def has_errors(read: Any) -> bool:
    return any(problem.severity is Severity.ERROR for problem in read.problems)


@given(text_files())
def test_text_reads_back_exactly_or_is_rejected(folder: Path, drawn: TextFile) -> None:
    path = folder / "drawn.csv"
    path.write_bytes(drawn.raw)
    declared = "cp1252" if drawn.encoding == "cp1252" else None
    read = read_trusted_file(path, source=Source(encoding=declared))
    if not read.accepted:
        assert all(problem.remedy for problem in read.problems)
        return
    if any(problem.code == "other-encoding" for problem in read.problems):
        return  # cp1252 that happens to be UTF-8 as well: said aloud
    filled = [row for row in drawn.rows if any(row)]
    width = len(drawn.rows[0])
    titles = [[title, *[""] * (width - 1)] for title in drawn.titles]
    found = rows_of(read.sheets[0])
    if has_errors(read):  # rows were named: none of those left may be another than was written
        assert all(row in titles + filled for row in found)
        return
    assert found == titles + filled
    assert_the_header_is_no_row(read, drawn)


def assert_the_header_is_no_row(read: FileRead, drawn: TextFile) -> None:
    """The general finder takes the header or a table apart, never a row for a header."""
    seen = inspection_of(read, trackers={})
    rows = [row for row in drawn.rows[1:] if any(cell.strip() for cell in row)]
    for table in seen.tables:
        names = [re.sub(r" ?\[[A-Z]\]$", "", name) for name in table.columns]
        assert names == [" ".join(name.split()) for name in drawn.rows[0]]
        assert list(table.cells()) == rows


@given(workbooks())
def test_a_workbook_reads_back_exactly_or_is_rejected(folder: Path, drawn: DrawnWorkbook) -> None:
    path = folder / "drawn.xlsx"
    write_workbook(drawn, path)
    read = read_trusted_file(path)
    if not read.accepted:
        assert all(problem.remedy for problem in read.problems)
        return
    assert [(sheet.name, sheet.visibility) for sheet in read.sheets] == [
        (sheet.name, sheet.visibility) for sheet in drawn.sheets
    ]
    for sheet, written in zip(read.sheets, drawn.sheets, strict=True):
        lines = sheet.cells["line"].to_pylist()
        found = {
            (line, column): text
            for line, row in zip(lines, rows_of(sheet), strict=True)
            for column, text in enumerate(row, start=1)
            if text
        }
        assert found == {place: cell.text for place, cell in written.cells.items()}
        assert len(sheet.merged) == len(written.merged)
        assert sheet.hidden_rows.intersection(lines) == written.hidden_rows.intersection(lines)
        assert sheet.hidden_columns == {column_letter(at) for at in written.hidden_columns}
    assert_errors_are_named(read, drawn)


def assert_errors_are_named(read: FileRead, drawn: DrawnWorkbook) -> None:
    written = {
        (sheet.name, f"{column_letter(column)}{row}")
        for sheet in drawn.sheets
        for (row, column), cell in sheet.cells.items()
        if cell.formula and cell.text.startswith("#")
    }
    named = {(p.sheet, p.cell) for p in read.problems if p.code == "error-cell"}
    assert named == written
