"""The trackers' tables on a sheet: where each begins and ends, and which of its rows are none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.addresses import range_corners
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.kept.layouts import NOTHING_SETTLED, SheetLayout
from partner_analytics.importers.tables.headers.header_matching import HeaderMatch, Spellings
from partner_analytics.importers.tables.headers.header_rows import (
    HeaderRow,
    HeaderSearch,
    Labels,
    find_header_rows,
    is_title,
)
from partner_analytics.importers.tables.headers.rows_below_header import (
    lone_names,
    rest_of_header,
    sections,
)
from partner_analytics.importers.tables.rows.notable_rows import Scan, scan
from partner_analytics.importers.tables.rows.row_kinds import (
    BLANK,
    LIKE_TOTAL,
    LONE,
    NOTE,
    REPEATED,
    ROW,
    SECOND,
    SECTION,
    SUMMARY,
    TOTAL,
    UNITS,
    kind_of_row,
    of_kind,
)
from partner_analytics.importers.tables.rows.row_labels import may_be_group_total
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.importers.tables.rows.summary_rows import MOST_ROWS, RowsAbove, named
from partner_analytics.trackers import Tracker


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table on a sheet; rows are given by their position in `Sheet.cells`.

    `matches` holds the trackers it may belong to: one, unless nothing decides. Its rows are
    those from `first` to before `stop` that are not among `blank`, `totals`, `repeated`,
    `units` (a row below the header that names them), `seconds` (further rows of the header) and
    `sections` (headings and notes among the rows);
    `lone_names` are those of the rows that hold a name and hardly anything else;
    `summaries` are those of the totals that were told by what they say or sum up, with their names;
    `empty_lines` counts the lines between them that hold no cell at all. `titles` are the rows
    above the header (in the sheet columns `title_columns`), `notes` those below the table, `labels`
    the labelled cells above it.
    """

    matches: tuple[HeaderMatch, ...]
    header: int
    header_row: int
    columns: tuple[int, int]
    titles: range
    title_columns: tuple[int, int | None]
    labels: Labels
    first: int
    stop: int
    blank: tuple[int, ...]
    totals: tuple[int, ...]
    summaries: Mapping[int, str]
    repeated: tuple[int, ...]
    like_totals: tuple[int, ...]
    notes: tuple[int, ...]
    empty_lines: int
    units: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    lone_names: tuple[int, ...] = ()

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows below its header that head columns or rows, and are none."""
        return (*self.repeated, *self.units, *self.seconds, *self.sections)

    @property
    def match(self) -> HeaderMatch:
        """The reading of the header, where one tracker fits best."""
        return self.matches[0]

    @property
    def rows_read(self) -> int:
        """Lines below the header down to the last row of the table."""
        return self.stop - self.first + self.empty_lines


@dataclass(frozen=True, slots=True)
class _Survey:
    """One sheet with all its header rows, for finding out where each table ends."""

    sheet: Sheet
    search: HeaderSearch
    scan: Scan
    headers: Sequence[HeaderRow]
    lost_lines: Sequence[int]

    def texts(self, position: int, header: HeaderRow) -> dict[int, str]:
        return self.search.grid.row(position, *header.columns)


def find_tables(
    sheet: Sheet,
    trackers: Iterable[Tracker],
    *,
    file_name: str = "",
    lost_lines: Sequence[int] = (),
    layout: SheetLayout = NOTHING_SETTLED,
) -> tuple[FoundTable, ...]:
    """Find the tables of the trackers on a sheet, top to bottom.

    A header row is known by the spellings of its cells, wherever it stands and in whatever
    order. Where several trackers know as many of its cells, title rows, sheet name and file
    name decide, in this order; where they do not either, the table keeps several matches.
    `lost_lines` are lines of a text file that were set aside as they were read. A `layout` may
    name the one tracker to be looked for, and say what headers mean.
    """
    trackers = tuple(t for t in trackers if layout.tracker in (None, t.name))
    spellings = Spellings(trackers, layout)
    search = HeaderSearch(Grid(sheet), trackers, spellings, (sheet.name or "", file_name), layout)
    scanned = scan(sheet.cells, spellings, sheet.release)
    headers = find_header_rows(search, scanned.spelled)
    survey = _Survey(sheet, search, scanned, headers, lost_lines)
    return tuple(_table(survey, header) for header in survey.headers)


def _table(survey: _Survey, header: HeaderRow) -> FoundTable:
    first = header.position + 1
    below = [
        other
        for other in survey.headers
        if other.position > header.position and other.overlaps(header.cells)
    ]
    end = max(min((o.titles.start for o in below), default=len(survey.search.grid)), first)
    kinds = _kinds(survey, header, first, end)
    notes = _notes(survey, header, kinds, end)
    stop = _last(survey, header, kinds, min(notes, default=end)) + 1
    kinds |= sections(survey.search, header, range(first, stop), kinds)
    if below:
        notes += _titles_in_doubt(survey, below[0])
    told = _told_summaries(survey, header, kinds, stop)
    return FoundTable(
        matches=header.matches,
        header=header.position,
        header_row=survey.search.grid.line(header.position),
        columns=header.columns,
        titles=header.titles,
        title_columns=header.width,
        labels=header.labels,
        first=first,
        stop=stop,
        blank=of_kind(kinds, BLANK, stop),
        totals=tuple(sorted((*of_kind(kinds, TOTAL, stop), *told))),
        summaries=told,
        repeated=of_kind(kinds, REPEATED, stop),
        like_totals=of_kind(kinds, LIKE_TOTAL, stop),
        notes=tuple(sorted(notes)),
        empty_lines=_empty_lines(survey, header.position, stop),
        units=of_kind(kinds, UNITS, stop),
        seconds=of_kind(kinds, SECOND, stop),
        sections=of_kind(kinds, SECTION, stop),
        lone_names=lone_names(survey.search, header, kinds, stop),
    )


def _kinds(survey: _Survey, header: HeaderRow, first: int, end: int) -> dict[int, str]:
    """What those rows are that are not plainly rows of the table, by position."""
    found = _scan_of(survey, header, first, end)
    kinds = {
        at: kind_of_row(survey.texts(at, header), header.matches[0])
        for at in (*found.thin, *found.totals)
        if first <= at < end
    }
    kinds |= rest_of_header(survey.search, header, end)
    summaries = (*_summaries(survey, header, end), *_totals_rows(survey, header, first, end))
    kinds |= {**dict.fromkeys(summaries, TOTAL), **dict.fromkeys(header.repeated, REPEATED)}
    return kinds | _summing_up(survey, header, range(first, end), kinds)


def _summaries(survey: _Survey, header: HeaderRow, end: int) -> list[int]:
    """The rows that end a group of a board: no name, and nothing but what sums it up."""
    tool = survey.search.layout.tool
    if tool is None or tool.summary is None:
        return []
    lasts = (block[-1] for block in survey.search.grid.blocks_up(header.position + 1, end))
    return [at for at in lasts if _is_summary(survey.texts(at, header), header, tool.summary)]


def _totals_rows(survey: _Survey, header: HeaderRow, first: int, end: int) -> list[int]:
    """The totals rows of spreadsheet tables, which the workbook itself calls so."""
    found = []
    for cells in survey.sheet.totals:
        top, left, bottom, right = range_corners(cells)
        if left <= header.columns[1] and header.columns[0] <= right:
            places = map(survey.search.grid.position, range(top, bottom + 1))
            found += [at for at in places if at is not None and first <= at < end]
    return found


def _summing_up(
    survey: _Survey, header: HeaderRow, rows: range, kinds: Mapping[int, str]
) -> dict[int, str]:
    """The rows that are summaries by their figures, or named like one and proved by them."""
    above = RowsAbove(survey.search.layout.source.mark)
    found: dict[int, str] = {}
    for at in rows[:MOST_ROWS]:
        kind = kinds.get(at, ROW)
        if kind in (TOTAL, SUMMARY):
            above.add_summary()
        elif kind in (BLANK, NOTE, LONE, REPEATED, UNITS, SECOND):
            above.add_gap()
            if kind == LONE:
                above.add_heading(next(iter(survey.texts(at, header).values())))
        else:
            texts = survey.texts(at, header)
            if _sums_up(above, texts, kind):
                found[at] = SUMMARY
                above.add_summary()
                continue
            if kind == ROW and above.may_be_summed_up_by(texts):
                found[at] = LIKE_TOTAL
            above.add(texts)
    return found


def _sums_up(above: RowsAbove, texts: Mapping[int, str], kind: str) -> bool:
    """Whether a row sums up those above it."""
    names = list(above.names_in(texts).values())
    if kind == LIKE_TOTAL and above.sums_named(texts):
        return True
    if len(names) == 1 and may_be_group_total(names[0]) and above.summed_up_by(texts).is_likely:
        return True
    return above.are_summed_up_by(texts)


def _told_summaries(
    survey: _Survey, header: HeaderRow, kinds: Mapping[int, str], stop: int
) -> dict[int, str]:
    """The summaries that no word alone makes one, each with its name."""
    places = of_kind(kinds, SUMMARY, stop)
    return {at: named(survey.texts(at, header), [header.columns[0]]) for at in places}


def _is_summary(texts: Mapping[int, str], header: HeaderRow, summary: re.Pattern[str]) -> bool:
    is_nameless = bool(texts) and header.columns[0] not in texts
    return is_nameless and all(summary.fullmatch(text.strip()) for text in texts.values())


def _scan_of(survey: _Survey, header: HeaderRow, first: int, end: int) -> Scan:
    """The sheet's scan, or one of the table's own columns where others stand beside it."""
    if all(other.overlaps(header.cells) for other in survey.headers):
        return survey.scan
    left, right = header.columns
    names = ["line", *(f"c{at}" for at in range(left, right + 1))]
    part = survey.sheet.cells.select(names).slice(first, end - first)
    return scan(part, survey.search.spellings).moved(first)


def _notes(survey: _Survey, header: HeaderRow, kinds: Mapping[int, str], end: int) -> list[int]:
    """The notes at the end: lone cells set off by a gap, or what begins as notes do."""
    notes: list[int] = []
    for block in survey.search.grid.blocks_up(header.position, end):
        is_set_off = block.start > header.position
        if is_set_off and all(kinds.get(at) in (NOTE, LONE, BLANK) for at in reversed(block)):
            notes += [at for at in block if kinds[at] != BLANK]
            continue
        for at in reversed(block):
            if kinds.get(at) == NOTE:
                notes.append(at)
            elif kinds.get(at) != BLANK:
                break
        break
    return notes


def _last(survey: _Survey, header: HeaderRow, kinds: Mapping[int, str], end: int) -> int:
    """The last row before `end` with a cell in the table's columns; the header if there is none."""
    last = end - 1
    while last > header.position and kinds.get(last) == BLANK and not survey.texts(last, header):
        last -= 1
    return last


