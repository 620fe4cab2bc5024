"""The trackers: one Pandera model each, in TRACKERS by name."""

from partner_analytics.schemas import (
    actions,
    contacts,
    evaluation,
    market,
    orders,
    performance,
    pipeline,
    resources,
)
from partner_analytics.schemas.losses import Loss, lost_by
from partner_analytics.schemas.reference import dictionary
from partner_analytics.schemas.template import write_template
from partner_analytics.schemas.tracker import (
    AMOUNTS,
    LINE_CURRENCY,
    TRACKERS,
    Choice,
    Column,
    Keeps,
    Reads,
    RowRule,
    Tracker,
    Wide,
    is_amount_column,
)
from partner_analytics.schemas.validation import Validated, validate

__all__ = [
    "AMOUNTS",
    "LINE_CURRENCY",
    "TRACKERS",
    "Choice",
    "Column",
    "Keeps",
    "Loss",
    "Reads",
    "RowRule",
    "Tracker",
    "Validated",
    "Wide",
    "actions",
    "contacts",
    "dictionary",
    "evaluation",
    "is_amount_column",
    "lost_by",
    "market",
    "orders",
    "performance",
    "pipeline",
    "resources",
    "validate",
    "write_template",
]
