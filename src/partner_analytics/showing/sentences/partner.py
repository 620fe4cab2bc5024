"""One or two plain sentences for each chart and table of one partner."""

from typing import Any

import pandas as pd

from partner_analytics import wording
from partner_analytics.showing.sentences import lacks
from partner_analytics.showing.sentences.sentence_parts import Sentence, errors_and_warnings, joined


def partner(
    health_score: pd.DataFrame, health_trend: pd.DataFrame, current_partners: pd.DataFrame
) -> Sentence:
    """How one partner stands. Takes the metrics of one partner and quarter."""
    if current_partners.empty:
        return Sentence("The partner is not a current partner in this quarter.")
    name = current_partners["partner"].iloc[0]
    score = None if health_score.empty else health_score.iloc[0]
    if score is None or wording.is_missing(score["health_score"]):
        why = "it was not evaluated" if score is None else wording.text(score["null_reason"])
        return joined(f"{name} has no health score in this quarter: {why}")
    trend = None if health_trend.empty else health_trend.iloc[0]
    return joined(
        f"{name} scores {wording.score(score['health_score'])} and is in the band {score['band']}",
        "" if trend is None else _trend(trend),
        f"{wording.percent(score['coverage_pct'])} of the weights were rated: the score lies"
        f" between {wording.score(score['lower_bound_score'])} and"
        f" {wording.score(score['upper_bound_score'])} whatever the rest were"
        if score["coverage_pct"] < 1
        else "",
    )


def drivers(health_drivers: pd.DataFrame) -> Sentence:
    """What moved one partner's score. Takes `health_drivers` of one partner and quarter."""
    known = health_drivers.dropna(subset=["contribution_change_points"])
    moved = known.loc[known["contribution_change_points"] != 0]
    if known.empty:
        return Sentence("The score cannot be compared with the previous quarter's.")
    new = health_drivers.loc[
        health_drivers["previous_rating"].isna() & health_drivers["rating"].notna(), "dimension"
    ]
    first = f"rated for the first time: {', '.join(map(wording.title, new))}" if len(new) else ""
    if moved.empty:
        return joined("no rating that there was before changed", first)
    told = [
        f"{wording.title(row.dimension)} {wording.change(row.contribution_change_points)}"
        for row in wording.rows_of(
            moved.sort_values("contribution_change_points", key=abs, ascending=False)
        )
    ]
    return joined(f"Points by dimension: {', '.join(told)}", first)


def partner_discount(
    discount_achievement: pd.DataFrame, effective_discount: pd.DataFrame
) -> Sentence:
    """What one partner's orders saved, and whether its terms lie in the band of its tier.

    Takes the metrics of one partner and quarter.
    """
    bought = discount_achievement.dropna(subset=["achieved_pct"])
    terms = effective_discount.dropna(subset=["effective_pct"])
    unpriced = lacks.prices(lacks.unpriced(discount_achievement), "any discount")
    return joined(
        (unpriced or "nothing was bought at a list price in this quarter")
        if bought.empty
        else f"{wording.percent(bought['achieved_pct'].iloc[0])} off a list value of"
        f" {wording.compact_money(bought['list_usd'].iloc[0])} in this quarter",
        "" if bought.empty else unpriced,
        "no discount terms are stated" if terms.empty else _terms(terms.iloc[0]),
    )


def partner_commitment(commitment_attainment: pd.DataFrame, savings: pd.DataFrame) -> Sentence:
    """How one partner's commitment keeps pace, and what it saved this year.

    Takes the metrics of one partner and quarter.
    """
    kept = commitment_attainment.dropna(subset=["attainment_pct"])
    saved = savings.dropna(subset=["saved_usd"])
    return joined(
        "no commitment in the program's currency is known beside a volume"
        if kept.empty
        else _pace(kept.iloc[0]),
        "what was saved is not known" if saved.empty else _saved(saved.iloc[0]),
        lacks.prices(lacks.unpriced(savings), "what was saved"),
    )


def partner_pipeline(pipeline_progress: pd.DataFrame) -> Sentence:
    """Where one partner stands and what is due. Takes the latest `pipeline_progress`."""
    if pipeline_progress.empty:
        return Sentence("The partner is not in the pipeline in this quarter.")
    now = pipeline_progress.iloc[0]
    due = "" if wording.is_missing(now["target_on"]) else f", due {wording.day(now['target_on'])}"
    is_late = not wording.is_missing(now["overdue_days"]) and now["overdue_days"] > 0
    return joined(
        f"stage {wording.text(now['stage'])}"
        + (
            ""
            if wording.is_missing(now["days_in_stage"])
            else f", for {wording.days(now['days_in_stage'])}"
        ),
        f"next step: {wording.text(now['next_step']).rstrip('.')}{due}"
        + (f", {wording.days(now['overdue_days'])} overdue" if is_late else ""),
        lacks.age(now),
    )


def partner_problems(problems: pd.DataFrame) -> Sentence:
    """What is wrong in the exports about one partner. Takes its rows of `problems`."""
    if problems.empty:
        return Sentence("No problems were found in this partner's rows.")
    return joined(f"{errors_and_warnings(problems)} in this partner's rows, to be mended")


def _terms(terms: Any) -> str:
    agreed = f"the terms come to {wording.percent(terms['effective_pct'])}"
    if wording.is_missing(terms["status"]):
        return f"{agreed}, with no band to hold them against"
    band = wording.percent_range(terms["band_low_pct"], terms["band_high_pct"])
    where = {"in band": "in"}.get(terms["status"], terms["status"])
    return f"{agreed}, {where} the band of {band} of {wording.tier(terms['tier'])}"


def _saved(saved: Any) -> str:
    known = wording.compact_money(saved["saved_usd"])
    is_partial = not wording.is_missing(saved.get("is_partial")) and bool(saved["is_partial"])
    part = ": only a part of the year is known" if is_partial else ""
    return f"{known} saved against list value this year, {saved['basis']}{part}"


def _pace(kept: Any) -> str:
    bought = wording.compact_money(kept["counted_volume_usd"])
    committed = wording.compact_money(kept["due_commitment_usd"])
    share, over = wording.percent(kept["attainment_pct"]), wording.percent(kept["elapsed_pct"])
    is_whole = wording.is_missing(kept["counts_from"])
    days = "the year" if is_whole else f"the days since {wording.day(kept['counts_from'])}"
    return (
        f"{bought} bought, {committed} committed: {share} with {over} of"
        f" {days if is_whole else days + ' to the year end'} over, {kept['status']}"
    )


def _trend(trend: Any) -> str:
    if wording.is_missing(trend["trend"]):
        return f"no trend: {wording.text(trend['null_reason'])}"
    if wording.is_missing(trend["change_points"]):
        return "it is rated for the first time"
    change = wording.change(trend["change_points"])
    return f"{trend['trend']}: {change} points since {trend['previous_quarter']}"
