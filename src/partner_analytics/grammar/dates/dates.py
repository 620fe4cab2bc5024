"""Dates. Where day and month may both come first, a setting decides, not we."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar.dates.month_names import month_number
from partner_analytics.grammar.numbers import LONGEST
from partner_analytics.grammar.texts.text import is_blank, tidy, unreadable

DateSystem = Literal["1900", "1904"]

_NAME = r"(?P<name>[^\W\d_]{3,10})\.?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})")
# 25-03-24 stays out: with dashes, the year may come first.
_EITHER_FIRST = re.compile(
    r"([0-9]{1,2})(?:/([0-9]{1,2})/([0-9]{4}|[0-9]{2})|-([0-9]{1,2})-([0-9]{4}))"
)
_DAY_NAME = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?P<mark>[ /-]?)(?:de )?{_NAME},?(?P=mark)"
    r"(?:del? )?(?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    rf"{_NAME}(?P<mark>[ /-])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?(?P=mark)(?P<year>[0-9]{{4}})",
    re.IGNORECASE,
)
_YEAR_NAME = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<mark>[ /-]){_NAME}(?P=mark)(?P<day>[0-9]{{1,2}})"
)
_WEEKDAY = re.compile(
    r"(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?=[0-9a-z])", re.I | re.A
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Five digits: from 1954 on, and not to be taken for a year, a month or a compact date.
_SERIAL = re.compile(r"([2-9][0-9]{4})(?:[.,][0-9]+)?", re.A)
# Day 0 of the two ways in which spreadsheets count days, from March 1900 on.
_DAY_0 = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_CLOCK = re.compile(
    r"(?P<day>[^:]{6,}?)(?:T|,? +)(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?:\.[0-9]{1,9})?)?(?: ?(?P<half>[AP])M)?"
    r"(?: ?(?P<offset>Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?",
    re.I | re.A,
)
_NOON = 12 * 3600
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
# A two-digit year from here on may be of the last century.
_NEXT_CENTURY = 50
_REMEDY = "Write it like 2025-03-24."


def read_date(
    text: str,
    *,
    day_first: bool | None = None,
    time_zone: tzinfo = UTC,
    date_system: DateSystem | None = None,
    rounds_up: bool = False,
) -> date | None:
    """Read a date, or a date with a time of day as its date; a known blank is None.

    A time that states an offset is of the day written, which its own clock shows; one in UTC ("Z")
    becomes the date it is in `time_zone`. With `rounds_up` a time from noon on means the midnight
    after it. A plain number of five digits is a day as
    spreadsheets count them, where `date_system` says from when.

    >>> {read_date(text) for text in ("2025-03-24 14:30", "March 24, 2025", "24-Mar-25")}
    {datetime.date(2025, 3, 24)}
    >>> read_date("24.03.2025"), read_date("03/24/2025")      # only one of the two can be a month
    (datetime.date(2025, 3, 24), datetime.date(2025, 3, 24))
    >>> read_date("03/04/2025", day_first=True)
    datetime.date(2025, 4, 3)
    >>> read_date("45748", date_system="1900"), read_date("44286.5", date_system="1904")
    (datetime.date(2025, 4, 1), datetime.date(2025, 4, 1))
    >>> read_date("2025-03-31 23:59:12", rounds_up=True)
    datetime.date(2025, 4, 1)
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
    elif is_serial(text):
        day = _day_of_serial(text, date_system)
    else:
        day = None if len(text) > LONGEST else _day(text, day_first, time_zone)
    if rounds_up and day and (seconds_of_day(text, time_zone=time_zone) or 0) >= _NOON:
        day += timedelta(days=1)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise unreadable(text, expected="a date", remedy=_REMEDY)
    return day


