"""What is wrong with names: those of nobody known, and those that may be one partner's."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

import pandas as pd

from partner_analytics.grammar import partner_key
from partner_analytics.intake.exports.export_folders import Distinct
from partner_analytics.intake.partners.lost_partners import LostPartners, lost_partners
from partner_analytics.intake.partners.partner_suggestions import Suggestion, as_table, suggestions
from partner_analytics.intake.pasted_commands import partners_command
from partner_analytics.problems import MOST_TOLD, Problem, Severity, standing_for
from partner_analytics.warehouse import Publication
from partner_analytics.warehouse.checks import Found, Row, place_of

UNKNOWN_PARTNER = "unknown-partner"


def judge_partners(publication: Publication, distinct: Iterable[Distinct]) -> None:
    """Keep out the rows that name nobody known, and report names that may be one partner."""
    unknown = publication.keep_out_unknown_partners(UNKNOWN_PARTNER)
    suggested = suggestions(publication, unknown, distinct)
    publication.set_suggestions(as_table(suggested))
    lost = lost_partners(publication) if len(unknown) else LostPartners()
    publication.replace_problems(
        UNKNOWN_PARTNER, unknown_partner_problems(unknown, suggested, lost)
    )
    similar = similar_partner_problems(publication, suggested)
    publication.replace_problems("similar-partner", similar)


def unknown_partner_problems(
    unknown: pd.DataFrame, suggested: Iterable[Suggestion], lost: LostPartners
) -> Iterator[Found]:
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


def _unknown_partner(row: Row, near: dict[str, list[str]], lost: LostPartners) -> Problem:
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
) -> Iterator[Found]:
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
