"""How values read to people: the one place where figures are rounded and worded.

Rounding is half-up, once, at display: money to cents, percent and scores to one decimal (D-57).
What is missing reads "–".
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

MISSING = "–"
SMALL_N = 5
"""A rate over fewer than this reads as a count (D-58)."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SCALES = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))
_MINUS = "−"
_SYMBOLS = {
    "met": "●",
    "in range": "●",
    "in band": "●",
    "on pace": "●",
    "near": "◆",
    "over": "▲",
    "above": "▲",
    "missed": "▼",
    "short": "▼",
    "behind": "▼",
    "below": "▼",
    "Improving": "▲",
    "Stable": "■",
    "Declining": "▼",
    "New": "★",
    "up": "▲",
    "down": "▼",
}


def is_missing(value: Any) -> bool:
    """Whether there is no value: None, NaN, NaT or NA."""
    return value is None or bool(pd.isna(value))


def rounded(value: float | Decimal, places: int) -> Decimal:
    """The value rounded half-up.

    >>> rounded(0.285 * 100, 0), rounded(70.05, 1), rounded(-4.25, 1)
    (Decimal('29'), Decimal('70.1'), Decimal('-4.3'))
    """
    # 70.05 computed in floats may be 70.04999999999999: noise goes first, then half goes up.
    exact = Decimal(f"{value:.9f}")
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Any, places: int = 1) -> str:
    """A number with thousands separated.

    >>> number(1234.5), number(-0.04), number(None)
    ('1,234.5', '0.0', '–')
    """
    if is_missing(value):
        return MISSING
    found = rounded(value, places)
    return f"{_MINUS if found < 0 else ''}{abs(found):,}"


def count(value: Any) -> str:
    """A whole number."""
    return number(value, 0)


def score(value: Any) -> str:
    """A health score or rating, to one decimal."""
    return number(value, 1)


def percent(value: Any) -> str:
    """A fraction as percent.

    >>> percent(0.8889), percent(0.35), percent(float("nan"))
    ('88.9%', '35.0%', '–')
    """
    return MISSING if is_missing(value) else f"{number(value * 100, 1)}%"


def precise_percent(value: Any) -> str:
    """A fraction as percent with two decimals: reliability differs in the second.

    >>> precise_percent(0.9985)
    '99.85%'
    """
    return MISSING if is_missing(value) else f"{number(value * 100, 2)}%"


def points(value: Any) -> str:
    """The difference of two percentages, signed, in percentage points.

    >>> points(-0.02), points(0)
    ('−2.0 pp', '0.0 pp')
    """
    return MISSING if is_missing(value) else f"{change(value * 100)} pp"


def multiple(value: Any) -> str:
    """A return multiple.

    >>> multiple(2.0513)
    '2.05×'
    """
    return MISSING if is_missing(value) else f"{number(value, 2)}×"


def money(value: Any) -> str:
    """An amount in full, with cents.

    >>> money(35000), money(-1200.5)
    ('$35,000.00', '−$1,200.50')
    """
    if is_missing(value):
        return MISSING
    found = rounded(value, 2)
    return f"{_MINUS if found < 0 else ''}${abs(found):,}"


def compact_money(value: Any) -> str:
    """An amount in short, to three figures or so.

    >>> compact_money(1_234_567), compact_money(302_486), compact_money(950), compact_money(999_960)
    ('$1.2M', '$302.5K', '$950', '$1.0M')
    """
    if is_missing(value):
        return MISSING
    amount = abs(rounded(value, 2))
    sign = _MINUS if value < 0 and amount else ""
    for scale, letter in _SCALES:
        # 999,960 is "$1.0M", as in the next lower scale it would round to "$1,000.0K".
        if rounded(amount * 1000 / scale, 1) >= 1000:
            return f"{sign}${rounded(amount / scale, 1):,}{letter}"
    return f"{sign}${rounded(amount, 0):,}"


def money_range(low: Any, high: Any) -> str:
    """Two ends of a range of money.

    >>> money_range(1_500_000, 2_500_000)
    '$1.5M to $2.5M'
    """
    return compact_money(low) if low == high else f"{compact_money(low)} to {compact_money(high)}"


def count_range(low: Any, high: Any) -> str:
    """A range of counts; an open end reads "or more".

    >>> count_range(5, 7), count_range(20, None), count_range(3, 3)
    ('5–7', '20 or more', '3')
    """
    if is_missing(low) and is_missing(high):
        return MISSING
    if is_missing(high):
        return f"{count(low)} or more"
    if low == high:
        return count(low)
    return f"up to {count(high)}" if is_missing(low) else f"{count(low)}–{count(high)}"


