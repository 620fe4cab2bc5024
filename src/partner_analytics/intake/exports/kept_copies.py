"""The exports a warehouse keeps beside it, by content hash: an old figure still finds its cell."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.intake.exports.imported_before import FoundExport, KeptExport
from partner_analytics.warehouse import KEPT_EXPORTS, to_disk

_UNFINISHED = ".part"
_BLOCK_BYTES = 1_000_000
_MOST_NAMES = 5


@dataclass(frozen=True)
class KeptFiles:
    """The folder of kept exports beside a warehouse; hold the import lock to change it."""

    warehouse: Path

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self.warehouse.with_suffix(KEPT_EXPORTS)

    def of(self, sha256: str, file: str) -> Path:
        """Where the export of a hash and name is kept."""
        return self.folder / f"{sha256}{Path(file).suffix.lower()}"

    @contextmanager
    def keeping(self, exports: Sequence[FoundExport]) -> Iterator[None]:
        """Keep exports, whole and on disk, for the state that is published within.

        If that fails, they are removed again. Raises PartnerAnalyticsError for a file that is
        no longer what was read of it.
        """
        before = _identity(self.warehouse)
        new = [one for one in exports if not self._is_whole(one)]
        try:
            self.keep(new)
            yield
        except BaseException:
            if _identity(self.warehouse) == before:  # else the published state refers to them
                for one in new:
                    self.of(one.sha256, one.path.name).unlink(missing_ok=True)
            raise

    def keep(self, exports: Iterable[FoundExport]) -> None:
        """Keep exports under their hashes: each is there whole or not at all."""
        exports = list(exports)
        if not exports:
            return
        is_new = not self.folder.exists()
        self.folder.mkdir(exist_ok=True)
        for one in exports:
            _copy_whole(one, self.of(one.sha256, one.path.name))
        to_disk(self.folder)
        if is_new:
            to_disk(self.folder.parent)

    def mend(self, kept: Iterable[KeptExport], found: Iterable[FoundExport]) -> tuple[str, ...]:
        """Keep anew what is missing or cut and was found again; returns what to say."""
        self._sweep()
        again = {one.sha256: one for one in found}
        wrong = [one for one in kept if not _is_kept_whole(self.of(one.sha256, one.file), one)]
        mended = [one for one in wrong if one.sha256 in again]
        self.keep(again[one.sha256] for one in mended)
        left = [one for one in wrong if one.sha256 not in again]
        said = []
        if mended:
            said.append(f"kept copies that were missing or damaged are mended: {_names(mended)}")
        if left:
            said.append(
                f"kept copies are missing or damaged: {_names(left)}. Import those files again, "
                "unchanged, to mend them"
            )
        return tuple(said)

    def remove(self, sha256s: Iterable[str]) -> None:
        """Remove what is kept under hashes that no import refers to any more."""
        for sha256 in sha256s:
            for path in self.folder.glob(f"{sha256}.*"):
                path.unlink(missing_ok=True)
        if self.folder.exists():
            to_disk(self.folder)

    def _is_whole(self, one: FoundExport) -> bool:
        path = self.of(one.sha256, one.path.name)
        return path.exists() and path.stat().st_size == one.file_bytes

    def _sweep(self) -> None:
        """Remove what a killed import did not finish."""
        for left in self.folder.glob(f"*{_UNFINISHED}"):
            left.unlink(missing_ok=True)


def _names(exports: Sequence[KeptExport]) -> str:
    """The exports by name and import; of many the first ones."""
    names = [f"{one.file} (import {one.import_id})" for one in exports[:_MOST_NAMES]]
    more = len(exports) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _is_kept_whole(path: Path, one: KeptExport) -> bool:
    """Whether a kept file is all there; where its size was not entered, its bytes tell."""
    if not path.is_file():
        return False
    if one.file_bytes is not None:
        return path.stat().st_size == one.file_bytes
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == one.sha256


def _copy_whole(one: FoundExport, path: Path) -> None:
    unfinished = path.with_name(path.name + _UNFINISHED)
    digest = hashlib.sha256()
    try:
        with one.path.open("rb") as source, unfinished.open("wb") as target:
            while block := source.read(_BLOCK_BYTES):
                digest.update(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        if digest.hexdigest() != one.sha256:
            raise PartnerAnalyticsError(
                place=str(one.path),
                expected="a file that stays as it is while it is imported",
                found="that it changed",
                remedy="Import again once it is written; nothing was changed.",
            )
        shutil.copymode(one.path, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells one published state from another."""
    try:
        status = file.stat()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise
    return status.st_ino, status.st_mtime_ns
