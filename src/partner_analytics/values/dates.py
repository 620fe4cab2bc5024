"""Dates. Where day and month may both come first, a setting decides, not we."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from partner_analytics.errors import UnreadableValue
from partner_analytics.values.numbers import LONGEST
from partner_analytics.values.text import is_blank, tidy, unreadable

_NAMES = "january february march april may june july august september october november december"
_MONTHS = (
    {name: number for number, name in enumerate(_NAMES.split(), start=1)}
    | {name[:3]: number for number, name in enumerate(_NAMES.split(), start=1)}
    | {"sept": 9}
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})")
# 25-03-24 stays out: with dashes, the year may come first.
_EITHER_FIRST = re.compile(
    r"([0-9]{1,2})(?:/([0-9]{1,2})/([0-9]{4}|[0-9]{2})|-([0-9]{1,2})-([0-9]{4}))"
)
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4}|[0-9]{2})", re.I | re.A
)
_NAME_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.I | re.A)
_CLOCK = re.compile(
    r"(?P<day>[^:]{6,}?)(?:T|,? +)(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?:\.[0-9]{1,9})?)?(?: ?(?P<half>[AP])M)?"
    r"(?: ?(?P<offset>Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?",
    re.I | re.A,
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
# A two-digit year from here on may be of the last century.
_NEXT_CENTURY = 50
_REMEDY = "Write it like 2025-03-24."


def read_date(text: str, *, day_first: bool | None = None, time_zone: tzinfo = UTC) -> date | None:
    """Read a date, or a date with a time of day as its date; a known blank is None.

    A time that states its offset from UTC becomes the date it is in `time_zone`.

    >>> {read_date(text) for text in ("2025-03-24 14:30", "March 24, 2025", "24-Mar-25")}
    {datetime.date(2025, 3, 24)}
    >>> read_date("24.03.2025"), read_date("03/24/2025")      # only one of the two can be a month
    (datetime.date(2025, 3, 24), datetime.date(2025, 3, 24))
    >>> read_date("03/04/2025", day_first=True)
    datetime.date(2025, 4, 3)
    >>> read_date("03/04/2025")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a date that can be read in one way only, \
found "03/04/2025". Write it like 2025-03-24, or import with --day-first or --month-first.
    >>> read_date("end of March")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a date, found "end of March". \
Write it like 2025-03-24.
    """
    if len(text) == 10 and text[4] == text[7] == "-":
        day = _iso_day(text)
    elif is_blank(text):
        return None
    else:
        day = None if len(text) > LONGEST else _day(text, day_first, time_zone)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise unreadable(text, expected="a date", remedy=_REMEDY)
    return day


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str, day_first: bool | None, time_zone: tzinfo) -> date | None:
    """The date a text is; None if it is none."""
    tidied = tidy(text)
    clock = _CLOCK.fullmatch(tidied) if ":" in tidied else None
    parts = _parts(clock["day"] if clock else tidied, text, day_first)
    try:
        day = date(*parts) if parts else None
        return _at_clock(day, clock, time_zone) if day and clock else day
    except ValueError:
        return None


def _parts(day: str, text: str, day_first: bool | None) -> tuple[int, int, int] | None:
    """Year, month and day of a text; None if it is no date.

    Raises UnreadableValue naming the options if day and month may both come first.
    """
    if match := _YEAR_FIRST.fullmatch(day):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _COMPACT.fullmatch(day):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DOTTED.fullmatch(day):
        return _year(match[3]), int(match[2]), int(match[1])
    if match := _EITHER_FIRST.fullmatch(day):
        first, second = int(match[1]), int(match[2] or match[4])
        return _ordered(_year(match[3] or match[5]), first, second, text, day_first)
    if match := _DAY_NAME.fullmatch(day):
        return _year(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1])
    if match := _NAME_DAY.fullmatch(day):
        return int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2])
    return None


def _ordered(
    year: int, first: int, second: int, text: str, day_first: bool | None
) -> tuple[int, int, int]:
    if day_first is None:
        if first <= 12 and second <= 12 and first != second:
            raise _ambiguous(text)
        day_first = first > 12
    return (year, second, first) if day_first else (year, first, second)


def _ambiguous(text: str) -> UnreadableValue:
    return unreadable(
        text,
        expected="a date that can be read in one way only",
        remedy="Write it like 2025-03-24, or import with --day-first or --month-first.",
    )


def _year(text: str) -> int:
    """The year; 0, which no date has, for two digits of an unclear century."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < _NEXT_CENTURY else 0


def _at_clock(day: date, clock: re.Match[str], time_zone: tzinfo) -> date:
    hour, half, offset = int(clock["hour"]), clock["half"], clock["offset"]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half in "Pp" else 0)
    moment = datetime(day.year, day.month, day.day, hour, int(clock["minute"]), tzinfo=UTC)
    if offset is None:
        return day
    moment = moment.replace(second=int(clock["second"] or 0), tzinfo=_zone(offset))
    return moment.astimezone(time_zone).date()


def _zone(offset: str) -> tzinfo:
    if offset[0] not in "+-":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
