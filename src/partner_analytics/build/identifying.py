"""Who is who: partners from the registering trackers and the aliases people confirmed."""

from collections.abc import Iterator, Sequence

import pandas as pd

from partner_analytics.build.sources import Alias
from partner_analytics.importers import partner_slug, suggest_partners
from partner_analytics.problems import Problem, Severity
from partner_analytics.values import partner_key
from partner_analytics.warehouse import Publication

# Below this two names have too little in common to ask about (100: alike).
SIMILAR = 90


def identify_partners(publication: Publication, aliases: Sequence[Alias]) -> tuple[str, ...]:
    """Write the partners and their spellings; returns notes on aliases of nobody.

    A registered spelling is a partner of its own unless the alias table says whom it stands
    for: similar names are suggested, never merged.
    """
    stands_for = {partner_key(alias.alias): alias.partner for alias in aliases}
    canonical: dict[str, str] = {}
    for met in publication.registrations():
        name = stands_for.get(met.name_key, met.spelling)
        canonical.setdefault(partner_key(name), name)
    ids = _partner_ids(canonical)
    rows = [(key, ids[key], name, False) for key, name in canonical.items()]
    notes = []
    for alias in aliases:
        key = partner_key(alias.partner)
        if key in ids:
            if partner_key(alias.alias) != key:
                rows.append((partner_key(alias.alias), ids[key], canonical[key], True))
        else:
            notes.append(
                f'partner_aliases.csv: "{alias.alias}" stands for "{alias.partner}", '
                "which no pipeline or target register names."
            )
    columns = ["name_key", "partner_id", "partner", "is_alias"]
    publication.set_partners(pd.DataFrame(rows, columns=columns).drop_duplicates("name_key"))
    return tuple(notes)


def _partner_ids(canonical: dict[str, str]) -> dict[str, str]:
    """A readable id a partner; two names with the same slug are numbered as met."""
    ids: dict[str, str] = {}
    for key, name in canonical.items():
        slug = partner_slug(name)
        taken = sum(1 for other in ids.values() if other == slug or other.startswith(f"{slug}~"))
        ids[key] = f"{slug}~{taken + 1}" if taken else slug
    return ids


def unknown_partner_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A problem for each row that names nobody known, with the closest known names."""
    known = publication.spellings()
    for row in publication.unknown_partners().to_dict("records"):
        close = suggest_partners(row["partner"], list(known))
        near = list(dict.fromkeys(f'"{known[spelling]}"' for spelling, _ in close))
        suggestion = f"It may be {' or '.join(near)}: if so, add" if near else "Add"
        on_sheet = pd.notna(row["sheet"])
        yield (
            row["import_id"],
            Problem(
                code="unknown-partner",
                severity=Severity.ERROR,
                file=row["file"],
                sheet=row["sheet"] if on_sheet else None,
                line=None if on_sheet else row["row"],
                cell=row["cell"] if on_sheet else None,
                row=row["row"],
                header=row["header"],
                tracker=row["tracker"],
                column="partner",
                partner=row["partner"],
                found=f'"{row["partner"]}"',
                expected="a partner of the pipeline or target register, or an alias of one",
                remedy=(
                    f"{suggestion} a line to partner_aliases.csv, or enter the partner in the "
                    "pipeline; the row loads with the next import."
                ),
            ),
        )


def similar_partner_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each two registered partners whose names look like one."""
    names = publication.partner_names()
    met = {registration.name_key: registration for registration in publication.registrations()}
    for position, name in enumerate(names):
        for other, score in suggest_partners(name, names[:position], limit=1):
            where = met.get(partner_key(name))
            if where is None or score < SIMILAR:
                continue
            yield (
                where.import_id,
                Problem(
                    code="similar-partner",
                    severity=Severity.WARNING,
                    file=where.file,
                    sheet=where.sheet,
                    row=where.row,
                    partner=name,
                    column="partner",
                    found=f'"{name}" beside "{other}"',
                    expected="one spelling a partner",
                    remedy=(
                        f'If both are one partner, add the line "{name}","{other}" to '
                        "partner_aliases.csv; otherwise leave it."
                    ),
                ),
            )
