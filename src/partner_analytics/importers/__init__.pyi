from .cell_values import ReadRows, read_values
from .column_settings import column_settings
from .exports import CellSource, Export, ExportTable, read_export
from .partners import likeness, partner_slug, suggest_partners, why_alike
from .repair_findings import RepairedText, header_repairs
from .sources import Limits, Source

__all__ = [
    "CellSource",
    "Export",
    "ExportTable",
    "Limits",
    "ReadRows",
    "RepairedText",
    "Source",
    "column_settings",
    "header_repairs",
    "likeness",
    "partner_slug",
    "read_export",
    "read_values",
    "suggest_partners",
    "why_alike",
]
