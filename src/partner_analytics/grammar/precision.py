"""How exactly a figure was typed: the unit of its last digit."""

import re

_EXPONENT = re.compile(r"[eE][+-]?[0-9]{1,3}\b")


def last_digit(text: str, value: float) -> float:
    """The unit of the last digit of a text that was read as this value.

    It is what the value is to its digits: 90,000 to 90. A zero counts in ones; what has no
    digits is exact.

    >>> last_digit("$90K", 90_000), last_digit("1.250,5", 1250.5), last_digit("(1,200)", -1200)
    (1000.0, 0.1, 1.0)
    >>> last_digit("9e4", 90_000), last_digit("0.0", 0), last_digit("none", 0)
    (10000.0, 1.0, 0.0)
    """
    digits = "".join(filter(str.isdecimal, _EXPONENT.sub("", text)))
    if not digits:
        return 0.0
    return abs(value) / int(digits) if int(digits) else 1.0


def is_as_typed(text: str, typed: float, computed: float, *, exact: float) -> bool:
    """Whether a computed figure is the typed one, as exactly as that was typed (D-75).

    They may differ by half a unit of the last digit, and by `exact`, what is kept of any figure.

    >>> is_as_typed("70", 70, 69.6, exact=0.0001), is_as_typed("69.9", 69.9, 70, exact=0.0001)
    (True, False)
    """
    # The edge itself is allowed, whatever binary fractions make of it.
    tolerated = max(last_digit(text, typed) / 2, exact) * (1 + 1e-9)
    return abs(typed - computed) <= tolerated
