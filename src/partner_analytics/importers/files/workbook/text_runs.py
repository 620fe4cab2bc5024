"""Parts of a text that are set apart from the rest: raised, lowered or struck out.

"1,20" with a raised 3 behind it is not 1,203, and "1200" struck out before "1300" is no number at
all. Raised and lowered digits become signs of their own ("1,20³"), what is struck out stands
between "~~". A text that is set apart as a whole stays as it is.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_PLAIN = {
    ord(sign): plain
    for table in (_RAISED, _LOWERED)
    for plain, sign in ((chr(code), str(chr(shown))) for code, shown in table.items())
}
_STRUCK = "~~"
RUN_ELEMENTS = ("r", "vertAlign", "strike")


class TextRuns:
    """Which of the pieces of a text belong to runs that are set apart, noted while they come."""

    def __init__(self) -> None:
        self._kind = ""
        self._met: list[tuple[int, str]] = []

    def meet(self, element: str, attributes: Mapping[str, str]) -> None:
        """Begin a run (`r`), or note a property of it (`vertAlign`, `strike`)."""
        value = attributes.get("val", "1")
        if element == "r":
            self._kind = ""
        elif element == "strike" and value not in ("0", "false"):
            self._kind = "strike"
        elif value in ("superscript", "subscript"):
            self._kind = value

    def at(self, piece: int) -> None:
        """The text of the run begins with this piece."""
        self._met.append((piece, self._kind))

    def text_of(self, pieces: Sequence[str]) -> str:
        """The whole text; what comes next is another one."""
        if not self._met:
            return "".join(pieces)
        met, self._met, self._kind = self._met, [], ""
        if len({kind for _, kind in met}) < 2:
            return "".join(pieces)
        ends = [*met, (len(pieces), "")]
        return "".join(
            _shown("".join(pieces[first:last]), kind) for (first, kind), (last, _) in pairwise(ends)
        )


def _shown(text: str, kind: str) -> str:
    if kind == "superscript":
        return text.translate(_RAISED)
    if kind == "subscript":
        return text.translate(_LOWERED)
    return f"{_STRUCK}{text}{_STRUCK}" if kind and text.strip() else text


def without_runs(text: str) -> str:
    """A text as readers give it that know of no runs.

    >>> without_runs("1,20³"), without_runs("~~1200~~ 1300")
    ('1,203', '1200 1300')
    """
    return text.replace(_STRUCK, "").translate(_PLAIN)