def percent_range(low: Any, high: Any) -> str:
    """A range of fractions as percent.

    >>> percent_range(0.35, 0.45), percent_range(0.35, None)
    ('35.0–45.0%', '35.0% or more')
    """
    if is_missing(low) or is_missing(high):
        known = low if is_missing(high) else high
        return MISSING if is_missing(known) else f"{percent(known)} or more"
    return f"{number(low * 100)}–{percent(high)}"


def rate(value: Any, part: Any, whole: Any) -> str:
    """A rate as percent, as a count where it is over few (D-58).

    >>> rate(0.75, 3, 4), rate(0.8889, 24, 27)
    ('3 of 4', '88.9%')
    """
    if is_missing(whole) or whole >= SMALL_N:
        return percent(value)
    return f"{count(part)} of {count(whole)}"


def change(value: Any, shown: Callable[[Any], str] = score) -> str:
    """A difference with its sign.

    >>> change(5.0), change(-4.0), change(0.04), change(None)
    ('+5.0', '−4.0', '0.0', '–')
    """
    text = shown(value)
    is_nothing = not any(digit in text for digit in "123456789")
    return text if is_missing(value) or value < 0 or is_nothing else f"+{text}"


def day(value: Any) -> str:
    """A date.

    >>> day(pd.Timestamp("2025-12-31")), day(None)
    ('Dec 31, 2025', '–')
    """
    if is_missing(value):
        return MISSING
    return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"


def days(value: Any) -> str:
    """A number of days.

    >>> days(1), days(23)
    ('1 day', '23 days')
    """
    return MISSING if is_missing(value) else plural(value, "day")


def plural(value: Any, noun: str, nouns: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "partner"), plural(3, "partner"), plural(2, "row is", "rows are")
    ('1 partner', '3 partners', '2 rows are')
    """
    return f"{count(value)} {noun if value == 1 else nouns or noun + 's'}"


def text(value: Any) -> str:
    """A text as it stands."""
    return MISSING if is_missing(value) or not str(value).strip() else str(value).strip()


def title(value: Any) -> str:
    """A code as a heading: its first letter capital.

    >>> title("commercial"), title("below")
    ('Commercial', 'Below')
    """
    found = text(value)
    return found[:1].upper() + found[1:]


def tier(value: Any) -> str:
    """A tier; that of another scheme than the manufacturers' names it.

    >>> tier("manufacturer:1"), tier("integrator:2"), tier("untiered"), tier(None)
    ('Tier 1', 'Integrator tier 2', 'No tier', '–')
    """
    if is_missing(value):
        return MISSING
    scheme, _, rank = str(value).partition(":")
    if not rank:
        return "No tier"
    return f"Tier {rank}" if scheme == "manufacturer" else f"{title(scheme)} tier {rank}"


def target_set(value: Any) -> str:
    """A set of targets as people call it.

    >>> target_set("year1"), target_set("steady_state")
    ('Year 1', 'Steady state')
    """
    names = {"year1": "Year 1", "steady_state": "Steady state"}
    return names.get(value, title(value))


def status(value: Any) -> str:
    """A status behind its symbol, so that color is never needed to tell it.

    >>> status("missed"), status("met"), status("not targeted")
    ('▼ missed', '● met', 'not targeted')
    """
    found = text(value)
    return f"{_SYMBOLS[found]} {found}" if found in _SYMBOLS else found


def listing(names: list[str], *, most: int = 3) -> str:
    """Names in a sentence, the first few of them.

    >>> listing(["Lutron"]), listing(["A", "B"]), listing(["A", "B", "C", "D"])
    ('Lutron', 'A and B', 'A, B, C and 1 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def with_names(frame: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """The frame with each partner's name as `partner`; one without a name keeps its id."""
    named = partners.drop_duplicates("partner_id").set_index("partner_id")["partner"]
    names = frame["partner_id"].map(named)
    return frame.assign(partner=names.fillna(frame["partner_id"]))


def in_order(frame: pd.DataFrame, column: str, order: Iterable[str]) -> pd.DataFrame:
    """The rows in the order of a column's values as given; others come last, by name."""
    places = {name: place for place, name in enumerate(order)}
    return frame.sort_values(
        column,
        key=lambda names: names.map(lambda name: (places.get(name, len(places)), str(name))),
        kind="stable",
    )


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, their values by name."""
    return iter(frame.itertuples(index=False))
