"""The closed vocabularies of the trackers, with the spellings people use for each member."""

from partner_analytics.trackers.declaration import Choice

TIER = Choice(
    "manufacturer tier",
    {
        "manufacturer:1": (
            "Tier 1",
            "1",
            "T1",
            "Strategic",
            "Tier 1 Strategic",
            "Strategic Partner",
        ),
        "manufacturer:2": (
            "Tier 2",
            "2",
            "T2",
            "Preferred",
            "Tier 2 Preferred",
            "Preferred Partner",
        ),
        "manufacturer:3": ("Tier 3", "3", "T3", "Standard", "Tier 3 Standard", "Standard Partner"),
    },
    is_coded=True,
)

STAGE = Choice(
    "pipeline stage",
    {
        "Identification & Research": ("1", "Stage 1", "Identification and Research", "Identified"),
        "Initial Outreach": ("2", "Stage 2", "Outreach"),
        "Exploration & Qualification": ("3", "Stage 3", "Exploration and Qualification"),
        "Proposal & Negotiation": ("4", "Stage 4", "Proposal and Negotiation", "Negotiation"),
        "Agreement & Activation": ("5", "Stage 5", "Agreement and Activation", "Activation"),
        "Active Partnership": ("6", "Stage 6", "Active", "Active Partner"),
    },
)

PARTNER_STATUS = Choice(
    "partner status",
    {
        "Current": ("Active", "Open", "Engaged"),
        "Dormant": ("On hold", "Paused", "Inactive"),
        "Declined": ("Lost", "Rejected"),
        "Terminated": ("Ended", "Churned"),
    },
)

RELATIONSHIP_ROLE = Choice(
    "role in decision",
    {
        "Champion": (),
        "Decision-Maker": ("Decision Maker",),
        "Influencer": (),
        "Technical Contact": ("Technical",),
        "Commercial Contact": ("Commercial",),
        "Operations Contact": ("Operations",),
    },
)

RELATIONSHIP_STATUS = Choice(
    "relationship status",
    {
        "Initial Contact": ("1",),
        "Developing Relationship": ("2", "Developing"),
        "Active Dialogue": ("3",),
        "Advocating Internally": ("4", "Advocating"),
        "Strategic Relationship": ("5", "Strategic"),
    },
)

INTERACTION_TYPE = Choice(
    "interaction type",
    {
        "Executive Introduction": (),
        "Partnership Exploration": (),
        "Technical Discussion": (),
        "Commercial Discussion": (),
        "Implementation Planning": (),
        "Relationship Development": (),
        "Performance Review": (),
    },
)

PRIORITY = Choice(
    "priority",
    {
        "P0": ("Critical", "Urgent", "0"),
        "P1": ("High", "1"),
        "P2": ("Medium", "Normal", "2"),
        "P3": ("Low", "3"),
    },
)

ACTION_STATUS = Choice(
    "action status",
    {
        "Not started": ("Open", "To do", "New"),
        "In progress": ("Started", "Ongoing", "WIP"),
        "Blocked": ("On hold", "Waiting"),
        "Done": ("Complete", "Completed", "Closed"),
        "Cancelled": ("Canceled", "Dropped"),
    },
)

DIMENSION = Choice(
    "evaluation dimension",
    {
        "commercial": ("Commercial Performance", "Commercial", "Commercial Score"),
        "technical": ("Technical Integration", "Technical", "Technical Score"),
        "relationship": ("Relationship Quality", "Relationship", "Relationship Score"),
        "strategic": ("Strategic Alignment", "Strategic", "Strategic Score"),
        "operational": ("Operational Execution", "Operational", "Operational Score"),
    },
    is_coded=True,
)

TREND = Choice(
    "trend",
    {
        "Improving": ("Up", "Rising", "↑", "▲"),
        "Stable": ("Flat", "Unchanged", "→", "="),
        "Declining": ("Down", "Falling", "↓", "▼"),
        "New": (),
    },
)

DOCUMENT_STATUS = Choice(
    "document status",
    {
        "Missing": ("No", "None", "False", "☐"),
        "Draft": ("In progress", "WIP"),
        "Current": (
            *("Yes", "Complete", "Signed", "Done", "Final"),
            *("True", "Checked", "✓", "✔", "☑"),  # boxes that are ticked
        ),
        "Expired": ("Outdated",),
        "Not applicable": ("n/a", "na"),
    },
)

OPPORTUNITY = Choice(
    "partnership opportunity",
    {"Medium": (), "Medium-High": ("Medium High",), "High": (), "Very High": ()},
)

PARTNER_SPELLINGS = (
    "Partner",
    "Partner Name",
    "Manufacturer Name",
    "Vendor",
    "Supplier",
    "Company",
)
WEBSITE_SPELLINGS = ("Web Site", "Web Page", "Homepage", "URL", "Domain", "Company Domain Name")
OWNER_SPELLINGS = ("Responsible", "Account Owner", "Partner Manager", "Assigned To")
