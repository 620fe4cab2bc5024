"""The warehouse as analysts use it: read-only, one method a metric, pandas frames out."""

import html
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pandas as pd

from partner_analytics.errors import InvalidCall, WarehouseUnavailable
from partner_analytics.quarters import read_quarter
from partner_analytics.schemas import TRACKERS
from partner_analytics.values import partner_key
from partner_analytics.warehouse.cells import cells_behind
from partner_analytics.warehouse.connection import as_frame, connect_to_read, quoted

DEFAULT_FILE = Path("data", "curated", "partner_analytics.duckdb")
PATH_VARIABLE = "PARTNER_ANALYTICS_WAREHOUSE"


def warehouse_path(path: str | Path | None = None) -> Path:
    """Where the warehouse file is: as given, as $PARTNER_ANALYTICS_WAREHOUSE says, or upwards.

    "Upwards" is data/curated/partner_analytics.duckdb in the working folder or the nearest
    folder above it that has one; where none has, the one in the working folder.
    """
    if path:
        return Path(path)
    if os.environ.get(PATH_VARIABLE):
        return Path(os.environ[PATH_VARIABLE])
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / DEFAULT_FILE).exists():
            return folder / DEFAULT_FILE
    return here / DEFAULT_FILE


def open_warehouse(path: str | Path | None = None) -> "Warehouse":
    """Open the warehouse for reading; `with` closes it.

    Without a path it is found as `warehouse_path` says. An import that publishes meanwhile is
    seen by the next opening. Raises WarehouseUnavailable where there is no warehouse file.
    """
    file = warehouse_path(path)
    if not file.exists():
        raise WarehouseUnavailable(
            place=str(file),
            expected="a warehouse file",
            found="none",
            remedy="Run `partner-analytics import data/raw` first, or pass the path of yours.",
        )
    return Warehouse(file)


