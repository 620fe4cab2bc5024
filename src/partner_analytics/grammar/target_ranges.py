"""Targets as documents state them: `20+`, `5-7`, `< 2 hours`, `$975K-1.375M`."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar.dates.durations import TIME_UNIT, converted
from partner_analytics.grammar.money.units import currency_of
from partner_analytics.grammar.money.words import CURRENCIES, SCALES
from partner_analytics.grammar.numbers import LONGEST, decimal_of, digits
from partner_analytics.grammar.texts.text import is_blank, shown, tidy, unreadable

_AT_LEAST = frozenset(
    {
        *(">=", "≥", "at least", ">", "more than", "above", "over", "no less than"),
        *("not less than", "min", "minimum", "mindestens", "mehr als", "über"),
    }
)
_STRICT = frozenset(
    {
        *("<", ">", "more than", "less than", "fewer than", "above", "below", "over", "under"),
        *("mehr als", "weniger als", "über", "unter"),
    }
)
_AT_MOST = frozenset(
    {
        *("<=", "≤", "within", "up to", "at most", "no more than", "not more than", "max"),
        *("maximum", "höchstens", "bis zu"),
    }
)
# What may be a currency beside a number in a phrase.
_CODE = "(?-i:[A-Z]{3})"
_COMPARISON = "(?:{})".format(
    "|".join(
        rf"{word}\b\.?" if word.isalpha() else re.escape(word).replace(r"\ ", " ")
        for word in sorted(_AT_LEAST | _STRICT | _AT_MOST, key=len, reverse=True)
    )
)
# Words and signs beside a figure that make it less than one: a guess, half of a range, of a year.
_BEFORE = re.compile(
    r"(?:[~≈∼±]|(?:^|\w)-[$€£¥]?|^\s*-\s+"
    r"|\b(?:approx|approximately|about|around|circa|ca|roughly|nearly|almost|est|estimated)\b\.?:?"
    r"|\b(?:not|never|minus|negative|loss(?:es)? of)\b"
    r"|\b(?:ungefähr|etwa|rund|environ)\b|\b(?:fy|cy|q|h)[ '’]?[0-9]{1,4}\b:?)\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:(?:-|\.{2,}|…|to|bis)\s*(?:\?|tbd|n/?a)?\s*$|\?"
    r"|\s*\+\s*[^\W\d]|(?:pcs|pieces?|units?|stk|stück)\b|(?:loss|negative)\b"
    # Of another time than a year.
    r"|(?:/|per|an?|each|every|p\.?)\s*(?:month|quarter|week|day|hour|mth|mo|qtr|wk|m|q|w|d)\b"
    r"|(?:monthly|quarterly|weekly|daily)\b|(?:/|per|an?|each)\s*(?:dealer|store|partner|site)\b"
    r"|,?\s*(?:est|estimated|estimate|approx|approximately|or so|ish|geschätzt)\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)[0-9]{2} ?- ?(?:(?:19|20)[0-9]{2}|[0-9]{2})")
# What people write (without a plural s) and what the target is kept in.
_TIME_UNITS = dict.fromkeys(("minute", "min", "hour", "hr", "h"), "hours") | dict.fromkeys(
    ("day", "d", "week", "wk", "w"), "days"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach; both ends included unless `is_strict`.

    `low` is None for targets such as `< 2 hours`. `high` is None for those such as `20+`, which
    `is_open` marks. Percents are fractions. `unit` is an ISO currency, "percent", "hours",
    "days", "x" for multiples, or "" for plain numbers.
    """

    low: Decimal | None
    high: Decimal | None
    is_open: bool
    is_strict: bool
    unit: str


# Signs and words of which nothing else in a phrase is made.
_SYMBOL = r"(?:(?:US|CA|C|AU|A|NZ|HK|S|NT|R)?\$|[€£₹₩₪₺₫₴₦₽₱])"
_SCALE_WORDS = frozenset(word for word in SCALES if word.isascii())
_SCALE = "(?:{})".format("|".join(sorted(_SCALE_WORDS, key=len, reverse=True)))


