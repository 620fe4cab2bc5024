"""Problems as data: what is wrong in an export, at which cell, and what to do about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from partner_analytics.errors import Place

# Problems of one kind that are told one by one; where there are more, one stands for the others.
MOST_TOLD = 1_000

_OTHERS = re.compile(r" \([^()]*, the last in (?:row|line) [0-9]+\)$")

One = TypeVar("One")


class Severity(StrEnum):
    """An error keeps a value or row out of the tables; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one export.

    `row` is the sheet row (1-based) of the table row it belongs to, `column` the tracker's
    column name, `partner` and `owner` the texts of that row, where there are such.
    `consequence_of` names the row (`row_key`) or the file whose problem it follows from.
    """

    code: str
    severity: Severity
    file: str
    found: str
    expected: str
    remedy: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    row: int | None = None
    header: str | None = None
    tracker: str | None = None
    column: str | None = None
    partner: str | None = None
    owner: str | None = None
    consequence_of: str | None = None

    @property
    def row_key(self) -> str:
        """What names its row: file, sheet and row."""
        return row_key(self.file, self.sheet, self.row or self.line)

    @property
    def place(self) -> Place:
        """Where it is, for a message."""
        return Place(self.file, self.sheet, self.cell, self.line, self.header)

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {self.found}. {self.remedy}"


def row_key(file: str, sheet: str | None, row: int | None) -> str:
    """What names a row of an export among the rows of all.

    >>> row_key("Q1.xlsx", "Pipeline", 5), row_key("pipeline.csv", None, 3)
    ('Q1.xlsx|Pipeline|5', 'pipeline.csv||3')
    """
    return f"{file}|{sheet or ''}|{'' if row is None else row}"


def told_and_untold(places: Sequence[One]) -> tuple[Sequence[One], Sequence[One]]:
    """The places of problems of one kind that are told, and those that need not be.

    Of too many it is the first ones, one more than are told one by one, and the last.

    >>> told, untold = told_and_untold(range(1_100))
    >>> told[-2:], untold[0], untold[-1]
    ([1000, 1099], 1001, 1098)
    >>> told_and_untold("ab")
    (['a', 'b'], '')
    """
    at = MOST_TOLD + 1
    return [*places[:at], *places[at:][-1:]], places[at:-1]


def standing_for(first: Problem, others: str, last_row: int) -> Problem:
    """One problem, at the first of several places, for all of them.

    >>> one = Problem("x", Severity.ERROR, "a.csv", "5", "a price", "Check it.", line=7, row=7)
    >>> print(standing_for(one, "and 12 more", 1998))
    a.csv, line 7: expected a price, found 5 (and 12 more, the last in line 1998). Check it.
    """
    place = "row" if first.line is None else "line"
    return replace(first, found=f"{first.found} ({others}, the last in {place} {last_row})")


def stands_for_others(problem: Problem) -> bool:
    """Whether a problem was made to stand for others.

    >>> one = Problem("x", Severity.ERROR, "a.csv", "5", "a price", "Check it.", line=7, row=7)
    >>> stands_for_others(one), stands_for_others(standing_for(one, "and 12 more", 1998))
    (False, True)
    """
    return bool(_OTHERS.search(problem.found))


def found_itself(problem: Problem) -> str:
    """What was found at the place of a problem, without the others it stands for."""
    return _OTHERS.sub("", problem.found)
