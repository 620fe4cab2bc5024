"""Whether typed rows keep what their tracker declares: nothing is dropped, all is told."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pandera
from pandera.errors import SchemaError, SchemaErrors

from partner_analytics.errors import InvalidCall
from partner_analytics.trackers.checks.failure_frames import (
    NO_FAILURES,
    failure_frame,
    repeated_rows,
)
from partner_analytics.trackers.declaration import Column, Reads, RowRule, Tracker

CODES = {
    "not_nullable": "missing-value",
    "greater_than_or_equal_to": "out-of-range",
    "less_than_or_equal_to": "out-of-range",
    "greater_than": "out-of-range",
    "less_than": "out-of-range",
    "isin": "not-in-vocabulary",
}
REMEDIES = {
    "missing-value": "Fill the cell in.",
    "out-of-range": "Check the value and its unit.",
    "not-in-vocabulary": "Use one of the listed values.",
}
PERCENTS = (Reads.PERCENT, Reads.PERCENT_LOW, Reads.PERCENT_HIGH)


@dataclass(frozen=True)
class Validated:
    """What may be loaded, and what failed.

    `good` holds the rows that may be loaded, in their order, optional cells that failed being
    NULL. `failures` holds one row per failing cell or broken rule: `_row`, `column`, `code`,
    `found`, `expected`, `remedy`, and `is_fatal`, which tells that the row is not in `good`.
    """

    good: pd.DataFrame
    failures: pd.DataFrame


def validate(tracker: Tracker, values: pd.DataFrame, *, noun: str = "row") -> Validated:
    """Check typed rows against their tracker.

    `values` has the tracker's columns and `_row`; others (`_sheet`, ...) are kept as they are.
    Computed columns that are not there are derived. A required or key cell that fails, and a
    broken row rule, set the row aside; another cell that fails becomes NULL. Of rows with the
    same key the first is kept; `partner_id`, where given, stands for the partner in the key.
    `noun` is what `_row` numbers: a row of a sheet, a line of a text file.

    Raises InvalidCall where a column is missing or of a type that cannot be the declared one.
    """
    rows = _typed(tracker, values)
    failures = _failures(tracker, rows)
    rows = _without(_with_cells_emptied(tracker, rows, failures), failures)
    repeated = repeated_rows(tracker, rows, noun=noun)
    if failures.empty and repeated.empty:
        return Validated(rows, failures)
    rows = _without(rows, repeated)
    failures = pd.concat([failures, repeated]).sort_index(kind="stable")
    return Validated(rows.reset_index(drop=True), failures.reset_index(drop=True))


def _without(rows: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """The rows that no fatal failure sets aside."""
    fatal = failures.index[failures["is_fatal"]]
    return rows if fatal.empty else rows.drop(index=fatal.unique())


def _typed(tracker: Tracker, values: pd.DataFrame) -> pd.DataFrame:
    """The rows in the declared dtypes, numbered from 0 so that failures find their row."""
    needed = ["_row", *(column.name for column in tracker.read_columns)]
    missing = [name for name in needed if name not in values.columns]
    if missing:
        raise InvalidCall(
            place=f"rows of {tracker.name}",
            expected="the columns of the tracker and _row",
            found=f"none named {', '.join(missing)}",
        )
    rows = _cast(tracker.name, tracker.read_columns, values.reset_index(drop=True))
    computed = tuple(column for column in tracker.columns if column.is_computed)
    if tracker.derive and any(column.name not in rows.columns for column in computed):
        rows = tracker.derive(rows)
    return _cast(tracker.name, computed, rows)


def _cast(tracker: str, columns: tuple[Column, ...], rows: pd.DataFrame) -> pd.DataFrame:
    cast: dict[str, pd.Series] = {}
    for column in columns:
        found = rows[column.name].dtype
        declared = pd.api.types.pandas_dtype(column.reads.dtype)
        if found == declared:
            continue
        try:
            cast[column.name] = _exactly(rows[column.name], declared)
        except (TypeError, ValueError) as error:
            raise InvalidCall(
                place=f"rows of {tracker}, column {column.name}",
                expected=f"values that are {declared}",
                found=f"{found}: {error}",
            ) from error
    return rows.assign(**cast) if cast else rows


def _exactly(cells: pd.Series, dtype: Any) -> pd.Series:
    cast: pd.Series = cells.astype(dtype)
    # pandas turns an Int64 of 260 into an Int8 of 4.
    if isinstance(dtype, pd.Int8Dtype) and cast.ne(cells).any():
        raise ValueError("numbers too large")
    return cast


def _failures(tracker: Tracker, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per failing cell and broken rule; the index is the place in `rows`."""
    try:
        _schema(tracker.model).validate(rows, lazy=True)
    except SchemaErrors as errors:
        found = [_failure(tracker, rows, error) for error in errors.schema_errors]
    else:
        return NO_FAILURES
    # One cell may feed several columns (a stage and its number): it is told once.
    failures = pd.concat(found)
    header = failures["column"].map({c.name: c.header or c.name for c in tracker.columns})
    told = failures.assign(header=header).reset_index().duplicated(["index", "header", "code"])
    return failures.loc[~told.to_numpy()].sort_index(kind="stable")


