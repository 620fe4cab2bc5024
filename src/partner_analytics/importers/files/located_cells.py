"""Located cells: what every kind of file becomes before anything in it is understood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

import pyarrow as pa

from partner_analytics.importers.files.format_runs import NO_FORMATS, CellFormats
from partner_analytics.problems import Problem

if TYPE_CHECKING:  # the child process does without the grammar of values
    from partner_analytics.grammar import DateSystem

Visibility = Literal["visible", "hidden", "very hidden"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file separates and quotes its fields; a quote is doubled or `escape`d.

    `is_spaced` where spaces behind a delimiter belong to it, as in `Lutron, "Coopersburg, PA"`.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    is_spaced: bool = False


def _nothing_to_release() -> None:
    """The cells were made in memory."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One grid of text cells, each still at the place it came from.

    `cells` holds `line` (int64) and `c1`..`cN` (string, or dictionary of strings where few texts
    come again and again). `line` is the 1-based sheet row, for a text file the line its record
    starts on. An empty cell is null. Wholly empty rows are left out: gaps in `line` show them. The
    text of a merged range stands in its top-left cell only. `release` gives back the memory of
    the cells looked at so far, which may be those of a large file.
    `date_system` says from when a workbook counts days.
    `loose_lines` are the lines of a text file with fewer fields than its table has: titles above
    it and notes below it.
    `formats` are the number formats that show more than a number, `totals` the ranges of the
    totals rows of spreadsheet tables, `ruled` those of cells that a rule of conditional formatting
    may show by another number format, with that.
    """

    name: str | None
    visibility: Visibility
    cells: pa.Table
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    date_system: "DateSystem | None" = None
    loose_lines: frozenset[int] = frozenset()
    formats: CellFormats = NO_FORMATS
    totals: tuple[str, ...] = ()
    ruled: tuple[tuple[str, str], ...] = ()
    release: Callable[[], None] = field(default=_nothing_to_release, repr=False)

    @classmethod
    def of(
        cls,
        rows: Iterable[Sequence[str | None]],
        name: str | None = None,
        *,
        first_line: int = 1,
        visibility: Visibility = "visible",
        merged: Sequence[str] = (),
    ) -> Self:
        """Place `rows` one below the other from `first_line`; short rows end in empty cells.

        >>> sheet = Sheet.of([["Partner", "Tier"], [], ["Lutron", None]], first_line=3)
        >>> sheet.cells.to_pydict()
        {'line': [3, 5], 'c1': ['Partner', 'Lutron'], 'c2': ['Tier', None]}
        """
        located = {first_line + at: list(row) for at, row in enumerate(rows) if any(row)}
        return cls(name, visibility, cells_table(located), tuple(merged))

    @property
    def row_count(self) -> int:
        """Rows that hold at least one cell."""
        return int(self.cells.num_rows)

    @property
    def column_count(self) -> int:
        """Columns from the first to the last used one."""
        return int(self.cells.num_columns) - 1


def cells_table(located: Mapping[int, Sequence[str | None]]) -> pa.Table:
    """Make `Sheet.cells` from rows by line; empty texts become null.

    >>> cells_table({2: ["a", "", "b"], 9: ["c"]}).to_pydict()
    {'line': [2, 9], 'c1': ['a', 'c'], 'c2': [None, None], 'c3': ['b', None]}
    """
    width = max((len(row) for row in located.values()), default=0)
    columns = {
        f"c{at + 1}": pa.array(
            [(row[at] or None) if at < len(row) else None for row in located.values()], pa.string()
        )
        for at in range(width)
    }
    return pa.table({"line": pa.array(list(located), pa.int64()), **columns})


@dataclass(frozen=True, eq=False)
class FileRead:
    """What one file holds: its sheets, what is wrong in it, or why nothing of it was read.

    `encoding` and `dialect` are those of a text file. Nothing is `accepted` where `sheets` is
    empty, and then an error among `problems` says why.
    """

    file: str
    sha256: str
    size: int
    encoding: str | None
    dialect: Dialect | None
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    accepted: bool
