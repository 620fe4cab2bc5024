"""Opening DuckDB: the settings of a writer and of a reader, and frames with stable dtypes."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from partner_analytics.errors import WarehouseUnavailable

_NO_NETWORK = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
# An import takes the same memory however large the export: DuckDB spills to the disk what does not
# fit. A second thread of its own would hold rows of each table that is written, and take longer:
# two tables are written at a time from two threads of ours.
_SPARING = {"memory_limit": "160MB", "threads": "1"}
_WRITER = {
    **_NO_NETWORK,
    # Files of this version also open in DuckDB 1.3 and later (DBeaver, the command line tool);
    # to write one for 1.2 takes a third longer.
    "storage_compatibility_version": "v1.3.0",
    "preserve_insertion_order": "true",
    **_SPARING,
}
_READER = {**_NO_NETWORK, "enable_external_access": "false"}

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


def connect_to_write(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that builds a warehouse file; the file is made if it is not there."""
    connection = duckdb.connect(str(path), config=dict(_WRITER))
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def connect_to_check(path: Path) -> duckdb.DuckDBPyConnection:
    """A reader's connection that takes no more memory than the writer's."""
    return connect_to_read(path, **_SPARING)


def connect_to_read(path: Path, **settings: str) -> duckdb.DuckDBPyConnection:
    """A read-only connection without reach outside the file, its settings locked."""
    try:
        connection = _connect_to_this_state(path, settings)
    except duckdb.IOException as error:
        raise WarehouseUnavailable(
            place=str(path),
            expected="a warehouse file that can be opened for reading",
            found=str(error).splitlines()[0],
            remedy="Close the program that holds it for writing, or import again to make it anew.",
        ) from error
    ((is_locked,),) = connection.execute("SELECT current_setting('lock_configuration')").fetchall()
    if not is_locked:  # a second reader in one process shares the settings of the first
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET lock_configuration = true")
    return connection


def _connect_to_this_state(path: Path, settings: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """Open the file that is at the path now.

    DuckDB knows open files by their paths: while an earlier state is open in this process, the
    path of its replacement would lead to the earlier one. So each state gets a name of its own
    for as long as opening takes.
    """
    state = path.stat()
    name = f".{path.name}.{state.st_ino}-{state.st_mtime_ns}"
    own = path.resolve().with_name(name)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(path.resolve(), own)
    except OSError:  # a folder one may not write to, or a file system without links
        own = path
    try:
        return duckdb.connect(str(own), read_only=True, config={**_READER, **settings})
    finally:
        if own is not path:
            own.unlink(missing_ok=True)


def as_frame(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The relation as a pandas frame whose dtypes follow from its types, never from its data."""
    names, types = relation.columns, [str(kind) for kind in relation.types]
    frame = relation.df()
    dtypes = {
        name: "float64" if kind.startswith("DECIMAL") else _DTYPES[kind]
        for name, kind in zip(names, types, strict=True)
        if kind.startswith("DECIMAL") or kind in _DTYPES
    }
    typed: pd.DataFrame = frame.astype(dtypes)
    return typed


def quoted(identifier: str) -> str:
    """An identifier as SQL text."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL text, for the statements that take no parameters (COMMENT ON)."""
    return "'" + text.replace("'", "''") + "'"
