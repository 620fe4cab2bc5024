"""What partnerships take: documents and people."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import Decimal, Reads, Text, column, tracker
from partner_analytics.trackers.vocabularies import PARTNER_SPELLINGS


@tracker(
    "documentation",
    title="Documentation",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Documentation Inventory", "Documents"),
)
class Documentation(pandera.DataFrameModel):
    """Which documents each partnership has, and in what state."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    agreement_status: Text = column(
        "Agreement Document",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the agreement document",
    )
    commercial_terms_status: Text = column(
        "Commercial Terms",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the commercial terms",
    )
    technical_specs_status: Text = column(
        "Technical Specs",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the technical specs",
    )
    marketing_materials_status: Text = column(
        "Marketing Materials",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the marketing materials",
    )
    process_documentation_status: Text = column(
        "Process Documentation",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the process documentation",
    )
    training_materials_status: Text = column(
        "Training Materials",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the training materials",
    )
    contact_information_status: Text = column(
        "Contact Information",
        reads=Reads.CHOICE,
        choice=vocabularies.DOCUMENT_STATUS,
        description="status of the contact information",
    )


@tracker(
    "resources",
    title="Resources",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Resource Allocation",),
)
class Resources(pandera.DataFrameModel):
    """Time and money allocated to each partnership."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    partnership_manager_hours_per_week: Decimal = column(
        "Partnership Manager Time (hrs/week)",
        reads=Reads.NUMBER,
        spellings=("Partnership Manager Time",),
        description="partnership manager time",
        unit="hours per week",
        minimum=0,
    )
    technical_hours_per_week: Decimal = column(
        "Technical Resources (hrs/week)",
        reads=Reads.NUMBER,
        spellings=("Technical Resources",),
        description="technical resources",
        unit="hours per week",
        minimum=0,
    )
    marketing_hours_per_week: Decimal = column(
        "Marketing Resources (hrs/week)",
        reads=Reads.NUMBER,
        spellings=("Marketing Resources",),
        description="marketing resources",
        unit="hours per week",
        minimum=0,
    )
    operations_hours_per_week: Decimal = column(
        "Operations Support (hrs/week)",
        reads=Reads.NUMBER,
        spellings=("Operations Support",),
        description="operations support",
        unit="hours per week",
        minimum=0,
    )
    executive_hours_per_month: Decimal = column(
        "Executive Engagement (hrs/month)",
        reads=Reads.NUMBER,
        spellings=("Executive Engagement",),
        description="executive engagement",
        unit="hours per month",
        minimum=0,
    )
    budget_usd: Decimal = column(
        "Budget Allocation",
        reads=Reads.MONEY,
        spellings=("Budget",),
        description="budget allocated for the year",
        unit="USD",
        minimum=0,
    )
    currency: Text = column(
        "Currency",
        reads=Reads.CURRENCY,
        extra=True,
        description="ISO code of the amounts; none stated means the program's",
    )
