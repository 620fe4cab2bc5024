"""How partners are rated, the health score, its trend, and what drove it."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    PERCENT_PLACES,
    added,
    addends,
    band_of,
    latest_in_quarter,
    number,
    ratio,
    settle,
    whole,
)

LOWEST_RATING, HIGHEST_RATING = 1, 5
POINTS_PER_RATING = {"times_20": 20, "min_max": 25}
NOT_SCORED = "Not scored"


@metric(
    grain=("partner_id", "quarter", "dimension"),
    columns={
        "rating": "median of the raters' ratings, 1-5; NULL where nobody rated",
        "raters": "number of ratings",
        "lowest_rating": "lowest rating, 1-5",
        "highest_rating": "highest rating, 1-5",
    },
    ranges=dict.fromkeys(
        ("rating", "lowest_rating", "highest_rating"), (LOWEST_RATING, HIGHEST_RATING)
    ),
)
def dimension_ratings(evaluations: Frame) -> Frame:
    """Ratings of a partner in a quarter, several raters taken together by their median.

    Source:  evaluations ("Rating (1-5)"), each rater's last of the dimension; S000-11, D-05, D-68.
    NULL:    rating, lowest_rating and highest_rating, where nobody rated.
    """
    rating = nw.col("rating")
    return (
        latest_in_quarter(evaluations, "partner_id", "rater", "dimension")
        .with_columns(rating=number("rating"))
        .group_by("partner_id", "quarter", "dimension")
        .agg(
            rating.median(),
            rating.count().alias("raters"),
            rating.min().alias("lowest_rating"),
            rating.max().alias("highest_rating"),
        )
    )


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "health_score": "weighted rating as points, 0-100",
        "band": "health band of the score",
        "weighted_rating": "weighted mean of the ratings, 1-5",
        "coverage_pct": "share of the weights that were rated, fraction",
        "lower_bound_score": "score if all that is not rated were rated 1, 0-100",
        "upper_bound_score": "score if all that is not rated were rated 5, 0-100",
        "null_reason": "why there is no score",
        "other_scale_score": "score on the other rating scale (D-01), 0-100",
        "other_scale_band": "band on the other rating scale",
        "rules_id": "rules the weights come from",
    },
    ranges={
        "coverage_pct": (0, 1),
        "weighted_rating": (LOWEST_RATING, HIGHEST_RATING),
        **dict.fromkeys(
            ("health_score", "lower_bound_score", "upper_bound_score", "other_scale_score"),
            (0, 100),
        ),
    },
)
def health_score(
    dimension_ratings: Frame, health_weights: Frame, health_rules: Frame, health_bands: Frame
) -> Frame:
    """Health of a partner in a quarter: the weighted rating over what was rated, 0-100.

    Source:  dimension_ratings; S000-11, G-04, G-05, D-01 to D-03, D-73.
    NULL:    score, band, weighted rating and both on the other scale, where less of the weights
             was rated than the coverage floor ("insufficient data") or no rules are in force.
    """
    weighted = _weighted_ratings(dimension_ratings, health_weights)
    missing = nw.col("all_weight") - nw.col("rated_weight")
    is_rated = settle("coverage_pct", PERCENT_PLACES) >= settle(
        "coverage_floor_pct", PERCENT_PLACES
    )
    scored = (
        weighted.join(_rules_of_scores(health_rules), on="quarter", how="left")
        .with_columns(coverage_pct=ratio("rated_weight", "all_weight"))
        .with_columns(is_rated=is_rated.fill_null(False))
        .with_columns(
            weighted_rating=_where_rated(ratio("rating_sum", "rated_weight")),
            health_score=_where_rated(points("rating_sum", "rated_weight", "rating_scale")),
            other_scale_score=_where_rated(points("rating_sum", "rated_weight", "other_scale")),
            lowest_sum=nw.col("rating_sum") + missing * LOWEST_RATING,
            highest_sum=nw.col("rating_sum") + missing * HIGHEST_RATING,
        )
        .with_columns(
            lower_bound_score=points("lowest_sum", "all_weight", "rating_scale"),
            upper_bound_score=points("highest_sum", "all_weight", "rating_scale"),
            null_reason=nw.when(nw.col("all_weight").is_null() | nw.col("rating_scale").is_null())
            .then(nw.lit("no rules for the quarter"))
            .when(~nw.col("is_rated"))
            .then(nw.lit("insufficient data")),
        )
    )
    banded = band_of(scored, health_bands, "health_score", "band")
    return band_of(banded, health_bands, "other_scale_score", "other_scale_band")


@metric(
    grain=("quarter", "band"),
    columns={
        "band_rank": "place of the band, 1 the lowest; 0 for Not scored",
        "partners": "current partners in the band",
        "share_pct": "share of all current partners, fraction",
    },
)
def health_distribution(current_partners: Frame, health_score: Frame, health_bands: Frame) -> Frame:
    """How the current partners spread over the health bands; every band has a row.

    Source:  current_partners, health_score; S000-17, D-71.
    NULL:    never; partners without a score count as Not scored.
    """
    partners = current_partners.select("partner_id", "quarter").join(
        health_score.select("partner_id", "quarter", "band"),
        on=["partner_id", "quarter"],
        how="left",
    )
    counted = (
        partners.with_columns(band=nw.col("band").fill_null(NOT_SCORED), partners=nw.lit(1))
        .group_by("quarter", "band")
        .agg(nw.col("partners").sum())
    )
    all_partners = counted.group_by("quarter").agg(nw.col("partners").sum().alias("all_partners"))
    bands = nw.concat(
        [
            health_bands.select("quarter", "band", band_rank=whole("band_rank")),
            all_partners.select(
                "quarter", nw.lit(NOT_SCORED).alias("band"), whole(nw.lit(0)).alias("band_rank")
            ),
        ]
    )
    return (
        bands.join(all_partners, on="quarter")
        .join(counted, on=["quarter", "band"], how="left")
        .with_columns(partners=whole(nw.col("partners").fill_null(0)))
        .with_columns(share_pct=ratio("partners", "all_partners"))
    )


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "typed_health_score": "health score as typed by hand, 0-100",
        "health_score": "health score as computed, 0-100",
        "difference_points": "computed less typed score, points",
        "typed_band": "band of the score as typed",
        "band": "band of the score as computed",
        "typed_trend": "trend as typed by hand",
        "trend": "trend as computed",
    },
)
def health_typed(
    scorecards: Frame, health_score: Frame, health_trend: Frame, health_bands: Frame
) -> Frame:
    """Scores and trends typed into the scorecard, beside the computed ones.

    Source:  scorecards ("Overall Health Score", "Trend"), last snapshot of the quarter; S000-12.
    NULL:    difference_points, where either score is missing; a band, where its score is.
    """
    key = ["partner_id", "quarter"]
    typed = latest_in_quarter(scorecards, "partner_id").select(
        *key, "typed_trend", typed_health_score=number("typed_health_score")
    )
    return (
        band_of(typed, health_bands, "typed_health_score", "typed_band")
        .join(health_score.select(*key, "health_score", "band"), on=key, how="left")
        .join(health_trend.select(*key, "trend"), on=key, how="left")
        .with_columns(difference_points=nw.col("health_score") - nw.col("typed_health_score"))
    )


def _weighted_ratings(dimension_ratings: Frame, health_weights: Frame) -> Frame:
    """A row per partner and quarter: what was rated and all there is, in weights."""
    weight = nw.col("weight")
    parts = addends(rating_sum=nw.col("rating") * weight)
    sums = (
        dimension_ratings.filter(~nw.col("rating").is_null())
        .join(weights(health_weights), on=["quarter", "dimension"])
        .with_columns(**parts)
        .group_by("partner_id", "quarter")
        .agg(weight.sum().alias("rated_weight"), nw.col(*parts).sum())
        .with_columns(rating_sum=added("rating_sum"))
    )
    return (
        dimension_ratings.select("partner_id", "quarter")
        .unique()
        .join(sums, on=["partner_id", "quarter"], how="left")
        .with_columns(nw.col("rated_weight", "rating_sum").fill_null(0.0))
        .join(all_weights(health_weights), on="quarter", how="left")
    )


def weights(health_weights: Frame) -> Frame:
    """The weight of each dimension by quarter."""
    return health_weights.select("quarter", "dimension", weight=number("weight"))


def all_weights(health_weights: Frame) -> Frame:
    """What the weights of a quarter sum to, and the rules they come from."""
    return (
        health_weights.select("quarter", "rules_id", all_weight=number("weight"))
        .group_by("quarter")
        .agg(nw.col("all_weight").sum(), nw.col("rules_id").min())
    )


def _rules_of_scores(health_rules: Frame) -> Frame:
    is_times_20 = nw.col("rating_scale") == "times_20"
    return health_rules.select(
        "quarter",
        "rating_scale",
        coverage_floor_pct=number("coverage_floor_pct"),
        other_scale=nw.when(is_times_20)
        .then(nw.lit("min_max"))
        .when(nw.col("rating_scale") == "min_max")
        .then(nw.lit("times_20")),
    )


def points(rating_sum: str, weight: str, scale: str) -> nw.Expr:
    """Sum of weighted ratings as a score, 0-100.

    Whole weights times ratings are exact, and there is one division only: 3, 3, 5, 3, 4 is 70,
    not 69.99999999999999 (G-04).
    """
    above_lowest = nw.col(rating_sum) - nw.col(weight) * LOWEST_RATING
    return (
        nw.when(nw.col(scale) == "times_20")
        .then(ratio(nw.col(rating_sum) * POINTS_PER_RATING["times_20"], weight))
        .when(nw.col(scale) == "min_max")
        .then(ratio(above_lowest * POINTS_PER_RATING["min_max"], weight))
    )


def _where_rated(score: nw.Expr) -> nw.Expr:
    return nw.when(nw.col("is_rated")).then(score)
