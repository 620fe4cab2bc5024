"""Which tracker a header row belongs to, and which cell heads which of its columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from partner_analytics.addresses import column_letter
from partner_analytics.grammar import normalize, without_unit
from partner_analytics.importers.kept.layouts import NOTHING_SETTLED, SheetLayout
from partner_analytics.trackers import Column, Reads, Tracker, is_amount_column

# From this likeness on (of 100) a header is suggested for another spelling; never applied.
SIMILAR = 80
# A row with this share of known headers is one, even where a required header is missing.
SHARE = 0.5
FEWEST_KNOWN = 2
ENOUGH_KNOWN = 3

_SORTED = " ↑↓▲▼"
_SCALE = re.compile(r"\([^()]*\d[^()]*\)")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of a header row; `column` is 1-based."""

    column: int
    text: str

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it."""
        return column_letter(self.column)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A header row read as that of one tracker.

    `columns` holds the cell of each tracker column that has one, `members` those of a wide
    sheet by member. `clashes` are cells of which only one can head the column, by its header,
    `ignored` those a layout wants ignored.
    """

    tracker: Tracker
    cells: tuple[HeaderCell, ...]
    columns: Mapping[str, HeaderCell]
    members: Mapping[str, HeaderCell] = field(default_factory=dict)
    clashes: Mapping[str, tuple[HeaderCell, ...]] = field(default_factory=dict)
    ignored: tuple[HeaderCell, ...] = ()

    @property
    def used(self) -> frozenset[int]:
        """The sheet columns with a known header."""
        clashing = (cell for cells in self.clashes.values() for cell in cells)
        known = (*self.columns.values(), *self.members.values(), *clashing)
        return frozenset(cell.column for cell in known)

    @property
    def share(self) -> float:
        """Share of the header cells that are known."""
        return len(self.used) / max(len(self.cells) - len(self.ignored), 1)

    @property
    def unmapped(self) -> tuple[HeaderCell, ...]:
        """The header cells that head no column of the tracker, though they should."""
        mapped = {cell.column for cell in (*self.columns.values(), *self.members.values())}
        return tuple(
            cell for cell in self.cells if cell.column not in mapped and cell not in self.ignored
        )

    def missing(self, labelled: Iterable[str] = ()) -> list[Column]:
        """Required columns without a header, a member or a label above the table."""
        there = {*self.columns, *labelled}
        if self.members and self.tracker.wide:
            there |= {self.tracker.wide.names, self.tracker.wide.values}
        required = (column for column in self.tracker.read_columns if column.required)
        return [column for column in required if column.name not in there]

    def is_header_row(self, labelled: Iterable[str] = ()) -> bool:
        """Whether so much is known that the row must be a header of this tracker."""
        known = len(self.used)
        if self.missing(labelled):
            return known >= ENOUGH_KNOWN and self.share >= SHARE
        return known >= ENOUGH_KNOWN or (known >= FEWEST_KNOWN and self.share >= SHARE)


class Spellings:
    """All header spellings of some trackers, to tell cells that may head a column."""

    def __init__(self, trackers: Iterable[Tracker], layout: SheetLayout = NOTHING_SETTLED) -> None:
        known = set(layout.spellings)
        for tracker in trackers:
            for column in tracker.read_columns:
                known |= _folded(column.header, *column.spellings)
            for spellings in _member_spellings(tracker).values():
                known |= spellings
        self._known = frozenset(known)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._knows(text)

    def _knows(self, text: str) -> bool:
        if _fold(text) in self._known or _fold(_SCALE.sub(" ", text)) in self._known:
            return True
        bare = without_unit(text)
        return bare is not None and _fold(bare) in self._known


def match_headers(
    cells: Sequence[HeaderCell], tracker: Tracker, layout: SheetLayout = NOTHING_SETTLED
) -> HeaderMatch:
    """Read a header row as that of one tracker.

    A cell heads a column if it spells its header or one of its spellings, without regard to
    case, punctuation and white space; one of amounts may end in their unit ("in TEUR"). Where two
    cells do, the one with the header itself is taken; where that does not decide either, none is.
    What a layout says a cell means stands for what it spells.
    """
    ignored = tuple(cell for cell in cells if layout.is_ignored(cell.text))
    read = {cell: layout.spelling(cell.text, tracker) for cell in cells if cell not in ignored}
    folded = {cell: _fold(text) for cell, text in read.items()}
    columns: dict[str, HeaderCell] = {}
    clashes: dict[str, tuple[HeaderCell, ...]] = {}
    for header, fed in tracker.headers().items():
        spelled = _folded(header, *fed[0].spellings)
        found = [cell for cell in folded if folded[cell] in spelled]
        exact = [cell for cell in found if folded[cell] == normalize(header)]
        if not found and is_amount_column(fed[0]):
            bare = {cell: without_unit(text) for cell, text in read.items()}
            found = [cell for cell, text in bare.items() if text and _fold(text) in spelled]
        if len(exact) == 1:
            found = exact
        if len(found) == 1:
            columns.update({column.name: found[0] for column in fed})
        elif found:
            clashes[header] = tuple(found)
    _add_tool_columns(columns, clashes, folded, tracker, layout)
    members, torn = _match_members(read, tracker, columns)
    return HeaderMatch(tracker, tuple(cells), columns, members, {**clashes, **torn}, ignored)


