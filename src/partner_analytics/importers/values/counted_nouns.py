"""What is counted, written beside a number: "12 pcs", "10% off", "4 of 5". It changes no value."""

import re

from partner_analytics.trackers import LINE_CURRENCY, Column, Reads

_PIECES = r"pcs?|pieces?|units?|ea(?:ch)?|items?|stk|stück|pi[eè]ces?|pce|unités?|uds?|unidades"
_OF_PIECES = re.compile(rf"\s*(?:{_PIECES})\.?", re.IGNORECASE)
_NOUNS = {
    Reads.COUNT: _OF_PIECES,
    Reads.NUMBER: _OF_PIECES,
    Reads.RATING: re.compile(r"\s*(?:(?:out )?of|von|sur|de) 5|\s*(?:stars?|★)", re.IGNORECASE),
    Reads.SCORE: re.compile(r"\s*(?:(?:out )?of|von|sur|de) 100|\s*(?:points?|pts)\.?", re.I),
    Reads.PERCENT: re.compile(r"(?<=%)\s*(?:off|disc(?:ount)?|rabatt|nachlass)\.?", re.IGNORECASE),
}


def without_noun(text: str, column: Column) -> str:
    """The text without the noun at its end that a column's numbers are of; of others as it is.

    Off are percents of discounts alone: of a share it would say the rest.

    >>> from partner_analytics.trackers import TRACKERS
    >>> without_noun("12 pcs", TRACKERS["orders"].column("units"))
    '12'
    """
    pattern = _NOUNS.get(column.reads)
    is_other = column.reads is Reads.PERCENT and "discount" not in column.name
    if pattern is None or is_other or column.unit == LINE_CURRENCY:
        return text
    bare = text.strip()
    for match in pattern.finditer(bare):
        if match.end() == len(bare) and bare[: match.start()].strip().strip("%")[-1:].isdigit():
            return bare[: match.start()]
    return text
