"""The finding of each chart and table in plain words."""

from partner_analytics.showing.sentences.partner import (
    drivers,
    partner,
    partner_commitment,
    partner_discount,
    partner_pipeline,
    partner_problems,
)
from partner_analytics.showing.sentences.portfolio import (
    commitments,
    cover,
    decisions,
    discounts,
    effective_discounts,
    headline,
    health,
    moves,
    one_minute,
    pipeline,
    quality,
    returns,
    savings,
    tiers,
)
from partner_analytics.showing.sentences.sentence_parts import Sentence

__all__ = [
    "Sentence",
    "commitments",
    "cover",
    "decisions",
    "discounts",
    "drivers",
    "effective_discounts",
    "headline",
    "health",
    "moves",
    "one_minute",
    "partner",
    "partner_commitment",
    "partner_discount",
    "partner_pipeline",
    "partner_problems",
    "pipeline",
    "quality",
    "returns",
    "savings",
    "tiers",
]
