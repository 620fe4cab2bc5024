"""The declaration of a metric and the catalog of all that were declared."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from graphlib import TopologicalSorter
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.exceptions import NarwhalsError
from pandas.api.types import infer_dtype

from partner_analytics.errors import InvalidCall
from partner_analytics.metrics.inputs import Declared, Input, Kind, declared_input
from partner_analytics.metrics.own_frames import checked

Frame = nw.LazyFrame[Any]

# What the columns say that tell rows apart; the same in every metric.
GRAIN = {
    "partner_id": "partner",
    "quarter": "fiscal quarter, as in 2025-Q2",
    "as_of": "day whose state the export shows",
    "dimension": "evaluation dimension",
    "band": "health band; Not scored for partners without a score",
    "target_set": "set of targets for the number of partners per tier",
    "tier": "tier, scheme:rank; untiered if no tracker states one",
    "window": "quarters looked at: trailing_4_quarters, quarter or year_to_date",
    "benefits": "benefits counted: all, or hard ones only",
    "corner": "ends of the ranges of benefit and cost",
    "category": "product category; uncategorized if none is stated",
    "stage_number": "pipeline stage as its place in the order, 1-6",
    "decision": "what there is to decide",
}


@dataclass(frozen=True)
class Metric:
    """One metric: its name, what computes it, and all that is said of it anywhere.

    `columns` are all of its columns, the grain first, with what each says and its unit;
    `inputs` the tables and metrics it takes, by their names.
    """

    name: str
    function: Callable[..., Any]
    grain: tuple[str, ...]
    columns: Mapping[str, str]
    inputs: tuple[str, ...]
    description: str
    docstring: str
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)


# What an open warehouse has under a name of its own: no metric could be asked for by it.
TAKEN_NAMES = frozenset(
    {
        "as_of",
        "catalog",
        "cells",
        "close",
        "corrections",
        "imports",
        "metric",
        "names_set_aside",
        "partner_id",
        "partners",
        "path",
        "problems",
        "quarter",
        "quarters",
        "set_aside",
        "snapshot_id",
        "sql",
        "table",
        "tables",
    }
)

CATALOG: dict[str, Metric] = {}


def metric(
    *,
    grain: tuple[str, ...],
    columns: Mapping[str, str],
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> Callable[[Callable[..., Frame]], Callable[..., Any]]:
    """Declare a function over frames to be a metric; it enters CATALOG under its name.

    Its arguments are named like the tables it takes. Called with pandas frames it gives a pandas
    frame, with DuckDB relations a relation. The declared columns are taken from what it gives, in
    their order; `ranges` has the lowest and highest value of some. Raises InvalidCall if one is
    missing, or if an open warehouse has something else under the metric's name.

    What it is called with is checked as declared (`checked`): frames value by value, relations by
    the types of their columns. A column it does not need may be missing.
    """
    described = {**{name: GRAIN[name] for name in grain}, **columns}

    def declare(compute: Callable[..., Frame]) -> Callable[..., Any]:
        signature = inspect.signature(compute)
        if compute.__name__ in TAKEN_NAMES:
            raise InvalidCall(
                place=f"metric {compute.__name__}",
                expected="a name that an open warehouse has nothing else under",
                found=f'"{compute.__name__}"',
                remedy=f"Taken are: {', '.join(sorted(TAKEN_NAMES))}.",
            )

        @wraps(compute)
        def computed(*args: Any, **kwargs: Any) -> Any:
            tables = signature.bind(*args, **kwargs).arguments
            frames = {name: _lazy(name, table) for name, table in tables.items()}
            try:
                result = compute(**frames)
            except (NarwhalsError, KeyError) as error:
                _refuse_missing_columns(compute, frames, error)
                raise
            return _tidy(grain, nw.to_native(_declared(compute.__name__, described, result)))

        docstring = inspect.getdoc(compute) or ""
        CATALOG[compute.__name__] = Metric(
            name=compute.__name__,
            function=computed,
            grain=grain,
            columns=described,
            inputs=tuple(signature.parameters),
            description=docstring.partition("\n")[0],
            docstring=docstring,
            ranges=ranges or {},
        )
        return computed

    return declare


def in_order() -> list[Metric]:
    """The metrics, each after those it reads."""
    readers = {
        name: sorted(set(declared.inputs) & CATALOG.keys()) for name, declared in CATALOG.items()
    }
    return [CATALOG[name] for name in TopologicalSorter(readers).static_order()]


def _lazy(name: str, table: Any) -> Frame:
    declared = _declared_input(name)
    if declared and isinstance(table, pd.DataFrame):
        table = checked(name, table, declared)
    try:
        frame: Frame = nw.from_native(table).lazy()
    except TypeError as error:
        raise InvalidCall(
            place=name,
            expected="a pandas frame or a DuckDB relation",
            found=type(table).__name__,
        ) from error
    if declared and not isinstance(table, pd.DataFrame):
        _check_types(name, frame, declared)
    return frame


def _declared_input(name: str) -> Input | None:
    """What is declared of a metric's argument: of a table, or of another metric."""
    if name not in CATALOG:
        return declared_input(name)
    ranges = CATALOG[name].ranges
    columns = {
        column: Declared(kind, *ranges.get(column, (None, None)))
        for column, kind in _kinds(name).items()
    }
    return Input(columns, key=CATALOG[name].grain)


