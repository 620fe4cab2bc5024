from . import metrics, quarters, reviews, trackers
from .errors import PartnerAnalyticsError
from .importers import Limits, Source
from .intake import BuildReport, Reading, import_exports
from .program import Program, load_program
from .reviews import render_quarter
from .showing import charts, tables
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
    "tables",
    "trackers",
]
