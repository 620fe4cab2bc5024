"""How partners are judged: quarterly evaluations and scorecards typed by hand."""

import pandera.pandas as pandera

from partner_analytics.trackers import vocabularies
from partner_analytics.trackers.declaration import (
    Decimal,
    Reads,
    Small,
    Text,
    Wide,
    column,
    tracker,
)
from partner_analytics.trackers.vocabularies import PARTNER_SPELLINGS


@tracker(
    "evaluations",
    title="Evaluations",
    grain="one row per partner, quarter, dimension and rater",
    key=("partner", "quarter", "dimension", "rater"),
    wide=Wide(names="dimension", values="rating"),
    sheets=("Quarterly Evaluation", "Quarterly Evaluations", "Evaluation", "Ratings"),
)
class Evaluations(pandera.DataFrameModel):
    """Ratings of each partner in the five evaluation dimensions, quarter by quarter."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        extra=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    quarter: Text = column(
        "Quarter",
        reads=Reads.QUARTER,
        extra=True,
        spellings=("Period", "Review Quarter"),
        description="quarter that was rated; none stated means the quarter of the as-of date",
    )
    dimension: Text = column(
        "Evaluation Dimension",
        reads=Reads.CHOICE,
        choice=vocabularies.DIMENSION,
        required=True,
        spellings=("Dimension",),
        description="evaluation dimension",
    )
    metrics: Text = column("Metrics", reads=Reads.TEXT, description="what was looked at")
    typed_weight_pct: Decimal = column(
        "Weight",
        reads=Reads.PERCENT,
        spellings=("Weight (%)",),
        description="weight of the dimension as typed; the program's weights are used",
        unit="fraction",
        minimum=0,
        maximum=1,
    )
    rating: Small = column(
        "Rating (1-5)",
        reads=Reads.RATING,
        spellings=("Rating", "Score (1-5)"),
        description="rating of the dimension; none stated means not rated",
        unit="1-5",
        minimum=1,
        maximum=5,
    )
    comments: Text = column(
        "Comments", reads=Reads.TEXT, spellings=("Notes",), description="comments"
    )
    rater: Text = column(
        "Rater",
        reads=Reads.TEXT,
        extra=True,
        spellings=("Rated By", "Evaluator"),
        description="who rated",
    )


@tracker(
    "scorecards",
    title="Scorecard",
    grain="one row per partner and snapshot",
    key=("partner",),
    sheets=("Health Scorecard", "Partnership Health Scorecard", "Scorecards"),
)
class Scorecards(pandera.DataFrameModel):
    """Partnership health scorecards as typed by hand, kept beside the computed scores."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    typed_commercial_score: Decimal = column(
        "Commercial Score",
        reads=Reads.SCORE,
        spellings=("Commercial",),
        description="commercial score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_technical_score: Decimal = column(
        "Technical Score",
        reads=Reads.SCORE,
        spellings=("Technical",),
        description="technical score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_relationship_score: Decimal = column(
        "Relationship Score",
        reads=Reads.SCORE,
        spellings=("Relationship",),
        description="relationship score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_strategic_score: Decimal = column(
        "Strategic Score",
        reads=Reads.SCORE,
        spellings=("Strategic",),
        description="strategic score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_operational_score: Decimal = column(
        "Operational Score",
        reads=Reads.SCORE,
        spellings=("Operational",),
        description="operational score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_health_score: Decimal = column(
        "Overall Health Score",
        reads=Reads.SCORE,
        spellings=("Overall Score", "Health Score", "Overall Health"),
        description="overall health score as typed by hand",
        unit="0-100",
        minimum=0,
        maximum=100,
    )
    typed_trend: Text = column(
        "Trend",
        reads=Reads.CHOICE,
        choice=vocabularies.TREND,
        spellings=("Health Trend",),
        description="trend as typed by hand",
    )
