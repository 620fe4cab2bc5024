"""What a quarter's folder holds and what each review was made from (`run.json`)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Self

FORMAT = 1
FILE = "run.json"
_SOURCES = frozenset({".py", ".j2", ".css", ".js", ".json", ".toml"})
_LIBRARIES = ("great-tables", "nbconvert", "pandas", "plotly")


@dataclass(frozen=True)
class Record:
    """One published review: its file, what it was made from, and how long that took."""

    name: str
    file: str
    html_sha256: str
    key: str  # of everything it was made from; another key means stale
    snapshot_id: str
    notebook: str
    notebook_sha256: str
    parameters: Mapping[str, str]
    package_version: str
    seconds: float
    warnings: tuple[str, ...] = ()  # what the notebook wrote to standard error


@dataclass(frozen=True)
class Failure:
    """A review that could not be rendered; the last good one, if any, stays."""

    name: str
    reason: str
    notebook: str | None = None  # what ran of it, for a look in JupyterLab

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True)
class Ledger:
    """The reviews in a quarter's folder, and those that failed when last tried."""

    reviews: Mapping[str, Record] = field(default_factory=dict)
    failed: Mapping[str, Failure] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The ledger of a folder; an empty one where there is none or it cannot be read."""
        try:
            content = json.loads((folder / FILE).read_text("utf-8"))
            if content["format"] != FORMAT:
                return cls()
            return cls(
                {name: read_record(entry) for name, entry in content["reviews"].items()},
                {name: Failure(**entry) for name, entry in content["failed"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError):
            return cls()  # every review is stale then, and is rendered again

    def text(self) -> str:
        """The ledger as it is written."""
        content = {
            "format": FORMAT,
            "reviews": {name: asdict(record) for name, record in sorted(self.reviews.items())},
            "failed": {name: asdict(failure) for name, failure in sorted(self.failed.items())},
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read_record(entry: Mapping[str, object]) -> Record:
    """A record from its JSON. Raises TypeError where fields are missing or unknown."""
    record = Record(**entry)  # type: ignore[arg-type]
    return Record(**{**asdict(record), "warnings": tuple(record.warnings)})


def key_of(*parts: str) -> str:
    """One key for everything a review is made from."""
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_sha256() -> str:
    """The sha256 of this package's sources and of the versions that draw the reviews.

    The version alone would keep reviews "fresh" while someone works on a chart.
    """
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(p for p in package.rglob("*") if p.suffix in _SOURCES):
        digest.update(path.relative_to(package).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()
