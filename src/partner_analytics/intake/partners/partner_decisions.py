"""Who is who in a warehouse, what is open about it, and what people decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partner_analytics.errors import InvalidCall
from partner_analytics.grammar import partner_key
from partner_analytics.importers import suggest_partners
from partner_analytics.intake.exports.export_folders import (
    ALIASES,
    DISTINCT,
    all_aliases,
    all_distinct,
    read_aliases,
    read_distinct,
)
from partner_analytics.intake.partners.name_pairs import with_pair
from partner_analytics.intake.partners.partner_problems import UNKNOWN_PARTNER
from partner_analytics.intake.partners.partner_suggestions import Suggestion
from partner_analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Partner:
    """A partner and the other spellings that people confirmed for it."""

    partner_id: str
    partner: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Identities:
    """The partners, and what a person should look at; `suggestions` are those undecided.

    `loose` are aliases of nobody, as (alias, partner). `decided` counts the suggestions decided
    since the last import.
    """

    partners: tuple[Partner, ...]
    loose: tuple[tuple[str, str], ...]
    suggestions: tuple[Suggestion, ...]
    decided: int


@dataclass(frozen=True)
class Decision:
    """What was written of two names: the line, in which file; "" where it stood there already."""

    file: Path
    line: str
    waiting_rows: int


@dataclass(frozen=True)
class _Kept:
    """What the tables of people say now: partner by alias, and names that are not one."""

    stands_for: Mapping[str, tuple[str, str]]
    distinct: frozenset[frozenset[str]]

    def is_decided(self, one: Suggestion) -> bool:
        """Whether a suggestion is settled by a line of a table."""
        key = partner_key(one.name)
        if key in self.stands_for:
            return True
        return one.partner is not None and _pair(one.name, one.partner) in self.distinct


def identities(warehouse: Warehouse, folder: Path | None = None) -> Identities:
    """Who is who; the tables people keep are read from `folder`, or where they were last read."""
    kept = _kept(warehouse, folder)
    stored = _suggestions(warehouse)
    undecided = tuple(one for one in stored if not kept.is_decided(one))
    rows = warehouse.table("landing.aliases").to_dict("records")
    aliases = [(str(row["alias"]), str(row["partner"])) for row in rows]
    names = warehouse.table("partner_names").to_dict("records")
    known = {str(row["name_key"]): str(row["partner_id"]) for row in names}
    spellings: dict[str, list[str]] = {}
    for alias, _ in aliases:
        spellings.setdefault(known.get(partner_key(alias), ""), []).append(alias)
    return Identities(
        partners=tuple(
            Partner(row["partner_id"], row["partner"], _others(spellings, row))
            for row in warehouse.partners().to_dict("records")
        ),
        loose=tuple(alias for alias in aliases if partner_key(alias[0]) not in known),
        suggestions=undecided,
        decided=len(stored) - len(undecided),
    )


def _others(spellings: Mapping[str, Sequence[str]], row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The aliases of a partner but for its own name, each once."""
    found = {partner_key(alias): alias for alias in spellings.get(row["partner_id"], ())}
    found.pop(partner_key(row["partner"]), None)
    return tuple(found.values())


def confirm(warehouse: Warehouse, alias: str, partner: str, folder: Path | None = None) -> Decision:
    """Write into the alias table that a name is another spelling of a partner.

    Raises InvalidCall where the partner is unknown, or the line would contradict another one or
    lead from alias to alias.
    """
    file = _folder(warehouse, folder) / ALIASES.file
    kept = _kept(warehouse, folder)
    _refuse_same(alias, partner)
    _refuse_unknown(partner, _partners(warehouse), "a partner of the pipeline or target register")
    known = kept.stands_for.get(partner_key(alias))
    if known and partner_key(known[1]) == partner_key(partner):
        return Decision(file, "", _waiting(warehouse, alias))
    if known:
        raise InvalidCall(
            expected=f'"{alias}" to stand for one partner',
            found=f'that it stands for "{known[1]}" already',
            remedy=f"Delete that line from {ALIASES.file} first, if it is wrong.",
        )
    _refuse_chain(alias, partner, kept)
    if _pair(alias, partner) in kept.distinct:
        raise InvalidCall(
            expected="two names of one partner",
            found=f'"{alias}" and "{partner}", which {DISTINCT.file} says are not',
            remedy=f"Delete that line from {DISTINCT.file} first, if it is wrong.",
        )
    line = with_pair(file, (alias, partner), ALIASES)
    return Decision(file, line, _waiting(warehouse, alias))


