"""Picking a table's rows by its columns: keywords as people pass them, as a WHERE clause."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from partner_analytics.did_you_mean import did_you_mean
from partner_analytics.errors import InvalidCall
from partner_analytics.warehouse.connection import quoted

QUARTER, PARTNER, PARTNER_ID = "quarter", "partner", "partner_id"


@dataclass(frozen=True)
class Selection:
    """A WHERE clause with its values."""

    clause: str
    values: Sequence[object]


def selection(
    wanted: Mapping[str, object],
    columns: Sequence[str],
    *,
    table: str,
    quarter: Callable[[object], str],
    partner_id: Callable[[object], str],
) -> Selection:
    """The rows with each column's wanted value, or one of a list of them; None is NULL.

    `quarter` and `partner_id` read what people call a quarter or partner; `partner` stands for
    partner_id where the table has that. Raises InvalidCall for a column the table does not have.
    """
    named = dict(wanted)
    if QUARTER in named:
        named[QUARTER] = _each(named[QUARTER], quarter)
    if PARTNER in named and PARTNER_ID in columns:
        if PARTNER_ID in named:
            raise InvalidCall(
                expected="partner or partner_id",
                found="both",
                remedy="Leave one out; partner takes an id too.",
            )
        named[PARTNER_ID] = _each(named.pop(PARTNER), partner_id)
    unknown = [name for name in named if name not in columns]
    if unknown:
        raise InvalidCall(
            expected=f"a column of {table}",
            found=", ".join(unknown),
            remedy=did_you_mean(unknown[0], columns),
        )
    clauses, values = [], []
    for name, value in named.items():
        clause, bound = _one_of(quoted(name), value)
        clauses.append(clause)
        values += bound
    return Selection(" AND ".join(clauses) or "true", values)


def _one_of(column: str, value: object) -> tuple[str, list[object]]:
    if not _is_several(value):
        return f"{column} IS NOT DISTINCT FROM ?", [value]
    several: list[Any] = list(value)  # type: ignore[call-overload]
    given = [one for one in several if one is not None]
    clauses = [f"{column} IN ({', '.join('?' * len(given))})"] if given else []
    clauses += [f"{column} IS NULL"] if len(given) < len(several) else []
    return f"({' OR '.join(clauses) or 'false'})", given


def _each(value: object, read: Callable[[object], str]) -> object:
    if not _is_several(value):
        return read(value)
    several: Iterable[object] = value  # type: ignore[assignment]
    return [read(one) for one in several]


def _is_several(value: object) -> bool:
    return isinstance(value, list | tuple | set | frozenset | pd.Series | pd.Index)
