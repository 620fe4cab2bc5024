"""Lengths of time, in days or in hours; only units of a fixed length."""

import re
from decimal import Decimal
from functools import cache

from partner_analytics.values.numbers import LONGEST, decimal_of, digits
from partner_analytics.values.text import is_blank, tidy, unreadable

# In minutes. Months and years have no fixed length, business days no fixed meaning.
_MINUTES = {
    "minute": 1,
    "minutes": 1,
    "min": 1,
    "mins": 1,
    "hour": 60,
    "hours": 60,
    "hr": 60,
    "hrs": 60,
    "h": 60,
    "day": 1440,
    "days": 1440,
    "d": 1440,
    "week": 10080,
    "weeks": 10080,
    "wk": 10080,
    "wks": 10080,
    "w": 10080,
}
TIME_UNIT = "(?:{})".format("|".join(sorted(_MINUTES, key=len, reverse=True)))


@cache
def _duration(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(rf"({digits(decimal_mark)}) ?({TIME_UNIT})?", re.IGNORECASE | re.ASCII)


def read_days(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a length of time in days, the unit of a plain number; a known blank is None.

    >>> read_days("23"), read_days("6 weeks"), read_days("36 h")
    (Decimal('23'), Decimal('42'), Decimal('1.5'))
    >>> read_days("3 months")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a length of time, found "3 months". \
Write it like 23 days or 6 weeks; a month has no fixed length.
    """
    remedy = "Write it like 23 days or 6 weeks; a month has no fixed length."
    return _read(text, "days", decimal_mark, remedy)


def read_hours(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a length of time in hours, the unit of a plain number; a known blank is None.

    >>> read_hours("20"), read_hours("2 days"), read_hours("30 min")
    (Decimal('20'), Decimal('48'), Decimal('0.5'))
    >>> read_hours("< 24 h")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a length of time, found "< 24 h". \
Write it like 20 h or 2 days.
    """
    return _read(text, "hours", decimal_mark, "Write it like 20 h or 2 days.")


def _read(text: str, unit: str, decimal_mark: str, remedy: str) -> Decimal | None:
    if is_blank(text):
        return None
    tidied = tidy(text)
    match = None if len(tidied) > LONGEST else _duration(decimal_mark).fullmatch(tidied)
    if match is None:
        raise unreadable(text, expected="a length of time", remedy=remedy)
    return converted(decimal_of(match[1], decimal_mark), match[2] or unit, unit)


def converted(number: Decimal, stated: str, unit: str) -> Decimal:
    """A length of time in another unit, both units as people write them.

    >>> converted(Decimal(2), "weeks", "days")
    Decimal('14')
    """
    minutes, wanted = _MINUTES[stated.casefold()], _MINUTES[unit]
    # Whole multiples stay exact; thirds of a day cannot.
    return number * minutes / wanted if minutes % wanted else number * (minutes // wanted)
