"""Which columns each export's tables had, to be compared with the exports before it."""

import duckdb
import pandas as pd

from partner_analytics.warehouse.connection import as_frame
from partner_analytics.warehouse.tables.history_rows import OLDEST_FIRST


def columns_of_exports(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """A row per column of each table of the exports that count, oldest export first.

    column_name is NULL for one whose cells are only kept; variant names the member a column of
    a wide sheet stands for.
    """
    return as_frame(
        connection.sql(
            "SELECT i.import_id, i.file, i.source_path, i.as_of, t.sheet, t.tracker, t.variant, "
            "t.header_row, m.column_name, m.header, m.cell_column "
            "FROM landing.imports i JOIN landing.import_tables t USING (import_id) "
            "JOIN landing.column_map m USING (import_id, table_number) "
            "WHERE i.status = 'loaded' "
            f"ORDER BY {OLDEST_FIRST}, t.table_number, length(m.cell_column), m.cell_column"
        )
    )
