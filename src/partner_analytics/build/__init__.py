"""Conductor 1: from exports to a published warehouse."""

from partner_analytics.build.conductor import Reading, import_exports
from partner_analytics.build.report import BuildReport, FileReport, TableReport

__all__ = ["BuildReport", "FileReport", "Reading", "TableReport", "import_exports"]
