"""From the history of all imports to what is known now."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from partner_analytics.grammar import partner_key
from partner_analytics.trackers import TRACKERS, Keeps, Tracker
from partner_analytics.warehouse.connection import literal, quoted
from partner_analytics.warehouse.ledgers.ledger_tables import (
    PARTNER_NAMES,
    PARTNERS,
    PROBLEMS,
    REPLACED,
    UNREADABLE_CELLS,
    UNTOLD_CELLS,
)
from partner_analytics.warehouse.tables.history_rows import (
    COUNTING,
    NAMED,
    NOT_KEPT_OUT,
    OLDEST_FIRST,
    PLACES,
    of_quarter,
    repeated_hashes,
)
from partner_analytics.warehouse.tables.table_declaration import Table
from partner_analytics.warehouse.tables.tracker_tables import curated_key, curated_table


@dataclass(frozen=True)
class Registration:
    """A partner's spelling, where a registering tracker first introduced it."""

    name_key: str
    spelling: str
    import_id: int
    file: str
    sheet: str | None
    row: int


def registrations(connection: duckdb.DuckDBPyConnection) -> list[Registration]:
    """The spellings the registering trackers introduced, each where it stands first.

    The order is that of the exports' days, not of their imports: who is imported first must not
    decide how a partner is spelled.
    """
    parts = [
        "SELECT _name_key, partner, _import_id, _table, _sheet, _row "
        f"FROM history.{quoted(tracker.name)}"
        for tracker in TRACKERS.values()
        if tracker.registers_partners
    ]
    query = (
        "SELECT _name_key, partner, _import_id, file, _sheet, _row "
        f"FROM ({' UNION ALL '.join(parts)}) "
        "JOIN landing.imports i ON import_id = _import_id AND status = 'loaded' "
        f"QUALIFY row_number() OVER (PARTITION BY _name_key ORDER BY {OLDEST_FIRST}, _table, _row)"
        f" = 1 ORDER BY {OLDEST_FIRST}, _table, _row"
    )
    return [Registration(*row) for row in connection.execute(query).fetchall()]


def write_partners(connection: duckdb.DuckDBPyConnection, names: pd.DataFrame) -> None:
    """Write who is who: columns name_key, partner_id, partner, is_alias."""
    connection.register("names", names)
    for table, query in (
        (PARTNER_NAMES, "SELECT name_key, partner_id, partner, is_alias FROM names"),
        (PARTNERS, "SELECT DISTINCT partner_id, partner FROM names ORDER BY partner_id"),
    ):
        recreate(connection, table)
        connection.execute(f"INSERT INTO {table.path} {query}")
    connection.unregister("names")


class DataDates(NamedTuple):
    """First and last date of the data (as-of and event dates), and the last as-of date."""

    first: date
    last: date
    shown_until: date


def data_dates(connection: duckdb.DuckDBPyConnection) -> DataDates | None:
    """The dates the data span; None without any."""
    parts = ["SELECT as_of AS day, as_of FROM landing.imports WHERE status = 'loaded'"]
    parts += [
        f"SELECT h.{quoted(tracker.dated_by)}, NULL "
        f"FROM history.{quoted(tracker.name)} h {COUNTING}"
        for tracker in TRACKERS.values()
        if tracker.dated_by
    ]
    query = f"SELECT min(day), max(day), max(as_of) FROM ({' UNION ALL '.join(parts)})"
    ((first, last, as_of),) = connection.execute(query).fetchall()
    return DataDates(first, last, as_of) if first is not None else None


