"""Whom to win and where: target register and category opportunities."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import Decimal, Flag, Reads, Text, column, tracker
from partner_analytics.trackers.vocabularies import WEBSITE_SPELLINGS


@tracker(
    "targets",
    title="Target Register",
    grain="one row per target and snapshot",
    key=("partner",),
    sheets=("Targets", "Target Manufacturers"),
    registers_partners=True,
)
class Targets(pandera.DataFrameModel):
    """Manufacturers to be won, with what they may be worth."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=("Target", "Target Manufacturer", "Partner", "Partner Name", "Manufacturer Name"),
        description="partner as spelled in the export",
    )
    tier: Text = column(
        "Target Tier",
        reads=Reads.CHOICE,
        choice=vocabularies.TIER,
        spellings=("Tier", "Source Tier"),
        description="tier aimed at in the manufacturer scheme, scheme:rank",
    )
    category: Text = column(
        "Category",
        reads=Reads.TEXT,
        spellings=("Manufacturer Category",),
        description="product category",
    )
    annual_revenue_usd: Decimal = column(
        "Annual Revenue",
        reads=Reads.MONEY_LOW,
        spellings=("Revenue",),
        description="annual revenue, or the lower end of what is stated",
        unit="USD",
    )
    annual_revenue_is_open: Flag = column(
        "Annual Revenue",
        reads=Reads.IS_OPEN,
        spellings=("Revenue",),
        description="whether the annual revenue is stated as this or more",
    )
    market_position: Text = column(
        "Market Position", reads=Reads.TEXT, description="market position"
    )
    key_products: Text = column(
        "Key Products", reads=Reads.TEXT, spellings=("Products",), description="key products"
    )
    current_channel: Text = column(
        "Current Channel",
        reads=Reads.TEXT,
        spellings=("Channel",),
        description="channel the manufacturer sells through",
    )
    strategic_value: Text = column(
        "Strategic Value", reads=Reads.TEXT, description="strategic value to us"
    )
    discount_low_pct: Decimal = column(
        "Partnership Potential",
        reads=Reads.PERCENT_LOW,
        spellings=("Discount Potential", "Discount Range"),
        description="lower end of the discount that seems possible",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    discount_high_pct: Decimal = column(
        "Partnership Potential",
        reads=Reads.PERCENT_HIGH,
        spellings=("Discount Potential", "Discount Range"),
        description="upper end of the discount that seems possible",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    approach_strategy: Text = column(
        "Approach Strategy",
        reads=Reads.TEXT,
        spellings=("Approach",),
        description="how to approach",
    )
    website: Text = column(
        "Website",
        reads=Reads.WEB,
        extra=True,
        spellings=WEBSITE_SPELLINGS,
        description="web address of the partner; who shares it may be the same partner",
    )


@tracker(
    "category_opportunities",
    title="Category Opportunities",
    grain="one row per category and snapshot",
    key=("category",),
    sheets=("Opportunity Analysis", "Opportunities"),
)
class CategoryOpportunities(pandera.DataFrameModel):
    """Product categories with the margin they may bring."""

    category: Text = column(
        "Manufacturer Category",
        reads=Reads.TEXT,
        required=True,
        spellings=("Category",),
        description="product category",
    )
    annual_revenue_usd: Decimal = column(
        "Estimated Annual Revenue",
        reads=Reads.MONEY_LOW,
        spellings=("Annual Revenue", "Revenue"),
        description="annual revenue of the category, or the lower end of what is stated",
        unit="USD",
    )
    channel_strategy: Text = column(
        "Current Channel Strategy",
        reads=Reads.TEXT,
        spellings=("Channel Strategy",),
        description="channels the category is sold through",
    )
    opportunity: Text = column(
        "Partnership Opportunity",
        reads=Reads.CHOICE,
        choice=vocabularies.OPPORTUNITY,
        spellings=("Opportunity", "Opportunity (margin)"),
        description="size of the opportunity, ordinal",
    )
    margin_low_pct: Decimal = column(
        "Partnership Opportunity",
        reads=Reads.PERCENT_LOW,
        spellings=("Opportunity", "Opportunity (margin)"),
        description="lower end of the margin",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    margin_high_pct: Decimal = column(
        "Partnership Opportunity",
        reads=Reads.PERCENT_HIGH,
        spellings=("Opportunity", "Opportunity (margin)"),
        description="upper end of the margin",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    strategic_value: Text = column(
        "Strategic Value to HomeAIQ",
        reads=Reads.TEXT,
        spellings=("Strategic Value",),
        description="strategic value to us",
    )
    installed_pct: Decimal = column(
        "Installed In",
        reads=Reads.PERCENT_LOW,
        extra=True,
        spellings=("Installed in", "Installation Share"),
        description="share of installations with the category, or the lower end of what is stated",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
