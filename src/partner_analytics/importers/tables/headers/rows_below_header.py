"""The rows below a header that head its columns or sections, or hold hardly more than a name."""

from collections.abc import Mapping

from partner_analytics.grammar import normalize
from partner_analytics.importers.tables.headers.header_matching import HeaderMatch
from partner_analytics.importers.tables.headers.header_rows import HeaderRow, HeaderSearch
from partner_analytics.importers.tables.headers.second_headers import is_second_header
from partner_analytics.importers.tables.rows.notable_rows import THIN
from partner_analytics.importers.tables.rows.row_kinds import (
    BLANK,
    LIKE_TOTAL,
    LONE,
    NOTE,
    ROW,
    SECOND,
    SECTION,
    SUMMARY,
    TOTAL,
    UNITS,
    of_kind,
)
from partner_analytics.importers.tables.rows.row_labels import group_of, is_rule
from partner_analytics.importers.tables.rows.section_rows import section_rows
from partner_analytics.importers.units.unit_rows import is_lone_unit, is_percent_unit, is_units_row
from partner_analytics.trackers import Column, Reads, is_amount_column

# Rows below the one with the names that may belong to a header.
_MOST_HEADER_ROWS = 3


def _texts(search: HeaderSearch, position: int, header: HeaderRow) -> dict[int, str]:
    return search.grid.row(position, *header.columns)


def rest_of_header(search: HeaderSearch, header: HeaderRow, end: int) -> dict[int, str]:
    """The rows right below a header, or one repeated, that go on with it."""
    match, source = header.matches[0], search.layout.source
    found: dict[int, str] = {}
    for top in (header.position, *header.repeated):
        for at in range(top + 1, min(top + 1 + _MOST_HEADER_ROWS, end)):
            texts = _texts(search, at, header)
            below = _texts(search, at + 1, header) if at + 1 < end else {}
            if is_rule(texts.values()):
                found[at] = BLANK
            elif at == header.position + 1 and _names_units(texts, header):
                found[at] = UNITS
            elif is_second_header(texts, match, source, below):
                found[at] = SECOND
            else:
                break
    return found


def sections(
    search: HeaderSearch, header: HeaderRow, rows: range, kinds: Mapping[int, str]
) -> dict[int, str]:
    """The headings of sections among the rows, and the notes that stand among them."""
    match = header.matches[0]
    named = match.columns.get("partner")
    lone = {
        at: texts
        for at in of_kind(kinds, LONE, rows.stop)
        if min(texts := _texts(search, at, header)) in (header.columns[0], named and named.column)
    }
    groups = {
        group_of(text)
        for at in (*of_kind(kinds, TOTAL, rows.stop), *of_kind(kinds, SUMMARY, rows.stop))
        for text in _texts(search, at, header).values()
    }
    needed = _needed(match)

    def is_sure(at: int, text: str) -> bool:
        is_marked = text.rstrip().endswith(":") or normalize(text) in groups
        is_merged = search.grid.is_merged_across(search.grid.line(at))
        lacks = bool(match.members) or bool(needed - set(lone[at]))
        return is_marked or is_merged or lacks

    passed = [at for at, kind in kinds.items() if kind not in (ROW, LONE, LIKE_TOTAL)]
    texts = {at: next(iter(cells.values())) for at, cells in lone.items()}
    headings = section_rows(rows, texts, passed, is_sure)
    return dict.fromkeys((*headings, *of_kind(kinds, NOTE, rows.stop)), SECTION)


def lone_names(
    search: HeaderSearch, header: HeaderRow, kinds: Mapping[int, str], stop: int
) -> tuple[int, ...]:
    """The rows with a partner's name and nothing else, where that is all that is required.

    So are those with one cell more that end a wide table, set off by a gap: "Status", "draft".
    """
    named, needed = header.matches[0].columns.get("partner"), _needed(header.matches[0])
    if named is None or needed - {named.column}:
        return ()
    lone = of_kind(kinds, LONE, stop)
    last = next(search.grid.blocks_up(header.position, stop), range(0))
    if last.start > header.position and len(header.cells) > 2 * THIN - 1:
        thin = [at for at in last if kinds.get(at, "") in (ROW, LONE)]
        if len(thin) == len(last) and all(len(_texts(search, at, header)) <= THIN for at in last):
            lone = tuple(sorted({*lone, *thin}))
    return tuple(at for at in lone if named.column in _texts(search, at, header))


def _needed(match: HeaderMatch) -> set[int]:
    """The sheet columns in which every row must have a value."""
    return {
        match.columns[column.name].column
        for column in match.tracker.read_columns
        if column.required and column.name in match.columns
    }


def _names_units(texts: Mapping[int, str], header: HeaderRow) -> bool:
    """Whether the row below a header names units: one alone is one only of amounts or percents."""
    if len(texts) != 1:
        return is_units_row(texts)
    (column, text), match = *texts.items(), header.matches[0]
    held = [c for c in match.tracker.read_columns if _column_of(match, c) == column]
    if any(is_amount_column(one) for one in held):
        return is_lone_unit(text)
    return any(one.reads is Reads.PERCENT for one in held) and is_percent_unit(text)


def _column_of(match: HeaderMatch, column: Column) -> int | None:
    """The sheet column that a tracker's column is read from."""
    cell = match.columns.get(column.name)
    return cell.column if cell else None
