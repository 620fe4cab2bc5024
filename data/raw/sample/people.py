"""Contacts, meetings and actions; all people are invented."""

from datetime import date, timedelta
from random import Random

from sample.partners import BY_NAME, PARTNERS, QUARTER_ENDS, Partner
from sample.performance import at_stage
from sample.values import Row, rows_of_text

FIRST_NAMES = (
    *("Adele", "Bruno", "Carmen", "Dimitri", "Edith", "Farid", "Greta", "Hugo", "Ines", "Jasper"),
    *("Keiko", "Liam", "Maren", "Nadia", "Oskar", "Paula", "Quentin", "Rosa", "Stefan", "Thea"),
)
LAST_NAMES = (
    *("Abendroth", "Bellweather", "Castellane", "Dunmore", "Eskildsen", "Farrow", "Grantley"),
    *("Hollis", "Ibarra", "Jessop", "Kessler", "Lindgren", "Marchetti", "Norwood", "Okafor"),
    *("Pemberton", "Quist", "Rossiter", "Sandoval", "Thorne"),
)
ROLES = (
    ("Champion", "Channel Director"),
    ("Decision-Maker", "VP Sales"),
    ("Technical Contact", "Integration Engineer"),
    ("Commercial Contact", "Key Account Manager"),
    ("Influencer", "Product Manager"),
    ("Operations Contact", "Order Desk Lead"),
)
LEVELS = (
    "Initial Contact",
    "Developing Relationship",
    "Active Dialogue",
    "Advocating Internally",
    "Strategic Relationship",
)
CONTACTS_BY_TIER = {1: 4, 2: 3, 3: 2}
# Half of the roles, on the levels 2, 3 and 5; and a partner that hangs on one person.
ROLES_OF = {"Ecobee": (0, 4, 2), "Doorwell Access": (3,)}
LEVELS_OF = {"Ecobee": (2, 3, 5)}
INTERESTS = ("Volume planning", "API roadmap", "Showcase homes", "Training", "Case studies")
CHANNELS = ("E-mail", "Phone", "Video call", "In person")

MEETING_GAP_DAYS = {1: 24, 2: 38, 3: 61}
# The source's examples: gaps of 14 and 28 days; two reviews among seven meetings.
MEETINGS_OF = {
    "Control4/Snap AV": ("2025-01-06", "2025-01-20", "2025-02-17"),
    "Sonos": (
        *("2025-01-09", "2025-01-22", "2025-02-04", "2025-02-18", "2025-03-04", "2025-03-13"),
        "2025-03-26",
    ),
}
TYPES_OF = {"Sonos": {"2025-01-09": "Performance Review", "2025-03-26": "Performance Review"}}
TALKED = {
    "Executive Introduction": ("Vision and sponsorship", "Sponsor named"),
    "Partnership Exploration": ("Fit of product lines", "Both sides continue"),
    "Technical Discussion": ("API limits and event latency", "Test plan agreed"),
    "Commercial Discussion": ("Base discount and volume steps", "Revised terms to follow"),
    "Implementation Planning": ("Ordering and returns process", "Order desk contact named"),
    "Relationship Development": ("Joint event calendar", "Two events picked"),
    "Performance Review": ("Volume, reliability, open issues", "Targets confirmed"),
}
TYPES_BY_STAGE = {
    1: ("Partnership Exploration",),
    2: ("Partnership Exploration", "Executive Introduction"),
    3: ("Partnership Exploration", "Technical Discussion", "Executive Introduction"),
    4: ("Commercial Discussion", "Technical Discussion"),
    5: ("Implementation Planning", "Technical Discussion", "Commercial Discussion"),
    6: ("Performance Review", "Relationship Development", "Technical Discussion"),
}
FOLLOW_UPS = ("Send price list", "Share test results", "Draft joint plan", "Confirm dates", None)


def contacts(quarter: str) -> list[Row]:
    """Who is who at partners that were contacted."""
    rows = []
    for partner, stage in at_stage(quarter, 2):
        roles = ROLES_OF.get(partner.name, range(CONTACTS_BY_TIER[partner.tier]))
        for place, role in enumerate(roles):
            rows.append(_contact(partner, quarter, stage, place, role))
    return rows


