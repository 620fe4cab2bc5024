"""What the importers see in one file, tracker or not, without loading any of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import pyarrow as pa

from partner_analytics.addresses import address
from partner_analytics.importers.cells import Dialect, FileRead, Sheet, Visibility
from partner_analytics.importers.exports import export_of
from partner_analytics.importers.places import SheetPlace
from partner_analytics.importers.plain_findings import is_rejected, plain_findings
from partner_analytics.importers.plain_tables import PlainTable, find_plain_tables
from partner_analytics.importers.reading import read_file
from partner_analytics.importers.sources import DEFAULT_LIMITS, DEFAULT_SOURCE, Limits, Source
from partner_analytics.importers.tables import FoundTable, find_tables
from partner_analytics.problems import Problem
from partner_analytics.schemas import TRACKERS, Tracker


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet and the grid its cells fill; `used` is its range, None where it is empty."""

    name: str | None
    visibility: Visibility
    rows: int
    columns: int
    used: str | None


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
    return [_plain(sheet, table) for table in plain.tables], list(problems)


def _plain(sheet: Sheet, table: PlainTable) -> SeenTable:
    return SeenTable(
        sheet.name,
        None,
        table.header_row,
        table.names,
        {},
        len(table.rows),
        sheet,
        table.columns,
        table.rows,
    )


def _of_tracker(sheet: Sheet, table: FoundTable) -> SeenTable:
    left_out = {*table.blank, *table.totals, *table.repeated, *table.units}
    rows = tuple(at for at in range(table.first, table.stop) if at not in left_out)
    return SeenTable(
        sheet.name,
        table.match.tracker.name,
        table.header_row,
        tuple(cell.text for cell in table.match.cells),
        _matched(table),
        len(rows),
        sheet,
        tuple(cell.column for cell in table.match.cells),
        rows,
    )


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