def _amount(suffix: str, decimal_mark: str) -> str:
    return (
        rf"(?P<currency{suffix}>{_SYMBOL}|[A-Z]{{3}} ?)?(?P<number{suffix}>{digits(decimal_mark)})"
        rf"(?: ?(?P<scale{suffix}>{_SCALE})(?![a-z]))?(?P<percent{suffix}> ?%)?"
    )


@cache
def _target(decimal_mark: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<comparison>{_COMPARISON}) ?)?{_amount('', decimal_mark)}"
        rf"(?:(?: ?- ?| to ){_amount('_2', decimal_mark)})?(?P<plus>\+)?"
        rf"(?: ?(?P<unit>{TIME_UNIT}|x|[A-Z]{{3}}))?",
        re.IGNORECASE | re.ASCII,
    )


# Everything in a phrase that belongs to a number: read by the strict grammar afterwards, so that
# "2nd" or "30-40-50" is refused as a whole and never read in part.
_NUMBER_IN_PHRASE = rf"[0-9][\w.,'%+]*(?: ?{_SCALE}(?!\w))?(?: %)?\+?"
_IN_PHRASE = re.compile(
    rf"(?<![\w.,'+-])(?:{_COMPARISON} ?)?(?:{_SYMBOL}|{_CODE} ?)?{_NUMBER_IN_PHRASE}"
    rf"(?:(?: ?- ?| to )(?:{_SYMBOL}|{_CODE} ?)?{_NUMBER_IN_PHRASE})*"
    rf"(?: ?(?:{TIME_UNIT}|x|{_CODE})(?!\w))?",
    re.IGNORECASE | re.ASCII,
)


def read_target(
    text: str, *, decimal_mark: str = ".", home: str = "USD", power: int = 0
) -> Target | None:
    """Read a target; a known blank is None (no target, not zero).

    In a range, a first number without a scale or percent sign takes the second's. `home` and
    `power` are as for `read_money`.

    >>> budget = read_target("$975K-1.375M")
    >>> budget.low, budget.high, budget.unit
    (Decimal('975000'), Decimal('1375000'), 'USD')
    >>> read_target("95%+")
    Target(low=Decimal('0.95'), high=None, is_open=True, is_strict=False, unit='percent')
    >>> read_target("< 2 hours")
    Target(low=None, high=Decimal('2'), is_open=False, is_strict=True, unit='hours')
    >>> read_target("-") is None
    True
    >>> read_target("a lot")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected a target, found "a lot". \
Write it like 20+, 5-7, > 10, < 2 hours, ...
    """
    if is_blank(text):
        return None
    target = _read(tidy(text), decimal_mark, home, power)
    if target is None:
        raise unreadable(
            text,
            expected="a target",
            remedy="Write it like 20+, 5-7, > 10, < 2 hours, within 48 hours, 95%+ or $1M-2M.",
        )
    return target


def find_target(
    text: str, *, decimal_mark: str = ".", home: str = "USD", power: int = 0
) -> Target | None:
    """Read the only target in a phrase; a known blank is None.

    Refused is a figure beside which stands that it is a guess, of some year or half of a range; a
    remark in parentheses (estimated) leaves the figure as it is.

    >>> find_target("Critical component in 95%+ installations").low
    Decimal('0.95')
    >>> find_target("High (30-40% margin opportunity)").high
    Decimal('0.40')
    >>> find_target("Tier 1 or Tier 2")
    Traceback (most recent call last):
    partner_analytics.errors.UnreadableValue: expected one figure in the text, \
found 2 in "Tier 1 or Tier 2". Leave one figure, like 30-40% or $1B+.
    """
    if is_blank(text):
        return None
    tidied = tidy(text)
    matches = list(_IN_PHRASE.finditer(tidied))
    found = [_without_words(match[0]) for match in matches]
    target = _read(found[0], decimal_mark, home, power) if len(found) == 1 else None
    if target is not None and not _is_plain(tidied, matches[0], target, decimal_mark):
        raise UnreadableValue(
            expected="one figure that is stated in full",
            found=shown(text),
            remedy="Write it like 30-40%, $1B+ or $1M-2M, without a word that makes it less sure.",
        )
    if target is None:
        raise UnreadableValue(
            expected="one figure in the text",
            found=shown(text) if len(found) == 1 else f"{len(found) or 'none'} in {shown(text)}",
            remedy="Leave one figure, like 30-40% or $1B+.",
        )
    return target


