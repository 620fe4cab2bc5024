"""What is to be done next: priority actions."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import Date, Reads, Text, column, tracker
from partner_analytics.trackers.vocabularies import OWNER_SPELLINGS, PARTNER_SPELLINGS


@tracker(
    "actions",
    title="Priority Actions",
    grain="one row per partner, action and snapshot",
    key=("partner", "action"),
    sheets=("Actions", "Next Steps", "Action Items"),
)
class Actions(pandera.DataFrameModel):
    """What is to be done next, by whom and until when."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    priority: Text = column(
        "Priority",
        reads=Reads.CHOICE,
        choice=vocabularies.PRIORITY,
        spellings=("Prio",),
        description="priority, P0 the most urgent",
    )
    action: Text = column(
        "Action",
        reads=Reads.TEXT,
        required=True,
        spellings=("Task", "Action Item"),
        description="what is to be done",
    )
    due_on: Date = column(
        "Due Date",
        reads=Reads.DATE,
        spellings=("Due", "Deadline"),
        description="date by which it is due",
    )
    owner: Text = column(
        "Owner", reads=Reads.TEXT, spellings=OWNER_SPELLINGS, description="who is accountable"
    )
    status: Text = column(
        "Status",
        reads=Reads.CHOICE,
        choice=vocabularies.ACTION_STATUS,
        spellings=("Action Status",),
        description="how far it is",
    )
    dependencies: Text = column(
        "Dependencies",
        reads=Reads.TEXT,
        spellings=("Depends On", "Blocked By"),
        description="what has to be done before",
    )
    notes: Text = column(
        "Notes", reads=Reads.TEXT, spellings=("Comments", "Remarks"), description="notes"
    )
