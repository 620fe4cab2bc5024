"""The warehouse as analysts use it: read-only, one method a metric, pandas frames out."""

import contextlib
import html
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from partner_analytics.did_you_mean import did_you_mean
from partner_analytics.errors import InvalidCall, UnreadableValue
from partner_analytics.file_names import is_tellable, told_name
from partner_analytics.grammar import partner_key
from partner_analytics.quarters import read_quarter
from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.opening.reader import MEMORY, connect_to_read
from partner_analytics.warehouse.opening.selection import Selection, selection
from partner_analytics.warehouse.tables.cell_origins import cells_behind

DEFAULT_FILE = Path("data", "curated", "partner_analytics.duckdb")
LATEST = "latest"  # the quarter of the newest snapshot
PATH_VARIABLE = "PARTNER_ANALYTICS_WAREHOUSE"


def warehouse_path(path: str | Path | None = None) -> Path:
    """Where the warehouse file is: as given, as $PARTNER_ANALYTICS_WAREHOUSE says, or upwards.

    "Upwards" is data/curated/partner_analytics.duckdb in the working folder or the nearest
    folder above it that has one; where none has, the one in the working folder. Raises
    InvalidCall for a path that cannot be written down.
    """
    named = path or os.environ.get(PATH_VARIABLE)
    if named:
        return _told_path(Path(named))
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / DEFAULT_FILE).exists():
            return folder / DEFAULT_FILE
    return here / DEFAULT_FILE


def _told_path(path: Path) -> Path:
    if not is_tellable(path.absolute()):
        raise InvalidCall(
            place=told_name(path),
            expected="a path in UTF-8, without line breaks and other control characters",
            found="another",
            remedy="Name another file, or rename the folder it is in.",
        )
    return path


def open_warehouse(path: str | Path | None = None, *, memory: str = MEMORY) -> "Warehouse":
    """Open the warehouse for reading; `with` closes it.

    Without a path it is found as `warehouse_path` says. An import that publishes meanwhile is
    seen by the next opening. Queries take at most `memory`, as in "500MB"; what does not fit is
    put aside in the system's temporary folder. Raises WarehouseUnavailable where there is no
    warehouse file of this version, saying what there is, or where a program holds it for writing.
    """
    return Warehouse(warehouse_path(path), memory=memory)


