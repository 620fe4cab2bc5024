from . import charts, metrics, quarters, reviews, schemas, tables
from .build import BuildReport, Reading, import_exports
from .errors import PartnerAnalyticsError
from .importers import Limits, Source
from .program import Program, load_program
from .reviews import render_quarter
from .warehouse import Warehouse, open_warehouse

__all__ = [
    "BuildReport",
    "Limits",
    "PartnerAnalyticsError",
    "Program",
    "Reading",
    "Source",
    "Warehouse",
    "charts",
    "import_exports",
    "load_program",
    "metrics",
    "open_warehouse",
    "quarters",
    "render_quarter",
    "reviews",
    "schemas",
    "tables",
]
