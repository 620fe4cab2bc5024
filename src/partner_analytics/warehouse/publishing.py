"""Building a warehouse file beside the published one and putting it in its place, whole."""

import fcntl
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from partner_analytics.errors import WarehouseUnavailable
from partner_analytics.warehouse.connection import connected_to_write, quoted
from partner_analytics.warehouse.publication import Publication
from partner_analytics.warehouse.reader import connect_to_check


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the import lock of a warehouse file; a second import stops and says who holds it.

    The lock is advisory and ends with the process that holds it, however that ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(path.name + ".lock")
    with lock.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            raise WarehouseUnavailable(
                place=str(path),
                expected="no other import under way",
                found=f"one by process {handle.read().strip() or 'unknown'}",
                remedy="Wait for it to end, then import again; nothing was changed.",
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


@contextmanager
def publishing(path: Path) -> Iterator[Publication]:
    """Build the next state of a warehouse; leaving without an error publishes it.

    The file is copied, the copy changed, checked, closed and put in the old one's place: a
    reader sees the old state or the new one, and a crash leaves the old one. Hold
    `locked` around it. Raises WarehouseUnavailable if the old file cannot be opened.
    """
    _sweep(path)
    building = _building(path, os.getpid())
    if path.exists():
        shutil.copyfile(path, building)
    try:
        with connected_to_write(building) as connection:
            publication = Publication(connection)
            with _memory_given_back():
                yield publication
            publication.finish()
            connection.execute("COMMIT")
            connection.execute("CHECKPOINT")
        _verify(building)
        _replace(building, path)
    finally:
        building.unlink(missing_ok=True)
        _wal(building).unlink(missing_ok=True)


@contextmanager
def _memory_given_back() -> Iterator[None]:
    """Have Arrow take its memory from the system's allocator: its own keeps what is freed."""
    pool = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(pool)


@contextmanager
def rehearsing(path: Path) -> Iterator[Publication]:
    """What the next state of a warehouse would be, on a copy that is thrown away.

    Without a warehouse at the path it starts from nothing. Raises WarehouseUnavailable if the
    file cannot be opened.
    """
    with TemporaryDirectory(prefix="partner-analytics-") as folder:
        copy = Path(folder) / path.name
        if path.exists():
            shutil.copyfile(path, copy)
        with connected_to_write(copy) as connection, _memory_given_back():
            yield Publication(connection)


def _building(path: Path, pid: int) -> Path:
    # DuckDB names the database by the file's name up to a dot: history.duckdb would get in the
    # way of the schema history.
    return path.with_name(f"build-{pid}.{path.name}")


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _sweep(path: Path) -> None:
    """Remove what builds left behind that were killed."""
    for left in path.parent.glob(f"build-*.{glob.escape(path.name)}*"):
        if left.is_dir():  # what DuckDB spilled
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _verify(building: Path) -> None:
    """Open the new file as a reader will and run its views once, but for the metrics.

    (These were computed as they were made; to plan views of views takes longer than to run them.)
    """
    reader = connect_to_check(building)
    try:
        views = reader.rows(
            "SELECT schema_name, view_name FROM duckdb_views() "
            "WHERE NOT internal AND schema_name != 'metrics'"
        )
        for schema, view in views:
            reader.rows(f"SELECT count(*) FROM {quoted(schema)}.{quoted(view)}")
    finally:
        reader.close()
    if _wal(building).exists():
        # A log beside a replaced file makes it unopenable.
        raise WarehouseUnavailable(
            place=str(building),
            expected="a file without a log of changes beside it",
            found=_wal(building).name,
            remedy="Import again; the published file was not changed.",
        )


def _replace(building: Path, path: Path) -> None:
    with building.open("rb") as handle:
        os.fsync(handle.fileno())
    _wal(path).unlink(missing_ok=True)
    building.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
