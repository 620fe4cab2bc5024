"""A program's rules: tiers, weights, bands, targets, discounts, budget, each from a date on."""

from partner_analytics.program.loading import load_program, shipped_programs
from partner_analytics.program.model import Program
from partner_analytics.program.tables import RULES_TOTALS, RulesTable, rules_columns, rules_tables
from partner_analytics.program.toml_texts import NoToml, shortened, toml_document

__all__ = [
    "RULES_TOTALS",
    "NoToml",
    "Program",
    "RulesTable",
    "load_program",
    "rules_columns",
    "rules_tables",
    "shipped_programs",
    "shortened",
    "toml_document",
]
