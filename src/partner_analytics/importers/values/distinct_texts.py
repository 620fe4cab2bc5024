"""What the distinct texts of a column were read as, remembered from batch to batch."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.importers.doubts.error_values import SIGNS, is_error_value
from partner_analytics.importers.values.cell_readers import Amount, Reading, Refusal
from partner_analytics.importers.values.repaired_columns import MendedTexts
from partner_analytics.trackers import Reads

# Texts that are read alike by every grammar, at the speed of arrays: no signs, groups or units.
_PLAIN = {
    Reads.NUMBER: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.MONEY: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.COUNT: r"-?[0-9]{1,15}",
    Reads.DATE: r"(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]",
}
# Fewer texts are read one by one.
FEWEST_WORTH_IT = 100
# With a point 400.000 is four hundred, with a comma four hundred thousand.
_CURRENCY = "(?:[A-Za-z]{0,2}[$€£₹]|[A-Z]{3})?"
_AMBIGUOUS = rf"\(?[+-]? ?{_CURRENCY} ?[+-]?[1-9][0-9]{{0,2}}MARK[0-9]{{3}} ?{_CURRENCY}-?\)?"
NO_TEXTS = pd.Index([], dtype="str")


@dataclass(frozen=True)
class ReadTexts:
    """The distinct texts of a column and what they were read as, by their places.

    `values` has one more than the texts: the last is NULL, the value of an empty cell.
    """

    texts: pd.Index
    reading: Reading
    mended: MendedTexts
    values: pd.Series
    refusals: dict[int, Refusal] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)

    @cached_property
    def ambiguous_marks(self) -> list[int]:
        """The texts such as 400.000, which may be thousands."""
        return self._like(_AMBIGUOUS.replace("MARK", r"\."))

    @cached_property
    def ambiguous_groups(self) -> list[int]:
        """The texts such as 400,000, which may be four hundred."""
        return self._like(_AMBIGUOUS.replace("MARK", ","))

    def _like(self, pattern: str) -> list[int]:
        found = self.texts.str.strip().str.fullmatch(pattern)
        return [int(at) for at in np.flatnonzero(found) if at not in self.refusals]


class TextMemory:
    """What the texts of each column were read as last: nearly always the next batch has the same.

    One memory is for the batches of one table, in which a column has one name and one reading.
    """

    def __init__(self) -> None:
        self._known: dict[str, ReadTexts] = {}

    def read(self, texts: pd.Index, reading: Reading) -> ReadTexts:
        """Read the distinct texts of a column, or remember what they were read as."""
        known = self._known.get(reading.column.name)
        if known is None or known.reading != reading or not _are_same(known.texts, texts):
            known = self._known[reading.column.name] = read_texts(texts, reading)
        return known


def _are_same(texts: pd.Index, others: pd.Index) -> bool:
    return texts is others or texts.equals(others)


def read_texts(texts: pd.Index, reading: Reading) -> ReadTexts:
    """Read the distinct texts of a column."""
    mended = MendedTexts(texts, reading)
    if reading.is_free_text:
        return _as_they_are(mended, reading)
    values: list[Any] = [None] * (len(texts) + 1)
    refusals: dict[int, Refusal] = {}
    currencies: dict[int, str] = {}
    plain = _read_plain(texts, reading)
    unread = range(len(texts)) if plain is None else np.flatnonzero(plain.isna()).tolist()
    for at in unread:
        value = mended.read(at)
        if isinstance(value, Refusal):
            refusals[at] = value
        elif isinstance(value, Amount):
            currencies[at] = value.currency
            values[at] = value.value
        else:
            values[at] = value
    of_text = pd.Series(values, dtype=reading.column.reads.dtype)
    if plain is not None:
        of_text.iloc[:-1] = of_text.iloc[:-1].where(plain.isna(), reading.scaled(plain))
    return ReadTexts(texts, reading, mended, of_text, refusals, currencies)


def _as_they_are(mended: MendedTexts, reading: Reading) -> ReadTexts:
    """Texts that stay texts, but for errors of formulas and for nothing but blanks."""
    may_be = mended.texts.str.contains(SIGNS, regex=True).astype(bool)
    is_broken = np.zeros(len(mended.texts), dtype=bool)
    for at in np.flatnonzero(may_be):
        is_broken[at] = is_error_value(mended.texts[at])
    broken = {int(at): reading.read(mended.texts[at]) for at in np.flatnonzero(is_broken)}
    kept = mended.texts.where(~is_broken & (mended.texts != ""))
    values = pd.Series([*kept, None], dtype="str")
    return ReadTexts(mended.original, reading, mended, values, broken)


def _read_plain(texts: pd.Index, reading: Reading) -> Any:
    """The values of the texts that are plain numbers or ISO dates, NULL for all others."""
    reads = reading.column.reads
    pattern = _PLAIN.get(reads)
    if pattern is None or len(texts) < FEWEST_WORTH_IT:
        return None
    series = pd.Series(texts)
    dtype: Any = reads.dtype
    is_plain = series.str.fullmatch(pattern).astype(bool)
    if reading.source.mark == ",":
        is_plain &= ~series.str.contains(".", regex=False).astype(bool)
    plain = series.where(is_plain)
    if reads is Reads.DATE:
        # A day that does not exist stays NULL and goes to the reader, which refuses it.
        return pd.to_datetime(plain, format="%Y-%m-%d", errors="coerce").astype(dtype)
    return pd.to_numeric(plain, errors="coerce").astype(dtype)
