"""How partners perform: commercial terms, technical quality, relationship health."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import (
    Decimal,
    Reads,
    Small,
    Text,
    Whole,
    column,
    tracker,
)
from partner_analytics.trackers.vocabularies import PARTNER_SPELLINGS


@tracker(
    "commercial",
    title="Commercial",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Commercial Performance", "Commercial Metrics", "Discounts"),
)
class Commercial(pandera.DataFrameModel):
    """Discounts, commitments and volume agreed with and bought from each partner."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    tier: Text = column(
        "Partnership Tier",
        reads=Reads.CHOICE,
        choice=vocabularies.TIER,
        spellings=("Tier", "Partner Tier"),
        description="tier in the manufacturer scheme, scheme:rank",
    )
    base_discount_pct: Decimal = column(
        "Base Discount (%)",
        reads=Reads.PERCENT,
        spellings=("Base Discount", "Base Discount %", "Base Disc. %"),
        description="discount off list agreed as a base",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    volume_discount_pct: Decimal = column(
        "Volume-Based Additional (%)",
        reads=Reads.PERCENT,
        spellings=(
            "Volume-Based Additional",
            "Volume Additional (%)",
            "Volume Discount (%)",
            "Volume Incentive (%)",
        ),
        description="additional discount for volume, points off list",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    annual_commitment_usd: Decimal = column(
        "Annual Volume Commitment",
        reads=Reads.MONEY,
        spellings=(
            "Volume Commitment",
            "Annual Commitment",
            "Annual Volume Commitment ($)",
            "Annual Volume Commitment (USD)",
        ),
        description="net volume committed for the year",
        unit="USD",
        minimum=0,
    )
    ytd_volume_usd: Decimal = column(
        "YTD Volume",
        reads=Reads.MONEY,
        spellings=("Year-to-Date Volume", "YTD Spend", "YTD Volume ($)", "YTD Volume (USD)"),
        description="net volume bought in the year so far",
        unit="USD",
    )
    revenue_impact_usd: Decimal = column(
        "Revenue Impact",
        reads=Reads.MONEY,
        spellings=("Revenue Impact ($)",),
        description="revenue impact as stated by the owner; never computed",
        unit="USD",
    )
    typed_savings_usd: Decimal = column(
        "Savings vs. Retail",
        reads=Reads.MONEY,
        spellings=("Savings vs Retail", "Savings", "Savings ($)"),
        description="savings against retail in the year so far, as typed by hand",
        unit="USD",
    )
    active_projects: Whole = column(
        "Active Projects Using Products",
        reads=Reads.COUNT,
        spellings=("Active Projects", "Projects"),
        description="active projects that use the partner's products",
        minimum=0,
    )
    growth_discount_pct: Decimal = column(
        "Growth Incentive (%)",
        reads=Reads.PERCENT,
        extra=True,
        spellings=("Growth-Based Additional (%)", "Growth Discount (%)"),
        description="additional discount for growth over the year before, points off list",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    currency: Text = column(
        "Currency",
        reads=Reads.CURRENCY,
        extra=True,
        description="ISO code of the amounts; none stated means the program's",
    )


@tracker(
    "technical",
    title="Technical",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Technical Performance", "Technical Metrics"),
)
class Technical(pandera.DataFrameModel):
    """Integration depth and technical quality of each partner."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    integration_level: Text = column(
        "Integration Level",
        reads=Reads.TEXT,
        spellings=("Integration Depth",),
        description="depth of the integration",
    )
    api_access_status: Text = column(
        "API Access Status",
        reads=Reads.TEXT,
        spellings=("API Access",),
        description="access to the partner's interfaces",
    )
    custom_capabilities: Text = column(
        "Custom Capabilities", reads=Reads.TEXT, description="capabilities built for us"
    )
    reliability_pct: Decimal = column(
        "Integration Reliability (%)",
        reads=Reads.PERCENT,
        spellings=("Integration Reliability", "Reliability (%)", "Reliability", "Uptime (%)"),
        description="share of the time the integration worked",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    implementation_days: Decimal = column(
        "Implementation Time",
        reads=Reads.DAYS,
        spellings=("Time to Implement",),
        description="time an implementation takes",
        unit="days",
        minimum=0,
    )
    support_response_hours: Decimal = column(
        "Technical Support Response",
        reads=Reads.HOURS,
        spellings=("Support Response", "Support Response Time"),
        description="time until technical support answers",
        unit="hours",
        minimum=0,
    )
    enhancement_requests: Whole = column(
        "Enhancement Requests",
        reads=Reads.COUNT,
        description="open enhancement requests",
        minimum=0,
    )
    beta_program_status: Text = column(
        "Beta Program Status",
        reads=Reads.TEXT,
        spellings=("Beta Program",),
        description="part in the beta program",
    )


@tracker(
    "relationship_health",
    title="Relationship Health",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Relationship Health Metrics", "Relationship Performance"),
)
class RelationshipHealth(pandera.DataFrameModel):
    """Eight aspects of the relationship with each partner, rated 1 to 5."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    executive_relationship_rating: Small = column(
        "Executive Relationship",
        reads=Reads.RATING,
        spellings=("Executive",),
        description="rating of the executive relationship",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    cadence_rating: Small = column(
        "Regular Cadence",
        reads=Reads.RATING,
        spellings=("Cadence",),
        description="rating of the regular cadence",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    satisfaction_rating: Small = column(
        "Relationship Satisfaction",
        reads=Reads.RATING,
        spellings=("Satisfaction",),
        description="rating of the satisfaction with the relationship",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    co_marketing_rating: Small = column(
        "Co-Marketing Activities",
        reads=Reads.RATING,
        spellings=("Co-Marketing",),
        description="rating of the co-marketing activities",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    expansion_rating: Small = column(
        "Expansion Discussions",
        reads=Reads.RATING,
        spellings=("Expansion",),
        description="rating of the talks about expansion",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    issue_resolution_rating: Small = column(
        "Issue Resolution Speed",
        reads=Reads.RATING,
        spellings=("Issue Resolution",),
        description="rating of how fast issues are resolved",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    momentum_rating: Small = column(
        "Partnership Momentum",
        reads=Reads.RATING,
        spellings=("Momentum",),
        description="rating of the momentum",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    alignment_column_rating: Small = column(
        "Strategic Alignment",
        reads=Reads.RATING,
        description="rating of strategic alignment in this sheet (not the evaluation dimension)",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
