"""The tables people keep beside their exports: aliases and distinct names."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.grammar import partner_key
from partner_analytics.importers import is_kept
from partner_analytics.intake.partners.name_pairs import PairsTable, read_pairs

ALIASES = PairsTable(
    "partner_aliases.csv",
    ("alias", "partner"),
    expected="a spelling and the partner it stands for",
    remedy='Write both, in quotes where they contain a comma: "Acme, Inc.",Acme.',
)
DISTINCT = PairsTable(
    "partner_distinct.csv",
    ("name", "other"),
    expected="two names that are not one partner",
    remedy='Write both, in quotes where they contain a comma: "Acme, Inc.",Acme Audio.',
)
# Beside the exports, but not exports.
KEPT_BY_PEOPLE = {ALIASES.file, DISTINCT.file, "corrections.csv", "layouts.toml"}
# Of aliases that lead in a circle so many are named.
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Alias:
    """One confirmed spelling of a partner."""

    alias: str
    partner: str


@dataclass(frozen=True)
class Distinct:
    """Two names that look alike and are not one partner."""

    name: str
    other: str


def read_aliases(paths: Iterable[Path]) -> dict[str, list[Alias]]:
    """What the alias tables at the paths say, each partner_aliases.csv by its full path.

    Folders are searched through, as for exports. Raises PartnerAnalyticsError naming the line
    that is not `alias,partner`.
    """
    return {
        str(file.resolve()): [Alias(*pair) for pair in read_pairs(file, ALIASES)]
        for file in _kept_at(paths, ALIASES)
    }


def read_distinct(paths: Iterable[Path]) -> dict[str, list[Distinct]]:
    """What the tables of distinct names at the paths say, each by its full path."""
    return {
        str(file.resolve()): [Distinct(*pair) for pair in read_pairs(file, DISTINCT)]
        for file in _kept_at(paths, DISTINCT)
    }


def _kept_at(paths: Iterable[Path], table: PairsTable) -> Iterator[Path]:
    for path in paths:
        within = [Path(folder) for folder, *_ in os.walk(path)] if path.is_dir() else [path.parent]
        yield from (f / table.file for f in sorted(within) if is_kept(f / table.file))


def all_aliases(by_source: Mapping[str, Sequence[Alias]]) -> list[Alias]:
    """The aliases of all alias tables, an alias of an alias led to the partner it ends at.

    Raises PartnerAnalyticsError where one alias stands for two partners, or for itself in the
    end.
    """
    stands_for: dict[str, Alias] = {}
    # Sorted: which of two spellings of a partner counts must not hang on which table came first.
    every = sorted({(a.alias, a.partner) for aliases in by_source.values() for a in aliases})
    for alias in (Alias(*pair) for pair in every):
        known = stands_for.setdefault(partner_key(alias.alias), alias)
        if partner_key(known.partner) != partner_key(alias.partner):
            raise PartnerAnalyticsError(
                place=ALIASES.file,
                expected=f'"{alias.alias}" to stand for one partner',
                found=f'"{known.partner}" and "{alias.partner}"',
                remedy="Delete one of the two lines.",
            )
    ends = _ends(stands_for)
    return [Alias(alias.alias, ends[key]) for key, alias in stands_for.items()]


def all_distinct(by_source: Mapping[str, Sequence[Distinct]]) -> list[Distinct]:
    """The pairs of all tables of distinct names."""
    return [pair for pairs in by_source.values() for pair in pairs]


def _ends(stands_for: Mapping[str, Alias]) -> dict[str, str]:
    """The name each alias leads to, by its key; one that equals its partner leads nowhere else.

    Each alias is looked at once, however long the chains are.
    """
    ends: dict[str, str] = {}
    for first in stands_for:
        chain: dict[str, Alias] = {}
        key, name = first, ""
        while key not in ends and key in stands_for:
            if key in chain:
                raise _circle(list(chain.values()), stands_for[key].alias)
            chain[key] = stands_for[key]
            name = chain[key].partner
            if (following := partner_key(name)) == key:
                break
            key = following
        name = ends.get(key, name)
        ends |= dict.fromkeys(chain, name)
    return ends


def _circle(chain: Sequence[Alias], again: str) -> PartnerAnalyticsError:
    names = [alias.alias for alias in chain]
    if len(names) > _MOST_SHOWN:
        names = [*names[: _MOST_SHOWN - 1], f"({len(names) - _MOST_SHOWN:,} more)", names[-1]]
    return PartnerAnalyticsError(
        place=ALIASES.file,
        expected="aliases that end at a partner",
        found=" -> ".join([*names, again]),
        remedy="Delete the line that leads back.",
    )
