"""Names that may be other spellings of a partner: suggested with the reason, never merged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from partner_analytics.errors import Place
from partner_analytics.grammar import domains_in, partner_key
from partner_analytics.importers import likeness, suggest_partners, why_alike
from partner_analytics.intake.exports.export_folders import Distinct
from partner_analytics.warehouse import Publication

# Below this two registered names have too little in common to ask about (100: alike).
SIMILAR = 90
# What an unknown name may be: at most so many partners, the likeliest first.
_MOST = 2
_MOST_LOOKED_AT = 20


@dataclass(frozen=True)
class Suggestion:
    """A name, and the partner it may be another spelling of; `partner` is None for none."""

    name: str
    is_registered: bool
    waiting_rows: int
    found_in: str
    partner: str | None = None
    likeness: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Known:
    """Who is known: partners by spelling, domains by partner, and which two are not one."""

    partner_of: Mapping[str, str]
    domains: Mapping[str, frozenset[str]]
    distinct: frozenset[frozenset[str]]

    def like(
        self, name: str, spellings: Sequence[str], most: int, least: float
    ) -> list[tuple[str, float, str]]:
        """The partners of those spellings that a name may be, with likeness and reason.

        Those with a domain in common come first, then the likeliest names.
        """
        reasons: dict[str, list[str]] = {}
        scores: dict[str, float] = {}
        own = self.domains.get(partner_key(name), frozenset())
        for spelling in spellings:
            partner = self.partner_of[partner_key(spelling)]
            shared = own & self.domains.get(partner_key(partner), frozenset())
            if shared and self._may_be(name, partner):
                reasons[partner] = [f"same domain {min(shared)}"]
                scores[partner] = likeness(name, partner)
        close = suggest_partners(name, spellings, limit=_MOST_LOOKED_AT)
        for spelling, score in close:
            partner = self.partner_of[partner_key(spelling)]
            if score >= least and self._may_be(name, partner) and score > scores.get(partner, -1):
                scores[partner] = score
                reasons[partner] = [*reasons.get(partner, [])[:1], why_alike(name, spelling)]
        found = [(partner, scores[partner], ", ".join(why)) for partner, why in reasons.items()]
        return found[:most]

    def _may_be(self, name: str, partner: str) -> bool:
        return frozenset((partner_key(name), partner_key(partner))) not in self.distinct


def suggestions(
    publication: Publication, unknown: pd.DataFrame, distinct: Iterable[Distinct]
) -> list[Suggestion]:
    """Whom each registered or unknown name may be; `unknown` are the names of nobody known.

    Of two registered names the one met later is the one in question.
    """
    partner_of = publication.spellings()
    known = _Known(
        partner_of,
        _domains(publication, partner_of),
        frozenset(frozenset((partner_key(d.name), partner_key(d.other))) for d in distinct),
    )
    return [*_of_registered(publication, known), *_of_unknown(unknown, known)]


def as_table(found: Sequence[Suggestion]) -> pd.DataFrame:
    """The suggestions as rows of curated.partner_suggestions."""
    return pd.DataFrame(
        [asdict(one) for one in found], columns=list(Suggestion.__dataclass_fields__)
    )


def _domains(publication: Publication, partner_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The domains of each name, and those of all spellings of a partner together."""
    found: dict[str, frozenset[str]] = {}
    for row in publication.web_addresses().to_dict("records"):
        key = str(row["name_key"])
        partner = partner_of.get(key)
        key = partner_key(partner) if partner else key
        found[key] = found.get(key, frozenset()) | domains_in(str(row["address"]))
    return found


def _of_registered(publication: Publication, known: _Known) -> Iterator[Suggestion]:
    names: dict[str, None] = {}
    for met in publication.registrations():
        name = known.partner_of[met.name_key]
        if name not in names and partner_key(name) == met.name_key:
            where = f"row {met.row}" if met.sheet is not None else f"line {met.row}"
            for partner, score, why in known.like(name, list(names), most=1, least=SIMILAR):
                found_in = f"{Place(met.file, met.sheet)}, {where}"
                yield Suggestion(name, True, 0, found_in, partner, score, why)
        names[name] = None


def _of_unknown(unknown: pd.DataFrame, known: _Known) -> Iterator[Suggestion]:
    rows: dict[str, list[dict[Any, Any]]] = {}
    for row in unknown.drop_duplicates(["import_id", "tracker", "sheet", "row"]).to_dict("records"):
        rows.setdefault(partner_key(row["partner"]), []).append(row)
    for waiting in rows.values():
        first, count = waiting[0], sum(int(row["rows"]) for row in waiting)
        cell = first["cell"] if pd.notna(first["cell"]) else None
        sheet = first["sheet"] if pd.notna(first["sheet"]) else None
        place = Place(first["file"], sheet, cell, None if sheet else int(first["row"]))
        found = known.like(first["partner"], list(known.partner_of), most=_MOST, least=0)
        for partner, score, why in found:
            yield Suggestion(first["partner"], False, count, str(place), partner, score, why)
        if not found:
            yield Suggestion(first["partner"], False, count, str(place))