def reject(warehouse: Warehouse, name: str, other: str, folder: Path | None = None) -> Decision:
    """Write into the table of distinct names that two names are not one partner.

    Raises InvalidCall for a name nobody has, and where the alias table says that they are one.
    """
    file = _folder(warehouse, folder) / DISTINCT.file
    kept = _kept(warehouse, folder)
    _refuse_same(name, other)
    suggested = (one.name for one in _suggestions(warehouse))
    spellings = [*_partners(warehouse), *suggested, *warehouse.names_set_aside(UNKNOWN_PARTNER)]
    for each in (name, other):
        _refuse_unknown(each, spellings, "a partner, or a name in an export")
    for one, two in ((name, other), (other, name)):
        known = kept.stands_for.get(partner_key(one))
        if known and partner_key(known[1]) == partner_key(two):
            raise InvalidCall(
                expected="two names of different partners",
                found=f'"{one}", which {ALIASES.file} says is "{two}"',
                remedy=f"Delete that line from {ALIASES.file} first, if it is wrong.",
            )
    if _pair(name, other) in kept.distinct:
        return Decision(file, "", 0)
    return Decision(file, with_pair(file, (name, other), DISTINCT), 0)


def _suggestions(warehouse: Warehouse) -> list[Suggestion]:
    rows = warehouse.table("curated.partner_suggestions").astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        Suggestion(**{str(name): value for name, value in row.items()})
        for row in rows.to_dict("records")
    ]


def _partners(warehouse: Warehouse) -> list[str]:
    return [str(name) for name in warehouse.partners()["partner"]]


def _waiting(warehouse: Warehouse, name: str) -> int:
    """How many rows wait until a name is known."""
    key = partner_key(name)
    # Suggestions have names as they were repaired, but not those of a table with too many.
    suggested = [o.waiting_rows for o in _suggestions(warehouse) if partner_key(o.name) == key]
    waiting = warehouse.names_set_aside(UNKNOWN_PARTNER).items()
    as_read = sum(rows for met, rows in waiting if partner_key(met) == key)
    return max([*suggested, as_read])


def _pair(name: str, other: str) -> frozenset[str]:
    return frozenset((partner_key(name), partner_key(other)))


def _kept(warehouse: Warehouse, folder: Path | None) -> _Kept:
    """What the tables of people say now, imported or not."""
    folders = [folder] if folder else _folders(warehouse)
    files = [path / table.file for path in folders for table in (ALIASES, DISTINCT)]
    aliases = all_aliases(read_aliases(files))
    distinct = all_distinct(read_distinct(files))
    return _Kept(
        {partner_key(one.alias): (one.alias, one.partner) for one in aliases},
        frozenset(_pair(one.name, one.other) for one in distinct),
    )


def _folder(warehouse: Warehouse, folder: Path | None) -> Path:
    """The one folder whose tables are to be written; raises InvalidCall where there are several."""
    folders = [folder] if folder else _folders(warehouse)
    if len(folders) == 1 and folders[0].is_dir():
        return folders[0]
    raise InvalidCall(
        place="--folder",
        expected="the folder of the exports",
        found=", ".join(map(str, folders)) or "none that is still there",
        remedy=f"Name the one in which {ALIASES.file} is kept.",
    )


def _folders(warehouse: Warehouse) -> list[Path]:
    """Where the tables of people are: as last read, else beside the exports."""
    kept = {
        Path(str(path)).parent
        for table in ("landing.aliases", "landing.distinct_partners")
        for path in warehouse.table(table)["source_path"]
    }
    imports = warehouse.table("landing.imports")
    exports = {Path(str(path)).parent for path in imports["source_path"]}
    return sorted(path for path in kept or exports if path.is_dir())


def _refuse_same(name: str, other: str) -> None:
    if not name.strip() or not other.strip() or partner_key(name) == partner_key(other):
        raise InvalidCall(
            expected="two names",
            found=f'"{name}" and "{other}"',
            remedy="Case, width and white space make no other name.",
        )


def _refuse_unknown(name: str, known: Sequence[str], expected: str) -> None:
    if partner_key(name) in map(partner_key, known):
        return
    near = [f'"{candidate}"' for candidate, _ in suggest_partners(name, known)]
    raise InvalidCall(
        expected=expected,
        found=f'"{name}"',
        remedy=f"Is it {' or '.join(near)}?" if near else "Run partner-analytics partners for all.",
    )


def _refuse_chain(alias: str, partner: str, kept: _Kept) -> None:
    if known := kept.stands_for.get(partner_key(partner)):
        raise InvalidCall(
            expected="the partner itself",
            found=f'"{partner}", which is an alias of "{known[1]}"',
            remedy=f'Confirm "{alias}" for "{known[1]}".',
        )
    ends = [
        name for name, end in kept.stands_for.values() if partner_key(end) == partner_key(alias)
    ]
    if ends:
        raise InvalidCall(
            expected="a spelling that no other one stands for",
            found=f'"{alias}", for which {_listed(ends)}',
            remedy=f'Let those lines of {ALIASES.file} say "{partner}" first.',
        )


def _listed(names: Sequence[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"{quoted} {'stands' if len(names) == 1 else 'stand'}"
