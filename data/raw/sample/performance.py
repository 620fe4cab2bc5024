"""Pipeline, terms, technical quality, health and ratings: the figures the metrics live on."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from sample.partners import (
    BY_NAME,
    PARTNERS,
    QUARTER_ENDS,
    QUARTERS,
    SECOND_RATER,
    Partner,
    terms,
)
from sample.values import Money, Percent, Row, Stage, Tier

DIMENSIONS = (
    ("Commercial Performance", "Discount levels, volume growth, savings impact", 30),
    ("Technical Integration", "Integration quality, feature access, reliability", 25),
    ("Relationship Quality", "Engagement level, responsive support, expansion", 20),
    ("Strategic Alignment", "Mutual growth, market positioning, roadmap alignment", 15),
    ("Operational Execution", "Process efficiency, issue resolution, scalability", 10),
)
NEXT_STEPS = {
    1: ("Finish research memo", "Identify contact points"),
    2: ("Schedule first meeting", "Send introduction e-mail"),
    3: ("Document requirements", "Meet decision-makers"),
    4: ("Present formal proposal", "Agree commercial terms", "Review legal framework"),
    5: ("Train installation team", "Complete first integration", "Process initial orders"),
    6: ("Quarterly business review", "Plan volume growth", "Joint case study", "Renew price list"),
}
# Days by which the next step is overdue, and since the last activity, where it stands out.
OVERDUE = {
    ("Tessaro Climate", "2025-Q1"): 4,
    ("Murmurly Voice", "2025-Q1"): 12,
    ("Murmurly Voice", "2025-Q2"): 103,
    ("DSC (Johnson Controls)", "2025-Q2"): 15,
    ("Kinemora Displays", "2025-Q3"): 9,
    ("DSC (Johnson Controls)", "2025-Q3"): 31,
    ("Murmurly Voice", "2025-Q3"): 195,
    ("Control4/Snap AV", "2025-Q4"): 16,
    ("DSC (Johnson Controls)", "2025-Q4"): 47,
    ("Murmurly Voice", "2025-Q4"): 287,
    ("Tessaro Climate", "2025-Q4"): 8,
}
STALE = {
    ("Tessaro Climate", "2025-Q1"): 32,
    ("Murmurly Voice", "2025-Q1"): 48,
    ("Murmurly Voice", "2025-Q2"): 139,
    ("Murmurly Voice", "2025-Q3"): 231,
    ("Murmurly Voice", "2025-Q4"): 323,
    ("DSC (Johnson Controls)", "2025-Q3"): 63,
    ("DSC (Johnson Controls)", "2025-Q4"): 71,
}
ENTRY_NOT_NOTED = {"Murmurly Voice", "Rootcellar Robotics"}
NOTES = {
    ("Lutron Electronics", "2025-Q4"): "Executive summit held in November",
    ("Ecobee", "2025-Q3"): "Base discount of 28% to be raised at renewal",
    ("Ecobee", "2025-Q4"): "Base raised to 31%, signed in October",
    ("Tessaro Climate", "2025-Q3"): "Firmware delays; two projects moved to Honeywell",
    ("Tessaro Climate", "2025-Q4"): "Commitment out of reach; renegotiate or step down a tier",
    ("DSC (Johnson Controls)", "2025-Q3"): "No answer to the revised terms",
    ("DSC (Johnson Controls)", "2025-Q4"): "Candidate for sunset",
    ("Sonos", "2025-Q4"): "New channel manager, support slower since October",
    ("Murmurly Voice", "2025-Q1"): "No reply since first contact",
    ("Control4/Snap AV", "2025-Q2"): "Terms below the tier's band",
}
# Reliability in points where the source's examples or the story need it.
RELIABILITY = {
    "Lutron Electronics": (99.95, 99.95, 99.96, 99.97),
    "Ubiquiti Networks": (99.99, 99.99, 99.98, 99.99),
    "Ecobee": (99.70, 99.81, 99.9, 99.92),
    "Sonos": (99.85, 99.85, 99.91, 99.62),
    "Tessaro Climate": (99.1, 98.9, 97.8, 97.2),
    "DSC (Johnson Controls)": (98.8, 98.7, 98.4, 98.1),
}
DEPTH = {1: "Deep", 2: "Enhanced", 3: "Standard"}
API = {1: "Full incl. non-published", 2: "Complete published", 3: "Standard published"}
HEALTH_COLUMNS = (
    "Executive Relationship",
    "Regular Cadence",
    "Relationship Satisfaction",
    "Co-Marketing Activities",
    "Expansion Discussions",
    "Issue Resolution Speed",
    "Partnership Momentum",
    "Strategic Alignment",
)
HEALTH_EXAMPLE = {("Yale/August (ASSA ABLOY)", "2025-Q1"): (4, 5, 4, 3, 2, 4, 3, "n/a")}
COMMENTS = {
    "1": "Does not work",
    "2": "Below expectations",
    "3": "As agreed",
    "4": "Good",
    "5": "Excellent",
}
# A second opinion on one partner: the median of the two counts.
SECOND_RATINGS = {("Ubiquiti Networks", "2025-Q2"): "35344"}
# Overall scores typed as the plain mean of the five dimensions instead of the weighted one.
MEANS_TYPED = {
    ("Sonos", "2025-Q1"),
    ("Ecobee", "2025-Q2"),
    ("Quillnet Systems", "2025-Q3"),
    ("Veltrano Audio", "2025-Q4"),
    ("Honeywell Home (Resideo)", "2025-Q4"),
}


def at_stage(quarter: str, lowest: int) -> list[tuple[Partner, int]]:
    """The partners at that stage or beyond at the quarter's end, with their stage."""
    day = QUARTER_ENDS[quarter]
    staged = [(partner, partner.stage(day)[0]) for partner in PARTNERS]
    return [(partner, stage) for partner, stage in staged if stage >= lowest]


