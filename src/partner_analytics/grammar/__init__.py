"""From the text of a cell to its value: a closed grammar that refuses rather than guesses.

Each reader returns None for a known blank and raises UnreadableValue for what it cannot read.
"""

from partner_analytics.grammar.choices import read_choice
from partner_analytics.grammar.dates.dates import (
    DateSystem,
    first_of_date,
    is_serial,
    read_date,
    seconds_of_day,
)
from partner_analytics.grammar.dates.durations import read_days, read_hours
from partner_analytics.grammar.dates.month_names import month_number
from partner_analytics.grammar.money.amounts import Money, read_currency, read_money
from partner_analytics.grammar.money.unit_hints import may_state_unit
from partner_analytics.grammar.money.units import (
    MoneyUnit,
    currency_of,
    mentions_money_unit,
    money_unit,
    unit_in_words,
    without_scale,
    without_unit,
)
from partner_analytics.grammar.money.words import CURRENCIES
from partner_analytics.grammar.numbers import (
    OTHER_MARK,
    read_count,
    read_number,
    read_rating,
    read_score,
)
from partner_analytics.grammar.percents import AmbiguousPercent, read_percent
from partner_analytics.grammar.precision import is_as_typed, last_digit
from partner_analytics.grammar.target_ranges import Target, find_target, read_target
from partner_analytics.grammar.texts.lookalikes import StrangeLetter, latin_twin, strange_letters
from partner_analytics.grammar.texts.names import partner_key
from partner_analytics.grammar.texts.text import BLANKS, is_blank, normalize
from partner_analytics.grammar.texts.text_repairs import (
    ENDS,
    MOJIBAKE,
    NEEDS_A_LOOK,
    Repair,
    hidden_characters,
    is_garbled,
    repaired,
)
from partner_analytics.grammar.texts.web_domains import domains_in, read_web

__all__ = [
    "BLANKS",
    "CURRENCIES",
    "ENDS",
    "MOJIBAKE",
    "NEEDS_A_LOOK",
    "OTHER_MARK",
    "AmbiguousPercent",
    "DateSystem",
    "Money",
    "MoneyUnit",
    "Repair",
    "StrangeLetter",
    "Target",
    "currency_of",
    "domains_in",
    "find_target",
    "first_of_date",
    "hidden_characters",
    "is_as_typed",
    "is_blank",
    "is_garbled",
    "is_serial",
    "last_digit",
    "latin_twin",
    "may_state_unit",
    "mentions_money_unit",
    "money_unit",
    "month_number",
    "normalize",
    "partner_key",
    "read_choice",
    "read_count",
    "read_currency",
    "read_date",
    "read_days",
    "read_hours",
    "read_money",
    "read_number",
    "read_percent",
    "read_rating",
    "read_score",
    "read_target",
    "read_web",
    "repaired",
    "seconds_of_day",
    "strange_letters",
    "unit_in_words",
    "without_scale",
    "without_unit",
]
