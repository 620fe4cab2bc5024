"""The sheet rows of a long table in little memory: as runs of consecutive ones."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Lines = npt.NDArray[np.int64]


class LineRuns:
    """Ascending sheet rows by position, counted from 0; nearly all follow on one another.

    >>> lines = LineRuns.of([[3, 4, 5], [6, 9]])
    >>> len(lines), lines[0], lines[-1], lines.between(2, 5).tolist(), lines.run_starts.tolist()
    (5, 3, 9, [5, 6, 9], [0, 4])
    >>> [lines.insertion(line) for line in (1, 5, 7, 9, 12)]
    [0, 2, 4, 4, 5]
    """

    def __init__(self, run_starts: Lines, first_lines: Lines, count: int) -> None:
        self.run_starts = run_starts
        self._first_lines = first_lines
        self._count = count

    @classmethod
    def of(cls, parts: Iterable[Any]) -> Self:
        """The runs of rows that come in parts, each ascending and after the one before."""
        return cls.joined([cls._of(np.asarray(part, dtype=np.int64)) for part in parts])

    @classmethod
    def _of(cls, lines: Lines) -> Self:
        begins = np.flatnonzero(np.diff(lines, prepend=-1) != 1)
        return cls(begins, lines[begins], len(lines))

    @classmethod
    def joined(cls, parts: Sequence["LineRuns"]) -> Self:
        """All rows of the parts, each of which lies after the one before."""
        offsets = np.cumsum([0, *(len(part) for part in parts)])
        empty = np.empty(0, np.int64)
        starts = [part.run_starts + at for part, at in zip(parts, offsets, strict=False)]
        run_starts = np.concatenate([empty, *starts])
        first_lines = np.concatenate([empty, *(part._first_lines for part in parts)])
        # A part may begin with the row that follows on the last one of the part before.
        is_new = np.diff(first_lines, prepend=-1) != np.diff(run_starts, prepend=-1)
        is_new[:1] = True
        return cls(run_starts[is_new], first_lines[is_new], int(offsets[-1]))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, position: int) -> int:
        if position < 0:
            position += self._count
        if not 0 <= position < self._count:
            raise IndexError(position)
        run = int(np.searchsorted(self.run_starts, position, side="right")) - 1
        return int(self._first_lines[run] + position - self.run_starts[run])

    def insertion(self, line: int) -> int:
        """The position of a sheet row, or that of the next one that is there."""
        run = int(np.searchsorted(self._first_lines, line, side="right")) - 1
        if run < 0:
            return 0
        stop = self.run_starts[run + 1] if run + 1 < len(self.run_starts) else self._count
        return int(min(self.run_starts[run] + line - self._first_lines[run], stop))

    def position(self, line: int) -> int | None:
        """The position of a sheet row; None where it is not there."""
        at = self.insertion(line)
        return at if at < self._count and self[at] == line else None

    def between(self, start: int, stop: int) -> Lines:
        """The sheet rows from one position to before another."""
        positions = np.arange(start, stop, dtype=np.int64)
        runs = np.searchsorted(self.run_starts, positions, side="right") - 1
        rows: Lines = self._first_lines[runs] + positions - self.run_starts[runs]
        return rows
