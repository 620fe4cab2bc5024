"""The tables of any sheet, tracker or not: headers found by general rules, not by spelling."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from partner_analytics.addresses import column_letter
from partner_analytics.importers.exports.text_kinds import Kinds, TextKind, kinds_of_cells
from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.tables.headers.header_evidence import (
    VALUE_KINDS,
    ColumnBelow,
    is_header,
)

_ROWS_LOOKED_AT = 2_000  # below a header, to tell what kind its columns are
_MOST_TITLES = 60
_AS_FULL = 0.75  # a header has names for that many of the columns its rows fill
_NEXT_ROWS = 20
_MOSTLY = 0.75
_FEWEST_CONTRASTS = 2
_FEWEST_OTHERS = 2
_FEWEST_VALUES = 3
_FEWEST_WORDS = 3

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table by the positions of its rows in `Sheet.cells`.

    `columns` are its sheet columns, `names` their headers: where one is empty or comes twice, the
    column's letter stands with it. `repeated` are rows that say the header once more.
    """

    header: int
    header_row: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    rows: tuple[int, ...]
    repeated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlainTables:
    """The tables of a sheet, top to bottom.

    `headerless` is the row that should have been a header and is none, `second_headers` are rows
    of a table that look like the header of another one, `notes` what stands below the last table.
    """

    tables: tuple[PlainTable, ...]
    headerless: int | None = None
    second_headers: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


