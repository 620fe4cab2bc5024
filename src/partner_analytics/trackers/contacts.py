"""Whom we know at partners, and when we met: relationship map and meeting log."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import Date, Keeps, Reads, Small, Text, column, tracker
from partner_analytics.trackers.vocabularies import OWNER_SPELLINGS, PARTNER_SPELLINGS


@tracker(
    "contacts",
    title="Relationship Map",
    grain="one row per partner, contact and snapshot",
    key=("partner", "contact_name"),
    sheets=("Contacts", "Contact Map", "Relationship Mapping"),
)
class Contacts(pandera.DataFrameModel):
    """Who is who at each partner, and how well they know us."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    contact_name: Text = column(
        "Contact Name",
        reads=Reads.TEXT,
        required=True,
        spellings=("Contact", "Name"),
        description="name of the contact",
    )
    title: Text = column(
        "Title", reads=Reads.TEXT, spellings=("Job Title", "Position"), description="job title"
    )
    role: Text = column(
        "Role in Decision",
        reads=Reads.CHOICE,
        choice=vocabularies.RELATIONSHIP_ROLE,
        spellings=("Role", "Decision Role"),
        description="role in the decision",
    )
    relationship_status: Text = column(
        "Relationship Status",
        reads=Reads.CHOICE,
        choice=vocabularies.RELATIONSHIP_STATUS,
        spellings=("Relationship", "Relationship Level"),
        description="how close the relationship is",
    )
    relationship_level: Small = column(
        "Relationship Status",
        reads=Reads.RANK,
        choice=vocabularies.RELATIONSHIP_STATUS,
        spellings=("Relationship", "Relationship Level"),
        description="how close the relationship is, as its place in the order",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    key_interests: Text = column(
        "Key Interests",
        reads=Reads.TEXT,
        spellings=("Interests",),
        description="what the contact cares about",
    )
    communication_preference: Text = column(
        "Communication Preference",
        reads=Reads.TEXT,
        spellings=("Preferred Channel",),
        description="preferred channel",
    )
    last_contact_on: Date = column(
        "Last Contact",
        reads=Reads.DATE,
        spellings=("Last Contact Date", "Last Contacted"),
        description="date of the last contact",
    )
    next_action: Text = column(
        "Next Action", reads=Reads.TEXT, spellings=("Next Step",), description="what happens next"
    )
    owner: Text = column(
        "Owner", reads=Reads.TEXT, spellings=OWNER_SPELLINGS, description="who is accountable"
    )
    email: Text = column(
        "Email",
        reads=Reads.WEB,
        extra=True,
        spellings=("E-mail", "Email Address", "E-mail Address", "Contact Email"),
        description="e-mail address of the contact; its domain is the partner's",
    )


@tracker(
    "meetings",
    title="Meeting Log",
    grain="one row per meeting",
    key=("partner", "met_on", "participants"),
    keeps=Keeps.EVENTS,
    dated_by="met_on",
    sheets=("Meetings", "Interactions"),
)
class Meetings(pandera.DataFrameModel):
    """Meetings and interactions held with partners."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    met_on: Date = column(
        "Meeting Date",
        reads=Reads.DATE,
        required=True,
        spellings=("Date", "Met On"),
        description="date of the meeting",
    )
    participants: Text = column(
        "Participants", reads=Reads.TEXT, spellings=("Attendees",), description="who took part"
    )
    key_discussion_points: Text = column(
        "Key Discussion Points",
        reads=Reads.TEXT,
        spellings=("Discussion Points", "Topics", "Discussion"),
        description="what was discussed",
    )
    outcomes: Text = column(
        "Outcomes", reads=Reads.TEXT, spellings=("Outcome", "Result"), description="what came of it"
    )
    action_items: Text = column(
        "Action Items",
        reads=Reads.TEXT,
        spellings=("Actions",),
        description="what was agreed to be done",
    )
    follow_up_on: Date = column(
        "Follow-up Date",
        reads=Reads.DATE,
        spellings=("Follow-up", "Next Meeting"),
        description="date of the follow-up",
    )
    owner: Text = column(
        "Owner", reads=Reads.TEXT, spellings=OWNER_SPELLINGS, description="who is accountable"
    )
    interaction_type: Text = column(
        "Interaction Type",
        reads=Reads.CHOICE,
        choice=vocabularies.INTERACTION_TYPE,
        extra=True,
        spellings=("Meeting Type", "Type"),
        description="kind of interaction",
    )
