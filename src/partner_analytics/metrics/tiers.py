"""Who the partners are, and how many there are per tier against the targets."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    UNTIERED,
    count_where,
    current_target,
    days_between,
    is_current,
    last_known,
    overdue_days,
    quarters_apart,
    target_status,
    whole,
)


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "partner": "name of the partner",
        "category": "product category",
        "tier": "tier, scheme:rank; the later of pipeline and commercial tracker, else pipeline",
        "stage": "pipeline stage",
        "stage_number": "pipeline stage as its place in the order, 1-6",
        "owner": "who is accountable",
        "is_active": "whether the stage is the one that counts as active",
        "partner_status": "status as stated; none stated means current",
        "has_tier_conflict": "whether pipeline and commercial tracker state different tiers",
        "state_as_of": "day of the pipeline snapshot that shows this state",
        "state_age_days": "days from that day to the quarter's last",
        "state_age_quarters": "quarters since that snapshot's; 0 if the quarter has its own",
        "overdue_days": "days the next step was overdue on that day; 0 if it is due later",
    },
)
def current_partners(
    pipeline: Frame, commercial: Frame, partners: Frame, pipeline_rules: Frame, quarters: Frame
) -> Frame:
    """The partners of a quarter that are not declined, dormant or terminated.

    Source:  pipeline, last snapshot of the quarter, or, in a quarter without any, of the last
             one that has some; tier also from commercial; D-71, D-77, C-18.
    NULL:    tier, where neither tracker states one; overdue_days, where no step has a date.
    """
    key = ["partner_id", "quarter"]
    typed_tier = last_known(commercial, quarters, "partner_id").select(
        *key, commercial_tier="tier", commercial_as_of="as_of"
    )
    names = partners.select("partner_id", name="partner")
    in_pipeline, in_commercial = nw.col("tier"), nw.col("commercial_tier")
    is_later = nw.col("commercial_as_of") > nw.col("as_of")
    return (
        last_known(pipeline, quarters, "partner_id")
        .filter(is_current())
        .join(typed_tier, on=key, how="left")
        .join(names, on="partner_id", how="left")
        .join(
            pipeline_rules.select("quarter", active="active_stage_number"), on="quarter", how="left"
        )
        .with_columns(
            partner=nw.coalesce(nw.col("name"), nw.col("partner")),
            tier=nw.when(is_later | in_pipeline.is_null())
            .then(nw.coalesce(in_commercial, in_pipeline))
            .otherwise(in_pipeline),
            is_active=(nw.col("stage_number") == nw.col("active")).fill_null(False),
            has_tier_conflict=(
                ~in_pipeline.is_null() & ~in_commercial.is_null() & (in_pipeline != in_commercial)
            ).fill_null(False),
            overdue_days=overdue_days("target_on", "as_of"),
            state_as_of=nw.col("as_of"),
            state_age_days=days_between("as_of", "ends_on"),
            state_age_quarters=quarters_apart("state_quarter", "quarter"),
        )
    )


@metric(
    grain=("quarter", "target_set", "tier"),
    columns={
        "is_default": "whether reviews use this set of targets",
        "partners": "current partners in the tier",
        "active_partners": "those in the active stage",
        "low_count": "fewest partners aimed at",
        "high_count": "most partners aimed at",
        "short": "partners missing to the fewest aimed at",
        "over": "partners above the most aimed at",
        "status": "in range, short or over",
    },
)
def tier_distribution(current_partners: Frame, tier_targets: Frame) -> Frame:
    """Partners per tier against each set of targets.

    Source:  current_partners, tier_targets; S001-3, C-02, D-71.
    NULL:    targets, short, over and status, of a tier without a target (untiered too).
    """
    counted = _count_by(current_partners, "quarter", "tier")
    sets = tier_targets.select("quarter", "target_set", "is_default").unique()
    targets = tier_targets.select("quarter", "target_set", "tier", "low_count", "high_count")
    # Every tier that has a target or a partner gets its row.
    rows = nw.concat(
        [
            targets.select("quarter", "target_set", "tier"),
            counted.join(sets, on="quarter").select("quarter", "target_set", "tier"),
        ]
    ).unique()
    count, low, high = nw.col("partners"), nw.col("low_count"), nw.col("high_count")
    is_short, is_over = nw.col("short") > 0, nw.col("over") > 0
    return (
        rows.join(current_partners.select("quarter").unique(), on="quarter")
        .join(sets, on=["quarter", "target_set"])
        .join(counted, on=["quarter", "tier"], how="left")
        .join(targets, on=["quarter", "target_set", "tier"], how="left")
        .with_columns(
            partners=whole(count.fill_null(0)),
            active_partners=whole(nw.col("active_partners").fill_null(0)),
        )
        .with_columns(
            short=nw.when(low > count).then(low - count).when(~low.is_null()).then(nw.lit(0)),
            over=nw.when(count > high).then(count - high).when(~low.is_null()).then(nw.lit(0)),
        )
        .with_columns(
            status=nw.when(is_short)
            .then(nw.lit("short"))
            .when(is_over)
            .then(nw.lit("over"))
            .when(~low.is_null())
            .then(nw.lit("in range"))
        )
    )


@metric(
    grain=("quarter", "target_set"),
    columns={
        "partners": "current partners",
        "active_partners": "those in the active stage",
        "low_count": "fewest partners aimed at, all tiers together",
        "high_count": "most partners aimed at, all tiers together",
        "breadth_target": "active partners aimed at",
        "breadth_status": "met, near (90% or more), missed or not targeted",
        "tier_minimum": "partners the tiers' own targets need at least (C-03)",
        "is_default": "whether reviews use this set of targets",
    },
)
def partner_breadth(
    current_partners: Frame, tier_targets: Frame, portfolio_targets: Frame
) -> Frame:
    """Number of partners against the target for all of them, beside what the tiers add up to.

    Source:  current_partners, tier_targets, portfolio_targets (active_partners); S001-3, C-03.
    NULL:    breadth_target, where the program has none.
    """
    ends = (
        tier_targets.select("quarter", "target_set", "is_default", "low_count", "high_count")
        .group_by("quarter", "target_set", "is_default")
        .agg(nw.col("low_count", "high_count").sum())
    )
    return (
        _count_by(current_partners, "quarter")
        .join(ends, on="quarter")
        .join(
            current_target(portfolio_targets, "active_partners", "breadth_target"),
            on="quarter",
            how="left",
        )
        .with_columns(
            low_count=whole("low_count"),
            high_count=whole("high_count"),
            tier_minimum=whole("low_count"),
            breadth_status=target_status(
                "active_partners", "breadth_target", "is_strict", "is_ceiling"
            ),
        )
    )


def _count_by(current_partners: Frame, *by: str) -> Frame:
    return (
        current_partners.with_columns(
            tier=nw.col("tier").fill_null(UNTIERED),
            partners=nw.lit(1),
            active_partners=count_where(nw.col("is_active")),
        )
        .group_by(*by)
        .agg(nw.col("partners", "active_partners").sum())
        .with_columns(whole("partners"), whole("active_partners"))
    )
