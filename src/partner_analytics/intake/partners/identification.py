"""Who is who: partners from the registering trackers and the aliases people confirmed."""

from collections.abc import Sequence

import pandas as pd

from partner_analytics.grammar import partner_key
from partner_analytics.intake.exports.export_folders import Alias
from partner_analytics.intake.partners.partner_ids import with_new_ids
from partner_analytics.warehouse import Publication


def identify_partners(publication: Publication, aliases: Sequence[Alias]) -> tuple[str, ...]:
    """Write the partners and their spellings; returns notes on aliases of nobody.

    A registered spelling is a partner of its own unless the alias table says whom it stands
    for: similar names are suggested, never merged. A partner is called as the oldest export
    spells it, or, where none does, as the alias table does.
    """
    stands_for = {partner_key(alias.alias): alias.partner for alias in aliases}
    spelled: dict[str, str] = {}
    named_by: dict[str, tuple[str, int]] = {}
    for met in publication.registrations():
        name = stands_for.get(met.name_key, met.spelling)
        key = partner_key(name)
        named_by.setdefault(key, (name, met.import_id))
        if key == met.name_key:
            spelled.setdefault(key, met.spelling)
    canonical = {key: spelled.get(key, name) for key, (name, _) in named_by.items()}
    ids = _kept_ids(publication, canonical, {key: number for key, (_, number) in named_by.items()})
    rows = [(key, ids[key], name, False) for key, name in canonical.items()]
    notes = []
    for alias in aliases:
        key = partner_key(alias.partner)
        if key in canonical:
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


def _kept_ids(
    publication: Publication, canonical: dict[str, str], since: dict[str, int]
) -> dict[str, str]:
    """The partners' ids by name key; those that are new are kept for good.

    A partner that becomes an alias, or is named no more, leaves its id to nobody: it has it
    again once it is back.
    """
    given = publication.partner_ids()
    ids = with_new_ids(given, canonical)
    new = [(key, ids[key], since[key]) for key in canonical if key not in given]
    columns = ["name_key", "partner_id", "since_import_id"]
    publication.add_partner_ids(pd.DataFrame(new, columns=columns))
    return ids
