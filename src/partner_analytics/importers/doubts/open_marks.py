"""Numbers like 1.200 or 1,200 between semicolons, where nothing proves which mark is which.

Who separates fields by semicolons mostly does so because commas stand in numbers: there the point
is as likely one of thousands and the comma one of decimals, and a figure a thousand times too small
or too large is worse than none.
"""

from dataclasses import replace

import numpy as np

from partner_analytics.importers.exports.export_tables import ExportTable
from partner_analytics.importers.kept.layout_remedies import with_layout_line
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.column_values import ColumnValues

AMBIGUOUS_NUMBER = "ambiguous-number"


def without_open_marks(
    values: ColumnValues, table: ExportTable
) -> tuple[ColumnValues, dict[int, Refusal]]:
    """The values, those NULL that may be a thousand times as much; and why, by position."""
    if table.delimiter != ";":
        return values, {}
    distinct = values.distinct
    rows = values.rows_of(sorted({*distinct.ambiguous_marks, *distinct.ambiguous_groups}))
    if not rows:
        return values, {}
    is_open = np.zeros(len(values.values), dtype=bool)
    is_open[rows] = True
    refused = {at: _refusal(values.text(at).strip()) for at in rows}
    return replace(values, values=values.values.mask(is_open)), refused


def _refusal(text: str) -> Refusal:
    other = text.replace(".", "") if "." in text else text.replace(",", ".")
    return Refusal(
        AMBIGUOUS_NUMBER,
        expected="a number that can be read in one way only",
        found=f'"{text}", which may be {other} where fields stand between semicolons',
        remedy=with_layout_line(
            "Import with --decimal-mark , if commas mark decimals there, or with --decimal-mark . "
            "if points do."
        ),
    )
