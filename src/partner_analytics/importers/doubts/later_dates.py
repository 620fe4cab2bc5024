"""Dates of orders after the day their export shows: by then nothing of them can have happened."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from partner_analytics.importers.values.cell_problems import Findings
from partner_analytics.importers.values.cell_readers import Refusal
from partner_analytics.importers.values.column_values import ColumnValues
from partner_analytics.problems import Problem, Severity
from partner_analytics.trackers import Column, Tracker, is_amount_column

LATER_DATE = "later-date"


def later_dates(
    values: ColumnValues, findings: Findings, column: Column, tracker: Tracker, as_of: date | None
) -> Iterator[Problem]:
    """A warning at the first of them; meetings may be planned, what has amounts was done."""
    is_asked = column.name == tracker.dated_by and any(map(is_amount_column, tracker.columns))
    if as_of is None or not is_asked:
        return
    rows = np.flatnonzero(values.values > pd.Timestamp(as_of)).tolist()
    if not rows:
        return
    first = findings.text(column, rows[0])
    warning = Refusal(
        LATER_DATE,
        expected=f"dates up to {as_of.isoformat()}, which the export shows",
        found=f'"{first}"' + (f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""),
        remedy="They were read as they stand. Check the year, and the order of day and month, or "
        "import with --as-of the day the export shows.",
    )
    yield findings.problem(column, rows[0], warning, severity=Severity.WARNING)
