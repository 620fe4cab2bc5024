"""What can be written into the next state of a warehouse, which nobody sees before it is whole."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.problems import Problem
from partner_analytics.trackers import TRACKERS, Tracker
from partner_analytics.warehouse.checks import unknown_partners
from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.export_columns import columns_of_exports
from partner_analytics.warehouse.checks.lost_registrations import (
    lost_registrations,
    rejected_registers,
)
from partner_analytics.warehouse.checks.restated_values import (
    create_restated_view,
    restated_counts,
)
from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.ledgers import problem_ledger
from partner_analytics.warehouse.ledgers.corrections_ledger import CorrectionRecord
from partner_analytics.warehouse.ledgers.ledger_rows import (
    BuildRecord,
    ColumnRecord,
    ImportRecord,
    MetricDefinition,
    TableRecord,
)
from partner_analytics.warehouse.ledgers.ledger_tables import (
    ALIASES,
    BUILDS,
    CATALOG,
    COLUMN_MAP,
    CORRECTIONS,
    DISTINCT_PARTNERS,
    IMPORT_TABLES,
    IMPORTS,
    PARTNER_IDS,
    PARTNER_SUGGESTIONS,
    PROBLEMS,
    REPAIRS,
    REPLACED,
    UNTOLD_CELLS,
)
from partner_analytics.warehouse.ledgers.repairs_ledger import merge_repairs, repaired_cells
from partner_analytics.warehouse.opening.file_format import FORMAT, layout_hash
from partner_analytics.warehouse.publishing import forgotten_imports, row_changes
from partner_analytics.warehouse.publishing.row_appends import append_frame, append_parts
from partner_analytics.warehouse.publishing.row_counts import recount
from partner_analytics.warehouse.publishing.table_counts import table_counts
from partner_analytics.warehouse.tables import curated_tables, metric_tables
from partner_analytics.warehouse.tables.table_declaration import Table
from partner_analytics.warehouse.tables.tracker_tables import (
    SCHEMAS,
    history_table,
    landing_table,
    tables_of,
)


class Publication:
    """The next state of a warehouse file; made by `publishing`.

    What came in is written on two connections at a time; `settle` ends that.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
        connection.execute("BEGIN TRANSACTION")
        for table in tables_of(TRACKERS.values()):
            self._create_or_widen(table)
        self.settle()

    def settle(self) -> None:
        """Let all that was written so far be seen by what follows."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN TRANSACTION")

    # what came in

    def next_import_id(self) -> int:
        """The number the next import gets."""
        query = "SELECT coalesce(max(import_id), 0) + 1 FROM landing.imports"
        return int(self._scalar(query))

    def add_rows(
        self, tracker: Tracker, values: Iterable[pa.Table], texts: Iterable[pa.Table]
    ) -> None:
        """Append the rows of one table, as typed (those that loaded) and as read (all of them).

        Both come in parts and are written at a time.
        """
        with ThreadPoolExecutor(1) as beside:
            landed = beside.submit(self._land, tracker, texts)
            append_parts(self._connection, history_table(tracker), values)
            landed.result()

    def _land(self, tracker: Tracker, texts: Iterable[pa.Table]) -> None:
        with self._connection.cursor() as beside:
            append_parts(beside, landing_table(tracker), texts)

    def set_aside(
        self, tracker: Tracker, import_id: int, table_number: int, rows: pd.DataFrame
    ) -> None:
        """Mark rows as read (`_row`, their sheet row) with the `code` of what kept them out."""
        if rows.empty:
            return
        table = landing_table(tracker).path
        with self._connection.cursor() as beside:
            beside.register("aside", pa.Table.from_pandas(rows, preserve_index=False))
            beside.execute(
                f"UPDATE {table} SET _set_aside = aside.code FROM aside "
                f"WHERE {table}._row = aside._row AND _import_id = ? AND _table = ?",
                [import_id, table_number],
            )

    def add_import(
        self,
        record: ImportRecord,
        tables: Iterable[TableRecord],
        columns: Iterable[ColumnRecord],
        problems: Iterable[Problem],
    ) -> None:
        """Enter an import into the ledgers; `finish` counts its rows.

        If it loaded, it supersedes what was loaded from the same place for the same day, or of
        the same bytes read with other settings, and what was rejected there; and the same bytes
        read for the same day from anywhere, which are the same export.
        """
        self._connection.execute(
            "UPDATE landing.imports SET status = 'superseded', superseded_by = $number "
            "WHERE $status = 'loaded' AND status IN ('loaded', 'rejected') AND CASE "
            "WHEN source_path = $path "
            "THEN as_of = $as_of OR sha256 = $sha256 OR status = 'rejected' "
            "ELSE as_of = $as_of AND sha256 = $sha256 END",
            {
                "number": record.import_id,
                "status": record.status,
                "path": record.source_path,
                "as_of": record.as_of,
                "sha256": record.sha256,
            },
        )
        self._append(IMPORTS, _records([record]))
        self._append(IMPORT_TABLES, _records(tables))
        self._append(COLUMN_MAP, _records(columns))
        self.add_problems(record.import_id, problems)
        merge_repairs(self._connection, record.import_id)

    def add_repairs(self, import_id: int, table_number: int, repairs: pd.DataFrame) -> None:
        """Append repairs of a table; `add_import` merges those of one text and column."""
        place = {"import_id": import_id, "table_number": table_number}
        self._append(REPAIRS, repairs.assign(**place))

    def repaired_cells(self, import_id: int) -> int:
        """How many cells of an import hold a text that was repaired, not merely trimmed."""
        return repaired_cells(self._connection, import_id)

    def add_corrections(self, import_id: int, records: Iterable[CorrectionRecord]) -> None:
        """Append what became of the corrections of an import."""
        self._append(CORRECTIONS, _records(records).assign(import_id=import_id))

    def add_untold_cells(
        self, tracker: Tracker, import_id: int, sheet: str | None, cells: pd.DataFrame
    ) -> None:
        """Append cells (`_row`, `column`, `code`) whose problem another one stands for."""
        rows = cells.rename(columns={"_row": "row", "column": "column_name"})
        self._append(
            UNTOLD_CELLS, rows.assign(import_id=import_id, sheet=sheet, tracker=tracker.name)
        )

    def add_problems(
        self, import_id: int, problems: Iterable[Problem], *, judged: bool = False
    ) -> None:
        """Append problems of an import; `judged` ones are judged anew with every build."""
        rows = problem_ledger.rows_of(import_id, problems)
        self._append(PROBLEMS, rows.assign(is_judged=judged))

    def forget_rejected(self, sha256: str) -> None:
        """Remove what a rejected file of these bytes left behind, before it is tried again."""
        forgotten_imports.remove_rejected(self._connection, sha256)

    def take_back(self, import_ids: Sequence[int], *, erase: bool) -> None:
        """Have imports no longer count, and what they superseded count again.

        With `erase` the ledger of imports says that their rows are gone, as they are from a file
        made `without` them (`publishing`).
        """
        forgotten_imports.take_back(self._connection, import_ids)
        if erase:
            forgotten_imports.mark_erased(self._connection, import_ids)

    def carry_over(self, warehouse: Path, without: Sequence[int]) -> None:
        """Fill this new file with what outlives builds of another, but for rows of some imports."""
        tables = tables_of(TRACKERS.values())
        forgotten_imports.carry_over(self._connection, warehouse, tables, without)
        self.settle()
        forgotten_imports.let_go(self._connection)

    def note_row_state(self) -> None:
        """Note which rows count, for `row_changes`."""
        row_changes.note_state(self._connection)

    def new_problems(self) -> list[Problem]:
        """The problems that rows of earlier imports have since `note_row_state`."""
        return row_changes.new_problems(self._connection)

    def row_changes(self) -> list[row_changes.RowChange]:
        """What became of the rows of earlier imports since `note_row_state`."""
        return list(row_changes.changes(self._connection))

    def table_counts(self, import_id: int) -> pd.DataFrame:
        """Rows read, loaded, aside, blank, total, header, problems: a sheet and tracker each."""
        return table_counts(self._connection, import_id)

    def replaced_by(self, import_id: int) -> tuple[int, int]:
        """How many rows of other exports an import states again: all, and those it changes."""
        query = (
            "SELECT count(*), count(*) FILTER (NOT is_same) FROM landing.replaced "
            "WHERE by_import_id = ?"
        )
        ((rows, changed),) = self._connection.execute(query, [import_id]).fetchall()
        return int(rows), int(changed)

    def problems_of(self, import_id: int) -> list[Problem]:
        """The problems of an import."""
        return problem_ledger.problems_of(self._connection, import_id)

    def problems_before(self, import_id: int) -> list[Problem] | None:
        """The problems of what an import superseded; None if there was nothing."""
        return problem_ledger.problems_before(self._connection, import_id)

    # what follows from it

    def registrations(self) -> list[curated_tables.Registration]:
        """The partners' spellings the registering trackers introduced, the oldest first."""
        return curated_tables.registrations(self._connection)

    def partner_ids(self) -> dict[str, str]:
        """The ids given so far, by the key of the name each was given to."""
        rows = self._connection.execute("SELECT name_key, partner_id FROM landing.partner_ids")
        return dict(rows.fetchall())

    def add_partner_ids(self, ids: pd.DataFrame) -> None:
        """Keep ids for good: columns name_key, partner_id, since_import_id."""
        self._append(PARTNER_IDS, ids)

    def set_partners(self, names: pd.DataFrame) -> None:
        """Write who is who: columns name_key, partner_id, partner, is_alias."""
        curated_tables.write_partners(self._connection, names)

    def keep_out_unknown_partners(self, code: str) -> pd.DataFrame:
        """Keep out the rows that name nobody known; returns the names and where they stand."""
        return unknown_partners.keep_out_unknown_partners(self._connection, code)

    def lost_registrations(self) -> pd.DataFrame:
        """The rows that would enter a partner and were set aside: file, sheet, row, partner."""
        return lost_registrations(self._connection)

    def rejected_registers(self) -> list[tuple[str, bool]]:
        """The rejected files that would enter partners, or (False) may do so by their names."""
        return rejected_registers(self._connection)

    def partner_names(self) -> list[str]:
        """The partners' names, in order."""
        rows = self._connection.execute("SELECT partner FROM curated.partners ORDER BY 1")
        return [name for (name,) in rows.fetchall()]

    def spellings(self) -> dict[str, str]:
        """The partners' names by every spelling known, aliases included."""
        rows = self._connection.execute("SELECT name_key, partner FROM curated.partner_names")
        return dict(rows.fetchall())

    def columns_of_exports(self) -> pd.DataFrame:
        """A row per column of each table of the exports that count, oldest export first."""
        return columns_of_exports(self._connection)

    def judge(self, check: Check) -> None:
        """Find anew what a check looks for."""
        self.replace_problems(check.code, check.problems(self._connection))

    def restated_counts(self) -> dict[int, dict[str, int]]:
        """How many values each import states otherwise than an earlier one, by tracker."""
        return restated_counts(self._connection)

    def replace_problems(self, code: str, problems: Iterable[tuple[int, Problem]]) -> None:
        """Write the (import_id, problem) of a code that is judged anew with every build."""
        self._connection.execute(
            "DELETE FROM landing.problems WHERE code = ? AND is_judged", [code]
        )
        by_import: dict[int, list[Problem]] = {}
        for import_id, problem in problems:
            by_import.setdefault(import_id, []).append(problem)
        for import_id, found in by_import.items():
            self.add_problems(import_id, found, judged=True)

    def set_aliases(self, by_source: Mapping[str, pd.DataFrame]) -> None:
        """Write what each alias table (by its path) says now: columns alias, partner."""
        self._replace_by_source(ALIASES, by_source)

    def set_distinct(self, by_source: Mapping[str, pd.DataFrame]) -> None:
        """Write what each table of distinct names (by its path) says now: columns name, other."""
        self._replace_by_source(DISTINCT_PARTNERS, by_source)

    def web_addresses(self) -> pd.DataFrame:
        """The e-mail and web addresses of partners: name_key, partner, address."""
        return unknown_partners.web_addresses(self._connection)

    def set_suggestions(self, suggestions: pd.DataFrame) -> None:
        """Write the names that may be other spellings of a partner."""
        self._create_and_fill(PARTNER_SUGGESTIONS, suggestions)

    def typed_quarters(self) -> list[str]:
        """The quarters that rows state themselves."""
        return curated_tables.typed_quarters(self._connection)

    def data_dates(self) -> curated_tables.DataDates | None:
        """The dates the data span; None without any."""
        return curated_tables.data_dates(self._connection)

    def set_rules(self, tables: Iterable[Table], frames: Mapping[str, pd.DataFrame]) -> None:
        """Write the rules tables anew."""
        self._drop_all("rules")
        for table in tables:
            self._create_and_fill(table, frames[table.name])

    def curate(self) -> None:
        """Make the curated tables anew from the history; a later export of a key counts."""
        self._connection.execute(f"DELETE FROM {REPLACED.path}")
        for tracker in TRACKERS.values():
            curated_tables.curate(self._connection, tracker)
        curated_tables.curate_unreadable_cells(self._connection)
        curated_tables.create_set_aside_view(self._connection)
        create_restated_view(self._connection)

    def complete_owners(self) -> None:
        """Give problems whose row names no owner the partner's owner in the latest pipeline."""
        curated_tables.complete_owners(self._connection)

    def drop_metrics(self) -> None:
        """Remove the metrics of last time, so that the tables below can be made anew."""
        self._drop_all("definitions")
        self._drop_all("metrics")

    def compute_metrics(self, definitions: Iterable[MetricDefinition]) -> None:
        """Compute each metric, as a table with a view that says how."""
        metric_tables.compute(self._connection, definitions)

    def set_catalog(self, definitions: Iterable[MetricDefinition]) -> None:
        """Write the catalog of metrics."""
        rows = [
            (one.name, ", ".join(one.grain), one.description, name, text, ", ".join(one.inputs))
            for one in definitions
            for name, text in one.columns.items()
        ]
        self._create_and_fill(CATALOG, pd.DataFrame(rows, columns=list(CATALOG.columns)))

    def add_build(self, record: BuildRecord) -> None:
        """Enter this build into the ledger of builds."""
        number = int(self._scalar("SELECT coalesce(max(build_id), 0) + 1 FROM landing.builds"))
        build = _records([record]).assign(build_id=number, format=FORMAT, layout=layout_hash())
        self._append(BUILDS, build)

    def finish(self) -> None:
        """Count the rows of all imports and settle; raises if some are unaccounted for."""
        loose = recount(self._connection)
        if not loose.empty:
            raise PartnerAnalyticsError(
                expected="every row read to be loaded, set aside or recognized",
                found=f"other sums in {len(loose)} tables, first {loose.iloc[0].to_dict()}",
                remedy="This is an error of the program, not of the files: please report it.",
            )

    # how

    def _scalar(self, query: str) -> int:
        row = self._connection.execute(query).fetchall()
        return int(row[0][0])

    def _drop_all(self, schema: str) -> None:
        views = self._connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = ?", [schema]
        ).fetchall()
        for (name,) in views:
            self._connection.execute(f"DROP VIEW {quoted(schema)}.{quoted(name)}")
        tables = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = ?", [schema]
        ).fetchall()
        for (name,) in tables:
            self._connection.execute(f"DROP TABLE {quoted(schema)}.{quoted(name)}")

    def _create_or_widen(self, table: Table) -> None:
        """Make a table that outlives builds; columns declared since are added to an older one."""
        self._connection.execute(table.create())
        there = set(self._connection.table(table.path).columns)
        for name, (kind, _) in table.columns.items():
            if name not in there:
                self._connection.execute(
                    f"ALTER TABLE {table.path} ADD COLUMN {quoted(name)} {kind}"
                )
        self._connection.execute("; ".join(table.comments()))

    def _replace_by_source(self, table: Table, by_source: Mapping[str, pd.DataFrame]) -> None:
        for source_path, rows in by_source.items():
            self._connection.execute(
                f"DELETE FROM {table.path} WHERE source_path = ?", [source_path]
            )
            self._append(table, rows.assign(source_path=source_path))

    def _create_and_fill(self, table: Table, frame: pd.DataFrame) -> None:
        self._connection.execute(f"DROP TABLE IF EXISTS {table.path}")
        self._connection.execute("; ".join((table.create(), *table.comments())))
        self._append(table, frame)

    def _append(self, table: Table, frame: pd.DataFrame) -> None:
        append_frame(self._connection, table, frame)


def _records(records: Iterable[Any]) -> pd.DataFrame:
    return pd.DataFrame([asdict(record) for record in records])
