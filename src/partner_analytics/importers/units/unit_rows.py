"""Rows of units below a header: yyyy-mm-dd, pcs, USD, %."""

import re
from collections.abc import Mapping

from partner_analytics.grammar import unit_in_words

# What people write for the kind of a column that is no amount.
_KINDS = frozenset(
    """
    % percent pct pcs pc pieces piece units unit ea each qty stk stück st # no nr number count
    integer int decimal float numeric text string str char varchar date datetime day days d tage
    hours hour hrs h weeks months years currency ccy iso id key name boolean bool y/n yes/no score
    points pts rating stars free-text required optional mandatory
    """.split()  # noqa: SIM905 (words)
)
_DATE = re.compile(r"(?:[dmyjt]{1,4}[-/. ]){1,2}[dmyjt]{1,4}(?:[ t]h{1,2}:m{2}(?::s{2})?)?", re.I)
_RANGE = re.compile(r"[0-9]{1,3} ?(?:-|–|to|\.\.) ?[0-9]{1,3}%?")
_FEWEST = 2


def is_units_row(texts: Mapping[int, str]) -> bool:
    """Whether all filled cells of a row name a unit or a kind of value, and are no values.

    >>> is_units_row({1: "text", 5: "yyyy-mm-dd", 6: "pcs", 7: "USD"})
    True
    >>> is_units_row({5: "(k€)", 6: "(%)"}), is_units_row({1: "Larch", 5: "USD"})
    (True, False)
    """
    words = [_bare(text) for text in texts.values()]
    is_range = [_RANGE.fullmatch(word) is not None for word in words]
    known = [
        is_one or word in _KINDS or _DATE.fullmatch(word) is not None or _is_money(text)
        for word, is_one, text in zip(words, is_range, texts.values(), strict=True)
    ]
    return len(known) >= _FEWEST and all(known) and not all(is_range)


def is_lone_unit(text: str) -> bool:
    """Whether a text alone below the header of amounts is their unit.

    >>> [is_lone_unit(text) for text in ("$K", "(in Tsd.)", "x1,000", "USD", "12", "K", "open")]
    [True, True, True, True, False, False, False]
    """
    return _is_money(text) and unit_in_words(text) is not None


def is_percent_unit(text: str) -> bool:
    """Whether a unit says that plain numbers are points of a percent.

    >>> is_percent_unit("(%)"), is_percent_unit("0-1")
    (True, False)
    """
    return _bare(text) in ("%", "percent", "pct")


def percent_in_header(header: str) -> str | None:
    """The sign or word with which a header ends that says its numbers are percents.

    >>> percent_in_header("Volume (%)"), percent_in_header("Volume in %"), percent_in_header("%")
    ('(%)', '%', None)
    """
    match = re.search(r"\S.*?(\(\s*(?:%|percent|pct)\s*\)|%|\b(?:percent|pct))\s*$", header, re.I)
    return match[1] if match else None


def _bare(text: str) -> str:
    return text.strip().strip("()[]").strip().casefold().removeprefix("in ")


def _is_money(text: str) -> bool:
    bare = text.strip().strip("()[]").strip()
    return unit_in_words(bare, is_header=True) == bare
