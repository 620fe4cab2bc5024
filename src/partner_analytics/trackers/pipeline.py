"""Winning partners: the pipeline."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import Date, Reads, Small, Text, Whole, column, tracker
from partner_analytics.trackers.vocabularies import (
    OWNER_SPELLINGS,
    PARTNER_SPELLINGS,
    WEBSITE_SPELLINGS,
)


@tracker(
    "pipeline",
    title="Pipeline",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Partnership Pipeline", "Pipeline Tracking", "Partner Pipeline"),
    registers_partners=True,
)
class Pipeline(pandera.DataFrameModel):
    """Where each partnership stands on its way from first research to an active one."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    category: Text = column(
        "Category",
        reads=Reads.TEXT,
        spellings=("Product Category", "Manufacturer Category"),
        description="product category",
    )
    tier: Text = column(
        "Tier",
        reads=Reads.CHOICE,
        choice=vocabularies.TIER,
        spellings=("Partner Tier", "Partnership Tier", "Target Tier"),
        description="tier in the manufacturer scheme, scheme:rank",
    )
    stage: Text = column(
        "Current Stage",
        reads=Reads.CHOICE,
        choice=vocabularies.STAGE,
        required=True,
        spellings=("Stage", "Pipeline Stage"),
        description="pipeline stage",
    )
    stage_number: Small = column(
        "Current Stage",
        reads=Reads.RANK,
        choice=vocabularies.STAGE,
        required=True,
        spellings=("Stage", "Pipeline Stage"),
        description="pipeline stage as its place in the order",
        unit="1-6",
        minimum=1,
        maximum=6,
    )
    next_step: Text = column(
        "Next Step",
        reads=Reads.TEXT,
        spellings=("Next Steps", "Next Action"),
        description="what happens next",
    )
    owner: Text = column(
        "Owner", reads=Reads.TEXT, spellings=OWNER_SPELLINGS, description="who is accountable"
    )
    target_on: Date = column(
        "Target Date",
        reads=Reads.DATE,
        spellings=("Target", "Due Date", "Expected Close"),
        description="date by which the next step is due",
    )
    last_activity_on: Date = column(
        "Last Activity",
        reads=Reads.DATE,
        spellings=("Last Activity Date", "Last Touch"),
        description="date of the last activity",
    )
    typed_days_in_stage: Whole = column(
        "Days in Stage",
        reads=Reads.COUNT,
        spellings=("Days In Current Stage",),
        description="days in the current stage, as typed by hand",
        unit="days",
        minimum=0,
    )
    notes: Text = column(
        "Notes", reads=Reads.TEXT, spellings=("Comments", "Remarks"), description="notes"
    )
    stage_entered_on: Date = column(
        "Stage Entered",
        reads=Reads.DATE,
        extra=True,
        spellings=("Stage Entered On", "Entered Stage", "In Stage Since", "Stage Entry Date"),
        description="date on which the current stage was entered",
    )
    partner_status: Text = column(
        "Partner Status",
        reads=Reads.CHOICE,
        choice=vocabularies.PARTNER_STATUS,
        extra=True,
        spellings=("Status",),
        description="whether the partnership is current",
    )
    renewal_on: Date = column(
        "Renewal Date",
        reads=Reads.DATE,
        extra=True,
        spellings=("Renewal", "Renews On"),
        description="date on which the agreement renews",
    )
    website: Text = column(
        "Website",
        reads=Reads.WEB,
        extra=True,
        spellings=WEBSITE_SPELLINGS,
        description="web address of the partner; who shares it may be the same partner",
    )
