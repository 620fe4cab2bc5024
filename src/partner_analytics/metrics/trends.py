"""Where partners' health is heading since the quarter before, and what drove it."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.health import POINTS_PER_RATING, all_weights, points, weights
from partner_analytics.metrics.rules import (
    PERCENT_PLACES,
    added,
    addends,
    against_previous_quarter,
    number,
    ratio,
    settle,
    whole,
)

_TEXT_NULL = nw.lit(None, dtype=nw.String)


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "trend": "New, Improving, Stable or Declining",
        "change_points": "current less previous score, points",
        "previous_quarter": "quarter compared with",
        "previous_score": "score of the previous quarter by this quarter's rules and the "
        "dimensions rated in both, 0-100",
        "current_score": "score of this quarter over the dimensions rated in both, 0-100",
        "comparable_pct": "share of the weights rated in both quarters, fraction",
        "null_reason": "why there is no trend",
    },
)
def health_trend(
    dimension_ratings: Frame,
    health_score: Frame,
    health_weights: Frame,
    health_rules: Frame,
    quarters: Frame,
) -> Frame:
    """Where a partner's health is heading since the quarter before, like for like.

    Source:  dimension_ratings, both quarters under this quarter's rules; S000-12, D-04, D-60.
    NULL:    trend, without a score this quarter or last, or where the dimensions rated in both
             quarters carry too little of the weights; New only if never rated before.
    """
    weight = nw.col("weight")
    parts = addends(
        now_sum=nw.col("rating") * weight,
        before_sum=nw.col("previous_rating") * weight,
    )
    both = (
        _compared_ratings(dimension_ratings, health_weights, quarters)
        .filter(~nw.col("previous_rating").is_null() & ~nw.col("rating").is_null())
        .with_columns(**parts)
        .group_by("partner_id", "quarter")
        .agg(weight.sum().alias("both_weight"), nw.col(*parts).sum())
        .with_columns(now_sum=added("now_sum"), before_sum=added("before_sum"))
    )
    compared = (
        against_previous_quarter(
            health_score.select("partner_id", "quarter", "health_score"),
            quarters,
            ("health_score",),
        )
        .join(both, on=["partner_id", "quarter"], how="left")
        .join(_first_rated(dimension_ratings), on="partner_id", how="left")
        .join(all_weights(health_weights), on="quarter", how="left")
        .join(_rules_of_trends(health_rules), on="quarter", how="left")
        .with_columns(
            comparable_pct=ratio(nw.col("both_weight").fill_null(0.0), "all_weight"),
        )
        .with_columns(null_reason=_why_no_trend())
    )
    is_compared = nw.col("null_reason").is_null() & (nw.col("first_rated") != nw.col("quarter"))
    return (
        compared.with_columns(is_compared=is_compared.fill_null(False))
        .with_columns(
            previous_score=_where_compared(points("before_sum", "both_weight", "rating_scale")),
            current_score=_where_compared(points("now_sum", "both_weight", "rating_scale")),
            change_points=_where_compared(
                # One division of whole numbers: a change of exactly five points stays one.
                ratio((nw.col("now_sum") - nw.col("before_sum")) * _per_rating(), "both_weight")
            ),
            comparable_pct=nw.when(
                ~nw.col("health_score").is_null() & ~nw.col("previous_health_score").is_null()
            ).then(nw.col("comparable_pct")),
        )
        .with_columns(trend=_trend())
    )


@metric(
    grain=("partner_id", "quarter", "dimension"),
    columns={
        "rating": "rating of this quarter, 1-5",
        "previous_rating": "rating of the previous quarter, 1-5",
        "contribution_change_points": "what the dimension adds to the change in score, points",
    },
)
def health_drivers(
    dimension_ratings: Frame,
    health_trend: Frame,
    health_weights: Frame,
    health_rules: Frame,
    quarters: Frame,
) -> Frame:
    """What each dimension did to the change in score; the contributions sum to the change.

    Source:  dimension_ratings, health_trend; D-04.
    NULL:    contribution_change_points, where the change is, or the dimension was not rated in
             both quarters.
    """
    in_both = ~nw.col("rating").is_null() & ~nw.col("previous_rating").is_null()
    is_known = in_both & ~nw.col("change_points").is_null()
    difference = (nw.col("rating") - nw.col("previous_rating")) * nw.col("weight")
    return (
        _compared_ratings(dimension_ratings, health_weights, quarters)
        .with_columns(
            compared_weight=nw.when(in_both).then(nw.col("weight")).otherwise(nw.lit(0.0))
        )
        .with_columns(both_weight=nw.col("compared_weight").sum().over("partner_id", "quarter"))
        .join(
            health_trend.select("partner_id", "quarter", "change_points"),
            on=["partner_id", "quarter"],
            how="left",
        )
        .join(_rules_of_trends(health_rules), on="quarter", how="left")
        .with_columns(
            contribution_change_points=nw.when(is_known).then(
                ratio(difference * _per_rating(), "both_weight")
            )
        )
    )


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "previous_band": "health band of the previous quarter",
        "band": "health band of this quarter",
        "direction": "up or down",
        "change_points": "like-for-like change in score, points",
        "leading_dimension": "dimension that moved the score most in that direction",
        "leading_change_points": "what that dimension added to the change, points",
    },
)
def band_moves(
    health_score: Frame,
    health_trend: Frame,
    health_drivers: Frame,
    health_bands: Frame,
    quarters: Frame,
) -> Frame:
    """The partners whose band is another than in the previous quarter, and what led the move.

    Source:  health_score of both quarters, health_drivers; of dimensions that moved the score
             equally, the first by name.
    NULL:    change and leading dimension, where the two quarters are not comparable; leading
             dimension, where new weights moved the band and no rating did.
    """
    ranks = health_bands.select("quarter", "band", rank=whole("band_rank"))
    previous_ranks = ranks.rename(
        {"quarter": "previous_quarter", "band": "previous_band", "rank": "previous_rank"}
    )
    is_up = nw.col("rank") > nw.col("previous_rank")
    moves = (
        against_previous_quarter(
            health_score.select("partner_id", "quarter", "band"), quarters, ("band",)
        )
        .join(ranks, on=["quarter", "band"])
        .join(previous_ranks, on=["previous_quarter", "previous_band"])
        .filter(nw.col("rank") != nw.col("previous_rank"))
        .with_columns(direction=nw.when(is_up).then(nw.lit("up")).otherwise(nw.lit("down")))
    )
    changes = health_trend.select("partner_id", "quarter", "change_points")
    return moves.join(changes, on=["partner_id", "quarter"], how="left").join(
        _leading(health_drivers),
        on=["partner_id", "quarter", "direction"],
        how="left",
    )


def _leading(health_drivers: Frame) -> Frame:
    """The largest gain (up) and the largest loss (down) of each partner and quarter."""
    change = nw.col("contribution_change_points")
    moved = health_drivers.filter(change != 0).with_columns(
        direction=nw.when(change > 0).then(nw.lit("up")).otherwise(nw.lit("down")),
        size=change.abs(),
    )
    key = ["partner_id", "quarter", "direction"]
    return (
        moved.with_columns(largest=nw.col("size").max().over(*key))
        .filter(nw.col("size") == nw.col("largest"))
        .group_by(*key)
        .agg(
            nw.col("dimension").min().alias("leading_dimension"),
            change.max().alias("leading_change_points"),
        )
    )


def _compared_ratings(dimension_ratings: Frame, health_weights: Frame, quarters: Frame) -> Frame:
    """A row per rated dimension of the program, with its weight and the rating of before."""
    return against_previous_quarter(
        dimension_ratings.select("partner_id", "quarter", "dimension", "rating"),
        quarters,
        ("rating",),
        by=("partner_id", "dimension"),
    ).join(weights(health_weights), on=["quarter", "dimension"])


def _rules_of_trends(health_rules: Frame) -> Frame:
    return health_rules.select(
        "quarter",
        "rating_scale",
        trend_points=number("trend_points"),
        comparable_floor_pct=number("comparable_floor_pct"),
    )


def _first_rated(dimension_ratings: Frame) -> Frame:
    return (
        dimension_ratings.filter(~nw.col("rating").is_null())
        .group_by("partner_id")
        .agg(nw.col("quarter").min().alias("first_rated"))
    )


def _per_rating() -> nw.Expr:
    """Points one rating is worth."""
    return (
        nw.when(nw.col("rating_scale") == "min_max")
        .then(nw.lit(POINTS_PER_RATING["min_max"]))
        .when(nw.col("rating_scale") == "times_20")
        .then(nw.lit(POINTS_PER_RATING["times_20"]))
    )


def _where_compared(score: nw.Expr) -> nw.Expr:
    return nw.when(nw.col("is_compared")).then(score)


def _why_no_trend() -> nw.Expr:
    is_comparable = settle("comparable_pct", PERCENT_PLACES) >= settle(
        "comparable_floor_pct", PERCENT_PLACES
    )
    return (
        nw.when(nw.col("health_score").is_null())
        .then(nw.lit("no score this quarter"))
        .when(nw.col("first_rated") == nw.col("quarter"))
        .then(_TEXT_NULL)
        .when(nw.col("previous_health_score").is_null())
        .then(nw.lit("no score last quarter"))
        .when(~is_comparable.fill_null(False))
        .then(nw.lit("not comparable"))
    )


def _trend() -> nw.Expr:
    change, points = nw.col("change_points"), nw.col("trend_points")
    return (
        nw.when(nw.col("null_reason").is_null() & (nw.col("first_rated") == nw.col("quarter")))
        .then(nw.lit("New"))
        .when(change >= points)
        .then(nw.lit("Improving"))
        .when(change <= -points)
        .then(nw.lit("Declining"))
        .when(~change.is_null())
        .then(nw.lit("Stable"))
    )
