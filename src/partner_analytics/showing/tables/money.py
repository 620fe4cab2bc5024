"""Tables of discounts, commitments, savings and return."""

import pandas as pd
from great_tables import GT

from partner_analytics import wording
from partner_analytics.showing.tables.table_style import Column, dates, figures, table

_WINDOWS = {
    "trailing_4_quarters": "Last four quarters",
    "quarter": "Quarter alone",
    "year_to_date": "Year to date",
}
_CORNERS = {
    "worst": "Worst: low benefit, high cost",
    "low/low": "Low benefit, low cost",
    "mid": "Middle of both",
    "high/high": "High benefit, high cost",
    "best": "Best: high benefit, low cost",
}


def discount_readings(portfolio_discount: pd.DataFrame) -> GT:
    """The discount achieved by window, in four readings.

    Takes the metric `portfolio_discount` of one quarter.
    """
    return table(
        wording.in_order(portfolio_discount, "window", _WINDOWS),
        [
            Column("window", "Window", lambda value: _WINDOWS.get(value, wording.text(value))),
            figures("list_usd", "List value", wording.compact_money),
            figures("saved_usd", "Saved", wording.compact_money),
            figures("list_weighted_pct", "By list value", wording.percent),
            figures("simple_mean_pct", "Simple mean", wording.percent),
            figures("net_weighted_pct", "By net value", wording.percent),
            figures("list_over_net_pct", "List ÷ net − 1", wording.percent),
            figures("target_pct", "Target", wording.percent),
            Column("status", "Status", wording.status),
        ],
        title="Discount achieved, by window and reading",
        note="The status judges the reading by list value: the money saved.",
        empty="Nothing was bought at a list price.",
    )


