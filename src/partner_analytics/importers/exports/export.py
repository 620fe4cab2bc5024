"""One export file: its as-of date and the tables of the trackers in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from partner_analytics.addresses import row_and_column
from partner_analytics.importers.exports.as_of_dates import Period, Stated, as_of_date, stated_in
from partner_analytics.importers.exports.export_tables import (
    CellSource,
    ExportTable,
    TableContext,
    export_tables,
)
from partner_analytics.importers.exports.export_tools import Tool, tool_of
from partner_analytics.importers.exports.other_periods import (
    of_this_day,
    told_of_captions,
    told_of_sheets,
)
from partner_analytics.importers.files.annotated_copies import (
    AnnotatedCopy,
    annotated_copy,
    name_of,
    or_as_marked,
    without_problems_sheet,
)
from partner_analytics.importers.files.file_reading import read_found_file
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.files.running_readers import Readers
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.kept.corrections import Corrected, Correction, Outcome, corrected
from partner_analytics.importers.kept.kept_for_export import NOTHING, Settled
from partner_analytics.importers.kept.layouts import Layouts, SheetLayout
from partner_analytics.importers.tables.found_tables import FoundTable, find_tables
from partner_analytics.importers.tables.headers.nearest_tracker import nearest_tracker
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.tables.table_problems import (
    column_without_header,
    header_findings,
    rejections,
    row_findings,
    sheet_findings,
    sheet_without_table,
)
from partner_analytics.importers.units.unused_scales import unused_scales
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import TRACKERS, Tracker

__all__ = ["CellSource", "Export", "ExportTable", "export_of", "read_export"]

# Rows of a sheet without a table in which an as-of date is looked for.
COVER_ROWS = 50
_SOURCE, _READERS = Source(), Readers()


@dataclass(frozen=True, slots=True)
class Export:
    """One export as read; nothing is loaded of one that is not `accepted`.

    `as_of_from` says where the as-of date is from: the option, a cell or the file's name; `tool`
    names what wrote the file, where that shows. `annotated` is what an annotated copy of an
    export says of itself.
    """

    file: str
    sha256: str
    as_of: date | None
    as_of_from: str | None
    accepted: bool
    tables: tuple[ExportTable, ...]
    problems: tuple[Problem, ...]
    corrections: tuple[Outcome, ...] = ()
    tool: str | None = None
    annotated: AnnotatedCopy | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet with the tables found on it."""

    sheet: Sheet
    grid: Grid
    place: SheetPlace
    tables: tuple[FoundTable, ...]
    layout: SheetLayout


def read_export(
    path: str | Path,
    *,
    trackers: Mapping[str, Tracker] = TRACKERS,
    source: Source = _SOURCE,
    as_of: date | None = None,
    first_month: int = 1,
    settled: Settled = NOTHING,
    readers: Readers = _READERS,
) -> Export:
    """Read an export file as far as its tables; their rows are streamed from them.

    `as_of` overrides what the file says; `first_month` is that of the fiscal year, for files
    that state a quarter. `settled` is what people keep about the file beside it; `source` has
    what was settled for this once, which wins. What is wrong is told in `problems`: this raises
    nothing about content, but PartnerAnalyticsError where two layouts contradict each other.
    """
    layouts = settled.layouts.of_file(Path(path).name)
    file = read_found_file(
        Path(path), source=layouts.file_source(source), limits=readers.limits, readers=readers
    )
    return export_of(
        file,
        trackers=trackers,
        source=source,
        as_of=as_of,
        first_month=first_month,
        settled=settled,
    )


def export_of(
    file: FileRead,
    *,
    trackers: Mapping[str, Tracker] = TRACKERS,
    source: Source = _SOURCE,
    as_of: date | None = None,
    first_month: int = 1,
    settled: Settled = NOTHING,
) -> Export:
    """Find the tables and the as-of date of a file whose cells have been read."""
    if not file.accepted:
        return Export(file.file, file.sha256, None, None, False, (), file.problems)
    copy = annotated_copy(file)
    if copy:
        file = without_problems_sheet(file, copy)
    name = name_of(file, copy)
    mended = corrected(file, settled.corrections)
    file, layouts = mended.file, settled.layouts.of_file(name)
    tool = tool_of(file)
    readings = _readings(file, trackers, layouts, source, tool, name)
    tables, findings = _tables_of(readings, file, name)
    found = [table for reading in readings for table in reading.tables]
    findings += unused_scales(layouts, found, file.file)
    stated, unreadable = _stated(readings, first_month)
    stated += [Stated(Period(str(day), day, day), str(place)) for place, day in layouts.as_of()]
    day = or_as_marked(as_of_date(name, stated, option=as_of, first_month=first_month), copy)
    tables, others = of_this_day(tables, day, trackers, file.file, first_month=first_month)
    findings += [*others, *told_of_sheets(tables, trackers, file.file)]
    for reading in readings:
        findings += told_of_captions(
            reading.place, reading.grid, reading.tables, day.day, first_month=first_month
        )
    accepted = bool(tables) and day.day is not None
    given = tuple(_with_row(problem, tables) for problem in file.problems)
    return Export(
        file=file.file,
        sha256=file.sha256,
        as_of=day.day,
        as_of_from=day.source,
        accepted=accepted,
        tables=tuple(tables) if accepted else (),
        problems=(*given, *_refused(mended, tables), *unreadable, *day.problems, *findings),
        corrections=tuple(_outcomes(mended, tables)),
        tool=tool.name if tool else None,
        annotated=copy,
    )


