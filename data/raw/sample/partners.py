"""The 27 partners of the sample: who they are, their terms, volumes, stages and ratings.

The first eleven names come from the source; all others are invented, and so are all figures.
"""

from dataclasses import dataclass
from datetime import date

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
QUARTER_ENDS = dict(
    zip(
        QUARTERS,
        (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)),
        strict=True,
    )
)
STAGES = (
    "Identification & Research",
    "Initial Outreach",
    "Exploration & Qualification",
    "Proposal & Negotiation",
    "Agreement & Activation",
    "Active Partnership",
)
LIGHTING = "Lighting Control"
CLIMATE = "Climate Control"
SECURITY = "Security/Access"
AUDIO = "Audio/Video"
NETWORK = "Networking/Infrastructure"
EMERGING = "Emerging Categories"

DANA, MARCUS, PRIYA = "Dana Whitfield", "Marcus Oyelaran", "Priya Raman"
TOMAS, ELENA, JONAH = "Tomás Rivera", "Elena Kovac", "Jonah Lindqvist"
# Who rates, beside the partner's owner.
SECOND_RATER = ELENA


@dataclass(frozen=True)
class Terms:
    """Discounts in percent points (None: not stated), commitment in USD."""

    base: float | None = None
    volume: float | None = None
    growth: float | None = None
    commitment: int | None = None


@dataclass(frozen=True)
class Partner:
    """One partner over the four quarters.

    `stages`: number and day of each stage entered. `ratings`: one vector a quarter, commercial,
    technical, relationship, strategic, operational, "-" for a dimension not rated, "" for no
    evaluation. `net`: net volume a quarter in thousands. `discount`: realized, in points, in the
    first and in the last quarter; None where no order lines are at hand.
    """

    name: str
    category: str
    tier: int
    owner: str
    stages: tuple[tuple[int, str], ...]
    terms: Terms
    ratings: tuple[str, str, str, str]
    net: tuple[float, float, float, float] = (0, 0, 0, 0)
    discount: tuple[float, float] | None = None

    def stage(self, day: date) -> tuple[int, date]:
        """The stage on a day, and since when."""
        entered = [(number, date.fromisoformat(since)) for number, since in self.stages]
        return max((since, number) for number, since in entered if since <= day)[::-1]

    def rating(self, quarter: str) -> str:
        """The rating vector of a quarter, "" if there was no evaluation."""
        return self.ratings[QUARTERS.index(quarter)]


