"""By what a row shows that it is the header of the rows below it, whatever tracker or none.

A header is only believed where something speaks for it: a first row of values taken for names
would lose a row and mislead everyone who reads the columns after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from partner_analytics.importers.exports.text_kinds import Kinds, TextKind

# Kinds a column of values has and a name has not.
VALUE_KINDS = (TextKind.FIGURE, TextKind.LINK, TextKind.FLAG)
_MOST = 0.9  # a column is of a kind if this share of its filled cells is
_FEWEST_TO_TELL = 3  # rows from which on a number above texts may be a name
_SIGNS_A_DOUBT = 3  # signs that outweigh one cell which looks like a value
_MOST_FIGURES = 0.75  # numbers above words are names only where nearly all cells are
_STEM_AND_NUMBER = re.compile(r"(.*?\D)[ _.-]?([0-9]{1,4})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FEWEST_YEARS = 3
_IDENTIFIER = re.compile(r"[A-Za-z][a-z0-9]*(_[A-Za-z0-9]+)+|[a-z]+([A-Z][a-z0-9]+)+")
# What columns are called in any table.
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        account active address age amount area author balance bezeichnung brand category
        city ciudad class code column comment comments company contact content cost
        count country created currency date datetime datum day department description
        details email end fecha field file first firstname from gender group header hour
        id index item key kind label land language last lastname latitude level link
        list location longitude manager menge month name no nom nombre nr number order
        organisation organization ort owner parent partner path pays percent person
        phone place position postcode precio preis price priority prix product project
        quantity quarter rating reason reference region role row score section sector
        serial sex size sku source stage start state status street subject summary
        supplier tag team tel text time timestamp timezone title to total type tz unit
        units updated url user username uuid value vendor version ville weight wert year
        zip zipcode
        """,
    )
)


@dataclass(frozen=True, slots=True)
class ColumnBelow:
    """One column of the rows below a header: the kinds of its cells and some of its texts."""

    kinds: Kinds
    texts: frozenset[str]

    @property
    def kind(self) -> TextKind | None:
        """The kind nearly all its filled cells have, if there is one."""
        filled = self.kinds[self.kinds > TextKind.BLANK]
        if len(filled) == 0:
            return None
        counts = np.bincount(filled)
        most = int(counts.argmax())
        return TextKind(most) if counts[most] >= _MOST * len(filled) else None


def is_header(
    texts: Sequence[str], kinds: Sequence[TextKind], below: Sequence[ColumnBelow]
) -> bool:
    """Tell whether a row names the columns below it; an empty text is a column without a name.

    For it speak cells unlike all those below them (a word above figures), names that count on
    (2023, 2024, 2025) and, where nothing speaks against it, common names; against it cells that
    are values themselves or come again below. Alone in a file, a row of names is one.
    """
    signs = doubts = figures = 0
    counting = _counting(texts)
    for at, (text, kind, column) in enumerate(zip(texts, kinds, below, strict=True)):
        if kind == TextKind.EMPTY:
            continue
        if at in counting and not (kind == TextKind.FIGURE and _is_no_year(text, column)):
            signs += 1
        elif _stands_out(kind, column):
            signs += 1
            figures += kind in VALUE_KINDS
        elif kind in VALUE_KINDS or kind == TextKind.BLANK or text.casefold() in column.texts:
            doubts += 1
    if not any(len(column.kinds) for column in below):
        named = [text.strip() for text in texts if text.strip()]
        return not doubts and len(named) > 1 and len(set(named)) == len(named)
    if figures < _MOST_FIGURES * len(texts):
        signs -= figures
    if doubts:
        return signs >= _SIGNS_A_DOUBT * doubts
    return signs > 0 or _is_named(texts)


def _stands_out(kind: TextKind, column: ColumnBelow) -> bool:
    usual = column.kind
    if usual is None or kind == usual:
        return False
    if usual in VALUE_KINDS and kind in (TextKind.TEXT, TextKind.CODE, TextKind.PROSE):
        return True
    if kind == TextKind.TEXT:
        return usual in (TextKind.CODE, TextKind.PROSE)
    is_enough = int((column.kinds > TextKind.BLANK).sum()) >= _FEWEST_TO_TELL
    return is_enough and kind in VALUE_KINDS


def _is_no_year(text: str, column: ColumnBelow) -> bool:
    """Tell whether a number above numbers is anything but a year."""
    is_year = text.strip().isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR
    return column.kind in (TextKind.FIGURE, None) and not is_year


def _counting(texts: Sequence[str]) -> set[int]:
    """Return the places of cells that count on: a, b, c; field1, field2; 2023, 2024, 2025.

    >>> _counting(["Partner", "Q1", "Q2"]), _counting(["a", "b"]), _counting(["a", "c"])
    ({1, 2}, {0, 1}, set())
    """
    marks = [_mark(text.strip()) for text in texts]
    found: set[int] = set()
    run = [0]
    for at, (left, right) in enumerate(pairwise(marks), start=1):
        if left and right and left[0] == right[0] and right[1] == left[1] + 1:
            run.append(at)
            continue
        found |= _long_enough(run, marks)
        run = [at]
    return found | _long_enough(run, marks)


def _long_enough(run: list[int], marks: Sequence[tuple[str, int] | None]) -> set[int]:
    first = marks[run[0]] if run and marks else None
    fewest = _FEWEST_YEARS if first and first[0] == "" else 2
    return set(run) if len(run) >= fewest else set()


def _mark(text: str) -> tuple[str, int] | None:
    """Split a text into its stem and its place in a count."""
    if len(text) == 1 and text.isalpha():
        return "letter " + ("A" if text.isupper() else "a"), ord(text)
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return "", int(text)
    match = _STEM_AND_NUMBER.fullmatch(text)
    return (match[1].casefold(), int(match[2])) if match else None


def _is_named(texts: Sequence[str]) -> bool:
    """Tell whether half the cells have names as columns commonly have."""
    named = [text for text in texts if text.strip()]
    common = sum(
        1
        for text in named
        if _IDENTIFIER.fullmatch(text.strip())
        or not _NAMES.isdisjoint(re.split(r"[\W_]+", text.casefold()))
    )
    return len(named) > 0 and common * 2 >= len(named)
