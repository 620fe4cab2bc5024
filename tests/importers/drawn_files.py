"""Random tables and the files they are written to, with what a reader must find in them."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from xlsxwriter.utility import xl_range

Row = list[str]

# Letters, and everything that means something to some CSV reader.
_SIGNS = "abZ7é€ß \t,;|\"'\\\n\r#=-.:_*~^/&%()$\u00a0’“"
_WORDS = st.sampled_from(["Lutron", "Sonos", "North America", "n/a", "Tier 1", "ok"])
_FIGURES = st.sampled_from(
    ["1", "12.50", "1,200", "35%", "$1.2M", "2025-03-31", "31/03/2025", "-7"]
)
_TEXTS = st.one_of(
    st.just(""), _WORDS, _FIGURES, st.text(_SIGNS, max_size=9), st.text("ab,;|\t", max_size=5)
)
_NAMES = st.sampled_from(["Partner", "Units", "USD", "As of", "Tier (1-3)", "Notes, free", "a;b"])


@dataclass(frozen=True)
class TextFile:
    """A text file: its bytes, the rows in it with the header first, what is said of it."""

    raw: bytes
    rows: list[Row]
    titles: list[str]
    encoding: str
    quote: str


@st.composite
def text_files(draw: st.DrawFn) -> TextFile:
    """A table of two columns or more in some dialect, encoding and surroundings.

    In a single column a delimiter never shows, so no reader can tell it from those in the texts.
    """
    rows = draw(_tables())
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    quote = draw(st.sampled_from(['"', '"', '"', "'"]))
    # Behind a backslash an apostrophe may be text, as it is in many files.
    escape = draw(st.sampled_from([None, None, "\\"])) if quote == '"' else None
    if escape:  # two backslashes may be an escaped one or two; escapes of quotes show what they are
        rows = [[text.replace("\\", "") for text in row] for row in rows]
    if quote == "'":  # a text that stands in double quotes there is one of the usual kind as well
        rows = [[text.replace('"', "") for text in row] for row in rows]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    if quoting == csv.QUOTE_MINIMAL:  # csv puts only the file's own line end into quotes
        others = str.maketrans("", "", "".join({"\n", "\r"} - set(end)))
        rows = [[text.translate(others) for text in row] for row in rows]
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=delimiter,
        quotechar=quote,
        escapechar=escape,
        doublequote=escape is None,
        lineterminator=end,
        quoting=quoting,
    )
    writer.writerows(rows)
    text = buffer.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(end)
    titles = draw(st.lists(st.sampled_from(["Q3 orders", "Printed by CRM", "draft"]), max_size=2))
    gap = end if titles and draw(st.booleans()) else ""
    text = "".join(title + end for title in titles) + gap + text
    if draw(st.sampled_from([False, False, True])):
        text = f"sep={delimiter}{end}{text}"
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return TextFile(text.encode(encoding), rows, titles, encoding, quote)


@st.composite
def _tables(draw: st.DrawFn) -> list[Row]:
    name = _NAMES | st.text("abcXYZ_ ", max_size=6)
    # Of a header with two names missing no one can tell that it is one.
    names = draw(
        st.lists(name, min_size=2, max_size=5).filter(
            lambda row: sum(not text.strip() for text in row) < 2
        )
    )
    row = st.lists(_TEXTS, min_size=len(names), max_size=len(names))
    return [names, *draw(st.lists(row, max_size=8))]


# Workbooks


@dataclass(frozen=True)
class Cell:
    """A value to write, the number format to write it with, and the text it must come back as."""

    value: Any
    number_format: str
    text: str
    formula: str | None = None


@dataclass(frozen=True)
class DrawnSheet:
    """A sheet by its cells (row and column from 1)."""

    name: str
    visibility: str
    cells: dict[tuple[int, int], Cell]
    merged: list[tuple[int, int, int, int]]
    hidden_rows: set[int]
    hidden_columns: set[int]


@dataclass(frozen=True)
class DrawnWorkbook:
    """A workbook and how it is written."""

    sheets: list[DrawnSheet]
    by_openpyxl: bool
    options: dict[str, bool] = field(default_factory=dict)


def _number(value: float) -> str:
    text = f"{Decimal(repr(value)):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "0", text == "-0")


_DAYS = st.dates(date(1904, 1, 2), date(2150, 12, 31))
_MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
_CELL_TEXTS = st.text(
    st.characters(exclude_categories=("C",), include_characters="\n\t") | st.sampled_from("<&>_x"),
    min_size=1,
    max_size=12,
).filter(lambda text: text[0] not in "={")
_SPELLED = st.sampled_from(["01", "35%", " x ", "_x000D_", "a_x0041_b", "1e5", "TRUE", "#N/A text"])


def _moment_text(moment: datetime) -> str:
    return str(moment).removesuffix(" 00:00:00")


CELLS = st.one_of(
    (_CELL_TEXTS | _SPELLED).map(lambda text: Cell(text, "", text)),
    st.integers(-(10**14), 10**14).map(lambda n: Cell(n, "", str(n))),
    # Spreadsheets keep 15 digits, and so does XlsxWriter.
    st.floats(-1e12, 1e12)
    .map(lambda x: float(f"{x:.15g}") if abs(x) > 1e-9 else 0.0)
    .map(lambda x: Cell(x, "", _number(x))),
    st.booleans().map(lambda flag: Cell(flag, "", str(flag).upper())),
    st.integers(-200, 200).map(lambda n: Cell(n / 100, "0%", f"{n}%")),
    st.integers(1, 10**7).map(lambda n: Cell(n / 100, '"$"#,##0.00', f"${_number(n / 100)}")),
    _DAYS.map(lambda day: Cell(day, "yyyy-mm-dd", str(day))),
    _MOMENTS.map(lambda moment: Cell(moment, "d/m/yyyy h:mm:ss", _moment_text(moment))),
    st.sampled_from(["#REF!", "#DIV/0!", "#N/A", "#NAME?"]).map(
        lambda error: Cell(error, "", error, "=1/0")
    ),
    st.integers(1, 999).map(lambda n: Cell(n, "", str(n), "=SUM(A1:A9)")),
)


@st.composite
def workbooks(draw: st.DrawFn) -> DrawnWorkbook:
    """Sheets with gaps, merged cells and hidden parts, written by one of two libraries."""
    names = draw(st.lists(st.sampled_from(["Pipeline", "Übersicht", "Q1 & Q2", "x'y"]), unique=True,
                          min_size=1, max_size=3))  # fmt: skip
    by_openpyxl, from_1904 = draw(st.booleans()), draw(st.booleans())
    # With constant memory XlsxWriter writes texts into the cells, and can merge none.
    is_inline = draw(st.booleans()) and not by_openpyxl
    sheets = [
        draw(_sheets(name, is_first=at == 0, can_merge=not is_inline))
        for at, name in enumerate(names)
    ]
    return DrawnWorkbook(
        sheets, by_openpyxl, {"date_1904": from_1904, "constant_memory": is_inline}
    )


@st.composite
def _sheets(draw: st.DrawFn, name: str, *, is_first: bool, can_merge: bool) -> DrawnSheet:
    places = st.tuples(st.integers(1, 9), st.integers(1, 6))
    cells = draw(st.dictionaries(places, CELLS, max_size=14))
    shift = draw(st.sampled_from([(0, 0), (3, 2)]))
    cells = {(row + shift[0], column + shift[1]): cell for (row, column), cell in cells.items()}
    ranges = [[], [(20, 2, 22, 2)], [(20, 1, 20, 3), (24, 1, 25, 2)]]
    merged = draw(st.sampled_from(ranges if can_merge else [[]]))
    cells |= {(first, left): Cell("merged", "", "merged") for first, left, *_ in merged}
    return DrawnSheet(
        name,
        "visible" if is_first else draw(st.sampled_from(["visible", "hidden", "very hidden"])),
        cells,
        merged,
        draw(st.sets(st.integers(1, 5), max_size=2)),
        draw(st.sets(st.integers(1, 4), max_size=2)),
    )


def write_workbook(drawn: DrawnWorkbook, path: Path) -> None:
    """Write a workbook as drawn; openpyxl writes no values of formulas, so none are written."""
    if drawn.by_openpyxl:
        _write_by_openpyxl(drawn, path)
    else:
        _write_by_xlsxwriter(drawn, path)


def _write_by_openpyxl(drawn: DrawnWorkbook, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if drawn.options["date_1904"]:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for sheet in drawn.sheets:
        made = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            is_text = isinstance(cell.value, str)
            written = made.cell(row, column, _escaped(cell.value) if is_text else cell.value)
            if is_text:
                written.data_type = "e" if cell.formula is not None else "s"
            if cell.number_format:
                written.number_format = cell.number_format
        for first, left, last, right in sheet.merged:
            made.merge_cells(None, first, left, last, right)
        for row in sheet.hidden_rows:
            made.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            made.column_dimensions[get_column_letter(column)].hidden = True
        made.sheet_state = {"very hidden": "veryHidden"}.get(sheet.visibility, sheet.visibility)
    book.save(path)


def _escaped(text: str) -> str:
    """Write an underscore so that `_x000D_` stays what it is; XlsxWriter does so by itself."""
    return text.replace("_x", "_x005F_x")


def _write_by_xlsxwriter(drawn: DrawnWorkbook, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {**drawn.options, "default_date_format": ""}) as book:
        for sheet in drawn.sheets:
            made = book.add_worksheet(sheet.name)
            for column in sheet.hidden_columns:
                made.set_column(column - 1, column - 1, options={"hidden": True})
            for row in sorted({*sheet.hidden_rows, *(row for row, _ in sheet.cells)}):
                if row in sheet.hidden_rows:
                    made.set_row(row - 1, options={"hidden": True})
                for column in sorted(at for line, at in sheet.cells if line == row):
                    cell = sheet.cells[row, column]
                    style = book.add_format({"num_format": cell.number_format or "General"})
                    _write_cell(made, row - 1, column - 1, cell, style)
            for first, left, last, right in sheet.merged:
                made.merge_range(xl_range(first - 1, left - 1, last - 1, right - 1), "merged")
            if sheet.visibility == "hidden":
                made.hide()
            elif sheet.visibility == "very hidden":
                made.very_hidden()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell.formula is not None:
        sheet.write_formula(row, column, cell.formula, style, cell.value)
    elif isinstance(cell.value, bool):
        sheet.write_boolean(row, column, cell.value, style)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, style)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, style)
    else:
        sheet.write_number(row, column, cell.value, style)
