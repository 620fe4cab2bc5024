"""Failures as a frame, and the rows that repeat a key."""

from typing import Any

import numpy as np
import pandas as pd

from partner_analytics.trackers.declaration import Tracker

FAILURES = {
    "_row": "int64",
    "column": "str",
    "code": "str",
    "found": "str",
    "expected": "str",
    "remedy": "str",
    "is_fatal": "bool",
}


def failure_frame(places: pd.Index, **parts: Any) -> pd.DataFrame:
    """Failures at these places: each part one value for all of them, or one a place."""
    return pd.DataFrame(parts, index=places, columns=list(FAILURES)).astype(FAILURES)


NO_FAILURES = failure_frame(pd.RangeIndex(0))


def repeated_rows(tracker: Tracker, rows: pd.DataFrame, *, noun: str = "row") -> pd.DataFrame:
    """A failure for every row whose key an earlier row has; the index is that of `rows`.

    `noun` is what `_row` numbers: a row of a sheet, a line of a text file.
    """
    known_as = {"partner": "partner_id"} if "partner_id" in rows.columns else {}
    key = [known_as.get(name, name) for name in tracker.key]
    involved = rows.loc[rows.duplicated(key, keep=False)]
    if involved.empty:
        return NO_FAILURES
    places = pd.Series(involved.index, index=involved.index)
    first = places.groupby([involved[name] for name in key], dropna=False).transform("first")
    first = first.loc[first != first.index]
    later, earlier = rows.loc[first.index], rows.loc[first]
    differing = _differing_headers(tracker, later, earlier)
    row = _named(tracker, later) + f"{noun} " + later["_row"].astype("str").to_numpy()
    after = f" after {noun} " + earlier["_row"].astype("str").to_numpy()
    is_same = differing == ""
    return failure_frame(
        first.index,
        _row=later["_row"],
        column=tracker.key[0],
        code=np.where(is_same, "duplicate-row", "duplicate-key"),
        found=np.where(
            is_same,
            row + " once more" + after,
            row + " again" + after + ", with another " + differing,
        ),
        expected=tracker.grain,
        remedy=np.where(is_same, "Remove the repetition.", "Keep the row that is right."),
        is_fatal=True,
    )


def _named(tracker: Tracker, rows: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Whom each row is about, if it is about a partner."""
    if "partner" not in tracker.key:
        return np.full(len(rows), "", dtype=object)
    return '"' + rows["partner"].astype("object").to_numpy() + '" in '


def _differing_headers(
    tracker: Tracker, later: pd.DataFrame, earlier: pd.DataFrame
) -> np.ndarray[Any, Any]:
    """For each pair of rows the headers whose cells differ, as a text."""
    told = np.full(len(later), "", dtype=object)
    for header, columns in tracker.headers().items():
        if columns[0].name in tracker.key:
            continue
        differs = np.zeros(len(later), dtype=bool)
        for column in columns:
            one = later[column.name].reset_index(drop=True)
            other = earlier[column.name].reset_index(drop=True)
            are_empty = one.isna() & other.isna()
            differs |= (one.ne(other).fillna(True) & ~are_empty).to_numpy(dtype=bool)
        told = told + np.where(differs & (told != ""), ", ", "") + np.where(differs, header, "")
    return told
