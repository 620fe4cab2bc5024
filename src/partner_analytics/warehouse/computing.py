"""A copy of a warehouse in which the metrics are computed once, for many readers in a row."""

import shutil
from pathlib import Path

from partner_analytics.warehouse.connection import connected_to_write, literal, quoted
from partner_analytics.warehouse.reader import check_whole


def copy_with_computed_metrics(warehouse: Path, copy: Path, *, told_as: Path) -> None:
    """Write a copy in which every metric is a table of its rows instead of a view.

    It answers as the original does: same names, columns and comments. A view is computed anew,
    with the views it reads, whenever it is asked; a batch of reviews asks thirty times.
    Raises WarehouseUnavailable for a file that is damaged anywhere, naming it `told_as`.
    """
    check_whole(warehouse, told_as=told_as)
    shutil.copyfile(warehouse, copy)
    with connected_to_write(copy) as connection:
        # The views were made in the other order: what a metric reads is a table by then.
        views = connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'metrics' "
            "ORDER BY view_oid DESC"
        ).fetchall()
        for name, comment in views:
            described = connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() "
                "WHERE schema_name = 'metrics' AND table_name = ?",
                [name],
            ).fetchall()
            view, table = f"metrics.{quoted(name)}", f"metrics.{quoted(name + ' computed')}"
            connection.execute(f"CREATE TABLE {table} AS FROM {view}")
            connection.execute(f"DROP VIEW {view}")
            connection.execute(f"ALTER TABLE {table} RENAME TO {quoted(name)}")
            connection.execute(f"COMMENT ON TABLE {view} IS {literal(comment or '')}")
            for column, text in described:
                connection.execute(
                    f"COMMENT ON COLUMN {view}.{quoted(column)} IS {literal(text or '')}"
                )
