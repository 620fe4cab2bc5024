"""The program's rules as tables, quarter by quarter: where metrics take them from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partner_analytics.program.entries import in_force
from partner_analytics.program.model import Program
from partner_analytics.program.sections import SECTIONS, Columns, Row, Section
from partner_analytics.quarters import fiscal_day, previous_quarter, quarter_bounds

_QUARTER = {"quarter": ("VARCHAR", "quarter the rule holds in, such as 2025-Q2")}
_TRACED = {
    "rules_id": ("VARCHAR", "entry of the program: program/section/valid from"),
    "source": ("VARCHAR", "who decided it: document and lines, or our default"),
}

_QUARTERS: Columns = {
    "quarter": ("VARCHAR", "fiscal quarter, such as 2025-Q2"),
    "starts_on": ("DATE", "first day"),
    "ends_on": ("DATE", "last day"),
    "previous_quarter": ("VARCHAR", "the quarter before, whether or not it has data"),
    "year_ago_quarter": ("VARCHAR", "the same quarter of the fiscal year before"),
    "fiscal_year": ("INTEGER", "fiscal year, named by the calendar year it ends in"),
    "day_of_year": ("INTEGER", "day of the fiscal year the quarter ends on"),
    "days_in_year": ("INTEGER", "days of the fiscal year"),
    "is_shown": (
        "BOOLEAN",
        "whether an export shows a day in the quarter or after it; other quarters are only "
        "spoken of, as by a meeting to come",
    ),
}
_TIERS: Columns = {
    "tier": ("VARCHAR", "tier, scheme:rank"),
    "scheme": ("VARCHAR", "scheme the tier belongs to"),
    "tier_rank": ("INTEGER", "rank within its scheme; of manufacturers, 1 is the closest"),
    "tier_name": ("VARCHAR", "tier as people call it"),
}

RULES_TOTALS = {section.table: section.totals for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class RulesTable:
    """A table of the schema `rules`: columns as name -> (storage type, comment), and its rows."""

    name: str
    comment: str
    columns: Columns
    rows: list[Row]


def rules_tables(
    program: Program, quarters: Sequence[str], shown_until: date | None = None
) -> dict[str, RulesTable]:
    """Every rules table by name, with the rules that hold on the last day of each quarter.

    A quarter that ends before a rule's first `valid_from` has no row of it: no rule held.
    `shown_until` is the latest day an export shows; None means that all quarters are shown.

    >>> from partner_analytics.program.loading import load_program
    >>> weights = rules_tables(load_program(), ["2025-Q2"])["health_weights"]
    >>> [(row["dimension"], row["weight"]) for row in weights.rows][:2]
    [('commercial', 30), ('technical', 25)]
    >>> weights.rows[0]["rules_id"]
    'homeaiq/health.weights/2025-01-01'
    """
    tables = [_quarters(program, quarters, shown_until), _tiers(program)]
    tables += [_table(program, quarters, section) for section in SECTIONS]
    return {table.name: table for table in tables}


def rules_columns() -> dict[str, Columns]:
    """The columns of every rules table by name, the same for all programs."""
    of_sections = {section.table: _columns(section) for section in SECTIONS}
    return {"quarters": _QUARTERS, "tiers": _TIERS, **of_sections}


def _columns(section: Section) -> Columns:
    return _QUARTER | dict(section.columns) | _TRACED


def _table(program: Program, quarters: Iterable[str], section: Section) -> RulesTable:
    rows = [row for quarter in quarters for row in _rows(program, quarter, section)]
    return RulesTable(section.table, section.comment, _columns(section), rows)


def _rows(program: Program, quarter: str, section: Section) -> Iterator[Row]:
    """The rows of the entries that hold on the quarter's last day."""
    day = quarter_bounds(quarter, first_month=program.fiscal_year_first_month)[1]
    for path, entries in section.entries(program).items():
        entry = in_force(entries, day)
        if entry is not None:
            rules_id = f"{program.name}/{path}/{entry.valid_from}"
            for row in section.rows(path.split(".", 1)[-1], entry):
                yield {"quarter": quarter, **row, "rules_id": rules_id, "source": entry.source}


def _quarters(program: Program, quarters: Iterable[str], shown_until: date | None) -> RulesTable:
    return RulesTable(
        "quarters",
        "One row per fiscal quarter of the data.",
        _QUARTERS,
        [_quarter(quarter, program.fiscal_year_first_month, shown_until) for quarter in quarters],
    )


def _quarter(quarter: str, first_month: int, shown_until: date | None) -> Row:
    starts_on, ends_on = quarter_bounds(quarter, first_month=first_month)
    day_of_year, days_in_year = fiscal_day(ends_on, first_month)
    year, number = quarter.split("-")
    return {
        "quarter": quarter,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "previous_quarter": previous_quarter(quarter),
        "year_ago_quarter": f"{int(year) - 1:04d}-{number}",
        "fiscal_year": int(year),
        "day_of_year": day_of_year,
        "days_in_year": days_in_year,
        "is_shown": shown_until is None or starts_on <= shown_until,
    }


def _tiers(program: Program) -> RulesTable:
    rows: list[dict[str, Any]] = [
        {
            "tier": tier.tier,
            "scheme": tier.scheme,
            "tier_rank": tier.rank,
            "tier_name": f"Tier {tier.rank} {tier.name}",
        }
        for tier in program.tiers
    ]
    return RulesTable(
        "tiers",
        "One row per tier; tiers of different schemes are not comparable.",
        _TIERS,
        rows,
    )
