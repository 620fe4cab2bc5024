"""The warehouse: one DuckDB file, published whole and read by many."""

from partner_analytics.warehouse.compiling import MetricCompiler
from partner_analytics.warehouse.computing import copy_with_computed_metrics
from partner_analytics.warehouse.layout import Table
from partner_analytics.warehouse.publication import (
    BuildRecord,
    ColumnRecord,
    ImportRecord,
    MetricView,
    Publication,
    TableRecord,
)
from partner_analytics.warehouse.publishing import locked, publishing, rehearsing
from partner_analytics.warehouse.reading import Warehouse, open_warehouse, warehouse_path

__all__ = [
    "BuildRecord",
    "ColumnRecord",
    "ImportRecord",
    "MetricCompiler",
    "MetricView",
    "Publication",
    "Table",
    "TableRecord",
    "Warehouse",
    "copy_with_computed_metrics",
    "locked",
    "open_warehouse",
    "publishing",
    "rehearsing",
    "warehouse_path",
]
