"""Imports that no longer count: rejected ones tried again, forgotten ones, erased ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.declaring import Table
from partner_analytics.warehouse.ledgers import IMPORTS

# The column that has the number of the import a row came with.
_NUMBERS = ("import_id", "_import_id")


def remove_rejected(connection: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """Remove what a rejected file of these bytes left behind."""
    for table in ("problems", "untold_cells", "repairs", "corrections", "imports"):
        connection.execute(
            f"DELETE FROM landing.{table} WHERE import_id IN (SELECT import_id "
            "FROM landing.imports WHERE sha256 = ? AND status = 'rejected')",
            [sha256],
        )


def take_back(connection: duckdb.DuckDBPyConnection, import_ids: Sequence[int]) -> None:
    """Mark imports as forgotten; what they superseded counts again.

    What a forgotten import superseded is superseded by what superseded that one, if anything did.
    """
    for import_id in sorted(import_ids, reverse=True):
        ((later,),) = connection.execute(
            "SELECT superseded_by FROM landing.imports WHERE import_id = ?", [import_id]
        ).fetchall()
        connection.execute(
            "UPDATE landing.imports i SET superseded_by = ?, status = CASE "
            "WHEN status != 'superseded' OR ? IS NOT NULL THEN status "
            "WHEN EXISTS (FROM landing.import_tables t WHERE t.import_id = i.import_id) "
            "THEN 'loaded' ELSE 'rejected' END WHERE superseded_by = ?",
            [later, later, import_id],
        )
        connection.execute(
            "UPDATE landing.imports SET status = 'forgotten', superseded_by = NULL "
            "WHERE import_id = ? AND status != 'erased'",
            [import_id],
        )


def mark_erased(connection: duckdb.DuckDBPyConnection, import_ids: Sequence[int]) -> None:
    """Have the line of imports in their ledger say that no more than it is left of them."""
    connection.execute(
        "UPDATE landing.imports SET status = 'erased', settings = '', made_from = NULL "
        "WHERE list_contains(?::INTEGER[], import_id)",
        [list(import_ids)],
    )


def carry_over(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    tables: Iterable[Table],
    without: Sequence[int],
) -> None:
    """Copy what outlives builds from another warehouse file, but for the rows of some imports.

    Of those the ledger of imports alone is copied. Call `let_go` once that is committed.
    """
    connection.execute(
        f"ATTACH {literal(str(warehouse.absolute()))} AS earlier (TYPE duckdb, READ_ONLY)"
    )
    there = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'earlier'"
    ).fetchall()
    for table in tables:
        if (table.schema, table.name) not in there:
            continue
        rows = f"FROM earlier.{quoted(table.schema)}.{quoted(table.name)}"
        number = next((name for name in _NUMBERS if name in table.columns), None)
        if number and table is not IMPORTS:
            rows += f" WHERE NOT list_contains(?::INTEGER[], {quoted(number)})"
        connection.execute(
            f"INSERT INTO {table.path} BY NAME {rows}", [list(without)] if "?" in rows else []
        )


def let_go(connection: duckdb.DuckDBPyConnection) -> None:
    """Close the file that was copied from."""
    connection.execute("DETACH earlier")
