from .cell_values import ReadRows, read_values
from .exports import CellSource, Export, ExportTable, read_export
from .partners import partner_slug, suggest_partners
from .sources import Limits, Source

__all__ = [
    "CellSource",
    "Export",
    "ExportTable",
    "Limits",
    "ReadRows",
    "Source",
    "partner_slug",
    "read_export",
    "read_values",
    "suggest_partners",
]
