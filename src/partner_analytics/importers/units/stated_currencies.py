"""Which currency each amount is in; those in others than the program's are kept out and told.

What a cell says itself counts first, then the currency column of its own column, its header or
row of units, the currency column of the row, and a caption. None of these: the program's (D-64).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import read_currency
from partner_analytics.importers.units.currency_columns import OF_ROW
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import NO_RATE, NO_RATE_REMEDY, Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.trackers import (
    AMOUNTS,
    LINE_CURRENCY,
    Column,
    Reads,
    Tracker,
    is_amount_column,
)

CONFLICT, NOT_STATED = "conflicting-currency", "currency-not-stated"
# A currency column's text that is no currency: the amounts beside it are in none we know.
_UNREADABLE = "?"


@dataclass(frozen=True, slots=True)
class StatedCurrencies:
    """The currencies of a batch by row: what the cells of each column say, and what the row does.

    None where nothing is said. `own` is by column of amounts whose cells name any, `beside` by
    column with a currency column of its own, `of_row` of all amounts of a row; `of_column` is
    what a header says.
    """

    own: Mapping[str, Any]
    beside: Mapping[str, Any]
    of_column: Mapping[str, str]
    of_row: Any

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is said, as of millions of order lines."""
        return not (self.own or self.beside or self.of_column or pd.notna(self.of_row).any())

    def own_of(self, name: str) -> Any:
        """What the cells of a column say."""
        return self.own.get(name, np.full(len(self.of_row), None, object))


def stated_currencies(
    read: Mapping[str, ColumnValues],
    findings: Findings,
    of_column: Mapping[str, str],
    home: str,
) -> StatedCurrencies:
    """What cells, currency columns and headers say of the currencies of a batch."""
    own = {
        column.name: _of_texts(read[column.name])
        for column in findings.tracker.read_columns
        if is_amount_column(column)
        and column.name in read
        and read[column.name].distinct.currencies
    }
    beside = _beside(findings, home)
    of_row = beside.pop(OF_ROW, np.full(len(findings.batch), None, object))
    column = currency_column(findings.tracker)
    if column and column.name in findings.refused:
        of_row = np.where(findings.refused[column.name], _UNREADABLE, of_row)
    return StatedCurrencies(own, beside, of_column, of_row)


def with_stated_currencies(
    rows: pd.DataFrame, stated: StatedCurrencies, tracker: Tracker, findings: Findings
) -> pd.DataFrame:
    """The rows, those whose prices name a currency in that currency.

    A price in another currency than its line states is refused: one of the two is wrong.
    """
    column = currency_column(tracker)
    if column is None or stated.is_silent:
        return rows
    currency = rows[column.name].astype(object).where(rows[column.name].notna(), None)
    is_unreadable = currency.isna().to_numpy() & (stated.of_row == _UNREADABLE)
    currency = currency.where(currency.notna(), np.where(is_unreadable, None, stated.of_row))
    for priced in (c for c in tracker.read_columns if c.unit == LINE_CURRENCY):
        if priced.name not in findings.table.column_map:
            continue
        is_none = is_unreadable | (stated.beside.get(priced.name, currency) == _UNREADABLE)
        is_none = np.asarray(is_none, dtype=bool)
        places = np.flatnonzero(is_none & rows[priced.name].notna().to_numpy()).tolist()
        unreadable = [_no_currency(findings, priced, at) for at in places]
        findings.tell(priced, places, unreadable)
        findings.refuse(priced, places, [one.code for one in unreadable])
        rows = rows.assign(**{priced.name: rows[priced.name].where(~is_none)})
        named = _without_unreadable(_nearest(stated, priced.name))
        is_named = pd.notna(named) & rows[priced.name].notna().to_numpy()
        is_other = is_named & currency.notna().to_numpy() & (currency.to_numpy() != named)
        currency = currency.where(currency.notna() | ~is_named, named)
        places = np.flatnonzero(is_other).tolist()
        refusals = [
            Refusal(
                CONFLICT,
                expected=f"a price in {currency.iloc[at]}, as the line says",
                found=f"one in {named[at]}",
                remedy="The row was set aside. Correct the currency and import the file again.",
            )
            for at in places
        ]
        findings.tell(priced, places, refusals)
        findings.refuse(priced, places, [CONFLICT] * len(places))
    return rows.assign(**{column.name: currency.astype("str")})


