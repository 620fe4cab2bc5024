"""Whether a frame of somebody's own is what is declared of the table it stands for."""

from typing import Any

import pandas as pd
from pandas.api.types import infer_dtype, is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from partner_analytics.errors import InvalidCall, UnreadableValue
from partner_analytics.metrics.inputs import Declared, Input, Kind
from partner_analytics.quarters import read_quarter

_REMEDIES = {
    Kind.NUMBER: "Turn it into numbers, as pandas.to_numeric does.",
    Kind.WHOLE: "Turn it into whole numbers, as pandas.to_numeric does.",
    Kind.DATE: "Turn it into dates without a time zone, as pandas.to_datetime does.",
    Kind.FLAG: "Turn it into true and false.",
    Kind.TEXT: "Turn it into texts.",
}
_NUMBERS = ("integer", "floating", "mixed-integer-float", "decimal")


def checked(name: str, frame: pd.DataFrame, declared: Input) -> pd.DataFrame:
    """The frame, its declared columns in the dtypes metrics compute with.

    Columns may be missing (a metric says which it needs), others are left as they are. Raises
    InvalidCall with table, column and row where a value is of another kind than declared, outside
    its range or vocabulary, where rows repeat a key, or weights do not sum up.
    """
    present = {column: of for column, of in declared.columns.items() if column in frame}
    columns = {column: _conformed(name, frame, column, of) for column, of in present.items()}
    own = frame.assign(**columns)
    if "quarter" in present:
        _check_quarters(name, own["quarter"])
    for column, total in declared.totals.items():
        if column in own and "quarter" in own:
            _check_total(name, own, column, total)
    if declared.key and set(declared.key) <= set(own.columns):
        _check_key(name, own, declared.key)
    return own


def _conformed(name: str, frame: pd.DataFrame, column: str, declared: Declared) -> pd.Series:
    series = frame[column]
    if isinstance(series, pd.DataFrame):
        raise InvalidCall(
            place=f'{name}, column "{column}"', expected="one column of that name", found="several"
        )
    if declared.kind is None:
        return series
    typed = _typed(series, declared.kind)
    if typed is None:
        raise _refusal(name, column, _first_other(series, declared.kind), declared.kind.said,
                       _REMEDIES[declared.kind])  # fmt: skip
    _check_values(name, column, typed, declared)
    return typed


def _typed(series: pd.Series, kind: Kind) -> pd.Series | None:
    """The values in a dtype of their kind; None if some are of another."""
    dtype: Any = kind.dtype
    if str(series.dtype) == dtype:
        return series
    if series.isna().all():
        return pd.Series([None] * len(series), index=series.index, dtype=dtype)
    met = infer_dtype(series, skipna=True)
    match kind:
        case Kind.TEXT:
            is_text = met in ("string", "categorical", "empty")
            if not is_text or (met == "categorical" and _typed_categories(series) is None):
                return None
            return series.astype("str")
        case Kind.NUMBER | Kind.WHOLE:
            if is_numeric_dtype(series.dtype) and not is_bool_dtype(series.dtype):
                return None if met == "complex" else series
            return series.astype("float64") if met in _NUMBERS else None
        case Kind.DATE:
            if is_datetime64_any_dtype(series.dtype):
                return series if getattr(series.dtype, "tz", None) is None else None
            is_day = met in ("date", "datetime", "datetime64")
            return pd.to_datetime(series).astype(dtype) if is_day else None
        case Kind.FLAG:
            return series.astype("boolean") if met == "boolean" else None


def _typed_categories(series: pd.Series) -> pd.Series | None:
    categories = pd.Series(series.cat.categories)
    return categories if infer_dtype(categories) == "string" else None


def _first_other(series: pd.Series, kind: Kind) -> tuple[Any, Any]:
    """The first value that is of another kind, with its row's label."""
    for label, value in series.dropna().items():
        if _typed(pd.Series([value]), kind) is None:
            return label, value
    return series.index[0], series.iloc[0]


def _check_values(name: str, column: str, series: pd.Series, declared: Declared) -> None:
    if declared.members:
        known = ", ".join(sorted(declared.members))
        others = series[~series.isin(declared.members) & series.notna()]
        _refuse_first(name, column, others, f"one of {known}")
    if declared.kind in (Kind.NUMBER, Kind.WHOLE):
        numbers = series.astype("float64")
        _refuse_first(name, column, series[numbers.abs() == float("inf")], "finite numbers")
        if declared.kind is Kind.WHOLE:
            _refuse_first(name, column, series[(numbers % 1).fillna(0) != 0], "whole numbers")
        _refuse_first(name, column, series[_outside(numbers, declared)], _range(declared))


def _outside(numbers: pd.Series, declared: Declared) -> pd.Series:
    outside = pd.Series(False, index=numbers.index)
    if declared.low is not None:
        outside |= numbers < declared.low
    if declared.high is not None:
        outside |= numbers > declared.high
    return outside


def _range(declared: Declared) -> str:
    kind = "a whole number" if declared.kind is Kind.WHOLE else "a number"
    if declared.high is None:
        return f"{kind} of {declared.low:g} or more" if declared.low is not None else kind
    return f"{kind} from {declared.low or 0:g} to {declared.high:g}"


def _check_quarters(name: str, quarters: pd.Series) -> None:
    for quarter in quarters.dropna().unique():
        try:
            written = read_quarter(quarter)
        except UnreadableValue:
            written = ""
        if written != quarter:
            first = quarters[quarters == quarter]
            _refuse_first(name, "quarter", first, "quarters like 2025-Q2")


def _check_total(name: str, frame: pd.DataFrame, column: str, total: int) -> None:
    _refuse_first(name, column, frame.loc[frame[column].isna(), column], "a weight in each row")
    sums = frame[column].astype("float64").groupby(frame["quarter"]).sum()
    for quarter, found in sums[(sums - total).abs() > 1e-9].items():
        raise InvalidCall(
            place=f'{name}, column "{column}"',
            expected=f"values that sum to {total} in each quarter",
            found=f"{found:g} in {quarter}",
            remedy="Change the values so that they do.",
        )


def _check_key(name: str, frame: pd.DataFrame, key: tuple[str, ...]) -> None:
    # A key that is not stated whole says nothing of what the row is.
    stated = frame[frame[list(key)].notna().all(axis=1)]
    again = stated[stated.duplicated(list(key))]
    if len(again):
        values = ", ".join(str(again[column].iloc[0]) for column in key)
        raise InvalidCall(
            place=f"{name}, row {again.index[0]}",
            expected=f"one row for each {', '.join(key)}",
            found=f"another one for {values}",
            remedy="Keep one of them.",
        )


def _refuse_first(name: str, column: str, wrong: pd.Series, expected: str) -> None:
    if len(wrong):
        raise _refusal(name, column, (wrong.index[0], wrong.iloc[0]), expected, "Mend the value.")


def _refusal(
    name: str, column: str, at: tuple[Any, Any], expected: str, remedy: str
) -> InvalidCall:
    row, value = at
    return InvalidCall(
        place=f'{name}, column "{column}", row {row}',
        expected=expected,
        found=f'the text "{value}"' if isinstance(value, str) else str(value),
        remedy=remedy,
    )
