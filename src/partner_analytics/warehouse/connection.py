"""DuckDB's settings, the connection that writes a warehouse file, frames with stable dtypes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

NO_NETWORK = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
# An import takes the same memory however large the export: DuckDB spills to the disk what does not
# fit. A second thread of its own would hold rows of each table that is written, and take longer:
# two tables are written at a time from two threads of ours.
SPARING = {"memory_limit": "160MB", "threads": "1"}
_WRITER = {
    **NO_NETWORK,
    # Files of this version also open in DuckDB 1.3 and later (DBeaver, the command line tool);
    # to write one for 1.2 takes a third longer.
    "storage_compatibility_version": "v1.3.0",
    "preserve_insertion_order": "true",
    **SPARING,
}

# DuckDB picks the dtypes of a frame by the data (int32 or Int32, bool or boolean): the same
# metric would have other dtypes in another quarter.
_DTYPES = {
    "VARCHAR": "str",
    "BOOLEAN": "boolean",
    "TINYINT": "Int8",
    "SMALLINT": "Int16",
    "INTEGER": "Int32",
    "BIGINT": "Int64",
    "HUGEINT": "Int64",
    "UTINYINT": "Int16",
    "USMALLINT": "Int32",
    "UINTEGER": "Int64",
    "UBIGINT": "Int64",
    "FLOAT": "float64",
    "DOUBLE": "float64",
    "DATE": "datetime64[us]",
    "TIMESTAMP": "datetime64[us]",
}


@contextmanager
def connected_to_write(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that builds a warehouse file; the file is made if it is not there."""
    with _where_it_can_be_written(path) as file:
        connection = duckdb.connect(str(file.absolute()), config=dict(_WRITER))
        try:
            connection.execute("SET TimeZone = 'UTC'")
            draw_no_progress_bar(connection)
            yield connection
        finally:
            connection.close()


def draw_no_progress_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep DuckDB from drawing into what a command prints while a query takes long.

    In a notebook without ipywidgets it draws none and refuses even to be told so.
    """
    ((is_on,),) = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    if is_on:
        connection.execute("SET enable_progress_bar = false")


@contextmanager
def _where_it_can_be_written(path: Path) -> Iterator[Path]:
    """The file itself, or a copy that takes its place at the end, where the path has a "?".

    (DuckDB looks for the log of changes beside another file then: it takes what follows the "?"
    for the query of a web address.)
    """
    if "?" not in str(path.resolve()):
        yield path
        return
    with TemporaryDirectory(prefix="partner-analytics-") as folder:
        away = Path(folder, "warehouse.duckdb")
        if path.exists():
            shutil.copyfile(path, away)
        yield away
        shutil.copyfile(away, path)


def as_frame(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The relation as a pandas frame whose dtypes follow from its types, never from its data."""
    types = [str(kind) for kind in relation.types]
    frame = relation.df()
    others = {}
    for name, kind in zip(frame.columns, types, strict=True):
        dtype = "float64" if kind.startswith("DECIMAL") else _DTYPES.get(kind)
        if dtype and frame.dtypes[name] != dtype:
            others[name] = dtype
    typed: pd.DataFrame = frame.astype(others) if others else frame
    return typed


def quoted(identifier: str) -> str:
    """An identifier as SQL text."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL text, for the statements that take no parameters (COMMENT ON)."""
    return "'" + text.replace("'", "''") + "'"