def typed_quarters(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The quarters that rows state themselves."""
    parts = [
        f"SELECT h.quarter FROM history.{quoted(tracker.name)} h {COUNTING}"
        for tracker in TRACKERS.values()
        if any(column.name == "quarter" for column in tracker.columns)
    ]
    query = f"SELECT DISTINCT quarter FROM ({' UNION ALL '.join(parts)}) WHERE quarter IS NOT NULL"
    return sorted(quarter for (quarter,) in connection.execute(query).fetchall())


def curate(connection: duckdb.DuckDBPyConnection, tracker: Tracker) -> None:
    """Make one curated table anew: partners identified, a later export of a key counts.

    Of events, which may be many, it is a view over the history.
    """
    table = curated_table(tracker)
    rows = f"SELECT {_selected(tracker, table)} FROM history.{quoted(tracker.name)} h {COUNTING} "
    rows += f"{NAMED if 'partner' in tracker.key else ''} {of_quarter(tracker)} "
    rows += f"WHERE {_but_excluded(connection, 'kept_out', tracker)}"
    _enter_replaced(connection, tracker, rows)
    rows += f" AND {_but_excluded(connection, 'replaced', tracker)}"
    if tracker.keeps is Keeps.EVENTS:
        connection.execute(f"CREATE OR REPLACE VIEW {table.path} AS {rows}")
        connection.execute("; ".join(table.comments("VIEW")))
    else:
        key = ", ".join(quoted(name) for name in curated_key(tracker))
        recreate(connection, table)
        connection.execute(f"INSERT INTO {table.path} BY NAME {rows} ORDER BY {key}")


def _selected(tracker: Tracker, table: Table) -> str:
    """The curated columns as expressions over a history row (h), its partner and quarter."""
    expressions = {name: f"h.{quoted(name)}" for name in table.columns}
    has_quarter = any(column.name == "quarter" for column in tracker.columns)
    expressions["quarter"] = "coalesce(h.quarter, q.quarter)" if has_quarter else "q.quarter"
    if "partner" in tracker.key:
        expressions["partner_id"] = "n.partner_id"
    return ", ".join(f"{text} AS {quoted(name)}" for name, text in expressions.items())


def _but_excluded(connection: duckdb.DuckDBPyConnection, ledger: str, tracker: Tracker) -> str:
    """The condition that a history row does not stand in a ledger; for none to look for, true."""
    ((count,),) = connection.execute(
        f"SELECT count(*) FROM landing.{ledger} WHERE tracker = ?", [tracker.name]
    ).fetchall()
    if not count:
        return "true"
    return (
        f"(h._import_id, h._table, h._row) NOT IN (SELECT (import_id, table_number, row) "
        f"FROM landing.{ledger} WHERE tracker = {literal(tracker.name)})"
    )


def _enter_replaced(
    connection: duckdb.DuckDBPyConnection, tracker: Tracker, curated_rows: str
) -> None:
    """Enter into landing.replaced the rows whose key a later export states again.

    Those that exports of one day state differently are kept out: of equal ones any may count.

    Keys that come once, nearly all, are told by their hashes: a window over all rows would have
    to hold them in memory.
    """
    key = ", ".join(quoted(name) for name in curated_key(tracker))
    stated = ", ".join(quoted(c.name) for c in tracker.columns if c.name not in tracker.key)
    keys = f"SELECT hash({key}) AS key FROM ({curated_rows})"
    with repeated_hashes(connection, keys) as are_any:
        if not are_any:
            return
        connection.execute(f"""
            INSERT INTO {REPLACED.path}
            SELECT _import_id, _table, _row, {literal(tracker.name)},
                first_value(_import_id) OVER same, first_value(_row) OVER same,
                hash({stated}) = first_value(hash({stated})) OVER same
            FROM ({curated_rows}) JOIN ({PLACES}) USING (_import_id)
            WHERE hash({key}) IN (FROM repeated_hashes)
            WINDOW same AS (PARTITION BY {key} ORDER BY as_of DESC, _place, _table, _row)
            QUALIFY row_number() OVER same > 1
        """)


def curate_unreadable_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """Make curated.unreadable_cells anew from the problems of loaded rows, a tracker at a time.

    What is wrong with a value that could be read (a weight that is not the program's) is judged
    from what is curated: it would come here only with the next build.
    """
    recreate(connection, UNREADABLE_CELLS)
    columns = "import_id, sheet, row, tracker, column_name, code"
    cells = (
        f"(SELECT {columns} FROM {PROBLEMS.path} WHERE severity = 'error' "
        "AND column_name IS NOT NULL AND row IS NOT NULL "
        f"UNION ALL SELECT {columns} FROM {UNTOLD_CELLS.path})"
    )
    names = connection.execute(f"SELECT DISTINCT tracker FROM {cells} ORDER BY 1").fetchall()
    for tracker in (TRACKERS[name] for (name,) in names if name in TRACKERS):
        if "partner" not in tracker.key:
            continue
        connection.execute(
            f"INSERT INTO {UNREADABLE_CELLS.path} "
            "SELECT DISTINCT n.partner_id, h.as_of, q.quarter, p.tracker, p.column_name, p.code "
            f"FROM {cells} p "
            f"JOIN history.{quoted(tracker.name)} h "
            "ON h._import_id = p.import_id AND h._row = p.row "
            "AND h._sheet IS NOT DISTINCT FROM p.sheet "
            f"{COUNTING} {NAMED} LEFT JOIN rules.quarters q "
            "ON h.as_of BETWEEN q.starts_on AND q.ends_on "
            f"WHERE p.tracker = {literal(tracker.name)} AND {NOT_KEPT_OUT} "
            f"AND {_is_null(tracker)} ORDER BY ALL"
        )


def _is_null(tracker: Tracker) -> str:
    """The condition that the history row (h) has no value where the problem (p) is."""
    columns = (f"WHEN {literal(c.name)} THEN h.{quoted(c.name)} IS NULL" for c in tracker.columns)
    return f"CASE p.column_name {' '.join(columns)} ELSE true END"


def recreate(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make a table anew, empty, with its comments."""
    connection.execute(f"DROP TABLE IF EXISTS {table.path}")
    connection.execute(table.create())
    connection.execute("; ".join(table.comments()))


def complete_owners(connection: duckdb.DuckDBPyConnection) -> None:
    """Give problems whose row names no owner the partner's owner in the latest pipeline.

    Those given at an earlier build are given anew: an owner does not hang on the order of imports.
    """
    connection.execute(
        "UPDATE landing.problems SET owner = NULL WHERE NOT is_owner_of_row AND owner IS NOT NULL"
    )
    named = connection.execute(
        "SELECT DISTINCT partner FROM landing.problems WHERE owner IS NULL AND partner IS NOT NULL"
    ).fetchall()
    keys = [(name, partner_key(name)) for (name,) in named]
    connection.register("named", pd.DataFrame(keys, columns=["partner", "name_key"], dtype="str"))
    connection.execute(
        "UPDATE landing.problems SET owner = latest.owner FROM ("
        "SELECT named.partner, arg_max(p.owner, p.as_of) AS owner FROM named "
        "JOIN curated.partner_names USING (name_key) JOIN curated.pipeline p USING (partner_id) "
        "WHERE p.owner IS NOT NULL GROUP BY named.partner) latest "
        "WHERE problems.owner IS NULL AND problems.partner = latest.partner"
    )
    connection.unregister("named")


def create_set_aside_view(connection: duckdb.DuckDBPyConnection) -> None:
    """Make landing.set_aside: every row that was kept out, as read, with its problem."""
    parts = []
    for tracker in TRACKERS.values():
        cells = ", ".join(f"{quoted(c.name)} := l.{quoted(c.name)}" for c in tracker.read_columns)
        partner = "l.partner" if "partner" in tracker.key else "NULL"
        parts.append(
            f"SELECT {literal(tracker.name)} AS tracker, l._import_id AS import_id, "
            f"l._sheet AS sheet, l._row AS row, {partner} AS partner, "
            "coalesce(l._set_aside, k.code) AS code, "
            f"to_json(struct_pack({cells}))::VARCHAR AS cells "
            f"FROM landing.{quoted(tracker.name)} l "
            "JOIN landing.imports i ON i.import_id = l._import_id AND i.status = 'loaded' "
            "LEFT JOIN landing.kept_out k ON k.import_id = l._import_id "
            "AND k.table_number = l._table AND k.row = l._row "
            "WHERE l._set_aside IS NOT NULL OR k.code IS NOT NULL"
        )
    parts.append(
        "SELECT tracker, import_id, sheet, row, partner, code, found AS cells "
        "FROM landing.problems JOIN landing.imports USING (import_id) "
        "WHERE code = 'ragged-row' AND tracker IS NOT NULL AND status = 'loaded'"
    )
    connection.execute(f"CREATE OR REPLACE VIEW landing.set_aside AS {' UNION ALL '.join(parts)}")
    connection.execute(
        "COMMENT ON VIEW landing.set_aside IS "
        "'Every row that was kept out, as read (cells as JSON), with the problem that kept it.'"
    )
