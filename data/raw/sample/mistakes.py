"""The honest mistakes: where people typed something else than the facts say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sample.orders import LAYOUTS, Line, written
from sample.values import Failed, Money, Percent, Row

EUR_RATE_TYPED = 1.08


@dataclass(frozen=True)
class Mistake:
    """A cell that says something else: in the row of `partner`, `rating` narrowing it down."""

    quarter: str
    tracker: str
    partner: str
    header: str
    written: Any
    why: str
    among: str = ""

    def concerns(self, quarter: str, tracker: str, row: Row) -> bool:
        """Whether it is in this row."""
        here = (self.quarter, self.tracker, self.partner)
        return here == (quarter, tracker, row.get("Manufacturer")) and (
            not self.among or self.among in (str(cell) for cell in row.values())
        )


MISTAKES = (
    Mistake(
        *("2025-Q1", "pipeline", "Tessaro Climate", "Days in Stage", 30),
        "typed wrong: 23 days lie between the stage entered and the as-of date",
    ),
    Mistake(
        *("2025-Q1", "commercial", "Aurenfield Lighting", "Savings vs. Retail", Money(22750)),
        "35% of the net volume; 35% off list on 65,000 net saves 35,000",
    ),
    Mistake(
        *("2025-Q1", "evaluations", "Honeywell Home (Resideo)", "Relationship Quality", "Three"),
        "a rating in words: not read, the dimension counts as not rated",
    ),
    Mistake(
        *("2025-Q2", "commercial", "Ecobee", "Savings vs. Retail"),
        Failed("=Terms!#REF!", "#REF!"),
        "a broken reference: no value",
    ),
    Mistake(
        *("2025-Q2", "pipeline", "Ostinato Sound", "Target Date", "ASAP"),
        "no date: not read",
    ),
    Mistake(
        *("2025-Q2", "evaluations", "Packetfern", "Weight", Percent(15)),
        "10% was meant: the typed weights add up to 105%",
        among="Operational Execution",
    ),
    Mistake(
        *("2025-Q3", "evaluations", "Yale/August (ASSA ABLOY)", "Technical Integration", "4/5"),
        "a fraction where a rating belongs: not read, the dimension counts as not rated",
    ),
    Mistake(
        *("2025-Q3", "commercial", "Lumavane", "Base Discount (%)", 0.18),
        "a fraction in a column of points: 18% or 0.18%, so it is not read",
    ),
    Mistake(
        *("2025-Q3", "commercial", "Veltrano Audio", "Base Discount (%)", 220),
        "22 was meant: 220% is no discount",
    ),
    Mistake(
        *("2025-Q3", "relationship_health", "Fernhollow Thermal", "Relationship Satisfaction", 6),
        "above the scale",
    ),
    Mistake(
        *("2025-Q3", "meetings", "Lutron Electronics", "Manufacturer", "Lutron Electroncs"),
        "nobody's name, a third spelling beside two known aliases: the row is set aside "
        "with a suggestion",
        among="2025-07-25",
    ),
    Mistake(
        *("2025-Q4", "pipeline", "Kinemora Displays", "Target Date", "03/04/2026"),
        "March 4 or April 3: not read",
    ),
    Mistake(
        *("2025-Q4", "pipeline", "Sonos", "Days in Stage", 30),
        "typed wrong: 359 days lie between the stage entered and the as-of date",
    ),
    Mistake(
        *("2025-Q4", "technical", "Ostinato Sound", "Integration Reliability (%)"),
        Failed("=1-0/0", "#DIV/0!"),
        "a formula that divides by zero: no value",
    ),
    Mistake(
        *("2025-Q4", "documentation", "Packetfern", "Manufacturer", None),
        "no partner: the row is set aside",
    ),
)
# A partner entered twice: the row from a quarter ago was left in.
LEFT_IN = ("2025-Q4", "commercial", "Doorwell Access", {"YTD Volume": Money(39000)})
LEFT_IN_WHY = "a second row of the partner, with another volume: the first is kept"


def made_in(quarter: str, tracker: str, row: Row) -> list[Mistake]:
    """The mistakes in one row."""
    return [mistake for mistake in MISTAKES if mistake.concerns(quarter, tracker, row)]


def with_row_left_in(quarter: str, tracker: str, rows: list[Row]) -> list[Row]:
    """The rows, with the one that should have been removed."""
    if (quarter, tracker) != LEFT_IN[:2]:
        return rows
    twin = next(row for row in rows if row["Manufacturer"] == LEFT_IN[2])
    return [*rows, twin | LEFT_IN[3]]


HUE, RUCKUS, LEVITON = "Philips Hue (Signify)", "Ruckus Networks (CommScope)", "Leviton"
# Bought in euros: the export has no rate for them.
EUR_LINES = (
    Line(HUE, date(2025, 6, 11), "PO-252-EU001", 1, "PHI-LMP-110", 12, 79_00, 59_25, "EUR"),
    Line(HUE, date(2025, 6, 11), "PO-252-EU001", 2, "PHI-KEY-120", 8, 129_00, 96_75, "EUR"),
)
SWAPPED = Line(RUCKUS, date(2025, 8, 14), "PO-253-RUC9001", 1, "RUC-GWY-110", 4, 189_00, 139_00)
UNCOUNTED = Line(RUCKUS, date(2025, 9, 3), "PO-253-RUC9002", 1, "RUC-SWI-120", 2, 289_00, 215_00)
MISSPELLED = Line(RUCKUS, date(2025, 10, 21), "PO-254-RUC9003", 1, "RUC-APT-130", 2, 189_00, 139_00)
TORN = Line(
    RUCKUS, date(2025, 11, 18), "PO-254-RUC9004", 1, "RUC-APT-120, white", 3, 159_00, 116_00
)


def wrong_lines(quarter: str, lines: Iterable[Line]) -> list[tuple[list[str], str]]:
    """Lines of an order file that do not load as they are, with the reason."""
    layout = LAYOUTS[quarter]
    if quarter == "2025-Q2":
        twin = next(line for line in lines if line.partner.startswith(LEVITON))
        euros = "in EUR, without a rate: it loads, its value in USD does not"
        return [
            *((written(line, layout), euros) for line in EUR_LINES),
            (written(twin, layout), "the same line once more: set aside"),
        ]
    if quarter == "2025-Q3":
        swapped, uncounted = written(SWAPPED, layout), written(UNCOUNTED, layout)
        swapped[6], swapped[7] = swapped[7], swapped[6]
        uncounted[5] = "two"
        return [
            (swapped, "list and net price are swapped, so net is above list: set aside"),
            (uncounted, "units in words: set aside"),
        ]
    if quarter == "2025-Q4":
        misspelled = written(MISSPELLED, layout)
        misspelled[0] = "Ruckus Netwroks"
        torn = written(TORN, layout)
        return [
            (misspelled, "nobody's name: set aside with a suggestion"),
            (torn[:4] + torn[4].split(",") + torn[5:], "a comma too many: set aside"),
        ]
    return []


def uncounted_cents(partner: str, quarter: str) -> int:
    """What purchasing counts into a partner's volume of the year though no line of it loads."""
    known = {
        HUE: [("2025-Q2", round(line.net * EUR_RATE_TYPED)) for line in EUR_LINES],
        RUCKUS: [
            ("2025-Q3", SWAPPED.net),
            ("2025-Q3", UNCOUNTED.net),
            ("2025-Q4", MISSPELLED.net),
            ("2025-Q4", TORN.net),
        ],
    }
    return sum(cents for since, cents in known.get(partner, ()) if since <= quarter)