def _readings(
    file: FileRead,
    trackers: Mapping[str, Tracker],
    layouts: Layouts,
    source: Source,
    tool: Tool | None,
    name: str,
) -> list[_Reading]:
    """The sheets with the tables found on them, each read as its layouts say."""
    readings = []
    for sheet in file.sheets:
        layout = replace(layouts.of_sheet(sheet.name, source), tool=tool)
        lost = [p.line for p in file.problems if p.sheet == sheet.name and p.line is not None]
        found = find_tables(
            sheet,
            trackers.values(),
            file_name=PurePath(name).stem,
            lost_lines=lost,
            layout=layout,
        )
        place = SheetPlace(file.file, sheet.name)
        readings.append(_Reading(sheet, Grid(sheet), place, found, layout))
    return readings


def _tables_of(
    readings: list[_Reading], file: FileRead, name: str
) -> tuple[list[ExportTable], list[Problem]]:
    """The tables that can be read, numbered through the file, and what there is to say."""
    tables: list[ExportTable] = []
    problems: list[Problem] = []
    found_any = any(reading.tables for reading in readings)
    for reading in readings:
        reported = {
            p.cell: p.code for p in file.problems if p.cell and p.sheet == reading.sheet.name
        }
        if reading.tables:
            problems += sheet_findings(reading.place, reading.sheet)
        elif reading.sheet.row_count:
            severity = Severity.WARNING if found_any else Severity.ERROR
            near = nearest_tracker(
                reading.sheet, TRACKERS.values(), file.file, is_only=not found_any
            )
            problems.append(sheet_without_table(reading.place, reading.sheet, severity, near))
        for table in reading.tables:
            rejected = rejections(reading.place, table)
            problems += rejected
            if rejected:
                continue
            context = TableContext(
                reading.sheet,
                reading.grid,
                table,
                reading.tables,
                reported,
                reading.layout,
                PurePath(name).stem,
                file.dialect.delimiter if file.dialect else None,
            )
            tables += export_tables(context, len(tables) + 1)
            problems += header_findings(reading.place, table)
            problems += _stray_columns(reading, context)
            problems += row_findings(
                reading.place, reading.sheet, reading.grid, table, reading.layout.tool
            )
    return tables, problems


def _stray_columns(reading: _Reading, context: TableContext) -> list[Problem]:
    return [
        column_without_header(reading.place, context.table, column)
        for column, header in context.others().items()
        if not header
    ]


def _stated(readings: list[_Reading], first_month: int) -> tuple[list[Stated], list[Problem]]:
    """The as-of dates stated above the tables, or at the top of sheets without one."""
    stated: list[Stated] = []
    problems: list[Problem] = []
    for reading in readings:
        found, unreadable = stated_in(
            _rows_above(reading),
            reading.place,
            source=reading.layout.source,
            first_month=first_month,
        )
        stated += found
        problems += unreadable
    return stated, problems


def _rows_above(reading: _Reading) -> Iterator[tuple[int, dict[int, str]]]:
    grid = reading.grid
    if not reading.tables:
        yield from ((grid.line(at), grid.row(at)) for at in range(min(COVER_ROWS, len(grid))))
    for table in reading.tables:
        for at in table.titles[-COVER_ROWS:]:
            yield grid.line(at), grid.row(at, *table.title_columns)


def _with_row(problem: Problem, tables: list[ExportTable]) -> Problem:
    """A problem of a cell, with the table, column, partner and owner the cell belongs to."""
    if problem.cell is None or ":" in problem.cell:
        return problem
    found = _row_of(problem.sheet, problem.cell, tables)
    if found is None:
        return problem
    return replace(
        problem,
        row=found.row,
        header=found.source.header,
        tracker=found.table.tracker,
        column=found.column,
        partner=found.texts.get("partner"),
        owner=found.texts.get("owner"),
    )


def _refused(mended: Corrected, tables: list[ExportTable]) -> Iterator[Problem]:
    """The problems of refused corrections, with whom they concern.

    They name no column: its cell may well have been read.
    """
    for one, problem in mended.refused:
        found = _row_of(problem.sheet, one.cell, tables)
        texts = found.texts if found else {}
        yield replace(problem, partner=texts.get("partner"), owner=texts.get("owner"))


def _outcomes(mended: Corrected, tables: list[ExportTable]) -> Iterator[Outcome]:
    """What became of the corrections, the applied ones first."""
    for one, sheet in mended.applied:
        yield _outcome(one, sheet, tables)
    for one, problem in mended.refused:
        yield replace(_outcome(one, problem.sheet, tables), is_applied=False)


def _outcome(correction: Correction, sheet: str | None, tables: list[ExportTable]) -> Outcome:
    found = _row_of(sheet, correction.cell, tables)
    if found is None:
        return Outcome(correction, is_applied=True)
    return Outcome(
        correction,
        is_applied=True,
        tracker=found.table.tracker,
        partner=found.texts.get("partner"),
    )


@dataclass(frozen=True, slots=True)
class _RowOfCell:
    """The table row a cell stands in, and the column it feeds."""

    table: ExportTable
    row: int
    column: str
    source: CellSource
    texts: Mapping[str, str]


def _row_of(sheet: str | None, cell: str, tables: Sequence[ExportTable]) -> _RowOfCell | None:
    row, _ = row_and_column(cell)
    for table in tables:
        if table.sheet != sheet:
            continue
        for name, source in table.column_map.items():
            if source.cell_column and source.address(row) == cell:
                texts = table.texts.row(row)
                if texts is not None:
                    return _RowOfCell(table, row, name, source, texts)
    return None
