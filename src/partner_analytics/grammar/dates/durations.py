"""Lengths of time, in days or in hours; only units of a fixed length."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from partner_analytics.grammar.numbers import LONGEST, decimal_of, digits
from partner_analytics.grammar.texts.text import is_blank, tidy, unreadable

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


# Hours, minutes and seconds, as spreadsheets show them; "1:30" alone may be either pair.
_CLOCK = re.compile(r"([0-9]{1,5}):([0-5][0-9]):([0-5][0-9])(?:\.0+)?", re.ASCII)
_AND = re.compile(r"(?<=[a-z]),? (?:and )?(?=[0-9])|(?<=[a-z])(?=[0-9])", re.IGNORECASE | re.ASCII)


@cache
def _duration(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(rf"({digits(decimal_mark)}) ?({TIME_UNIT})?", re.IGNORECASE | re.ASCII)


def read_days(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a length of time in days, the unit of a plain number; a known blank is None.

    >>> read_days("23"), read_days("6 weeks"), read_days("36 h"), read_days("2 weeks 3 days")
    (Decimal('23'), Decimal('42'), Decimal('1.5'), Decimal('17'))
    >>> read_days("3 months")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a length of time, found "3 months". \
Write it like 23 days or 6 weeks; a month has no fixed length.
    """
    remedy = "Write it like 23 days or 6 weeks; a month has no fixed length."
    return _read(text, "days", decimal_mark, remedy)


def read_hours(text: str, *, decimal_mark: str = ".") -> Decimal | None:
    """Read a length of time in hours, the unit of a plain number; a known blank is None.

    >>> read_hours("20"), read_hours("2 days"), read_hours("1 h 30 min"), read_hours("36:00:00")
    (Decimal('20'), Decimal('48'), Decimal('1.5'), Decimal('36'))
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
    length = None if len(tidied) > LONGEST else _length(tidied, unit, decimal_mark)
    if length is None:
        raise unreadable(text, expected="a length of time", remedy=remedy)
    return length


def _length(text: str, unit: str, decimal_mark: str) -> Decimal | None:
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return converted(Decimal(hours * 60 + minutes) + Decimal(seconds) / 60, "minutes", unit)
    parts = [_duration(decimal_mark).fullmatch(part) for part in _AND.split(text)]
    if not all(parts) or (len(parts) > 1 and not _falls([part[2] for part in parts if part])):
        return None
    return sum(
        (converted(decimal_of(p[1], decimal_mark), p[2] or unit, unit) for p in parts if p),
        Decimal(0),
    )


def _falls(units: Sequence[str | None]) -> bool:
    """Whether each unit is smaller than the one before, as in "2 weeks 3 days"."""
    minutes = [_MINUTES[unit.casefold()] if unit else 0 for unit in units]
    return all(units) and all(large > small for large, small in pairwise(minutes))


def converted(number: Decimal, stated: str, unit: str) -> Decimal:
    """A length of time in another unit, both units as people write them.

    >>> converted(Decimal(2), "weeks", "days")
    Decimal('14')
    """
    minutes, wanted = _MINUTES[stated.casefold()], _MINUTES[unit]
    # Whole multiples stay exact; thirds of a day cannot.
    return number * minutes / wanted if minutes % wanted else number * (minutes // wanted)
