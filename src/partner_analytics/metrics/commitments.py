"""What was committed, what was bought of it, and what it saved."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.discounts import UNREADABLE_PARTS
from partner_analytics.metrics.rules import (
    CENTS,
    NEAR,
    RATIO_PLACES,
    cents,
    count_where,
    days_between,
    from_cents,
    in_usd,
    latest_in_quarter,
    number,
    ratio,
    settle,
    whole,
    year_to_date,
)

KEY = ("partner_id", "quarter")

# Order lines whose net value is further off the stated volume do not stand for the year.
VOLUME_TOLERANCE = 0.01


@metric(
    grain=KEY,
    columns={
        "commitment_usd": "net volume committed for a whole year, USD",
        "ytd_volume_usd": "net volume bought in the year so far, USD",
        "counts_from": "day the commitment counts from; NULL if from the year's first day on",
        "due_commitment_usd": "commitment for the days from then to the year's end, USD",
        "counted_volume_usd": "volume of the year so far less order lines before then, USD",
        "attainment_pct": "counted volume as a fraction of the commitment due",
        "elapsed_pct": "share of the days it counts gone by at the as-of date, fraction",
        "pace_index": "attainment by elapsed share; 1 reaches the commitment at year's end",
        "year_end_usd": "volume at year's end if it goes on as so far, USD",
        "status": "on pace (pace 1 or more), near, or behind (pace below behind_threshold)",
        "null_reason": "why there is no attainment",
        "behind_threshold": "pace below which the program has a partner behind, fraction",
    },
)
def commitment_attainment(
    commercial: Frame,
    pipeline_progress: Frame,
    orders: Frame,
    pipeline_rules: Frame,
    decision_rules: Frame,
    quarters: Frame,
) -> Frame:
    """Annual volume commitment against the volume bought so far, and the pace it keeps.

    A commitment counts from the day the partner entered the active stage, else from its first
    order; from the year's first day on if that is later, or neither is known (D-79). Due is the
    share of its days in the year; what order lines show from before them is not counted. Behind is
    whom the program's decision "behind commitment" lists; without one, below 0.9.

    Source:  commercial ("Annual Volume Commitment", "YTD Volume"), last snapshot of the quarter;
             pipeline_progress, orders; S000-6, D-10, D-79, G-15.
    NULL:    attainment, pace and status, without a positive commitment and a volume in USD, or
             where order lines from before show more than the whole volume.
    """
    committed, bought = nw.col("commitment_usd"), nw.col("ytd_volume_usd")
    days, all_days = nw.col("counted_days"), nw.col("days_to_year_end")
    is_known = (committed > 0) & ~bought.is_null() & ~_is_contradicted()
    stated = latest_in_quarter(commercial, "partner_id").select(
        *KEY,
        "as_of",
        "annual_commitment_usd",
        commitment_usd=in_usd("annual_commitment_usd"),
        ytd_volume_usd=in_usd("ytd_volume_usd"),
    )
    pace = settle("pace_index", RATIO_PLACES)
    behind = decision_rules.filter(nw.col("decision") == "behind commitment").select(
        "quarter", behind_threshold=number("threshold")
    )
    return (
        _with_start(stated, pipeline_progress, orders, pipeline_rules, quarters)
        .join(behind, on="quarter", how="left")
        .with_columns(
            due_commitment_usd=settle(ratio(committed * all_days, "days_in_year"), CENTS),
            counted_volume_usd=settle(bought - nw.col("earlier_usd"), CENTS),
            elapsed_pct=ratio(days, all_days),
            behind_threshold=nw.col("behind_threshold").fill_null(NEAR),
        )
        .with_columns(
            attainment_pct=nw.when(is_known).then(
                ratio("counted_volume_usd", "due_commitment_usd")
            ),
            pace_index=nw.when(is_known).then(
                ratio(
                    nw.col("counted_volume_usd") * number("days_in_year"), committed * number(days)
                )
            ),
            year_end_usd=settle(
                ratio(nw.col("counted_volume_usd") * number(all_days), days)
                + nw.col("earlier_usd"),
                CENTS,
            ),
        )
        .with_columns(
            status=nw.when(pace >= 1)
            .then(nw.lit("on pace"))
            .when(pace >= settle("behind_threshold", RATIO_PLACES))
            .then(nw.lit("near"))
            .when(~pace.is_null())
            .then(nw.lit("behind")),
            null_reason=_why_no_attainment(),
        )
    )


@metric(
    grain=KEY,
    columns={
        "basis": "realized (from order lines) or negotiated (volume and agreed discount)",
        "list_usd": "list value of what was bought in the year so far, USD",
        "net_usd": "net value of what was bought in the year so far, USD",
        "discount_pct": "saved as a fraction of list value",
        "saved_usd": "list value less net value, USD",
        "typed_savings_usd": "savings against retail as typed by hand, USD",
        "difference_usd": "computed less typed savings, USD",
        "null_reason": "why there is no saving, or no discount",
        "quarters_with_orders": "quarters of the year so far with order lines",
        "unpriced_lines": "order lines of the year so far without an amount in USD; in no figure",
        "is_partial": "whether order lines show only part of the year: some lack an amount in USD, "
        "or their net value is more than 1% off the stated volume",
    },
)
def savings(
    discount_achievement: Frame, effective_discount: Frame, commercial: Frame, quarters: Frame
) -> Frame:
    """Saved against list value in the fiscal year so far.

    Source:  order lines where there are any, else net volume at the agreed discount:
             net / (1 - d) - net; S000-6, D-09 to D-11, D-67.
    NULL:    saved_usd, without order lines in USD and without volume or discount; is_partial,
             unless realized.
    """
    typed = _typed_volume(commercial, effective_discount)
    realized = _realized(discount_achievement, quarters)
    rows = nw.concat([typed.select(*KEY), realized.select(*KEY)]).unique()
    is_realized = ~nw.col("realized_list_usd").is_null()
    return (
        rows.join(typed, on=list(KEY), how="left")
        .join(realized, on=list(KEY), how="left")
        .with_columns(
            list_usd=nw.when(is_realized)
            .then(nw.col("realized_list_usd"))
            .otherwise(nw.col("agreed_list_usd")),
            net_usd=nw.when(is_realized)
            .then(nw.col("realized_net_usd"))
            .otherwise(nw.col("volume_usd")),
        )
        .with_columns(saved_usd=settle(nw.col("list_usd") - nw.col("net_usd"), CENTS))
        .with_columns(
            basis=nw.when(is_realized)
            .then(nw.lit("realized"))
            .when(~nw.col("saved_usd").is_null())
            .then(nw.lit("negotiated")),
            discount_pct=nw.when(is_realized & (nw.col("list_usd") > 0))
            .then(ratio("saved_usd", "list_usd"))
            .when(~is_realized & ~nw.col("saved_usd").is_null())
            .then(nw.col("effective_pct")),
            difference_usd=settle(nw.col("saved_usd") - nw.col("typed_savings_usd"), CENTS),
        )
        .with_columns(
            quarters_with_orders=whole(nw.col("quarters_with_orders").fill_null(0)),
            unpriced_lines=whole(nw.col("unpriced_lines").fill_null(0)),
            null_reason=_why_no_saving(),
        )
        .with_columns(is_partial=nw.when(is_realized).then(_shows_only_part()))
    )


def _with_start(
    stated: Frame, pipeline_progress: Frame, orders: Frame, pipeline_rules: Frame, quarters: Frame
) -> Frame:
    """The rows with counts_from, the days that count, and what was bought in the year before.

    All in one go: what is referred to twice is computed, and bound by a database, twice.
    """
    year = quarters.select("quarter", "ends_on", "day_of_year", "days_in_year")
    bought = (
        orders.select("partner_id", "ordered_on", net_cents=cents("net_usd"))
        .group_by("partner_id", "ordered_on")
        .agg(nw.col("net_cents").sum())
    )
    is_by_then = nw.col("ordered_on") <= nw.col("as_of")
    day = nw.col("day_of_year") - days_between("as_of", "ends_on")
    begun_day = nw.col("day") - days_between("begun_on", "as_of")
    is_within = (nw.col("begun_day") > 1) & (nw.col("begun_day") <= nw.col("day"))
    ordered_day = nw.col("day") - days_between("ordered_on", "as_of")
    is_before = (nw.col("ordered_day") >= 1) & (nw.col("ordered_day") < nw.col("first_day"))
    return (
        stated.join(
            _entered(pipeline_progress, pipeline_rules, quarters), on=list(KEY), how="left"
        )
        .join(year, on="quarter", how="left")
        .join(bought, on="partner_id", how="left")
        .with_columns(ordered_by_then_on=nw.when(is_by_then).then(nw.col("ordered_on")))
        .with_columns(
            first_ordered_on=nw.col("ordered_by_then_on").min().over(*KEY),
            day=day,
        )
        .with_columns(begun_on=nw.coalesce(nw.col("entered_on"), nw.col("first_ordered_on")))
        .with_columns(begun_day=begun_day, ordered_day=ordered_day)
        .with_columns(first_day=nw.when(is_within).then(nw.col("begun_day")).otherwise(nw.lit(1)))
        .with_columns(
            counts_from=nw.when(nw.col("first_day") > 1).then(nw.col("begun_on")),
            counted_days=nw.col("day") - nw.col("first_day") + 1,
            days_to_year_end=nw.col("days_in_year") - nw.col("first_day") + 1,
            earlier_cents=nw.when(is_before).then(nw.col("net_cents")).otherwise(nw.lit(0)),
        )
        .with_columns(earlier_sum=nw.col("earlier_cents").sum().over(*KEY))
        .with_columns(earlier_usd=from_cents("earlier_sum"))
        .drop(
            "ordered_on", "net_cents", "ordered_by_then_on", "ordered_day", "earlier_cents",
            "earlier_sum",
        )
        .unique()
    )  # fmt: skip


def _entered(pipeline_progress: Frame, pipeline_rules: Frame, quarters: Frame) -> Frame:
    """When each partner entered the active stage, as far as a quarter's snapshots know."""
    is_active = nw.col("stage_number") == nw.col("active_stage_number")
    entries = (
        pipeline_progress.select("partner_id", "quarter", "stage_number", "entered_on")
        .join(pipeline_rules.select("quarter", "active_stage_number"), on="quarter")
        .filter(is_active & ~nw.col("entered_on").is_null())
        .select("partner_id", "entered_on", seen="quarter")
    )
    return (
        quarters.select("quarter")
        .join(entries, how="cross")
        .filter(nw.col("seen") <= nw.col("quarter"))
        .group_by(*KEY)
        .agg(nw.col("entered_on").min())
    )


