"""What was committed, what was bought of it, and what it saved."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.discounts import UNREADABLE_PARTS
from partner_analytics.metrics.rules import (
    CENTS,
    NEAR,
    RATIO_PLACES,
    count_where,
    days_between,
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
        "commitment_usd": "net volume committed for the year, USD",
        "ytd_volume_usd": "net volume bought in the year so far, USD",
        "attainment_pct": "volume as a fraction of the commitment",
        "elapsed_pct": "share of the fiscal year gone by at the as-of date, fraction",
        "pace_index": "attainment by elapsed share; 1 reaches the commitment at year's end",
        "year_end_usd": "volume at year's end if it goes on as so far, USD",
        "status": "on pace (pace 1 or more), near (0.9 or more) or behind",
        "null_reason": "why there is no attainment",
    },
)
def commitment_attainment(commercial: Frame, quarters: Frame) -> Frame:
    """Annual volume commitment against the volume bought so far, and the pace it keeps.

    Source:  commercial ("Annual Volume Commitment", "YTD Volume"), last snapshot of the quarter;
             S000-6, D-10, G-15.
    NULL:    attainment, pace and status, without a positive commitment and a volume in USD.
    """
    year = quarters.select("quarter", "ends_on", "day_of_year", "days_in_year")
    day = nw.col("day_of_year") - days_between("as_of", "ends_on")
    committed, bought = nw.col("commitment_usd"), nw.col("ytd_volume_usd")
    pace = settle("pace_index", RATIO_PLACES)
    return (
        latest_in_quarter(commercial, "partner_id")
        .with_columns(
            commitment_usd=in_usd("annual_commitment_usd"), ytd_volume_usd=in_usd("ytd_volume_usd")
        )
        .join(year, on="quarter", how="left")
        .with_columns(
            attainment_pct=nw.when(committed > 0).then(ratio(bought, committed)),
            elapsed_pct=ratio(day, "days_in_year"),
            due_usd=committed * number(day),
            year_end_usd=settle(ratio(bought * number("days_in_year"), day), CENTS),
        )
        .with_columns(
            pace_index=nw.when(committed > 0).then(
                ratio(bought * number("days_in_year"), "due_usd")
            )
        )
        .with_columns(
            status=nw.when(pace >= 1)
            .then(nw.lit("on pace"))
            .when(pace >= NEAR)
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
    with_figures = realized.filter(~nw.col("realized_list_usd").is_null()).select(*KEY)
    rows = nw.concat([typed.select(*KEY), with_figures]).unique()
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
        "list_usd",
        "net_usd",
        "unpriced_lines",
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
            nw.col("list_usd").sum().alias("realized_list_usd"),
            nw.col("net_usd").sum().alias("realized_net_usd"),
            nw.col("quarters_with_orders", "unpriced_lines", "priced_quarters").sum(),
        )
        .with_columns(
            realized_list_usd=nw.when(has_figures).then(settle("realized_list_usd", CENTS)),
            realized_net_usd=nw.when(has_figures).then(settle("realized_net_usd", CENTS)),
        )
    )


def _shows_only_part() -> nw.Expr:
    stated = nw.col("volume_usd")
    difference = settle((nw.col("realized_net_usd") - stated).abs(), CENTS)
    is_off = difference > settle(stated.abs() * VOLUME_TOLERANCE, CENTS)
    return (nw.col("unpriced_lines") > 0) | is_off.fill_null(False)


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
        .when(nw.col("pace_index").is_null())
        .then(nw.lit("no rules for the quarter"))
    )


def _why_no_saving() -> nw.Expr:
    return (
        nw.when((nw.col("basis") == "realized") & (nw.col("list_usd") <= 0))
        .then(nw.lit("no positive list value"))
        .when(~nw.col("saved_usd").is_null())
        .then(nw.lit(None, dtype=nw.String))
        .when(nw.col("volume_usd").is_null())
        .then(nw.lit("no order lines and no volume in USD"))
        .when(nw.col("agreed_null_reason").is_in(list(UNREADABLE_PARTS.values())))
        .then(nw.col("agreed_null_reason"))
        .when(nw.col("effective_pct").is_null())
        .then(nw.lit("no order lines and no discount stated"))
        .otherwise(nw.lit("discount of 100% or more"))
    )
