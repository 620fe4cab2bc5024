"""Problems by their cause: what is wrong once is said once, with all its places."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partner_analytics.errors import Place
from partner_analytics.problems import Problem, Severity, found_itself

MOST_PLACES = 3
# What is mended once for a whole file, in whatever columns of whatever sheets it is found; what the
# remedies name (a currency) tells one from another.
_OF_FILES = frozenset(("no-exchange-rate",))

# How much a problem costs: the smaller the worse.
Cost = Callable[[Problem], int]


@dataclass(frozen=True, slots=True)
class Cause:
    """Problems that are mended in one way, and those that are gone once they are.

    The problems share code, severity, remedy and (but for what a file has but once) the column; the
    first stands for them.
    """

    problems: tuple[Problem, ...]
    consequences: tuple[Problem, ...] = ()

    @property
    def first(self) -> Problem:
        """The problem that is told in full."""
        return self.problems[0]

    def __str__(self) -> str:
        """In one sentence or two, with the first places."""
        first = self.first
        found = _listed([found_itself(p) for p in self.problems]) if self._alike else first.found
        others = len({(p.file, p.sheet) for p in self.problems}) - 1
        more = f" ({_elsewhere(self.problems)})" if others else ""
        if not self._alike:
            more = f" (and {len(self.problems) - 1:,} more like it){more}"
        elif len(self.problems) == 1:
            found = first.found
        return f"{_place(self.problems)}: expected {first.expected}, found {found}{more}. " + (
            first.remedy
        )

    @property
    def _alike(self) -> bool:
        return all(problem.expected == self.first.expected for problem in self.problems)

    def consequence(self) -> str:
        """What follows from it, in one sentence; empty where nothing does."""
        if not self.consequences:
            return ""
        files: dict[tuple[str, str | None], list[Problem]] = {}
        for problem in self.consequences:
            files.setdefault((problem.file, problem.sheet), []).append(problem)
        places = [_place(problems) for problems in files.values()]
        count = len(self.consequences)
        noun = "problem follows" if count == 1 else "problems follow"
        names = _listed([problem.found for problem in self.consequences])
        return f"{count:,} {noun} from it ({names} is unknown): {_listed(places, '; ')}."

    def as_data(self) -> dict[str, Any]:
        """As plain values, for programs."""
        first = self.first
        return {
            "severity": str(first.severity),
            "code": first.code,
            "tracker": first.tracker,
            "column": first.column,
            "count": len(self.problems),
            "places": [str(problem.place) for problem in self.problems],
            "expected": first.expected,
            "found": first.found,
            "remedy": first.remedy,
            "consequences": [str(problem.place) for problem in self.consequences],
        }


def causes(problems: Iterable[Problem], cost: Cost) -> list[Cause]:
    """Problems by their cause, the costliest first, then those with most problems.

    Of one cause are those of a sheet that share code, column and remedy, and the same on other
    sheets and in other files where the same was found. What follows from a problem stands under
    its cause, if that is among them.
    """
    own: list[Problem] = []
    following: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.consequence_of:
            following.setdefault(problem.consequence_of, []).append(problem)
        else:
            own.append(problem)
    groups = _same_elsewhere(_by(own, _within_sheet).values())
    # What does not follow from anything here is a cause itself: its remedy says where to look.
    heads = {problem.row_key for group in groups for problem in group} | {p.file for p in own}
    loose = {key: found for key, found in following.items() if key not in heads}
    found = [_with_consequences(group, following) for group in groups]
    found += [Cause(tuple(group)) for group in loose.values()]
    return sorted(
        found,
        key=lambda cause: (
            cause.first.severity is not Severity.ERROR,
            min(cost(problem) for problem in cause.problems),
            -len(cause.problems) - len(cause.consequences),
        ),
    )


def _with_consequences(group: list[Problem], following: dict[str, list[Problem]]) -> Cause:
    """A cause with what follows from its rows, or from its file if that was rejected for it."""
    keys = dict.fromkeys(problem.row_key for problem in group)
    keys.update(dict.fromkeys(p.file for p in group if p.severity is Severity.ERROR))
    return Cause(tuple(group), tuple(p for key in keys for p in following.pop(key, ())))


def _within_sheet(problem: Problem) -> Hashable:
    sheet = None if problem.code in _OF_FILES else problem.sheet
    return (problem.file, sheet, *_kind(problem))


def _kind(problem: Problem) -> tuple[Hashable, ...]:
    told = (problem.severity, problem.code, problem.remedy)
    return told if problem.code in _OF_FILES else (*told, problem.tracker, problem.column)


def _same_elsewhere(groups: Iterable[list[Problem]]) -> list[list[Problem]]:
    """Groups of different sheets or files in which the same was found, as one."""
    merged: dict[Hashable, list[Problem]] = {}
    for group in groups:
        texts = frozenset((found_itself(p), p.expected) for p in group)
        merged.setdefault((_kind(group[0]), texts), []).extend(group)
    return list(merged.values())


def _by(
    problems: Iterable[Problem], key: Callable[[Problem], Hashable]
) -> Mapping[Hashable, list[Problem]]:
    groups: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    return groups


def _place(problems: Sequence[Problem]) -> str:
    """The places of some problems on the first one's sheet.

    >>> from dataclasses import replace
    >>> one = Problem("x", Severity.ERROR, "a.csv", "5", "a price", "Check it.", line=7, header="P")
    >>> _place([one]), _place([one, replace(one, line=9)])
    ('a.csv, line 7 "P"', 'a.csv, lines 7, 9 "P"')
    """
    first = problems[0]
    if len(problems) == 1:
        return str(first.place)
    here = [p for p in problems if (p.file, p.sheet) == (first.file, first.sheet)]
    header = first.header if len({p.header for p in here}) == 1 else None
    if len(here) == 1 or all(p.cell is None and p.line is None for p in here):
        return str(Place(first.file, first.sheet, first.cell, first.line, header))
    noun = "cells" if first.cell else "lines"
    cells = _listed([p.cell or f"{p.line}" for p in here if p.cell or p.line is not None])
    text = f"{Place(first.file, first.sheet)}, {noun} {cells}"
    return f'{text} "{header}"' if header else text


def _elsewhere(problems: Sequence[Problem]) -> str:
    """Where else the same is: other files, or other sheets of the one."""
    first = problems[0]
    files = [name for name in dict.fromkeys(p.file for p in problems) if name != first.file]
    if files:
        return f"the same in {_listed(files)}"
    sheets = dict.fromkeys(p.sheet or "" for p in problems if p.sheet != first.sheet)
    named = [f'sheet "{name}"' for name in sheets]
    return f"the same on {_listed(named)}"


def _listed(texts: Sequence[str], sign: str = ", ") -> str:
    """The first texts, each once, and how many more there are.

    >>> _listed(["a", "b", "a", "c", "d"])
    'a, b, c and 1 more'
    """
    once = list(dict.fromkeys(texts))
    more = len(once) - MOST_PLACES
    return sign.join(once[:MOST_PLACES]) + (f" and {more:,} more" if more > 0 else "")
