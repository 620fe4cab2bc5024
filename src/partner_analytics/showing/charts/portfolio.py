"""Charts of the portfolio's make-up: tiers and pipeline."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from partner_analytics import wording
from partner_analytics.showing.charts import theme
from partner_analytics.trackers.vocabularies import STAGE

_TARGET_SETS = {
    "year1": ("year-1 target", theme.INK, "solid", 0.36),
    "steady_state": ("steady-state target", "#8A4A78", "dot", -0.36),
}


def tier_distribution(tier_distribution: pd.DataFrame) -> go.Figure:
    """Partners per tier beside the range of each set of targets.

    Takes the metric `tier_distribution` of one quarter.
    """
    title = "Partners by tier against both sets of targets"
    if tier_distribution.empty:
        return theme.nothing_to_show(title, "No partner has a tier in this quarter.")
    counts = tier_distribution.drop_duplicates("tier").sort_values("tier")
    # Places on a plain axis: a target stands a little above or below the bar of its tier.
    places = {tier: place for place, tier in enumerate(counts["tier"])}
    highest = tier_distribution[["partners", "low_count", "high_count"]].max().max()
    figure = theme.chart(
        [_tier_bars(counts, "current"), _tier_bars(counts, "active")],
        title=title,
        height=100 * len(places) + 130,
        has_legend=True,
    )
    figure.update_layout(barmode="overlay")
    for row in wording.rows_of(tier_distribution):
        _add_range(figure, row, places[row.tier], middle=float(highest) / 2)
    figure.update_xaxes(title_text="partners", range=[0, highest * 1.1])
    return figure.update_yaxes(
        title_text="manufacturer tier",
        range=[len(places) - 0.45, -0.55],
        tickvals=list(places.values()),
        ticktext=theme.labels([wording.tier(tier) for tier in places]),
        showgrid=False,
    )


def pipeline_stages(pipeline_progress: pd.DataFrame) -> go.Figure:
    """Partners per pipeline stage, those with an overdue step apart.

    Takes the metric `pipeline_progress`, the latest rows of one quarter
    (`is_latest_in_quarter=True`).
    """
    title = "Partners by pipeline stage"
    known = pipeline_progress.dropna(subset=["stage_number"])
    if known.empty:
        return theme.nothing_to_show(title, "No partner is in the pipeline in this quarter.")
    is_overdue = (known["overdue_days"] > 0).fillna(False).astype(bool)
    places = [theme.label(f"{number} {stage}") for number, stage in enumerate(STAGE.members, 1)]
    traces = [
        _stage_bars(known.loc[~is_overdue], places, "next step on time or undated", theme.BLUE),
        _stage_bars(known.loc[is_overdue], places, "next step overdue", theme.ORANGE, "/"),
    ]
    figure = theme.chart(traces, title=title, height=34 * len(places) + 150, has_legend=True)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title_text="partners", rangemode="tozero")
    return theme.by_row(figure, places)


def _tier_bars(counts: pd.DataFrame, kind: str) -> go.Bar:
    is_all = kind == "current"
    values = counts["partners" if is_all else "active_partners"]
    said = [
        f"{wording.count(row.partners)} current, {wording.count(row.active_partners)} active"
        for row in wording.rows_of(counts)
    ]
    return go.Bar(
        x=values,
        y=list(range(len(counts))),
        orientation="h",
        name=kind,
        width=0.46 if is_all else 0.2,
        marker_color=theme.SKY if is_all else theme.BLUE,
        text=said if is_all else None,
        textposition="outside",
        customdata=[theme.label(wording.tier(tier)) for tier in counts["tier"]],
        hovertemplate="%{customdata}: %{x} " + kind + "<extra></extra>",
    )


def _add_range(figure: go.Figure, row: Any, place: int, *, middle: float) -> None:
    """One tier's target range with its verdict, on the side where there is room."""
    if wording.is_missing(row.low_count):
        return
    name, color, dash, shift = _TARGET_SETS.get(
        row.target_set, (row.target_set, theme.GRAY, "dash", 0.36)
    )
    high = row.low_count if wording.is_missing(row.high_count) else row.high_count
    amount = {"short": row.short, "over": row.over}.get(row.status)
    verdict = row.status if amount is None else f"{row.status} {wording.count(amount)}"
    said = f"{name} {wording.count_range(row.low_count, row.high_count)}: {verdict}"
    has_room_right = high <= middle
    figure.add_scatter(
        x=[row.low_count, high],
        y=[place + shift] * 2,
        mode="lines+markers+text",
        line={"color": color, "dash": dash, "width": 2},
        marker={"symbol": "line-ns", "size": 10, "line": {"color": color, "width": 2}},
        text=["", f"  {theme.label(said)}"] if has_room_right else [f"{theme.label(said)}  ", ""],
        textposition="middle right" if has_room_right else "middle left",
        textfont={"size": 11, "color": color},
        showlegend=False,
        hoverinfo="skip",
    )


def _stage_bars(
    rows: pd.DataFrame, places: list[str], name: str, color: str, shape: str = ""
) -> go.Bar:
    sizes = rows["stage_number"].astype(int).value_counts()
    counts = [int(sizes.get(number, 0)) for number in range(1, len(places) + 1)]
    return go.Bar(
        x=counts,
        y=places,
        orientation="h",
        name=name,
        marker={"color": color, "pattern": theme.hatching(shape)},
        text=[str(count) if count else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        hovertemplate="%{y}: %{x} " + name + "<extra></extra>",
    )
