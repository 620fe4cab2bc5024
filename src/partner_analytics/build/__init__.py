"""Conductor 1: from exports to a published warehouse."""

from partner_analytics.build.conductor import import_exports
from partner_analytics.build.known import Reading
from partner_analytics.build.linting import LintReport, lint_export
from partner_analytics.build.mending import Mending
from partner_analytics.build.report import BuildReport, FileReport, TableReport

__all__ = [
    "BuildReport",
    "FileReport",
    "LintReport",
    "Mending",
    "Reading",
    "TableReport",
    "import_exports",
    "lint_export",
]
