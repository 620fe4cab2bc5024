"""What each rules table says and which entries of the program its rows come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partner_analytics.program.entries import Entry
from partner_analytics.program.model import (
    TOTAL_WEIGHT,
    Budget,
    Decision,
    DiscountBands,
    DiscountRules,
    DiscountTerms,
    HealthBands,
    HealthRules,
    HealthWeights,
    PipelineRules,
    PortfolioTargets,
    Program,
    Returns,
    TierTargets,
)
from partner_analytics.program.rule_texts import percent_of, range_of, target_of

Row = dict[str, Any]
Columns = dict[str, tuple[str, str]]
_Entries = Mapping[str, Sequence[Entry]]

_TEXT, _WHOLE, _FLAG = "VARCHAR", "INTEGER", "BOOLEAN"
_PERCENT, _MONEY, _SCORE = "DECIMAL(12,8)", "DECIMAL(18,2)", "DECIMAL(7,4)"
_NUMBER = "DECIMAL(18,8)"
_TIER = {"tier": (_TEXT, "tier, scheme:rank")}
_PERCENTS = {
    "low_pct": (_PERCENT, "lower end, fraction"),
    "high_pct": (_PERCENT, "upper end, fraction"),
}
_AMOUNTS = {
    "low_usd": (_MONEY, "lower end a year, USD"),
    "high_usd": (_MONEY, "upper end a year, USD"),
}
# What a part of a discount is percent of, where the term sheet does not say it tier by tier.
_BASES = {
    "base": "list price (MSRP/MAP)",
    "growth": "growth over the year before",
    "mdf": "revenue",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A rules table: its comment and columns, its entries by path, and an entry's rows.

    `rows` takes the last part of the path and the entry; `totals` has for a column what its
    values of a quarter sum to.
    """

    table: str
    comment: str
    columns: Columns
    entries: Callable[[Program], _Entries]
    rows: Callable[[str, Any], Iterator[Row]]
    totals: Mapping[str, int] = field(default_factory=dict)


def _percents(text: str) -> Row:
    low, high = range_of(text)
    return {"low_pct": low, "high_pct": high}


def _amounts(text: str) -> Row:
    low, high = range_of(text)
    return {"low_usd": low, "high_usd": high}


def _weights(_: str, entry: HealthWeights) -> Iterator[Row]:
    for dimension, weight in entry.weights.items():
        yield {"dimension": dimension, "weight": weight}


def _health_rules(_: str, entry: HealthRules) -> Iterator[Row]:
    yield {
        "rating_scale": entry.rating_scale,
        "coverage_floor_pct": percent_of(entry.coverage_floor),
        "trend_points": entry.trend_points,
        "comparable_floor_pct": percent_of(entry.comparable_floor),
    }


def _bands(_: str, entry: HealthBands) -> Iterator[Row]:
    for rank, band in enumerate(entry.bands, start=1):
        yield {
            "band": band.name,
            "band_rank": rank,
            "lower_score": band.lower,
            "upper_score": band.upper,
            "action": band.action,
        }


def _tier_targets(name: str, entry: TierTargets) -> Iterator[Row]:
    for tier, count in entry.partners.items():
        low, high = range_of(count)
        yield {
            "target_set": name,
            "is_default": entry.is_default,
            "tier": tier,
            "low_count": int(low),
            "high_count": int(high),
        }


def _discount_rules(_: str, entry: DiscountRules) -> Iterator[Row]:
    yield {"combination": entry.combination}


def _discount_terms(_: str, entry: DiscountTerms) -> Iterator[Row]:
    for tier, terms in entry.tiers.items():
        stated = {
            "base": terms.base,
            "volume": terms.volume,
            "growth": terms.growth,
            "mdf": terms.mdf,
        }
        for component, text in stated.items():
            if text is not None:
                basis = terms.volume_basis if component == "volume" else _BASES[component]
                yield {"tier": tier, "component": component, **_percents(text), "basis": basis}


def _discount_bands(_: str, entry: DiscountBands) -> Iterator[Row]:
    for tier, text in entry.tiers.items():
        yield {"tier": tier, **_percents(text)}


def _portfolio_targets(_: str, entry: PortfolioTargets) -> Iterator[Row]:
    for name, statement in entry.targets.items():
        target = target_of(statement)
        yield {
            "target": name,
            "low_value": target.low,
            "high_value": target.high,
            "is_open": target.is_open,
            "is_strict": target.is_strict,
            "unit": target.unit,
            "statement": statement,
        }


def _budget_lines(_: str, entry: Budget) -> Iterator[Row]:
    for line, text in entry.lines.items():
        yield {"line": line, **_amounts(text)}


def _expected_returns(_: str, entry: Returns) -> Iterator[Row]:
    for kind, benefits in (("hard", entry.hard), ("soft", entry.soft)):
        for benefit, text in benefits.items():
            yield {"benefit": benefit, "kind": kind, **_amounts(text)}


def _return_claims(_: str, entry: Returns) -> Iterator[Row]:
    low, high = range_of(entry.claim)
    yield {"claim": "return_multiple", "low_multiple": low, "high_multiple": high}


def _pipeline_rules(_: str, entry: PipelineRules) -> Iterator[Row]:
    yield {
        "tolerance_days": entry.tolerance_days,
        "active_stage_number": entry.active_stage_number,
    }


def _decision_rules(name: str, entry: Decision) -> Iterator[Row]:
    yield {"decision": name, "threshold": entry.threshold}


