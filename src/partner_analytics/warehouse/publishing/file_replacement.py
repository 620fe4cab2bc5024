"""Building a warehouse file beside the published one and putting it in its place, whole."""

import fcntl
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from partner_analytics.errors import WarehouseUnavailable
from partner_analytics.warehouse.connection import connected_to_write, quoted
from partner_analytics.warehouse.opening.reader import check_whole, connect_to_check
from partner_analytics.warehouse.publishing.copy_after_erasure import write_afresh
from partner_analytics.warehouse.publishing.disk_writes import (
    to_disk,
    told_if_not_rehearsed,
    told_if_not_stored,
)
from partner_analytics.warehouse.publishing.publication import Publication

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the import lock of a warehouse file; a second import stops and says who holds it.

    The lock is advisory and ends with the process that holds it, however that ends. What killed
    imports left is removed before and after. What the system refuses meanwhile (room, rights,
    memory) is raised as WarehouseUnavailable.
    """
    with told_if_not_stored(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(path.name + ".lock").open("a+", encoding="utf-8") as handle:
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
            _sweep(path)
            try:
                yield
            finally:
                _sweep(path)


@contextmanager
def room_beside(path: Path) -> Iterator[Path]:
    """A folder beside a warehouse file for what is there only while its next state is made.

    Hold `locked` around it: what a killed import leaves there is removed by the next one.
    """
    # DuckDB spills into a folder of the file's name and .tmp.
    folder = path.with_name(f"{_building(path, os.getpid()).name}.tmp-read")
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def publishing(path: Path, *, without: Sequence[int] = ()) -> Iterator[Publication]:
    """Build the next state of a warehouse; leaving without an error publishes it.

    The file is copied, the copy changed, checked, closed and put in the old one's place: a
    reader sees the old state or the new one, and a crash leaves the old one. Hold `locked` around
    it. `without` are numbers of imports whose rows are not even copied: the file is made anew, and
    once more by a process that never saw them, so that nothing is left of them in unused parts.
    Raises WarehouseUnavailable if the old file cannot be opened or is damaged, or the system
    refuses what storing it takes.
    """
    building = _building(path, os.getpid())
    try:
        with told_if_not_stored(path):
            if path.exists():
                check_whole(path, told_as=path)
            if path.exists() and not without:
                shutil.copyfile(path, building)
            with connected_to_write(building) as connection:
                publication = Publication(connection)
                if without:
                    publication.carry_over(path, without)
                with _memory_given_back():
                    yield publication
                publication.finish()
                connection.execute("COMMIT")
                connection.execute("CHECKPOINT")
            if without:
                write_afresh(building)
            _verify(building)
            _replace(building, path)
    finally:
        _sweep(path)


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
    file cannot be opened or is damaged, or there is no room for the copy.
    """
    with told_if_not_rehearsed(), TemporaryDirectory(prefix="partner-analytics-") as folder:
        copy = Path(folder) / "rehearsal.duckdb"  # not path.name: see _building
        _copy_whole(path, copy)
        with connected_to_write(copy) as connection, _memory_given_back():
            yield Publication(connection)


def _copy_whole(path: Path, copy: Path) -> None:
    """Copy the published state, if there is one: damage in it would live on in the next."""
    if path.exists():
        check_whole(path, told_as=path)
        shutil.copyfile(path, copy)


def _building(path: Path, pid: int) -> Path:
    # DuckDB names the database by the file's name up to a dot: history.duckdb would get in the
    # way of the schema history.
    return path.with_name(f"build-{pid}.{path.name}")


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _sweep(path: Path) -> None:
    """Remove what builds left: the file, its log, what DuckDB spilled."""
    left_by_build = re.compile(rf"build-\d+\.{re.escape(path.name)}(\.(wal|tmp)\b.*)?")
    for left in path.parent.iterdir():
        if not left_by_build.fullmatch(left.name):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _verify(building: Path) -> None:
    """Open the new file as a reader will and run its views once.

    (But for the definitions of metrics: these were computed just now.)
    """
    reader = connect_to_check(building)
    try:
        views = reader.rows(
            "SELECT schema_name, view_name FROM duckdb_views() "
            "WHERE NOT internal AND schema_name != 'definitions'"
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
    if path.exists():  # who may read the warehouse stays as it was
        shutil.copymode(path, building)
    to_disk(building)
    with _signals_held():
        _wal(path).unlink(missing_ok=True)
        building.replace(path)
        to_disk(path.parent)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals wait: who is stopped is to know whether the new state is published.

    (To block them would not do: another thread would be given them.)
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    usual = {number: signal.getsignal(number) for number in _STOPS}
    for number in _STOPS:
        if usual[number] is not None:
            signal.signal(number, lambda came, _: held.append(came))
    try:
        yield
    finally:
        for number, answer in usual.items():
            if answer is not None:
                signal.signal(number, answer)
        for met in held:
            signal.raise_signal(met)
