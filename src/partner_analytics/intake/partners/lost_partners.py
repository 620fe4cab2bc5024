"""Why a name is nobody's: the row or file that would have entered the partner was kept out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.grammar import partner_key
from partner_analytics.problems import row_key
from partner_analytics.warehouse import Publication

NO_REGISTER = "no register"


@dataclass(frozen=True)
class Why:
    """What an unknown partner follows from, and what to do about that."""

    consequence_of: str
    remedy: str


@dataclass(frozen=True)
class LostPartners:
    """The partners whose rows were set aside, by name; `others` is why all others are unknown."""

    by_name: Mapping[str, Why] = field(default_factory=dict)
    others: Why | None = None

    def why(self, name: str, *, has_candidates: bool) -> Why | None:
        """What made a name unknown; None if nothing but the name did."""
        own = self.by_name.get(partner_key(name))
        return own or (None if has_candidates else self.others)


def lost_partners(publication: Publication) -> LostPartners:
    """Who is unknown for a row or file that was kept out."""
    by_name = {}
    for row in publication.lost_registrations().to_dict("records"):
        sheet = row["sheet"] if pd.notna(row["sheet"]) else None
        place = str(Place(row["file"], sheet, line=None if sheet else row["row"]))
        place += f", row {row['row']}" if sheet else ""
        by_name[partner_key(row["partner"])] = Why(
            row_key(row["file"], sheet, row["row"]),
            f"The row that enters the partner ({place}) was set aside: mend that one, and the row "
            "loads with the next import.",
        )
    return LostPartners(by_name, _why_all(publication))


def _why_all(publication: Publication) -> Why | None:
    rejected = publication.rejected_registers()
    if rejected:
        file, is_recognized = rejected[0]
        first = (
            "mend it first" if is_recognized else "by its name it may enter partners: look there"
        )
        return Why(
            file,
            f"{file} was rejected; {first}. If it does not name the partner, add a line to "
            "partner_aliases.csv, or enter the partner in the pipeline.",
        )
    if not publication.registrations():
        return Why(
            NO_REGISTER,
            "No pipeline and no target register is loaded, so nobody is known: import one "
            "(partner-analytics template pipeline writes a blank one), and the rows load then.",
        )
    return None
