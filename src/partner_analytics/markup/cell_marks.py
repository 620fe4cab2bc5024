"""A problem with the cell it is marked on, and what is said there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partner_analytics.problems import Problem, Severity

AUTHOR = "partner-analytics"
# First line of what we say in a comment; what people wrote stands above it.
COMMENT_TITLE = "Found by partner-analytics:"


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem, and the cell of the workbook it is marked on: none for a whole sheet or file."""

    problem: Problem
    sheet: str | None = None
    cell: str | None = None

    @property
    def target(self) -> tuple[str, str] | None:
        """Sheet and first cell."""
        if self.sheet is None or self.cell is None:
            return None
        return self.sheet, self.cell.partition(":")[0]


def by_cell(marks: Iterable[Mark]) -> dict[tuple[str, str], list[Problem]]:
    """The problems of each marked cell, errors first."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for mark in marks:
        if mark.target:
            found.setdefault(mark.target, []).append(mark.problem)
    return {
        target: sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
        for target, problems in found.items()
    }


def severity_of(problems: Sequence[Problem]) -> Severity:
    """The gravest severity of some problems."""
    has_error = any(problem.severity is Severity.ERROR for problem in problems)
    return Severity.ERROR if has_error else Severity.WARNING


def comment_text(problems: Sequence[Problem]) -> str:
    """What a cell's comment says below our title, a paragraph a problem."""
    return "\n".join(
        f"{problem.severity.capitalize()}: expected {problem.expected}, found {problem.found}. "
        f"{problem.remedy}"
        for problem in problems
    )
