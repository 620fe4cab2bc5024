"""Notes that state the unit of a table's amounts: "All amounts in thousands", "Unit: TEUR"."""

import re
from collections.abc import Sequence

from partner_analytics.grammar import normalize, unit_in_words

UNIT_LABELS = frozenset(
    ("currency", "unit", "units", "scale", "währung", "einheit", "einheiten", "devise", "unité")
)

# Words for how many, and those that make a caption one of amounts nevertheless.
_QUANTITIES = re.compile(
    r"\b(?:quantit(?:y|ies)|qty|units(?!\s*:)|pieces|pcs|counts?|mengen?|stück(?:zahl(?:en)?)?|anzahl"
    r"|quantités?|unités(?!\s*:)|cantidad(?:es)?|unidades|quantità|aantal(?:len)?|antal)\b",
    re.IGNORECASE,
)
_VOLUMES = re.compile(r"\b(?:volumes?|volumen|volúmenes|volumi)\b", re.IGNORECASE)
_AMOUNTS = re.compile(
    r"\b(?:amounts?|prices?|money|revenues?|sales|values?|costs?|figures|numbers|beträge|preise"
    r"|montants?|prix|importes?|precios|importi|prezzi|bedragen|prijzen)\b|[$€£¥]",
    re.IGNORECASE,
)
_CURRENCY_CODE = re.compile(r"\bT?(?:USD|[A-Z]{3})\b")


def is_of_quantities(text: str, *, has_line_prices: bool = False) -> bool:
    """Whether a caption speaks of how many and not of amounts: its scale is none of prices.

    Where `has_line_prices`, volumes are quantities, too; elsewhere they are amounts.

    >>> [is_of_quantities(text) for text in ("Quantities in thousands", "Prices and units in k$")]
    [True, False]
    >>> is_of_quantities("Volumes in thousands", has_line_prices=True)
    True
    """
    if _CURRENCY_CODE.search(text) or _AMOUNTS.search(text):
        return False
    return bool(_QUANTITIES.search(text) or (has_line_prices and _VOLUMES.search(text)))


def is_unit_note(texts: Sequence[str]) -> bool:
    """Whether the texts of a row say nothing but in what unit amounts are.

    >>> [is_unit_note([text]) for text in ("in EUR k", "(000s)", "All figures in USD thousands")]
    [True, True, True]
    >>> is_unit_note(["Unit:", "TEUR"]), is_unit_note(["Larch"]), is_unit_note(["Larch", "EUR"])
    (True, False, False)
    """
    if len(texts) == 2:
        return normalize(texts[0]) in UNIT_LABELS and unit_in_words(texts[1]) is not None
    if len(texts) != 1:
        return False
    unit = unit_in_words(texts[0])
    return unit is not None and (len(unit.split()) > 1 or unit == texts[0].strip(" ()[]"))
