"""Fiscal quarters as texts such as `2025-Q2`, and the days and weeks of plans.

A fiscal year starts with its `first_month` and bears the number of the calendar year in which
it ends: with first month 7, August 2025 lies in `2026-Q1`.
"""

import re
from datetime import date, timedelta

from partner_analytics.errors import InvalidCall, UnreadableValue

_QUARTER = re.compile(
    r"(?:(?P<year>[0-9]{4})[ -]?Q(?P<number>[1-4])"  # 2025-Q2
    r"|Q(?P<number_2>[1-4])[ -]?(?P<year_2>[0-9]{4})"  # Q2 2025
    r"|(?P<number_3>[1-4])Q(?P<year_3>[0-9]{4}|[0-9]{2}))",  # 2Q25
    re.IGNORECASE | re.ASCII,
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read_quarter(text: str) -> str:
    """Read a quarter in one of its usual spellings.

    >>> [read_quarter(text) for text in ("2025-Q2", "Q2 2025", "2025Q2", "2Q25")]
    ['2025-Q2', '2025-Q2', '2025-Q2', '2025-Q2']
    >>> read_quarter("second quarter")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a quarter, found "second quarter". \
Write it like 2025-Q2.
    """
    match = _QUARTER.fullmatch(text.strip())
    if match is None:
        raise _no_quarter(text)
    digits = match["year"] or match["year_2"] or match["year_3"]
    number = int(match["number"] or match["number_2"] or match["number_3"])
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _no_quarter(text)
    return _written(year, number)


def quarter_of(day: date, *, first_month: int = 1) -> str:
    """The fiscal quarter a day lies in.

    >>> quarter_of(date(2025, 5, 15))
    '2025-Q2'
    >>> quarter_of(date(2025, 8, 1), first_month=7)
    '2026-Q1'
    """
    year = _fiscal_year(day, first_month)
    return _written(year, (day.month - first_month) % 12 // 3 + 1)


def previous_quarter(quarter: str) -> str:
    """The calendar neighbor before.

    >>> previous_quarter("2025-Q1")
    '2024-Q4'
    """
    return _shifted(quarter, -1)


def next_quarter(quarter: str) -> str:
    """The calendar neighbor after.

    >>> next_quarter("2025-Q4")
    '2026-Q1'
    """
    return _shifted(quarter, 1)


def quarters_between(first: str, last: str) -> list[str]:
    """All quarters from the first to the last, both included; none if the last is earlier.

    >>> quarters_between("2024-Q4", "2025-Q2")
    ['2024-Q4', '2025-Q1', '2025-Q2']
    """
    return [_counted(n) for n in range(_count(first), _count(last) + 1)]


def quarter_bounds(quarter: str, *, first_month: int = 1) -> tuple[date, date]:
    """First and last day of a quarter.

    >>> quarter_bounds("2025-Q2")
    (datetime.date(2025, 4, 1), datetime.date(2025, 6, 30))
    >>> quarter_bounds("2026-Q1", first_month=7)
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    """
    return (
        _first_day(_count(quarter), first_month),
        _first_day(_count(quarter) + 1, first_month) - timedelta(days=1),
    )


def fiscal_day(day: date, first_month: int = 1) -> tuple[int, int]:
    """Which day of its fiscal year a day is, from 1, and how many days that year has.

    >>> fiscal_day(date(2025, 6, 30))
    (181, 365)
    >>> fiscal_day(date(2024, 2, 29), first_month=3)      # the year from 2023-03-01
    (366, 366)
    """
    first = _fiscal_year(day, first_month) * 4
    start, next_start = _first_day(first, first_month), _first_day(first + 4, first_month)
    return (day - start).days + 1, (next_start - start).days


def plan_day(start: date, as_of: date) -> int:
    """Which day of a plan it is: 1 on the start date, 0 and less before it.

    >>> plan_day(date(2025, 4, 1), date(2025, 5, 15))
    45
    """
    return (as_of - start).days + 1


def plan_week(start: date, as_of: date) -> int:
    """Which week of a plan it is: week n has the days 7n-6 to 7n; 0 and less before the start.

    >>> plan_week(date(2025, 4, 1), date(2025, 5, 15))
    7
    """
    return (plan_day(start, as_of) - 1) // 7 + 1


def _no_quarter(text: str) -> UnreadableValue:
    return UnreadableValue(
        expected="a quarter", found=f'"{text[:60]}"', remedy="Write it like 2025-Q2."
    )


def _written(year: int, number: int) -> str:
    return f"{year:04d}-Q{number}"


def _count(quarter: str) -> int:
    """Quarters since the year 0: what neighbors are counted by."""
    year, number = read_quarter(quarter).split("-Q")
    return int(year) * 4 + int(number) - 1


def _counted(count: int) -> str:
    return _written(count // 4, count % 4 + 1)


def _shifted(quarter: str, by: int) -> str:
    return _counted(_count(quarter) + by)


def _fiscal_year(day: date, first_month: int) -> int:
    if not 1 <= first_month <= 12:
        raise InvalidCall(expected="a month from 1 to 12", found=str(first_month))
    return day.year + (first_month > 1 and day.month >= first_month)


def _first_day(count: int, first_month: int) -> date:
    year, number = divmod(count, 4)
    months = (year - (first_month > 1)) * 12 + first_month - 1 + number * 3
    return date(months // 12, months % 12 + 1, 1)
