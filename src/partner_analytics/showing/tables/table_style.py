"""How a frame becomes a table for people: which columns, how they read, title and note."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import pandas as pd
from great_tables import GT, loc, style

from partner_analytics import wording


@dataclass(frozen=True)
class Column:
    """One column of a table: what it is called and how its values read.

    `is_markup` is for values that are HTML already; all others are escaped. `is_unbroken` keeps
    each value on one line.
    """

    name: str
    label: str
    shown: Callable[[Any], str] = wording.text
    align: Literal["left", "right", "center"] = "left"
    is_markup: bool = False
    is_unbroken: bool = False


def figures(name: str, label: str, shown: Callable[[Any], str]) -> Column:
    """A column of figures, right-aligned."""
    return Column(name, label, shown, align="right")


def dates(name: str, label: str) -> Column:
    """A column of dates, each on one line."""
    return Column(name, label, wording.day, is_unbroken=True)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    title: str,
    note: str = "",
    empty: str = "Nothing to show.",
) -> GT:
    """The frame's rows as a table; the first column names the rows.

    A frame without rows gives a table of one line that says so.
    """
    if frame.empty:
        columns, note = (Column("said", ""),), ""
        frame = pd.DataFrame({"said": [empty]})
    texts = {
        f"c{place}": [_cell(column, value, is_stub=place == 0) for value in frame[column.name]]
        for place, column in enumerate(columns)
    }
    built = (
        GT(pd.DataFrame(texts, dtype=object), rowname_col="c0", id=_id(title))
        .fmt(lambda text: text)
        .cols_label({f"c{place}": column.label for place, column in enumerate(columns)})
        .tab_stubhead(columns[0].label)
        .tab_header(title=title)
        .tab_options(**_LOOK)
    )
    for place, column in enumerate(columns[1:], start=1):
        built = built.cols_align(column.align, columns=f"c{place}")
        if column.is_unbroken:
            built = built.tab_style(style.css("white-space: nowrap"), loc.body(f"c{place}"))
    return built.tab_source_note(note) if note else built


_LOOK: dict[str, Any] = {
    "container_padding_y": "0px",
    # A box that scrolls cannot be split over printed pages.
    "container_overflow_x": "visible",
    "container_overflow_y": "visible",
    "table_width": "100%",
    "table_font_names": "inherit",
    "table_font_size": "13px",
    "table_border_top_style": "hidden",
    "heading_align": "left",
    "heading_padding": "2px",
    "column_labels_padding": "2px",
    "heading_title_font_size": "15px",
    "heading_title_font_weight": "600",
    "column_labels_font_weight": "600",
    "column_labels_border_top_style": "hidden",
    "stub_border_style": "hidden",
    "data_row_padding": "3px",
    "source_notes_font_size": "12px",
}


def _cell(column: Column, value: Any, *, is_stub: bool) -> str:
    shown = column.shown(value)
    # great_tables escapes the names of rows itself, but not what a format gives.
    return shown if column.is_markup or is_stub else html.escape(shown)


def _id(title: str) -> str:
    """An id that is the same in every run, for the table's styles."""
    return "table-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def sparkline(values: Sequence[Any], *, width: int = 84, height: int = 14) -> str:
    """A line through the values as inline SVG; a missing value is a gap, the last one a dot."""
    known = [value for value in values if not wording.is_missing(value)]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    scale = (height - 6) / (high - low) if high > low else 0
    step = (width - 8) / (len(values) - 1)
    points = [
        None
        if wording.is_missing(value)
        else (round(4 + place * step, 1), round(height - 3 - (value - low) * scale, 1))
        for place, value in enumerate(values)
    ]
    lines = "".join(
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#767676" stroke-width="1.5"/>'
        for (x1, y1), (x2, y2) in _segments(points)
    )
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="1.2" fill="#767676"/>'
        for x, y in (point for point in points[:-1] if point)
    )
    last = points[-1]
    end = f'<circle cx="{last[0]}" cy="{last[1]}" r="3" fill="#0072B2"/>' if last else ""
    return (
        f'<svg role="img" aria-label="course over {len(values)} quarters" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" style="display: block">'
        f"{lines}{dots}{end}</svg>"
    )


_Point = tuple[float, float]


def _segments(points: Sequence[_Point | None]) -> list[tuple[_Point, _Point]]:
    return [
        (one, other) for one, other in pairwise(points) if one is not None and other is not None
    ]
