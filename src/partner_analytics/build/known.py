"""What a published warehouse holds already, and which exports are new to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

from partner_analytics.build.sources import KEPT_EXPORTS, Alias
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
    """What is loaded: the settings by (hash, path) and by (hash, as-of day), and the rest.

    `sources` gives the path of every file ever taken in by its hash, `ancestors` the hashes of
    the files whose annotated copies are loaded: these count in their stead.
    """

    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    states: Mapping[tuple[str, date], str] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=dict)
    ancestors: frozenset[str] = frozenset()
    aliases: Mapping[str, Sequence[Alias]] = field(default_factory=dict)
    program_source: str = ""
    definitions: str = ""

    def has_file(self, found: FoundExport, settings: str) -> bool:
        """Whether the file is loaded from there, and not to be read with other settings."""
        if found.sha256 in self.ancestors:
            return True
        stored = self.files.get((found.sha256, found.source_path))
        return stored is not None and settings in ("", stored)

    def source_path(self, found: FoundExport, export: Export) -> str:
        """Where versions of the file stand; a copy is a version of what it was made from."""
        if export.annotated is None:
            return found.source_path
        origin = export.annotated.origin
        for sha256 in origin.ancestors:
            if sha256 in self.sources:
                return self.sources[sha256]
        return str(found.path.resolve().with_name(Path(origin.file).name))

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
        if "aliases" not in set(opened.tables()["name"]):
            raise WarehouseUnavailable(
                place=str(warehouse),
                expected="a warehouse of this version",
                found="one of an earlier version",
                remedy=f"Move it away and import its exports again; it keeps them in "
                f"{warehouse.with_suffix(KEPT_EXPORTS).name}.",
            )
        imports = opened.table("landing.imports")
        aliases = opened.table("landing.aliases")
        builds = opened.table("landing.builds").sort_values("build_id").to_dict("records")
    loaded = imports[imports["status"] == "loaded"].to_dict("records")
    by_source: dict[str, list[Alias]] = {}
    for row in aliases.to_dict("records"):
        by_source.setdefault(row["source_path"], []).append(Alias(row["alias"], row["partner"]))
    return Known(
        files={(row["sha256"], row["source_path"]): row["settings"] for row in loaded},
        states={(row["sha256"], row["as_of"].date()): row["settings"] for row in loaded},
        rejected=frozenset(imports.loc[imports["status"] == "rejected", "sha256"]),
        sources=dict(zip(imports["sha256"], imports["source_path"], strict=True)),
        ancestors=frozenset(" ".join(_texts_in(loaded, "made_from")).split()),
        aliases=by_source,
        program_source=builds[-1]["program_source"],
        definitions=builds[-1]["definitions"],
    )


def _texts_in(rows: Sequence[Mapping[Any, Any]], column: str) -> list[str]:
    """A column's texts; a warehouse of an earlier version may lack it."""
    return [row[column] for row in rows if isinstance(row.get(column), str)]


def with_hash(path: Path) -> FoundExport:
    """The file with the hash of its bytes."""
    with path.open("rb") as handle:
        return FoundExport(path, file_digest(handle, "sha256").hexdigest())