class Warehouse:
    """An open warehouse. Every metric is a method: `warehouse.health_score(quarter="2025-Q2")`."""

    def __init__(self, path: Path, *, memory: str = MEMORY) -> None:
        self.path = path
        self._reader = connect_to_read(path, memory=memory)
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
        self._reader.close()

    def sql(self, query: str, *parameters: object, seconds: float | None = 60) -> pd.DataFrame:
        """The rows of one SELECT; `?` in it stands for the parameters, in order.

        The connection cannot write, read other files or load extensions. After `seconds` the
        query is interrupted (None: never). That is best effort: DuckDB looks for an interruption
        between blocks of rows, so that one long computation within a row runs on to its end;
        `partner-analytics sql` ends that, too. Raises InvalidCall for anything but one SELECT
        (FROM, SHOW, DESCRIBE and SUMMARIZE count as such) and for what DuckDB cannot answer,
        QueryStopped at the limit of time or memory.
        """
        self._reader.check_one_select(query)
        return self._reader.frame(query, parameters, seconds)

    def table(self, name: str) -> pd.DataFrame:
        """A whole table: a tracker's curated table by name, any other as "schema.name".

        Raises InvalidCall for a table that does not exist.
        """
        schema, _, table = name.rpartition(".")
        wanted = f"{schema or 'curated'}.{table}"
        names = self.tables()
        known = (names["schema"] + "." + names["name"]).tolist()
        if wanted not in known:
            raise InvalidCall(
                expected="a table of the warehouse",
                found=f'"{name}"',
                remedy=did_you_mean(wanted, known),
            )
        return self._reader.frame(f"FROM {quoted(schema or 'curated')}.{quoted(table)}")

    def tables(self) -> pd.DataFrame:
        """Every table and view: schema, name, comment."""
        return self._reader.frame(
            "SELECT schema_name AS schema, table_name AS name, comment FROM duckdb_tables() "
            "WHERE NOT internal UNION ALL "
            "SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal "
            "ORDER BY ALL"
        )

    def metric(self, name: str, /, **wanted: object) -> pd.DataFrame:
        """A metric's rows, in the order of its grain; keywords pick rows by its columns.

        A keyword takes a value or a list of them. `partner` takes a partner's name or any
        spelling of it that is known, and stands for partner_id; `quarter` takes any usual spelling
        and "latest". Raises InvalidCall for a metric, column, quarter or partner that does not
        exist.
        """
        if name not in self._metrics:
            raise InvalidCall(
                expected="a metric",
                found=f'"{name}"',
                remedy=did_you_mean(name, list(self._metrics)),
            )
        picked = self._selection("metrics", name, wanted)
        grain = ", ".join(quoted(column) for column in self._metrics[name])
        return self._reader.frame(
            f"SELECT * FROM metrics.{quoted(name)} WHERE {picked.clause} ORDER BY {grain}",
            picked.values,
        )

    def cells(self, tracker: str, /, **wanted: object) -> pd.DataFrame:
        """Where a tracker's rows come from: file, sheet, cell and text, a row per cell.

        Keywords pick the curated rows, as for `metric`: `warehouse.cells("commercial",
        partner="Lutron", quarter="2025-Q2")`. Raises InvalidCall for a tracker, column, quarter
        or partner that does not exist.
        """
        if tracker not in TRACKERS:
            raise InvalidCall(
                expected="a tracker",
                found=f'"{tracker}"',
                remedy=did_you_mean(tracker, list(TRACKERS)),
            )
        picked = self._selection("curated", tracker, wanted)
        return cells_behind(self._reader, TRACKERS[tracker], picked)

    def _selection(self, schema: str, name: str, wanted: dict[str, object]) -> Selection:
        """The rows of a table with the wanted values; partners and quarters by any spelling."""
        table = f"{schema}.{quoted(name)}"

        def quarter(one: object) -> str:
            return self._quarter(one, f"SELECT DISTINCT quarter FROM {table}")

        return selection(
            wanted,
            self._reader.columns(table),
            table=f"{schema}.{name}",
            quarter=quarter,
            partner_id=self.partner_id,
        )

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
        rows = self._reader.rows(
            "SELECT DISTINCT q.quarter FROM landing.imports i JOIN rules.quarters q "
            "ON i.as_of BETWEEN q.starts_on AND q.ends_on WHERE i.status = 'loaded' ORDER BY ALL"
        )
        return [quarter for (quarter,) in rows]

    def quarter(self, said: object) -> str:
        """The quarter with a snapshot that is meant by "Q2 2025", "2025-Q2" or "latest".

        Raises InvalidCall for anything else, naming those there are.
        """
        return self._quarter(said, "SELECT NULL WHERE false")

    def _quarter(self, said: object, others: str) -> str:
        """As `quarter`; those the query `others` gives are known too."""
        known = self.quarters()
        text = str(said).strip()
        if text.casefold() == LATEST and known:
            return known[-1]
        known = sorted({*known, *(row[0] for row in self._reader.rows(others) if row[0])})
        with contextlib.suppress(UnreadableValue):
            if (quarter := read_quarter(text)) in known:
                return quarter
        raise InvalidCall(
            expected="a quarter of the warehouse",
            found=f'"{text}"',
            remedy=did_you_mean(text, known)
            if known
            else "There is none: import exports first, `partner-analytics import data/raw`.",
        )

    def partners(self) -> pd.DataFrame:
        """The partners: partner_id, partner."""
        return self.table("partners")

    def partner_id(self, name: object) -> str:
        """The partner of that id, name or alias. Raises InvalidCall if there is none.

        An id goes before a name that is written like it. The id that a name had before it became
        an alias leads to the partner it stands for. A name of digits may be passed as a number:
        360.
        """
        text, key = str(name), partner_key(str(name))
        rows = self._reader.rows(
            "SELECT partner_id, 1 AS place FROM curated.partners WHERE partner_id = ? "
            "UNION ALL SELECT partner_id, 2 FROM curated.partner_names WHERE name_key = ? "
            "UNION ALL SELECT n.partner_id, 3 FROM landing.partner_ids i "
            "JOIN curated.partner_names n USING (name_key) WHERE i.partner_id = ? "
            "ORDER BY place",
            [text, key, text],
        )
        if rows:
            return str(rows[0][0])
        partners = self._reader.rows("SELECT partner FROM curated.partners ORDER BY partner")
        raise InvalidCall(
            expected="a partner",
            found=f'"{text}"',
            remedy=did_you_mean(text, [str(partner) for (partner,) in partners]),
        )

    def problems(self, quarter: str | None = None) -> pd.DataFrame:
        """The problems of the exports, or of those whose as-of date lies in a quarter.

        Those of rejected files belong to every quarter until they are resolved; those of
        superseded ones are no more (they stay in landing.problems).
        """
        return self.sql(
            "SELECT p.* FROM landing.problems p JOIN landing.imports i USING (import_id) "
            "LEFT JOIN rules.quarters q ON i.as_of BETWEEN q.starts_on AND q.ends_on "
            "WHERE i.status IN ('loaded', 'rejected') "
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
        rows = self._reader.rows(
            "SELECT partner, count(DISTINCT (import_id, tracker, sheet, row)) "
            "FROM landing.set_aside WHERE code = ? AND partner IS NOT NULL GROUP BY partner",
            [code],
        )
        return {str(partner): int(count) for partner, count in rows}

    @property
    def as_of(self) -> date | None:
        """The latest as-of date of the exports taken in."""
        row = self._reader.rows("SELECT max(as_of) FROM landing.imports WHERE status = 'loaded'")
        return row[0][0] if row else None

    @property
    def snapshot_id(self) -> str:
        """Which state of the warehouse this is: its build number and definitions."""
        ((build, definitions),) = self._reader.rows(
            "SELECT build_id, definitions FROM landing.builds ORDER BY build_id DESC LIMIT 1"
        )
        return f"{build}-{definitions[:8]}"

    def _metric_names(self) -> dict[str, list[str]]:
        rows = self._reader.rows(
            "SELECT DISTINCT metric, grain FROM metrics.catalog ORDER BY metric"
        )
        return {metric: grain.split(", ") for metric, grain in rows}

    def _comment_of(self, name: str) -> str:
        row = self._reader.rows(
            "SELECT comment FROM duckdb_tables() WHERE schema_name = 'metrics' AND table_name = ?",
            [name],
        )
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
