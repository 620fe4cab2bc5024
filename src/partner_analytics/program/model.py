"""A program's rules: what its file may say, and what has to hold between them.

Every rule is an entry that holds from its `valid_from` until the next entry of its name (G-07).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from partner_analytics.program.entries import (
    Dated,
    Entry,
    Flag,
    KnownTier,
    Positive,
    Rules,
    TierCode,
    Whole,
    in_force,
    some,
)
from partner_analytics.program.rule_texts import (
    CountRange,
    Line,
    MoneyRange,
    MultipleRange,
    Number,
    Percent,
    PercentRange,
    Statement,
    range_of,
    refusal,
    target_of,
)

DecisionName = Literal[
    "at risk", "declining", "behind commitment", "discount below band", "overdue step", "not rated"
]

# What the weights of an evaluation's dimensions sum to.
TOTAL_WEIGHT = 100


class HealthWeights(Entry):
    """How much each dimension of the quarterly evaluation counts, in hundredths."""

    commercial: Whole
    technical: Whole
    relationship: Whole
    strategic: Whole
    operational: Whole

    @property
    def weights(self) -> dict[str, int]:
        """Weight by dimension."""
        return {
            "commercial": self.commercial,
            "technical": self.technical,
            "relationship": self.relationship,
            "strategic": self.strategic,
            "operational": self.operational,
        }

    @model_validator(mode="after")
    def _sum_to_100(self) -> "HealthWeights":
        if (total := sum(self.weights.values())) != TOTAL_WEIGHT:
            raise refusal(
                expected=f"weights that sum to {TOTAL_WEIGHT}",
                found=str(total),
                remedy="Correct the weights of this entry.",
            )
        return self


class HealthRules(Entry):
    """How ratings become a score, when there is one, and what counts as a trend."""

    rating_scale: Literal["times_20", "min_max"]
    coverage_floor: Percent
    trend_points: Number
    comparable_floor: Percent


class Band(Rules):
    """A band of the health score: from its lower edge up to, not including, its upper one."""

    name: Line
    lower: Number
    upper: Number
    action: Line


class HealthBands(Entry):
    """The bands of the health score, from 0 to 100 without gap or overlap, lowest first."""

    bands: Annotated[tuple[Band, ...], AfterValidator(some)]

    @model_validator(mode="after")
    def _partition(self) -> "HealthBands":
        edge, before = Decimal(0), ""
        for band in self.bands:
            if band.upper <= band.lower:
                raise refusal(
                    expected=f'band "{band.name}" to end above {band.lower}, where it starts',
                    found=f"{band.upper}",
                    remedy="Correct one of its edges.",
                )
            if band.lower != edge:
                raise _misplaced(band, edge, before)
            edge, before = band.upper, f', where "{band.name}" ends'
        if edge != 100:
            raise refusal(
                expected=f'the last band, "{self.bands[-1].name}", to end at 100',
                found=f"{edge}",
                remedy="Correct its upper edge.",
            )
        return self


def _misplaced(band: Band, edge: Decimal, before: str) -> Exception:
    kind = "an overlap" if band.lower < edge else "a gap"
    return refusal(
        expected=f'band "{band.name}" to start at {edge}{before}',
        found=f"{band.lower}: {kind}",
        remedy="Correct one of the edges; bands are listed from the lowest up.",
    )


class Health(Rules):
    """The rules of the partnership health score."""

    weights: Dated[HealthWeights]
    rules: Dated[HealthRules]
    bands: Dated[HealthBands]


class Tier(Rules):
    """A tier: its scheme and rank, as `manufacturer:1`, and what it is called."""

    tier: TierCode
    name: Line
    source: Line

    @property
    def scheme(self) -> str:
        """The scheme the tier belongs to; tiers of two schemes are not comparable (C-01)."""
        return self.tier.split(":")[0]

    @property
    def rank(self) -> int:
        """Its number within the scheme."""
        return int(self.tier.split(":")[1])


class TierTargets(Entry):
    """How many partners each tier should have, by one of the program's sets of targets."""

    is_default: Flag
    partners: dict[KnownTier, CountRange]


class Terms(Rules):
    """What a tier's partners grant; a component left out is not part of the tier's terms."""

    base: PercentRange
    volume: PercentRange | None = None
    volume_basis: Line | None = None
    growth: PercentRange | None = None
    mdf: PercentRange | None = None


class DiscountTerms(Entry):
    """The discount structure: components by tier."""

    tiers: dict[KnownTier, Terms]


class DiscountBands(Entry):
    """The discount all components together should come to, by tier."""

    tiers: dict[KnownTier, PercentRange]


class DiscountRules(Entry):
    """How the components of a discount combine."""

    combination: Literal["additive", "compound"]


