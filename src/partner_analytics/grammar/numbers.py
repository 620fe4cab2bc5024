"""Numbers: plain, whole, ratings and scores; and the digits all other kinds are made of."""

import re
from decimal import Decimal
from functools import cache

from partner_analytics.errors import InvalidCall
from partner_analytics.grammar.texts.text import is_blank, tidy, unreadable

# No honest number is longer; what is longer is refused before any work is done on it.
LONGEST = 64
# More than any count, and than what 64 bits hold.
_TOO_MANY = 10**18
OTHER_MARK = {".": ",", ",": "."}


def digits(decimal_mark: str) -> str:
    """Regular expression of an unsigned number; groups of three by one sign."""
    if decimal_mark not in OTHER_MARK:
        raise InvalidCall(
            expected='a decimal mark "." or ","',
            found=f'"{decimal_mark}"',
            remedy="Give one of the two.",
        )
    mark, group = re.escape(decimal_mark), re.escape(OTHER_MARK[decimal_mark])
    whole = "|".join(rf"[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+" for sign in (group, " ", "'"))
    return rf"(?:(?:{whole}|[0-9]+)(?:{mark}[0-9]+)?|{mark}[0-9]+)"


def decimal_of(number: str, decimal_mark: str) -> Decimal:
    """The value of a text that `digits` matched."""
    if decimal_mark == ",":
        number = number.replace(".", "").replace(",", ".")
    elif "," in number:
        number = number.replace(",", "")
    return Decimal(number.replace(" ", "").replace("'", ""))


@cache
def _number(decimal_mark: str) -> re.Pattern[str]:
    # Numbers of workbook cells may come with an exponent: 1e-05.
    plain = rf"(?P<number>{digits(decimal_mark)})(?P<exponent>[eE][+-]?[0-9]{{1,3}})?"
    return re.compile(rf"(?P<open>\()?(?P<sign>[+-])?{plain}(?P<close>\))?")


def read_number(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a plain number; a known blank is None.

    >>> read_number("-1,200.5"), read_number("1.200,5", decimal_mark=","), read_number("(3)")
    (Decimal('-1200.5'), Decimal('1200.5'), Decimal('-3'))
    >>> read_number("12,5")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a number, found "12,5". \
Import with --decimal-mark , or write it like 1,200.50.
    """
    value = plain_number(text, decimal_mark)
    if value is None and not is_blank(text):
        is_other_mark = plain_number(text, OTHER_MARK[decimal_mark]) is not None
        remedy = other_mark_remedy(decimal_mark) if is_other_mark else "Write it in digits."
        raise unreadable(text, expected="a number", remedy=remedy)
    return value


def read_count(text: str, *, decimal_mark: str = ".") -> int | None:
    """Read a whole number; a known blank is None.

    A fraction of zeros is none, but three of them after at most three digits may be a group:
    "3.000" is refused where the mark is a point, "3,000" where it is a comma.

    >>> read_count("1,200"), read_count("12.0")
    (1200, 12)
    >>> read_count("a dozen")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a whole number, found "a dozen". \
Write it like 12.
    """
    value = None if _may_be_group(text, decimal_mark) else plain_number(text, decimal_mark)
    if value is not None and abs(value) < _TOO_MANY and value == (whole := int(value)):
        return whole
    if is_blank(text):
        return None
    other = plain_number(text, OTHER_MARK[decimal_mark])
    is_other_mark = other is not None and other == other.to_integral_value()
    remedy = other_mark_remedy(decimal_mark, "12") if is_other_mark else "Write it like 12."
    raise unreadable(text, expected="a whole number", remedy=remedy)


def _may_be_group(text: str, decimal_mark: str) -> bool:
    return (
        re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}{re.escape(decimal_mark)}000", tidy(text)) is not None
    )


def read_rating(text: str, *, decimal_mark: str = ".") -> int | None:
    """Read a rating from 1 to 5; a known blank is None (not rated, not zero).

    >>> read_rating("4"), read_rating("4.0"), read_rating("n/a")
    (4, 4, None)
    >>> read_rating("4/5")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a whole number from 1 to 5, found "4/5". \
Write the rating alone, like 4, or leave it empty if not rated.
    """
    value = plain_number(text, decimal_mark)
    if value is None:
        if is_blank(text):
            return None
    elif 1 <= value <= 5 and value == (whole := int(value)):
        return whole
    raise unreadable(
        text,
        expected="a whole number from 1 to 5",
        remedy="Write the rating alone, like 4, or leave it empty if not rated.",
    )


def read_score(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a score from 0 to 100; a known blank is None.

    >>> read_score("71.4")
    Decimal('71.4')
    >>> read_score("101")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a number from 0 to 100, found "101". \
Write it like 71.4.
    """
    value = plain_number(text, decimal_mark)
    if value is None:
        if is_blank(text):
            return None
    elif 0 <= value <= 100:
        return value
    raise unreadable(text, expected="a number from 0 to 100", remedy="Write it like 71.4.")


def plain_number(text: str, decimal_mark: str = ".") -> Decimal | None:
    """The number a text is, or None if it is none."""
    text = tidy(text)
    match = None if len(text) > LONGEST else _number(decimal_mark).fullmatch(text)
    if match is None:
        return None
    opened, sign, number, exponent, closed = match.groups()
    # "(5" is half a negative number, "(-5)" a doubly negative one.
    if bool(opened) is not bool(closed) or (opened and sign):
        return None
    value = decimal_of(number, decimal_mark)
    if exponent:
        value = value.scaleb(int(exponent[1:]))
    # Not `-value`, which would round to the context's 28 digits.
    return value.copy_negate() if opened or sign == "-" else value


def other_mark_remedy(decimal_mark: str, example: str | None = None) -> str:
    """What to do about a text that only the other decimal mark makes a number."""
    example = example or ("1,200.50" if decimal_mark == "." else "1.200,50")
    return f"Import with --decimal-mark {OTHER_MARK[decimal_mark]} or write it like {example}."
