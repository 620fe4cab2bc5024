"""The warehouse: one DuckDB file, published whole and read by many."""

from partner_analytics.warehouse.ledgers.corrections_ledger import CorrectionRecord
from partner_analytics.warehouse.ledgers.ledger_rows import (
    BuildRecord,
    ColumnRecord,
    ImportRecord,
    MetricDefinition,
    TableRecord,
)
from partner_analytics.warehouse.opening.faults import KEPT_EXPORTS
from partner_analytics.warehouse.opening.open_warehouse import (
    LATEST,
    Warehouse,
    open_warehouse,
    warehouse_path,
)
from partner_analytics.warehouse.opening.reader import check_whole
from partner_analytics.warehouse.publishing.disk_writes import to_disk
from partner_analytics.warehouse.publishing.file_replacement import (
    locked,
    publishing,
    rehearsing,
    room_beside,
)
from partner_analytics.warehouse.publishing.publication import Publication
from partner_analytics.warehouse.publishing.row_changes import GIVES_WAY, RowChange
from partner_analytics.warehouse.tables.metric_sql import MetricCompiler
from partner_analytics.warehouse.tables.table_declaration import Table

__all__ = [
    "GIVES_WAY",
    "KEPT_EXPORTS",
    "LATEST",
    "BuildRecord",
    "ColumnRecord",
    "CorrectionRecord",
    "ImportRecord",
    "MetricCompiler",
    "MetricDefinition",
    "Publication",
    "RowChange",
    "Table",
    "TableRecord",
    "Warehouse",
    "check_whole",
    "locked",
    "open_warehouse",
    "publishing",
    "rehearsing",
    "room_beside",
    "to_disk",
    "warehouse_path",
]