@cache
def _schema(model: type[pandera.DataFrameModel]) -> pandera.DataFrameSchema:
    """The schema of rows that are in the declared dtypes already."""
    schema = model.to_schema()
    return schema.update_columns({name: {"coerce": False} for name in schema.columns})


def _failure(tracker: Tracker, rows: pd.DataFrame, error: SchemaError) -> pd.DataFrame:
    if isinstance(error.schema, pandera.DataFrameSchema):
        return _broken_rule(tracker, rows, error)
    check = error.check if isinstance(error.check, str) else error.check.name
    code = CODES[check]
    column = tracker.column(error.schema.name)
    places = pd.Index(error.failure_cases["index"])
    cells = rows.loc[places, column.name]
    return failure_frame(
        places,
        _row=rows.loc[places, "_row"],
        column=column.name,
        code=code,
        found="nothing" if code == "missing-value" else [_shown(column, c) for c in cells],
        expected=_expected(column, check),
        remedy=REMEDIES[code],
        is_fatal=column.required or column.name in tracker.key,
    )


def _broken_rule(tracker: Tracker, rows: pd.DataFrame, error: SchemaError) -> pd.DataFrame:
    rule: RowRule = error.check.statistics["rule"]
    broken = rows.loc[~error.check_output.astype(bool)]
    columns = [tracker.column(name) for name in rule.columns]
    cells = zip(*(broken[column.name] for column in columns), strict=True)
    return failure_frame(
        broken.index,
        _row=broken["_row"],
        column=rule.columns[0],
        code=rule.code,
        found=[
            ", ".join(f"{c.header} {_shown(c, cell)}" for c, cell in zip(columns, row, strict=True))
            for row in cells
        ],
        expected=rule.expected,
        remedy=rule.remedy,
        is_fatal=True,
    )


def _shown(column: Column, cell: Any) -> str:
    """A value as a sentence shows it.

    >>> from partner_analytics.trackers import TRACKERS
    >>> _shown(TRACKERS["commercial"].column("base_discount_pct"), 15.0)
    '1500%'
    """
    if column.reads in PERCENTS:
        return f"{cell * 100:.10g}%"
    if isinstance(cell, str):
        return f'"{cell}"'
    return f"{cell:,.10g}" if isinstance(cell, int | float) else str(cell)


def _expected(column: Column, check: str) -> str:
    if check == "not_nullable":
        return "a value"
    if check == "isin" and column.choice:
        return "one of " + ", ".join(f'"{member}"' for member in column.choice.members)
    if check in ("greater_than", "less_than"):
        return f"a size below {column.reads.limit:,.0f}"
    ends = [
        f"{word} {_shown(column, end)}"
        for word, end in (("at least", column.minimum), ("at most", column.maximum))
        if end is not None
    ]
    return " and ".join(ends)


def _with_cells_emptied(
    tracker: Tracker, rows: pd.DataFrame, failures: pd.DataFrame
) -> pd.DataFrame:
    """The rows with optional failing cells NULL, in every column that the cell feeds."""
    optional = failures.loc[~failures["is_fatal"]]
    if optional.empty:
        return rows
    rows = rows.copy()
    for name, cells in optional.groupby("column"):
        column = tracker.column(str(name))
        for fed in tracker.headers().get(column.header, [column]):
            rows.loc[cells.index, fed.name] = None
    return rows
