"""How each quarter's tracker was kept: sheets, spellings, forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sample.partners import STAGES
from sample.values import Money, Percent, Stage, Tier

TIERS = {1: "Strategic", 2: "Preferred", 3: "Standard"}
ARROWS = {"Improving": "↑", "Stable": "→", "Declining": "↓", "New": "New"}


@dataclass(frozen=True)
class Habits:
    """One quarter's ways.

    `sheets`: trackers by sheet, several of them below one another. `percents`: "formatted",
    "text" or "points"; `amounts`: "formatted", "text" or "plain"; `days`: a number format, or
    "" for dates typed as text. `header_row`: 1-based, title and as-of above it. `words`: other
    words for values; `names`: other names of partners by tracker.
    """

    sheets: Mapping[str, tuple[str, ...]]
    percents: str
    amounts: str
    days: str
    tier: str
    stage: str
    header_row: int
    headers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    own_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    as_of: str = ""
    is_merged: bool = False
    is_grouped: bool = False
    hides_done: bool = False
    footers: Mapping[str, str] = field(default_factory=dict)

    def header(self, tracker: str, header: str) -> str:
        """The template's header as spelled this quarter."""
        return self.headers.get(f"{tracker}/{header}") or self.headers.get(header, header)


HABITS = {
    "2025-Q1": Habits(
        sheets={
            "Cover": (),
            "Pipeline": ("pipeline",),
            "Relationship Map": ("contacts",),
            "Meetings": ("meetings",),
            "Commercial": ("commercial",),
            "Technical": ("technical",),
            "Relationship Health": ("relationship_health",),
            "Actions": ("actions",),
            "Evaluations": ("evaluations",),
            "Scorecard": ("scorecards",),
            "Documentation": ("documentation",),
            "Resources": ("resources",),
            "Strategy": ("targets", "category_opportunities"),
        },
        percents="formatted",
        amounts="formatted",
        days="yyyy-mm-dd",
        tier="Tier {rank} {name}",
        stage="Stage {number}: {name}",
        header_row=4,
        words={"Current": "Yes", "Missing": "No"},
        left_out=("Partner Status", "Renewal Date"),
        as_of="date",
        is_merged=True,
        footers={"commercial": "* Volume net of returns, as known to purchasing"},
    ),
    "2025-Q2": Habits(
        sheets={
            "Quarterly Evaluation": ("evaluations",),
            "Health Scorecard": ("scorecards",),
            "Partner Pipeline": ("pipeline",),
            "Contacts": ("contacts",),
            "Meeting Log": ("meetings",),
            "Commercial Performance": ("commercial",),
            "Technical Performance": ("technical",),
            "Relationship Health Metrics": ("relationship_health",),
            "Priority Actions": ("actions",),
            "Documents": ("documentation",),
            "Resource Allocation": ("resources",),
        },
        percents="text",
        amounts="text",
        days="",
        tier="T{rank}",
        stage="{number} - {name}",
        header_row=3,
        headers={
            "Manufacturer": "Partner",
            "Current Stage": "Stage",
            "Owner": "Account Owner",
            "Base Discount (%)": "Base Discount",
            "Volume-Based Additional (%)": "Volume Additional (%)",
            "Growth Incentive (%)": "Growth-Based Additional (%)",
            "Annual Volume Commitment": "Annual Commitment",
            "YTD Volume": "YTD Spend",
            "Savings vs. Retail": "Savings",
            "Integration Reliability (%)": "Reliability (%)",
            "Evaluation Dimension": "Dimension",
            "Rating (1-5)": "Rating",
            "Overall Health Score": "Overall Score",
        },
        words={
            **{"Critical": "P0", "High": "P1", "Medium": "P2", "Low": "P3"},
            **{"In progress": "WIP", "Not started": "Open", "Blocked": "Waiting"},
        },
        names={
            "commercial": {
                "Lutron Electronics": "LUTRON ELECTRONICS CO., INC.",
                "Philips Hue (Signify)": "Philips Hue",
                "Honeywell Home (Resideo)": "Honeywell Home",
            }
        },
        left_out=("Partner Status", "Renewal Date"),
        footers={"evaluations": "Note: ratings agreed in the partner meeting of July 8"},
    ),
    "2025-Q3": Habits(
        sheets={
            "Pipeline": ("pipeline",),
            "Commercial": ("commercial",),
            "Performance": ("technical", "relationship_health"),
            "Ratings": ("evaluations",),
            "Scorecards": ("scorecards",),
            "Contacts": ("contacts",),
            "Meetings": ("meetings",),
            "Actions": ("actions",),
            "Documentation": ("documentation",),
            "Resources": ("resources",),
        },
        percents="points",
        amounts="plain",
        days="d-mmm-yy",
        tier="{rank}",
        stage="{name}",
        header_row=4,
        headers={
            "Manufacturer": "Manufacturer Name",
            "Annual Volume Commitment": "Annual Volume Commitment (USD)",
            "YTD Volume": "YTD Volume (USD)",
            "Stage Entered": "In Stage Since",
            "Commercial Performance": "Commercial",
            "Technical Integration": "Technical",
            "Relationship Quality": "Relationship",
            # A column of that name in relationship_health keeps it.
            "evaluations/Strategic Alignment": "Strategic",
            "Operational Execution": "Operational",
        },
        words=ARROWS,
        names={
            "evaluations": {
                "Lutron Electronics": "Lutron",
                "Yale/August (ASSA ABLOY)": "Yale / August",
                "Control4/Snap AV": "Control4",
            }
        },
        left_out=("Renewal Date",),
        own_columns={"pipeline": {"Region": "North America"}},
        as_of="text",
        is_merged=True,
        is_grouped=True,
        hides_done=True,
    ),
    "2025-Q4": Habits(
        sheets={
            "Pipeline": ("pipeline",),
            "Evaluations": ("evaluations",),
            "Scorecard": ("scorecards",),
            "Commercial": ("commercial",),
            "Technical": ("technical",),
            "Relationship Health": ("relationship_health",),
            "Relationship Map": ("contacts",),
            "Meeting Log": ("meetings",),
            "Priority Actions": ("actions",),
            "Documentation": ("documentation",),
            "Resources": ("resources",),
        },
        percents="formatted",
        amounts="formatted",
        days="yyyy-mm-dd",
        tier="Tier {rank}",
        stage="{name}",
        header_row=1,
        names={"technical": {"DSC (Johnson Controls)": "DSC", "Ubiquiti Networks": "Ubiquiti"}},
        own_columns={"pipeline": {"Last updated by": "Partner office"}},
        footers={"scorecards": "Source: partner managers, not audited"},
    ),
}


