"""What lies in a folder of exports: the exports, and the tables people keep beside them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError, Place

ALIASES = "partner_aliases.csv"
# Beside the exports, but not exports.
KEPT_BY_PEOPLE = {ALIASES, "corrections.csv", "layouts.toml"}
_SUFFIXES = {".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


@dataclass(frozen=True)
class Alias:
    """One confirmed spelling of a partner."""

    alias: str
    partner: str


def find_exports(paths: Iterable[Path], *, without: Path) -> list[Path]:
    """The export files at the paths: files as named, folders searched through, in name order.

    `without` is a folder that is not searched: the one a warehouse keeps its exports in.
    Raises InvalidCall for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise InvalidCall(
                place=str(path),
                expected="a file or folder of exports",
                found="nothing there",
                remedy="Check the spelling of the path.",
            )
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        exports = (file for file in inside if _is_export(file, path))
        found.update(
            dict.fromkeys(e for e in exports if not e.resolve().is_relative_to(without.resolve()))
        )
    return list(found)


def _is_export(file: Path, named: Path) -> bool:
    if file.name in KEPT_BY_PEOPLE or not file.is_file():
        return False
    if file == named:
        return True
    # "~$x.xlsx" is the lock file Excel leaves beside an open workbook.
    return file.suffix.lower() in _SUFFIXES and not file.name.startswith(("~$", "."))


def read_aliases(paths: Iterable[Path]) -> list[Alias]:
    """The aliases people confirmed, from partner_aliases.csv in the folders of the paths.

    Raises PartnerAnalyticsError naming the line, where a line is not `alias,partner` or one
    alias stands for two partners.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    aliases: dict[str, Alias] = {}
    for folder in folders:
        file = folder / ALIASES
        if file.exists():
            for line, row in _rows(file):
                alias = _alias(file, line, row)
                known = aliases.setdefault(alias.alias.casefold(), alias)
                if known.partner != alias.partner:
                    raise PartnerAnalyticsError(
                        place=Place(file.name, line=line),
                        expected=f'"{alias.alias}" to stand for one partner',
                        found=f'"{known.partner}" and "{alias.partner}"',
                        remedy="Delete one of the two lines.",
                    )
    return list(aliases.values())


def _rows(file: Path) -> list[tuple[int, Sequence[str]]]:
    with file.open(newline="", encoding="utf-8-sig") as handle:
        reader = csv.reader(handle, strict=True)
        rows = [(reader.line_num, row) for row in reader]
    header = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    if header != ["alias", "partner"]:
        raise PartnerAnalyticsError(
            place=Place(file.name, line=1),
            expected="the headers alias,partner",
            found=",".join(header) or "an empty file",
            remedy="Write them as the first line.",
        )
    return [(line, row) for line, row in rows[1:] if any(cell.strip() for cell in row)]


def _alias(file: Path, line: int, row: Sequence[str]) -> Alias:
    cells = [cell.strip() for cell in row]
    if len(cells) != 2 or not all(cells):
        raise PartnerAnalyticsError(
            place=Place(file.name, line=line),
            expected="a spelling and the partner it stands for",
            found=",".join(row),
            remedy='Write both, in quotes where they contain a comma: "Acme, Inc.",Acme.',
        )
    return Alias(*cells)