def seconds_of_day(text: str, *, time_zone: tzinfo = UTC) -> int | None:
    """The time of day a date is stated with, in seconds; 0 without one, None for other texts.

    A time in UTC ("Z") becomes that in `time_zone`; one with another offset stays as written.

    >>> seconds_of_day("2025-03-31 23:59:12.5"), seconds_of_day("31.3.2025")
    (86352, 0)
    >>> seconds_of_day("2025-03-31T22:00:00Z"), seconds_of_day("soon"), seconds_of_day("n/a")
    (79200, None, None)
    """
    tidied = tidy(text)
    weekday = _WEEKDAY.match(tidied)
    tidied = tidied[weekday.end() :] if weekday else tidied
    clock = _CLOCK.fullmatch(tidied) if ":" in tidied else None
    if clock is None:
        is_day = any(sign.isdigit() for sign in tidied) and not is_serial(tidied)
        return 0 if is_day else None
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in "Pp" else 0)
    seconds = hour * 3600 + int(clock["minute"]) * 60 + int(clock["second"] or 0)
    if _is_utc(clock["offset"]):
        # The same offset holds on any day here: a day of the text may not be known yet.
        away = datetime(2025, 1, 1, tzinfo=UTC).astimezone(time_zone).utcoffset()
        seconds += int((away or timedelta()).total_seconds())
    return seconds % 86_400


def is_serial(text: str) -> bool:
    """Whether a text may be a day as spreadsheets count them.

    >>> is_serial("45748"), is_serial("45748.5"), is_serial("2025"), is_serial("20250401")
    (True, True, False, False)
    """
    return _SERIAL.fullmatch(text.strip()) is not None


def first_of_date(text: str) -> Literal["day", "month", "either"] | None:
    """Which of day and month a text such as 03/04/2025 begins with; None for other texts.

    >>> [first_of_date(text) for text in ("31/01/2025", "01/31/2025 9:30", "03/04/2025")]
    ['day', 'month', 'either']
    >>> first_of_date("2025-03-04"), first_of_date("04.03.2025"), first_of_date("03/03/2025")
    (None, None, None)
    """
    tidied = tidy(text)
    clock = _CLOCK.fullmatch(tidied) if ":" in tidied else None
    match = _EITHER_FIRST.fullmatch(clock["day"] if clock else tidied)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2] or match[4])
    if first == second or max(first, second) > 31 or min(first, second) > 12:
        return None
    if first <= 12 and second <= 12:
        return "either"
    return "day" if first > 12 else "month"


def _day_of_serial(text: str, date_system: DateSystem | None) -> date:
    days = timedelta(days=int(text.strip()[:5]))
    if date_system:
        return _DAY_0[date_system] + days
    raise unreadable(
        text,
        expected="a date",
        remedy=f"As spreadsheets count days it may be {_DAY_0['1900'] + days}: write it like that, "
        "or import with --date-system 1900 (1904 for workbooks of old Macs).",
    )


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str, day_first: bool | None, time_zone: tzinfo) -> date | None:
    """The date a text is; None if it is none."""
    tidied = tidy(text)
    weekday = _WEEKDAY.match(tidied)
    tidied = tidied[weekday.end() :] if weekday else tidied
    clock = _CLOCK.fullmatch(tidied) if ":" in tidied else None
    parts = _parts(clock["day"] if clock else tidied, text, day_first)
    try:
        day = date(*parts) if parts else None
        if day and weekday and _WEEKDAYS[day.weekday()] != weekday[1][:3].lower():
            return None  # one of the two is wrong
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
    for pattern in (_DAY_NAME, _NAME_DAY, _YEAR_NAME):
        if match := pattern.fullmatch(day):
            return _year(match["year"]), month_number(match["name"]) or 0, int(match["day"])
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
    minute, second = int(clock["minute"]), int(clock["second"] or 0)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
    if offset and offset[0] in "+-":
        # Raises ValueError from 24 hours on.
        timezone(timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
    # Who writes an offset means the day of that clock; a machine writes UTC for whatever clock.
    return moment.astimezone(time_zone).date() if _is_utc(offset) else day


def _is_utc(offset: str | None) -> bool:
    return offset is not None and (offset[0] not in "+-" or not offset.strip("+-0:"))
