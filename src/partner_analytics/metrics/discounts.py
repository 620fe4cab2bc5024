"""What was saved on what was bought, and what discount was agreed."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import (
    CENTS,
    PERCENT_PLACES,
    RATIO_PLACES,
    added,
    addends,
    cents,
    count_where,
    current_target,
    distance_from,
    from_cents,
    latest_in_quarter,
    meets,
    number,
    ratio,
    settle,
    side_of,
    target_status,
    trailing_4_quarters,
    whole,
    year_to_date,
)

DEFAULT_WINDOW = "trailing_4_quarters"
# The parts of a discount, with what is said where the cell of one cannot be read (D-61).
UNREADABLE_PARTS = {
    "base_discount_pct": "base discount unreadable",
    "volume_discount_pct": "volume part unreadable",
    "growth_discount_pct": "growth part unreadable",
}
READINGS = ("list_weighted_pct", "simple_mean_pct", "net_weighted_pct", "list_over_net_pct")


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "lines": "order lines",
        "list_usd": "list value of what was bought, USD",
        "net_usd": "net value of what was bought, USD",
        "saved_usd": "list value less net value, USD",
        "achieved_pct": "saved as a fraction of list value",
        "unpriced_lines": "order lines without an amount in USD; in no other figure but lines",
        "null_reason": "why there is no achieved discount",
    },
)
def discount_achievement(orders: Frame) -> Frame:
    """Discount realized on what was bought, weighted by list value.

    Source:  orders ("List Price", "Net Price", "Units"); S001-27, D-07, D-64, D-65.
    NULL:    amounts, where no line has any in USD; achieved_pct also where the list value is not
             positive after returns.
    """
    is_priced = ~nw.col("list_usd").is_null() & ~nw.col("net_usd").is_null()
    summed = (
        orders.with_columns(
            lines=nw.lit(1),
            unpriced_lines=count_where(~is_priced),
            list_cents=nw.when(is_priced).then(cents("list_usd")).otherwise(nw.lit(0)),
            net_cents=nw.when(is_priced).then(cents("net_usd")).otherwise(nw.lit(0)),
        )
        .group_by("partner_id", "quarter")
        .agg(nw.col("lines", "unpriced_lines", "list_cents", "net_cents").sum())
    )
    has_price = nw.col("lines") > nw.col("unpriced_lines")
    return (
        summed.with_columns(
            lines=whole("lines"),
            unpriced_lines=whole("unpriced_lines"),
            list_usd=nw.when(has_price).then(from_cents("list_cents")),
            net_usd=nw.when(has_price).then(from_cents("net_cents")),
        )
        .with_columns(saved_usd=settle(nw.col("list_usd") - nw.col("net_usd"), CENTS))
        .with_columns(
            achieved_pct=_share_of_list("saved_usd", "list_usd"),
            null_reason=_why_no_share(),
        )
    )


@metric(
    grain=("quarter", "window"),
    columns={
        "is_default": "whether reviews use this window (D-07)",
        "partners": "partners with an order line in the window",
        "list_usd": "list value of what was bought, USD",
        "net_usd": "net value of what was bought, USD",
        "saved_usd": "list value less net value, USD",
        "list_weighted_pct": "saved as a fraction of list value: the discount achieved",
        "simple_mean_pct": "mean of the partners' own discounts, fraction",
        "net_weighted_pct": "mean of the partners' own discounts weighted by net value, fraction",
        "list_over_net_pct": "list value by net value less 1, fraction",
        "target_pct": "discount aimed at, fraction",
        "status": "list-weighted against the target: met, near (90% or more), missed",
        "verdict_flips": "whether the four readings disagree on the target being met",
        "quarters_with_orders": "quarters of the window in which something was bought",
        "unpriced_lines": "order lines without an amount in USD; in no figure",
        "partners_without_usd": "partners with order lines in the window, none of them with an "
        "amount in USD; in no figure but partners",
        "null_reason": "why there is no discount achieved",
    },
)
def portfolio_discount(
    discount_achievement: Frame, quarters: Frame, portfolio_targets: Frame
) -> Frame:
    """Discount achieved over the portfolio, in four readings of which the first counts.

    Source:  discount_achievement; S001-27, D-07, D-59, D-65.
    NULL:    amounts, where no line of the window has any in USD; a reading, where the value it
             divides by is not positive; verdict_flips, without a target or a reading.
    """
    by_partner = _by_partner_in_windows(discount_achievement, quarters)
    # How often something was bought is not the sum over partners: it is counted by itself.
    bought_in = _windows(quarters).join(
        discount_achievement.select(member="quarter").unique(), on="member"
    )
    quarters_bought = (
        bought_in.with_columns(quarters_with_orders=nw.lit(1))
        .group_by("quarter", "window")
        .agg(nw.col("quarters_with_orders").sum())
    )
    summed = _over_partners(by_partner)
    target = current_target(portfolio_targets, "discount_achieved_pct", "target_pct")
    return (
        summed.join(quarters_bought, on=["quarter", "window"])
        .join(target, on="quarter", how="left")
        .with_columns(
            partners=whole("partners"),
            unpriced_lines=whole("unpriced_lines"),
            quarters_with_orders=whole("quarters_with_orders"),
            is_default=nw.col("window") == DEFAULT_WINDOW,
        )
        .with_columns(saved_usd=settle(nw.col("list_usd") - nw.col("net_usd"), CENTS))
        .with_columns(
            list_weighted_pct=_share_of_list("saved_usd", "list_usd"),
            list_over_net_pct=_share_of_list("saved_usd", "net_usd"),
            null_reason=_why_no_share(),
        )
        .with_columns(
            status=target_status("list_weighted_pct", "target_pct", "is_strict", "is_ceiling"),
            verdict_flips=_readings_disagree(),
        )
    )


@metric(
    grain=("partner_id", "quarter"),
    columns={
        "tier": "tier, scheme:rank",
        "base_pct": "base discount agreed, fraction of list",
        "volume_pct": "additional discount for volume, points off list as a fraction",
        "growth_pct": "additional discount for growth, points off list as a fraction",
        "effective_pct": "parts taken together as the program combines them, fraction",
        "compound_pct": "parts one after the other, each off what the last left, fraction",
        "band_low_pct": "lower end of the tier's all-in band, fraction",
        "band_high_pct": "upper end of the tier's all-in band, fraction",
        "gap_pp": "effective discount below (negative) or above the all-in band; 0.02 is 2 points",
        "status": "in band, below or above",
        "base_low_pct": "lower end of the tier's base discount, fraction",
        "base_high_pct": "upper end of the tier's base discount, fraction",
        "base_gap_pp": "base discount below (negative) or above its range; 0.02 is 2 points",
        "base_status": "in band, below or above",
        "null_reason": "why there is no effective discount, or no band to hold it against",
        "has_volume_part": "whether the volume part is stated; if not, the rest stands alone",
    },
)
def effective_discount(
    commercial: Frame,
    current_partners: Frame,
    discount_terms: Frame,
    discount_bands: Frame,
    discount_rules: Frame,
    unreadable_cells: Frame,
) -> Frame:
    """Discount agreed with a partner, all parts together, against the band of its tier.

    Source:  commercial, last snapshot of the quarter; tier of current_partners, else as typed;
             S001-9, C-08, D-08, D-61.
    NULL:    effective_pct and compound_pct, where no base is stated or a part cannot be read;
             gaps and statuses, where the tier has no band.
    """
    key = ["partner_id", "quarter"]
    base_terms = discount_terms.filter(nw.col("component") == "base").select(
        "quarter", "tier", base_low_pct=number("low_pct"), base_high_pct=number("high_pct")
    )
    bands = discount_bands.select(
        "quarter", "tier", band_low_pct=number("low_pct"), band_high_pct=number("high_pct")
    )
    return (
        _with_unreadable_parts(latest_in_quarter(commercial, "partner_id"), unreadable_cells)
        .select(
            *key,
            "unreadable",
            is_volume_listed=(nw.col("is_listed_volume_discount_pct") > 0).fill_null(False),
            typed_tier="tier",
            base_pct=number("base_discount_pct"),
            volume_pct=number("volume_discount_pct"),
            growth_pct=number("growth_discount_pct"),
        )
        .join(current_partners.select(*key, "tier"), on=key, how="left")
        .with_columns(
            tier=nw.coalesce(nw.col("tier"), nw.col("typed_tier")),
            # What cannot be read was stated all the same.
            has_volume_part=~nw.col("volume_pct").is_null() | nw.col("is_volume_listed"),
        )
        .join(bands, on=["quarter", "tier"], how="left")
        .join(base_terms, on=["quarter", "tier"], how="left")
        .join(discount_rules.select("quarter", "combination"), on="quarter", how="left")
        .with_columns(
            additive_pct=_where_readable(_additive()), compound_pct=_where_readable(_compound())
        )
        .with_columns(
            effective_pct=nw.when(nw.col("combination") == "additive")
            .then(nw.col("additive_pct"))
            .when(nw.col("combination") == "compound")
            .then(nw.col("compound_pct"))
        )
        .with_columns(
            gap_pp=distance_from("effective_pct", "band_low_pct", "band_high_pct"),
            base_gap_pp=distance_from("base_pct", "base_low_pct", "base_high_pct"),
        )
        .with_columns(
            status=side_of("gap_pp"),
            base_status=side_of("base_gap_pp"),
            null_reason=_why_no_discount(),
        )
    )


def _with_unreadable_parts(commercial: Frame, unreadable_cells: Frame) -> Frame:
    """The rows with `unreadable`: what to say of the first part whose cell could not be read."""
    listed = {
        f"is_listed_{part}": count_where(nw.col("column_name") == part) for part in UNREADABLE_PARTS
    }
    cells = (
        unreadable_cells.filter(nw.col("tracker") == "commercial")
        .with_columns(**listed)
        .group_by("partner_id", "as_of")
        .agg(nw.col(*listed).sum())
    )
    unreadable = nw.lit(None, dtype=nw.String)
    for part, said in reversed(UNREADABLE_PARTS.items()):
        # A correction may have given the value of a cell that could not be read.
        is_unreadable = nw.col(part).is_null() & (nw.col(f"is_listed_{part}") > 0)
        unreadable = nw.when(is_unreadable).then(nw.lit(said)).otherwise(unreadable)
    return commercial.join(cells, on=["partner_id", "as_of"], how="left").with_columns(
        unreadable=unreadable
    )


def _where_readable(discount: nw.Expr) -> nw.Expr:
    return nw.when(nw.col("unreadable").is_null()).then(discount)


def _why_no_share() -> nw.Expr:
    return (
        nw.when(nw.col("list_usd").is_null())
        .then(nw.lit("no line in USD"))
        .when(nw.col("list_usd") <= 0)
        .then(nw.lit("no positive list value"))
    )


def _share_of_list(saved: str, value: str) -> nw.Expr:
    return nw.when(nw.col(value) > 0).then(ratio(saved, value))


def _windows(quarters: Frame) -> Frame:
    """Each quarter and window with the quarters in it, as `member`."""
    members = {
        DEFAULT_WINDOW: trailing_4_quarters(quarters),
        "quarter": quarters.select("quarter", member="quarter"),
        "year_to_date": year_to_date(quarters),
    }
    return nw.concat(
        [
            frame.select("quarter", "member", nw.lit(window).alias("window"))
            for window, frame in members.items()
        ]
    )


def _by_partner_in_windows(discount_achievement: Frame, quarters: Frame) -> Frame:
    """What each partner was bought from in each window, with its own discount as own_pct."""
    is_priced = ~nw.col("list_usd").is_null()
    bought = discount_achievement.select(
        "partner_id",
        "unpriced_lines",
        member="quarter",
        list_cents=cents("list_usd"),
        net_cents=cents("net_usd"),
        priced_quarters=count_where(is_priced),
    )
    return (
        _windows(quarters)
        .join(bought, on="member")
        .group_by("quarter", "window", "partner_id")
        .agg(nw.col("list_cents", "net_cents", "unpriced_lines", "priced_quarters").sum())
        .with_columns(list_usd=from_cents("list_cents"), net_usd=from_cents("net_cents"))
        .with_columns(saved_usd=settle(nw.col("list_usd") - nw.col("net_usd"), CENTS))
        .with_columns(own_pct=_share_of_list("saved_usd", "list_usd"))
    )


def _over_partners(by_partner: Frame) -> Frame:
    """The windows' amounts and counts, and the means of the partners' own discounts."""
    own, is_rated = nw.col("own_pct"), ~nw.col("own_pct").is_null()
    rated_net = nw.when(is_rated).then(whole("net_cents")).otherwise(nw.lit(0))
    parts = addends(own_sum=own, discounted_net=own * nw.col("net_usd"))
    counts = ("partners", "rated_partners", "partners_without_usd", "unpriced_lines")
    amounts = ("list_cents", "net_cents", "rated_net_cents")
    return (
        by_partner.with_columns(
            partners=nw.lit(1),
            rated_partners=count_where(is_rated),
            partners_without_usd=count_where(nw.col("priced_quarters") == 0),
            rated_net_cents=rated_net,
            **parts,
        )
        .group_by("quarter", "window")
        .agg(nw.col(*counts, *amounts, *parts).sum())
        .with_columns(
            has_usd=whole("partners") > whole("partners_without_usd"),
            partners_without_usd=whole("partners_without_usd"),
            simple_mean_pct=ratio(added("own_sum"), whole("rated_partners")),
            net_weighted_pct=ratio(added("discounted_net"), from_cents("rated_net_cents")),
        )
        .with_columns(
            list_usd=nw.when(nw.col("has_usd")).then(from_cents("list_cents")),
            net_usd=nw.when(nw.col("has_usd")).then(from_cents("net_cents")),
        )
    )


def _readings_disagree() -> nw.Expr:
    read, met = nw.lit(0), nw.lit(0)
    for reading in READINGS:
        read = read + count_where(~nw.col(reading).is_null())
        met = met + count_where(meets(reading, "target_pct", "is_strict", "is_ceiling"))
    return nw.when(~nw.col("target_pct").is_null() & (read > 0)).then((met > 0) & (met < read))


def _additive() -> nw.Expr:
    """Points off list, added up; a part that is not stated adds nothing (D-61)."""
    more = nw.col("volume_pct").fill_null(0.0) + nw.col("growth_pct").fill_null(0.0)
    return settle(nw.col("base_pct") + more, PERCENT_PLACES)


def _compound() -> nw.Expr:
    left = (
        (1 - nw.col("base_pct"))
        * (1 - nw.col("volume_pct").fill_null(0.0))
        * (1 - nw.col("growth_pct").fill_null(0.0))
    )
    return settle(1 - left, RATIO_PLACES)


def _why_no_discount() -> nw.Expr:
    return (
        nw.when(~nw.col("unreadable").is_null())
        .then(nw.col("unreadable"))
        .when(nw.col("base_pct").is_null())
        .then(nw.lit("base discount not stated"))
        .when(nw.col("effective_pct").is_null())
        .then(nw.lit("no rules for the quarter"))
        .when(nw.col("tier").is_null())
        .then(nw.lit("tier unknown"))
        .when(nw.col("band_low_pct").is_null())
        .then(nw.lit("no band for the tier"))
    )