class Warehouse:
    """An open warehouse. Every metric is a method: `warehouse.health_score(quarter="2025-Q2")`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect_to_read(path)
        self._metrics = self._metric_names()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; frames already read stay."""
        self._connection.close()

    def sql(self, query: str, *parameters: object) -> pd.DataFrame:
        """The rows of one SELECT; `?` in it stands for the parameters, in order.

        The connection cannot write, read other files or load extensions. Raises InvalidCall
        for anything but one SELECT (FROM, SHOW, DESCRIBE and SUMMARIZE count as such).
        """
        statements = self._connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise InvalidCall(
                expected="one SELECT statement",
                found=f"{len(statements)} statements" if len(statements) != 1 else "another kind",
                remedy="Run them one by one; a warehouse is changed by importing only.",
            )
        return as_frame(self._connection.sql(query, params=list(parameters) or None))

    def table(self, name: str) -> pd.DataFrame:
        """A whole table: a tracker's curated table by name, any other as "schema.name"."""
        schema, _, table = name.rpartition(".")
        path = f"{quoted(schema or 'curated')}.{quoted(table)}"
        try:
            return as_frame(self._connection.table(path))
        except duckdb.CatalogException as error:
            names = self.tables()
            raise InvalidCall(
                expected="a table of the warehouse",
                found=f'"{name}"',
                remedy=f"There are: {', '.join(names['schema'] + '.' + names['name'])}.",
            ) from error

    def tables(self) -> pd.DataFrame:
        """Every table and view: schema, name, comment."""
        return as_frame(
            self._connection.sql(
                "SELECT schema_name AS schema, table_name AS name, comment FROM duckdb_tables() "
                "WHERE NOT internal UNION ALL "
                "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal "
                "ORDER BY ALL"
            )
        )

    def metric(self, name: str, /, **wanted: object) -> pd.DataFrame:
        """A metric's rows, in the order of its grain; keywords pick rows by its columns.

        `partner` takes a partner's name or any spelling of it that is known, and stands for
        partner_id. Raises InvalidCall for a metric, column or partner that does not exist.
        """
        if name not in self._metrics:
            raise InvalidCall(
                expected="a metric",
                found=f'"{name}"',
                remedy=f"There are: {', '.join(self._metrics)}.",
            )
        condition, values = self._condition(f"metrics.{quoted(name)}", wanted)
        grain = ", ".join(quoted(column) for column in self._metrics[name])
        query = f"SELECT * FROM metrics.{quoted(name)} WHERE {condition} ORDER BY {grain}"
        return as_frame(self._connection.sql(query, params=values or None))

    def cells(self, tracker: str, /, **wanted: object) -> pd.DataFrame:
        """Where a tracker's rows come from: file, sheet, cell and text, a row per cell.

        Keywords pick the curated rows: `warehouse.cells("commercial", partner="Lutron",
        quarter="2025-Q2")`. Raises InvalidCall for a tracker, column or partner that does not
        exist.
        """
        if tracker not in TRACKERS:
            raise InvalidCall(
                expected="a tracker",
                found=f'"{tracker}"',
                remedy=f"There are: {', '.join(TRACKERS)}.",
            )
        condition, values = self._condition(f"curated.{quoted(tracker)}", wanted)
        return cells_behind(self._connection, TRACKERS[tracker], condition, values)

    def _condition(self, path: str, wanted: dict[str, object]) -> tuple[str, list[object]]:
        """The WHERE clause that picks rows of a table by its columns; `partner` by any spelling."""
        columns = self._connection.table(path).columns
        if "quarter" in wanted:
            wanted = {**wanted, "quarter": read_quarter(str(wanted["quarter"]))}
        if "partner" in wanted and "partner_id" in columns:
            wanted = {**wanted, "partner_id": self.partner_id(str(wanted["partner"]))}
            del wanted["partner"]
        unknown = [key for key in wanted if key not in columns]
        if unknown:
            raise InvalidCall(
                expected=f"columns of {path}: {', '.join(columns)}",
                found=", ".join(unknown),
                remedy="Pick rows by one of those.",
            )
        clause = " AND ".join(f"{quoted(key)} = ?" for key in wanted) or "true"
        return clause, list(wanted.values())

    def __getattr__(self, name: str) -> Callable[..., pd.DataFrame]:
        if name.startswith("_") or name not in self._metrics:
            raise AttributeError(f'a warehouse has no metric or method "{name}"')

        def metric(**wanted: object) -> pd.DataFrame:
            return self.metric(name, **wanted)

        metric.__name__ = name
        metric.__doc__ = self._comment_of(name)
        return metric

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._metrics]

    def catalog(self) -> pd.DataFrame:
        """The metrics: one row per column, with grain, descriptions and inputs."""
        return self.table("metrics.catalog")

    def quarters(self) -> list[str]:
        """The quarters with a snapshot, oldest first."""
        rows = self._connection.execute(
            "SELECT DISTINCT q.quarter FROM landing.imports i JOIN rules.quarters q "
            "ON i.as_of BETWEEN q.starts_on AND q.ends_on WHERE i.status = 'loaded' ORDER BY ALL"
        ).fetchall()
        return [quarter for (quarter,) in rows]

    def partners(self) -> pd.DataFrame:
        """The partners: partner_id, partner."""
        return self.table("partners")

    def partner_id(self, name: str) -> str:
        """The partner of that id, name or alias. Raises InvalidCall if there is none."""
        rows = self._connection.execute(
            "SELECT DISTINCT partner_id FROM curated.partner_names "
            "WHERE partner_id = ? OR name_key = ?",
            [name, partner_key(name)],
        ).fetchall()
        if len(rows) == 1:
            return str(rows[0][0])
        near = self._connection.execute(
            "SELECT partner FROM curated.partners "
            "ORDER BY jaro_winkler_similarity(lower(partner), lower(?)) DESC LIMIT 3",
            [name],
        ).fetchall()
        raise InvalidCall(
            expected="a partner",
            found=f'"{name}"',
            remedy=f"Closest are: {', '.join(partner for (partner,) in near)}.",
        )

    def problems(self, quarter: str | None = None) -> pd.DataFrame:
        """The problems of the exports, or of those whose as-of date lies in a quarter.

        Those of rejected files belong to every quarter until they are resolved; those of
        superseded ones are no more (they stay in landing.problems).
        """
        return self.sql(
            "SELECT p.* FROM landing.problems p JOIN landing.imports i USING (import_id) "
            "LEFT JOIN rules.quarters q ON i.as_of BETWEEN q.starts_on AND q.ends_on "
            "WHERE i.status != 'superseded' "
            "AND (? IS NULL OR q.quarter = ? OR i.status = 'rejected') "
            "ORDER BY p.severity, p.import_id, p.sheet, p.row, p.cell",
            quarter,
            quarter,
        )

    def imports(self, quarter: str | None = None) -> pd.DataFrame:
        """The exports taken in, or those whose as-of date lies in a quarter and the rejected."""
        return self.sql(
            "SELECT i.* FROM landing.imports i "
            "LEFT JOIN rules.quarters q ON i.as_of BETWEEN q.starts_on AND q.ends_on "
            "WHERE ? IS NULL OR q.quarter = ? OR i.status = 'rejected' ORDER BY i.import_id",
            quarter,
            quarter,
        )

    def corrections(self, quarter: str | None = None) -> pd.DataFrame:
        """The corrections of the exports that count, or of those of a quarter."""
        return self.sql(
            "SELECT c.* FROM landing.corrections c JOIN landing.imports i USING (import_id) "
            "LEFT JOIN rules.quarters q ON i.as_of BETWEEN q.starts_on AND q.ends_on "
            "WHERE i.status = 'loaded' AND (? IS NULL OR q.quarter = ?) "
            "ORDER BY c.import_id, c.sheet, c.line",
            quarter,
            quarter,
        )

    def set_aside(self, quarter: str | None = None) -> pd.DataFrame:
        """The rows that were kept out, as read, or those of a quarter's exports."""
        return self.sql(
            "SELECT s.*, i.file FROM landing.set_aside s JOIN landing.imports i USING (import_id) "
            "LEFT JOIN rules.quarters q ON i.as_of BETWEEN q.starts_on AND q.ends_on "
            "WHERE ? IS NULL OR q.quarter = ? ORDER BY s.import_id, s.tracker, s.row",
            quarter,
            quarter,
        )

    def names_set_aside(self, code: str) -> dict[str, int]:
        """The partners of rows kept out with a code, as exports spell them: how many rows each."""
        rows = self._connection.execute(
            "SELECT partner, count(DISTINCT (import_id, tracker, sheet, row)) "
            "FROM landing.set_aside WHERE code = ? AND partner IS NOT NULL GROUP BY partner",
            [code],
        )
        return dict(rows.fetchall())

    @property
    def as_of(self) -> date | None:
        """The latest as-of date of the exports taken in."""
        row = self._connection.execute(
            "SELECT max(as_of) FROM landing.imports WHERE status = 'loaded'"
        ).fetchall()
        return row[0][0] if row else None

    @property
    def snapshot_id(self) -> str:
        """Which state of the warehouse this is: its build number and definitions."""
        ((build, definitions),) = self._connection.execute(
            "SELECT build_id, definitions FROM landing.builds ORDER BY build_id DESC LIMIT 1"
        ).fetchall()
        return f"{build}-{definitions[:8]}"

    def _metric_names(self) -> dict[str, list[str]]:
        rows = self._connection.execute(
            "SELECT DISTINCT metric, grain FROM metrics.catalog ORDER BY metric"
        ).fetchall()
        return {metric: grain.split(", ") for metric, grain in rows}

    def _comment_of(self, name: str) -> str:
        row = self._connection.execute(
            "SELECT comment FROM duckdb_views() "
            "WHERE schema_name = 'metrics' AND view_name = $name "
            "UNION ALL SELECT comment FROM duckdb_tables() "
            "WHERE schema_name = 'metrics' AND table_name = $name",
            {"name": name},
        ).fetchall()
        return str(row[0][0])

    def __repr__(self) -> str:
        return f"Warehouse({str(self.path)!r}: {', '.join(self.quarters())})"

    def _repr_html_(self) -> str:
        quarters = ", ".join(self.quarters())
        tables = self.tables()
        rows = "".join(
            f"<tr><td>{html.escape(str(row.schema))}.{html.escape(str(row.name_))}</td>"
            f"<td>{html.escape(str(row.comment).splitlines()[0])}</td></tr>"
            for row in tables.rename(columns={"name": "name_"}).itertuples()
            if row.schema in ("curated", "metrics")
        )
        return (
            f"<p><b>Warehouse</b> {html.escape(self.path.name)}, snapshot {self.snapshot_id}, "
            f"quarters {quarters}, {len(self.partners())} partners. "
            "Next: <code>.table(name)</code>, <code>.sql(query)</code>, a metric as a method.</p>"
            f"<table><tr><th>table</th><th>what it says</th></tr>{rows}</table>"
        )
