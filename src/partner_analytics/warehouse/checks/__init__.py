"""What only all exports together can show: the next state in, problems at their cells out."""

from partner_analytics.warehouse.checks.check import Check
from partner_analytics.warehouse.checks.conflicting_rows import CONFLICTING_ROWS
from partner_analytics.warehouse.checks.found_rows import Found, Row, place_of
from partner_analytics.warehouse.checks.repeated_keys import REPEATED_KEYS
from partner_analytics.warehouse.checks.restated_values import RESTATED_VALUES
from partner_analytics.warehouse.checks.similar_keys import SIMILAR_KEYS
from partner_analytics.warehouse.checks.typed_figures import TYPED_FIGURES
from partner_analytics.warehouse.checks.typed_weights import TYPED_WEIGHTS

# Of rows, in this order: a later check passes over what an earlier one kept out.
OF_ROWS = (REPEATED_KEYS, CONFLICTING_ROWS, SIMILAR_KEYS)
# Of what is curated, and of what is computed from it.
OF_STATES = (TYPED_WEIGHTS, RESTATED_VALUES)
OF_FIGURES = (TYPED_FIGURES,)

__all__ = [
    "CONFLICTING_ROWS",
    "OF_FIGURES",
    "OF_ROWS",
    "OF_STATES",
    "REPEATED_KEYS",
    "Check",
    "Found",
    "Row",
    "place_of",
]
