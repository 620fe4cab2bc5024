"""From a metric's frame to a chart; a chart of nothing says why it is empty."""

from partner_analytics.showing.charts.discounts import (
    discount_by_partner,
    discount_course,
    discount_history,
    discount_readings,
    effective_discount,
)
from partner_analytics.showing.charts.health import (
    dimension_profile,
    health_bars,
    health_distribution,
    health_drivers,
    health_history,
)
from partner_analytics.showing.charts.portfolio import pipeline_stages, tier_distribution
from partner_analytics.showing.charts.spending import commitment_pace, program_return, savings

__all__ = [
    "commitment_pace",
    "dimension_profile",
    "discount_by_partner",
    "discount_course",
    "discount_history",
    "discount_readings",
    "effective_discount",
    "health_bars",
    "health_distribution",
    "health_drivers",
    "health_history",
    "pipeline_stages",
    "program_return",
    "savings",
    "tier_distribution",
]