def without_foreign_amounts(
    rows: pd.DataFrame,
    stated: StatedCurrencies,
    tracker: Tracker,
    findings: Findings,
    currency: str,
) -> pd.DataFrame:
    """The rows, amounts in another currency NULL; each is told.

    So are amounts that state none in a row whose others are in another, and those in two at once.
    Lines priced in their own currency keep their prices: what is computed from them is NULL.
    """
    column = currency_column(tracker)
    if stated.is_silent and (column is None or not rows[column.name].notna().any()):
        return rows
    of_row = rows[column.name].where(rows[column.name].notna(), None) if column else stated.of_row
    of_row = np.asarray(of_row, dtype=object)
    of_row = np.where(pd.notna(of_row), of_row, stated.of_row)
    there = findings.table.column_map
    amounts = [c for c in tracker.read_columns if c.reads in AMOUNTS and c.name in there]
    nearest = {c.name: _nearest(stated, c.name) for c in amounts}
    others = _other_currency_of_row(stated, nearest, currency)
    emptied: dict[str, pd.Series] = {}
    for one in amounts:
        is_there = rows[one.name].notna().to_numpy()
        refusals = _refusals(findings, one, stated, of_row, others, is_there, currency)
        if refusals:
            places = sorted(refusals)
            findings.tell(one, places, [refusals[at] for at in places])
            findings.refuse(one, places, [refusals[at].code for at in places])
            is_refused = np.zeros(len(rows), dtype=bool)
            is_refused[places] = True
            emptied[one.name] = rows[one.name].mask(is_refused)
    is_foreign = pd.notna(of_row) & (of_row != currency)
    for one in tracker.read_columns:
        if one.reads is Reads.IS_OPEN:
            emptied[one.name] = rows[one.name].mask(is_foreign | _is_emptied(rows, emptied, one))
    if column and is_foreign.any() and any(c.unit == LINE_CURRENCY for c in tracker.read_columns):
        _tell_lines(rows.loc[is_foreign], column, tracker, findings, currency)
    return rows.assign(**emptied)


def currency_column(tracker: Tracker) -> Column | None:
    """The column that states the currency of a row, if the tracker has one."""
    return next((c for c in tracker.read_columns if c.reads is Reads.CURRENCY), None)


def _without_unreadable(said: Any) -> Any:
    return np.where(said == _UNREADABLE, None, said)


def _of_texts(values: ColumnValues) -> Any:
    """The currency each cell of a column names, None where it names none."""
    named = np.full(len(values.distinct.texts) + 1, None, object)
    for at, code in values.distinct.currencies.items():
        named[at] = code
    return named[values.codes]


def _beside(findings: Findings, home: str) -> dict[str, Any]:
    """What the currency columns of a table say, by the column of amounts they are of."""
    keys, batch = findings.table.currencies, findings.batch
    if not keys or "_other" not in batch:
        return {}
    kept = [json.loads(text) if isinstance(text, str) else {} for text in batch["_other"]]
    codes: dict[str | None, str | None] = {}
    found = {}
    for name, (key, _) in keys.items():
        texts = [row.get(key) for row in kept]
        for text in set(texts) - codes.keys():
            codes[text] = _code_of(text, home)
        found[name] = np.array([codes[text] for text in texts], dtype=object)
    return found


def _code_of(text: str | None, home: str) -> str | None:
    try:
        return read_currency(text, home=home) if text else None
    except UnreadableValue:
        return _UNREADABLE


def _nearest(stated: StatedCurrencies, name: str) -> Any:
    """What a column's cells, its currency column or its header say, the first that does."""
    found = stated.own_of(name)
    if name in stated.beside:
        found = np.where(pd.notna(found), found, stated.beside[name])
    if name in stated.of_column:
        found = np.where(pd.notna(found), found, stated.of_column[name])
    return found


def _other_currency_of_row(
    stated: StatedCurrencies, nearest: Mapping[str, Any], currency: str
) -> Any:
    """The other currency that any amount of each row is in by its own cell."""
    rows = len(stated.of_row)
    found = np.full(rows, None, object)
    for name in nearest:
        named = stated.own_of(name)
        is_other = pd.notna(named) & (named != currency)
        found = np.where(pd.notna(found) | ~is_other, found, named)
    return found


