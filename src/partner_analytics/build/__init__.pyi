from .conductor import import_exports
from .identities import Decision, Identities, confirm, identities, reject
from .linting import LintReport, lint_export
from .mending import Mending
from .report import BuildReport, FileReport, TableReport
from .settling import Reading
from .suggesting import Suggestion

__all__ = [
    "BuildReport",
    "Decision",
    "FileReport",
    "Identities",
    "LintReport",
    "Mending",
    "Reading",
    "Suggestion",
    "TableReport",
    "confirm",
    "identities",
    "import_exports",
    "lint_export",
    "reject",
]
