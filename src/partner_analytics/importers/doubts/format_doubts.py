"""Cells whose number format shows another number or day than the stored one, or none."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from partner_analytics.addresses import column_number, row_and_column
from partner_analytics.importers.exports.export_tables import CellSource, ExportTable
from partner_analytics.importers.files.format_runs import FormatRun
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.trackers import Column, Reads

UNCLEAR_FORMAT = "unclear-number-format"
_NUMBERS = frozenset(Reads) - {
    Reads.TEXT,
    Reads.PARTNER,
    Reads.CHOICE,
    Reads.RANK,
    Reads.DATE,
    Reads.QUARTER,
    Reads.WEB,
    Reads.CURRENCY,
}


def reads_number(column: Column) -> bool:
    """Whether a column's values are numbers."""
    return column.reads in _NUMBERS


def number_format_at(table: ExportTable, cell: str) -> str | None:
    """The format's code of a cell, if it shows more than a number."""
    if table.sheet is None:
        return None
    row, column = row_and_column(cell)
    return table.formats.at(column, row)


def without_unclear_numbers(
    values: ColumnValues, table: ExportTable, column: Column, batch: pd.DataFrame
) -> tuple[ColumnValues, dict[int, Refusal]]:
    """The values, those NULL of which a person sees another number; and why, by position."""
    refused: dict[int, Refusal] = {}
    for run, rows in runs_in(table, table.column_map[column.name], batch):
        if _is_doubtful(run, column):
            texts = batch[column.name].iloc[rows]
            refused |= {at: _refusal(text) for at, text in zip(rows, texts, strict=True)}
    if not refused:
        return values, refused
    is_refused = np.zeros(len(batch), dtype=bool)
    is_refused[list(refused)] = True
    return replace(values, values=values.values.mask(is_refused)), refused


def _is_doubtful(run: FormatRun, column: Column) -> bool:
    """Whether what a person sees is not what is read: of texts and names, too, the number itself.

    Days and quarters are read from dates, whose formats may say more than the day.
    """
    if reads_number(column) or column.reads in (Reads.DATE, Reads.QUARTER):
        return not run.is_clear
    if run.lacks in ("decimals", "zeros"):
        return column.is_identifier
    return run.lacks in ("number", "sign", "digits") or run.thousands > 0


def runs_in(
    table: ExportTable, source: CellSource, batch: pd.DataFrame
) -> Iterator[tuple[FormatRun, list[int]]]:
    """The runs of a column's formats, each with the positions of its rows in a batch."""
    if source.cell_column is None or not len(batch):
        return
    lines = batch["_row"].to_numpy()
    column = column_number(source.cell_column)
    for run in table.formats.within(column, int(lines[0]), int(lines[-1])):
        is_in = (lines >= run.first) & (lines <= run.last)
        for first, last in source.merged:
            if run.first <= first <= run.last:
                is_in |= (lines >= first) & (lines <= last)
        yield run, np.flatnonzero(is_in).tolist()


def _refusal(text: str) -> Refusal:
    return Refusal(
        UNCLEAR_FORMAT,
        expected="a cell that shows the number it holds",
        found=f'"{text.strip()}"',
        remedy="Give the cell a plain number format, so that it shows what is meant, and import "
        "the file again.",
    )
