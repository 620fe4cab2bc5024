"""The portfolio as a whole: its composition, its headline figures, what needs a decision."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    RATIO_PLACES,
    UNTIERED,
    added,
    addends,
    cents,
    count_where,
    current_target,
    from_cents,
    is_current,
    latest_in_quarter,
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
    decision_rules: Frame,
) -> Frame:
    """What needs a decision: current partners on the wrong side of a threshold.

    Source:  the metrics named like the decisions; a next step as the last known state shows it;
             decision_rules; S001-26, D-71, D-77. Only partners in the active stage are looked for
             as not rated.
    NULL:    value of "not rated", where there is no evaluation at all.
    """
    key = ["quarter", "partner_id"]
    not_rated = (
        current_partners.filter(nw.col("is_active"))
        .select(*key)
        .join(health_score.select(*key, "health_score", "coverage_pct"), on=key, how="left")
        .filter(nw.col("health_score").is_null())
    )
    found = nw.concat(
        [
            _candidates("at risk", health_score, "health_score"),
            _candidates("declining", health_trend, "change_points"),
            _candidates("behind commitment", commitment_attainment, "pace_index"),
            _candidates("discount below band", effective_discount, "gap_pp"),
            _candidates("overdue step", current_partners, "overdue_days"),
            _candidates("not rated", not_rated, "coverage_pct"),
        ]
    )
    thresholds = decision_rules.select("quarter", "decision", threshold=number("threshold"))
    return (
        found.join(current_partners.select(*key), on=key)
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
        "ytd_volume_usd": "net volume of the year so far, partners with commitment and volume, "
        "from each commitment's start, USD",
        "commitment_usd": "net volume committed for the year, the same partners and days, USD",
        "commitment_attainment_pct": "volume as a fraction of the commitments",
        "overdue_steps": "current partners whose next step is overdue",
        "return_multiple": "expected benefit by cost, all benefits, mid of the ranges",
        "decisions": "decisions waiting",
        "discount_status": "met, near (90% or more), missed or not targeted",
        "committed_partners": "partners with commitment and volume",
        "saved_ytd_realized_usd": "the part of saved_ytd_usd that order lines show, USD",
        "partial_savings_partners": "partners whose order lines show only part of the year",
        "unpriced_lines": "order lines of the trailing 4 quarters without an amount in USD; in no "
        "figure of discounts",
        "unpriced_ytd_lines": "order lines of the year so far without an amount in USD; in no "
        "figure of savings",
        "partners_without_usd": "partners with order lines in the trailing 4 quarters, none of "
        "them with an amount in USD",
        "partners_without_saving": "partners with order lines or a commercial row and no saving "
        "known for the year so far",
        "commitments_without_attainment": "partners whose commitment is in no figure of "
        "commitments: without a volume, not in USD, or not positive",
        "carried_partners": "current partners whose state is that of an earlier quarter",
        "oldest_state_as_of": "day of the oldest pipeline snapshot that shows a current partner",
        "gone_partners": "current partners of the last quarter with a pipeline that are missing "
        "from this quarter's",
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
    pipeline: Frame,
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
        _gone(pipeline),
        healthy_target,
        _discount(portfolio_discount),
        _saved(savings),
        _commitments(commitment_attainment),
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
        gone_partners=nw.when(has_partners).then(nw.col("gone_partners").fill_null(0)),
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
    parts = addends(score_sum=score)
    return (
        current_partners.select(
            *key, "is_active", "state_as_of", "state_age_quarters", "overdue_days"
        )
        .join(health_score.select(*key, "health_score"), on=key, how="left")
        .join(healthy_from, on="quarter", how="left")
        .with_columns(
            partners=nw.lit(1),
            active_partners=count_where(nw.col("is_active")),
            scored_partners=count_where(~score.is_null()),
            healthy_partners=count_where(score >= nw.col("healthy_from")),
            carried_partners=count_where(nw.col("state_age_quarters") > 0),
            overdue_steps=count_where(nw.col("overdue_days") > 0),
            **parts,
        )
        .group_by("quarter")
        .agg(
            nw.col("partners", "active_partners", "scored_partners", "healthy_partners").sum(),
            nw.col("carried_partners", "overdue_steps", *parts).sum(),
            nw.col("state_as_of").min().alias("oldest_state_as_of"),
            nw.col("healthy_from").max(),
        )
        .with_columns(
            whole("partners"),
            whole("active_partners"),
            whole("scored_partners"),
            whole("carried_partners"),
            whole("overdue_steps"),
            mean_health_score=ratio(added("score_sum"), whole("scored_partners")),
            healthy_partners=nw.when(~nw.col("healthy_from").is_null()).then(
                nw.col("healthy_partners")
            ),
        )
        .with_columns(healthy_pct=ratio("healthy_partners", "scored_partners"))
    )


def _gone(pipeline: Frame) -> Frame:
    """How many partners of the last quarter with a pipeline this quarter's has no row of (D-78)."""
    last_rows = latest_in_quarter(pipeline, "partner_id").filter(is_current())
    were = last_rows.select("partner_id", before="quarter")
    seen = pipeline.select("partner_id", "quarter").unique()
    with_pipeline = seen.select("quarter").unique()
    last = (
        with_pipeline.join(with_pipeline.select(before="quarter"), how="cross")
        .filter(nw.col("before") < nw.col("quarter"))
        .group_by("quarter")
        .agg(nw.col("before").max())
    )
    return (
        were.join(last, on="before")
        .join(seen, on=["partner_id", "quarter"], how="anti")
        .with_columns(gone_partners=nw.lit(1))
        .group_by("quarter")
        .agg(nw.col("gone_partners").sum())
    )


