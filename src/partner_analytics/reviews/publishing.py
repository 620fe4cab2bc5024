"""Publishing reviews whole: staged first, put in place by renaming, the ledger last.

    reviews/2025-Q2/index.html, portfolio.html, partners/<partner_id>.html, run.json
                    failed/<name>.ipynb      how far a failed notebook came
                    .staging/                finished reviews of a batch under way

A batch that is killed leaves the published reviews as they were; the next one takes over what
is finished in the staging folder, if it was made from the same snapshot.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from partner_analytics.errors import InvalidCall
from partner_analytics.reviews.ledger import FILE, Ledger, Record, file_sha256, read_record

PORTFOLIO = "portfolio"
STAGING = ".staging"
FAILED = "failed"
INDEX = "index.html"
LOCK = ".lock"
_LONGEST_NAME = 80
# No file names on Windows; and the portfolio's own.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|portfolio")


def file_name(partner_id: str) -> str:
    """A safe name, without ending, for what belongs to a partner; no two partners share one.

    >>> file_name("lutron-electronics")
    'lutron-electronics'
    >>> file_name("../../etc"), file_name("con")
    ('etc-74ccf3c5', 'con-1143da2b')
    """
    plain = unicodedata.normalize("NFKD", partner_id).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_NAME]
    if slug and slug == partner_id and not _RESERVED.fullmatch(slug):
        return slug
    mark = hashlib.sha256(partner_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug}-{mark}" if slug else mark


@dataclass(frozen=True)
class Folder:
    """A quarter's folder of reviews."""

    path: Path

    @property
    def staging(self) -> Path:
        """Where finished reviews wait for the rest of their batch."""
        return self.path / STAGING

    def is_fresh(self, record: Record | None, key: str) -> bool:
        """Whether the published file is the record's, and made from what `key` stands for."""
        return record is not None and record.key == key and self._is_whole(self.path, record)

    def staged(self, name: str, key: str) -> Record | None:
        """A finished review of an earlier batch that did not come to publishing."""
        try:
            record = read_record(json.loads((self.staging / f"{name}.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return record if record.key == key and self._is_whole(self.staging, record) else None

    def stage(self, record: Record, page: str) -> None:
        """Keep a finished review; its record, written last, says that it is whole."""
        _write(self.staging / record.file, page)
        _write(self.staging / f"{record.name}.json", json.dumps(asdict(record)))

    def keep_failed(self, name: str, notebook: NotebookNode) -> Path:
        """Keep what ran of a failed notebook."""
        path = self.path / FAILED / f"{name}.ipynb"
        _write(path, nbformat.writes(notebook))
        return path

    def publish(self, records: Iterable[Record], index: str, ledger: Ledger) -> None:
        """Put staged reviews in place, then the index, then the ledger; drop what is gone."""
        before = Ledger.read(self.path)
        for record in records:
            _place(self.staging / record.file, self.path / record.file)
        _write(self.path / INDEX, index)
        _write(self.path / FILE, ledger.text())
        for record in before.reviews.values():
            if record.name not in ledger.reviews:
                (self.path / record.file).unlink(missing_ok=True)
        for name in before.failed.keys() - ledger.failed.keys():
            (self.path / FAILED / f"{name}.ipynb").unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty, or never there
            (self.path / FAILED).rmdir()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _is_whole(self, folder: Path, record: Record) -> bool:
        path = folder / record.file
        return path.is_file() and file_sha256(path) == record.html_sha256

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one batch. Raises InvalidCall while another one has it."""
        self.path.mkdir(parents=True, exist_ok=True)
        try:
            import fcntl
        except ImportError:  # Windows: two batches at once are the caller's care
            yield
            return
        lock = self.path / LOCK
        with lock.open("a", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InvalidCall(
                    place=str(self.path),
                    expected="no other batch under way",
                    found="one that renders this quarter's reviews",
                    remedy="Wait for it to end.",
                ) from error
            try:
                yield
            finally:
                if [entry.name for entry in self.path.iterdir()] == [LOCK]:  # nothing came of it
                    lock.unlink()
                    self.path.rmdir()

    @contextlib.contextmanager
    def pinned(self, warehouse: Path) -> Iterator[Path]:
        """The warehouse file as it is now, under a name that an import does not replace."""
        self.staging.mkdir(parents=True, exist_ok=True)
        pin = self.staging / f"snapshot-{os.getpid()}.duckdb"
        for old in self.staging.glob("snapshot-*.duckdb"):
            old.unlink()
        _link(warehouse.resolve(), pin)
        try:
            yield pin.resolve()
        finally:
            for made in self.staging.glob("snapshot-*.duckdb"):
                made.unlink()
            with contextlib.suppress(OSError):
                self.staging.rmdir()


def _write(path: Path, content: str) -> None:
    """Write a file whole or not at all; one that is there already with that content stays."""
    written = content.encode("utf-8")
    if path.is_file() and path.read_bytes() == written:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with building.open("wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def _place(staged: Path, path: Path) -> None:
    """Put a staged file in place; it stays staged too, should the batch end right here."""
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    building.unlink(missing_ok=True)
    _link(staged, building)
    building.replace(path)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)
