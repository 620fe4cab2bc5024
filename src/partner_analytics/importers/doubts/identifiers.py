"""Numbers of orders and articles, and names, that a spreadsheet made something else of.

A spreadsheet that opens a text file takes what looks like a number or a date for one: of the order
number 4512340000001 it keeps "4.51234E+12", which other orders have as well, and of the article
MAR1 the first of March.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.grammar import is_blank
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.text_bytes import DIGITS, bytes_of
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, Reads

SCIENTIFIC, DATE_AS_TEXT = "scientific-notation", "date-in-identifier"
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mai|okt|dez|mrt)"
_IS_SCIENTIFIC = r"^\s*[+-]?[0-9](([.,][0-9]+)?[eE]\+[0-9]{2,3}|[.,][0-9]+[eE]-?[0-9]{1,3})\s*$"
# As workbooks keep dates, and as spreadsheets write them into text files: 1-Mar, Mar-01, 3/1/2025.
_IS_DATE = (
    r"^\s*([0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)?"
    r"|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"
    rf"|(?i:[0-9]{{1,2}}-{_MONTH}(-[0-9]{{2,4}})?|{_MONTH}-[0-9]{{2}}))\s*$"
)
_MOST_LISTED = 5
# What such a text may begin with, and how long it is at most.
_MAY_BEGIN = np.zeros(256, bool)
_MAY_BEGIN[list(b" +-0123456789jfmasondJFMASOND")] = True
_LONGEST = 40
_SCIENTIFIC, _DATE, _BLANK = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The cells of one column of a batch that are no identifiers; rows by position."""

    column: Column
    scientific: list[int]
    dates: list[int]
    blank: list[int]

    @classmethod
    def in_column(cls, column: Column, texts: pd.Series, *, is_key: bool) -> "Identifiers | None":
        """Look through a column of numbers of orders or articles, or of names; None for others."""
        if not column.is_identifier and column.reads is not Reads.PARTNER:
            return None
        # A part of a key that says nothing would make one order of all that have it.
        may_be_blank = column.is_identifier and is_key
        if isinstance(texts.dtype, pd.CategoricalDtype):
            found = _kinds(pa.array(texts.cat.categories, pa.string()), may_be_blank=may_be_blank)
            of_code = np.append(found, 0)  # the code of an empty cell is -1
            kinds = of_code[texts.cat.codes.to_numpy()]
        else:
            kinds = _kinds(pa.array(texts, pa.string()), may_be_blank=may_be_blank)
        rows = (np.flatnonzero(kinds == kind).tolist() for kind in (_SCIENTIFIC, _DATE, _BLANK))
        return cls(column, *rows)

    @property
    def without_value(self) -> list[int]:
        """The rows whose cell holds no identifier at all."""
        return sorted({*self.scientific, *self.blank})


def _kinds(texts: Any, *, may_be_blank: bool) -> Any:
    """What each text is that is no identifier, 0 for all others.

    Told by the bytes first: order numbers, of which there may be millions, are passed over here.
    """
    array = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    content = bytes_of(array)
    digits, lengths, first = content.count(DIGITS), content.lengths, content.first_bytes()
    kinds = np.zeros(len(array), np.uint8)
    is_unclear = _MAY_BEGIN[first] & (digits > 0) & (digits < lengths) & (lengths <= _LONGEST)
    unclear = np.flatnonzero(is_unclear)
    if len(unclear):
        part = array.take(pa.array(unclear))
        for kind, pattern in ((_DATE, _IS_DATE), (_SCIENTIFIC, _IS_SCIENTIFIC)):
            is_it = pc.match_substring_regex(part, pattern).to_numpy(zero_copy_only=False)
            kinds[unclear[is_it]] = kind
    if may_be_blank:
        for at in np.flatnonzero((digits == 0) & (lengths > 0) & (lengths <= _LONGEST)).tolist():
            kinds[at] = _BLANK if is_blank(array[at].as_py()) else 0
    return kinds


def add_identifiers(findings: Findings, found: Identifiers) -> None:
    """Tell numbers in scientific notation, once for the column; they are no value."""
    if not found.scientific:
        return
    listed = _listed(findings, found.column, found.scientific)
    refusal = Refusal(
        SCIENTIFIC,
        expected=f"{_what(found.column)} with all of its digits",
        found=f"{listed} in scientific notation",
        remedy=f"Other {_what(found.column, many=True)} may read alike, so that it cannot be told "
        "which is meant. Format the column as text (or with the number format 0, up to 15 digits) "
        "where the digits are still there, and export again.",
    )
    findings.tell_together(found.column, found.scientific, refusal)


def date_notes(findings: Findings, found: Identifiers) -> Iterator[Problem]:
    """A warning, once for the column, of dates among identifiers or names."""
    rows = [at for at in found.dates if at not in set(found.scientific)]
    if not rows:
        return
    note = Refusal(
        DATE_AS_TEXT,
        expected=_what(found.column),
        found=f"{_listed(findings, found.column, rows)}, as a spreadsheet writes a date",
        remedy="It was read as it stands. If a spreadsheet made a date of it (of MAR1 the first of "
        "March), format the column as text and enter it again.",
    )
    yield findings.problem(found.column, rows[0], note, severity=Severity.WARNING)


def _what(column: Column, *, many: bool = False) -> str:
    if column.reads is Reads.PARTNER:
        return "names" if many else "a name"
    return f"{column.description}s" if many else f"an {column.description}"


def _listed(findings: Findings, column: Column, rows: Sequence[int]) -> str:
    """The first text, how many more there are, and where the next ones stand."""
    first = findings.text(column, rows[0])
    if len(rows) == 1:
        return f'"{first}"'
    others = [findings.where(column, at) for at in rows[1 : _MOST_LISTED + 1]]
    more = ", ..." if len(rows) > _MOST_LISTED + 1 else ""
    return f'"{first}" and {len(rows) - 1:,} more ({", ".join(others)}{more})'
