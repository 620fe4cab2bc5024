"""Imports that no longer count: rejected ones tried again, forgotten ones, erased ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from partner_analytics.grammar import partner_key
from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.ledgers.ledger_tables import (
    ALIASES,
    IMPORTS,
    PARTNER_IDS,
    PROBLEMS,
)
from partner_analytics.warehouse.tables.table_declaration import Table

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

    Of those the ledger of imports alone is copied. What is found anew with every build is not
    copied where it may have a text of theirs, and of the ids those of names that nothing else
    has are left out. Call `let_go` once that is committed.
    """
    connection.execute(
        f"ATTACH {literal(str(warehouse.absolute()))} AS earlier (TYPE duckdb, READ_ONLY)"
    )
    there = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'earlier'"
    ).fetchall()
    left = [table for table in tables if (table.schema, table.name) in there]
    for table in left:
        if table is not PARTNER_IDS:
            _copy(connection, table, without)
    _copy_partner_ids(connection, left, without)


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, without: Sequence[int]) -> None:
    columns, conditions = "*", ["true"]
    number = next((name for name in _NUMBERS if name in table.columns), None)
    if number and table is not IMPORTS:
        conditions.append(f"NOT list_contains({_listed(without)}, {quoted(number)})")
    if table is PROBLEMS:  # what was completed or judged may name what stood in another export
        columns = "* REPLACE (CASE WHEN is_owner_of_row THEN owner END AS owner)"
        conditions.append("NOT is_judged")
    connection.execute(
        f"INSERT INTO {table.path} BY NAME SELECT {columns} FROM earlier.{table.path} "
        f"WHERE {' AND '.join(conditions)}"
    )


def _copy_partner_ids(
    connection: duckdb.DuckDBPyConnection, copied: Iterable[Table], without: Sequence[int]
) -> None:
    """Copy the ids of names that are left; another one gets the same id when it is back."""
    aliases = connection.execute(f"SELECT alias, partner FROM {ALIASES.path}").fetchall()
    keys = sorted({partner_key(name) for pair in aliases for name in pair})
    named = [
        f"SELECT {quoted('_name_key')} FROM {table.path}"
        for table in copied
        if "_name_key" in table.columns
    ]
    connection.execute(
        f"INSERT INTO {PARTNER_IDS.path} BY NAME FROM earlier.{PARTNER_IDS.path} WHERE "
        f"since_import_id IN (SELECT import_id FROM {IMPORTS.path} WHERE status != 'erased' "
        f"AND NOT list_contains({_listed(without)}, import_id)) "
        f"OR name_key IN (SELECT unnest(?::VARCHAR[]) UNION ALL {' UNION ALL '.join(named)})",
        [keys],
    )


def _listed(import_ids: Sequence[int]) -> str:
    return f"[{', '.join(str(int(number)) for number in import_ids)}]::INTEGER[]"


def let_go(connection: duckdb.DuckDBPyConnection) -> None:
    """Close the file that was copied from."""
    connection.execute("DETACH earlier")
