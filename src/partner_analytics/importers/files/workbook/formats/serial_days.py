"""The days and times that numbers of a workbook count: 45748 is April 1, 2025."""

from datetime import date, timedelta
from decimal import Decimal

_DAY = 86_400_000  # milliseconds: as fine as spreadsheets keep time
_FIRST_MARCH_1900 = 61
_LAST_SERIAL = 2_958_466
_BEFORE_1904 = 1_462


def duration_text(number: str) -> str:
    """Write a number of days as hours, minutes and seconds.

    >>> duration_text("1.5"), duration_text("-0.25")
    ('36:00:00', '-06:00:00')
    """
    value = Decimal(number)
    return ("-" if value < 0 else "") + _clock(_milliseconds(abs(value)))


def moment_text(number: str, from_1904: bool) -> str | None:
    """Write a serial number as date, time or both; None for one that is no day.

    >>> moment_text("45748", False), moment_text("45748.25", False), moment_text("-1", False)
    ('2025-04-01', '2025-04-01 06:00:00', None)
    """
    value = Decimal(number)
    days, rest = divmod(_milliseconds(value), _DAY)
    if value < 0 or days >= _LAST_SERIAL - (_BEFORE_1904 if from_1904 else 0):
        return None
    clock = _clock(rest)
    if days == 0 and not from_1904:
        return clock if rest else "1900-01-00"
    day = _day(days, from_1904)
    return f"{day} {clock}" if rest else day


def _milliseconds(days: Decimal) -> int:
    return int((days * _DAY).to_integral_value())


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03d}" if rest else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def _day(days: int, from_1904: bool) -> str:
    """Name the day of a serial number; 60 is the 29 February 1900 that never was."""
    if from_1904:
        return str(date(1904, 1, 1) + timedelta(days=days))
    if days == _FIRST_MARCH_1900 - 1:
        return "1900-02-29"
    start = date(1899, 12, 30 if days >= _FIRST_MARCH_1900 else 31)
    return str(start + timedelta(days=days))
