"""The rows of a sheet that need a look: headers, totals, nearly empty ones. The rest are rows."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.grammar import is_blank
from partner_analytics.importers.tables.rows.row_labels import (
    TOTALS,
    is_group_total,
    is_total,
    may_be_group_total,
)
from partner_analytics.importers.values.text_bytes import DIGITS, bytes_of

BATCH_ROWS = 200_000
# Longer texts are neither headers nor labels nor blanks.
LONGEST_LABEL = 80
FEWEST_SPELLED = 2
THIN = 2
_FILLED, _SPELLED, _TOTAL = 1, 2, 4
_THREE_DIGITS = r"[0-9][^0-9]*[0-9][^0-9]*[0-9]"
_TOTAL_WORDS = "(?i)" + "|".join(label.replace(" ", ".") for label in TOTALS) + "|overall|result"

_DIGITS_OF_A_VALUE = 3
# By first byte: letters and digits no label of totals begins with that has a count behind it. One
# that names a group ("Route 128 Total") ends in a letter.
_IS_VALUE_START = np.zeros(256, bool)
_IS_VALUE_START[list(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] = True
_IS_VALUE_START[list(b"acdgimorstzACDGIMORSTZ")] = False
_IS_LETTER = np.zeros(256, bool)
_IS_LETTER[list(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ)")] = True
_IS_LETTER[128:] = True

_LABELS = (is_total, is_group_total, may_be_group_total)

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


def scan(
    cells: pa.Table, spellings: Container[str], release: Callable[[], None] = lambda: None
) -> Scan:
    """Look through all rows once, each distinct text of a batch being judged once.

    `release` is called after each batch (`Sheet.release`).
    """
    flags = _judge(spellings)
    columns = [_ColumnFlags(flags) for _ in cells.column_names[1:]]
    spelled, totals, thin = [], [], []
    start = 0
    for batch in cells.to_batches(max_chunksize=BATCH_ROWS):
        filled = np.zeros(batch.num_rows, np.uint16)
        known = np.zeros(batch.num_rows, np.uint16)
        labelled = np.zeros(batch.num_rows, bool)
        for column, texts in zip(columns, batch.columns[1:], strict=True):
            judged = column.of(texts)
            filled += judged & _FILLED
            known += (judged & _SPELLED) > 0
            labelled |= (judged & _TOTAL) > 0
        spelled.append(start + np.flatnonzero(known >= FEWEST_SPELLED))
        totals.append(start + np.flatnonzero(labelled))
        thin.append(start + np.flatnonzero(filled <= THIN))
        start += batch.num_rows
        release()
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
                | (_TOTAL if any(is_it(text) for is_it in _LABELS) else 0)
            )
        return known[text]

    return flags


class _ColumnFlags:
    """The flags of a column's cells, batch by batch; the same distinct texts are judged once."""

    def __init__(self, flags: Flags) -> None:
        self._flags = flags
        self._texts: pa.Array | None = None
        self._of_text: Any = None

    def of(self, column: pa.Array) -> Any:
        """The flags of each cell of a batch."""
        if pa.types.is_dictionary(column.type):
            if self._texts is None or not self._texts.equals(column.dictionary):
                self._texts = column.dictionary
                self._of_text = _flags_of_texts(column.dictionary, self._flags)
            return _flags_of_coded(column, self._of_text)
        judged = np.full(len(column), _FILLED, np.uint8)
        if column.null_count:
            judged[np.asarray(column.is_null())] = 0
        unclear = np.flatnonzero(_is_unclear(column) & (judged > 0))
        if len(unclear):
            coded = column.take(pa.array(unclear)).dictionary_encode()
            judged[unclear] = _flags_of_coded(coded, _flags_of_texts(coded.dictionary, self._flags))
        return judged


def _flags_of_texts(texts: pa.Array, flags: Flags) -> Any:
    """The flags of distinct texts; one more, the last, for an empty cell."""
    of_text = np.full(len(texts) + 1, _FILLED, np.uint8)
    of_text[-1] = 0
    if len(texts):
        for position in np.flatnonzero(np.asarray(_may_be_label(texts))):
            of_text[position] = flags(texts[int(position)].as_py())
    return of_text


def _flags_of_coded(column: pa.DictionaryArray, of_text: Any) -> Any:
    return of_text[np.asarray(column.indices.fill_null(len(of_text) - 1))]


def _is_unclear(column: pa.Array) -> Any:
    """What is not plainly a value: with two digits at most, or begun as words for totals are.

    Told by the bytes alone: order numbers and amounts, of which there may be millions, are
    passed over here.
    """
    content = bytes_of(column)
    digits = content.count(DIGITS)
    is_value = _IS_VALUE_START[content.first_bytes()] & ~_IS_LETTER[content.last_bytes()]
    return (digits < _DIGITS_OF_A_VALUE) | ~is_value


def _may_be_label(texts: pa.Array) -> pa.Array:
    """What may be a header, label or blank: short, with two digits at most or a word for totals."""
    is_short = pc.less_equal(pc.binary_length(texts), LONGEST_LABEL)
    is_wordy = pc.invert(pc.match_substring_regex(texts, _THREE_DIGITS))
    has_total = pc.match_substring_regex(texts, _TOTAL_WORDS)
    return pc.and_(is_short, pc.or_(is_wordy, has_total))


def is_empty(text: str) -> bool:
    """Whether a cell says nothing; an error cell says that something is broken.

    >>> [is_empty(text) for text in (" ", "n/a", "#N/A", "0")]
    [True, True, False, False]
    """
    return is_blank(text)
