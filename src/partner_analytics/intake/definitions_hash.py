"""What a build depends on besides the exports, as one hash: a change means building again."""

import hashlib
from collections.abc import Sequence
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from partner_analytics.intake.exports.export_folders import Alias, Distinct
from partner_analytics.program import Program

# Where what a published table or view says is decided.
ROOMS = (
    "grammar",
    "intake",
    "metrics",
    "problems",
    "program",
    "quarters.py",
    "trackers",
    "warehouse",
)


def package_version() -> str:
    """The installed version of this package."""
    return metadata.version("partner-analytics")


def definitions_hash(
    program: Program, aliases: Sequence[Alias], distinct: Sequence[Distinct]
) -> str:
    """Hash of the program's rules, what people say of names and this package's own declarations."""
    digest = hashlib.sha256()
    digest.update(program.model_dump_json().encode())
    digest.update(repr(sorted((a.alias, a.partner) for a in aliases)).encode())
    digest.update(repr(sorted((d.name, d.other) for d in distinct)).encode())
    for room in ROOMS:
        _add(digest, resources.files("partner_analytics").joinpath(room))
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", entry: Traversable) -> None:
    if entry.is_dir():
        for child in sorted(entry.iterdir(), key=lambda item: item.name):
            _add(digest, child)
    elif entry.name.endswith((".py", ".toml")):
        digest.update(entry.name.encode() + entry.read_bytes())