def _typed_volume(commercial: Frame, effective_discount: Frame) -> Frame:
    """Volume and savings as typed, and the list value the agreed discount makes of the volume."""
    discount = nw.col("effective_pct")
    agreed_list = ratio("volume_usd", 1 - discount)
    return (
        latest_in_quarter(commercial, "partner_id")
        .select(
            *KEY,
            volume_usd=in_usd("ytd_volume_usd"),
            typed_savings_usd=in_usd("typed_savings_usd"),
        )
        .join(
            effective_discount.select(*KEY, "effective_pct", agreed_null_reason="null_reason"),
            on=list(KEY),
            how="left",
        )
        .with_columns(agreed_list_usd=nw.when(discount < 1).then(settle(agreed_list, CENTS)))
    )


def _realized(discount_achievement: Frame, quarters: Frame) -> Frame:
    """List and net value of the order lines of the year so far, and how many have none.

    NULL where no line has an amount in USD.
    """
    is_priced = ~nw.col("list_usd").is_null()
    bought = discount_achievement.select(
        "partner_id",
        "unpriced_lines",
        list_cents=cents("list_usd"),
        net_cents=cents("net_usd"),
        member="quarter",
        quarters_with_orders=nw.lit(1),
        priced_quarters=count_where(is_priced),
    )
    has_figures = nw.col("priced_quarters") > 0
    return (
        year_to_date(quarters)
        .join(bought, on="member")
        .group_by(*KEY)
        .agg(
            nw.col("list_cents", "net_cents").sum(),
            nw.col("quarters_with_orders", "unpriced_lines", "priced_quarters").sum(),
        )
        .with_columns(
            realized_list_usd=nw.when(has_figures).then(from_cents("list_cents")),
            realized_net_usd=nw.when(has_figures).then(from_cents("net_cents")),
        )
    )


