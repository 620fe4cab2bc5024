"""Which version of this package's tables a warehouse file has: a number, and what it stands for."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse.opening import faults
from partner_analytics.warehouse.tables.tracker_tables import curated_table, tables_of

# Rises when a table or column of a warehouse file gets another meaning, name or place, or a new
# one that readers need. Written into every build; a file with another number is not opened.
FORMAT = 9

Rows = Callable[[str], list[tuple[Any, ...]]]


def layout_hash() -> str:
    """Hash of the tables and columns, with their types, that this package reads and writes.

    Two versions under development share a number but not this.
    """
    tables = [*tables_of(TRACKERS.values()), *map(curated_table, TRACKERS.values())]
    texts = [
        f"{table.path} {name} {kind}"
        for table in tables
        for name, (kind, _) in table.columns.items()
    ]
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()[:12]


def check_format(path: Path, ask: Rows) -> None:
    """Raise WarehouseUnavailable for a DuckDB file of something else or of another version."""
    found = ask(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name = 'landing' AND table_name IN ('builds', 'imports')"
    )
    if {("builds", "build_id"), ("imports", "import_id")} - set(found):
        raise faults.foreign(path)
    if ("builds", "format") not in found:
        raise faults.of_another_version(path, "an earlier")
    builds = ask("SELECT format, layout FROM landing.builds ORDER BY build_id DESC LIMIT 1")
    number, layout = builds[0] if builds else (None, None)
    if not isinstance(number, int) or number < FORMAT:
        raise faults.of_another_version(path, "an earlier")
    if number > FORMAT:
        raise faults.of_another_version(path, "a later")
    if layout != layout_hash():
        raise faults.of_another_version(path, "another")
