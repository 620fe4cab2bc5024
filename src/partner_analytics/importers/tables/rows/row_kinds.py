"""What a row of a table is that has few cells, or a label of totals."""

from collections.abc import Mapping

from partner_analytics.importers.tables.headers.header_matching import HeaderMatch
from partner_analytics.importers.tables.rows.notable_rows import is_empty
from partner_analytics.importers.tables.rows.row_labels import (
    group_of,
    is_amount,
    is_group_total,
    is_marked_total,
    is_note,
    is_rule,
    is_total,
    may_be_group_total,
)
from partner_analytics.importers.tables.rows.summary_rows import named
from partner_analytics.importers.units.unit_notes import is_unit_note

BLANK, TOTAL, SUMMARY, LIKE_TOTAL, REPEATED, UNITS, NOTE, LONE, ROW, SECOND, SECTION = (
    "blank",
    "total",
    "summary",
    "like a total",
    "repeated header",
    "units",
    "note",
    "lone cell",
    "row",
    "second header",
    "section",
)


def kind_of_row(texts: Mapping[int, str], match: HeaderMatch) -> str:
    """What a row is that has few cells or a label of totals.

    A label of totals makes it one of totals if all else are amounts, or if a required cell
    other than the label's is empty: a partner may be called "Total". A row with nothing but
    numbers under unknown headers is blank: templates number their rows in advance.
    """
    filled = {at: text for at, text in texts.items() if not is_empty(text)}
    if all(at not in match.used and is_amount(text) for at, text in filled.items()):
        return BLANK
    if is_rule(filled.values()):
        return BLANK
    others = [text for text in filled.values() if not is_total(text)]
    required = {
        match.columns[column.name].column
        for column in match.tracker.read_columns
        if column.required and column.name in match.columns
    }
    is_incomplete = bool(required - filled.keys())
    if len(others) == len(filled):
        # A word alone is a note of the unit where a name would stand; elsewhere it may be anything.
        is_first = min(filled) == match.cells[0].column or " " in next(iter(filled.values()))
        if is_first and is_unit_note(list(filled.values())):
            return NOTE
        return _kind_of_group(filled, is_incomplete=is_incomplete)
    return TOTAL if is_incomplete or all(map(is_amount, others)) else LIKE_TOTAL


def _kind_of_group(filled: Mapping[int, str], *, is_incomplete: bool) -> str:
    """What a row is that no label of totals heads: it may head the totals of a group.

    "Europe Total" does beside nothing but amounts; "Total North" may as well be a company, so
    that it must lack a required cell, too, or be proved by its figures.
    """
    texts = list(filled.values())
    is_alone = len(texts) == 1 or (len(texts) == 2 and texts[0].rstrip().endswith(":"))
    is_label = is_alone and len(texts) > 1 and not (is_group_total(texts[0]) or group_of(texts[0]))
    if is_label or (is_alone and is_note(texts[0])):
        return NOTE
    if len(texts) == 1:
        return LONE
    label = named(filled, [])
    others = [text for text in texts if " ".join(text.split()) != label]
    if is_marked_total(label):
        return SUMMARY if all(map(is_amount, others)) else LIKE_TOTAL
    is_group, are_amounts = is_group_total(label), all(map(is_amount, others))
    if is_incomplete and are_amounts and (is_group or may_be_group_total(label)):
        return SUMMARY
    return LIKE_TOTAL if is_group else ROW


def of_kind(kinds: Mapping[int, str], kind: str, stop: int) -> tuple[int, ...]:
    """The rows of a kind before `stop`, ascending."""
    return tuple(sorted(at for at, found in kinds.items() if found == kind and at < stop))
