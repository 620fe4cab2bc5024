"""A read-only connection to the state of a warehouse file that is published now.

Each is a DuckDB of its own in memory that attaches the file: readers share nothing, write nothing
beside the file, and one opened after a publication sees the new state, whatever is still open.
"""

import contextlib
import re
import tempfile
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError, QueryStopped
from partner_analytics.warehouse.connection import (
    NO_NETWORK,
    SPARING,
    as_frame,
    draw_no_progress_bar,
    literal,
)
from partner_analytics.warehouse.opening import faults
from partner_analytics.warehouse.opening.file_format import check_format

# The name under which the file is attached; no schema of it may be called so.
ATTACHED = "warehouse"
# What a reader's queries may take; what does not fit is put aside in the system's temporary folder.
MEMORY = "2GB"
_SIZE = re.compile(r"\d+(\.\d+)? ?(MB|GB)", re.ASCII | re.IGNORECASE)
# DuckDB forgets an interruption that comes before the query has begun.
_INTERRUPTED_EVERY = 0.2


def connect_to_read(path: Path, *, memory: str = MEMORY) -> "Reader":
    """Open a warehouse file for reading, if it is one of this version.

    Raises WarehouseUnavailable for anything else at the path, each kind told as what it is.
    """
    if not _SIZE.fullmatch(memory):
        raise InvalidCall(
            expected="an amount of memory, as 500MB or 2GB",
            found=f'"{memory}"',
            remedy="Write a number and MB or GB.",
        )
    reader = _attach(path, {"memory_limit": memory})
    try:
        check_format(path, reader.rows)
    except BaseException:
        reader.close()
        raise
    return reader


def connect_to_check(path: Path) -> "Reader":
    """A reader of a file that is being built; it takes no more memory than the writer."""
    return _attach(path, SPARING)


def check_whole(path: Path, *, told_as: Path) -> None:
    """Raise WarehouseUnavailable, naming the file `told_as`, where any part of it is damaged.

    (DuckDB looks at a part only when it is read: a query of another part would not notice, and
    a state built on the file would keep the damage.)
    """
    reader = _attach(path, {"memory_limit": MEMORY})
    reader.path = told_as
    try:
        reader.check_whole()
    finally:
        reader.close()


class Reader:
    """An open reader; its errors name the file and what is wrong, not DuckDB's part in it."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection

    def close(self) -> None:
        """Close the file; frames already read stay."""
        self._connection.close()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, as Python values."""
        with self._told():
            return self._connection.execute(query, list(parameters) or None).fetchall()

    def frame(
        self, query: str, parameters: Sequence[object] = (), seconds: float | None = None
    ) -> pd.DataFrame:
        """The rows of a query, as a frame with stable dtypes; interrupted after `seconds`.

        Raises InvalidCall for a query DuckDB refuses, QueryStopped for one that came to a limit,
        WarehouseUnavailable where the file turns out to be damaged.
        """
        with self._told(), self._ended_after(seconds):
            return as_frame(self._connection.sql(query, params=list(parameters) or None))

    def columns(self, table: str) -> list[str]:
        """The columns of a table or view; schema and name come quoted."""
        with self._told():
            return list(self._connection.table(table).columns)

    def check_one_select(self, query: str) -> None:
        """Raise InvalidCall for anything but one SELECT."""
        with self._told():
            statements = self._connection.extract_statements(query)
            kinds = [statement.type for statement in statements]
        if kinds != [duckdb.StatementType.SELECT]:
            raise InvalidCall(
                expected="one SELECT statement",
                found=f"{len(kinds)} statements" if len(kinds) != 1 else "another kind",
                remedy="Run them one by one; a warehouse is changed by importing only.",
            )

    def check_whole(self) -> None:
        """Read every value of every table. Raises WarehouseUnavailable for a damaged file."""
        tables = self.rows("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL")
        for schema, table in tables:
            path = f'"{schema}"."{table}"'
            self.rows(f"SELECT bit_xor(hash(t)) FROM {path} AS t")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise _as_ours(self.path, error) from error

    @contextlib.contextmanager
    def _ended_after(self, seconds: float | None) -> Iterator[None]:
        """Interrupt what runs on the connection after so many seconds, until it ends."""
        if seconds is None:
            yield
            return
        done = threading.Event()

        def interrupt() -> None:
            wait = seconds
            while not done.wait(wait):
                self._connection.interrupt()
                wait = _INTERRUPTED_EVERY

        watch = threading.Thread(target=interrupt, daemon=True)
        watch.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise QueryStopped(
                expected=f"a query that ends within {seconds:g} seconds",
                found="one that did not",
                remedy="Ask for less, or allow it more seconds.",
            ) from error
        finally:
            done.set()
            watch.join()


def _attach(path: Path, settings: Mapping[str, str]) -> Reader:
    faults.check_is_file(path)
    # Where nothing fits any more; two readers may not share such a folder.
    aside = Path(tempfile.gettempdir(), f"partner-analytics-{uuid.uuid4().hex}")
    connection = duckdb.connect(config={**NO_NETWORK, "temp_directory": str(aside), **settings})
    try:
        # An absolute path: DuckDB would take "x:y.duckdb" for a file of its extension x.
        connection.execute(
            f"ATTACH {literal(str(path.absolute()))} AS {ATTACHED} (TYPE duckdb, READ_ONLY)"
        )
        connection.execute(
            f"USE {ATTACHED}; SET enable_external_access = false; SET TimeZone = 'UTC'"
        )
        draw_no_progress_bar(connection)
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise faults.fault_of(path, error) from error
    return Reader(path, connection)


def _as_ours(path: Path, error: duckdb.Error) -> PartnerAnalyticsError:
    if faults.is_damage(error):
        return faults.damaged(path)
    first_words = str(error).strip().split("\n\n", maxsplit=1)[0]
    said = " ".join(first_words.split()).partition(": ")[2] or first_words
    if isinstance(error, duckdb.OutOfMemoryException) or "bad_alloc" in said:
        return QueryStopped(
            expected="a query that fits into its memory",
            found="one that does not",
            remedy="Ask for less: fewer columns, fewer rows, or sums instead of rows.",
        )
    if faults.is_out_of_space(error):
        return QueryStopped(
            expected=f"room in {tempfile.gettempdir()} for what the query puts aside",
            found="no space left",
            remedy="Make room there, or ask for less.",
        )
    if isinstance(error, duckdb.FatalException | duckdb.InternalError | duckdb.OperationalError):
        return faults.damaged(path)
    return InvalidCall(
        expected="a query that the warehouse can answer",
        found=said.rstrip("."),
        remedy="`SELECT * FROM metrics.catalog` and SHOW ALL TABLES say what there is.",
    )
