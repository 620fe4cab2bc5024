"""Charts of commitments, savings and what the program returns."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from partner_analytics import wording
from partner_analytics.showing.charts import theme

_CORNERS = ("worst", "low/low", "mid", "high/high", "best")
_BENEFITS = {
    "all": ("all benefits", theme.BLUE, "circle", "top center"),
    "hard": ("hard benefits only", theme.ORANGE, "diamond", "bottom center"),
}
_BASES = {"realized": (theme.BLUE, ""), "negotiated": (theme.SKY, "/")}


def commitment_pace(commitment_attainment: pd.DataFrame, partners: pd.DataFrame) -> go.Figure:
    """How much of each yearly commitment is bought, beside how much of the year is over.

    Takes the metric `commitment_attainment` of one quarter and the partners.
    """
    title = "Commitment attained, year to date"
    known = commitment_attainment.dropna(subset=["attainment_pct"])
    if known.empty:
        return theme.nothing_to_show(title, "No commitment with a volume is stated.")
    rows = theme.named(known, partners).sort_values("attainment_pct", ascending=False)
    bars = go.Bar(
        x=rows["attainment_pct"],
        y=rows["partner"],
        orientation="h",
        marker_color=[theme.mark(status)[0] for status in rows["status"]],
        customdata=[_commitment(row) for row in wording.rows_of(rows)],
        hovertemplate="%{y}: %{x:.1%}<br>%{customdata}<extra></extra>",
    )
    figure = theme.chart([bars], title=title, height=theme.rows_height(len(rows)), t=72)
    highest = max(rows["attainment_pct"].max(), 1)
    notes = [_attained(row) for row in wording.rows_of(rows)]
    figure.add_trace(theme.row_notes(rows["partner"], notes, at=highest * 1.03))
    figure.update_xaxes(
        title_text="attained (% of the commitment due by the year's end)",
        tickformat=".0%",
        range=[0, highest * 1.35],
    )
    elapsed = rows["elapsed_pct"].dropna().unique()
    if len(elapsed) == 1:
        theme.marked_line(figure, elapsed[0], f"{wording.percent(elapsed[0])} of the year is over")
    elif len(elapsed):
        figure.add_trace(_elapsed_marks(rows))
        theme.heading(figure, highest / 2, "| share of its days that is over")
    return theme.by_row(figure, rows["partner"])


def savings(savings: pd.DataFrame, partners: pd.DataFrame) -> go.Figure:
    """What each partner's discount saved this year, realized or as negotiated.

    Takes the metric `savings` of one quarter and the partners.
    """
    title = "Saved against list value, year to date"
    known = savings.dropna(subset=["saved_usd"])
    if known.empty:
        return theme.nothing_to_show(title, "No orders and no negotiated volume are known.")
    rows = theme.named(known, partners).sort_values("saved_usd", ascending=False)
    groups = rows.groupby("basis", sort=False)
    traces = [_savings_bars(str(basis), group) for basis, group in groups]
    height = theme.rows_height(len(rows), extra=150)
    figure = theme.chart(traces, title=title, height=height, has_legend=True, r=60)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(title_text="saved (USD)", tickformat="~s", rangemode="tozero")
    return theme.by_row(figure, rows["partner"])


def program_return(program_return: pd.DataFrame) -> go.Figure:
    """The program's return multiple at the ends of its budget and benefits, beside the claim.

    Takes the metric `program_return` of one quarter.
    """
    title = "Return on the program: benefit over cost"
    known = program_return.dropna(subset=["return_multiple"])
    if known.empty:
        return theme.nothing_to_show(title, "The program states no budget or no benefits.")
    corners = [corner for corner in _CORNERS if corner in set(known["corner"])]
    traces = [_return_marks(known, benefits, corners) for benefits in _BENEFITS]
    figure = theme.chart(traces, title=title, height=390, has_legend=True, t=72)
    low, high = known["claim_low_multiple"].iloc[0], known["claim_high_multiple"].iloc[0]
    if not wording.is_missing(low):
        figure.add_vrect(
            x0=low, x1=high, fillcolor=theme.GREEN, opacity=0.15, line_width=0, layer="below"
        )
        claim = f"claimed: {wording.multiple(low)} to {wording.multiple(high)}"
        theme.heading(figure, (low + high) / 2, claim)
    theme.marked_line(figure, 1, "cost covered")
    figure.update_xaxes(title_text="return multiple (gross: benefit ÷ cost)", rangemode="tozero")
    figure.update_yaxes(title_text="ends of the ranges")
    return theme.by_row(figure, corners)


def _elapsed_marks(rows: pd.DataFrame) -> go.Scatter:
    """A stroke at each partner's share of the days over: not all commitments began at once."""
    return go.Scatter(
        x=rows["elapsed_pct"],
        y=rows["partner"],
        mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"color": theme.INK, "width": 2}},
        showlegend=False,
        hovertemplate="%{y}: %{x:.1%} of its days are over<extra></extra>",
    )


def _savings_bars(basis: str, rows: pd.DataFrame) -> go.Bar:
    color, shape = _BASES.get(basis, (theme.GRAY, "x"))
    return go.Bar(
        x=rows["saved_usd"],
        y=rows["partner"],
        orientation="h",
        name=basis,
        marker={"color": color, "pattern": theme.hatching(shape)},
        text=[theme.label(wording.compact_money(saved)) for saved in rows["saved_usd"]],
        textposition="outside",
        customdata=[_saved_of(row) for row in wording.rows_of(rows)],
        hovertemplate="%{y}: %{text} (%{fullData.name})<br>%{customdata}<extra></extra>",
    )


def _return_marks(known: pd.DataFrame, benefits: str, corners: list[str]) -> go.Scatter:
    name, color, symbol, textposition = _BENEFITS[benefits]
    rows = known.loc[known["benefits"] == benefits].set_index("corner").reindex(corners)
    return go.Scatter(
        x=rows["return_multiple"],
        y=corners,
        mode="markers+text",
        name=name,
        marker={"color": color, "symbol": symbol, "size": 13},
        text=[wording.multiple(value) for value in rows["return_multiple"]],
        textposition=textposition,
        customdata=[_benefit(row) for row in wording.rows_of(rows)],
        hovertemplate="%{y}, " + name + ": %{text}<br>%{customdata}<extra></extra>",
    )


def _attained(row: Any) -> str:
    return f"{wording.percent(row.attainment_pct)} {wording.status(row.status)}"


def _commitment(row: Any) -> str:
    volume = wording.compact_money(row.counted_volume_usd)
    commitment = wording.compact_money(row.due_commitment_usd)
    pace = wording.number(row.pace_index, 2)
    return theme.label(f"{volume} of {commitment}, pace {pace}")


def _saved_of(row: Any) -> str:
    list_value = wording.compact_money(row.list_usd)
    return theme.label(f"{wording.percent(row.discount_pct)} of {list_value} list value")


def _benefit(row: Any) -> str:
    benefit, cost = wording.compact_money(row.benefit_usd), wording.compact_money(row.cost_usd)
    roi = wording.percent(row.roi_pct)
    return theme.label(f"{benefit} benefit, {cost} cost, ROI (net) {roi}")
