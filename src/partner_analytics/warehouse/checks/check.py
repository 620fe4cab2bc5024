"""What a check is: one thing that can be wrong across exports, judged anew with every build."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.problems import Problem, Severity
from partner_analytics.warehouse.checks.found_rows import Found, Row, place_of, problems_of_rows


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of problem that only the exports together show: its query and its words.

    `query` gives frames of the rows found, each with its import_id, file, sheet, row, partner and
    tracker; it keeps rows out that cannot count. `told` gives a row's problem its found, expected
    and remedy, and whatever else it has. Of the rows of a group (`by`) only the first are found,
    where their number `rows` says that there are more: one problem stands for those `others`.
    """

    code: str
    severity: Severity
    query: Callable[[duckdb.DuckDBPyConnection], Iterable[pd.DataFrame]]
    told: Callable[[Row], dict[str, Any]]
    by: tuple[str, ...] = ("import_id", "table_number")
    others: str = "more"

    def problems(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
        """The problems, each with its import."""
        for rows in self.query(connection):
            yield from problems_of_rows(rows, self._problem, self.by, others=self.others)

    def _problem(self, row: Row) -> Problem:
        found = {"code": self.code, "severity": self.severity, "tracker": row["tracker"]}
        return Problem(**{**found, **place_of(row), **self.told(row)})
