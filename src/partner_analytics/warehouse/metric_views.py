"""Metrics in the warehouse: computed once as tables, then published as views."""

from collections.abc import Iterable, Sequence

import duckdb

from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.records import MetricView


def compute(connection: duckdb.DuckDBPyConnection, views: Iterable[MetricView]) -> None:
    """Compute each metric as a table, after those it reads.

    A view would compute the views below it anew, every time it is asked.
    """
    for view in views:
        connection.execute(f"CREATE TABLE {_path(view)} AS {view.sql}")


def publish(connection: duckdb.DuckDBPyConnection, views: Sequence[MetricView]) -> None:
    """Have views with their comments stand for the computed tables.

    The last one becomes a view first: while it is made, what it reads are tables still, and DuckDB
    need not bind the views below it.
    """
    for view in reversed(views):
        connection.execute(f"DROP TABLE {_path(view)}")
        connection.execute(f"CREATE VIEW {_path(view)} AS {view.sql}")
        connection.execute(f"COMMENT ON VIEW {_path(view)} IS {literal(view.comment)}")
        for name, description in view.columns.items():
            connection.execute(
                f"COMMENT ON COLUMN {_path(view)}.{quoted(name)} IS {literal(description)}"
            )


def _path(view: MetricView) -> str:
    return f"metrics.{quoted(view.name)}"
