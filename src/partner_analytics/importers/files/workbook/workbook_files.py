"""Workbooks (.xlsx, .xlsm): every cell located, and checked against a second reader.

python-calamine, the second reader, is fast and forgiving but blanks error cells and knows no
number formats; openpyxl knows both but reads no Strict OOXML, trusts a sheet's own word about its
size, and takes longer than both readings here. So the cells are streamed from the XML, and
calamine must see the same texts and numbers in the same places. Of a cell in which it does not,
openpyxl is asked; where all three disagree, the cell is set aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from partner_analytics.errors import Place
from partner_analytics.importers.files.cell_streams import batch_of, widened, write_cells
from partner_analytics.importers.files.file_kinds import refuse_other_packages
from partner_analytics.importers.files.source_settings import Limits, Source
from partner_analytics.importers.files.workbook.packages import Package, damaged
from partner_analytics.importers.files.workbook.rich_values import read_rich_values
from partner_analytics.importers.files.workbook.second_reader import SecondReader
from partner_analytics.importers.files.workbook.sheet_parts import Row, SheetCells, SheetReader
from partner_analytics.importers.files.workbook.third_reader import decided
from partner_analytics.importers.files.workbook.unread_cells import cell_problems, rich_problems
from partner_analytics.importers.files.workbook.workbook_parts import (
    SheetPart,
    Workbook,
    read_workbook,
    totals_rows,
)
from partner_analytics.problems import Problem, Severity

if TYPE_CHECKING:
    from partner_analytics.grammar import DateSystem

_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """The sheets of a workbook, each with the file its cells were written to."""

    sheets: list[tuple[SheetPart, SheetCells, Path]]
    problems: list[Problem]
    date_system: "DateSystem"


def read_workbook_file(
    path: Path, folder: Path, *, source: Source, limits: Limits, file: str
) -> WorkbookRead:
    """Write the located cells of each sheet to `folder`.

    Raises UnreadableFile for other kinds of packages, broken or oversized ones, and where the two
    readers disagree about more than single cells.
    """
    package = Package(path, file, limits)
    refuse_other_packages(path, package.names)
    workbook = read_workbook(package, limits, source.mark)
    if not workbook.sheets:
        raise damaged(file, "no sheet with cells")
    read = [_read_sheet(package, workbook, sheet, limits) for sheet in workbook.sheets]
    second = SecondReader(path, file)
    second.check_sheets([sheet.name for sheet in workbook.sheets])
    sheets: list[tuple[SheetPart, SheetCells, Path]] = []
    problems: list[Problem] = [_external_links(file)] if workbook.has_links else []
    for at, (sheet, (cells, batches)) in enumerate(zip(workbook.sheets, read, strict=True)):
        flagged = {cell for cell, _ in (*cells.errors, *cells.without_value)}
        flagged |= cells.formats.unclear_cells()
        flagged |= {cell for cell, *_ in cells.rich}
        differing = second.differing_cells(sheet.name, _located(batches), flagged)
        if differing:
            batches, undecided = decided(path, sheet.name, batches, differing)
            problems += undecided
        target = folder / f"sheet-{at}.arrow"
        write_cells(target, (widened(batch, cells.width) for batch in batches), cells.width)
        sheets.append((sheet, cells, target))
        problems += cell_problems(sheet.name, cells, file)
        if cells.rich:
            values = read_rich_values(package, workbook.parts)
            problems += rich_problems(sheet.name, cells.rich, values, file)
    return WorkbookRead(sheets, problems, "1904" if workbook.notation.from_1904 else "1900")


def _read_sheet(
    package: Package, workbook: Workbook, sheet: SheetPart, limits: Limits
) -> tuple[SheetCells, list[pa.RecordBatch]]:
    batches: list[pa.RecordBatch] = []
    lines: list[int] = []
    rows: list[Row] = []

    def flush() -> None:
        batches.append(batch_of(lines, rows, max(map(len, rows), default=0)))
        lines.clear()
        rows.clear()

    def take(line: int, row: Row) -> None:
        lines.append(line)
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            flush()

    cells = SheetReader(package, workbook, sheet, limits, take).read()
    cells.totals = totals_rows(package, sheet)
    flush()
    return cells, _in_order(batches, cells.width, Place(package.file, sheet.name))


def _in_order(batches: list[pa.RecordBatch], width: int, place: Place) -> list[pa.RecordBatch]:
    """Sort rows that stand out of sequence; a row number that comes twice is refused."""
    lines = [line for batch in batches for line in batch.column(0).to_pylist()]
    if all(above < below for above, below in pairwise(lines)):
        return batches
    if len(set(lines)) < len(lines):
        raise damaged(place.file, "the same row number twice", place)
    table = pa.Table.from_batches([widened(batch, width) for batch in batches])
    return list(table.sort_by("line").to_batches())


def _located(batches: list[pa.RecordBatch]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for batch in batches:
        lines, *columns = [column.to_pylist() for column in batch.columns]
        yield from zip(lines, zip(*columns, strict=True), strict=True)


def _external_links(file: str) -> Problem:
    return Problem(
        "external-link",
        Severity.WARNING,
        file,
        expected="values of its own",
        found="formulas that refer to other workbooks",
        remedy="Their values are as of when this workbook was last saved; open it and update the "
        "links if they may be out of date.",
    )