def pipeline(quarter: str) -> list[Row]:
    """Every partner: stage, next step, dates."""
    return [_pipeline_row(partner, quarter) for partner in PARTNERS]


def _pipeline_row(partner: Partner, quarter: str) -> Row:
    day, key = QUARTER_ENDS[quarter], (partner.name, quarter)
    random = Random(f"pipeline/{partner.name}/{quarter}")
    stage, entered = partner.stage(day)
    ahead, ago = random.randint(6, 55), random.randint(1, 19)
    target = day - timedelta(days=OVERDUE[key]) if key in OVERDUE else _weekday(day, ahead)
    noted = partner.name not in ENTRY_NOT_NOTED
    return {
        "Manufacturer": partner.name,
        "Category": partner.category,
        "Tier": Tier(partner.tier),
        "Current Stage": Stage(stage),
        "Next Step": random.choice(NEXT_STEPS[stage]),
        "Owner": partner.owner,
        "Target Date": target,
        "Last Activity": day - timedelta(days=STALE.get(key, ago)),
        "Days in Stage": (day - entered).days if noted else None,
        "Notes": NOTES.get(key),
        "Stage Entered": entered if noted else None,
        "Partner Status": "Current",
        "Renewal Date": _anniversary(entered, day) if stage == 6 else None,
    }


def _anniversary(entered: date, day: date) -> date:
    this_year = entered.replace(year=day.year)
    return this_year if this_year > day else this_year.replace(year=day.year + 1)


def _weekday(day: date, ahead: int) -> date:
    found = day + timedelta(days=ahead)
    return found - timedelta(days=max(0, found.weekday() - 4))


def commercial(quarter: str, bought: Mapping[tuple[str, str], tuple[int, int]]) -> list[Row]:
    """Terms and volume of partners in negotiation or beyond; `bought`: list and net cents."""
    return [_commercial_row(partner, quarter, bought) for partner, _ in at_stage(quarter, 4)]


def _commercial_row(
    partner: Partner, quarter: str, bought: Mapping[tuple[str, str], tuple[int, int]]
) -> Row:
    agreed, place = terms(partner, quarter), QUARTERS.index(quarter)
    random = Random(f"commercial/{partner.name}/{quarter}")
    if partner.discount is None:
        net = sum(partner.net[: place + 1]) * 1000
        off = ((agreed.base or 0) + (agreed.volume or 0)) / 100
        saved = round(net / (1 - off) - net)
    else:
        list_cents, net_cents = bought[partner.name, quarter]
        net, saved = net_cents / 100, round((list_cents - net_cents) / 100)
    return {
        "Manufacturer": partner.name,
        "Partnership Tier": Tier(partner.tier),
        "Base Discount (%)": Percent(agreed.base) if agreed.base else None,
        "Volume-Based Additional (%)": Percent(agreed.volume) if agreed.volume else "-",
        "Growth Incentive (%)": Percent(agreed.growth) if agreed.growth else None,
        "Annual Volume Commitment": Money(agreed.commitment) if agreed.commitment else "TBD",
        "YTD Volume": Money(net) if net else "-",
        "Revenue Impact": Money(round(net * random.uniform(1.4, 1.9), -3)) if net else None,
        "Savings vs. Retail": Money(saved) if net else "-",
        "Active Projects Using Products": round(net / 9000) + random.randint(0, 3),
    }


