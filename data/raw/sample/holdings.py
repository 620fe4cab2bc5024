"""Documents, resources, target register and category opportunities."""

from random import Random

from sample.performance import at_stage
from sample.values import Money, Row, rows_of_text

DOCUMENTS = (
    "Agreement Document",
    "Commercial Terms",
    "Technical Specs",
    "Marketing Materials",
    "Process Documentation",
    "Training Materials",
    "Contact Information",
)
# The source's examples: 5 of 7 present; and 4 current, 1 draft, 1 missing, 1 not applicable.
STATUSES_OF = {
    "DSC (Johnson Controls)": ("Current",) * 5 + ("Missing",) * 2,
    "Leviton Manufacturing": ("Current",) * 4 + ("Draft", "Missing", "n/a"),
}
LIKELY = {4: ("Draft", "Missing"), 5: ("Current", "Draft", "Missing"), 6: ("Current",) * 5}
HOURS = {1: (10, 8, 4, 3, 4), 2: (5, 3, 2, 2, 2), 3: (2, 1, 1, 1, 0)}
BUDGETS = {1: 48_000, 2: 18_000, 3: 6_000}


def documentation(quarter: str) -> list[Row]:
    """Which documents there are, from negotiation on."""
    rows = []
    for partner, stage in at_stage(quarter, 4):
        random = Random(f"documents/{partner.name}/{stage}")
        likely = LIKELY[stage] + (("Draft", "Missing") if partner.tier > 1 else ("Draft",))
        statuses = STATUSES_OF.get(partner.name) or [random.choice(likely) for _ in DOCUMENTS]
        rows.append({"Manufacturer": partner.name, **dict(zip(DOCUMENTS, statuses, strict=True))})
    return rows


def resources(quarter: str) -> list[Row]:
    """Hours and budget, from exploration on."""
    rows = []
    for partner, stage in at_stage(quarter, 3):
        random = Random(f"resources/{partner.name}")
        # The source's example: 10 + 8 + 4 + 3 hours a week and 4 a month.
        spread = 0 if partner.name == "Aurenfield Lighting" else random.choice((-1, 0, 0, 1))
        manager, engineers, marketing, operations, executives = HOURS[partner.tier]
        rows.append(
            {
                "Manufacturer": partner.name,
                "Partnership Manager Time (hrs/week)": max(1, manager + spread),
                "Technical Resources (hrs/week)": engineers,
                "Marketing Resources (hrs/week)": marketing,
                "Operations Support (hrs/week)": operations if stage > 4 else 0,
                "Executive Engagement (hrs/month)": executives,
                "Budget Allocation": Money(BUDGETS[partner.tier] + spread * 1_000),
            }
        )
    return rows


def opportunities() -> list[Row]:
    """The six categories, as the source words them."""
    return rows_of_text("categories.list")


def targets() -> list[Row]:
    """The eleven targets, as the source words them."""
    return rows_of_text("targets.list")
