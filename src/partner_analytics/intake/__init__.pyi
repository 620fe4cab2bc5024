from .conductor import import_exports
from .exports.reading_options import Reading
from .forgetting import Forgotten, TakenImport, forget_export
from .import_report import BuildReport, FailOn, FileReport, TableReport
from .lint import LintReport, lint_export
from .loading.mended_problems import Mending
from .partners.partner_decisions import Decision, Identities, confirm, identities, reject
from .partners.partner_suggestions import Suggestion

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
