"""One or two plain sentences for each chart and table of a portfolio: the finding in words."""

from pathlib import Path
from typing import Any

import pandas as pd

from partner_analytics import wording
from partner_analytics.errors import InvalidCall
from partner_analytics.quarters import previous_quarter
from partner_analytics.showing.sentences import lacks
from partner_analytics.showing.sentences.sentence_parts import (
    Sentence,
    errors_and_warnings,
    joined,
    judged,
)


def cover(quarter: str, program: str, builds: pd.DataFrame, imports: pd.DataFrame) -> Sentence:
    """What a review stands on: quarter, program, state of the warehouse, exports.

    Takes `landing.builds` and `warehouse.imports(quarter)`. Raises InvalidCall where the
    warehouse was built with another program, or holds no export of the quarter.
    """
    build = builds.sort_values("build_id").iloc[-1]
    if build["program"] not in (program, Path(program).stem):
        raise InvalidCall(
            place="parameter program",
            expected=f'"{build["program"]}", the program the warehouse was built with',
            found=f'"{program}"',
            remedy="Pass that name, or import the exports with the other program.",
        )
    if imports.empty:
        raise InvalidCall(
            place="parameter quarter",
            expected="a quarter with an export taken in",
            found=f'"{quarter}"',
            remedy="`warehouse.quarters()` lists them.",
        )
    read = wording.plural(len(imports), "export")
    return Sentence(
        f"Quarter {quarter}, program {program}. Made from {read}, the latest as of "
        f"{wording.day(imports['as_of'].max())}; state {build['build_id']} of the warehouse."
    )


def one_minute(
    portfolio_summary: pd.DataFrame,
    band_moves: pd.DataFrame,
    decisions_waiting: pd.DataFrame,
    partners: pd.DataFrame,
    quarter: str,
) -> Sentence:
    """What a director is told first: the headline, who moved band, what waits for a decision.

    Without scores of the quarter before nothing is said of moves.

    Takes `portfolio_summary`, and `band_moves` and `decisions` of the quarter.
    """
    before = portfolio_summary.loc[portfolio_summary["quarter"] == previous_quarter(quarter)]
    has_scores = bool((before["scored_partners"].fillna(0) > 0).any())
    told = (
        headline(portfolio_summary, quarter),
        moves(band_moves, partners) if has_scores else "",
        decisions(decisions_waiting),
    )
    return Sentence(" ".join(part for part in told if part))


def headline(portfolio_summary: pd.DataFrame, quarter: str) -> Sentence:
    """How many partners are scored and well; the discount. Takes `portfolio_summary`."""
    rows = portfolio_summary.loc[portfolio_summary["quarter"] == quarter]
    if rows.empty or wording.is_missing(rows["partners"].iloc[0]):
        return Sentence(f"No partners are known for {quarter}.")
    now = rows.iloc[0]
    healthy = wording.rate(now["healthy_pct"], now["healthy_partners"], now["scored_partners"])
    return joined(
        f"{wording.count(now['scored_partners'])} of {wording.plural(now['partners'], 'partner')}"
        f" {_is(now['scored_partners'])} scored; {healthy} are Healthy or better"
        f"{judged(now['healthy_target_pct'], now['healthy_status'])}",
        f"The discount achieved over the last four quarters is"
        f" {wording.percent(now['discount_achieved_pct'])}"
        f"{judged(now['discount_target_pct'], now['discount_status'])}",
        lacks.of_headline(now),
    )


def moves(band_moves: pd.DataFrame, partners: pd.DataFrame) -> Sentence:
    """Who moved band. Takes `band_moves` of one quarter."""
    if band_moves.empty:
        return Sentence("No partner moved band since last quarter.")
    named = wording.with_names(band_moves, partners).sort_values("partner")
    parts = [
        f"{wording.listing(list(rows['partner']), most=5)} moved {direction}"
        for direction, rows in named.groupby("direction", sort=True)
    ]
    return joined("; ".join(parts))


def decisions(decisions: pd.DataFrame) -> Sentence:
    """What kinds of decision wait. Takes `decisions` of one quarter."""
    if decisions.empty:
        return Sentence("Nothing needs a decision in this quarter.")
    kinds = decisions.sort_values("severity_rank")["decision"]
    counts = kinds.value_counts(sort=False)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    concerned = wording.plural(decisions["partner_id"].nunique(), "partner")
    waits = wording.plural(len(decisions), "decision waits", "decisions wait")
    return joined(f"{waits} at {concerned}: {told}")


