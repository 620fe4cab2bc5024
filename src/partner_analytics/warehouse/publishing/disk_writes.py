"""Storing a state whole: what is written reaches the disk, and what keeps it from that is told."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from partner_analytics.errors import WarehouseUnavailable
from partner_analytics.unwritten import Refusal, in_the_way, refusal_of

_UNCHANGED = "the published state was not changed"
# What DuckDB says of them, in errors of several classes.
_FULL_TEXTS = tuple(os.strerror(number) for number in Refusal.FULL.value)


def to_disk(path: Path) -> None:
    """Have the disk hold what was written to a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def told_if_not_stored(warehouse: Path) -> Iterator[None]:
    """Raise as WarehouseUnavailable what the system refuses while a state is made and stored.

    That is room on the disk, memory, the right to write, a folder. What else goes wrong passes.
    """
    try:
        yield
    except OSError as error:
        raise _of_system(error, warehouse) from error
    except MemoryError as error:
        raise _out_of_memory(warehouse) from error
    except duckdb.Error as error:
        told = _of_duckdb(error, warehouse)
        if told is None:
            raise
        raise told from error


@contextmanager
def told_if_not_rehearsed() -> Iterator[None]:
    """Raise as WarehouseUnavailable that a copy which is thrown away finds no room, or memory."""
    try:
        yield
    except OSError as error:
        if refusal_of(error) is not Refusal.FULL:
            raise
        raise _no_room_aside(error.strerror or str(error)) from error
    except MemoryError as error:
        raise _out_of_memory(Path(tempfile.gettempdir())) from error
    except duckdb.Error as error:
        full = next((said for said in _FULL_TEXTS if said in str(error)), None)
        if full is None:
            raise
        raise _no_room_aside(full) from error


def _no_room_aside(said: str) -> WarehouseUnavailable:
    return WarehouseUnavailable(
        place=tempfile.gettempdir(),
        expected="room on the disk for a copy of the warehouse, thrown away afterwards",
        found=f"too little ({said})",
        remedy="Free some, or have TMPDIR name another folder.",
    )


def _of_system(error: OSError, warehouse: Path) -> WarehouseUnavailable:
    said = error.strerror or str(error)
    place = Path(os.fsdecode(error.filename)) if error.filename else warehouse
    refusal = refusal_of(error)
    if refusal is Refusal.FULL:
        return _no_room(warehouse, said)
    if refusal is Refusal.NO_MEMORY:
        return _out_of_memory(warehouse)
    if refusal is Refusal.FORBIDDEN:
        expected, found = "a file and folder that may be written", f"that they may not ({said})"
        remedy = "Change their permissions, or name another file with --warehouse"
    elif refusal is Refusal.FILE_FOR_FOLDER:
        expected, found = "a folder", "a file of that name in its way"
        remedy = "Move that file, or name another one with --warehouse"
        place = in_the_way(place)
    else:
        expected, found = "a file that can be read and written", said
        remedy = "Check the disk and the path"
    # Files that are only there while a state is made are no place to look at.
    if place.name.startswith(("build-", ".")) or place.name.endswith((".lock", ".part")):
        place = warehouse
    return WarehouseUnavailable(
        place=str(place), expected=expected, found=found, remedy=f"{remedy}; {_UNCHANGED}."
    )


def _of_duckdb(error: duckdb.Error, warehouse: Path) -> WarehouseUnavailable | None:
    text = str(error)
    full = next((said for said in _FULL_TEXTS if said in text), None)
    if full:
        return _no_room(warehouse, full)
    if isinstance(error, duckdb.OutOfMemoryException) or "bad_alloc" in text:
        return _out_of_memory(warehouse)
    return None


def _no_room(warehouse: Path, said: str) -> WarehouseUnavailable:
    return WarehouseUnavailable(
        place=str(warehouse),
        expected="room on the disk for its next state, beside the present one",
        found=f"too little ({said})",
        remedy=f"Free some, then import again; {_UNCHANGED}.",
    )


def _out_of_memory(warehouse: Path) -> WarehouseUnavailable:
    return WarehouseUnavailable(
        place=str(warehouse),
        expected="enough memory for an import",
        found="too little",
        remedy=f"Close other programs or raise the limit, then import again; {_UNCHANGED}.",
    )
