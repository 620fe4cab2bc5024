"""Where on a sheet number formats write something beside their numbers, or instead of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from partner_analytics.addresses import address


class FormatRun(NamedTuple):
    """Cells one below the other whose numbers one format shows in one way.

    `is_clear` where the number a person sees is the stored one, or follows from it; `thousands`
    counts the commas that each show a thousandth without a word that says so. `lacks` is what is
    not to be seen of it: all of it, its sign, all digits but zeros, how many decimals it has, or
    its type, where it is a text such as 1.250, or that it counts, where it is struck out (the code
    is empty then); zeros are what is shown in front of it.
    """

    column: int
    first: int
    last: int
    code: str
    is_clear: bool = True
    thousands: int = 0
    lacks: Literal["", "number", "sign", "digits", "decimals", "type", "struck", "zeros"] = ""


@dataclass(slots=True)
class FormatsMet:
    """Gathers the formats of cells while a sheet is streamed, row by row."""

    runs: list[FormatRun] = field(default_factory=list)
    _open: dict[int, FormatRun] = field(default_factory=dict)

    def add(self, cell: FormatRun) -> None:
        """Note the format of the next cell of a column."""
        run = self._open.get(cell.column)
        if run is not None and run.last == cell.first - 1 and run[3:] == cell[3:]:
            self._open[cell.column] = run._replace(last=cell.last)
            return
        if run is not None:
            self.runs.append(run)
        self._open[cell.column] = cell

    def all(self) -> list[FormatRun]:
        """The runs of the whole sheet."""
        return [*self.runs, *self._open.values()]

    def unclear_cells(self) -> set[str]:
        """The cells that show another number than they hold."""
        return {
            address(row, run.column)
            for run in self.all()
            if not run.is_clear
            for row in range(run.first, run.last + 1)
        }


@dataclass(frozen=True, slots=True)
class CellFormats:
    """The formats of a sheet that show more than a number, as runs of cells, by sheet column."""

    runs: Mapping[int, Sequence[FormatRun]] = field(default_factory=dict)

    @classmethod
    def of(cls, runs: Iterable[FormatRun]) -> "CellFormats":
        """The runs of any order.

        >>> formats = CellFormats.of([FormatRun(3, 5, 9, '0" kr"')])
        >>> formats.at(3, 7), formats.at(3, 10)
        ('0" kr"', None)
        >>> struck = FormatRun(3, 7, 7, "", lacks="struck")
        >>> CellFormats.of([FormatRun(3, 5, 9, '0" kr"'), struck]).at(3, 7)
        '0" kr"'
        """
        by_column: dict[int, list[FormatRun]] = {}
        for run in sorted(runs):
            by_column.setdefault(run.column, []).append(run)
        return cls(by_column)

    def at(self, column: int, row: int) -> str | None:
        """The format's code of a cell, if it shows more than a number."""
        codes = (run.code for run in self.within(column, row, row) if run.code)
        return next(codes, None)

    def within(self, column: int, first: int, last: int) -> Iterator[FormatRun]:
        """The runs of a column that meet some rows."""
        for run in self.runs.get(column, ()):
            if run.first <= last and run.last >= first:
                yield run

    def without(self, column: int, row: int) -> "CellFormats":
        """The same but for one cell, which now holds another text.

        >>> formats = CellFormats.of([FormatRun(1, 2, 4, "0 k")]).without(1, 3)
        >>> [(run.first, run.last) for run in formats.within(1, 1, 9)]
        [(2, 2), (4, 4)]
        """
        if next(self.within(column, row, row), None) is None:
            return self
        kept: list[FormatRun] = []
        for run in self.runs[column]:
            if run.first <= row <= run.last:
                halves = (run._replace(last=row - 1), run._replace(first=row + 1))
                kept += [half for half in halves if half.first <= half.last]
            else:
                kept.append(run)
        return CellFormats({**self.runs, column: kept})


NO_FORMATS = CellFormats()
