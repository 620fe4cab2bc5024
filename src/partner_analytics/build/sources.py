"""The tables people keep beside their exports: aliases and distinct names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.build.name_pairs import PairsTable, read_pairs
from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.values import partner_key

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
        if path.is_dir():
            yield from sorted(path.rglob(table.file))
        elif (beside := path.parent / table.file).exists():
            yield beside


def all_aliases(by_source: Mapping[str, Sequence[Alias]]) -> list[Alias]:
    """The aliases of all alias tables, an alias of an alias led to the partner it ends at.

    Raises PartnerAnalyticsError where one alias stands for two partners, or for itself in the
    end.
    """
    stands_for: dict[str, Alias] = {}
    for alias in (alias for aliases in by_source.values() for alias in aliases):
        known = stands_for.setdefault(partner_key(alias.alias), alias)
        if partner_key(known.partner) != partner_key(alias.partner):
            raise PartnerAnalyticsError(
                place=ALIASES.file,
                expected=f'"{alias.alias}" to stand for one partner',
                found=f'"{known.partner}" and "{alias.partner}"',
                remedy="Delete one of the two lines.",
            )
    return [Alias(alias.alias, _end_of(alias, stands_for)) for alias in stands_for.values()]


def all_distinct(by_source: Mapping[str, Sequence[Distinct]]) -> list[Distinct]:
    """The pairs of all tables of distinct names."""
    return [pair for pairs in by_source.values() for pair in pairs]


def _end_of(alias: Alias, stands_for: Mapping[str, Alias]) -> str:
    """The name an alias leads to; an alias that equals its partner leads nowhere else."""
    met = [alias.alias]
    name = alias.partner
    while partner_key(name) in stands_for and partner_key(name) != partner_key(met[-1]):
        if partner_key(name) in map(partner_key, met):
            raise PartnerAnalyticsError(
                place=ALIASES.file,
                expected="aliases that end at a partner",
                found=" -> ".join([*met, name]),
                remedy="Delete the line that leads back.",
            )
        met.append(name)
        name = stands_for[partner_key(name)].partner
    return name
