"""What there is to say about the tables of a sheet that is no tracker, as problems."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.addresses import column_letter
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.files.text.record_widths import shortened
from partner_analytics.importers.tables.plain_tables import PlainTable, PlainTables
from partner_analytics.problems import Problem, Severity

# What keeps a text file out: with any of these no one can say what its rows or columns are.
_REJECTING = frozenset({"no-header", "second-header", "empty-column", "overflow-mark"})
_MARKS = r"^\s*(#{3,}|\*{3,})\s*$"
_MOST_TOLD = 20


def is_rejected(file: FileRead, problems: Iterable[Problem]) -> bool:
    """Tell whether nothing of a text file may be loaded for what was found in its rows."""
    return file.dialect is not None and any(problem.code in _REJECTING for problem in problems)


def plain_findings(place: SheetPlace, sheet: Sheet, plain: PlainTables) -> Iterator[Problem]:
    """What is wrong with the headers, columns and ends of tables that are no tracker's."""
    if plain.headerless is not None:
        yield _no_header(place, sheet, plain.headerless)
    for at in plain.second_headers:
        if place.sheet is None:
            yield _second_header(place, sheet, at)
    for table in plain.tables:
        yield from _columns(place, sheet, table)
        yield from _overflow_marks(place, sheet, table)
        if not table.rows:
            yield _no_rows(place, table)
    for at in plain.notes:
        yield _note(place, sheet, at)


def _no_header(place: SheetPlace, sheet: Sheet, at: int) -> Problem:
    return place.problem(
        "no-header",
        Severity.ERROR if place.sheet is None else Severity.WARNING,
        row=_line(sheet, at),
        column=1,
        expected="a row that names the columns",
        found=f"what may already be values: {_row(sheet, at)}",
        remedy="Write a name for each column into a row above the values, and import the file "
        "again.",
    )


def _second_header(place: SheetPlace, sheet: Sheet, at: int) -> Problem:
    return place.problem(
        "second-header",
        Severity.ERROR,
        row=_line(sheet, at),
        column=1,
        expected="rows of one table below one header",
        found=f"what looks like another header: {_row(sheet, at)}",
        remedy="If another table begins there, put it into a file of its own; if the header goes "
        "over several rows, write it into one. Then import again.",
    )


def _columns(place: SheetPlace, sheet: Sheet, table: PlainTable) -> Iterator[Problem]:
    """Columns without a name, or with the name of another one."""
    texts = {at: (sheet.cells[f"c{at}"][table.header].as_py() or "") for at in table.columns}
    names = [" ".join(text.split()) for text in texts.values()]
    for at, name in zip(texts, names, strict=True):
        is_empty = not _filled(sheet, table, at)
        if not name and is_empty and place.sheet is None:
            yield _empty_column(place, table, at)
        elif not name and not is_empty:
            yield place.problem(
                "column-without-header",
                Severity.WARNING,
                row=table.header_row,
                column=at,
                expected=f"a name above the cells of column {column_letter(at)}",
                found="none",
                remedy="Write one into the header row.",
            )
        elif name and names.count(name) > 1:
            yield place.problem(
                "duplicate-header",
                Severity.WARNING,
                row=table.header_row,
                column=at,
                expected="a name of its own for each column",
                found=f'"{name}" once more, in column {column_letter(at)}',
                remedy="Rename one of them: only their place tells them apart.",
            )


def _empty_column(place: SheetPlace, table: PlainTable, at: int) -> Problem:
    return place.problem(
        "empty-column",
        Severity.ERROR,
        row=table.header_row,
        column=at,
        expected="as many names in the header as the rows have fields",
        found=f"a field {at} (column {column_letter(at)}) without a name and without a value in "
        "any row",
        remedy="Remove the delimiter that is too many in each line, or write the column's name "
        "into the header, and import the file again.",
    )


def _overflow_marks(place: SheetPlace, sheet: Sheet, table: PlainTable) -> Iterator[Problem]:
    """Cells of signs alone, as programs print a number that is wider than its column."""
    rows = pa.array(table.rows, pa.int64())
    told = 0
    for at in table.columns:
        cells = sheet.cells[f"c{at}"].take(rows).cast(pa.string())
        marked = pc.fill_null(pc.match_substring_regex(cells, _MARKS), False)
        for found in pc.indices_nonzero(marked).to_pylist()[: _MOST_TOLD - told]:
            told += 1
            yield place.problem(
                "overflow-mark",
                Severity.ERROR if place.sheet is None else Severity.WARNING,
                row=_line(sheet, table.rows[found]),
                column=at,
                expected="a value",
                found=f'"{cells[found].as_py().strip()}", as is printed for a number too wide for '
                "its column",
                remedy="The number itself is not in the file. Widen the column, or its format, in "
                "the program the file comes from, and export again.",
            )


def _no_rows(place: SheetPlace, table: PlainTable) -> Problem:
    return place.problem(
        "no-rows",
        Severity.WARNING,
        row=table.header_row,
        column=table.columns[0],
        expected="rows below the header",
        found="none",
        remedy="Nothing to do if there is nothing to tell; otherwise export it again.",
    )


def _note(place: SheetPlace, sheet: Sheet, at: int) -> Problem:
    return place.problem(
        "text-below-table",
        Severity.ERROR,
        row=_line(sheet, at),
        column=1,
        expected="nothing but rows below the header",
        found=f"a line with fewer fields: {_row(sheet, at)}",
        remedy="It was taken for a note and is not among the rows. If it is a row, give it as many "
        "fields as the header has, and import the file again.",
    )


def _filled(sheet: Sheet, table: PlainTable, at: int) -> bool:
    cells = sheet.cells[f"c{at}"].take(pa.array(table.rows, pa.int64()))
    return any((text or "").strip() for text in cells.unique().to_pylist())


def _line(sheet: Sheet, position: int) -> int:
    return int(sheet.cells["line"][position].as_py())


def _row(sheet: Sheet, position: int) -> str:
    row = sheet.cells.slice(position, 1).to_pylist()[0]
    texts = [row[name] or "" for name in sheet.cells.column_names[1:]]
    while texts and not texts[-1]:
        texts.pop()
    return shortened(texts)
