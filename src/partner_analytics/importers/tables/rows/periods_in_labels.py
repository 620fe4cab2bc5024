"""Whether the name in a label of totals is a period: "Q1", "March 2025", "FY25"."""

import re

from partner_analytics.grammar import month_number
from partner_analytics.importers.exports.as_of_dates import without_periods

_PERIOD = re.compile(r"(?:q|h|fy|kw|week|quarter|year|month|cy)? ?[0-9]{1,4}|ytd", re.IGNORECASE)


def is_period(name: str) -> bool:
    """Whether a name is that of a day, month, quarter or year.

    >>> [is_period(name) for name in ("q1 2025", "Q3", "fy25", "march", "2024", "north", "q and a")]
    [True, True, True, True, True, False, False]
    """
    bare = without_periods(name).strip()
    return not bare or _PERIOD.fullmatch(bare) is not None or month_number(bare) is not None
