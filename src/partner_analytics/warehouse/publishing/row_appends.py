"""Appending rows that come in parts, in one statement: what is appended in many is written twice.

(DuckDB writes a table's rows while they come in; those of a second statement of the same
transaction wait in memory and are written, with those before, at the commit.)
"""

from collections.abc import Iterable, Iterator
from itertools import chain

import duckdb
import pandas as pd
import pyarrow as pa

from partner_analytics.warehouse.connection import quoted
from partner_analytics.warehouse.tables.table_declaration import Table


def append_frame(connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame) -> None:
    """Insert a frame by column name; columns it lacks stay NULL."""
    if not frame.empty:
        append_parts(connection, table, [pa.Table.from_pandas(frame, preserve_index=False)])


def append_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, parts: Iterable[pa.Table]
) -> None:
    """Insert rows that come in parts of the same columns; columns they lack stay NULL.

    The parts are taken one at a time, each while the one before is being written. What taking
    one raises is raised here; the transaction cannot go on then.
    """
    coming = iter(parts)
    first = next(coming, None)
    if first is None:
        return
    casts = [
        f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}"
        for name, (kind, _) in table.columns.items()
        if name in first.schema.names
    ]
    raised: list[BaseException] = []
    batches = _batches(chain([first], coming), first.schema, raised)
    connection.register("incoming", pa.RecordBatchReader.from_batches(first.schema, batches))
    try:
        connection.execute(
            f"INSERT INTO {table.path} BY NAME SELECT {', '.join(casts)} FROM incoming"
        )
    except duckdb.Error:
        if raised:  # DuckDB tells only the text of what its source raised
            raise raised[0] from None
        raise
    connection.unregister("incoming")


def _batches(
    parts: Iterable[pa.Table], schema: pa.Schema, raised: list[BaseException]
) -> Iterator[pa.RecordBatch]:
    try:
        for part in parts:
            yield from part.cast(schema).to_batches()
    except BaseException as error:
        raised.append(error)
        raise
