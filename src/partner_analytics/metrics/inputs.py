"""What is declared of the tables metrics take: kind, range and vocabulary of each column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from partner_analytics.program import RULES_TOTALS, rules_columns
from partner_analytics.trackers import TRACKERS, Column, Keeps, Reads, Tracker


class Kind(Enum):
    """What the values of a column are, in words, and the dtype of a column without any."""

    TEXT = ("texts", "str")
    NUMBER = ("numbers", "float64")
    WHOLE = ("whole numbers", "Int64")
    DATE = ("dates", "datetime64[us]")
    FLAG = ("true or false", "boolean")

    def __init__(self, said: str, dtype: str) -> None:
        self.said = said
        self.dtype = dtype


@dataclass(frozen=True)
class Declared:
    """What a column of an input may hold; without a kind, anything."""

    kind: Kind | None
    low: float | None = None
    high: float | None = None
    members: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Input:
    """A table a metric takes: its columns, what tells its rows apart, what must sum to what.

    `totals` has for each column what it sums to in each quarter.
    """

    columns: Mapping[str, Declared]
    key: tuple[str, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)


_TEXT, _DATE = Declared(Kind.TEXT), Declared(Kind.DATE)
_LEDGERS = {
    "partners": Input({"partner_id": _TEXT, "partner": _TEXT}, key=("partner_id",)),
    "unreadable_cells": Input(
        {
            "partner_id": _TEXT,
            "as_of": _DATE,
            "quarter": _TEXT,
            "tracker": _TEXT,
            "column_name": _TEXT,
            "code": _TEXT,
        }
    ),
}


@cache
def declared_input(name: str) -> Input | None:
    """What is declared of a tracker's curated table, a rules table or a ledger of partners.

    None for any other name.
    """
    if name in TRACKERS:
        return _of_tracker(TRACKERS[name])
    rules = rules_columns()
    if name in rules:
        columns = {column: Declared(_kind(kind)) for column, (kind, _) in rules[name].items()}
        key = ("quarter",) if name == "quarters" else ()
        return Input(columns, key=key, totals=RULES_TOTALS.get(name, {}))
    return _LEDGERS.get(name)


def _of_tracker(tracker: Tracker) -> Input:
    columns = {column.name: _of_column(column) for column in tracker.columns}
    key = tuple("partner_id" if name == "partner" else name for name in tracker.key)
    return Input(
        {"partner_id": _TEXT, "as_of": _DATE, "quarter": _TEXT, **columns},
        key=key if tracker.keeps is Keeps.EVENTS else (*key, "as_of"),
    )


def _of_column(column: Column) -> Declared:
    members = column.choice.members if column.choice and column.reads is Reads.CHOICE else ()
    return Declared(_kind(column.reads.storage), column.minimum, column.maximum, frozenset(members))


def _kind(storage: str) -> Kind:
    if storage.startswith("DECIMAL"):
        return Kind.NUMBER
    return {"VARCHAR": Kind.TEXT, "DATE": Kind.DATE, "BOOLEAN": Kind.FLAG}.get(storage, Kind.WHOLE)
