"""What became of a file's problems since its earlier version."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from partner_analytics.problems import Problem, found_itself, stands_for_others

_LETTERS = re.compile("[A-Z]")


@dataclass(frozen=True)
class Mending:
    """The problems that are gone, still there and new since the earlier version of a file."""

    gone: tuple[Problem, ...]
    still: tuple[Problem, ...]
    new: tuple[Problem, ...]

    def __str__(self) -> str:
        """In one sentence."""
        noun = "problem" if len(self.gone) == 1 else "problems"
        return f"{len(self.gone)} {noun} gone, {len(self.still)} still there, {len(self.new)} new"


def mending(
    before: Sequence[Problem], after: Sequence[Problem], *, of_text: bool = False
) -> Mending:
    """Match problems by kind, sheet, row, column and what was found.

    `of_text` says that the two may be a text file and its annotated workbook, in which the lines
    of the one are the rows of the other. What is told by itself since there are fewer of its kind
    was there before.
    """
    together = {(one.code, one.column) for one in before if stands_for_others(one)}
    left = Counter(_key(problem, of_text) for problem in before)
    still: list[Problem] = []
    new: list[Problem] = []
    for problem in after:
        key = _key(problem, of_text)
        was_there = left[key] > 0 or (problem.code, problem.column) in together
        (still if was_there else new).append(problem)
        left[key] -= 1
    gone = []
    for problem in reversed(before):
        key = _key(problem, of_text)
        if left[key] > 0:
            gone.append(problem)
            left[key] -= 1
    return Mending(tuple(reversed(gone)), tuple(still), tuple(new))


def _key(problem: Problem, of_text: bool) -> Hashable:
    row = problem.line or problem.row
    if problem.cell:
        row = int(_LETTERS.sub("", problem.cell.partition(":")[0]))
    sheet = None if of_text else problem.sheet
    return problem.code, sheet, row, problem.column, found_itself(problem)
