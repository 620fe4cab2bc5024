"""Rows as the importers hand them over: every column of a tracker, typed, mostly empty."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from partner_analytics.trackers import TRACKERS

Rows = Callable[..., pd.DataFrame]


@pytest.fixture
def rows_of() -> Rows:
    """`rows_of("orders", {"partner": "Sonos"}, ...)`: typed rows, from sheet row 2 on."""

    def rows(tracker: str, *cells: dict[str, Any]) -> pd.DataFrame:
        columns = TRACKERS[tracker].read_columns
        frame = pd.DataFrame(
            {
                column.name: pd.Series([row.get(column.name) for row in cells], dtype="object")
                for column in columns
            }
        ).astype({column.name: column.reads.dtype for column in columns})
        return frame.assign(_row=range(2, 2 + len(frame)))

    return rows
