"""The declaration of a metric and the catalog of all that were declared."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from graphlib import TopologicalSorter
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from pandas.api.types import infer_dtype

from partner_analytics.errors import InvalidCall

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


CATALOG: dict[str, Metric] = {}


def metric(
    *, grain: tuple[str, ...], columns: Mapping[str, str]
) -> Callable[[Callable[..., Frame]], Callable[..., Any]]:
    """Declare a function over frames to be a metric; it enters CATALOG under its name.

    Its arguments are named like the tables it takes. Called with pandas frames it gives a pandas
    frame, with DuckDB relations a relation. The declared columns are taken from what it gives, in
    their order; raises InvalidCall if one is missing.
    """
    described = {**{name: GRAIN[name] for name in grain}, **columns}

    def declare(compute: Callable[..., Frame]) -> Callable[..., Any]:
        signature = inspect.signature(compute)

        @wraps(compute)
        def computed(*args: Any, **kwargs: Any) -> Any:
            tables = signature.bind(*args, **kwargs).arguments
            result = compute(**{name: _lazy(name, table) for name, table in tables.items()})
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
    try:
        frame: Frame = nw.from_native(table).lazy()
    except TypeError as error:
        raise InvalidCall(
            place=name,
            expected="a pandas frame or a DuckDB relation",
            found=type(table).__name__,
        ) from error
    return frame


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
