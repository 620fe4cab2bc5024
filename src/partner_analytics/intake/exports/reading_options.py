"""What settles how an export is read: options of the command, layouts, corrections."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from partner_analytics.file_names import real_path
from partner_analytics.importers import (
    CORRECTIONS,
    Correction,
    Limits,
    Settled,
    Source,
    folded_name,
    nearest,
    read_corrections,
    settled_for,
)

# Of files that corrections name and nobody has so many are told.
_MOST_FILES = 5


@dataclass(frozen=True)
class Reading:
    """How the exports of one import are read; `as_of` holds for all of them."""

    source: Source = field(default_factory=Source)
    limits: Limits = field(default_factory=Limits)
    as_of: date | None = None
    strict: bool = False


@dataclass(frozen=True)
class SettledReading:
    """How one export is read: `source` and `as_of` as options, and what is kept beside it."""

    source: Source = field(default_factory=Source)
    as_of: date | None = None
    settled: Settled = field(default_factory=Settled)

    @property
    def settings(self) -> str:
        """All of it as text, as the warehouse remembers it; empty for nothing."""
        said: dict[str, Any] = _options(self.source, self.as_of)
        if self.settled.layouts.entries:
            said["layouts"] = [entry.as_text() for entry in self.settled.layouts.entries]
        if self.settled.corrections:
            said["corrections"] = _digest(self.settled.corrections)
        return _as_text(said)

    def is_like(self, settings: str) -> bool:
        """Whether bytes that were read elsewhere for the same day need no other reading.

        What was kept beside them there counts here too, unless something is kept here.
        """
        if without_day(self.settings) == without_day(settings):
            return True
        has_kept = self.settled.layouts.entries or self.settled.corrections
        options = _remembered(without_day(settings))
        return not has_kept and options == _options(self.source, None)


def _options(source: Source, as_of: date | None) -> dict[str, Any]:
    default = asdict(Source())
    given = {key: value for key, value in asdict(source).items() if value != default[key]}
    return {**given, "as_of": as_of.isoformat()} if as_of else given


def _digest(corrections: Sequence[Correction]) -> str:
    """How many corrections there are, and a hash that changes with any word of them."""
    words = [[getattr(one, f.name) for f in fields(one) if f.name != "line"] for one in corrections]
    digest = hashlib.sha256(json.dumps(sorted(words)).encode()).hexdigest()
    return f"{len(corrections)}, {digest[:12]}"


def settle(export: Path, reading: Reading, remembered: str) -> SettledReading:
    """How an export is read now; `remembered` are the settings its bytes were read with.

    An option given now wins over the layouts, and those over an option that was given once and
    is remembered: importing again without the option must not read the file otherwise.
    """
    settled = settled_for(export)
    options = {
        key: value
        for key, value in _remembered(remembered).items()
        if key not in settled.layouts.settles()
    } | _options(reading.source, reading.as_of)
    day = options.pop("as_of", None)
    return SettledReading(Source(**options), date.fromisoformat(day) if day else None, settled)


def without_day(settings: str) -> str:
    """Settings without the as-of day that was given as an option."""
    said: dict[str, Any] = json.loads(settings) if settings else {}
    said.pop("as_of", None)
    return _as_text(said)


def _as_text(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False) if said else ""


def _remembered(settings: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(settings) if settings else {}
    known = {"as_of", *(item.name for item in fields(Source))}
    return {key: value for key, value in said.items() if key in known}


def notes_on_corrections(exports: Iterable[Path], known: Iterable[Path]) -> tuple[str, ...]:
    """What to say of corrections of files that are not there, the first few by name.

    Searched are the corrections that hold for the exports; `known` are the paths of exports
    loaded before.
    """
    exports = list(exports)
    there = [real_path(path) for path in (*exports, *known)]
    files = {nearest(export, CORRECTIONS): None for export in exports}
    return tuple(
        note for file in files if file is not None for note in _notes_on_corrections(file, there)
    )


def _notes_on_corrections(file: Path, there: Iterable[Path]) -> Iterator[str]:
    # What lies in the folder counts, though this import does not take it in.
    by_name: dict[str, list[Path]] = {}
    for path in (*there, *file.parent.rglob("*")):
        by_name.setdefault(folded_name(path.name), []).append(path)
    missing = [
        (first, more)
        for first, more in _by_file(read_corrections(file))
        if not any(map(first.is_of, by_name.get(first.file_name, ())))
    ]
    for first, more in missing[:_MOST_FILES]:
        yield (
            f'{CORRECTIONS}, line {first.line}{more}: expected an export "{first.file}" in '
            f"{file.parent.name} or a folder in it, found none. Correct the name, or delete "
            f"{'these lines' if more else 'the line'}."
        )
    if len(missing) > _MOST_FILES:
        others = len(missing) - _MOST_FILES
        yield f"{CORRECTIONS}: the same for corrections of {others:,} more files"


def _by_file(corrections: Iterable[Correction]) -> Iterator[tuple[Correction, str]]:
    """The first correction of each file, with how many more there are."""
    by_file: dict[str, list[Correction]] = {}
    for one in corrections:
        by_file.setdefault(one.file, []).append(one)
    for first, *others in by_file.values():
        yield first, f" and {len(others):,} more" if others else ""