def technical(quarter: str) -> list[Row]:
    """Integration and support of partners whose agreement is being activated or active."""
    rows = []
    for partner, stage in at_stage(quarter, 5):
        random = Random(f"technical/{partner.name}/{quarter}")
        usual = random.randint(9935, 9998) / 100
        reliability = RELIABILITY.get(partner.name, (usual,) * 4)[QUARTERS.index(quarter)]
        weeks = random.randint(2, 9)
        rows.append(
            {
                "Manufacturer": partner.name,
                "Integration Level": DEPTH[partner.tier] if stage == 6 else "Standard",
                "API Access Status": API[partner.tier],
                "Custom Capabilities": "Scene sync" if partner.tier == 1 else None,
                "Integration Reliability (%)": Percent(reliability),
                "Implementation Time": random.choice((f"{weeks} weeks", f"{weeks * 7} days")),
                "Technical Support Response": (
                    "20 h" if partner.name == "Sonos" else f"{random.choice((4, 8, 12, 24, 36))} h"
                ),
                "Enhancement Requests": random.randint(0, 9),
                "Beta Program Status": random.choice(("Enrolled", "Invited", "None"))
                if partner.tier < 3
                else None,
            }
        )
    return rows


def relationship_health(quarter: str) -> list[Row]:
    """The eight aspects of the relationship, near the rating of the dimension."""
    rows = []
    for partner, _ in at_stage(quarter, 5):
        random = Random(f"health/{partner.name}/{quarter}")
        vector = partner.rating(quarter)
        middle = int(vector[2]) if vector and vector[2] != "-" else 3
        near = [min(5, max(1, middle + random.choice((-1, 0, 0, 0, 1)))) for _ in HEALTH_COLUMNS]
        ratings = HEALTH_EXAMPLE.get((partner.name, quarter), near)
        rows.append(
            {"Manufacturer": partner.name, **dict(zip(HEALTH_COLUMNS, ratings, strict=True))}
        )
    return rows


def ratings(quarter: str) -> list[tuple[Partner, str, str]]:
    """Partner, rater and rating vector of every evaluation of the quarter."""
    found = [(p, p.owner, p.rating(quarter)) for p in PARTNERS if p.rating(quarter)]
    second = [
        (BY_NAME[name], SECOND_RATER, vector)
        for (name, rated), vector in SECOND_RATINGS.items()
        if rated == quarter
    ]
    return sorted(found + second, key=lambda one: PARTNERS.index(one[0]))


def evaluations_long(quarter: str) -> list[Row]:
    """One row per partner, rater and dimension."""
    return [
        {
            "Manufacturer": partner.name,
            "Evaluation Dimension": dimension,
            "Metrics": metrics,
            "Weight": Percent(weight),
            "Rating (1-5)": _typed(rating),
            "Comments": COMMENTS.get(rating),
            "Rater": rater,
        }
        for partner, rater, vector in ratings(quarter)
        for (dimension, metrics, weight), rating in zip(DIMENSIONS, vector, strict=True)
    ]


def evaluations_wide(quarter: str) -> list[Row]:
    """One row per partner and rater, the five ratings side by side."""
    return [
        {
            "Manufacturer": partner.name,
            "Quarter": quarter,
            **{d[0]: _typed(rating) for d, rating in zip(DIMENSIONS, vector, strict=True)},
            "Rater": rater,
        }
        for partner, rater, vector in ratings(quarter)
    ]


def _typed(rating: str) -> int | str:
    return "–" if rating == "-" else int(rating)


def scorecards(quarter: str) -> list[Row]:
    """Scores as typed by hand: mostly right."""
    place = QUARTERS.index(quarter)
    rows = []
    for partner in PARTNERS:
        vector = partner.rating(quarter)
        if not vector:
            continue
        before = partner.rating(QUARTERS[place - 1]) if place else ""
        overall = _weighted(vector)
        if (partner.name, quarter) in MEANS_TYPED:
            overall = sum(int(rating) * 20 for rating in vector) / 5
        rows.append(
            {
                "Manufacturer": partner.name,
                "Commercial Score": _score(vector[0]),
                "Technical Score": _score(vector[1]),
                "Relationship Score": _score(vector[2]),
                "Strategic Score": _score(vector[3]),
                "Operational Score": _score(vector[4]),
                "Overall Health Score": round(overall, 1),
                "Trend": _trend(overall, _weighted(before) if before else None),
            }
        )
    return rows


def _score(rating: str) -> int | str:
    return "-" if rating == "-" else int(rating) * 20


def _weighted(vector: str) -> float:
    rated = [
        (int(rating) * 20, weight)
        for rating, (_, _, weight) in zip(vector, DIMENSIONS, strict=True)
        if rating != "-"
    ]
    return sum(score * weight for score, weight in rated) / sum(weight for _, weight in rated)


def _trend(score: float, before: float | None) -> str:
    if before is None:
        return "New"
    change = score - before
    return "Improving" if change >= 5 else "Declining" if change <= -5 else "Stable"
