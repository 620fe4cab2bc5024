"""What is wrong across exports: unknown and similar partners, repeated rows, contradictions."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import pandas as pd

from partner_analytics.grammar import partner_key
from partner_analytics.intake.checks.column_drift import judge_drift
from partner_analytics.intake.checks.conflicting_row_problems import (
    CONFLICTING_ROWS,
    conflicting_row_problems,
)
from partner_analytics.intake.checks.found_rows import place_of, problems_of_rows
from partner_analytics.intake.checks.restated_problems import RESTATED_VALUE, restated_problems
from partner_analytics.intake.checks.similar_key_problems import SIMILAR_KEY, similar_key_problems
from partner_analytics.intake.exports.export_folders import Distinct
from partner_analytics.intake.partners.lost_partners import LostPartners, lost_partners
from partner_analytics.intake.partners.partner_suggestions import Suggestion, as_table, suggestions
from partner_analytics.intake.pasted_commands import partners_command
from partner_analytics.problems import MOST_TOLD, Problem, Severity, standing_for
from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse import Publication

UNKNOWN_PARTNER, REPEATED_KEY = "unknown-partner", "duplicate-key"


def judge_rows(publication: Publication, distinct: Iterable[Distinct]) -> None:
    """Keep out the rows that name nobody known, or whose key was stated before, or otherwise."""
    unknown = publication.keep_out_unknown_partners(UNKNOWN_PARTNER)
    suggested = suggestions(publication, unknown, distinct)
    publication.set_suggestions(as_table(suggested))
    lost = lost_partners(publication) if len(unknown) else LostPartners()
    publication.replace_problems(
        UNKNOWN_PARTNER, unknown_partner_problems(unknown, suggested, lost)
    )
    similar = similar_partner_problems(publication, suggested)
    publication.replace_problems("similar-partner", similar)
    repeated = {
        tracker.name: publication.keep_out_repeated_keys(tracker, REPEATED_KEY)
        for tracker in publication.held_trackers()
    }
    publication.replace_problems(REPEATED_KEY, repeated_key_problems(repeated))
    publication.replace_problems(CONFLICTING_ROWS, conflicting_row_problems(publication))
    publication.replace_problems(SIMILAR_KEY, similar_key_problems(publication))


def judge_states(publication: Publication) -> None:
    """Report what the exports contradict each other, or the program, about."""
    publication.replace_problems("typed-weight", typed_weight_problems(publication))
    publication.replace_problems(RESTATED_VALUE, restated_problems(publication))
    judge_drift(publication)


def repeated_key_problems(
    repeated: dict[str, pd.DataFrame],
) -> Iterator[tuple[int, Problem]]:
    """A problem for each row whose key an earlier row of its export has.

    Of a table with too many, one more stands for the rest.
    """
    for name, found in repeated.items():
        once = found.drop_duplicates(["import_id", "sheet", "row"])
        yield from problems_of_rows(
            once,
            partial(_repeated_key, name),
            ["import_id", "table_number"],
            others="more behind it",
        )


def _repeated_key(tracker: str, row: dict[Any, Any]) -> Problem:
    kept, own = f"line {row['kept_row']}", "row" if pd.notna(row["sheet"]) else "line"
    if pd.notna(row["kept_sheet"]):
        kept = f'row {row["kept_row"]} of sheet "{row["kept_sheet"]}"'
    if pd.notna(row["kept_partner"]) and row["kept_partner"] != row["partner"]:
        kept += f' ("{row["kept_partner"]}")'  # one partner by the alias table
    named = f'"{row["partner"]}" in ' if pd.notna(row["partner"]) else ""
    return Problem(
        code=REPEATED_KEY,
        severity=Severity.ERROR,
        tracker=tracker,
        found=f"{named}{own} {row['row']} again after {kept}",
        expected=TRACKERS[tracker].grain,
        remedy="The earlier row counts; this one was set aside. Keep the row that is right.",
        **place_of(row),
    )


def unknown_partner_problems(
    unknown: pd.DataFrame, suggested: Iterable[Suggestion], lost: LostPartners
) -> Iterator[tuple[int, Problem]]:
    """A problem for each row that names nobody known, with the closest known names.

    Of a table with too many such rows it is a problem for each name, and of too many names one
    more stands for the rest.
    """
    near: dict[str, list[str]] = {}
    for one in suggested:
        if one.partner and not one.is_registered:
            near.setdefault(partner_key(one.name), []).append(_candidate(one))
    once = unknown.drop_duplicates(["import_id", "tracker", "sheet", "row"])
    for row in once.to_dict("records"):
        problem = _unknown_partner(row, near, lost)
        if row["rows"] > 1:
            problem = standing_for(problem, f"{row['rows']:,} rows", row["last_row"])
        yield row["import_id"], problem
    for _, rows in once.groupby(["import_id", "table_number"]):
        last = rows.iloc[-1].to_dict()
        if last["names"] > MOST_TOLD:
            others = f"and {last['names'] - MOST_TOLD:,} more names"
            problem = standing_for(_unknown_partner(last, near, lost), others, last["end_row"])
            remedy = (
                "Add a line for each to partner_aliases.csv, or enter them in the pipeline; their "
                "rows load with the next import."
            )
            yield last["import_id"], replace(problem, remedy=remedy)


def _unknown_partner(
    row: dict[Any, Any], near: dict[str, list[str]], lost: LostPartners
) -> Problem:
    candidates = near.get(partner_key(row["partner"]))
    suggestion = f"It may be {' or '.join(candidates)}: if so, add" if candidates else "Add"
    why = lost.why(row["partner"], has_candidates=bool(candidates))
    return Problem(
        code=UNKNOWN_PARTNER,
        severity=Severity.ERROR,
        cell=row["cell"] if pd.notna(row["cell"]) else None,
        header=row["header"],
        tracker=row["tracker"],
        column="partner",
        found=f'"{row["partner"]}"',
        expected="a partner of the pipeline or target register, or an alias of one",
        remedy=why.remedy
        if why
        else (
            f"{suggestion} a line to partner_aliases.csv, or enter the partner in the "
            "pipeline; the row loads with the next import."
        ),
        consequence_of=why.consequence_of if why else None,
        **place_of(row),
    )


def _candidate(one: Suggestion) -> str:
    """A partner an unknown name may be; how it is spelled can be seen, other reasons are told."""
    told = one.reason and ("domain" in one.reason or "look alike" in one.reason)
    return f'"{one.partner}" ({one.reason})' if told else f'"{one.partner}"'


def similar_partner_problems(
    publication: Publication, suggested: Iterable[Suggestion]
) -> Iterator[tuple[int, Problem]]:
    """A warning for each registered partner that may be another one."""
    met = {registration.name_key: registration for registration in publication.registrations()}
    for one in suggested:
        if one.partner and one.is_registered:
            where = met[partner_key(one.name)]
            yield (
                where.import_id,
                Problem(
                    code="similar-partner",
                    severity=Severity.WARNING,
                    column="partner",
                    found=f'"{one.name}" beside "{one.partner}": {one.reason}',
                    expected="one spelling a partner",
                    remedy=(
                        "If both are one partner: "
                        f"{partners_command('confirm', one.name, one.partner)}. If not: "
                        f"{partners_command('reject', one.name, one.partner)}."
                    ),
                    **place_of({**asdict(where), "partner": one.name}),
                ),
            )


def typed_weight_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A problem for each typed weight that is not the program's; an error if they miss 100%."""
    for row in publication.deviating_weights().to_dict("records"):
        misses = pd.notna(row["sum_pct"]) and round(row["sum_pct"], 8) != 1
        together = f"; those of this sheet sum to {row['sum_pct']:.0%}" if misses else ""
        yield (
            row["import_id"],
            Problem(
                code="typed-weight",
                severity=Severity.ERROR if misses else Severity.WARNING,
                cell=row["cell"] if pd.notna(row["cell"]) else None,
                header=row["header"],
                tracker="evaluations",
                column="typed_weight_pct",
                found=f"{row['typed_pct']:.0%}{together}",
                expected=f"the program's weight of {row['dimension']}, {row['weight_pct']:.0%}",
                remedy="The program's weights were used. Mend the cell, or the program file.",
                **place_of(row),
            ),
        )
