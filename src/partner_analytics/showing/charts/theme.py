"""One look for all charts: readable in print, told apart without color."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from partner_analytics import wording
from partner_analytics.quarters import quarters_between

# Okabe and Ito's palette: its colors differ for every kind of color vision.
BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PINK = "#E69F00", "#D55E00", "#CC79A7"
INK, GRAY, PALE = "#222222", "#767676", "#D9D9D9"

# By band_rank: 0 is not scored, 1 the lowest band. A program may have more or fewer bands.
BAND_COLORS = (PALE, VERMILLION, ORANGE, SKY, BLUE, GREEN)

STATUS_MARKS = {
    "met": (BLUE, "circle"),
    "in range": (BLUE, "circle"),
    "in band": (BLUE, "circle"),
    "on pace": (BLUE, "circle"),
    "near": (ORANGE, "diamond"),
    "over": (PINK, "triangle-up"),
    "above": (PINK, "triangle-up"),
    "missed": (VERMILLION, "triangle-down"),
    "short": (VERMILLION, "triangle-down"),
    "behind": (VERMILLION, "triangle-down"),
    "below": (VERMILLION, "triangle-down"),
}
NO_STATUS = (GRAY, "x")

PAGE_WIDTH = 700  # of A4 portrait, in CSS pixels, between its margins
ROW_HEIGHT = 23
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', Helvetica, Arial, sans-serif"

_AXIS = {
    "automargin": True,
    "gridcolor": "#E6E6E6",
    "linecolor": GRAY,
    "ticks": "outside",
    "tickcolor": "rgba(0,0,0,0)",
    "ticklen": 4,
    "title": {"standoff": 10},
    "zeroline": False,
}
TEMPLATE = go.layout.Template(
    layout={
        "colorway": [BLUE, ORANGE, GREEN, PINK, SKY, VERMILLION, INK],
        "font": {"family": FONT, "size": 12, "color": INK},
        "title": {
            "font": {"size": 15},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 4},
        },
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "margin": {"l": 60, "r": 24, "t": 56, "b": 56},
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "xanchor": "left",
            "y": 0.005,
            "yref": "container",
            "yanchor": "bottom",
        },
        "hoverlabel": {"bgcolor": "white", "font": {"color": INK}, "align": "left"},
        "bargap": 0.3,
        "separators": ".,",
    },
    # Labels stay level, and are not cut off at the edge of the plot.
    data={
        "bar": [{"textangle": 0, "cliponaxis": False}],
        "scatter": [{"cliponaxis": False}],
    },
)


def chart(
    traces: Sequence[Any],
    *,
    title: str,
    height: int = 340,
    has_legend: bool = False,
    **margin: int,
) -> go.Figure:
    """A figure in the one look, as wide as a page; a legend stands below the plot."""
    if has_legend:
        margin = {"b": 88, **margin}
    figure = go.Figure(list(traces))
    figure.update_layout(
        template=TEMPLATE,
        title_text=label(title),
        width=PAGE_WIDTH,
        height=height,
        margin=margin,
        showlegend=has_legend,
    )
    return figure


def by_row(figure: go.Figure, rows: Iterable[str]) -> go.Figure:
    """The figure with these rows on its y axis, from the top down."""
    return figure.update_yaxes(
        type="category",
        autorange="reversed",
        categoryorder="array",
        categoryarray=list(rows),
        title_standoff=4,
    )


def by_quarter(figure: go.Figure, quarters: Iterable[str]) -> go.Figure:
    """The figure with these quarters on its x axis, each as wide as the next."""
    return figure.update_xaxes(
        title_text="quarter",
        type="category",
        categoryorder="array",
        categoryarray=sorted(set(quarters)),
    )


def every_quarter(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a row for each quarter from its first to its last.

    A quarter without a row would else be passed over by the line, as if there had been none.
    """
    known = frame.sort_values("quarter").set_index("quarter")
    return known.reindex(quarters_between(known.index[0], known.index[-1])).reset_index(
        names="quarter"
    )


def heading(figure: go.Figure, at: float, text: str, *, color: str = INK) -> None:
    """A text above the plot, over a place of the x axis."""
    figure.add_annotation(
        x=at,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=label(text),
        showarrow=False,
        font={"size": 11, "color": color},
    )


def marked_line(figure: go.Figure, at: float, text: str) -> None:
    """A line down the plot with what it means above it."""
    figure.add_vline(x=at, line={"color": INK, "width": 2, "dash": "dash"})
    heading(figure, at, text)


def nothing_to_show(title: str, message: str) -> go.Figure:
    """A figure that says why it is empty."""
    figure = chart([], title=title, height=96, t=44, b=4)
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    figure.add_annotation(
        text=label(message),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 13, "color": GRAY},
    )
    return figure


def label(text: Any) -> str:
    """A text as plotly should show it: no markup of its own, no formula.

    >>> label("B&B <b> $1 of $2")
    'B&amp;B &lt;b&gt; &#36;1 of &#36;2'
    """
    # Where a page has MathJax, plotly takes what stands between two dollar signs for TeX.
    return html.escape(str(text), quote=False).replace("$", "&#36;")


def labels(values: Sequence[Any] | pd.Series) -> list[str]:
    """Each of the texts as plotly should show it."""
    return [label(value) for value in values]


def rows_height(count: int, *, extra: int = 120) -> int:
    """The height of a chart with one row a partner."""
    return ROW_HEIGHT * max(count, 2) + extra


def named(frame: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """The frame with names as plotly should show them."""
    found = wording.with_names(frame, partners)
    return found.assign(partner=labels(found["partner"]))


def band_colors(health_bands: pd.DataFrame) -> dict[str, str]:
    """The color of each band, lowest first."""
    ordered = health_bands.drop_duplicates("band").sort_values("lower_score")["band"]
    return {band: rank_color(rank) for rank, band in enumerate(ordered, start=1)}


def rank_color(rank: int) -> str:
    """The color of the band of that rank."""
    return BAND_COLORS[min(int(rank), len(BAND_COLORS) - 1)]


def mark(status: Any) -> tuple[str, str]:
    """Color and symbol of a status."""
    return NO_STATUS if wording.is_missing(status) else STATUS_MARKS.get(str(status), NO_STATUS)


def row_notes(rows: Sequence[str] | pd.Series, notes: Sequence[str], *, at: float) -> go.Scatter:
    """A column of texts beside the bars of a chart, at a place of the x axis."""
    return go.Scatter(
        x=[at] * len(rows),
        y=rows,
        mode="text",
        text=list(notes),
        textposition="middle right",
        hoverinfo="skip",
        showlegend=False,
    )


def hatching(shape: str) -> dict[str, Any]:
    """Strokes over a bar's color; the color stays under them."""
    return {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": INK,
        "fgopacity": 0.35,
        "size": 6,
        "solidity": 0.15,
    }
