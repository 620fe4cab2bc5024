"""Amounts of money and currencies."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from partner_analytics.grammar.money.units import MoneyUnit, currency_of, money_unit
from partner_analytics.grammar.numbers import (
    LONGEST,
    OTHER_MARK,
    decimal_of,
    digits,
    other_mark_remedy,
)
from partner_analytics.grammar.texts.text import is_blank, tidy, unreadable

_PARENTHESES = re.compile(r"([^()0-9]*)\(([^()+-]+)\)([^()0-9]*)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its ISO currency; None where the text does not say which."""

    amount: Decimal
    currency: str | None


# What stands before a number, and behind it. A point before a number is the number's: "$.50".
_BEFORE = r"[^0-9\s+().,'-](?:[^0-9+(),'-]*[^0-9\s+().,'-])?(?:\.(?= ))?"
_AFTER = r"[^0-9\s+(),'-](?:[^0-9+()-]*[^0-9\s+()-])?"


@cache
def _money(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(
        rf"([+-])? ?({_BEFORE})? ?([+-])?({digits(decimal_mark)})([eE][+-]?[0-9]{{1,3}})?"
        rf" ?({_AFTER})?(-)?"
    )


def read_money(
    text: str, *, decimal_mark: str = ".", home: str = "USD", power: int = 0
) -> Money | None:
    """Read an amount of money; a known blank is None.

    `home` is the program's currency, of which a sign of several is taken to be; `power` that of
    ten which amounts are written in that state none themselves.

    >>> read_money("$1.2M")
    Money(amount=Decimal('1200000'), currency='USD')
    >>> read_money("(1,200)")
    Money(amount=Decimal('-1200'), currency=None)
    >>> read_money("€1.234,56", decimal_mark=",")
    Money(amount=Decimal('1234.56'), currency='EUR')
    >>> read_money("TEUR 500"), read_money("1.5", power=6)
    (Money(amount=Decimal('500000'), currency='EUR'), Money(amount=Decimal('1500000'), \
currency=None))
    >>> read_money("$1M-2M")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected an amount of money, found "$1M-2M". \
Write one amount, like 1,200, $1.2M or (1,200).
    """
    if is_blank(text):
        return None
    money = None if len(text) > LONGEST else _read(tidy(text), decimal_mark, home, power)
    if money is None:
        raise unreadable(
            text, expected="an amount of money", remedy=_remedy(tidy(text), decimal_mark)
        )
    return money


def read_currency(text: str, *, home: str = "USD") -> str | None:
    """Read a currency as its ISO code; a known blank is None.

    >>> read_currency("usd"), read_currency("€")
    ('USD', 'EUR')
    >>> read_currency("dollars")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a currency, found "dollars". \
Write its ISO code, like USD.
    """
    if is_blank(text):
        return None
    currency = currency_of(tidy(text), home=home)
    if currency is None:
        raise unreadable(text, expected="a currency", remedy="Write its ISO code, like USD.")
    return currency


def _read(text: str, decimal_mark: str, home: str, power: int = 0) -> Money | None:
    is_negative = "(" in text
    if is_negative:
        inside = _PARENTHESES.fullmatch(text)
        if inside is None:
            return None
        text = "".join(inside.groups())
    match = _money(decimal_mark).fullmatch(text)
    if match is None:
        return None
    sign, before, inner_sign, number, exponent, after, trailing = match.groups()
    signs = [mark for mark in (sign, inner_sign, trailing) if mark]
    if len(signs) > (not is_negative):
        return None
    unit = _unit(before, after, home)
    if unit is None or (exponent and unit.power is not None):
        return None
    amount = decimal_of(number, decimal_mark)
    # Not scaleb alone, which leaves an exponent: 1.2E+6.
    zeros = (power if unit.power is None else unit.power) + int(exponent[1:] if exponent else 0)
    if zeros:
        amount = Decimal(f"{amount.scaleb(zeros):f}")
    negative = is_negative or "-" in signs
    return Money(amount.copy_negate() if negative else amount, unit.currency)


def _unit(before: str | None, after: str | None, home: str) -> MoneyUnit | None:
    """What the words around a number say together; None where that is not understood."""
    if before is None and after is None:
        return MoneyUnit()
    unit = money_unit(f"{before or ''} {after or ''}", home=home)
    if before and unit and unit.power is not None and unit.currency is None:
        leading = money_unit(before, home=home)
        # "K 500" are Kwacha, "M 500" Maloti: a scale stands behind its number.
        return unit if leading is None or leading.power is None else None
    return unit


def _remedy(text: str, decimal_mark: str) -> str:
    if len(text) <= LONGEST and _read(text, OTHER_MARK[decimal_mark], "USD"):
        return other_mark_remedy(decimal_mark)
    if decimal_mark == ".":
        return "Write one amount, like 1,200, $1.2M or (1,200)."
    return "Write one amount, like 1.200, €1,2M or (1.200)."
