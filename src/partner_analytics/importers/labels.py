"""Words by which people mark what is not a row of a table: totals, notes, as-of dates."""

import re

from partner_analytics.values import normalize

TOTALS = (
    "Total",
    "Totals",
    "Subtotal",
    "Subtotals",
    "Sub-total",
    "Grand total",
    "Grand totals",
    "Overall total",
    "Running total",
    "Total records",
    "Record count",
    "Sum",
    "Sums",
    "Count",
    "Average",
    "Avg",
    "Mean",
    "Median",
    "Summe",
    "Zwischensumme",
    "Gesamt",
    "Gesamtsumme",
    "Gesamtergebnis",
    "Insgesamt",
    "Anzahl",
    "Durchschnitt",
    "Mittelwert",
    "Total général",
    "Sous-total",
    "Somme",
    "Totale",
    "Totaal",
    "Suma",
)

# Beginnings of lines below a table that explain it. A word alone is none: partners are called
# "Legend Audio" and "Noteworthy".
_NOTE = re.compile(
    r"[*†‡©]|\(c\)"
    r"|(notes?|sources?|legend|footnotes?|disclaimer|confidential|copyright|report name)\s*[:.]"
    r"|copyright\s+(©|\(c\)|[0-9]{4})|confidential\W*$|end of report\b"
    r"|(generated|exported|printed|prepared|last updated)\s+(on|by|at|from)\b",
    re.IGNORECASE,
)

# Labels of the cell that says which day an export shows.
AS_OF = (
    "As of",
    "As at",
    "As of date",
    "Status as of",
    "Data as of",
    "Status date",
    "Snapshot date",
    "Reporting date",
    "Report date",
    "Quarter ended",
    "Quarter ending",
    "Period ended",
    "Period ending",
    "Stand",
    "Stichtag",
)

# What spreadsheets show where a formula failed.
ERRORS = frozenset(
    (
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CONNECT!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#FIELD!",
        "#CALC!",
        "#BUSY!",
        "#PYTHON!",
        "#EXTERNAL!",
    )
)

_TOTALS = frozenset(normalize(label) for label in TOTALS)
_AS_OF = frozenset(normalize(label) for label in AS_OF)
_COUNT_BEHIND = re.compile(r"\s*(\([^()]*\)|:?\s*[\d.,]+)?\s*:?\s*$")
_AMOUNT = re.compile(
    r"[^\w]*(?:[A-Z]{3}\s?)?[^\w]*\d[\d.,'’\s]*(?:k|m|mn|bn?|%|[A-Z]{3})?[^\w]*", re.IGNORECASE
)


def is_total(text: str) -> bool:
    """Whether a cell labels a row of totals.

    >>> [is_total(text) for text in ("Total", "GRAND TOTAL:", "Grand Totals (27 records)")]
    [True, True, True]
    >>> [is_total(text) for text in ("Total Home Systems", "Summerfield", "Sum of all parts")]
    [False, False, False]
    """
    if len(text) > 60:
        return False
    return normalize(_COUNT_BEHIND.sub("", text, count=1)) in _TOTALS


def is_as_of(text: str) -> bool:
    """Whether a cell is the label of an as-of date.

    >>> [is_as_of(text) for text in ("As of:", "Status date", "As of March 31, 2025")]
    [True, True, False]
    """
    return normalize(text) in _AS_OF


def is_note(text: str) -> bool:
    """Whether a cell begins as a note below a table does.

    >>> [is_note(text) for text in ("* illustrative", "Note: draft", "Printed on May 5")]
    [True, True, True]
    >>> [is_note(text) for text in ("Noteworthy Audio", "Legend Audio", "Printed Circuits")]
    [False, False, False]
    """
    return _NOTE.match(text.strip()) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds a number with at most a unit, as the cells beside "Total" do.

    >>> [is_amount(text) for text in ("27", "$1.2M", "(1,200)", "35%", "EUR 12.50", "#REF!")]
    [True, True, True, True, True, True]
    >>> [is_amount(text) for text in ("27 partners", "2025-03-31", "Tier 1")]
    [False, False, False]
    """
    text = text.strip()
    return text in ERRORS or _AMOUNT.fullmatch(text) is not None
