"""Percents, as fractions: 35% is 0.35."""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar.numbers import LONGEST, OTHER_MARK
from partner_analytics.grammar.texts.text import is_blank, shown, tidy, unreadable

# Of those that are no hundredths.
_POWERS = {"‰": -3, "bps": -4}


class AmbiguousPercent(UnreadableValue):
    """A plain number that may be points or a fraction; the source's setting decides."""


@cache
def _percent(decimal_mark: str) -> re.Pattern[str]:
    # No groups of three here: the other mark is a decimal mark too where it could not group.
    # "12,5 %" is 12.5 %; "12,500 %" may be either and stays out.
    mark, other = (re.escape(sign) for sign in (decimal_mark, OTHER_MARK[decimal_mark]))
    number = rf"[0-9]+(?:{mark}[0-9]+|{other}(?:[0-9]{{1,2}}|[0-9]{{4,}}))?|{mark}[0-9]+"
    return re.compile(
        rf"(\()?([+-])?({number})([eE][+-]?[0-9]{{1,3}})?( ?(?:%|percent|prozent|pct|‰|bps))?(\))?",
        re.IGNORECASE | re.ASCII,
    )


def read_percent(
    text: str,
    *,
    points: bool | None,
    setting: Literal["points", "fraction"] | None = None,
    decimal_mark: str = ".",
) -> Decimal | None:
    """Read a percent as a fraction; a known blank is None.

    A text with a percent sign says what it is. For a plain number, `points` tells what its place
    says: True under a header with (%), False for a fraction, None where nothing says it. The
    `setting` of the source, where there is one, outweighs that. What is left undecided raises
    AmbiguousPercent: up to 1 under a (%) header, and anything but 0 where nothing says it.

    >>> read_percent("12,5 %", points=None)
    Decimal('0.125')
    >>> read_percent("35 bps", points=None), read_percent("5‰", points=None)
    (Decimal('0.0035'), Decimal('0.005'))
    >>> read_percent("35", points=True), read_percent("0.35", points=False)
    (Decimal('0.35'), Decimal('0.35'))
    >>> read_percent("0.5", points=True, setting="points")
    Decimal('0.005')
    >>> read_percent("0.5", points=True)
    Traceback (most recent call last):
    partner_analytics.grammar.percents.AmbiguousPercent: expected a percent, found "0.5", which \
may be 0.5% or 50%. Write it with a percent sign, or import with --percent points or --percent \
fraction.
    >>> read_percent("about a third", points=True)
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a percent, found "about a third". \
Write it like 35%.
    """
    if is_blank(text):
        return None
    tidied = tidy(text)
    match = _percent(decimal_mark).fullmatch(tidied) if len(tidied) <= LONGEST else None
    if match is None:
        raise _unreadable(text)
    opened, sign, number, exponent, percent_sign, closed = match.groups()
    if bool(opened) is not bool(closed) or (opened and sign):
        raise _unreadable(text)
    value = Decimal(number.replace(",", ".") + (exponent or ""))
    if opened or sign == "-":
        value = value.copy_negate()
    if not percent_sign:
        return _plain(text, value, points, setting)
    return value.scaleb(_POWERS.get(percent_sign.strip().casefold(), -2))


def _unreadable(text: str) -> UnreadableValue:
    return unreadable(text, expected="a percent", remedy="Write it like 35%.")


def _plain(text: str, value: Decimal, points: bool | None, setting: str | None) -> Decimal:
    if setting == "points" or (setting is None and points and abs(value) > 1):
        return value.scaleb(-2)
    if setting == "fraction" or points is False or value == 0:
        return value
    raise AmbiguousPercent(
        expected="a percent",
        found=f"{shown(text)}, which may be {value:f}% or {value.scaleb(2):f}%",
        remedy="Write it with a percent sign, "
        "or import with --percent points or --percent fraction.",
    )