def _refusals(
    findings: Findings,
    column: Column,
    stated: StatedCurrencies,
    of_row: Any,
    others: Any,
    is_there: Any,
    currency: str,
) -> dict[int, Refusal]:
    """Why amounts of a column are none in the program's currency, by position."""
    nothing = np.full(len(of_row), None, object)
    own, beside = stated.own_of(column.name), stated.beside.get(column.name, nothing)
    of_header = stated.of_column.get(column.name)
    is_doubtful = pd.notna(others) | (of_header not in (None, currency))
    for said in (own, beside, of_row):
        is_doubtful |= _is_other(said, currency)
    refusals: dict[int, Refusal] = {}
    for at in np.flatnonzero(is_there & is_doubtful).tolist():
        said = (own[at], beside[at], of_header, of_row[at])
        codes = sorted({code for code in said if pd.notna(code)})
        if _UNREADABLE in codes:
            refusals[at] = _no_currency(findings, column, at)
        elif len(codes) > 1:
            refusals[at] = _conflict(codes)
        elif not codes:
            refusals[at] = _not_stated(others[at], currency)
        elif codes != [currency]:
            refusals[at] = _no_rate(findings, column, at, codes[0], own[at], of_header, currency)
    return refusals


def _is_other(said: Any, currency: str) -> Any:
    return pd.notna(said) & (said != currency)


def _is_emptied(rows: pd.DataFrame, emptied: Mapping[str, pd.Series], column: Column) -> Any:
    """Whether the amount that a flag is about became NULL."""
    stem = column.name.rpartition("_is_")[0]
    low = [name for name in emptied if stem and name.startswith(stem)]
    is_emptied = np.zeros(len(rows), dtype=bool)
    for name in low:
        is_emptied |= (emptied[name].isna() & rows[name].notna()).to_numpy()
    return is_emptied


def _no_rate(
    findings: Findings,
    column: Column,
    at: int,
    code: str,
    own: str | None,
    header: str | None,
    currency: str,
) -> Refusal:
    if own:
        text = str(findings.batch[column.name].iloc[at]).strip()
        found = f'"{text}", an amount in {code}'
    else:
        beside = findings.table.currencies.get(column.name)
        says = f'the column "{beside[1]}"' if beside else "its row"
        if header and not beside:
            says = "its header, a caption or the name of its sheet or file"
        found = f"an amount in {code}, as {says} says"
    return Refusal(
        NO_RATE,
        expected=f"an amount in {currency}",
        found=found,
        remedy=NO_RATE_REMEDY.format(code=code, currency=currency),
    )


def _conflict(codes: list[str]) -> Refusal:
    return Refusal(
        CONFLICT,
        expected="an amount in one currency",
        found=f"one that its cell, header or row say to be in {' and in '.join(codes)}",
        remedy="Correct the currency that is wrong and import the file again.",
    )


def _no_currency(findings: Findings, column: Column, at: int) -> Refusal:
    keys = findings.table.currencies
    of_row = currency_column(findings.tracker)
    if (key := keys.get(column.name) or keys.get(OF_ROW)) is not None:
        text, header = json.loads(findings.batch["_other"].iloc[at]).get(key[0], ""), key[1]
    else:
        text = findings.text(of_row, at) if of_row else ""
        header = findings.table.column_map[of_row.name].header if of_row else ""
    return Refusal(
        "unreadable-currency",
        expected="an amount in a currency that can be told",
        found=f'one whose currency is said to be "{text}" in the column "{header}"',
        remedy="Write the ISO code of the currency there, like USD, and the amounts in full, and "
        "import the file again.",
    )


def _not_stated(code: str, currency: str) -> Refusal:
    return Refusal(
        NOT_STATED,
        expected=f"an amount in {currency}, or with its currency",
        found=f"one without a currency, in a row whose other amounts are in {code}",
        remedy=f"Write the currency beside the amount ({code} 1,200 or {currency} 1,200), and "
        "import the file again.",
    )


def _tell_lines(
    foreign: pd.DataFrame, column: Column, tracker: Tracker, findings: Findings, currency: str
) -> None:
    """One problem for all lines of a batch in one currency: they load, out of the sums."""
    priced = next(
        c
        for c in tracker.read_columns
        if c.unit == LINE_CURRENCY and c.name in findings.table.column_map
    )
    at_column = column if column.name in findings.table.column_map else priced
    for code, rows in foreign.groupby(column.name):
        count = f"{len(rows):,} lines" if len(rows) > 1 else "a line"
        refusal = Refusal(
            NO_RATE,
            expected=f"amounts in {currency}",
            found=f"{count} in {code}, the first one here",
            remedy=f"The lines are loaded in {code} and are in no sum in {currency}, as there "
            "are no exchange rates yet.",
        )
        findings.problems.append(findings.problem(at_column, int(rows.index[0]), refusal))