@cache
def _kinds(name: str) -> dict[str, Kind | None]:
    """The kinds of a metric's columns: those it gives without any rows."""
    given = CATALOG[name].function(**{table: _empty(table) for table in CATALOG[name].inputs})
    return {column: _KINDS.get(str(given[column].dtype)) for column in CATALOG[name].columns}


# By dtype; whole numbers that a metric computes may come as floats.
_KINDS = {
    **dict.fromkeys(("float64", "int64", "Int64", "Int8", "int8"), Kind.NUMBER),
    "str": Kind.TEXT,
    "datetime64[us]": Kind.DATE,
    **dict.fromkeys(("bool", "boolean"), Kind.FLAG),
}


def _empty(name: str, *, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """A table without rows, in the dtypes declared."""
    declared = _declared_input(name)
    columns = declared.columns if declared else {}
    return pd.DataFrame(
        {
            column: pd.Series(dtype=of.kind.dtype if of.kind else "object")
            for column, of in columns.items()
            if column not in without
        }
    )


def _check_types(name: str, frame: Frame, declared: Input) -> None:
    """Refuse a relation whose column is of another type than declared."""
    for column, dtype in frame.collect_schema().items():
        of = declared.columns.get(column)
        is_other = {
            Kind.TEXT: dtype.is_numeric() or dtype.is_temporal(),
            Kind.NUMBER: dtype == nw.String or dtype.is_temporal() or dtype == nw.Boolean,
            Kind.WHOLE: dtype == nw.String or dtype.is_temporal() or dtype == nw.Boolean,
            Kind.DATE: dtype == nw.String or dtype.is_numeric(),
            Kind.FLAG: dtype == nw.String or dtype.is_numeric(),
        }
        if of and of.kind and is_other[of.kind]:
            raise InvalidCall(
                place=f'{name}, column "{column}"', expected=of.kind.said, found=str(dtype)
            )


def _refuse_missing_columns(
    compute: Callable[..., Frame], frames: Mapping[str, Frame], error: Exception
) -> None:
    """Refuse the first table that lacks columns the metric needs: it fails without them."""
    for name, frame in frames.items():
        declared = _declared_input(name)
        found = frame.collect_schema().names()
        missing = [column for column in declared.columns if column not in found] if declared else []
        needed = [column for column in missing if not _computes(compute, frames, name, column)]
        if needed:
            raise InvalidCall(
                place=name,
                expected=f"the columns the metric takes, among them {', '.join(needed)}",
                found=", ".join(found),
                remedy="Add them; one that nothing is known of may be empty.",
            ) from error


def _computes(compute: Callable[..., Frame], names: Iterable[str], name: str, column: str) -> bool:
    """Whether the metric can be computed while one table lacks a column."""
    without = {name: frozenset({column})}
    empty = {each: _empty(each, without=without.get(each, frozenset())) for each in names}
    try:
        compute(**{each: nw.from_native(frame).lazy() for each, frame in empty.items()})
    except (NarwhalsError, KeyError):
        return False
    return True


def _tidy(grain: tuple[str, ...], result: Any) -> Any:
    """A pandas frame in the order of its grain; a relation as it is (its reader orders it)."""
    if not isinstance(result, pd.DataFrame):
        return result
    # A flag that may be NULL comes as a column of objects, one that may not as plain bool; what
    # was computed from a rating comes as pandas' own Float64.
    flags = [name for name in result.columns if infer_dtype(result[name]) == "boolean"]
    floats = [name for name in result.columns if result[name].dtype == "Float64"]
    dtypes = {**dict.fromkeys(flags, "boolean"), **dict.fromkeys(floats, "float64")}
    return result.astype(dtypes).sort_values(list(grain), ignore_index=True)


def _declared(name: str, columns: Mapping[str, str], result: Frame) -> Frame:
    found = result.collect_schema().names()
    missing = [column for column in columns if column not in found]
    if missing:
        raise InvalidCall(
            place=f"metric {name}",
            expected=f"the columns it declares, among them {', '.join(missing)}",
            found=", ".join(found),
            remedy="Make the declaration and the function agree.",
        )
    return result.select(*columns)
