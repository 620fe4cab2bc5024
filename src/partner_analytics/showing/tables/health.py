"""Tables of health: scores, trends, dimensions."""

import pandas as pd
from great_tables import GT

from partner_analytics import wording
from partner_analytics.showing.tables.table_style import Column, figures, sparkline, table
from partner_analytics.trackers.vocabularies import DIMENSION

_SHOWN_DIFFERENCE = 0.05  # points; less rounds to 0.0


def health(
    health_score: pd.DataFrame,
    health_trend: pd.DataFrame,
    partners: pd.DataFrame,
    quarter: str,
) -> GT:
    """Each partner's score, band and trend in a quarter, with the course of the score.

    Takes the metrics `health_score` (all quarters, for the course) and `health_trend`, and the
    partners.
    """
    trend = health_trend.loc[health_trend["quarter"] == quarter]
    scores = wording.with_names(health_score.loc[health_score["quarter"] == quarter], partners)
    courses = _courses(health_score.loc[health_score["quarter"] <= quarter])
    trends = trend[["partner_id", "trend", "change_points", "null_reason"]]
    rows = scores.merge(trends, on="partner_id", how="left", suffixes=("", "_trend"))
    rows = rows.sort_values(
        ["health_score", "partner"], ascending=[False, True], na_position="last"
    )
    return table(
        rows.assign(
            band=rows["band"].fillna(rows["null_reason"]),
            trend=rows["trend"].fillna(rows["null_reason_trend"]),
            course=[courses.get(partner, "") for partner in rows["partner_id"]],
        ),
        [
            Column("partner", "Partner"),
            figures("health_score", "Health score", wording.score),
            Column("band", "Band"),
            Column("trend", "Trend", wording.status),
            figures("change_points", "Change (points)", wording.change),
            figures("coverage_pct", "Rated", wording.percent),
            Column("course", "Course", str, is_markup=True),
        ],
        title=f"Health by partner, {quarter}",
        note="Rated: share of the weights that were rated. The change compares the dimensions "
        "rated in both quarters, by this quarter's rules.",
        empty="No partner was evaluated in this quarter.",
    )


def distribution(health_distribution: pd.DataFrame, quarter: str) -> GT:
    """How many partners stand in each band, best first.

    Takes the metric `health_distribution`.
    """
    rows = health_distribution.loc[health_distribution["quarter"] == quarter]
    rows = rows.sort_values("band_rank", ascending=False)
    whole = rows["partners"].sum()
    shares = [wording.rate(r.share_pct, r.partners, whole) for r in wording.rows_of(rows)]
    return table(
        rows.assign(share=shares),
        [
            Column("band", "Band"),
            figures("partners", "Partners", wording.count),
            figures("share", "Share", wording.text),
        ],
        title=f"Partners by health band, {quarter}",
        empty="No partner is current in this quarter.",
    )


def dimensions(health_drivers: pd.DataFrame, dimension_ratings: pd.DataFrame) -> GT:
    """One partner's dimensions: rating, raters, and what each did to the score.

    Takes the metrics `health_drivers` and `dimension_ratings` of one partner and quarter.
    """
    raters = dimension_ratings[["dimension", "raters", "lowest_rating", "highest_rating"]]
    rows = health_drivers.merge(raters, on="dimension", how="left")
    rows = wording.in_order(rows, "dimension", DIMENSION.members)
    spread = [wording.count_range(r.lowest_rating, r.highest_rating) for r in wording.rows_of(rows)]
    return table(
        rows.assign(spread=spread),
        [
            Column("dimension", "Dimension", wording.title),
            figures("rating", "Rating (1–5)", wording.score),
            figures("previous_rating", "Previous quarter", wording.score),
            figures("contribution_change_points", "Effect on score (points)", wording.change),
            figures("raters", "Raters", wording.count),
            figures("spread", "Raters gave", wording.text),
        ],
        title="Evaluation by dimension",
        note=""
        if len(rows) < len(DIMENSION.members)
        else "The rating is the median of the raters'. The effects sum to the change in score.",
        empty="No dimension was rated in this quarter.",
    )


def typed_scores(health_typed: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """Scores or trends typed by hand that are not the computed ones.

    Takes the metric `health_typed` of one quarter and the partners.
    """
    typed = wording.with_names(health_typed, partners).dropna(subset=["typed_health_score"])
    agrees = (typed["difference_points"].abs() < _SHOWN_DIFFERENCE) & (
        typed["typed_trend"].eq(typed["trend"]) | typed["typed_trend"].isna()
    )
    agreeing = int(agrees.fillna(False).sum())
    rows = typed.loc[~agrees.fillna(False).astype(bool)]
    return table(
        rows.sort_values("difference_points", key=abs, ascending=False, na_position="last"),
        [
            Column("partner", "Partner"),
            figures("typed_health_score", "Typed score", wording.score),
            figures("health_score", "Computed score", wording.score),
            figures("difference_points", "Difference", wording.change),
            Column("typed_trend", "Typed trend", wording.status),
            Column("trend", "Computed trend", wording.status),
        ],
        title="Scorecards typed by hand that differ from the computed scores",
        note=f"{wording.plural(agreeing, 'other scorecard agrees', 'other scorecards agree')}.",
        empty="No scorecard was typed by hand."
        if typed.empty
        else "No scorecard typed by hand differs from the computed score.",
    )


def _courses(health_score: pd.DataFrame) -> dict[str, str]:
    """A sparkline per partner; a quarter without a row is a gap like one without a score."""
    wide = health_score.pivot(index="partner_id", columns="quarter", values="health_score")
    return {
        str(partner): sparkline([None if wording.is_missing(v) else float(v) for v in course])
        for partner, course in zip(wide.index, wide.sort_index(axis=1).to_numpy(), strict=True)
    }
