"""What a published warehouse holds already, and which exports are new to it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pandas as pd

from partner_analytics.file_names import is_tellable, real_path
from partner_analytics.importers import Export
from partner_analytics.intake.exports.export_folders import Alias, Distinct
from partner_analytics.intake.exports.reading_options import SettledReading, without_day
from partner_analytics.warehouse import open_warehouse


@dataclass(frozen=True)
class FoundExport:
    """An export file with the hash of its bytes ("" for none), and how many they are."""

    path: Path
    sha256: str
    file_bytes: int = 0

    @property
    def source_path(self) -> str:
        """Where it is; a later version of it is expected there too."""
        return str(real_path(self.path))


@dataclass(frozen=True)
class KeptExport:
    """An export that is kept for the figures that came of it; the size is None if not entered."""

    import_id: int
    file: str
    sha256: str
    file_bytes: int | None


@dataclass(frozen=True)
class Known:
    """What is loaded: the settings by (hash, path) and by (hash, as-of day), and the rest.

    `rejected` are the settings of rejected files, by hash; `sources` gives the path of every file
    ever taken in by its hash, `ancestors` the hashes of the files whose annotated copies are
    loaded: these count in their stead. `forgotten` are the hashes of what was taken back, and
    `erased` those of what is to be kept nowhere.
    """

    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    states: Mapping[tuple[str, date], str] = field(default_factory=dict)
    rejected: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    ancestors: frozenset[str] = frozenset()
    kept: tuple[KeptExport, ...] = ()
    forgotten: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()
    aliases: Mapping[str, Sequence[Alias]] = field(default_factory=dict)
    distinct: Mapping[str, Sequence[Distinct]] = field(default_factory=dict)
    program_source: str = ""
    definitions: str = ""

    @property
    def paths(self) -> list[Path]:
        """Where the loaded exports were."""
        return [Path(source_path) for _, source_path in self.files]

    def settings_of(self, found: FoundExport) -> str:
        """The settings its bytes were last read with, from there or else from anywhere.

        A day that was given for a file elsewhere does not hold here: under another name the same
        bytes may show another day.
        """
        if (found.sha256, found.source_path) in self.files:
            return self.files[found.sha256, found.source_path]
        elsewhere = (text for (of, _), text in self.files.items() if of == found.sha256)
        return without_day(next(elsewhere, ""))

    def has_file(self, found: FoundExport, reading: SettledReading) -> bool:
        """Whether the file is loaded from there, and not to be read in another way."""
        if found.sha256 in self.ancestors:
            return True
        return self.files.get((found.sha256, found.source_path)) == reading.settings

    def is_forgotten(self, found: FoundExport) -> bool:
        """Whether its bytes were taken back and came in nowhere since."""
        is_loaded = (found.sha256, found.source_path) in self.files
        return found.sha256 in self.forgotten and not is_loaded

    def source_path(self, found: FoundExport, export: Export) -> str:
        """Where versions of the file stand; a copy is a version of what it was made from."""
        if export.annotated is None:
            return found.source_path
        origin = export.annotated.origin
        for sha256 in origin.ancestors:
            if sha256 in self.sources:
                return self.sources[sha256]
        return str(real_path(found.path).with_name(Path(origin.file).name))

    def has_state(self, found: FoundExport, export: Export, reading: SettledReading) -> bool:
        """Whether the same bytes are loaded for the same day, read in that way.

        Unchanged bytes under the name of a later day are a snapshot of that day.
        """
        if (found.sha256, found.source_path) in self.files:
            return self.has_file(found, reading)
        days = {
            day: stored for (sha256, day), stored in self.states.items() if sha256 == export.sha256
        }
        if export.as_of is None:
            return bool(days)
        return export.as_of in days and reading.is_like(days[export.as_of])


def known_to(warehouse: Path) -> Known:
    """What the warehouse file holds; nothing if there is none.

    Raises WarehouseUnavailable for a file that is no warehouse of this version.
    """
    if not os.path.lexists(warehouse):
        return Known()
    with open_warehouse(warehouse) as opened:
        imports = opened.table("landing.imports")
        aliases = opened.table("landing.aliases")
        distinct = opened.table("landing.distinct_partners")
        builds = opened.table("landing.builds").sort_values("build_id").to_dict("records")
    loaded = imports[imports["status"] == "loaded"].to_dict("records")
    rejected = imports[imports["status"] == "rejected"]
    by_source: dict[str, list[Alias]] = {}
    for row in aliases.to_dict("records"):
        by_source.setdefault(row["source_path"], []).append(Alias(row["alias"], row["partner"]))
    apart: dict[str, list[Distinct]] = {}
    for row in distinct.to_dict("records"):
        apart.setdefault(row["source_path"], []).append(Distinct(row["name"], row["other"]))
    return Known(
        files={(row["sha256"], row["source_path"]): row["settings"] for row in loaded},
        states={(row["sha256"], row["as_of"].date()): row["settings"] for row in loaded},
        rejected=dict(zip(rejected["sha256"], rejected["settings"], strict=True)),
        sources=dict(zip(imports["sha256"], imports["source_path"], strict=True)),
        ancestors=frozenset(" ".join(_texts_in(loaded, "made_from")).split()),
        **_kept_and_forgotten(imports),
        aliases=by_source,
        distinct=apart,
        program_source=builds[-1]["program_source"],
        definitions=builds[-1]["definitions"],
    )


def _kept_and_forgotten(imports: pd.DataFrame) -> dict[str, Any]:
    """What is kept of the imports, and what was taken back of them; the latest of a hash tells."""
    rows = imports.sort_values("import_id").to_dict("records")
    latest = {row["sha256"]: row["status"] for row in rows}
    kept = {
        row["sha256"]: KeptExport(
            int(row["import_id"]),
            row["file"],
            row["sha256"],
            int(row["file_bytes"]) if pd.notna(row.get("file_bytes")) else None,
        )
        for row in rows
        if row["status"] in ("loaded", "forgotten")
        or (row["status"] == "superseded" and row["rows_read"])
    }
    gone = {sha256 for sha256, status in latest.items() if status == "erased"}
    taken_back = {sha256 for sha256, status in latest.items() if status == "forgotten"}
    return {
        "kept": tuple(kept.values()),
        "forgotten": frozenset(taken_back | gone),
        "erased": frozenset(gone - kept.keys()),
    }


def _texts_in(rows: Sequence[Mapping[Any, Any]], column: str) -> list[str]:
    """A column's texts; a warehouse of an earlier version may lack it."""
    return [row[column] for row in rows if isinstance(row.get(column), str)]


def with_hash(path: Path) -> FoundExport:
    """The file with the hash of its bytes; none where it cannot be read, which its reader tells.

    (Nor where the ledgers could not hold its path.)
    """
    try:
        if is_tellable(real_path(path)):
            with path.open("rb") as handle:
                digest = file_digest(handle, "sha256").hexdigest()
                return FoundExport(path, digest, handle.tell())
    except OSError:
        pass
    return FoundExport(path, "")
