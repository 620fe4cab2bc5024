from .annotated_copies import AnnotatedCopy
from .as_of import without_periods
from .cell_values import ReadRows, read_values
from .cells import FileRead
from .column_settings import column_settings
from .corrections import CORRECTIONS, Correction, Outcome, folded_name, read_corrections
from .distinct_texts import TextMemory
from .exports import CellSource, Export, ExportTable, export_of, read_export
from .headers import suggest_texts
from .inspection import Inspection, PassedOver, SeenSheet, SeenTable, inspect_file
from .kept_files import KeptFormat, KeptRow, is_kept, kept_format, nearest, read_kept_table
from .layout_remedies import header_line
from .partners import likeness, suggest_partners, why_alike
from .raw_records import raw_records
from .readers import Readers
from .reading import changed_file, read_file
from .repair_findings import RepairedText, header_repairs
from .settled import Settled, settled_for
from .sources import Limits, Source

__all__ = [
    "CORRECTIONS",
    "AnnotatedCopy",
    "CellSource",
    "Correction",
    "Export",
    "ExportTable",
    "FileRead",
    "Inspection",
    "KeptFormat",
    "KeptRow",
    "Limits",
    "Outcome",
    "PassedOver",
    "ReadRows",
    "Readers",
    "RepairedText",
    "SeenSheet",
    "SeenTable",
    "Settled",
    "Source",
    "TextMemory",
    "changed_file",
    "column_settings",
    "export_of",
    "folded_name",
    "header_line",
    "header_repairs",
    "inspect_file",
    "is_kept",
    "kept_format",
    "likeness",
    "nearest",
    "raw_records",
    "read_corrections",
    "read_export",
    "read_file",
    "read_kept_table",
    "read_values",
    "settled_for",
    "suggest_partners",
    "suggest_texts",
    "why_alike",
    "without_periods",
]
