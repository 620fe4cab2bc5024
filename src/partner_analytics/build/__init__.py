"""Conductor 1: from exports to a published warehouse."""

from partner_analytics.build.conductor import import_exports
from partner_analytics.build.report import BuildReport, FileReport, TableReport
from partner_analytics.build.settling import Reading

__all__ = ["BuildReport", "FileReport", "Reading", "TableReport", "import_exports"]
