"""Partners that would be known, had the row or file that enters them not been kept out."""

import duckdb
import pandas as pd

from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse.connection import as_frame, quoted

_REGISTERS = [tracker for tracker in TRACKERS.values() if tracker.registers_partners]


def lost_registrations(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The set aside rows of registering trackers that name a partner: file, sheet, row, partner."""
    parts = [
        "SELECT i.file, l._sheet AS sheet, l._row AS row, l.partner "
        f"FROM landing.{quoted(tracker.name)} l "
        "JOIN landing.imports i ON i.import_id = l._import_id AND i.status = 'loaded' "
        "WHERE l._set_aside IS NOT NULL AND l.partner IS NOT NULL"
        for tracker in _REGISTERS
    ]
    return as_frame(connection.sql(f"{' UNION ALL '.join(parts)} ORDER BY ALL"))


def rejected_registers(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, bool]]:
    """The rejected files that hold a tracker that registers partners, or are named like one.

    With each comes whether it was recognized as such; of the others only the name says so.
    """
    names = [tracker.name for tracker in _REGISTERS]
    return connection.execute(
        "SELECT i.file, bool_or(p.tracker IS NOT NULL) AS is_recognized "
        "FROM landing.imports i LEFT JOIN landing.problems p "
        "ON p.import_id = i.import_id AND p.tracker IN (SELECT unnest(?)) "
        "WHERE i.status = 'rejected' AND (p.tracker IS NOT NULL "
        "OR EXISTS (FROM (SELECT unnest(?) AS name) WHERE i.file ILIKE '%' || name || '%')) "
        "GROUP BY i.file ORDER BY is_recognized DESC, i.file",
        [names, names],
    ).fetchall()