def health(health_distribution: pd.DataFrame, quarter: str) -> Sentence:
    """How the partners spread over the bands. Takes `health_distribution`."""
    rows = health_distribution.loc[health_distribution["quarter"] == quarter]
    rows = rows.loc[rows["partners"] > 0].sort_values("band_rank", ascending=False)
    if rows.empty:
        return Sentence(f"No partner is current in {quarter}.")
    told = ", ".join(f"{row.partners} {row.band}" for row in wording.rows_of(rows))
    whole = wording.plural(rows["partners"].sum(), "current partner")
    return joined(f"Of {whole}: {told}")


def tiers(tier_distribution: pd.DataFrame) -> Sentence:
    """Which tiers are out of range, in each set of targets. Takes `tier_distribution`."""
    if tier_distribution.empty:
        return Sentence("No partner has a tier in this quarter.")
    rows = tier_distribution.sort_values(["is_default", "tier"], ascending=[False, True])
    told = []
    for name, group in rows.groupby("target_set", sort=False):
        out = [_out_of_range(row) for row in wording.rows_of(group) if row.status in _OUT]
        said = ", ".join(out) if out else "all tiers are in range"
        told.append(f"{wording.target_set(name)} targets: {said}")
    return joined(*told)


def discounts(portfolio_discount: pd.DataFrame) -> Sentence:
    """The discount achieved, and whether another reading would say otherwise.

    Takes `portfolio_discount` of one quarter.
    """
    rows = portfolio_discount.loc[portfolio_discount["is_default"].fillna(False).astype(bool)]
    if rows.empty or wording.is_missing(rows["list_weighted_pct"].iloc[0]):
        return joined(
            "nothing was bought at a list price in the last four quarters",
            lacks.prices(lacks.unpriced(rows), "the discount"),
        )
    now = rows.iloc[0]
    flips = now["verdict_flips"]
    return joined(
        f"{wording.percent(now['list_weighted_pct'])} off a list value of"
        f" {wording.compact_money(now['list_usd'])} over the last four quarters"
        f"{judged(now['target_pct'], now['status'])}",
        "" if wording.is_missing(flips) or not flips else "Another way of averaging would turn"
        " the verdict: see the four readings",
        _partial(now["quarters_with_orders"]),
        lacks.prices(now.get("unpriced_lines"), "the discount"),
    )  # fmt: skip


def effective_discounts(effective_discount: pd.DataFrame) -> Sentence:
    """How many partners' terms lie in the band of their tier. Takes `effective_discount`."""
    known = effective_discount["status"].value_counts()
    if known.empty:
        return Sentence("No partner's terms can be held against a band.")
    whole = wording.plural(known.sum(), "partner")
    return joined(
        f"Of {whole} with stated terms {known.get('in band', 0)} lie in the band of their tier,"
        f" {known.get('below', 0)} below and {known.get('above', 0)} above it"
    )


def commitments(commitment_attainment: pd.DataFrame) -> Sentence:
    """How commitments keep pace. Takes `commitment_attainment` of one quarter."""
    known = commitment_attainment.dropna(subset=["attainment_pct"])
    if known.empty:
        return joined(
            "no commitment in the program's currency is known beside a volume",
            _uncounted(commitment_attainment),
        )
    counts = known["status"].value_counts()
    bought = wording.compact_money(known["counted_volume_usd"].sum())
    committed = wording.compact_money(known["due_commitment_usd"].sum())
    return joined(
        f"{bought} bought, {committed} committed, both of the days from each partner's start",
        f"Of {wording.plural(len(known), 'partner')} {counts.get('on pace', 0)} are on pace,"
        f" {counts.get('near', 0)} near it and {counts.get('behind', 0)} behind",
        _uncounted(commitment_attainment),
    )


