"""The trackers: one Pandera model each, in TRACKERS by name."""

from partner_analytics.trackers import (
    actions,
    contacts,
    evaluation,
    opportunities,
    orders,
    performance,
    pipeline,
    resources,
)
from partner_analytics.trackers.checks.row_validation import Validated, validate
from partner_analytics.trackers.declaration import (
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
from partner_analytics.trackers.outputs.blank_workbooks import write_template
from partner_analytics.trackers.outputs.data_dictionary import dictionary
from partner_analytics.trackers.problem_costs import Loss, lost_by

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
    "opportunities",
    "orders",
    "performance",
    "pipeline",
    "resources",
    "validate",
    "write_template",
]