def spelled(value: Any, habits: Habits) -> tuple[Any, str]:
    """What a cell holds and its number format, "" for the usual one."""
    match value:
        case Tier(rank):
            text = habits.tier.format(rank=rank, name=TIERS[rank])
            return (int(text) if text.isdigit() else text), ""
        case Stage(number):
            return habits.stage.format(number=number, name=STAGES[number - 1]), ""
        case Percent(points):
            return _percent(points, habits.percents)
        case Money(amount):
            return _amount(amount, habits.amounts)
        case date():
            return (
                (value, habits.days)
                if habits.days
                else (f"{value:%B} {value.day}, {value.year}", "")
            )
        case str():
            return habits.words.get(value, value), ""
    return value, ""


def _percent(points: float, form: str) -> tuple[Any, str]:
    if form == "points":
        return points, ""
    if form == "text":
        return f"{points:g}%", ""
    # 99.95 / 100 is 0.9995000000000001 in floats; nobody typed that.
    return round(points / 100, 6), "0%" if points == int(points) else "0.00%"


def _amount(amount: float, form: str) -> tuple[Any, str]:
    if form == "plain":
        return amount, ""
    if form == "formatted":
        return amount, "$#,##0" if amount == int(amount) else "$#,##0.00"
    if amount >= 1_000_000 and amount % 100_000 == 0:
        return f"${amount / 1_000_000:g}M", ""
    if amount >= 1_000 and amount % 1_000 == 0:
        return f"${amount / 1_000:g}K", ""
    return (f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"), ""
