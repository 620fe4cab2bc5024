"""Charts of health: scores, bands, dimensions."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from partner_analytics import wording
from partner_analytics.quarters import previous_quarter
from partner_analytics.showing.charts import theme
from partner_analytics.trackers.vocabularies import DIMENSION

_SCORE_AXIS = {"title_text": "health score (points, 0–100)", "tickvals": [0, 25, 50, 75, 100]}
_NOT_SCORED = "not scored"


def health_bars(
    health_score: pd.DataFrame, partners: pd.DataFrame, health_bands: pd.DataFrame
) -> go.Figure:
    """Each partner's health score of one quarter, best first, band in words.

    Takes the metric `health_score` of one quarter, the partners and `rules.health_bands`.
    The thin line shows where the score could lie if the missing dimensions were rated.
    """
    title = "Health score by partner"
    if health_score.empty:
        return theme.nothing_to_show(title, "No partner was evaluated in this quarter.")
    bands = _bands_of(health_bands, health_score["quarter"].iloc[0])
    colors = theme.band_colors(bands)
    scores = theme.named(health_score, partners).sort_values(
        ["health_score", "partner"], ascending=[False, True], na_position="last"
    )
    verdicts = [_verdict(row) for row in wording.rows_of(scores)]
    bars = go.Bar(
        x=scores["health_score"].fillna(0),
        y=scores["partner"],
        orientation="h",
        marker_color=[colors.get(band, theme.PALE) for band in scores["band"]],
        error_x=_bounds(scores),
        customdata=[
            [verdict, wording.percent(coverage)]
            for verdict, coverage in zip(verdicts, scores["coverage_pct"], strict=True)
        ],
        hovertemplate="%{y}: %{customdata[0]}<br>rated: %{customdata[1]} of the weights"
        "<extra></extra>",
    )
    figure = theme.chart([bars], title=title, height=theme.rows_height(len(scores)), t=72)
    figure.add_trace(theme.row_notes(scores["partner"], verdicts, at=103))
    figure.update_xaxes(range=[0, 130], **_SCORE_AXIS)
    for band in wording.rows_of(bands):
        figure.add_vline(x=band.lower_score, line={"color": theme.GRAY, "dash": "dot", "width": 1})
        middle = (band.lower_score + band.upper_score) / 2
        theme.heading(figure, middle, band.band, color=theme.GRAY)
    return theme.by_row(figure, scores["partner"])


def health_distribution(health_distribution: pd.DataFrame) -> go.Figure:
    """How many partners stand in each band, quarter by quarter.

    Takes the metric `health_distribution`, any number of quarters.
    """
    title = "Partners by health band"
    if health_distribution.empty:
        return theme.nothing_to_show(title, "No quarter has been evaluated yet.")
    ordered = health_distribution.sort_values("band_rank", ascending=False)
    traces = [_band_trace(band, rows) for band, rows in ordered.groupby("band", sort=False)]
    figure = theme.chart(traces, title=title, height=470, has_legend=True)
    figure.update_layout(barmode="stack")
    figure.update_yaxes(title_text="current partners", rangemode="tozero")
    return theme.by_quarter(figure, health_distribution["quarter"])


def health_history(health_score: pd.DataFrame, health_bands: pd.DataFrame) -> go.Figure:
    """One partner's health score over the quarters, on the bands of the latest of them.

    Takes the metric `health_score` of one partner and `rules.health_bands`. A quarter without
    a score is a gap in the line, and says so.
    """
    title = "Health score over the quarters"
    if health_score.empty:
        return theme.nothing_to_show(title, "This partner has not been evaluated yet.")
    scores = theme.every_quarter(health_score)
    line = go.Scatter(
        x=scores["quarter"],
        y=scores["health_score"],
        mode="lines+markers+text",
        line={"color": theme.INK, "width": 2},
        marker={"size": 9},
        text=[wording.score(value) for value in scores["health_score"]],
        textposition="top center",
        textfont={"size": 13},
        connectgaps=False,
        customdata=[
            [_verdict(row), wording.percent(row.coverage_pct)] for row in wording.rows_of(scores)
        ],
        hovertemplate="%{x}: %{customdata[0]}<br>rated: %{customdata[1]} of the weights"
        "<extra></extra>",
    )
    figure = theme.chart([line], title=title, height=340, r=90)
    _add_bands(figure, _bands_of(health_bands, scores["quarter"].iloc[-1]))
    for quarter in scores.loc[scores["health_score"].isna(), "quarter"]:
        figure.add_annotation(
            x=quarter, y=5, text=_NOT_SCORED, showarrow=False, font_color=theme.GRAY
        )
    figure.update_yaxes(range=[0, 111], showgrid=False, **_SCORE_AXIS)
    return theme.by_quarter(figure, scores["quarter"]).update_xaxes(showgrid=False)


def dimension_profile(dimension_ratings: pd.DataFrame, quarter: str) -> go.Figure:
    """One partner's rating in each dimension, this quarter beside the previous one.

    Takes the metric `dimension_ratings` of one partner, any number of quarters.
    """
    before = previous_quarter(quarter)
    title = f"Ratings by dimension, {quarter} and {before}"
    now = dimension_ratings.loc[dimension_ratings["quarter"] == quarter]
    then = dimension_ratings.loc[dimension_ratings["quarter"] == before]
    if now["rating"].notna().sum() == 0:
        return theme.nothing_to_show(title, f"No dimension was rated in {quarter}.")
    profile = wording.in_order(
        now.merge(then, on="dimension", how="outer", suffixes=("", "_before")),
        "dimension",
        DIMENSION.members,
    )
    names = theme.labels(profile["dimension"].map(wording.title))
    moves = go.Scatter(
        x=profile[["rating_before", "rating"]].assign(gap=None).to_numpy().ravel(),
        y=[name for name in names for _ in range(3)],
        mode="lines",
        line={"color": theme.PALE, "width": 5},
        hoverinfo="skip",
        showlegend=False,
    )
    previous = go.Scatter(
        x=profile["rating_before"],
        y=names,
        mode="markers",
        name=before,
        marker={"symbol": "circle-open", "size": 15, "color": theme.GRAY, "line": {"width": 2}},
        hovertemplate=f"%{{y}}<br>{before}: %{{x:.1f}}<extra></extra>",
    )
    current = go.Scatter(
        x=profile["rating"],
        y=names,
        mode="markers+text",
        name=quarter,
        marker={"size": 11, "color": theme.BLUE},
        text=[wording.score(rating) for rating in profile["rating"]],
        textposition="top center",
        customdata=[_spread(row) for row in wording.rows_of(profile)],
        hovertemplate=f"%{{y}}<br>{quarter}: %{{text}}%{{customdata}}<extra></extra>",
    )
    figure = theme.chart([moves, previous, current], title=title, height=330, has_legend=True)
    figure.update_xaxes(title_text="rating (1–5)", range=[0.8, 5.2], tickvals=[1, 2, 3, 4, 5])
    return theme.by_row(figure, names)


def health_drivers(health_drivers: pd.DataFrame) -> go.Figure:
    """What moved one partner's score since the previous quarter, dimension by dimension.

    Takes the metric `health_drivers` of one partner and quarter.
    """
    title = "What moved the health score since the previous quarter"
    known = health_drivers.dropna(subset=["contribution_change_points"])
    if known.empty:
        return theme.nothing_to_show(
            title, "The score cannot be compared with the previous quarter's."
        )
    changes = wording.in_order(known, "dimension", DIMENSION.members)
    values, names = changes["contribution_change_points"], changes["dimension"].map(wording.title)
    bars = go.Bar(
        x=values,
        y=theme.labels(names),
        orientation="h",
        marker_color=[theme.BLUE if value >= 0 else theme.VERMILLION for value in values],
        text=[wording.change(value) for value in values],
        textposition="outside",
        customdata=[
            [wording.score(r.previous_rating), wording.score(r.rating)]
            for r in wording.rows_of(changes)
        ],
        hovertemplate="%{y}: %{text} points"
        "<br>rating %{customdata[0]} → %{customdata[1]}<extra></extra>",
    )
    figure = theme.chart([bars], title=title, height=270)
    reach = max(values.abs().max() * 1.25, 1)
    figure.update_xaxes(
        title_text="change in the health score (points)",
        range=[-reach, reach],
        zeroline=True,
        zerolinecolor=theme.INK,
    )
    return theme.by_row(figure, theme.labels(names))


def _bands_of(health_bands: pd.DataFrame, quarter: str) -> pd.DataFrame:
    bands = health_bands.loc[health_bands["quarter"] == quarter].sort_values("lower_score")
    edges = {name: bands[name].astype("float64") for name in ("lower_score", "upper_score")}
    return bands.assign(**edges)


def _add_bands(figure: go.Figure, bands: pd.DataFrame) -> None:
    """Bands as stripes behind the plot, their names at its right."""
    colors = theme.band_colors(bands)
    for band in wording.rows_of(bands):
        figure.add_hrect(
            y0=band.lower_score,
            y1=band.upper_score,
            fillcolor=colors[band.band],
            opacity=0.16,
            line_width=0,
            layer="below",
        )
        figure.add_annotation(
            x=1.01,
            xref="paper",
            xanchor="left",
            y=(band.lower_score + band.upper_score) / 2,
            text=theme.label(band.band),
            showarrow=False,
        )


def _band_trace(band: object, rows: pd.DataFrame) -> go.Bar:
    shares = [
        wording.rate(row.share_pct, row.partners, row.partners / row.share_pct)
        if row.share_pct
        else wording.percent(row.share_pct)
        for row in wording.rows_of(rows)
    ]
    return go.Bar(
        x=rows["quarter"],
        y=rows["partners"],
        name=theme.label(band),
        marker={
            "color": theme.rank_color(rows["band_rank"].iloc[0]),
            "line": {"color": "white", "width": 1},
        },
        text=[f"{count} {theme.label(band)}" if count else "" for count in rows["partners"]],
        textposition="inside",
        insidetextanchor="middle",
        constraintext="none",
        textfont={"size": 11},
        customdata=shares,
        hovertemplate="%{x}, %{fullData.name}: %{y} partners<br>%{customdata}<extra></extra>",
    )


def _bounds(scores: pd.DataFrame) -> dict[str, object]:
    """Error bars from the lower to the upper bound, where something was not rated."""
    partly = scores["coverage_pct"] < 1
    up = (scores["upper_bound_score"] - scores["health_score"]).where(partly)
    down = (scores["health_score"] - scores["lower_bound_score"]).where(partly)
    # An error of NaN draws nothing, one of zero a stroke.
    return {"array": up, "arrayminus": down, "color": theme.INK, "thickness": 1, "width": 3}


def _verdict(row: Any) -> str:
    if wording.is_missing(row.health_score):
        return _NOT_SCORED
    return f"{wording.score(row.health_score)} {theme.label(row.band)}"


def _spread(row: Any) -> str:
    """What the raters gave, where they differ."""
    if wording.is_missing(row.lowest_rating) or row.lowest_rating == row.highest_rating:
        return ""
    low, high = wording.count(row.lowest_rating), wording.count(row.highest_rating)
    return f" (median; raters gave {low} to {high})"