PARTNERS = (
    # Tier 1, 6 partners
    Partner(
        "Lutron Electronics",
        LIGHTING,
        1,
        DANA,
        ((6, "2024-12-02"),),
        Terms(32, 6, 4, 1_200_000),
        ("43542", "44542", "54543", "55543"),
        (210, 280, 360, 460),
        (35.5, 37.0),
    ),
    Partner(
        "Ecobee",
        CLIMATE,
        1,
        PRIYA,
        ((5, "2025-02-10"), (6, "2025-04-14")),
        Terms(28, 5, 3, 500_000),
        ("33534", "34434", "44444", "44544"),
        (60, 95, 130, 170),
        (29.0, 33.0),
    ),
    Partner(
        "Ubiquiti Networks",
        NETWORK,
        1,
        MARCUS,
        ((6, "2025-01-13"),),
        Terms(33, 7, 3, 900_000),
        ("45344", "45344", "55344", "55344"),
        (150, 200, 260, 320),
        (34.0, 36.5),
    ),
    Partner(
        "Aurenfield Lighting",
        LIGHTING,
        1,
        DANA,
        ((6, "2024-11-18"),),
        Terms(35, None, None, 300_000),
        ("4-542", "43542", "43442", "44443"),
        (65, 77, 79, 97),
    ),
    Partner(
        "Tessaro Climate",
        CLIMATE,
        1,
        PRIYA,
        ((3, "2024-12-09"), (4, "2025-03-08"), (5, "2025-05-19"), (6, "2025-10-06")),
        Terms(30, 5, 3, 450_000),
        ("32343", "33343", "32333", "22333"),
        (0, 18, 34, 52),
        (30.0, 32.0),
    ),
    Partner(
        "Quillnet Systems",
        NETWORK,
        1,
        MARCUS,
        ((3, "2025-02-03"), (4, "2025-05-26"), (5, "2025-07-21"), (6, "2025-11-03")),
        Terms(31, 5, 4, 105_000),
        ("", "33333", "34433", "44433"),
        (0, 0, 30, 68),
        (33.0, 34.0),
    ),
    # Tier 2, 9 partners
    Partner(
        "Leviton Manufacturing",
        LIGHTING,
        2,
        DANA,
        ((6, "2025-01-27"),),
        Terms(22, 4, 2, 400_000),
        ("43542", "43442", "44443", "44443"),
        (70, 95, 115, 150),
        (25.0, 26.5),
    ),
    Partner(
        "Philips Hue (Signify)",
        LIGHTING,
        2,
        TOMAS,
        ((5, "2025-01-20"), (6, "2025-05-05")),
        Terms(20, 3, 2, 250_000),
        ("43542", "33542", "33442", "43443"),
        (45, 60, 70, 90),
        (23.0, 24.5),
    ),
    Partner(
        "Honeywell Home (Resideo)",
        CLIMATE,
        2,
        PRIYA,
        ((5, "2025-03-03"), (6, "2025-08-11")),
        Terms(21, 3, 2, 300_000),
        ("33333", "33433", "43433", "43443"),
        (30, 50, 70, 90),
        (22.0, 23.5),
    ),
    Partner(
        "Yale/August (ASSA ABLOY)",
        SECURITY,
        2,
        JONAH,
        ((6, "2025-02-17"),),
        Terms(24, 4, 3, 280_000),
        ("44444", "44444", "44444", "45444"),
        (55, 70, 85, 100),
        (27.0, 28.5),
    ),
    Partner(
        "DSC (Johnson Controls)",
        SECURITY,
        2,
        JONAH,
        ((5, "2025-01-06"), (6, "2025-04-28")),
        Terms(18, 3, None, 200_000),
        ("23233", "23223", "22223", "22223"),
        (21, 17, 23, 21),
    ),
    Partner(
        "Sonos",
        AUDIO,
        2,
        TOMAS,
        ((6, "2025-01-06"),),
        Terms(25, 4, 2, 400_000),
        ("43542", "44542", "44442", "34442"),
        (60, 90, 110, 128),
        (25.5, 27.0),
    ),
    Partner(
        "Control4/Snap AV",
        AUDIO,
        2,
        TOMAS,
        ((3, "2025-01-20"), (4, "2025-06-02"), (5, "2025-10-20")),
        Terms(17, 3, None, None),
        ("", "24223", "", "24333"),
        (0, 0, 0, 20),
        (18.0, 18.0),
    ),
    Partner(
        "Ruckus Networks (CommScope)",
        NETWORK,
        2,
        MARCUS,
        ((5, "2025-02-24"), (6, "2025-06-09")),
        Terms(24, 4, 2, 320_000),
        ("44334", "44334", "44434", "45444"),
        (60, 75, 95, 115),
        (26.0, 27.5),
    ),
    Partner(
        "Veltrano Audio",
        AUDIO,
        2,
        TOMAS,
        ((4, "2025-02-10"), (5, "2025-04-07"), (6, "2025-07-14")),
        Terms(22, 3, 3, 180_000),
        ("33443", "43443", "43444", "44545"),
        (0, 35, 50, 70),
        (24.0, 26.0),
    ),
    # Tier 3, 12 partners
    Partner(
        "Lumavane",
        LIGHTING,
        3,
        ELENA,
        ((5, "2025-02-03"), (6, "2025-05-12")),
        Terms(18, 2, None, 90_000),
        ("44434", "44434", "55445", "54445"),
        (16, 22, 27, 32),
        (19.5, 20.5),
    ),
    Partner(
        "Petalume",
        LIGHTING,
        3,
        ELENA,
        ((2, "2025-01-13"), (3, "2025-04-21"), (4, "2025-06-16"), (5, "2025-08-25")),
        Terms(16, 2, None, 40_000),
        ("", "", "33333", "33433"),
        (0, 0, 8, 14),
        (17.0, 17.0),
    ),
    Partner(
        "Fernhollow Thermal",
        CLIMATE,
        3,
        ELENA,
        ((4, "2025-03-10"), (5, "2025-05-05"), (6, "2025-10-13")),
        Terms(17, None, None, 70_000),
        ("", "33343", "33443", "33444"),
        (0, 12, 20, 26),
        (17.5, 18.5),
    ),
    Partner(
        "Sentrivane Security",
        SECURITY,
        3,
        JONAH,
        ((1, "2025-02-24"), (2, "2025-04-14"), (3, "2025-08-04"), (4, "2025-11-17")),
        Terms(15, 2, None, None),
        ("", "", "", "2334-"),
    ),
    Partner(
        "Doorwell Access",
        SECURITY,
        3,
        JONAH,
        ((4, "2025-02-17"), (5, "2025-04-22"), (6, "2025-10-27")),
        Terms(19, 3, None, 80_000),
        ("", "43333", "44333", "44344"),
        (0, 15, 24, 33),
        (20.5, 21.5),
    ),
    Partner(
        "Ostinato Sound",
        AUDIO,
        3,
        TOMAS,
        ((5, "2025-01-27"), (6, "2025-11-10")),
        Terms(20, 3, None, 110_000),
        ("33333", "33333", "34333", "34343"),
        (18, 24, 30, 36),
        (21.5, 22.5),
    ),
    Partner(
        "Kinemora Displays",
        AUDIO,
        3,
        TOMAS,
        ((2, "2025-02-10"), (3, "2025-06-23"), (4, "2025-10-06")),
        Terms(15, 2, None, None),
        ("", "", "", ""),
    ),
    Partner(
        "Packetfern",
        NETWORK,
        3,
        MARCUS,
        ((4, "2025-01-27"), (5, "2025-05-12"), (6, "2025-12-01")),
        Terms(18, 2, None, 50_000),
        ("", "3-433", "34433", "34433"),
        (0, 10, 14, 20),
        (18.5, 19.5),
    ),
    Partner(
        "Aquavane Leak Detection",
        EMERGING,
        3,
        ELENA,
        ((2, "2025-03-17"), (3, "2025-06-09"), (4, "2025-09-01"), (5, "2025-11-24")),
        Terms(20, 2, None, 30_000),
        ("", "", "--3--", "3343-"),
        (0, 0, 0, 9),
    ),
    Partner(
        "Solvestra Energy",
        EMERGING,
        3,
        ELENA,
        ((1, "2025-01-20"), (2, "2025-05-19"), (3, "2025-09-15")),
        Terms(),
        ("", "", "", ""),
    ),
    Partner(
        "Rootcellar Robotics",
        EMERGING,
        3,
        JONAH,
        ((1, "2025-03-03"), (2, "2025-08-18")),
        Terms(),
        ("", "", "", ""),
    ),
    Partner(
        "Murmurly Voice",
        EMERGING,
        3,
        JONAH,
        ((2, "2024-12-16"),),
        Terms(),
        ("", "", "", ""),
    ),
)
BY_NAME = {partner.name: partner for partner in PARTNERS}
# What Ecobee agreed to in the last quarter: 28% was below the base of its tier.
RENEGOTIATED = {("Ecobee", "2025-Q4"): Terms(31, 5, 3, 500_000)}


def terms(partner: Partner, quarter: str) -> Terms:
    """The terms in force in a quarter."""
    return RENEGOTIATED.get((partner.name, quarter), partner.terms)