def savings(savings: pd.DataFrame) -> Sentence:
    """What was saved, and on what basis. Takes `savings` of one quarter."""
    known = savings.dropna(subset=["saved_usd"])
    if known.empty:
        return Sentence("No orders and no negotiated volume are known.")
    sums = known.groupby("basis")["saved_usd"].sum()
    told = " and ".join(f"{wording.compact_money(usd)} {basis}" for basis, usd in sums.items())
    whole = wording.compact_money(known["saved_usd"].sum())
    partial = known["is_partial"].fillna(False).astype(bool).sum() if "is_partial" in known else 0
    lacking = lacks.savings(partial, len(savings) - len(known))
    return joined(
        f"{whole} saved against list value this year: {told}",
        lacking,
        lacks.prices(lacks.unpriced(savings), "the sum"),
    )


def pipeline(pipeline_progress: pd.DataFrame) -> Sentence:
    """What is overdue in the pipeline. Takes the latest `pipeline_progress` of one quarter."""
    if pipeline_progress.empty:
        return Sentence("No partner is in the pipeline in this quarter.")
    late = pipeline_progress["overdue_days"].dropna()
    late = late.loc[late > 0]
    differ = int(pipeline_progress["is_discrepant"].fillna(False).astype(bool).sum())
    return joined(
        f"{wording.plural(len(late), 'next step is', 'next steps are')} overdue"
        + (f", the longest by {wording.days(late.max())}" if len(late) > 1 else "")
        + (f" by {wording.days(late.max())}" if len(late) == 1 else ""),
        f"For {wording.plural(differ, 'partner')} the days in stage typed by hand differ from"
        " those the dates give"
        if differ
        else "",
        _behind_activity(pipeline_progress),
        lacks.age(pipeline_progress.iloc[0]),
    )


def returns(program_return: pd.DataFrame) -> Sentence:
    """The expected return and whether it bears out the claim. Takes `program_return`."""
    all_benefits = program_return.loc[program_return["benefits"] == "all"].set_index("corner")
    known = all_benefits["return_multiple"].dropna()
    if known.empty:
        return Sentence("The program states no budget or no benefits.")
    claim = all_benefits[["claim_low_multiple", "claim_high_multiple"]].iloc[0]
    borne_out = all_benefits.loc[all_benefits["reproduces_claim"].fillna(False).astype(bool)]
    return joined(
        f"The program expects {wording.multiple(known.get('mid'))} its cost, between"
        f" {wording.multiple(known.min())} and {wording.multiple(known.max())}",
        ""
        if claim.isna().any()
        else f"The claim of {wording.multiple(claim.iloc[0])} to"
        f" {wording.multiple(claim.iloc[1])} is borne out in {len(borne_out)} of {len(known)}"
        " combinations of low and high",
    )


def quality(imports: pd.DataFrame, problems: pd.DataFrame) -> Sentence:
    """What was read and set aside. Takes `warehouse.imports` and `.problems` of a quarter."""
    return joined(
        f"{wording.plural(imports['rows_read'].sum(), 'row')} read,"
        f" {wording.count(imports['rows_set_aside'].sum())} set aside",
        f"{errors_and_warnings(problems)} to be mended at the source"
        if len(problems)
        else "No problems were found",
    )


_OUT = ("short", "over")
_WINDOW = 4  # quarters


def _uncounted(commitment_attainment: pd.DataFrame) -> str:
    open_ones = commitment_attainment["attainment_pct"].isna()
    is_stated = commitment_attainment["null_reason"] != "no commitment stated"
    return lacks.commitments(int((open_ones & is_stated).sum()))


def _behind_activity(pipeline_progress: pd.DataFrame) -> str:
    if "pipeline_behind_days" not in pipeline_progress:
        return ""
    behind = int((pipeline_progress["pipeline_behind_days"].fillna(0) > 0).sum())
    if not behind:
        return ""
    return (
        f"for {wording.plural(behind, 'partner')} the pipeline's last activity lies behind a"
        " meeting or a contact, which counts"
    )


def _is(count: Any) -> str:
    return "is" if count == 1 else "are"


def _partial(quarters_with_orders: Any) -> str:
    if wording.is_missing(quarters_with_orders) or quarters_with_orders >= _WINDOW:
        return ""
    return f"Orders are known for {wording.plural(quarters_with_orders, 'quarter')} of the four"


def _out_of_range(row: Any) -> str:
    amount = row.short if row.status == "short" else row.over
    return f"{wording.tier(row.tier)} {row.status} {wording.count(amount)}"