def _add_tool_columns(
    columns: dict[str, HeaderCell],
    clashes: Mapping[str, tuple[HeaderCell, ...]],
    folded: Mapping[HeaderCell, str],
    tracker: Tracker,
    layout: SheetLayout,
) -> None:
    """Give columns that nothing heads the cell that heads them in exports of the tool."""
    free = {text: cell for cell, text in folded.items() if cell not in columns.values()}
    declared = {column.name: column for column in tracker.read_columns}
    for name, headers in (layout.tool.means if layout.tool else {}).items():
        if name not in declared or name in columns or declared[name].header in clashes:
            continue
        spelled = next((text for text in map(normalize, headers) if text in free), None)
        if spelled is not None:
            cell = free.pop(spelled)
            columns.update({c.name: cell for c in tracker.headers()[declared[name].header]})


def _match_members(
    read: Mapping[HeaderCell, str], tracker: Tracker, columns: Mapping[str, HeaderCell]
) -> tuple[dict[str, HeaderCell], dict[str, tuple[HeaderCell, ...]]]:
    """The member columns of a wide sheet; nothing for a long one."""
    if tracker.wide is None or tracker.wide.names in columns:
        return {}, {}
    taken = {cell.column for cell in columns.values()}
    free = {cell: text for cell, text in read.items() if cell.column not in taken}
    found: dict[str, list[HeaderCell]] = {}
    for member, spellings in _member_spellings(tracker).items():
        for cell, text in free.items():
            if _fold(_SCALE.sub(" ", text)) in spellings:
                found.setdefault(member, []).append(cell)
    members = {member: cells[0] for member, cells in found.items() if len(cells) == 1}
    return members, {member: tuple(cells) for member, cells in found.items() if len(cells) > 1}


def _member_spellings(tracker: Tracker) -> dict[str, set[str]]:
    """What may head the column of each member: its spellings, or those followed by "Rating"."""
    if tracker.wide is None:
        return {}
    choice = tracker.column(tracker.wide.names).choice
    values = tracker.column(tracker.wide.values)
    endings = {"", *(_SCALE.sub("", text) for text in (values.header, *values.spellings))}
    return {
        member: {normalize(f"{text} {end}") for text in (member, *spellings) for end in endings}
        for member, spellings in (choice.members if choice else {}).items()
    }


def _fold(text: str) -> str:
    """A header cell for comparing: reports mark the column they are sorted by with an arrow.

    >>> _fold("Account Name  ↑") == _fold("account name")
    True
    """
    return normalize(text.rstrip(_SORTED)) or normalize(text)


def _folded(*spellings: str) -> set[str]:
    return {normalize(spelling) for spelling in spellings}


def fits(
    cells: Sequence[HeaderCell],
    trackers: Iterable[Tracker],
    layout: SheetLayout = NOTHING_SETTLED,
) -> list[HeaderMatch]:
    """The trackers' readings of a row that know the most of its cells; several if they tie."""
    matches = [match_headers(cells, tracker, layout) for tracker in trackers]
    most = max((len(match.used) for match in matches), default=0)
    return [match for match in matches if len(match.used) == most] if most else []


def choose(
    matches: Sequence[HeaderMatch], labelled: Mapping[str, Iterable[str]], hints: Sequence[str]
) -> list[HeaderMatch]:
    """Of readings that tie, those that stand.

    First the ones that lack no required column, then the ones whose tracker a hint names (title
    row, sheet, file, in this order), then the ones that use the templates' own headers.
    """
    complete = [match for match in matches if not match.missing(labelled[match.tracker.name])]
    left = complete or list(matches)
    for hint in hints:
        lengths = [names_tracker(hint, match.tracker) for match in left]
        if len(left) > 1 and max(lengths) > 0:
            left = [
                match for match, length in zip(left, lengths, strict=True) if length == max(lengths)
            ]
    exact = [_own_headers(match) for match in left]
    return [match for match, count in zip(left, exact, strict=True) if count == max(exact)]


def _own_headers(match: HeaderMatch) -> int:
    columns = {cell.column: name for name, cell in match.columns.items()}
    return sum(
        normalize(cell.text) == normalize(match.tracker.column(columns[cell.column]).header)
        for cell in match.cells
        if cell.column in columns
    )


def names_tracker(text: str, tracker: Tracker) -> int:
    """How much of a title, sheet name or file name spells the tracker; 0 if nothing does.

    >>> from partner_analytics.trackers import TRACKERS
    >>> names_tracker("Quarterly Evaluation Q1", TRACKERS["evaluations"])
    20
    >>> names_tracker("Quarterly Evaluation Q1", TRACKERS["scorecards"])
    0
    """
    words = f" {normalize(text.replace('_', ' '))} "
    names = _folded(tracker.name.replace("_", " "), *tracker.sheets)
    return max((len(name) for name in names if f" {name} " in words), default=0)


def suggest_header(text: str, match: HeaderMatch) -> str | None:
    """The header of a column still without one that the text is closest to, if any is close."""
    free = {
        normalize(spelling): column.header
        for column in match.tracker.read_columns
        if column.name not in match.columns
        for spelling in (column.header, *column.spellings)
    }
    best = process.extractOne(normalize(text), list(free), scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return free[best[0]] if best else None


def suggest_texts(text: str, candidates: Sequence[str]) -> list[str]:
    """Those of some headers that are close to a text, the closest first.

    >>> suggest_texts("YTD Volume", ["Volume YTD", "Region"])
    ['Volume YTD']
    """
    folded = {candidate: normalize(candidate) for candidate in candidates}
    found = process.extract(
        normalize(text), folded, scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR
    )
    return [candidate for _, _, candidate in found]


def is_in_points(header: str, reads: Reads) -> bool:
    """Whether a plain 35 under this header is 35%: it is a percent column and says so.

    >>> is_in_points("Base Discount (%)", Reads.PERCENT), is_in_points("Weight", Reads.PERCENT)
    (True, False)
    """
    return reads is Reads.PERCENT and "%" in header
