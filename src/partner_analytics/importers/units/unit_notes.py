"""Notes that state the unit of a table's amounts: "All amounts in thousands", "Unit: TEUR"."""

from collections.abc import Sequence

from partner_analytics.grammar import normalize, unit_in_words

UNIT_LABELS = frozenset(
    ("currency", "unit", "units", "scale", "währung", "einheit", "einheiten", "devise", "unité")
)


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
