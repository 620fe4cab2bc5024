from .annotated_copies import AnnotatedCopy
from .cell_values import ReadRows, read_values
from .cells import FileRead
from .exports import CellSource, Export, ExportTable, export_of, read_export
from .partners import partner_slug, suggest_partners
from .raw_records import raw_records
from .reading import read_file
from .sources import Limits, Source

__all__ = [
    "AnnotatedCopy",
    "CellSource",
    "Export",
    "ExportTable",
    "FileRead",
    "Limits",
    "ReadRows",
    "Source",
    "export_of",
    "partner_slug",
    "raw_records",
    "read_export",
    "read_file",
    "read_values",
    "suggest_partners",
]