def _shows_only_part() -> nw.Expr:
    stated = nw.col("volume_usd")
    difference = settle((nw.col("realized_net_usd") - stated).abs(), CENTS)
    is_off = difference > settle(stated.abs() * VOLUME_TOLERANCE, CENTS)
    return (nw.col("unpriced_lines") > 0) | is_off.fill_null(False)


def _is_contradicted() -> nw.Expr:
    earlier = nw.col("earlier_usd")
    return ((earlier > 0) & (earlier > nw.col("ytd_volume_usd"))).fill_null(False)


def _why_no_attainment() -> nw.Expr:
    return (
        nw.when(nw.col("annual_commitment_usd").is_null())
        .then(nw.lit("no commitment stated"))
        .when(nw.col("commitment_usd").is_null())
        .then(nw.lit("not in USD"))
        .when(nw.col("commitment_usd") <= 0)
        .then(nw.lit("no positive commitment"))
        .when(nw.col("ytd_volume_usd").is_null())
        .then(nw.lit("volume not stated"))
        .when(_is_contradicted())
        .then(nw.lit("volume below the order lines"))
        .when(nw.col("pace_index").is_null())
        .then(nw.lit("no rules for the quarter"))
    )


def _why_no_saving() -> nw.Expr:
    return (
        nw.when((nw.col("basis") == "realized") & (nw.col("list_usd") <= 0))
        .then(nw.lit("no positive list value"))
        .when(~nw.col("saved_usd").is_null())
        .then(nw.lit(None, dtype=nw.String))
        .when(nw.col("volume_usd").is_null() & (nw.col("unpriced_lines") > 0))
        .then(nw.lit("no order line in USD and no volume in USD"))
        .when(nw.col("volume_usd").is_null())
        .then(nw.lit("no order lines and no volume in USD"))
        .when(nw.col("agreed_null_reason").is_in(list(UNREADABLE_PARTS.values())))
        .then(nw.col("agreed_null_reason"))
        .when(nw.col("effective_pct").is_null())
        .then(nw.lit("no order lines and no discount stated"))
        .otherwise(nw.lit("discount of 100% or more"))
    )
