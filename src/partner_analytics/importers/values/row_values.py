"""Rows of texts to rows of values, every value that cannot be read told at its cell."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from partner_analytics.importers.doubts.format_doubts import without_unclear_numbers
from partner_analytics.importers.doubts.identifiers import (
    Identifiers,
    add_identifiers,
    date_notes,
)
from partner_analytics.importers.doubts.later_dates import later_dates
from partner_analytics.importers.doubts.open_marks import without_open_marks
from partner_analytics.importers.doubts.shown_otherwise import shown_otherwise
from partner_analytics.importers.doubts.struck_out import struck_out
from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.exports.tool_markup import with_plain_names
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.units.stated_currencies import (
    stated_currencies,
    with_stated_currencies,
    without_foreign_amounts,
)
from partner_analytics.importers.units.stated_scales import (
    currencies_of,
    scale_notes,
    unit_of,
    unscaled_where_shown,
    without_unclear_units,
)
from partner_analytics.importers.units.stated_units import ColumnUnit
from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Reading
from partner_analytics.importers.values.column_values import (
    ColumnValues,
    read_column,
    without_implausible_dates,
)
from partner_analytics.importers.values.distinct_texts import TextMemory
from partner_analytics.importers.values.told_repairs import (
    RepairedText,
    repair_problems,
    repaired_texts,
)
from partner_analytics.problems import Problem
from partner_analytics.trackers import Column, Reads, Tracker

_MAY_BE_THOUSANDS = frozenset(
    (
        Reads.MONEY,
        Reads.MONEY_LOW,
        Reads.MONEY_HIGH,
        Reads.NUMBER,
        Reads.DAYS,
        Reads.HOURS,
    )
)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows of a tracker as values, and what kept values or rows out.

    `values` has `_row` and the tracker's columns in their dtypes, without the rows set aside.
    `set_aside` has `_row` and `code` of rows whose required cells are empty or unreadable.
    `untold` are the cells (`_row`, `column`, `code`) like others of which enough is told.
    `repairs` are those of the batch, `notes` warnings that each hold for a whole column: they
    come again with the next batch.
    """

    values: pd.DataFrame
    set_aside: pd.DataFrame
    problems: list[Problem]
    untold: pd.DataFrame
    repairs: list[RepairedText]
    notes: list[Problem]


def read_values(  # noqa: PLR0913 (all named; of the file, its source and the program)
    table: ExportTable,
    batch: pd.DataFrame,
    *,
    tracker: Tracker,
    source: Source,
    file: str,
    currency: str = "USD",
    time_zone: str = "UTC",
    as_of: date | None = None,
    column_sources: Mapping[str, Source] | None = None,
    memory: TextMemory | None = None,
) -> ReadRows:
    """Read a batch of `ExportTable.batches`; `currency` and `time_zone` are the program's.

    `column_sources` are the settings of columns whose own texts settle more than `source`; a
    `memory` made for the table spares reading again what earlier batches had.

    A cell that cannot be read is NULL and a problem; where a required cell is empty or cannot be
    read, or a key cell cannot be read, the row is set aside. An amount in another currency is NULL
    and a problem (D-64), and so is a date further than 20 years from `as_of`, where that is given.
    """
    batch, names = with_plain_names(batch.reset_index(drop=True), table, tracker)
    findings = Findings(table, batch, tracker, file)
    findings.add_plain_names(names)
    read: dict[str, ColumnValues] = {}
    repairs: dict[str, list[RepairedText]] = {}
    notes: list[Problem] = []
    units: dict[str, ColumnUnit] = {}
    for column in (one for one in tracker.read_columns if one.name in table.column_map):
        header = table.column_map[column.name].header
        own_source = (column_sources or {}).get(column.name, source)
        unit = units[column.name] = unit_of(table, column, currency)
        reading = Reading(
            tracker,
            column,
            header,
            own_source,
            currency,
            time_zone,
            power=unit.power or 0,
            is_points=unit.is_points,
        )
        is_unclear = own_source.decimal_mark is None and column.reads in _MAY_BE_THOUSANDS
        values = read_column(
            batch[column.name], reading, may_be_thousands=is_unclear, memory=memory
        )
        values, unclear = without_unclear_numbers(values, table, column, batch)
        if is_unclear or (own_source.decimal_mark is None and column.reads is Reads.COUNT):
            values, open_marks = without_open_marks(values, table)
            unclear |= open_marks
        values, shown = unscaled_where_shown(values, unit, findings, column)
        values = without_unclear_units(values, unit, findings, column)
        notes += shown
        notes += shown_otherwise(findings, column)
        if not read:
            notes += struck_out(findings, column)
        read[column.name] = _plausible(values, column, as_of)
        notes += later_dates(read[column.name], findings, column, tracker, as_of)
        findings.tell(column, list(unclear), list(unclear.values()))
        findings.refuse(column, list(unclear), [one.code for one in unclear.values()])
        findings.add_refusals(column, read[column.name])
        is_key = column.name in tracker.key
        found = Identifiers.in_column(column, batch[column.name], is_key=is_key)
        if found:
            read[column.name] = _without(read[column.name], found.without_value)
            add_identifiers(findings, found)
            notes += date_notes(findings, found)
        if header not in repairs:
            repairs[header] = repaired_texts(findings, column, read[column.name])
            notes += repair_problems(findings, column, read[column.name])
        if is_unclear and table.delimiter != ";":
            findings.add_ambiguous_marks(column, read[column.name])
        if column.name in tracker.key and not column.required:
            findings.add_unknown_keys(column)
    notes += scale_notes(table, tracker, units, file)
    stated = stated_currencies(read, findings, currencies_of(units), currency)
    rows = with_stated_currencies(_rows(batch, read, tracker), stated, tracker, findings)
    rows = without_foreign_amounts(rows, stated, tracker, findings, currency)
    for column in tracker.read_columns:
        if column.required:
            findings.add_missing(column, rows[column.name])
    rows = _derived(rows.loc[~findings.is_aside()].reset_index(drop=True), table, tracker)
    return ReadRows(
        rows,
        findings.set_aside(),
        findings.problems,
        findings.untold_cells(),
        [repair for of_column in repairs.values() for repair in of_column],
        notes,
    )


def _derived(rows: pd.DataFrame, table: ExportTable, tracker: Tracker) -> pd.DataFrame:
    """The rows with what is computed from them, the columns in the tracker's order."""
    derive = tracker.derive_from_amounts if table.layout.line_amounts else tracker.derive
    order = ["_row", *(column.name for column in tracker.columns)]
    return (derive(rows) if derive else rows)[order]


def _without(values: ColumnValues, rows: list[int]) -> ColumnValues:
    """The values of a column, NULL in some rows."""
    if not rows:
        return values
    emptied = values.values.copy()
    emptied.iloc[rows] = None
    return replace(values, values=emptied)


def _plausible(values: ColumnValues, column: Column, as_of: date | None) -> ColumnValues:
    if as_of is None or column.reads is not Reads.DATE:
        return values
    return without_implausible_dates(values, as_of)


def _rows(batch: pd.DataFrame, read: dict[str, ColumnValues], tracker: Tracker) -> pd.DataFrame:
    """The values of all the tracker's columns, NULL in those the table lacks."""
    columns = {
        column.name: read[column.name].values
        if column.name in read
        else pd.Series([None] * len(batch), index=batch.index, dtype=column.reads.dtype)
        for column in tracker.read_columns
    }
    return pd.DataFrame({"_row": batch["_row"], **columns})
