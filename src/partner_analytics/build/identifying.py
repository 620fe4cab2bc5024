"""Who is who: partners from the registering trackers and the aliases people confirmed."""

from collections.abc import Sequence

import pandas as pd

from partner_analytics.build.sources import Alias
from partner_analytics.importers import partner_slug
from partner_analytics.values import partner_key
from partner_analytics.warehouse import Publication


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
