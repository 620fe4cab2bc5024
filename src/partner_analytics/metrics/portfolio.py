"""The portfolio as a whole: its composition, its headline figures, what needs a decision."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    CENTS,
    RATIO_PLACES,
    UNTIERED,
    count_where,
    current_target,
    number,
    ratio,
    settle,
    target_status,
    whole,
)

UNCATEGORIZED = "uncategorized"
HEALTHY_BAND = "Healthy"

# What weighs heaviest comes first.
SEVERITY = {
    "at risk": 1,
    "declining": 2,
    "behind commitment": 3,
    "discount below band": 4,
    "overdue step": 5,
    "not rated": 6,
}


@metric(
    grain=("quarter", "category", "tier", "stage_number"),
    columns={
        "stage": "pipeline stage",
        "partners": "current partners",
        "active_partners": "those in the active stage",
    },
)
def portfolio_composition(current_partners: Frame) -> Frame:
    """Current partners by category, tier and stage; the margins sum to all of them.

    Source:  current_partners; S000-17.
    NULL:    never; what is not stated counts as uncategorized or untiered.
    """
    return (
        current_partners.with_columns(
            category=nw.col("category").fill_null(UNCATEGORIZED),
            tier=nw.col("tier").fill_null(UNTIERED),
            partners=nw.lit(1),
            active_partners=count_where(nw.col("is_active")),
        )
        .group_by("quarter", "category", "tier", "stage_number", "stage")
        .agg(nw.col("partners", "active_partners").sum())
        .with_columns(whole("partners"), whole("active_partners"))
    )


@metric(
    grain=("quarter", "partner_id", "decision"),
    columns={
        "value": "what was found; in points, fraction or days, as the decision has it",
        "threshold": "from where on it needs a decision",
        "severity_rank": "place in the order of severity, 1 the severest",
    },
)
def decisions(
    current_partners: Frame,
    health_score: Frame,
    health_trend: Frame,
    commitment_attainment: Frame,
    effective_discount: Frame,
    pipeline_progress: Frame,
    decision_rules: Frame,
) -> Frame:
    """What needs a decision: current partners on the wrong side of a threshold.

    Source:  the metrics named like the decisions; decision_rules; S001-26, D-71. Only partners in
             the active stage are looked for as not rated.
    NULL:    value of "not rated", where there is no evaluation at all.
    """
    key = ["quarter", "partner_id"]
    partners = current_partners.select(*key, "is_active")
    scores = partners.join(
        health_score.select(*key, "health_score", "coverage_pct"), on=key, how="left"
    )
    not_rated = scores.filter(nw.col("is_active") & nw.col("health_score").is_null())
    latest = pipeline_progress.filter(nw.col("is_latest_in_quarter"))
    found = nw.concat(
        [
            _candidates("at risk", scores, "health_score"),
            _candidates("declining", health_trend, "change_points"),
            _candidates("behind commitment", commitment_attainment, "pace_index"),
            _candidates("discount below band", effective_discount, "gap_pp"),
            _candidates("overdue step", latest, "overdue_days"),
            _candidates("not rated", not_rated, "coverage_pct"),
        ]
    )
    thresholds = decision_rules.select("quarter", "decision", threshold=number("threshold"))
    return (
        found.join(partners.select(*key), on=key)
        .join(thresholds, on=["quarter", "decision"])
        .filter(_needs_decision())
    )


@metric(
    grain=("quarter",),
    columns={
        "partners": "current partners; NULL without a pipeline tracker",
        "active_partners": "those in the active stage",
        "scored_partners": "current partners with a health score",
        "mean_health_score": "mean score of the scored partners, 0-100",
        "healthy_partners": "scored partners in the band Healthy or above, if there is one",
        "healthy_pct": "healthy as a fraction of the scored partners",
        "healthy_target_pct": "share of healthy partners aimed at, fraction",
        "healthy_status": "met, near (90% or more), missed or not targeted",
        "discount_achieved_pct": "saved by list value over the trailing 4 quarters, fraction",
        "discount_target_pct": "discount aimed at, fraction",
        "saved_ytd_usd": "saved against list value in the year so far, USD",
        "ytd_volume_usd": "net volume of the year so far, partners with commitment and volume, USD",
        "commitment_usd": "net volume committed for the year, the same partners, USD",
        "commitment_attainment_pct": "volume as a fraction of the commitments",
        "overdue_steps": "current partners whose next step is overdue",
        "return_multiple": "expected benefit by cost, all benefits, mid of the ranges",
        "decisions": "decisions waiting",
        "discount_status": "met, near (90% or more), missed or not targeted",
        "committed_partners": "partners with commitment and volume",
        "saved_ytd_realized_usd": "the part of saved_ytd_usd that order lines show, USD",
        "partial_savings_partners": "partners whose order lines show only part of the year",
    },
)
def portfolio_summary(  # noqa: PLR0913 (its arguments are what it sums up)
    quarters: Frame,
    current_partners: Frame,
    health_score: Frame,
    health_bands: Frame,
    portfolio_targets: Frame,
    portfolio_discount: Frame,
    savings: Frame,
    commitment_attainment: Frame,
    pipeline_progress: Frame,
    program_return: Frame,
    decisions: Frame,
) -> Frame:
    """The quarter's headline figures, one row a quarter.

    Source:  the metrics it names; S000-17, D-07, D-34, D-71.
    NULL:    each figure, where the quarter has no data for it.
    """
    healthy_target = current_target(portfolio_targets, "healthy_partners_pct", "healthy_target_pct")
    parts = [
        _partner_counts(current_partners, health_score, health_bands),
        healthy_target,
        _discount(portfolio_discount),
        _saved(savings),
        _commitments(commitment_attainment),
        _overdue(current_partners, pipeline_progress),
        program_return.filter((nw.col("benefits") == "all") & (nw.col("corner") == "mid")).select(
            "quarter", "return_multiple"
        ),
        decisions.with_columns(decisions=nw.lit(1))
        .group_by("quarter")
        .agg(nw.col("decisions").sum())
        .with_columns(whole("decisions")),
    ]
    summary = quarters.select("quarter")
    for part in parts:
        summary = summary.join(part, on="quarter", how="left")
    has_partners = ~nw.col("partners").is_null()
    return summary.with_columns(
        healthy_status=target_status(
            "healthy_pct", "healthy_target_pct", "is_strict", "is_ceiling"
        ),
        decisions=nw.when(has_partners).then(nw.col("decisions").fill_null(0)),
    )


def _candidates(decision: str, found: Frame, value: str) -> Frame:
    """What a metric found of each partner, as a candidate for a decision."""
    rows = found if decision == "not rated" else found.filter(~nw.col(value).is_null())
    return rows.select(
        "quarter",
        "partner_id",
        nw.lit(decision).alias("decision"),
        number(value).alias("value"),
        nw.lit(SEVERITY[decision]).alias("severity_rank"),
    )


def _needs_decision() -> nw.Expr:
    """Whether the value lies on the wrong side; a loss may be declared with or without sign."""
    decision = nw.col("decision")
    value, threshold = settle("value", RATIO_PLACES), settle("threshold", RATIO_PLACES)
    loss = -threshold.abs()
    return (
        (decision.is_in(["at risk", "behind commitment"]) & (value < threshold))
        | ((decision == "declining") & (value <= loss))
        | ((decision == "discount below band") & (value < loss))
        | ((decision == "overdue step") & (value > threshold))
        | (decision == "not rated")
    )


def _partner_counts(current_partners: Frame, health_score: Frame, health_bands: Frame) -> Frame:
    healthy_from = health_bands.filter(nw.col("band") == HEALTHY_BAND).select(
        "quarter", healthy_from=number("lower_score")
    )
    key = ["partner_id", "quarter"]
    score = nw.col("health_score")
    return (
        current_partners.select(*key, "is_active")
        .join(health_score.select(*key, "health_score"), on=key, how="left")
        .join(healthy_from, on="quarter", how="left")
        .with_columns(
            partners=nw.lit(1),
            active_partners=count_where(nw.col("is_active")),
            scored_partners=count_where(~score.is_null()),
            healthy_partners=count_where(score >= nw.col("healthy_from")),
        )
        .group_by("quarter")
        .agg(
            nw.col("partners", "active_partners", "scored_partners", "healthy_partners").sum(),
            score.mean().alias("mean_health_score"),
            nw.col("healthy_from").max(),
        )
        .with_columns(
            whole("partners"),
            whole("active_partners"),
            whole("scored_partners"),
            healthy_partners=nw.when(~nw.col("healthy_from").is_null()).then(
                nw.col("healthy_partners")
            ),
        )
        .with_columns(healthy_pct=ratio("healthy_partners", "scored_partners"))
    )


def _discount(portfolio_discount: Frame) -> Frame:
    return portfolio_discount.filter(nw.col("is_default")).select(
        "quarter",
        discount_achieved_pct="list_weighted_pct",
        discount_target_pct="target_pct",
        discount_status="status",
    )


def _saved(savings: Frame) -> Frame:
    saved = nw.col("saved_usd")
    return (
        savings.filter(~saved.is_null())
        .with_columns(
            realized_usd=nw.when(nw.col("basis") == "realized").then(saved).otherwise(nw.lit(0.0)),
            partial_savings_partners=count_where(nw.col("is_partial")),
        )
        .group_by("quarter")
        .agg(
            saved.sum().alias("saved_ytd_usd"),
            nw.col("realized_usd").sum().alias("saved_ytd_realized_usd"),
            nw.col("partial_savings_partners").sum(),
        )
        .with_columns(
            settle("saved_ytd_usd", CENTS),
            settle("saved_ytd_realized_usd", CENTS),
            whole("partial_savings_partners"),
        )
    )


def _commitments(commitment_attainment: Frame) -> Frame:
    return (
        commitment_attainment.filter(~nw.col("attainment_pct").is_null())
        .with_columns(committed_partners=nw.lit(1))
        .group_by("quarter")
        .agg(nw.col("ytd_volume_usd", "commitment_usd", "committed_partners").sum())
        .with_columns(
            settle("ytd_volume_usd", CENTS),
            settle("commitment_usd", CENTS),
            whole("committed_partners"),
        )
        .with_columns(commitment_attainment_pct=ratio("ytd_volume_usd", "commitment_usd"))
    )


def _overdue(current_partners: Frame, pipeline_progress: Frame) -> Frame:
    key = ["partner_id", "quarter"]
    return (
        pipeline_progress.filter(nw.col("is_latest_in_quarter"))
        .select(*key, overdue_steps=count_where(nw.col("overdue_days") > 0))
        .join(current_partners.select(*key), on=key)
        .group_by("quarter")
        .agg(nw.col("overdue_steps").sum())
        .with_columns(whole("overdue_steps"))
    )