class _Looks:
    """A sheet with the kind of each of its cells."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.lines: Positions = sheet.cells["line"].to_numpy()
        self.kinds: Kinds = kinds_of_cells(sheet.cells)
        self.used = np.flatnonzero((self.kinds != TextKind.EMPTY).any(axis=0))

    @cached_property
    def filled(self) -> Positions:
        """How many cells of each row hold something."""
        filled: Positions = (self.kinds != TextKind.EMPTY).sum(axis=1)
        return filled

    def texts(self, position: int) -> list[str]:
        """The texts of a row, over all columns from the first to the last used one."""
        return [self.sheet.cells[f"c{at + 1}"][position].as_py() or "" for at in self.span]

    def column(self, at: int, positions: Positions) -> pa.ChunkedArray:
        """The texts of a column (from 0) at some rows."""
        texts = self.sheet.cells[f"c{at + 1}"].take(pa.array(positions, pa.int64()))
        return texts.cast(pa.string())

    @property
    def span(self) -> range:
        """The columns of the table, from 0: all of a text file, of a sheet those in use."""
        if self.sheet.name is None:
            return range(self.kinds.shape[1])
        return range(int(self.used[0]), int(self.used[-1]) + 1)


def find_plain_tables(sheet: Sheet) -> PlainTables:
    """Find the header of a sheet and the rows below it.

    The header is the first row that names nearly as many columns as the rows below it fill, if
    it shows that it is no row itself. A text file holds one table; on a sheet of a workbook a
    second header begins another one.
    """
    looks = _Looks(sheet)
    positions = np.flatnonzero(looks.filled)
    is_loose = np.isin(looks.lines[positions], list(sheet.loose_lines))
    left = positions[~is_loose]
    left = left[_first_full(looks.filled[left]) :]
    if len(left) == 0:
        return PlainTables(())
    has_titles = left[0] != positions[~is_loose][0]
    if (has_titles and _may_be_row(looks, left)) or not _names_columns(looks, left):
        return PlainTables((), headerless=int(left[0]))
    if sheet.name is not None:
        return PlainTables(tuple(_tables_of_sheet(looks, left)))
    return PlainTables(
        (_table(looks, left),),
        second_headers=tuple(_second_headers(looks, left)),
        notes=tuple(int(at) for at in positions[is_loose] if at > left[0]),
    )


def _tables_of_sheet(looks: _Looks, left: Positions) -> Iterator[PlainTable]:
    """Yield the tables one below the other, each from its header on."""
    for header in _second_headers(looks, left):
        below = left[left >= header]
        is_as_full = looks.filled[header] >= _AS_FULL * looks.filled[left[0]]
        if is_as_full and _names_columns(looks, below):
            yield _table(looks, _less_titles(looks, left[left < header]))
            yield from _tables_of_sheet(looks, below)
            return
    yield _table(looks, left)


def _table(looks: _Looks, rows: Positions) -> PlainTable:
    header, rows = int(rows[0]), rows[1:]
    repeated = _same_as(looks, header, rows)
    return PlainTable(
        header,
        int(looks.lines[header]),
        tuple(column + 1 for column in looks.span),
        tuple(_names(looks, header)),
        tuple(map(int, np.setdiff1d(rows, repeated))),
        tuple(map(int, repeated)),
    )


def _less_titles(looks: _Looks, rows: Positions) -> Positions:
    """Leave out the single cells at the end: they are titles of the table below."""
    while len(rows) > 1 and looks.filled[rows[-1]] == 1:
        rows = rows[:-1]
    return rows


def _second_headers(looks: _Looks, left: Positions) -> Iterator[int]:
    """Yield the rows that are headers anew: like one, or the same once more further down."""
    header, rows = int(left[0]), left[1:]
    repeated = _same_as(looks, header, rows)
    right_below = header + np.arange(1, len(repeated) + 1)
    is_anew = repeated != right_below
    unlike = np.setdiff1d(rows, repeated)
    yield from sorted({*_header_like(looks, unlike), *map(int, repeated[is_anew])})


def _first_full(filled: Positions) -> int:
    """Return the first row that fills nearly as many columns as those right below it."""
    for at in range(min(len(filled), _MOST_TITLES)):
        most = int(filled[at : at + _NEXT_ROWS].max())
        if filled[at] >= min(_AS_FULL * most, max(most - 1, 2)):
            return at
    return 0


def _may_be_row(looks: _Looks, rows: Positions) -> bool:
    """Tell whether the first of these rows may be one of those below what seemed a title.

    It may where nothing stands below it, or something in a column that it leaves without a name,
    and in two columns of a text file, where a title looks like a row that misses a value.
    """
    if looks.sheet.name is None and len(looks.span) == 2:
        return True
    is_unnamed = looks.kinds[rows[0]] == TextKind.EMPTY
    is_used = (looks.kinds[rows[1:]] != TextKind.EMPTY).any(axis=0)
    return len(rows) == 1 or bool((is_unnamed & is_used).any())


def _names_columns(looks: _Looks, rows: Positions) -> bool:
    """Tell whether the first of these rows is the header of the others."""
    header, rows = int(rows[0]), rows[1:]
    texts = looks.texts(header)
    kinds = [TextKind(int(looks.kinds[header, at])) for at in looks.span]
    below = rows[:_ROWS_LOOKED_AT]
    same = _same_as(looks, header, below)
    below = np.setdiff1d(below, same)
    columns = [_column_below(looks, at, below) for at in looks.span]
    return is_header(texts, kinds, columns)


def _column_below(looks: _Looks, at: int, rows: Positions) -> ColumnBelow:
    texts = looks.column(at, rows).drop_null().unique().to_pylist()
    return ColumnBelow(looks.kinds[rows, at], frozenset(text.strip().casefold() for text in texts))


def _same_as(looks: _Looks, header: int, rows: Positions) -> Positions:
    """Return those of the rows that say what the header says."""
    texts = looks.texts(header)
    likely: Positions = rows[looks.filled[rows] == looks.filled[header]]
    for at, text in zip(looks.span, texts, strict=True):
        if len(likely) == 0:
            break
        column = looks.column(at, likely).to_pylist()
        is_same = [(cell or "").strip() == text.strip() for cell in column]
        likely = likely[np.array(is_same, bool)]
    return likely


def _header_like(looks: _Looks, rows: Positions) -> Iterator[int]:
    """Yield the rows of words alone, standing in columns in which other rows have values.

    The others are all others of the table, or all above, or all below: there may be words on the
    other side, of another table.
    """
    kinds = looks.kinds[rows]
    is_value = np.isin(kinds, VALUE_KINDS)
    is_word = (kinds > TextKind.BLANK) & ~is_value
    contrasts = is_word & (
        _mostly_values(is_value, is_word)
        | _values_above(is_value, is_word)
        | _values_above(is_value[::-1], is_word[::-1])[::-1]
    )
    is_like = (contrasts.sum(axis=1) >= _FEWEST_CONTRASTS) & ~is_value.any(axis=1)
    for at in np.flatnonzero(is_like):
        names = [
            looks.column(int(column), rows[at : at + 1])[0].as_py().strip()
            for column in np.flatnonzero(contrasts[at])
        ]
        has_letters = all(any(map(str.isalpha, name)) for name in names)
        if has_letters and len(set(names)) == len(names):
            yield int(rows[at])


def _mostly_values(is_value: Flags, is_word: Flags) -> Flags:
    """Flag the words of columns in which the other rows mostly have values."""
    values = is_value.sum(axis=0)
    others = values + is_word.sum(axis=0) - 1
    fewest = np.full((len(is_value), 1), _FEWEST_OTHERS)
    if len(is_value) == _FEWEST_OTHERS and is_word[0].sum() >= _FEWEST_WORDS:
        fewest[0] = 1  # units below the header of a single row
    flags: Flags = (others >= fewest) & (values >= _MOSTLY * others)
    return flags


def _values_above(is_value: Flags, is_word: Flags) -> Flags:
    """Flag the first word of a column below several values."""
    flags: Flags = (is_word.cumsum(axis=0) == 1) & (is_value.cumsum(axis=0) >= _FEWEST_VALUES)
    return flags


def _names(looks: _Looks, header: int) -> Iterator[str]:
    texts = [" ".join(text.split()) for text in looks.texts(header)]
    for at, text in zip(looks.span, texts, strict=True):
        letter = column_letter(at + 1)
        yield text if text and texts.count(text) == 1 else f"{text} [{letter}]".strip()
