from .cell_values import ReadRows, read_values
from .exports import CellSource, Export, ExportTable, read_export
from .kept_files import KeptRow, nearest, read_kept_table
from .partners import partner_slug, suggest_partners
from .sources import Limits, Source

__all__ = [
    "CellSource",
    "Export",
    "ExportTable",
    "KeptRow",
    "Limits",
    "ReadRows",
    "Source",
    "nearest",
    "partner_slug",
    "read_export",
    "read_kept_table",
    "read_values",
    "suggest_partners",
]
