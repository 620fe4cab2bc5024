"""The header rows of a sheet: wherever they stand, known by the spellings of their cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from partner_analytics.importers.kept.layouts import NOTHING_SETTLED, SheetLayout
from partner_analytics.importers.tables.headers.header_matching import (
    HeaderCell,
    HeaderMatch,
    Spellings,
    choose,
    fits,
    names_tracker,
)
from partner_analytics.importers.tables.labelled_cells import Label, holds_for_sheets, labels_in
from partner_analytics.importers.tables.rows.notable_rows import THIN
from partner_analytics.importers.tables.rows.row_labels import is_as_of
from partner_analytics.importers.tables.rows.sheet_rows import Grid
from partner_analytics.trackers import Tracker

Cells = tuple[HeaderCell, ...]
Labels = Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """One header of one table; rows are positions in `Sheet.cells`.

    `matches` holds the trackers it may belong to: one, unless nothing decides. `titles` are the
    rows above it that belong to the table, `labels` the labelled cells in them (by column, for
    the first match), `repeated` the rows further down that say the header once more.
    """

    position: int
    cells: Cells
    matches: tuple[HeaderMatch, ...]
    titles: range
    width: tuple[int, int | None]
    labels: Labels
    repeated: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[int, int]:
        """The first and the last sheet column with a header."""
        return self.cells[0].column, self.cells[-1].column

    def overlaps(self, cells: Cells) -> bool:
        """Whether it has sheet columns in common with these cells."""
        return self.columns[0] <= cells[-1].column and cells[0].column <= self.columns[1]


@dataclass(frozen=True, slots=True)
class HeaderSearch:
    """What the search for header rows goes by; `hints` are sheet name and file name."""

    grid: Grid
    trackers: tuple[Tracker, ...]
    spellings: Spellings
    hints: tuple[str, ...] = ()
    layout: SheetLayout = NOTHING_SETTLED
    known: dict[Cells, list[HeaderMatch]] = field(default_factory=dict)

    def fits(self, cells: Cells) -> list[HeaderMatch]:
        """`headers.fits`, once for cells that come again and again."""
        if cells not in self.known:
            self.known[cells] = fits(cells, self.trackers, self.layout)
        return self.known[cells]

    def are_two(self, left: Cells, right: Cells) -> bool:
        """Whether cells beside each other are two headers: whole ones, or the same once more."""
        both = [self.fits(left), self.fits(right)]
        if {cell.text for cell in left} & {cell.text for cell in right}:
            return all(any(m.is_header_row() for m in matches) for matches in both)
        return all(any(m.is_header_row() and not m.missing() for m in matches) for matches in both)


def find_header_rows(search: HeaderSearch, candidates: Iterable[int]) -> list[HeaderRow]:
    """The header rows among the candidates, repetitions put down to the row they repeat."""
    rows: list[HeaderRow] = []
    for position in _lowest_of_merged(search, candidates):
        groups = _groups(search, position, rows)
        for at, cells in enumerate(groups):
            above = _nearest_above(rows, cells)
            titles = _titles(search, position, cells, rows[above] if above is not None else None)
            if above is not None and not titles and rows[above].cells == cells:
                rows[above] = replace(rows[above], repeated=(*rows[above].repeated, position))
                continue
            beside = len(groups) > 1 or (above is None and bool(rows))
            width = _width(groups, at, is_first=not rows) if beside else (1, None)
            row = _header_row(search, position, cells, titles, width)
            if row:
                rows.append(row)
    return _with_sheet_labels(search, rows)


def _lowest_of_merged(search: HeaderSearch, candidates: Iterable[int]) -> list[int]:
    """The candidates; where a header's cells are merged over two rows, the lower one alone."""
    found = set(candidates)
    for position in sorted(found):
        lower = search.grid.position(search.grid.merged_below(search.grid.line(position)))
        if lower is None or lower == position:
            continue
        cells = _cells(search.grid.row_with_merged(lower))
        if cells and any(match.is_header_row() for match in search.fits(cells)):
            found = (found - {position}) | {lower}
    return sorted(found)


def _groups(search: HeaderSearch, position: int, rows: Sequence[HeaderRow]) -> list[Cells]:
    """The cells of each header on a row: several where tables stand side by side."""
    runs = _runs(_cells(search.grid.row_with_merged(position)))
    if len(runs) > 1:
        # Beside a header there may be rows of a table that began further up.
        runs = [
            run
            for run in runs
            if any(cell.text in search.spellings for cell in run)
            or not any(row.columns[0] <= run[0].column <= row.columns[1] for row in rows)
        ]
    groups: list[Cells] = []
    for run in runs:
        if groups and not search.are_two(groups[-1], run):
            groups[-1] += run
        else:
            groups.append(run)
    return [part for group in groups for part in _split(search, group)]


