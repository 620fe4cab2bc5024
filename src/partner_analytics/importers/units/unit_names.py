"""The unit of amounts in the name of a sheet or file: "Terms in TEUR", "Amounts ($K)"."""

import re

from partner_analytics.grammar import money_unit, unit_in_words

# Of the letters of a name, fewer are as likely those of a region or a team: "MD", "MN".
_FEWEST_LETTERS = 3
_DATED = re.compile(r"\(?\S*[0-9]{2}\S*\)?|\(?[QqHh][1-4]\)?|\(?[vV]?[0-9]+\)?")


def unit_in_name(name: str) -> str | None:
    """The unit that a name says its amounts are in; None where it may as well mean something else.

    >>> [unit_in_name(text) for text in ("Terms kEUR", "Amounts in $K", "terms_in_TEUR_2025-Q1")]
    ['kEUR', 'Amounts in $K', 'in TEUR']
    >>> [unit_in_name(text) for text in ("K", "Tier 1", "M&A", "Terms FR", "Region (MD)", "ALL")]
    [None, None, None, None, None, None]
    """
    words = re.sub(r"[_]+", " ", name).split()
    for stop in range(len(words), 0, -1):
        unit = unit_in_words(" ".join(words[:stop]))
        if unit is not None and _is_sure(unit):
            return unit
        # What follows a unit in a name is a day, a quarter or a version.
        if not _DATED.fullmatch(words[stop - 1]):
            return None
    return None


def _is_sure(unit: str) -> bool:
    words = re.findall(r"[^\W\d_]+", unit)
    if unit.casefold().startswith("in "):
        return True
    meant = money_unit(unit)
    if meant is None:
        # "T EUR": a currency beside what may be its zeros.
        return len(unit.split()) > 1 and any(money_unit(word) for word in unit.split())
    if meant.currency:
        return unit not in _WORDS
    return any(len(word) >= _FEWEST_LETTERS for word in words)


# Codes of currencies that are words as well.
_WORDS = frozenset(("ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "GEL", "LAK", "COP", "CAD"))