def _under(prefix: str, groups: Mapping[Any, Sequence[Entry]]) -> _Entries:
    return {f"{prefix}.{name}": entries for name, entries in groups.items()}


SECTIONS = (
    Section(
        "health_weights",
        "One row per quarter and evaluation dimension; the weights of a quarter sum to 100.",
        {
            "dimension": (_TEXT, "evaluation dimension"),
            "weight": (_WHOLE, "what it counts, of 100"),
        },
        lambda program: {"health.weights": program.health.weights},
        _weights,
        totals={"weight": TOTAL_WEIGHT},
    ),
    Section(
        "health_rules",
        "One row per quarter: how ratings become a score, and what counts as a trend.",
        {
            "rating_scale": (_TEXT, "times_20 (4 is 80) or min_max (4 is 75)"),
            "coverage_floor_pct": (_PERCENT, "least share of the weights rated for a score"),
            "trend_points": (_SCORE, "least change that is a trend, points"),
            "comparable_floor_pct": (_PERCENT, "least share rated in both quarters for a trend"),
        },
        lambda program: {"health.rules": program.health.rules},
        _health_rules,
    ),
    Section(
        "health_bands",
        "One row per quarter and band of the health score; together they span 0 to 100.",
        {
            "band": (_TEXT, "name of the band"),
            "band_rank": (_WHOLE, "place of the band, 1 the lowest"),
            "lower_score": (_SCORE, "lower edge, part of the band, 0-100"),
            "upper_score": (_SCORE, "upper edge, part of the next band; 100 is of the last"),
            "action": (_TEXT, "what to do about a partner in the band"),
        },
        lambda program: {"health.bands": program.health.bands},
        _bands,
    ),
    Section(
        "tier_targets",
        "One row per quarter, set of targets and tier: how many partners there should be.",
        {
            "target_set": (_TEXT, "set of targets"),
            "is_default": (_FLAG, "whether reviews judge by this set"),
            **_TIER,
            "low_count": (_WHOLE, "fewest partners"),
            "high_count": (_WHOLE, "most partners"),
        },
        lambda program: _under("tier_targets", program.tier_targets),
        _tier_targets,
    ),
    Section(
        "discount_terms",
        "One row per quarter, tier and component of the discount its partners should grant.",
        {
            **_TIER,
            "component": (_TEXT, "base, volume, growth or mdf (marketing development funds)"),
            **_PERCENTS,
            "basis": (_TEXT, "what it is percent of or granted for"),
        },
        lambda program: {"discounts.terms": program.discounts.terms},
        _discount_terms,
    ),
    Section(
        "discount_bands",
        "One row per quarter and tier: where the whole discount should lie.",
        {**_TIER, **_PERCENTS},
        lambda program: {"discounts.bands": program.discounts.bands},
        _discount_bands,
    ),
    Section(
        "portfolio_targets",
        "One row per quarter and figure of the portfolio that has a target.",
        {
            "target": (_TEXT, "figure; those in percent end in _pct"),
            "low_value": (_NUMBER, "least value; NULL if only a most is stated"),
            "high_value": (_NUMBER, "greatest value; NULL if only a least is stated"),
            "is_open": (_FLAG, "whether the low value or more is aimed at"),
            "is_strict": (_FLAG, "whether the value itself misses the target"),
            "unit": (_TEXT, "percent (as a fraction), currency, hours, days, x, or none"),
            "statement": (_TEXT, "target as the source writes it"),
        },
        lambda program: _under("portfolio_targets", program.portfolio_targets),
        _portfolio_targets,
    ),
    Section(
        "budget_lines",
        "One row per quarter and line of the program's annual budget.",
        {"line": (_TEXT, "line of the budget"), **_AMOUNTS},
        lambda program: {"budget": program.budget},
        _budget_lines,
    ),
    Section(
        "expected_returns",
        "One row per quarter and benefit expected of the program a year.",
        {
            "benefit": (_TEXT, "benefit"),
            "kind": (_TEXT, "hard (savings) or soft (anything else put into money)"),
            **_AMOUNTS,
        },
        lambda program: {"returns": program.returns},
        _expected_returns,
    ),
    Section(
        "return_claims",
        "One row per quarter: the return the program's documents claim.",
        {
            "claim": (_TEXT, "figure the claim is about"),
            "low_multiple": (_NUMBER, "lower end, benefit as a multiple of cost"),
            "high_multiple": (_NUMBER, "upper end, benefit as a multiple of cost"),
        },
        lambda program: {"returns": program.returns},
        _return_claims,
    ),
    Section(
        "pipeline_rules",
        "One row per quarter: which stage is active, and how far typed days may be off.",
        {
            "tolerance_days": (_WHOLE, "typed days in stage may be off by this much"),
            "active_stage_number": (_WHOLE, "number of the stage of active partnerships"),
        },
        lambda program: {"pipeline": program.pipeline},
        _pipeline_rules,
    ),
    Section(
        "decision_rules",
        "One row per quarter and reason why a partner needs a decision.",
        {
            "decision": (_TEXT, "reason"),
            "threshold": (_NUMBER, "from where on; points, fraction or days, as the reason has it"),
        },
        lambda program: _under("decisions", program.decisions),
        _decision_rules,
    ),
    Section(
        "discount_rules",
        "One row per quarter: how the components of a discount combine.",
        {
            "combination": (_TEXT, "additive (points off list) or compound (one after another)"),
        },
        lambda program: {"discounts.rules": program.discounts.rules},
        _discount_rules,
    ),
)
