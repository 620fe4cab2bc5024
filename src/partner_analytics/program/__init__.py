"""A program's rules: tiers, weights, bands, targets, discounts, budget, each from a date on."""

from partner_analytics.program.loading import load_program, shipped_programs
from partner_analytics.program.model import Program
from partner_analytics.program.tables import RulesTable, rules_tables

__all__ = ["Program", "RulesTable", "load_program", "rules_tables", "shipped_programs"]
