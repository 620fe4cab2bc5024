"""Tables of one partner: its card, actions, meetings, contacts, documents."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from great_tables import GT

from partner_analytics import wording
from partner_analytics.showing.tables.table_style import Column, dates, table

_Facts = Mapping[str, tuple[str, Callable[[Any], str]]]  # column → its label, how it reads

_DOCUMENTS = {
    "agreement_status": "Agreement",
    "commercial_terms_status": "Commercial terms",
    "technical_specs_status": "Technical specifications",
    "marketing_materials_status": "Marketing materials",
    "process_documentation_status": "Process documentation",
    "training_materials_status": "Training materials",
    "contact_information_status": "Contact information",
}
_TECHNICAL: _Facts = {
    "integration_level": ("Integration level", wording.text),
    "api_access_status": ("API access", wording.text),
    "custom_capabilities": ("Custom capabilities", wording.text),
    "reliability_pct": ("Reliability", wording.precise_percent),
    "implementation_days": ("Implementation", wording.days),
    "support_response_hours": ("Support response (hours)", wording.number),
    "enhancement_requests": ("Enhancement requests", wording.count),
    "beta_program_status": ("Beta program", wording.text),
}
_RESOURCES: _Facts = {
    "partnership_manager_hours_per_week": ("Partnership manager (hours a week)", wording.number),
    "technical_hours_per_week": ("Technical (hours a week)", wording.number),
    "marketing_hours_per_week": ("Marketing (hours a week)", wording.number),
    "operations_hours_per_week": ("Operations (hours a week)", wording.number),
    "executive_hours_per_month": ("Executive engagement (hours a month)", wording.number),
    "budget_usd": ("Budget of the year", wording.money),
}
_OPPORTUNITY: _Facts = {
    "strategic_value": ("Strategic value", wording.text),
    "possible_discount": ("Discount that seems possible", wording.text),
    "approach_strategy": ("Approach", wording.text),
}
_MARKET: _Facts = {
    "annual_revenue_usd": ("Annual revenue, at least", wording.compact_money),
    "market_position": ("Market position", wording.text),
    "key_products": ("Key products", wording.text),
    "current_channel": ("Channel it sells through", wording.text),
}


def latest(tracker: pd.DataFrame, partner_id: str, quarter: str) -> pd.DataFrame:
    """One partner's rows of a curated tracker: of its last snapshot up to that quarter.

    An older snapshot than the quarter's counts where the quarter has none; its as-of date says so.
    """
    is_known = (tracker["partner_id"] == partner_id) & (tracker["quarter"] <= quarter)
    rows: pd.DataFrame = tracker.loc[is_known]
    last: pd.DataFrame = rows.loc[rows["as_of"] == rows["as_of"].max()]
    return last


def events(tracker: pd.DataFrame, partner_id: str, quarter: str) -> pd.DataFrame:
    """One partner's rows of a curated tracker of events, those of one quarter."""
    return tracker.loc[(tracker["partner_id"] == partner_id) & (tracker["quarter"] == quarter)]


def card(
    current_partners: pd.DataFrame, health_score: pd.DataFrame, health_trend: pd.DataFrame
) -> GT:
    """Who the partner is and how it stands.

    Takes the metrics `current_partners`, `health_score` and `health_trend` of one partner and
    quarter.
    """
    partner, score, trend = (
        frame.iloc[0] if len(frame) else pd.Series(dtype=object)
        for frame in (current_partners, health_score, health_trend)
    )
    trend_said = wording.status(_first(trend.get("trend"), trend.get("null_reason")))
    facts = [
        ("Category", wording.text(partner.get("category"))),
        ("Manufacturer tier", wording.tier(partner.get("tier"))),
        ("Pipeline stage", wording.text(partner.get("stage"))),
        ("Status", wording.text(partner.get("partner_status"))),
        ("Owner", wording.text(partner.get("owner"))),
        ("Health score", wording.score(score.get("health_score"))),
        ("Band", wording.text(_first(score.get("band"), score.get("null_reason")))),
        ("Trend", trend_said),
        ("Change since last quarter (points)", wording.change(trend.get("change_points"))),
    ]
    conflict = partner.get("has_tier_conflict")
    has_conflict = not wording.is_missing(conflict) and bool(conflict)
    return table(
        pd.DataFrame(facts, columns=["fact", "value"]),
        [Column("fact", ""), Column("value", "")],
        title="The partner at a glance",
        note="Pipeline and commercial tracker state different tiers." if has_conflict else "",
    ).cols_width({"c0": "38%"})


