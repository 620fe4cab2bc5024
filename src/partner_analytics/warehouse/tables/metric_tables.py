"""Metrics in the warehouse: computed once a published state, with the SQL that computes them.

`metrics` holds their rows as tables, `definitions` the same as views for who wants to read how.
Each reads tables of `metrics`, never another view: no query has to plan views of views.
"""

from collections.abc import Iterable

import duckdb

from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.ledgers.ledger_rows import MetricDefinition


def compute(connection: duckdb.DuckDBPyConnection, definitions: Iterable[MetricDefinition]) -> None:
    """Make the table and the view of each metric, after those of the metrics it reads.

    The rows stand in the order of their grain.
    """
    for metric in definitions:
        table, view = f"metrics.{quoted(metric.name)}", f"definitions.{quoted(metric.name)}"
        connection.execute(f"CREATE VIEW {view} AS {metric.sql}")
        grain = ", ".join(map(quoted, metric.grain))
        connection.execute(f"CREATE TABLE {table} AS FROM {view} ORDER BY {grain}")
        for kind, path in (("TABLE", table), ("VIEW", view)):
            comments = [f"COMMENT ON {kind} {path} IS {literal(metric.comment)}"]
            comments += [
                f"COMMENT ON COLUMN {path}.{quoted(name)} IS {literal(description)}"
                for name, description in metric.columns.items()
            ]
            connection.execute("; ".join(comments))
