"""Rows inside a table that head a section of it: "North America" alone above its rows."""

from collections.abc import Callable, Collection, Mapping

# The code of what is told of them.
SECTION_ROW = "section-row"
FEWEST_SECTIONS = 2


def section_rows(
    rows: range,
    lone: Mapping[int, str],
    passed: Collection[int],
    is_sure: Callable[[int, str], bool],
) -> tuple[int, ...]:
    """Which rows with one cell head the rows below them; `lone` are all such, with their texts.

    `passed` are rows that are no rows of the table (blank ones, totals). A heading stands above a
    whole row, or above one more heading ("EMEA", "Germany"). Where a name may stand as alone, all
    such rows must be headings, two at least, the first of them above all rows, and no more than
    these; or `is_sure`.
    """
    none = set(passed)

    def after(at: int) -> int | None:
        return next((one for one in range(at + 1, rows.stop) if one not in none), None)

    def is_above_row(at: int) -> bool:
        below = after(at)
        return below is not None and below not in lone

    headings = [
        at
        for at in sorted(lone)
        if is_above_row(at) or ((below := after(at)) is not None and is_above_row(below))
    ]
    sections = sum(map(is_above_row, headings))
    others = len(rows) - len(none & set(rows)) - len(lone)
    is_divided = (
        len(headings) == len(lone)
        and sections >= FEWEST_SECTIONS
        and len(headings) <= others
        and headings[0] == after(rows.start - 1)
    )
    return tuple(at for at in headings if is_divided or is_sure(at, lone[at]))
