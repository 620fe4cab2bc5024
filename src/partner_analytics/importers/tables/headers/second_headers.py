"""Further rows of a header, below the one with the names: descriptions, remarks, numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from partner_analytics.grammar import is_blank, normalize
from partner_analytics.importers.doubts.error_values import is_error_value
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.tables.headers.header_matching import HeaderMatch
from partner_analytics.importers.values.cell_readers import Reading, Refusal
from partner_analytics.trackers import Column, Reads

_FEWEST_NUMBERED = 3
_ANY_TEXT = (Reads.TEXT, Reads.PARTNER, Reads.WEB)
_NUMBERED = re.compile(r"[(\[#]?\s*(?P<figure>[0-9]{1,3}|[A-Za-z])\s*[)\].:]?")
# What heads names, in whatever words.
_NAMES = frozenset(
    """
    name names partner partners vendor vendors supplier suppliers company manufacturer brand
    account who firma lieferant hersteller fournisseur nom nombre legal full text string
    """.split()  # noqa: SIM905 (words)
)


def is_second_header(
    texts: Mapping[int, str], match: HeaderMatch, source: Source, first_row: Mapping[int, str]
) -> bool:
    """Whether a row right below a header is a part of it: none of its cells is a value.

    Under headers of dates, amounts, ratings and choices all its cells are texts that are none, and
    none of them comes again in the `first_row` below. It names no partner; or what heads names
    stands beside them; or they are two at least, no two alike, and without a figure, which a value
    that cannot be read has. So is a row that counts the columns.
    """
    filled = {at: text for at, text in texts.items() if not is_blank(text)}
    if len(filled) >= _FEWEST_NUMBERED and _counts_columns(list(filled.values())):
        return True
    named = match.columns.get("partner")
    name = filled.get(named.column) if named else None
    typed = list(_typed(filled, match))
    if any(_is_value(text, match, column, source) for text, column in typed):
        return False
    words = [normalize(text) for text, _ in typed]
    if not {normalize(first_row.get(at, "")) for at in filled}.isdisjoint(words):
        return False
    if name is None:
        return named is not None and bool(filled) and (bool(typed) or not _is_key(filled, match))
    is_named = not _NAMES.isdisjoint(normalize(name).split())
    has_figures = any(sign.isdigit() for word in words for sign in word)
    is_wordy = not has_figures and 1 < len(set(words)) == len(words)
    return bool(typed) and (is_named or is_wordy)


def _is_key(filled: Mapping[int, str], match: HeaderMatch) -> bool:
    """Whether a cell is filled that a row must have."""
    needed = [c.name for c in match.tracker.read_columns if c.required and c.name in match.columns]
    return any(match.columns[name].column in filled for name in needed)


def _typed(filled: Mapping[int, str], match: HeaderMatch) -> Iterator[tuple[str, Column]]:
    """The cells under headers of a closed kind, each with its column once."""
    tracker, seen = match.tracker, set()
    cells = [(tracker.column(name), cell) for name, cell in match.columns.items()]
    if tracker.wide is not None:
        values = tracker.column(tracker.wide.values)
        cells += [(values, cell) for cell in match.members.values()]
    for column, cell in cells:
        if column.reads not in _ANY_TEXT and cell.column in filled and cell.column not in seen:
            seen.add(cell.column)
            yield filled[cell.column], column


def _is_value(text: str, match: HeaderMatch, column: Column, source: Source) -> bool:
    """Whether a text is a value of a column, or was to be one."""
    if is_error_value(text):
        return True
    header = match.columns[column.name].text if column.name in match.columns else column.header
    value = Reading(match.tracker, column, header, source).read(text)
    return not isinstance(value, Refusal)


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether cells number the columns: 1, 2, 3 or (a), (b), (c)."""
    marks = [_NUMBERED.fullmatch(text.strip()) for text in texts]
    if not all(marks):
        return False
    figures = [mark["figure"].casefold() for mark in marks if mark]
    places = [int(one) if one.isdigit() else ord(one) - ord("a") + 1 for one in figures]
    is_first = places[0] == 1
    return is_first and all(right == left + 1 for left, right in pairwise(places))