def _is_plain(text: str, figure: re.Match[str], target: Target, decimal_mark: str) -> bool:
    """Whether nothing beside or in a figure says that it may be another."""
    mark = re.escape(decimal_mark)
    thousands = re.findall(rf"(?<![\d.,])[1-9][0-9]{{0,2}}{mark}[0-9]{{3}}(?![\w.,%])", figure[0])
    if thousands and target.high not in (None, target.low):
        return False  # "1.000-2.000" may be thousands
    before, behind = text[: figure.start()], text[figure.end() :]
    if before.strip() == "(" and behind.strip() == ")":
        return False  # a negative amount
    if _YEARS.fullmatch(figure[0]) or _other_currency(f"{before} {behind}", target):
        return False
    return _BEFORE.search(before) is None and _BEHIND.match(behind) is None


def _other_currency(beside: str, target: Target) -> bool:
    """Whether a currency stands in a text that the target does not have."""
    words = re.findall(r"[€£¥₹₩₪₺₫₴₦₽₱$]|\b[A-Z]{3}\b", beside)
    named = {currency_of(word) for word in words if word in CURRENCIES or not word.isalpha()}
    return bool(named - {target.unit, None})


def _without_words(figure: str) -> str:
    """A figure without capitals beside it that are no currency, as in "95%+ API calls"."""
    start, end = figure[:3], figure[-3:]
    if start.isalpha() and start.isupper() and start not in CURRENCIES:
        figure = figure[3:].lstrip()
    if end.isalpha() and end.isupper() and end not in CURRENCIES:
        figure = figure[:-3]
    return figure.rstrip(" .,'")


def _read(text: str, decimal_mark: str, home: str, power: int) -> Target | None:
    match = _target(decimal_mark).fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    comparison, plus, is_range = match["comparison"], match["plus"], match["number_2"] is not None
    if (comparison is not None) + (plus is not None) + is_range > 1:
        return None
    unit = _unit(match, home)
    if unit is None:
        return None
    # "30-40%", "450-550K": the first number takes what only the second states.
    scale = match["scale"] or match["scale_2"]
    power = power if unit in ("", *CURRENCIES) and not scale else 0
    low = _value(match["number"], scale, unit, match["unit"], decimal_mark, power)
    if is_range:
        scale = match["scale_2"]
        high = _value(match["number_2"], scale, unit, match["unit"], decimal_mark, power)
        return None if low > high else Target(low, high, False, False, unit)
    return _one_sided(low, comparison and comparison.casefold().rstrip("."), plus is not None, unit)


def _one_sided(number: Decimal, comparison: str | None, is_plus: bool, unit: str) -> Target:
    is_strict = comparison in _STRICT
    if is_plus or comparison in _AT_LEAST:
        return Target(number, None, True, is_strict, unit)
    return Target(number if comparison is None else None, number, False, is_strict, unit)


def _unit(match: re.Match[str], home: str) -> str | None:
    """The one unit a target states, "" if none; None if what it states does not fit together."""
    word = match["unit"]
    currencies = {
        currency_of(stated.rstrip(), home=home)
        for stated in match.group("currency", "currency_2")
        if stated
    }
    if match["percent"] or match["percent_2"]:
        # "30%-40" may forget a sign or mean something else.
        is_whole = match["number_2"] is None or match["percent_2"]
        has_other = word or currencies or match["scale"] or match["scale_2"]
        return "percent" if is_whole and not has_other else None
    if word is None:
        return currencies.pop() if len(currencies) == 1 else None if currencies else ""
    if word.upper() in CURRENCIES:
        return word.upper() if currencies <= {word.upper()} else None
    if currencies or match["scale"] or match["scale_2"]:
        return None
    return "x" if word in "xX" else _TIME_UNITS.get(word.casefold().rstrip("s"))


def _value(
    number: str, scale: str | None, unit: str, word: str | None, decimal_mark: str, power: int
) -> Decimal:
    value = decimal_of(number, decimal_mark)
    power = SCALES[scale.casefold()] if scale else power
    if power:
        value = Decimal(f"{value.scaleb(power):f}")
    if unit == "percent":
        return value.scaleb(-2)
    return converted(value, word, unit) if word and unit in ("hours", "days") else value
