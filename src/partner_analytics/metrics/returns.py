"""What the program is expected to return on what it is budgeted to cost."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame, metric
from partner_analytics.metrics.rules import RATIO_PLACES, cents, from_cents, number, ratio, settle

# The end of the benefit's range, the end of the cost's range.
CORNERS = {
    "low/low": ("low", "low"),
    "high/high": ("high", "high"),
    "worst": ("low", "high"),
    "best": ("high", "low"),
    "mid": ("mid", "mid"),
}


@metric(
    grain=("quarter", "benefits", "corner"),
    columns={
        "benefit_usd": "expected benefit a year, USD",
        "cost_usd": "budgeted cost a year, USD",
        "return_multiple": "benefit by cost: the gross return",
        "roi_pct": "benefit less cost, by cost: the net return, fraction",
        "claim_low_multiple": "lowest return multiple the program claims",
        "claim_high_multiple": "highest return multiple the program claims",
        "reproduces_claim": "whether the return multiple lies in the claimed range",
    },
)
def program_return(expected_returns: Frame, budget_lines: Frame, return_claims: Frame) -> Frame:
    """Return multiple (gross) and ROI (net) at the corners of the ranges of benefit and cost.

    Source:  expected_returns, budget_lines, return_claims; S001-23, C-12, D-29. Benefits without
             a range in the source add nothing.
    NULL:    multiple and ROI, where the cost is zero; reproduces_claim, without a claim.
    """
    counted = nw.concat(
        [
            expected_returns.with_columns(benefits=nw.lit("all")),
            expected_returns.filter(nw.col("kind") == "hard").with_columns(benefits=nw.lit("hard")),
        ]
    )
    claims = return_claims.filter(nw.col("claim") == "return_multiple").select(
        "quarter",
        claim_low_multiple=number("low_multiple"),
        claim_high_multiple=number("high_multiple"),
    )
    ranges = _ends(counted, "benefit", "quarter", "benefits").join(
        _ends(budget_lines, "cost", "quarter"), on="quarter"
    )
    multiple = settle("return_multiple", RATIO_PLACES)
    low, high = nw.col("claim_low_multiple"), nw.col("claim_high_multiple")
    return (
        nw.concat([_corner(ranges, name, *ends) for name, ends in CORNERS.items()])
        .join(claims, on="quarter", how="left")
        .with_columns(
            return_multiple=ratio("benefit_usd", "cost_usd"),
            roi_pct=ratio(nw.col("benefit_usd") - nw.col("cost_usd"), "cost_usd"),
        )
        .with_columns(
            reproduces_claim=nw.when(~low.is_null() & ~high.is_null() & ~multiple.is_null()).then(
                (multiple >= low) & (multiple <= high)
            )
        )
    )


def _ends(lines: Frame, of: str, *by: str) -> Frame:
    """Low, high and mid sum of the lines, as <of>_low and so on."""
    low, high = f"{of}_low", f"{of}_high"
    return (
        lines.select(*by, cents("low_usd").alias(low), cents("high_usd").alias(high))
        .group_by(*by)
        .agg(nw.col(low, high).sum())
        .with_columns(from_cents(low).alias(low), from_cents(high).alias(high))
        .with_columns(((nw.col(low) + nw.col(high)) / 2).alias(f"{of}_mid"))
    )


def _corner(ranges: Frame, name: str, benefit_end: str, cost_end: str) -> Frame:
    return ranges.select(
        "quarter",
        "benefits",
        nw.lit(name).alias("corner"),
        nw.col(f"benefit_{benefit_end}").alias("benefit_usd"),
        nw.col(f"cost_{cost_end}").alias("cost_usd"),
    )
