"""A column of texts to a column of values: each distinct text is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.importers.cell_readers import Amount, Reading, Refusal
from partner_analytics.importers.labels import ERRORS
from partner_analytics.importers.repairing import Mending
from partner_analytics.schemas import Reads

# Texts that are read alike by every grammar, at the speed of arrays: no signs, groups or units.
_PLAIN = {
    Reads.NUMBER: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.MONEY: r"-?[0-9]{1,15}(\.[0-9]{1,6})?",
    Reads.COUNT: r"-?[0-9]{1,15}",
    Reads.DATE: r"(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]",
}
_FEWEST_WORTH_IT = 100
IMPLAUSIBLE_DATE = "implausible-date"
_MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The values of one column, in the dtype of what it reads.

    `codes` gives the distinct text of each row (-1 for an empty cell); `refusals`, `currencies`
    and what `mending` did to the texts are by distinct text.
    """

    values: pd.Series
    codes: Any
    texts: pd.Index
    mending: Mending
    refusals: dict[int, Refusal] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)

    def rows_of(self, distinct: Iterable[int]) -> list[int]:
        """Positions of the rows that hold any of these distinct texts."""
        chosen = np.zeros(len(self.texts) + 1, dtype=bool)
        chosen[list(distinct)] = True
        rows: list[int] = np.flatnonzero(chosen[self.codes]).tolist()
        return rows


def read_column(texts: pd.Series, reading: Reading) -> ColumnValues:
    """Read a column; a text that is refused becomes NULL and a refusal."""
    codes, distinct = pd.factorize(texts)
    index: Any = pd.Index(distinct, dtype="str")
    mending = Mending(index, reading)
    if reading.is_free_text:
        return _free_text(texts, codes, mending, reading)
    values: list[Any] = [None] * (len(index) + 1)
    refusals: dict[int, Refusal] = {}
    currencies: dict[int, str] = {}
    plain = _read_plain(index, reading)
    unread = range(len(index)) if plain is None else np.flatnonzero(plain.isna()).tolist()
    for at in unread:
        value = mending.read(at)
        if isinstance(value, Refusal):
            refusals[at] = value
        elif isinstance(value, Amount):
            currencies[at] = value.currency
            values[at] = value.value
        else:
            values[at] = value
    of_text = pd.Series(values, dtype=reading.column.reads.dtype)
    if plain is not None:
        of_text.iloc[:-1] = of_text.iloc[:-1].where(plain.isna(), plain)
    # The code of an empty cell, -1, takes the last value: NULL.
    taken = of_text.take(codes).set_axis(texts.index)
    return ColumnValues(taken, codes, index, mending, refusals, currencies)


def without_implausible_dates(read: ColumnValues, as_of: date) -> ColumnValues:
    """The values of a column of dates, those too far from the as-of day refused."""
    span = pd.DateOffset(years=_MOST_YEARS)
    day = pd.Timestamp(as_of)
    is_far = (read.values < day - span) | (read.values > day + span)
    if not is_far.any():
        return read
    far = {
        int(at): Refusal(
            IMPLAUSIBLE_DATE,
            expected=f"a date within {_MOST_YEARS} years of the as-of day {as_of.isoformat()}",
            found=f'"{read.texts[int(at)].strip()}"',
            remedy="Check the year.",
        )
        for at in np.unique(read.codes[is_far.to_numpy()])
    }
    return replace(read, values=read.values.mask(is_far), refusals={**read.refusals, **far})


def _free_text(texts: pd.Series, codes: Any, mending: Mending, reading: Reading) -> ColumnValues:
    of_text = pd.Series(mending.texts)
    broken = {
        int(at): reading.read(mending.texts[at]) for at in np.flatnonzero(of_text.isin(ERRORS))
    }
    of_text = of_text.mask(of_text.eq("") | of_text.isin(ERRORS))
    # The code of an empty cell, -1, takes the last value: NULL.
    of_text = pd.concat([of_text, pd.Series([None], dtype="str")])
    taken = of_text.take(codes).set_axis(texts.index)
    return ColumnValues(taken, codes, mending.original, mending, broken)


def _read_plain(texts: pd.Index, reading: Reading) -> Any:
    """The values of the texts that are plain numbers or ISO dates, NULL for all others."""
    reads = reading.column.reads
    pattern = _PLAIN.get(reads)
    if pattern is None or len(texts) < _FEWEST_WORTH_IT:
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
