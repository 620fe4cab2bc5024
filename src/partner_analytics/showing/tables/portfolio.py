"""Tables of the portfolio: headline figures, moves, decisions, make-up, pipeline."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from great_tables import GT, loc, style

from partner_analytics import wording
from partner_analytics.quarters import previous_quarter
from partner_analytics.showing.tables.table_style import Column, dates, figures, sparkline, table


@dataclass(frozen=True)
class _Headline:
    """One headline figure: its column of portfolio_summary and how it and its change read."""

    label: str
    name: str
    shown: Callable[[Any], str]
    change: Callable[[Any], str] = wording.points
    part: str = ""
    whole: str = ""
    target: str = ""
    status: str = ""
    starts_anew: bool = False  # counts from the first day of the fiscal year


_HEADLINES = (
    _Headline("Current partners", "partners", wording.count, wording.count),
    _Headline("… of them active", "active_partners", wording.count, wording.count),
    _Headline("Mean health score", "mean_health_score", wording.score, wording.score),
    _Headline(
        "Healthy or better, of scored partners", "healthy_pct", wording.percent,
        part="healthy_partners", whole="scored_partners", target="healthy_target_pct",
        status="healthy_status",
    ),
    _Headline(
        "Discount achieved, last four quarters", "discount_achieved_pct", wording.percent,
        target="discount_target_pct", status="discount_status",
    ),
    _Headline(
        "Saved against list value, year to date", "saved_ytd_usd", wording.compact_money,
        wording.compact_money, starts_anew=True,
    ),
    _Headline(
        "Commitments attained, year to date", "commitment_attainment_pct", wording.percent,
        starts_anew=True,
    ),
    _Headline("Next steps overdue", "overdue_steps", wording.count, wording.count),
    _Headline(
        "Expected return multiple (gross)", "return_multiple", wording.multiple, wording.multiple
    ),
    _Headline("Decisions waiting", "decisions", wording.count, wording.count),
)  # fmt: skip


def headline(portfolio_summary: pd.DataFrame, quarter: str) -> GT:
    """The figures a director reads first, with the change since last quarter.

    Takes the metric `portfolio_summary`, all quarters.
    """
    summary = portfolio_summary.sort_values("quarter").set_index("quarter")
    now = summary.loc[quarter] if quarter in summary.index else summary.reindex([quarter]).iloc[0]
    before = summary.reindex([previous_quarter(quarter)]).iloc[0]
    course = summary.loc[:quarter]
    rows = [_headline_row(each, now, before, course) for each in _HEADLINES]
    is_few = _is_few(now["scored_partners"])
    # Without an earlier quarter nothing is compared with it.
    since = Column("change", f"Since {previous_quarter(quarter)}", align="right")
    changes = [] if before.isna().all() else [since]
    return table(
        pd.DataFrame(rows, columns=["label", "now", "change", "target", "status", "course"]),
        [
            Column("label", "Figure"),
            Column("now", quarter, align="right"),
            *changes,
            Column("target", "Target", align="right"),
            Column("status", "Status", str),
            Column("course", "Course", str, is_markup=True),
        ],
        title=f"Headline figures, {quarter}",
        note="A rate over fewer than five partners is shown as a count." if is_few else "",
    )


def band_moves(band_moves: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """Who changed band since last quarter, and which dimension led the move.

    Takes the metric `band_moves` of one quarter and the partners.
    """
    moves = wording.with_names(band_moves, partners).sort_values(["direction", "change_points"])
    why = [_why(move) for move in wording.rows_of(moves)]
    return table(
        moves.assign(why=why),
        [
            Column("partner", "Partner"),
            Column("direction", "Move", wording.status),
            Column("previous_band", "From"),
            Column("band", "To"),
            figures("change_points", "Points", wording.change),
            Column("why", "Led by"),
        ],
        title="Partners that moved band",
        empty="No partner moved band, as far as two quarters can be compared.",
    )


def decisions(
    decisions: pd.DataFrame, partners: pd.DataFrame, current_partners: pd.DataFrame
) -> GT:
    """Which partners need a decision and why, the severest first, with their owners.

    Takes the metrics `decisions` and `current_partners` of one quarter, and the partners.
    """
    owners = current_partners[["partner_id", "owner", "tier"]].drop_duplicates("partner_id")
    ranked = decisions.sort_values("severity_rank")
    waiting = (
        ranked.assign(why=[_finding(row) for row in wording.rows_of(ranked)])
        .groupby("partner_id", as_index=False)
        .agg(why=("why", "<br>".join), severity_rank=("severity_rank", "min"))
        .merge(owners, on="partner_id", how="left")
    )
    return table(
        wording.with_names(waiting, partners).sort_values(["severity_rank", "tier", "partner"]),
        [
            Column("partner", "Partner"),
            Column("tier", "Tier", wording.tier, is_unbroken=True),
            Column("why", "Why", str, is_markup=True),
            Column("owner", "Owner", is_unbroken=True),
        ],
        title="What needs a decision",
        empty="Nothing needs a decision in this quarter.",
    )


def tiers(tier_distribution: pd.DataFrame) -> GT:
    """Partners per tier against both sets of targets.

    Takes the metric `tier_distribution` of one quarter.
    """
    rows = tier_distribution.sort_values(["tier", "is_default"], ascending=[True, False])
    targeted = [wording.count_range(r.low_count, r.high_count) for r in wording.rows_of(rows)]
    return table(
        rows.assign(targeted=targeted),
        [
            Column("tier", "Manufacturer tier", wording.tier),
            figures("partners", "Current", wording.count),
            figures("active_partners", "Active", wording.count),
            Column("target_set", "Set of targets", wording.target_set),
            figures("targeted", "Target", wording.text),
            Column("status", "Status", wording.status),
            figures("short", "Short", wording.count),
            figures("over", "Over", wording.count),
        ],
        title="Partners by tier against targets",
        empty="No partner has a tier in this quarter.",
    )


def breadth(partner_breadth: pd.DataFrame) -> GT:
    """All partners against the target for their number, beside what the tiers add up to.

    Takes the metric `partner_breadth` of one quarter.
    """
    rows = partner_breadth.sort_values("is_default", ascending=False)
    targeted = [wording.count_range(r.low_count, r.high_count) for r in wording.rows_of(rows)]
    return table(
        rows.assign(targeted=targeted),
        [
            Column("target_set", "Set of targets", wording.target_set),
            figures("partners", "Current", wording.count),
            figures("active_partners", "Active", wording.count),
            figures("breadth_target", "Active aimed at", wording.count),
            Column("breadth_status", "Status", wording.status),
            figures("targeted", "Sum of tier targets", wording.text),
            figures("tier_minimum", "Tiers need at least", wording.count),
        ],
        title="Breadth of the portfolio",
        note="The target for active partners can be met with fewer than the tiers need.",
    )


def composition(portfolio_composition: pd.DataFrame) -> GT:
    """Current partners by category and tier, with totals of both.

    Takes the metric `portfolio_composition` of one quarter.
    """
    counts = portfolio_composition.pivot_table(
        index="category", columns="tier", values="partners", aggfunc="sum", fill_value=0
    )
    counts = counts.assign(all_tiers=counts.sum(axis=1))
    total = counts.sum().to_frame("All categories").T
    rows = pd.concat([counts, total]).rename_axis("category").reset_index()
    tier_columns = [
        figures(name, wording.tier(name), wording.count) for name in counts.columns[:-1]
    ]
    totals = [loc.body(rows=[len(counts)]), loc.stub(rows=[len(counts)])] if len(counts) else []
    built = table(
        rows if len(counts) else rows.iloc[:0],
        [
            Column("category", "Category", wording.title),
            *tier_columns,
            figures("all_tiers", "All tiers", wording.count),
        ],
        title="Current partners by category and manufacturer tier",
        empty="No partner is current in this quarter.",
    )
    return built.tab_style(style.text(weight="bold"), totals)


def pipeline(pipeline_progress: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """Where each partner stands in the pipeline, most overdue first.

    Takes the metric `pipeline_progress`, the latest rows of one quarter, and the partners.
    """
    rows = wording.with_names(pipeline_progress, partners).sort_values(
        ["overdue_days", "stale_days"], ascending=False, na_position="last"
    )
    return table(
        rows,
        [
            Column("partner", "Partner"),
            Column("stage", "Stage"),
            figures("days_in_stage", "Days in stage", wording.count),
            Column("next_step", "Next step"),
            dates("target_on", "Due"),
            figures("overdue_days", "Days overdue", wording.count),
            figures("stale_days", "Days without activity", wording.count),
            Column("owner", "Owner"),
        ],
        title="Pipeline",
        note="Days are counted to the as-of date of each partner's last snapshot in the quarter.",
        empty="No partner is in the pipeline in this quarter.",
    )


def states(
    pipeline_progress: pd.DataFrame, current_partners: pd.DataFrame, quarter: str
) -> pd.DataFrame:
    """The rows of `pipeline_progress` that show a quarter's state, with state_age_quarters.

    Each partner's last of the quarter, or, where the quarter has no pipeline, that of the last
    quarter that has. Takes the metric, all quarters, and `current_partners` of the quarter.
    """
    is_own = (pipeline_progress["quarter"] == quarter) & pipeline_progress["is_latest_in_quarter"]
    own = pipeline_progress.loc[is_own.fillna(False).astype(bool)]
    ages = current_partners.loc[
        current_partners["state_age_quarters"] > 0,
        ["partner_id", "state_as_of", "state_age_quarters"],
    ].rename(columns={"state_as_of": "as_of"})
    carried = pipeline_progress.merge(ages, on=["partner_id", "as_of"])
    return carried if len(carried) else own.assign(state_age_quarters=0)


def overdue(pipeline_progress: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """The next steps past their date, most overdue first.

    Takes the metric `pipeline_progress`, the latest rows of one quarter, and the partners.
    """
    rows = wording.with_names(pipeline_progress, partners)
    rows = rows.loc[(rows["overdue_days"] > 0).fillna(False).astype(bool)]
    return table(
        rows.sort_values(["overdue_days", "partner"], ascending=[False, True]),
        [
            Column("partner", "Partner"),
            Column("next_step", "Next step"),
            dates("target_on", "Due"),
            figures("overdue_days", "Days overdue", wording.count),
            figures("stale_days", "Days without activity", wording.count),
            Column("owner", "Owner"),
        ],
        title="Overdue next steps",
        empty="No next step is overdue.",
    )


def days_in_stage(pipeline_progress: pd.DataFrame, partners: pd.DataFrame) -> GT:
    """Where the days in stage typed by hand differ from those the dates give.

    Takes the metric `pipeline_progress`, the latest rows of one quarter, and the partners.
    """
    rows = wording.with_names(pipeline_progress, partners)
    is_typed = rows["typed_days_in_stage"].notna().any()
    rows = rows.loc[rows["is_discrepant"].fillna(False).astype(bool)]
    return table(
        rows.sort_values("partner"),
        [
            Column("partner", "Partner"),
            Column("stage", "Stage"),
            dates("entered_on", "Stage entered"),
            figures("typed_days_in_stage", "Days typed", wording.count),
            figures("days_in_stage", "Days computed", wording.count),
            figures("discrepancy_days", "Difference", lambda v: wording.change(v, wording.count)),
            Column("owner", "Owner"),
        ],
        title="Days in stage: typed against computed",
        empty="Typed and computed days in stage agree."
        if is_typed
        else "No days in stage were typed.",
    )


def _headline_row(each: _Headline, now: Any, before: Any, course: pd.DataFrame) -> tuple[str, ...]:
    is_few = bool(each.whole) and _is_few(now[each.whole])
    shown = wording.rate(now[each.name], now[each.part], now[each.whole]) if each.whole else ""
    target = now[each.target] if each.target else None
    return (
        each.label,
        shown or each.shown(now[each.name]),
        _change(each, now, before, is_few=is_few),
        wording.MISSING if wording.is_missing(target) else f"{wording.percent(target)} or more",
        "" if not each.status or is_few else wording.status(now[each.status]),
        sparkline([None if wording.is_missing(v) else float(v) for v in course[each.name]]),
    )


def _change(each: _Headline, now: Any, before: Any, *, is_few: bool) -> str:
    if each.starts_anew and str(now.name).endswith("-Q1"):
        return "new year"
    value, old = now[each.name], before[each.name]
    if wording.is_missing(value) or wording.is_missing(old):
        return wording.MISSING
    if is_few or (each.whole and _is_few(before[each.whole])):
        return f"was {wording.rate(old, before[each.part], before[each.whole])}"
    if each.change is wording.points:
        return wording.points(value - old)
    return wording.change(value - old, each.change)


def _is_few(whole: Any) -> bool:
    return not wording.is_missing(whole) and bool(whole < wording.SMALL_N)


def _why(move: Any) -> str:
    if wording.is_missing(move.leading_dimension):
        return "not comparable" if wording.is_missing(move.change_points) else wording.MISSING
    change = wording.change(move.leading_change_points)
    return f"{wording.title(move.leading_dimension)} ({change})"


def _finding(row: Any) -> str:
    found = _FINDINGS.get(row.decision, lambda row: wording.number(row.value, 2))(row)
    return html.escape(f"{wording.title(row.decision)}: {found}")


_FINDINGS: dict[str, Callable[[Any], str]] = {
    "at risk": lambda row: (
        f"health score {wording.score(row.value)}, below {wording.score(row.threshold)}"
    ),
    "declining": lambda row: f"health score {wording.change(row.value)} points since last quarter",
    "behind commitment": lambda row: f"bought at {wording.percent(row.value)} of the pace needed",
    "discount below band": lambda row: (
        f"{wording.number(-row.value * 100)} pp below the band of its tier"
    ),
    "overdue step": lambda row: f"next step {wording.days(row.value)} overdue",
    "not rated": lambda row: (
        "no evaluation"
        if wording.is_missing(row.value)
        else f"only {wording.percent(row.value)} of the weights rated"
    ),
}