def _contact(partner: Partner, quarter: str, stage: int, place: int, role: int) -> Row:
    who = Random(f"contact/{partner.name}/{place}")
    now = Random(f"contact/{partner.name}/{place}/{quarter}")
    usual = min(5, max(1, stage - 1 + who.choice((-1, 0, 0))))
    level = LEVELS_OF.get(partner.name, (usual,) * 6)[place]
    return {
        "Manufacturer": partner.name,
        "Contact Name": f"{who.choice(FIRST_NAMES)} {who.choice(LAST_NAMES)}",
        "Title": ROLES[role][1],
        "Role in Decision": ROLES[role][0],
        "Relationship Status": LEVELS[level - 1],
        "Key Interests": who.choice(INTERESTS),
        "Communication Preference": who.choice(CHANNELS),
        "Last Contact": QUARTER_ENDS[quarter] - timedelta(days=now.randint(2, 60)),
        "Next Action": now.choice(("Call", "Send update", "Invite to review", None)),
        "Owner": partner.owner,
    }


def meetings(quarter: str) -> list[Row]:
    """The log of the year so far: each quarter's export repeats the quarters before."""
    rows = [row for partner in PARTNERS for row in _meetings_of(partner)]
    held = [row for row in rows if row["Meeting Date"] <= QUARTER_ENDS[quarter]]
    return sorted(held, key=lambda row: (row["Meeting Date"], row["Manufacturer"]))


def _meetings_of(partner: Partner) -> list[Row]:
    if partner.name == "Murmurly Voice":
        return []
    random = Random(f"meetings/{partner.name}")
    days = [date.fromisoformat(day) for day in MEETINGS_OF.get(partner.name, ())]
    # Where the first quarter's meetings are fixed, the others follow after it.
    day = QUARTER_ENDS["2025-Q1"] if days else date(2025, 1, 2)
    gap = MEETING_GAP_DAYS[partner.tier]
    while True:
        day += timedelta(days=random.randint(gap // 2, gap * 3 // 2))
        if day > QUARTER_ENDS["2025-Q4"]:
            break
        days.append(day - timedelta(days=max(0, day.weekday() - 4)))
    number, since = partner.stages[0]
    met_first = date.fromisoformat(since) if number < 3 else days[0]
    return [_meeting(partner, day) for day in days if day >= met_first]


def _meeting(partner: Partner, day: date) -> Row:
    random = Random(f"meeting/{partner.name}/{day}")
    stage, _ = partner.stage(max(day, date.fromisoformat(partner.stages[0][1])))
    other = [kind for kind in TYPES_BY_STAGE[stage] if kind != "Performance Review"]
    drawn = random.choice(TYPES_BY_STAGE[stage] if partner.name not in TYPES_OF else other)
    kind = TYPES_OF.get(partner.name, {}).get(day.isoformat(), drawn)
    guest = Random(f"contact/{partner.name}/0")
    return {
        "Manufacturer": partner.name,
        "Meeting Date": day,
        "Participants": (
            f"{partner.owner}; {guest.choice(FIRST_NAMES)} {guest.choice(LAST_NAMES)}"
        ),
        "Key Discussion Points": TALKED[kind][0],
        "Outcomes": TALKED[kind][1],
        "Action Items": random.choice(FOLLOW_UPS),
        "Follow-up Date": day + timedelta(days=random.randint(7, 21)),
        "Owner": partner.owner,
        "Interaction Type": kind,
    }


def actions(quarter: str) -> list[Row]:
    """What is open, and what was done in the quarter."""
    rows = []
    for action in rows_of_text("actions.list"):
        opened, done, depends = action["opened"], action["done"], action["depends"]
        if opened > quarter or (done and done < quarter):
            continue
        status = "In progress" if opened < quarter else "Not started"
        rows.append(
            {
                "Manufacturer": action["partner"],
                "Priority": action["priority"],
                "Action": action["action"],
                "Due Date": date.fromisoformat(action["due"]),
                "Owner": BY_NAME[action["partner"]].owner,
                "Status": "Done" if done == quarter else "Blocked" if depends else status,
                "Dependencies": depends or None,
                "Notes": None,
            }
        )
    return rows