def _discount(portfolio_discount: Frame) -> Frame:
    return portfolio_discount.filter(nw.col("is_default")).select(
        "quarter",
        discount_achieved_pct="list_weighted_pct",
        discount_target_pct="target_pct",
        discount_status="status",
        unpriced_lines=whole("unpriced_lines"),
        partners_without_usd=whole("partners_without_usd"),
    )


def _saved(savings: Frame) -> Frame:
    is_known, is_realized = ~nw.col("saved_usd").is_null(), nw.col("basis") == "realized"
    counts = ("saving_partners", "partial_savings_partners", "partners_without_saving")
    saved = nw.when(is_known).then(cents("saved_usd")).otherwise(nw.lit(0))
    return (
        savings.with_columns(
            saved_cents=saved,
            realized_cents=nw.when(is_realized).then(saved).otherwise(nw.lit(0)),
            saving_partners=count_where(is_known),
            partial_savings_partners=count_where(is_known & nw.col("is_partial")),
            partners_without_saving=count_where(~is_known),
        )
        .group_by("quarter")
        .agg(nw.col("saved_cents", "realized_cents", "unpriced_lines", *counts).sum())
        .with_columns(
            saved_ytd_usd=_where_any("saving_partners", "saved_cents"),
            saved_ytd_realized_usd=_where_any("saving_partners", "realized_cents"),
            unpriced_ytd_lines=whole("unpriced_lines"),
            partial_savings_partners=whole("partial_savings_partners"),
            partners_without_saving=whole("partners_without_saving"),
        )
        .drop("unpriced_lines")
    )


def _where_any(count: str, amount: str) -> nw.Expr:
    """The sum of cents as an amount; NULL where it is the sum of none."""
    return nw.when(nw.col(count) > 0).then(from_cents(amount))


def _commitments(commitment_attainment: Frame) -> Frame:
    """Volume and commitments of the same partners and days, and how many others are committed."""
    is_counted = ~nw.col("attainment_pct").is_null()
    is_stated = nw.col("null_reason").fill_null("") != "no commitment stated"
    bought, due = cents("counted_volume_usd"), cents("due_commitment_usd")
    sums = ("bought_cents", "due_cents", "committed_partners", "commitments_without_attainment")
    return (
        commitment_attainment.with_columns(
            bought_cents=nw.when(is_counted).then(bought).otherwise(nw.lit(0)),
            due_cents=nw.when(is_counted).then(due).otherwise(nw.lit(0)),
            committed_partners=count_where(is_counted),
            commitments_without_attainment=count_where(~is_counted & is_stated),
        )
        .group_by("quarter")
        .agg(nw.col(*sums).sum())
        .with_columns(
            ytd_volume_usd=_where_any("committed_partners", "bought_cents"),
            commitment_usd=_where_any("committed_partners", "due_cents"),
            committed_partners=whole("committed_partners"),
            commitments_without_attainment=whole("commitments_without_attainment"),
        )
        .with_columns(commitment_attainment_pct=ratio("ytd_volume_usd", "commitment_usd"))
    )
