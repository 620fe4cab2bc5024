"""Charts of discounts: achieved on what was bought, and as negotiated."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from partner_analytics import wording
from partner_analytics.showing.charts import theme

_ACHIEVED_AXIS = {
    "title_text": "discount achieved (% of list)",
    "tickformat": ".0%",
    "rangemode": "tozero",
}
_READINGS = {
    "list_weighted_pct": "weighted by list value",
    "simple_mean_pct": "simple mean of partners",
    "net_weighted_pct": "weighted by net value",
    "list_over_net_pct": "list over net value, less 1",
}
_WINDOWS = {
    "trailing_4_quarters": ("last four quarters", "solid", "circle"),
    "quarter": ("quarter alone", "dot", "diamond"),
    "year_to_date": ("year to date", "dash", "square"),
}
_NOTHING_BOUGHT = "No order line with a list price in the program's currency is known."


def discount_readings(portfolio_discount: pd.DataFrame) -> go.Figure:
    """The four ways to average the discount, beside the target.

    Takes the metric `portfolio_discount` of one quarter; shows its default window.
    """
    title = "Discount achieved, read four ways"
    window = portfolio_discount.loc[portfolio_discount["is_default"].fillna(False).astype(bool)]
    readings = window[list(_READINGS)].iloc[0].dropna() if len(window) else pd.Series(dtype=float)
    if readings.empty:
        return theme.nothing_to_show(title, _NOTHING_BOUGHT)
    target = window["target_pct"].iloc[0]
    names = [_READINGS[name] for name in readings.index]
    bars = go.Bar(
        x=readings.to_numpy(dtype=float),
        y=names,
        orientation="h",
        marker_color=[theme.BLUE, *[theme.SKY] * (len(readings) - 1)],
        text=[_against(value, target) for value in readings],
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure = theme.chart([bars], title=title, height=270, t=72)
    figure.update_xaxes(**_ACHIEVED_AXIS)
    if not wording.is_missing(target):
        theme.marked_line(figure, target, f"target {wording.percent(target)}")
    return theme.by_row(figure, names)


def discount_history(portfolio_discount: pd.DataFrame) -> go.Figure:
    """The list-weighted discount over the quarters, by window, beside the target.

    Takes the metric `portfolio_discount`, any number of quarters.
    """
    title = "Discount achieved over the quarters"
    known = portfolio_discount.dropna(subset=["list_weighted_pct"]).sort_values("quarter")
    if known.empty:
        return theme.nothing_to_show(title, _NOTHING_BOUGHT)
    traces = [_window_line(known, window) for window in _WINDOWS]
    figure = theme.chart(traces, title=title, has_legend=True)
    targets = known.drop_duplicates("quarter").dropna(subset=["target_pct"])
    figure.add_scatter(
        x=targets["quarter"],
        y=targets["target_pct"],
        name="target",
        mode="lines",
        line={"color": theme.INK, "width": 1, "dash": "longdash"},
        hovertemplate="%{x}, target: %{y:.1%}<extra></extra>",
    )
    # Lines, not bars: a part of the axis tells more of a change than one from zero.
    values = known[["list_weighted_pct", "target_pct"]]
    around = [values.min().min() - 0.05, values.max().max() + 0.05]
    figure.update_yaxes(title_text="discount achieved (% of list)", tickformat=".0%", range=around)
    return theme.by_quarter(figure, known["quarter"])


def discount_by_partner(discount_achievement: pd.DataFrame, partners: pd.DataFrame) -> go.Figure:
    """The discount each partner's orders of one quarter got, highest first.

    Takes the metric `discount_achievement` of one quarter and the partners.
    """
    title = "Discount achieved by partner, on the orders of the quarter"
    known = discount_achievement.dropna(subset=["achieved_pct"])
    if known.empty:
        return theme.nothing_to_show(title, _NOTHING_BOUGHT)
    rows = theme.named(known, partners).sort_values("achieved_pct", ascending=False)
    bars = go.Bar(
        x=rows["achieved_pct"],
        y=rows["partner"],
        orientation="h",
        marker_color=theme.BLUE,
        text=[_share_of_list(row) for row in wording.rows_of(rows)],
        textposition="outside",
        customdata=[wording.plural(lines, "order line") for lines in rows["lines"]],
        hovertemplate="%{y}: %{text}<br>%{customdata}<extra></extra>",
    )
    figure = theme.chart([bars], title=title, height=theme.rows_height(len(rows)), r=100)
    figure.update_xaxes(**_ACHIEVED_AXIS)
    return theme.by_row(figure, rows["partner"])


def effective_discount(effective_discount: pd.DataFrame, partners: pd.DataFrame) -> go.Figure:
    """The discount each partner's terms come to, beside the band of its tier.

    Takes the metric `effective_discount` of one quarter and the partners.
    """
    title = "Negotiated discount against the band of the tier"
    known = effective_discount.dropna(subset=["effective_pct"])
    if known.empty:
        return theme.nothing_to_show(title, "No discount terms are stated.")
    rows = theme.named(known, partners).sort_values(["tier", "partner"])
    rows = rows.assign(place=[_place(row) for row in wording.rows_of(rows)])
    groups = rows.fillna({"status": "no band"}).groupby("status", sort=True)
    figure = theme.chart(
        [_band_lines(rows), *(_status_marks(status, group) for status, group in groups)],
        title=title,
        height=theme.rows_height(len(rows), extra=150),
        has_legend=True,
    )
    shown = rows[["effective_pct", "band_low_pct", "band_high_pct"]]
    lowest, highest = shown.min().min(), shown.max().max()
    room = max(highest - lowest, 0.05)
    notes = [_gap(row) for row in wording.rows_of(rows)]
    figure.add_trace(theme.row_notes(rows["place"], notes, at=highest + 0.05 * room))
    figure.update_xaxes(
        title_text="discount (% of list)",
        tickformat=".0%",
        range=[max(lowest - 0.1 * room, 0), highest + 0.45 * room],
    )
    return theme.by_row(figure, rows["place"])


def discount_course(
    discount_achievement: pd.DataFrame, effective_discount: pd.DataFrame
) -> go.Figure:
    """One partner's discount over the quarters: achieved, negotiated, and the band of its tier.

    Takes the metrics `discount_achievement` and `effective_discount` of one partner.
    """
    title = "Discount over the quarters: achieved and negotiated"
    both = discount_achievement.merge(effective_discount, on="quarter", how="outer")
    known = both.dropna(subset=["achieved_pct", "effective_pct"], how="all")
    if known.empty:
        return theme.nothing_to_show(
            title, "Nothing was bought at a list price and no discount terms are stated."
        )
    rows = theme.every_quarter(known)
    band = go.Bar(
        x=rows["quarter"],
        y=rows["band_high_pct"] - rows["band_low_pct"],
        base=rows["band_low_pct"],
        name="band of the tier",
        marker_color=theme.PALE,
        hoverinfo="skip",
    )
    achieved = _course_line(rows, "achieved_pct", "achieved", theme.BLUE, "circle")
    negotiated = _course_line(rows, "effective_pct", "negotiated", theme.INK, "diamond-open")
    negotiated.update(line_dash="dash", textposition="top center")
    figure = theme.chart([band, achieved, negotiated], title=title, has_legend=True)
    figure.update_yaxes(title_text="discount (% of list)", tickformat=".0%", rangemode="tozero")
    return theme.by_quarter(figure, rows["quarter"])


def _course_line(rows: pd.DataFrame, name: str, said: str, color: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=rows["quarter"],
        y=rows[name],
        name=said,
        mode="lines+markers+text",
        text=[wording.percent(value) for value in rows[name]],
        textposition="bottom center",
        line_color=color,
        marker={"symbol": symbol, "size": 10},
        hovertemplate="%{x}, " + said + ": %{text}<extra></extra>",
    )


def _window_line(known: pd.DataFrame, window: str) -> go.Scatter:
    name, dash, symbol = _WINDOWS[window]
    line = known.loc[known["window"] == window]
    line = theme.every_quarter(line) if len(line) else line
    return go.Scatter(
        x=line["quarter"],
        y=line["list_weighted_pct"],
        name=name,
        mode="lines+markers+text" if window == "trailing_4_quarters" else "lines+markers",
        text=[wording.percent(value) for value in line["list_weighted_pct"]],
        textposition="bottom center",
        line_dash=dash,
        marker={"symbol": symbol, "size": 9},
        customdata=[wording.count(count) for count in line["partners"]],
        hovertemplate="%{x}, " + name + ": %{text}<br>partners: %{customdata}<extra></extra>",
    )


def _band_lines(rows: pd.DataFrame) -> go.Scatter:
    """A thick line per partner; a missing value after each band ends it."""
    edges = rows.assign(end=None)[["band_low_pct", "band_high_pct", "end"]]
    return go.Scatter(
        x=edges.to_numpy().ravel(),
        y=[place for place in rows["place"] for _ in range(3)],
        mode="lines",
        line={"color": theme.PALE, "width": 10},
        name="band of the tier",
        hoverinfo="skip",
    )


def _status_marks(status: Any, rows: pd.DataFrame) -> go.Scatter:
    color, symbol = theme.mark(status)
    return go.Scatter(
        x=rows["effective_pct"],
        y=rows["place"],
        mode="markers",
        name=str(status),
        marker={"color": color, "symbol": symbol, "size": 11},
        customdata=[
            [wording.percent(row.effective_pct), _terms(row)] for row in wording.rows_of(rows)
        ],
        hovertemplate="%{y}: %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )


def _against(value: float, target: Any) -> str:
    if wording.is_missing(target):
        return wording.percent(value)
    # Noise of floats must not put 30% below a target of 30%.
    is_met = wording.rounded(value, 9) >= wording.rounded(target, 9)
    return f"{wording.percent(value)}, {'at target' if is_met else 'below target'}"


def _share_of_list(row: Any) -> str:
    list_value = wording.compact_money(row.list_usd)
    return theme.label(f"{wording.percent(row.achieved_pct)} of {list_value}")


def _place(row: Any) -> str:
    return f"{row.partner} · {theme.label(wording.tier(row.tier))}"


def _gap(row: Any) -> str:
    shown = wording.percent(row.effective_pct)
    if wording.is_missing(row.gap_pp) or not row.gap_pp:
        return shown
    return f"{shown} ({wording.points(row.gap_pp)})"


def _terms(row: Any) -> str:
    parts = (("base", row.base_pct), ("volume", row.volume_pct), ("growth", row.growth_pct))
    stated = [f"{name} {wording.percent(v)}" for name, v in parts if not wording.is_missing(v)]
    band = wording.percent_range(row.band_low_pct, row.band_high_pct)
    return f"{' + '.join(stated)}<br>band {band}"