class Discounts(Rules):
    """The rules of discounts."""

    rules: Dated[DiscountRules]
    terms: Dated[DiscountTerms]
    bands: Dated[DiscountBands]


class PortfolioTargets(Entry):
    """What the portfolio as a whole should reach, as the source states it."""

    targets: dict[Line, Statement]

    @model_validator(mode="after")
    def _units(self) -> "PortfolioTargets":
        for name, statement in self.targets.items():
            if name.endswith("_pct") != (target_of(statement).unit == "percent"):
                wanted = "a percent" if name.endswith("_pct") else "no percent"
                raise refusal(
                    expected=f"{wanted} for {name}",
                    found=f'"{statement}"',
                    remedy="Targets in percent, and only those, have names that end in _pct.",
                )
        return self


class Budget(Entry):
    """What the program may cost a year."""

    total: MoneyRange
    lines: dict[Line, MoneyRange]

    @model_validator(mode="after")
    def _lines_sum_to_total(self) -> "Budget":
        ends = [range_of(line) for line in self.lines.values()]
        found = sum(low for low, _ in ends), sum(high for _, high in ends)
        if found != range_of(self.total):
            raise refusal(
                expected=f"lines that sum to the total, {self.total}",
                found=f"{found[0]:,} to {found[1]:,}",
                remedy="Correct a line or the total.",
            )
        return self


class Returns(Entry):
    """What the program should bring a year: hard benefits are savings, soft ones are not."""

    claim: MultipleRange
    hard: dict[Line, MoneyRange]
    soft: dict[Line, MoneyRange] = Field(default_factory=dict)


class PipelineRules(Entry):
    """Which stage is the active one, and how far typed days may be off."""

    tolerance_days: Whole
    active_stage_number: Positive


class Decision(Entry):
    """From where on a figure needs a decision."""

    threshold: Number


def _distinct_tiers(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    codes = [tier.tier for tier in tiers]
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise refusal(
            expected="each tier once",
            found=f"{', '.join(repeated)} more than once",
            remedy="Correct the rank of one of them, or delete it.",
        )
    return tiers


def _one_default(
    sets: Mapping[str, Sequence[TierTargets]],
) -> Mapping[str, Sequence[TierTargets]]:
    for day in sorted({entry.valid_from for entries in sets.values() for entry in entries}):
        defaults = [
            name
            for name, entries in sets.items()
            if (entry := in_force(entries, day)) and entry.is_default
        ]
        if len(defaults) != 1:
            raise refusal(
                expected=f"one set with is_default = true on {day}",
                found=" and ".join(defaults) or "none",
                remedy="Set is_default = true in one of the sets, false in the others.",
            )
    return sets


def _distinct_targets(
    groups: Mapping[str, Sequence[PortfolioTargets]],
) -> Mapping[str, Sequence[PortfolioTargets]]:
    seen: dict[str, str] = {}
    for group, entries in groups.items():
        for name in dict.fromkeys(name for entry in entries for name in entry.targets):
            if seen.setdefault(name, group) != group:
                raise refusal(
                    expected=f"{name} in one group of targets",
                    found=f"it in {seen[name]} and in {group}",
                    remedy="Delete one of the two.",
                )
    return groups


def _currency(text: str) -> str:
    # The columns of the warehouse end in _usd: another currency in them would be read as USD.
    if text != "USD":
        raise refusal(
            expected='"USD", the one currency programs can be kept in so far',
            found=f'"{text}"',
            remedy="Convert the amounts; lines in other currencies load and are in no sum.",
        )
    return text


def _time_zone(text: str) -> str:
    try:
        # UTC needs no time zone database, which not every machine has.
        return text if text == "UTC" else ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refusal(
            expected="a time zone",
            found=f'"{text}"',
            remedy='Write its name in the tz database, like "America/New_York".',
        ) from None


class Program(Rules):
    """A partnership program: every rule its figures are computed by."""

    name: Annotated[Line, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    title: Line
    version: Line
    currency: Annotated[Line, AfterValidator(_currency)]
    fiscal_year_first_month: Annotated[int, Field(strict=True, ge=1, le=12)]
    time_zone: Annotated[Line, AfterValidator(_time_zone)]

    tiers: Annotated[tuple[Tier, ...], AfterValidator(some), AfterValidator(_distinct_tiers)]
    health: Health
    discounts: Discounts
    pipeline: Dated[PipelineRules]
    tier_targets: Annotated[dict[Line, Dated[TierTargets]], AfterValidator(_one_default)]
    portfolio_targets: Annotated[
        dict[Line, Dated[PortfolioTargets]], AfterValidator(_distinct_targets)
    ]
    budget: Dated[Budget]
    returns: Dated[Returns]
    decisions: dict[DecisionName, Dated[Decision]]
