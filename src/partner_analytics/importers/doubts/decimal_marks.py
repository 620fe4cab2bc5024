"""What decimal mark the numbers of a column prove: 1.250.000 says what the points of 400.000 are.

No value is read here. A text proves a mark where it can be a number with that mark only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.importers.values.text_bytes import DIGITS, bytes_of

_START, _END = "(?:^|[^0-9.,])", "(?:[^0-9.,]|$)"
# The kinds of texts: groups prove the other sign to be the decimal mark; so does a fraction that
# no group of three can be. Either kind has one sign before three digits.
COMMA_GROUPS, POINT_GROUPS = "1,250,000", "1.250.000"
COMMA_FRACTION, POINT_FRACTION = "32,5", "32.5"
EITHER_COMMA, EITHER_POINT, EITHER_POINT_NUMBER = "400,000", "400.000", "400.125"
LONG_NUMBER = "1250000"


def _patterns(group: str, mark: str) -> tuple[str, str, str]:
    """In the syntax of RE2: groups of three, a fraction, and what may be either."""
    g, m = f"[{group}]", f"[{mark}]"
    groups = (
        f"{_START}[0-9]{{1,3}}(?:{g}[0-9]{{3}}){{2,}}(?:{m}[0-9]+)?{_END}"
        f"|{_START}[0-9]{{1,3}}(?:{g}[0-9]{{3}})+{m}[0-9]+{_END}"
    )
    fraction = (
        f"{_START}(?:[0-9]+{m}(?:[0-9]{{1,2}}|[0-9]{{4,}})|(?:0+|[0-9]{{4,}}){m}[0-9]+){_END}"
    )
    return groups, fraction, f"{_START}[1-9][0-9]{{0,2}}{m}[0-9]{{3}}{_END}"


_POINT_GROUPS, _COMMA_FRACTION, _EITHER_COMMA = _patterns(".", ",")
_COMMA_GROUPS, _POINT_FRACTION, _EITHER_POINT = _patterns(",", ".")
_KINDS = {
    COMMA_GROUPS: _COMMA_GROUPS,
    POINT_GROUPS: _POINT_GROUPS,
    COMMA_FRACTION: _COMMA_FRACTION,
    POINT_FRACTION: _POINT_FRACTION,
    EITHER_COMMA: _EITHER_COMMA,
    # A number a workbook holds as such has no zeros at its end: 400.000 is text.
    EITHER_POINT_NUMBER: _EITHER_POINT.replace("[0-9]{3}", "[0-9]{2}[1-9]"),
    EITHER_POINT: _EITHER_POINT.replace("[0-9]{3}", "[0-9]{2}0"),
    LONG_NUMBER: "^[0-9]{4,}$",
}


def may_differ(texts: pa.Array) -> bool:
    """Whether any text has a comma, or three digits behind a point: else there is no question.

    >>> [may_differ(pa.array([text])) for text in ("1200.50", "1,200", "400.000")]
    [False, True, True]
    """
    content = bytes_of(texts).data
    if (content == ord(",")).any():
        return True
    is_digit = DIGITS[content] > 0
    is_followed = is_digit[1:-2] & is_digit[2:-1] & is_digit[3:]
    return bool(((content[:-3] == ord(".")) & is_followed).any())


def kinds_of_numbers(texts: pa.Array) -> dict[int, str]:
    """The kind of each text that has one, by its place.

    >>> texts = pa.array(["1.250.000", "€1.250,5", "400.000", "32,5", "12%", "$1.2M", "1,200"])
    >>> list(kinds_of_numbers(texts).values())
    ['1.250.000', '1.250.000', '400.000', '32,5', '32.5', '400,000']
    """
    found: dict[int, str] = {}
    trimmed = pc.utf8_trim_whitespace(texts)
    for kind, pattern in _KINDS.items():
        matches = pc.fill_null(pc.match_substring_regex(trimmed, pattern), False)
        for at in np.flatnonzero(matches.to_numpy(zero_copy_only=False)).tolist():
            found.setdefault(int(at), kind)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Proof:
    """The mark a column proves, None where its texts contradict each other; and by which kinds."""

    mark: Literal[".", ","] | None
    kinds: tuple[str, ...]


def proof_of(met: Mapping[str, Any], *, is_workbook: bool) -> Proof | None:
    """The decimal mark that the kinds of texts a column has prove; None where none does.

    >>> met = dict.fromkeys((EITHER_POINT, POINT_GROUPS))
    >>> proof_of(met, is_workbook=False)
    Proof(mark=',', kinds=('1.250.000',))
    >>> proof_of({**met, COMMA_GROUPS: None}, is_workbook=False).mark is None
    True
    >>> proof_of({EITHER_POINT: None}, is_workbook=False) is None
    True
    """
    commas = [kind for kind in (POINT_GROUPS, COMMA_FRACTION) if kind in met]
    points = [kind for kind in (COMMA_GROUPS, POINT_FRACTION) if kind in met]
    if commas and not points and is_workbook and EITHER_POINT_NUMBER in met:
        # Numbers of the workbook among the texts: 400.125 may be one of them.
        points = [kind for kind in (LONG_NUMBER,) if kind in met]
    if not commas and not points:
        return None
    if commas and points:
        return Proof(None, (commas[0], points[0]))
    if commas == [COMMA_FRACTION] and EITHER_COMMA in met and EITHER_POINT not in met:
        # 400,000 beside 32,5: nobody writes one fraction with three digits and one with one.
        return Proof(None, (COMMA_FRACTION, EITHER_COMMA))
    return Proof("," if commas else ".", (*commas, *points)[:1])
