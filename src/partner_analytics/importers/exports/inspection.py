"""What the importers see in one file, tracker or not, without loading any of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import pyarrow as pa

from partner_analytics.addresses import address
from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.file_reading import read_file
from partner_analytics.importers.files.located_cells import Dialect, FileRead, Sheet, Visibility
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.files.source_settings import (
    DEFAULT_LIMITS,
    DEFAULT_SOURCE,
    Limits,
    Source,
)
from partner_analytics.importers.tables.found_tables import FoundTable, find_tables
from partner_analytics.importers.tables.plain_table_problems import is_rejected, plain_findings
from partner_analytics.importers.tables.plain_tables import PlainTable, find_plain_tables
from partner_analytics.problems import Problem
from partner_analytics.trackers import TRACKERS, Tracker

# Why a row below a header is none of the table's.
BLANK, TOTALS, HEADER_AGAIN, UNITS, MORE_HEADER, SECTION, NOTE = (
    "a row of the template nobody filled in",
    "a row of totals",
    "the header once more",
    "a row of units",
    "a further row of the header",
    "the heading of a section",
    "a note",
)


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet and the grid its cells fill; `used` is its range, None where it is empty."""

    name: str | None
    visibility: Visibility
    rows: int
    columns: int
    used: str | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row below a header that is none of the table's: its line, why, and its first text."""

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class SeenTable:
    """One table: of a tracker, where its headers are one's, or a plain one.

    `matched` gives the header a tracker has for a column, by the header in the file.
    """

    sheet: str | None
    tracker: str | None
    header_row: int
    columns: tuple[str, ...]
    matched: Mapping[str, str]
    rows: int
    passed_over: tuple[PassedOver, ...]
    _cells: Sheet
    _columns: tuple[int, ...]
    _positions: tuple[int, ...]

    def cells(self) -> Iterator[list[str]]:
        """The texts of its rows, "" for an empty cell."""
        rows = self._cells.cells.take(pa.array(self._positions, pa.int64()))
        columns = [rows[f"c{at}"].to_pylist() for at in self._columns]
        for row in zip(*columns, strict=True):
            yield [text or "" for text in row]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one file holds, and what is wrong in it.

    `accepted` is false where nothing of the file can be loaded; an error then says why.
    """

    file: str
    accepted: bool
    encoding: str | None
    dialect: Dialect | None
    sheets: tuple[SeenSheet, ...]
    tables: tuple[SeenTable, ...]
    problems: tuple[Problem, ...]


def inspect_file(
    path: str | Path,
    *,
    trackers: Mapping[str, Tracker] = TRACKERS,
    source: Source = DEFAULT_SOURCE,
    limits: Limits = DEFAULT_LIMITS,
) -> Inspection:
    """Tell what the importers see in a file; raises InvalidCall where there is none."""
    return inspection_of(
        read_file(path, source=source, limits=limits), trackers=trackers, source=source
    )


def inspection_of(
    file: FileRead,
    *,
    trackers: Mapping[str, Tracker] = TRACKERS,
    source: Source = DEFAULT_SOURCE,
) -> Inspection:
    """Find the sheets and tables of a file whose cells have been read."""
    seen = [_seen(sheet, file, trackers) for sheet in file.sheets]
    tables = [table for tables, _ in seen for table in tables]
    problems = [*file.problems, *(problem for _, found in seen for problem in found)]
    if any(table.tracker for table in tables):
        export = export_of(file, trackers=trackers, source=source)
        of_sheets = [problem for problem in problems if problem not in file.problems]
        problems = [p for p in export.problems if p.code != "no-table-found"] + of_sheets
    accepted = file.accepted and not is_rejected(file, problems)
    return Inspection(
        file.file,
        accepted,
        file.encoding,
        file.dialect,
        tuple(map(_seen_sheet, file.sheets)),
        tuple(tables) if accepted else (),
        tuple(problems),
    )


def _seen(
    sheet: Sheet, file: FileRead, trackers: Mapping[str, Tracker]
) -> tuple[list[SeenTable], list[Problem]]:
    found = find_tables(
        sheet,
        trackers.values(),
        file_name=PurePath(file.file).stem,
        lost_lines=[p.line for p in file.problems if p.sheet == sheet.name and p.line is not None],
    )
    if found:
        return [_of_tracker(sheet, table) for table in found], []
    plain = find_plain_tables(sheet)
    problems = plain_findings(SheetPlace(file.file, sheet.name), sheet, plain)
    last = len(plain.tables) - 1
    tables = [
        _plain(sheet, table, plain.notes if at == last else ())
        for at, table in enumerate(plain.tables)
    ]
    return tables, list(problems)


def _plain(sheet: Sheet, table: PlainTable, notes: Sequence[int]) -> SeenTable:
    return SeenTable(
        sheet.name,
        None,
        table.header_row,
        table.names,
        {},
        len(table.rows),
        _passed_over(sheet, {HEADER_AGAIN: table.repeated, NOTE: notes}),
        sheet,
        table.columns,
        table.rows,
    )


def _of_tracker(sheet: Sheet, table: FoundTable) -> SeenTable:
    left_out = {*table.blank, *table.totals, *table.header_rows}
    rows = tuple(at for at in range(table.first, table.stop) if at not in left_out)
    return SeenTable(
        sheet.name,
        table.match.tracker.name,
        table.header_row,
        tuple(cell.text for cell in table.match.cells),
        _matched(table),
        len(rows),
        _passed_over(
            sheet,
            {
                BLANK: table.blank,
                TOTALS: table.totals,
                HEADER_AGAIN: table.repeated,
                UNITS: table.units,
                MORE_HEADER: table.seconds,
                SECTION: table.sections,
                NOTE: table.notes,
            },
        ),
        sheet,
        tuple(cell.column for cell in table.match.cells),
        rows,
    )


def _passed_over(sheet: Sheet, rows: Mapping[str, Iterable[int]]) -> tuple[PassedOver, ...]:
    """Rows by the reason, in the order of the sheet."""
    why = {at: reason for reason, places in rows.items() for at in places}
    places = sorted(why)
    cells = sheet.cells.take(pa.array(places, pa.int64())).to_pylist()
    return tuple(
        PassedOver(row["line"], why[at], _first_text(row))
        for at, row in zip(places, cells, strict=True)
    )


def _first_text(row: Mapping[str, str | None]) -> str:
    texts = (" ".join((text or "").split()) for name, text in row.items() if name != "line")
    return next(filter(None, texts), "")


def _matched(table: FoundTable) -> dict[str, str]:
    match = table.match
    read = {cell.text: match.tracker.column(name).header for name, cell in match.columns.items()}
    return {**read, **{cell.text: member for member, cell in match.members.items()}}


def _seen_sheet(sheet: Sheet) -> SeenSheet:
    used = [
        at
        for at, name in enumerate(sheet.cells.column_names[1:], start=1)
        if sheet.cells[name].null_count < sheet.row_count
    ]
    if not used:
        return SeenSheet(sheet.name, sheet.visibility, 0, 0, None)
    lines = sheet.cells["line"].to_numpy()
    corners = address(int(np.min(lines)), used[0]), address(int(np.max(lines)), used[-1])
    return SeenSheet(
        sheet.name,
        sheet.visibility,
        sheet.row_count,
        used[-1],
        ":".join(corners),
    )
