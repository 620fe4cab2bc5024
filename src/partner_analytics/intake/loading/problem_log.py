"""The problems of a table, as its batches bring them: each once, and of a kind not too many."""

from collections.abc import Iterable

import pandas as pd

from partner_analytics.problems import MOST_TOLD, Problem, standing_for

# What makes two problems of one kind: code and column.
Kind = tuple[str, str | None]
_NO_CELLS = pd.DataFrame(columns=["_row", "column", "code"])


class Telling:
    """Collects the problems of one table: memory stays small, however many cells are wrong."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._told: list[Problem] = list(problems)
        self._counts: dict[Kind, int] = {}
        self._rest: dict[Kind, tuple[Problem, int]] = {}  # the first and the last one's row
        self._notes: set[tuple[str, str | None, str]] = set()
        self._untold: list[pd.DataFrame] = []

    def add(self, problems: Iterable[Problem]) -> None:
        """Tell problems, of each kind the first 1,000 one by one; those of no row all."""
        rest = []
        for problem in problems:
            kind = (problem.code, problem.column)
            self._counts[kind] = self._counts.get(kind, 0) + 1
            if problem.row is None or self._counts[kind] <= MOST_TOLD:
                self._told.append(problem)
            else:
                first, _ = self._rest.get(kind, (problem, problem.row))
                self._rest[kind] = first, problem.row
                rest.append((problem.row, problem.column, problem.code))
        self.leave_out(pd.DataFrame(rest, columns=list(_NO_CELLS)))

    def leave_out(self, cells: pd.DataFrame) -> None:
        """Take note of cells (`_row`, `column`, `code`) that are not told one by one."""
        self._untold.append(cells)

    def add_notes(self, notes: Iterable[Problem]) -> None:
        """Tell what holds for a whole column, which every batch says again."""
        for note in notes:
            key = (note.code, note.column, note.found)
            if key not in self._notes:
                self._notes.add(key)
                self._told.append(note)

    def problems(self) -> list[Problem]:
        """All that is to be told; of a kind with too many one stands for the rest."""
        rest = [
            first if first.row == last else standing_for(first, "and more like it", last)
            for first, last in self._rest.values()
        ]
        return [*self._told, *rest]

    def untold(self) -> pd.DataFrame:
        """The cells that are not told one by one: they are unreadable all the same."""
        return pd.concat([_NO_CELLS, *self._untold])
