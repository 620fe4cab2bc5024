"""Amounts of money and currencies."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from partner_analytics.values.numbers import (
    LONGEST,
    OTHER_MARK,
    decimal_of,
    digits,
    other_mark_remedy,
)
from partner_analytics.values.text import is_blank, tidy, unreadable

# ISO 4217, the codes in use in 2025. "¥" and "kr" are nobody's alone: the code is asked for.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
_SYMBOLS = {"$": "USD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD"} | {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
}
_DOLLARS = frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"})
SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mm": 6,
    "mn": 6,
    "mio": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
}
SYMBOL = r"(?:(?:US|CA|C|AU|A)?\$|[€£₹])"
SCALE = "(?:{})".format("|".join(sorted(SCALES, key=len, reverse=True)))
_CURRENCY = rf"(?:{SYMBOL}|[A-Z]{{3}})"
_PARENTHESES = re.compile(r"([^()0-9]*)\(([^()+-]+)\)([^()0-9]*)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its ISO currency; None where the text does not say which."""

    amount: Decimal
    currency: str | None


@cache
def _money(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(
        rf"([+-])? ?({_CURRENCY})? ?([+-])?({digits(decimal_mark)})([eE][+-]?[0-9]{{1,3}})?"
        rf" ?({SCALE}\b)? ?({_CURRENCY})?(-)?",
        re.IGNORECASE | re.ASCII,
    )


def read_money(text: str, *, decimal_mark: str = ".") -> Money | None:
    """Read an amount of money; a known blank is None.

    >>> read_money("$1.2M")
    Money(amount=Decimal('1200000'), currency='USD')
    >>> read_money("(1,200)")
    Money(amount=Decimal('-1200'), currency=None)
    >>> read_money("€1.234,56", decimal_mark=",")
    Money(amount=Decimal('1234.56'), currency='EUR')
    >>> read_money("$1M-2M")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected an amount of money, found "$1M-2M". \
Write one amount, like 1,200, $1.2M or (1,200).
    """
    if is_blank(text):
        return None
    money = None if len(text) > LONGEST else _read(tidy(text), decimal_mark)
    if money is None:
        raise unreadable(
            text, expected="an amount of money", remedy=_remedy(tidy(text), decimal_mark)
        )
    return money


def read_currency(text: str) -> str | None:
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
    currency = currency_of(tidy(text))
    if currency is None:
        raise unreadable(text, expected="a currency", remedy="Write its ISO code, like USD.")
    return currency


def currency_of(text: str) -> str | None:
    """The ISO code of a symbol or code in any case; None if it is neither."""
    code = text.upper()
    return code if code in CURRENCIES else _SYMBOLS.get(code)


def scaled(amount: Decimal, exponent: int, scale: str | None) -> Decimal:
    """The amount times its scale, written out.

    >>> scaled(Decimal("1.2"), 0, "M")
    Decimal('1200000')
    """
    power = exponent + (SCALES[scale.casefold()] if scale else 0)
    return Decimal(f"{amount.scaleb(power):f}") if power else amount


def _read(text: str, decimal_mark: str) -> Money | None:
    is_negative = "(" in text
    if is_negative:
        inside = _PARENTHESES.fullmatch(text)
        if inside is None:
            return None
        text = "".join(inside.groups())
    match = _money(decimal_mark).fullmatch(text)
    if match is None:
        return None
    sign, before, inner_sign, number, exponent, scale, after, trailing = match.groups()
    signs = [mark for mark in (sign, inner_sign, trailing) if mark]
    if len(signs) > (not is_negative) or (exponent and scale):
        return None
    currency: str | None = None
    if before or after:
        currency = _agreed(before, after)
        if currency is None:
            return None
    amount = decimal_of(number, decimal_mark)
    if exponent or scale:
        amount = scaled(amount, int(exponent[1:]) if exponent else 0, scale)
    negative = is_negative or "-" in signs
    return Money(amount.copy_negate() if negative else amount, currency)


def _agreed(before: str | None, after: str | None) -> str | None:
    """The one currency two marks name: "$5 CAD" is Canadian, "€5 USD" is nothing."""
    named = [currency_of(mark) for mark in (before, after) if mark]
    if None in named:
        return None
    if before == "$" and after and named[1] in _DOLLARS:
        return named[1]
    return named[0] if len(set(named)) == 1 else None


def _remedy(text: str, decimal_mark: str) -> str:
    if len(text) <= LONGEST and _read(text, OTHER_MARK[decimal_mark]):
        return other_mark_remedy(decimal_mark)
    if decimal_mark == ".":
        return "Write one amount, like 1,200, $1.2M or (1,200)."
    return "Write one amount, like 1.200, €1,2M or (1.200)."
