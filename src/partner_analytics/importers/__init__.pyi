from .cell_values import ReadRows, read_values
from .exports import CellSource, Export, ExportTable, read_export
from .inspection import Inspection, SeenSheet, SeenTable, inspect_file
from .partners import partner_slug, suggest_partners
from .sources import Limits, Source

__all__ = [
    "CellSource",
    "Export",
    "ExportTable",
    "Inspection",
    "Limits",
    "ReadRows",
    "SeenSheet",
    "SeenTable",
    "Source",
    "inspect_file",
    "partner_slug",
    "read_export",
    "read_values",
    "suggest_partners",
]