def outlook(pipeline_progress: pd.DataFrame, commitment_attainment: pd.DataFrame) -> GT:
    """What is to come: the next step and the volume by the end of the year.

    Takes the metrics of one partner and quarter, of `pipeline_progress` the latest rows.
    """
    step, kept = (
        frame.iloc[0] if len(frame) else pd.Series(dtype=object)
        for frame in (pipeline_progress, commitment_attainment)
    )
    facts = [
        ("Next step", wording.text(step.get("next_step"))),
        ("Due", wording.day(step.get("target_on"))),
        ("Volume committed for the year", wording.money(kept.get("commitment_usd"))),
        ("Volume by the year's end at this pace", wording.money(kept.get("year_end_usd"))),
    ]
    return table(
        pd.DataFrame(facts, columns=["fact", "value"]),
        [Column("fact", ""), Column("value", "")],
        title="Outlook",
    ).cols_width({"c0": "38%"})


def actions(actions: pd.DataFrame) -> GT:
    """A partner's priority actions, most urgent first.

    Takes rows of the tracker `actions`, as `latest` gives them.
    """
    return table(
        actions.sort_values(["priority", "due_on"], na_position="last"),
        [
            Column("action", "Action"),
            Column("priority", "Priority"),
            dates("due_on", "Due"),
            Column("status", "Status"),
            Column("owner", "Owner"),
            Column("dependencies", "Depends on"),
        ],
        title="Priority actions",
        note=_as_of(actions),
        empty="No priority actions are recorded.",
    )


def meetings(meetings: pd.DataFrame) -> GT:
    """A partner's meetings, latest first.

    Takes rows of the tracker `meetings`, as `events` gives them.
    """
    return table(
        meetings.sort_values("met_on", ascending=False),
        [
            dates("met_on", "Date"),
            Column("participants", "Participants"),
            Column("key_discussion_points", "Discussed"),
            Column("outcomes", "Outcomes"),
            Column("action_items", "Agreed to do"),
            dates("follow_up_on", "Follow-up"),
        ],
        title="Meetings of the quarter",
        empty="No meeting is recorded for this quarter.",
    )


def contacts(contacts: pd.DataFrame) -> GT:
    """A partner's contacts, closest relationship first.

    Takes rows of the tracker `contacts`, as `latest` gives them.
    """
    return table(
        contacts.sort_values(["relationship_level", "contact_name"], ascending=[False, True]),
        [
            Column("contact_name", "Contact"),
            Column("title", "Title"),
            Column("role", "Role in the decision"),
            Column("relationship_status", "Relationship"),
            dates("last_contact_on", "Last contact"),
            Column("next_action", "Next"),
            Column("owner", "Owner"),
        ],
        title="Contacts",
        note=_as_of(contacts),
        empty="No contacts are recorded.",
    )


def documents(documentation: pd.DataFrame) -> GT:
    """Which documents of the partnership exist.

    Takes rows of the tracker `documentation`, as `latest` gives them.
    """
    facts = {name: (label, wording.text) for name, label in _DOCUMENTS.items()}
    return _facts(documentation, facts, title="Documents", empty="No documentation is recorded.")


def technical(technical: pd.DataFrame) -> GT:
    """How well the integration works.

    Takes rows of the tracker `technical`, as `latest` gives them.
    """
    return _facts(
        technical,
        _TECHNICAL,
        title="Technical performance",
        empty="No technical performance is recorded.",
    )


def resources(resources: pd.DataFrame) -> GT:
    """The hours and the budget the partnership takes.

    Takes rows of the tracker `resources`, as `latest` gives them.
    """
    return _facts(
        resources, _RESOURCES, title="Hours and budget", empty="No resources are recorded."
    )


def opportunity(targets: pd.DataFrame) -> GT:
    """What the strategy sees in the partner.

    Takes rows of the tracker `targets`, as `latest` gives them.
    """
    possible = [
        wording.percent_range(row.discount_low_pct, row.discount_high_pct)
        for row in wording.rows_of(targets)
    ]
    return _facts(
        targets.assign(possible_discount=possible),
        _OPPORTUNITY,
        title="Opportunity",
        empty="The partner is not in the target register.",
    )


def market(targets: pd.DataFrame) -> GT:
    """Where the partner stands in its market.

    Takes rows of the tracker `targets`, as `latest` gives them.
    """
    return _facts(
        targets,
        _MARKET,
        title="Market position",
        empty="The partner is not in the target register.",
    )


def _facts(rows: pd.DataFrame, facts: _Facts, *, title: str, empty: str) -> GT:
    """One partner's columns one below the other."""
    found = [
        (label, shown(getattr(row, name)))
        for row in wording.rows_of(rows)
        for name, (label, shown) in facts.items()
    ]
    return table(
        pd.DataFrame(found, columns=["fact", "value"]),
        [Column("fact", ""), Column("value", "")],
        title=title,
        note=_as_of(rows),
        empty=empty,
    ).cols_width({"c0": "38%"})


def _first(*values: Any) -> Any:
    return next((value for value in values if not wording.is_missing(value)), None)


def _as_of(rows: pd.DataFrame) -> str:
    return f"As of {wording.day(rows['as_of'].iloc[0])}." if len(rows) else ""
