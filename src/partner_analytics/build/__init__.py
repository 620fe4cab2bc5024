"""Conductor 1: from exports to a published warehouse."""

from partner_analytics.build.conductor import import_exports
from partner_analytics.build.identities import Decision, Identities, confirm, identities, reject
from partner_analytics.build.linting import LintReport, lint_export
from partner_analytics.build.mending import Mending
from partner_analytics.build.report import BuildReport, FileReport, TableReport
from partner_analytics.build.settling import Reading
from partner_analytics.build.suggesting import Suggestion

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
