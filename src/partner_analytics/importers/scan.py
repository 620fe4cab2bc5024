"""The rows of a sheet that need a look: headers, totals, nearly empty ones. The rest are rows."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.importers.labels import ERRORS, TOTALS, is_total
from partner_analytics.values import is_blank

BATCH_ROWS = 200_000
# Longer texts are neither headers nor labels nor blanks.
LONGEST_LABEL = 80
FEWEST_SPELLED = 2
THIN = 2
_FILLED, _SPELLED, _TOTAL = 1, 2, 4
_THREE_DIGITS = r"[0-9][^0-9]*[0-9][^0-9]*[0-9]"
_TOTAL_WORDS = "(?i)" + "|".join(label.replace(" ", ".") for label in TOTALS)

Flags = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Scan:
    """Positions of the rows worth a look, ascending.

    `spelled` rows hold two header spellings or more, `totals` a label of totals, `thin` rows at
    most two filled cells.
    """

    spelled: tuple[int, ...]
    totals: tuple[int, ...]
    thin: tuple[int, ...]

    def moved(self, rows: int) -> Self:
        """The same for a table that begins so many rows further down."""
        parts = (self.spelled, self.totals, self.thin)
        return type(self)(*(tuple(at + rows for at in part) for part in parts))


def scan(cells: pa.Table, spellings: Container[str]) -> Scan:
    """Look through all rows once, each distinct text of a batch being judged once."""
    flags = _judge(spellings)
    spelled, totals, thin = [], [], []
    for start in range(0, cells.num_rows, BATCH_ROWS):
        part = cells.slice(start, BATCH_ROWS)
        filled = np.zeros(part.num_rows, np.uint16)
        known = np.zeros(part.num_rows, np.uint16)
        labelled = np.zeros(part.num_rows, bool)
        for name in part.column_names[1:]:
            judged = _flags_of_column(part[name], flags)
            filled += judged & _FILLED
            known += (judged & _SPELLED) > 0
            labelled |= (judged & _TOTAL) > 0
        spelled.append(start + np.flatnonzero(known >= FEWEST_SPELLED))
        totals.append(start + np.flatnonzero(labelled))
        thin.append(start + np.flatnonzero(filled <= THIN))
    return Scan(_joined(spelled), _joined(totals), _joined(thin))


def _joined(parts: list[Any]) -> tuple[int, ...]:
    return tuple(int(position) for part in parts for position in part)


def _judge(spellings: Container[str]) -> Flags:
    known: dict[str, int] = {}

    def flags(text: str) -> int:
        if text not in known:
            known[text] = (
                (0 if is_empty(text) else _FILLED)
                | (_SPELLED if text in spellings else 0)
                | (_TOTAL if is_total(text) else 0)
            )
        return known[text]

    return flags


def _flags_of_column(column: pa.ChunkedArray, flags: Flags) -> Any:
    coded = column.combine_chunks().dictionary_encode()
    texts = coded.dictionary
    of_text = np.full(len(texts) + 1, _FILLED, np.uint8)
    of_text[-1] = 0
    if len(texts):
        for position in np.flatnonzero(_may_be_label(texts).to_numpy(zero_copy_only=False)):
            of_text[position] = flags(texts[int(position)].as_py())
    return of_text[coded.indices.fill_null(len(texts)).to_numpy()]


def _may_be_label(texts: pa.Array) -> pa.Array:
    """What may be a header, label or blank: short, with two digits at most or a word for totals.

    Order numbers and amounts, of which there may be millions, are passed over here.
    """
    is_short = pc.less_equal(pc.binary_length(texts), LONGEST_LABEL)
    is_wordy = pc.invert(pc.match_substring_regex(texts, _THREE_DIGITS))
    has_total = pc.match_substring_regex(texts, _TOTAL_WORDS)
    return pc.and_(is_short, pc.or_(is_wordy, has_total))


def is_empty(text: str) -> bool:
    """Whether a cell says nothing; an error cell says that something is broken.

    >>> [is_empty(text) for text in (" ", "n/a", "#N/A", "0")]
    [True, True, False, False]
    """
    return text.strip() not in ERRORS and is_blank(text)
