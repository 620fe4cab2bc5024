from .exports.as_of_dates import without_periods
from .exports.export import CellSource, Export, ExportTable, export_of, read_export
from .exports.inspection import Inspection, PassedOver, SeenSheet, SeenTable, inspect_file
from .files.annotated_copies import AnnotatedCopy
from .files.file_reading import changed_file, read_file
from .files.located_cells import FileRead
from .files.running_readers import Readers
from .files.source_settings import Limits, Source
from .files.text.raw_records import raw_records
from .kept.corrections import CORRECTIONS, Correction, Outcome, folded_name, read_corrections
from .kept.kept_files import KeptFormat, KeptRow, is_kept, kept_format, nearest, read_kept_table
from .kept.kept_for_export import Settled, settled_for
from .kept.layout_remedies import header_line
from .tables.headers.header_matching import suggest_texts
from .values.column_settings import column_settings
from .values.distinct_texts import TextMemory
from .values.partner_names import likeness, suggest_partners, why_alike
from .values.row_values import ReadRows, read_values
from .values.told_repairs import RepairedText, header_repairs

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
