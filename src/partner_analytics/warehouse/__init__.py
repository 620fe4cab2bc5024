"""The warehouse: one DuckDB file, published whole and read by many."""

from partner_analytics.warehouse.compiling import MetricCompiler
from partner_analytics.warehouse.corrections import CorrectionRecord
from partner_analytics.warehouse.declaring import Table
from partner_analytics.warehouse.faults import KEPT_EXPORTS
from partner_analytics.warehouse.publication import Publication
from partner_analytics.warehouse.publishing import locked, publishing, rehearsing, room_beside
from partner_analytics.warehouse.reader import check_whole
from partner_analytics.warehouse.reading import LATEST, Warehouse, open_warehouse, warehouse_path
from partner_analytics.warehouse.records import (
    BuildRecord,
    ColumnRecord,
    ImportRecord,
    MetricDefinition,
    TableRecord,
)
from partner_analytics.warehouse.row_changes import GIVES_WAY, RowChange
from partner_analytics.warehouse.storing import to_disk

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