def discounts(discount_achievement: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """What each partner's orders of a quarter saved.

    Takes the metric `discount_achievement` of one quarter and the partners.
    """
    rows = wording.with_names(discount_achievement, partners)
    return table(
        rows.sort_values(["saved_usd", "partner"], ascending=[False, True], na_position="last"),
        [
            Column("partner", "Partner"),
            figures("lines", "Order lines", wording.count),
            figures("list_usd", "List value", wording.money),
            figures("net_usd", "Net value", wording.money),
            figures("saved_usd", "Saved", wording.money),
            figures("achieved_pct", "Discount achieved", wording.percent),
            figures("unpriced_lines", "Lines without USD", wording.count),
        ],
        title="Discount achieved by partner",
        empty="Nothing was bought in this quarter.",
    )


def discounts_by_quarter(
    discount_achievement: pd.DataFrame, effective_discount: pd.DataFrame
) -> GT:
    """One partner's discount, achieved and negotiated, quarter by quarter.

    Takes the metrics `discount_achievement` and `effective_discount` of one partner.
    """
    rows = discount_achievement.merge(effective_discount, on="quarter", how="outer")
    bands = [wording.percent_range(r.band_low_pct, r.band_high_pct) for r in wording.rows_of(rows)]
    return table(
        rows.assign(all_in_band=bands).sort_values("quarter", ascending=False),
        [
            Column("quarter", "Quarter"),
            figures("list_usd", "List value", wording.money),
            figures("saved_usd", "Saved", wording.money),
            figures("achieved_pct", "Achieved", wording.percent),
            figures("effective_pct", "Negotiated", wording.percent),
            figures("all_in_band", "Band", wording.text),
            figures("gap_pp", "Terms to band", wording.points),
            Column("status", "Terms", wording.status),
        ],
        title="Discount by quarter, achieved and negotiated",
        empty="Nothing was bought and no discount terms are stated.",
    )


def effective_discounts(effective_discount: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """The negotiated discount of each partner against the band of its tier.

    Takes the metric `effective_discount` of one quarter and the partners.
    """
    rows = wording.with_names(effective_discount, partners).sort_values(["tier", "partner"])
    bands = [wording.percent_range(r.band_low_pct, r.band_high_pct) for r in wording.rows_of(rows)]
    return table(
        rows.assign(all_in_band=bands, status=rows["status"].fillna(rows["null_reason"])),
        [
            Column("partner", "Partner"),
            Column("tier", "Tier", wording.tier),
            figures("base_pct", "Base", wording.percent),
            figures("volume_pct", "Volume", wording.percent),
            figures("growth_pct", "Growth", wording.percent),
            figures("effective_pct", "All in", wording.percent),
            figures("all_in_band", "Band", wording.text),
            figures("gap_pp", "Terms to band", wording.points),
            Column("status", "Status", wording.status),
        ],
        title="Negotiated discount against the band of the tier",
        note="A volume part that is not stated counts for nothing: the rest stands alone.",
        empty="No discount terms are stated.",
    )


def commitments(commitment_attainment: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """Commitments, what is bought of them, and the pace.

    Takes the metric `commitment_attainment` of one quarter and the partners.
    """
    rows = wording.with_names(commitment_attainment, partners)
    rows = rows.sort_values(["pace_index", "partner"], na_position="last")
    return table(
        rows.assign(status=rows["status"].fillna(rows["null_reason"])),
        [
            Column("partner", "Partner"),
            dates("counts_from", "Counts from"),
            figures("due_commitment_usd", "Commitment", wording.compact_money),
            figures("counted_volume_usd", "Bought so far", wording.compact_money),
            figures("attainment_pct", "Attained", wording.percent),
            figures("elapsed_pct", "Days over", wording.percent),
            figures("pace_index", "Pace", lambda value: wording.number(value, 2)),
            figures("year_end_usd", "Year end at this pace", wording.compact_money),
            Column("status", "Status", wording.status),
        ],
        title="Commitments, furthest behind first",
        note="Pace: attained by the share of the days that is over; 1.00 reaches the commitment. A "
        "commitment counts from the year's first day, or from the day given: then it is the share "
        "of the days from there, and what order lines show from before is not counted.",
        empty="No commitment is stated.",
    )


def savings(savings: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """What was saved against list value this year, beside what was typed by hand.

    Takes the metric `savings` of one quarter and the partners.
    """
    rows = wording.with_names(savings, partners)
    rows = rows.sort_values(["saved_usd", "partner"], ascending=[False, True], na_position="last")
    partial = rows["is_partial"].fillna(False).astype("bool")
    basis = rows["basis"].fillna(rows["null_reason"])
    return table(
        rows.assign(basis=basis.where(~partial, basis + ", in part")),
        [
            Column("partner", "Partner"),
            Column("basis", "Basis"),
            figures("list_usd", "List value", wording.money),
            figures("net_usd", "Net value", wording.money),
            figures("discount_pct", "Discount", wording.percent),
            figures("saved_usd", "Saved", wording.money),
            figures("typed_savings_usd", "Typed by hand", wording.money),
            figures(
                "difference_usd", "Difference", lambda value: wording.change(value, wording.money)
            ),
        ],
        title="Saved against list value, year to date",
        note="Realized: from order lines; in part where these are not the whole volume of the "
        "year, or lack a value in USD. Negotiated: from the volume at the agreed discount.",
        empty="No orders and no negotiated volume are known.",
    )


def returns(program_return: pd.DataFrame) -> GT:
    """Benefit, cost, return multiple and ROI at the ends of their ranges.

    Takes the metric `program_return` of one quarter.
    """
    rows = wording.in_order(program_return.sort_values("benefits"), "corner", _CORNERS)
    claims = [
        wording.MISSING if wording.is_missing(flag) else ("yes" if flag else "no")
        for flag in rows["reproduces_claim"]
    ]
    return table(
        rows.assign(claim=claims),
        [
            Column("corner", "Ends of the ranges", lambda v: _CORNERS.get(v, wording.text(v))),
            Column("benefits", "Benefits", wording.title),
            figures("benefit_usd", "Benefit a year", wording.compact_money),
            figures("cost_usd", "Cost a year", wording.compact_money),
            figures("return_multiple", "Return multiple (gross)", wording.multiple),
            figures("roi_pct", "ROI (net)", wording.percent),
            Column("claim", "Within claim"),
        ],
        title="Return on the program",
        note="Hard benefits are discounts; all benefits count marketing leverage too. "
        "Both are expectations of the program, not measured.",
        empty="The program states no budget or no benefits.",
    )
