"""Making the SQL of metrics on empty tables: what a metric reads is a table here, never a view.

On the tables themselves every step of a metric would bind all the views it reads, and theirs.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

import duckdb

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.tables.table_declaration import Table
from partner_analytics.warehouse.tables.tracker_tables import read_by_metrics

READ_BY_METRICS = ("curated", "rules", "metrics")


class MetricCompiler:
    """Empty tables as the curated and rules ones will be, to which each compiled metric is added.

    It needs no warehouse: metrics can be compiled while exports are being read.
    """

    def __init__(self, rules: Iterable[Table]) -> None:
        self._connection = duckdb.connect()
        for schema in READ_BY_METRICS:
            self._connection.execute(f"CREATE SCHEMA {quoted(schema)}")
        for table in (*read_by_metrics(TRACKERS.values()), *rules):
            self._connection.execute(table.create())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def relation(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table a metric takes by that name. Raises if there is none, or more than one."""
        found = self._connection.execute(
            "SELECT schema_name FROM duckdb_tables() WHERE table_name = ?", [name]
        ).fetchall()
        if len(found) != 1:
            raise PartnerAnalyticsError(
                expected=f'one table named "{name}" in {", ".join(READ_BY_METRICS)}',
                found=str(len(found)),
                remedy="A metric's arguments are named like the tables it takes.",
            )
        return self._connection.table(f"{quoted(found[0][0])}.{quoted(name)}")

    def add(self, name: str, compiled: duckdb.DuckDBPyRelation) -> None:
        """Let the metrics that follow take this one."""
        columns = zip(compiled.columns, compiled.types, strict=True)
        declared = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
        self._connection.execute(f"CREATE TABLE metrics.{quoted(name)} ({declared})")