def _split(search: HeaderSearch, cells: Cells) -> list[Cells]:
    """Tables without a column between them: the headers begin anew."""
    texts = [cell.text for cell in cells]
    for at in range(1, len(cells)):
        left, right = cells[:at], cells[at:]
        if texts[at] in texts[:at] and search.are_two(left, right):
            return [left, *_split(search, right)]
    return [cells]


def _width(groups: Sequence[Cells], at: int, *, is_first: bool) -> tuple[int, int | None]:
    """The sheet columns above which the labels of one of several headers stand."""
    first = 1 if is_first else groups[at][0].column
    return first, groups[at + 1][0].column - 1 if at + 1 < len(groups) else None


def _header_row(
    search: HeaderSearch,
    position: int,
    cells: Cells,
    titles: range,
    width: tuple[int, int | None],
) -> HeaderRow | None:
    """The header row, if enough of its cells is known."""
    matches = search.fits(cells)
    labels = {
        match.tracker.name: labels_in(search.grid, titles, match.tracker, width)
        for match in matches
    }
    likely = [match for match in matches if match.is_header_row(labels[match.tracker.name])]
    if not likely:
        return None
    nearest_first = [" ".join(search.grid.row(at, *width).values()) for at in reversed(titles)]
    chosen = choose(likely, labels, (*nearest_first, *search.hints))
    own = labels[chosen[0].tracker.name]
    return HeaderRow(position, cells, tuple(chosen), titles, width, own)


def _titles(search: HeaderSearch, position: int, cells: Cells, above: HeaderRow | None) -> range:
    """The rows above a header that belong to it: titles and labelled cells.

    Below another table these are rows set off by a gap, of lone cells and labels; without a gap
    only what names a tracker, labels a value or is merged across, as titles are.
    """
    if above is None:
        return range(position)
    first = position
    for block in search.grid.blocks_up(above.position, position):
        if block.start > above.position:
            if not all(_is_loose(search, at, cells) for at in block):
                break
            first = block.start
            continue
        rows = reversed(block)
        while (at := next(rows)) > above.position and is_title(search, at, cells):
            first = at
    return range(first, position)


def _is_loose(search: HeaderSearch, position: int, cells: Cells) -> bool:
    row = search.grid.row(position, cells[0].column, cells[-1].column)
    return len(row) < THIN or is_title(search, position, cells)


def is_title(search: HeaderSearch, position: int, cells: Cells) -> bool:
    """Whether a row above a header can only be a title: by what it says or how it is merged."""
    texts = list(search.grid.row(position, cells[0].column, cells[-1].column).values())
    if not 0 < len(texts) <= THIN:
        return False
    label, colon, _ = texts[0].partition(":")
    is_label = (label in search.spellings or is_as_of(label)) and (colon or len(texts) == THIN)
    is_merged = len(texts) == 1 and search.grid.is_merged_across(search.grid.line(position))
    names = any(names_tracker(text, tracker) for text in texts for tracker in search.trackers)
    return bool(is_label or is_merged or (names and len(texts) == 1))


def _with_sheet_labels(search: HeaderSearch, rows: Sequence[HeaderRow]) -> list[HeaderRow]:
    """The rows, those without a quarter or currency of their own with that atop the sheet."""
    if not rows:
        return []
    completed = []
    for row in rows:
        tracker = row.matches[0].tracker
        atop = labels_in(search.grid, range(rows[0].position), tracker)
        shared = {
            name: label for name, label in atop.items() if holds_for_sheets(tracker.column(name))
        }
        completed.append(replace(row, labels={**shared, **row.labels}))
    return completed


def _cells(row: Mapping[int, str]) -> Cells:
    return tuple(HeaderCell(column, " ".join(text.split())) for column, text in row.items())


def _runs(cells: Cells) -> list[Cells]:
    """The cells, split where a column is empty."""
    runs: list[Cells] = []
    for cell in cells:
        if runs and runs[-1][-1].column == cell.column - 1:
            runs[-1] += (cell,)
        else:
            runs.append((cell,))
    return runs


def _nearest_above(rows: Sequence[HeaderRow], cells: Cells) -> int | None:
    """Which of the header rows is the last over these cells' columns."""
    return max((at for at, row in enumerate(rows) if row.overlaps(cells)), default=None)
