"""What a published warehouse holds already, and which exports are new to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path

import pandas as pd

from partner_analytics.build.sources import KEPT_EXPORTS, Alias, Distinct
from partner_analytics.errors import WarehouseUnavailable
from partner_analytics.importers import Export, Limits, Source
from partner_analytics.warehouse import open_warehouse


@dataclass(frozen=True)
class Reading:
    """How the exports of one import are read; `as_of` holds for all of them."""

    source: Source = field(default_factory=Source)
    limits: Limits = field(default_factory=Limits)
    as_of: date | None = None
    strict: bool = False

    @property
    def settings(self) -> str:
        """What was settled by hand, as text; empty for nothing."""
        default = asdict(Source())
        given = {k: v for k, v in asdict(self.source).items() if v != default[k]}
        if self.as_of:
            given["as_of"] = self.as_of.isoformat()
        return json.dumps(given, sort_keys=True) if given else ""


@dataclass(frozen=True)
class FoundExport:
    """An export file with the hash of its bytes."""

    path: Path
    sha256: str

    @property
    def source_path(self) -> str:
        """Where it is; a later version of it is expected there too."""
        return str(self.path.resolve())


@dataclass(frozen=True)
class Known:
    """What is loaded: the settings by (hash, path) and by (hash, as-of day), and the rest."""

    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    states: Mapping[tuple[str, date], str] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    aliases: Mapping[str, Sequence[Alias]] = field(default_factory=dict)
    distinct: Mapping[str, Sequence[Distinct]] = field(default_factory=dict)
    program_source: str = ""
    definitions: str = ""

    def has_file(self, found: FoundExport, settings: str) -> bool:
        """Whether the file is loaded from there, and not to be read with other settings."""
        stored = self.files.get((found.sha256, found.source_path))
        return stored is not None and settings in ("", stored)

    def has_state(self, export: Export, settings: str) -> bool:
        """Whether the same bytes are loaded for the same day, read with those settings.

        Unchanged bytes under the name of a later day are a snapshot of that day.
        """
        days = {
            day: stored for (sha256, day), stored in self.states.items() if sha256 == export.sha256
        }
        if export.as_of is None:
            return bool(days)
        return export.as_of in days and settings in ("", days[export.as_of])


def known_to(warehouse: Path) -> Known:
    """What the warehouse file holds; nothing if there is none."""
    if not warehouse.exists():
        return Known()
    with open_warehouse(warehouse) as opened:
        tables = set(opened.tables()["name"])
        if "aliases" not in tables:
            raise WarehouseUnavailable(
                place=str(warehouse),
                expected="a warehouse of this version",
                found="one of an earlier version",
                remedy=f"Move it away and import its exports again; it keeps them in "
                f"{warehouse.with_suffix(KEPT_EXPORTS).name}.",
            )
        imports = opened.table("landing.imports")
        aliases = opened.table("landing.aliases")
        # Made with the next publication where an earlier version did without it.
        has_distinct = "distinct_partners" in tables
        distinct = opened.table("landing.distinct_partners") if has_distinct else pd.DataFrame()
        builds = opened.table("landing.builds").sort_values("build_id").to_dict("records")
    loaded = imports[imports["status"] == "loaded"].to_dict("records")
    by_source: dict[str, list[Alias]] = {}
    for row in aliases.to_dict("records"):
        by_source.setdefault(row["source_path"], []).append(Alias(row["alias"], row["partner"]))
    apart: dict[str, list[Distinct]] = {}
    for row in distinct.to_dict("records"):
        apart.setdefault(row["source_path"], []).append(Distinct(row["name"], row["other"]))
    return Known(
        files={(row["sha256"], row["source_path"]): row["settings"] for row in loaded},
        states={(row["sha256"], row["as_of"].date()): row["settings"] for row in loaded},
        rejected=frozenset(imports.loc[imports["status"] == "rejected", "sha256"]),
        aliases=by_source,
        distinct=apart,
        program_source=builds[-1]["program_source"],
        definitions=builds[-1]["definitions"],
    )


def with_hash(path: Path) -> FoundExport:
    """The file with the hash of its bytes."""
    with path.open("rb") as handle:
        return FoundExport(path, file_digest(handle, "sha256").hexdigest())
