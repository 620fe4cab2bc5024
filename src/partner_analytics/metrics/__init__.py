"""The metrics: one function each, over pandas frames or DuckDB relations."""

from partner_analytics.metrics.catalog import CATALOG, Metric, in_order, metric
from partner_analytics.metrics.commitments import commitment_attainment, savings
from partner_analytics.metrics.discounts import (
    discount_achievement,
    effective_discount,
    portfolio_discount,
)
from partner_analytics.metrics.health import (
    dimension_ratings,
    health_distribution,
    health_score,
    health_typed,
)
from partner_analytics.metrics.pipeline import pipeline_progress
from partner_analytics.metrics.portfolio import decisions, portfolio_composition, portfolio_summary
from partner_analytics.metrics.returns import program_return
from partner_analytics.metrics.tiers import current_partners, partner_breadth, tier_distribution
from partner_analytics.metrics.trends import band_moves, health_drivers, health_trend

__all__ = [
    "CATALOG",
    "Metric",
    "band_moves",
    "commitment_attainment",
    "current_partners",
    "decisions",
    "dimension_ratings",
    "discount_achievement",
    "effective_discount",
    "health_distribution",
    "health_drivers",
    "health_score",
    "health_trend",
    "health_typed",
    "in_order",
    "metric",
    "partner_breadth",
    "pipeline_progress",
    "portfolio_composition",
    "portfolio_discount",
    "portfolio_summary",
    "program_return",
    "savings",
    "tier_distribution",
]
