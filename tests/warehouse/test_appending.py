"""Rows that come in parts are appended in one statement, and what a part raises is raised."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.warehouse.publishing.row_appends import append_parts
from partner_analytics.warehouse.tables.table_declaration import Table

TABLE = Table("main", "orders", "Orders.", {"a": ("INTEGER", "a"), "b": ("VARCHAR", "b")})


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(TABLE.create())
        yield opened


def test_parts_are_appended_by_name_and_missing_columns_are_null(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    append_parts(connection, TABLE, iter([pa.table({"a": [1, 2]}), pa.table({"a": [3]})]))
    rows = connection.execute("SELECT a, b FROM orders ORDER BY a").fetchall()
    assert rows == [(1, None), (2, None), (3, None)]


def test_nothing_to_append_appends_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    append_parts(connection, TABLE, [])
    assert connection.execute("SELECT count(*) FROM orders").fetchall() == [(0,)]


def test_what_a_later_part_raises_is_raised_as_it_is(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    def parts() -> Iterator[pa.Table]:
        yield pa.table({"a": [1]})
        raise InvalidCall(expected="a whole number", found="none")

    connection.execute("BEGIN TRANSACTION")  # as builds do
    with pytest.raises(InvalidCall, match="expected a whole number, found none"):
        append_parts(connection, TABLE, parts())
    connection.execute("ROLLBACK")
    assert connection.execute("SELECT count(*) FROM orders").fetchall() == [(0,)]
