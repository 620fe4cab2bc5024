from .conductor import import_exports
from .forgetting import Forgotten, TakenImport, forget_export
from .identities import Decision, Identities, confirm, identities, reject
from .linting import LintReport, lint_export
from .mending import Mending
from .report import BuildReport, FailOn, FileReport, TableReport
from .settling import Reading
from .suggesting import Suggestion

__all__ = [
    "BuildReport",
    "Decision",
    "FailOn",
    "FileReport",
    "Forgotten",
    "Identities",
    "LintReport",
    "Mending",
    "Reading",
    "Suggestion",
    "TableReport",
    "TakenImport",
    "confirm",
    "forget_export",
    "identities",
    "import_exports",
    "lint_export",
    "reject",
]