def _titles_in_doubt(survey: _Survey, below: HeaderRow) -> list[int]:
    """Rows taken for titles of the next table that could be anything: they are reported."""
    grid = survey.search.grid
    right_above = grid.line(below.position) - 1
    return [
        at
        for at in below.titles
        if grid.line(at) != right_above and not is_title(survey.search, at, below.cells)
    ]


def _empty_lines(survey: _Survey, header: int, stop: int) -> int:
    """Lines without any cell between the header and the last row.

    In a text file a record may itself go over several lines: those are not counted.
    """
    lines = survey.search.grid.lines
    gaps = int(lines[stop - 1] - lines[header]) - (stop - 1 - header)
    if gaps and survey.sheet.name is None:
        part = survey.sheet.cells.slice(header, stop - 1 - header)
        gaps -= sum(_line_breaks(batch) for batch in part.to_batches())
        gaps -= sum(lines[header] < line < lines[stop - 1] for line in survey.lost_lines)
        survey.sheet.release()
    return max(gaps, 0)


def _line_breaks(batch: pa.RecordBatch) -> int:
    """Line breaks within the texts of some rows."""
    texts = (column.cast(pa.string()) for column in batch.columns[1:])
    return sum(pc.sum(pc.count_substring(text, "\n")).as_py() or 0 for text in texts)
