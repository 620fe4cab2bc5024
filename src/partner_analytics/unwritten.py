"""What keeps a file of ours from being written, as one message about the place a person named."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from partner_analytics.errors import NotWritten


class Refusal(Enum):
    """Why the system does not write, by the numbers of its errors."""

    FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
    FILE_FOR_FOLDER = (errno.ENOTDIR, errno.EEXIST)
    FOLDER_FOR_FILE = (errno.EISDIR,)
    NO_MEMORY = (errno.ENOMEM,)
    OTHER = ()


def refusal_of(error: OSError) -> Refusal:
    """Why the system refused.

    >>> refusal_of(OSError(errno.ENOSPC, "No space left on device")).name
    'FULL'
    """
    return next((one for one in Refusal if error.errno in one.value), Refusal.OTHER)


def in_the_way(place: Path) -> Path:
    """The file that stands where the place needs a folder; the place itself if there is none."""
    return next((path for path in (place, *place.parents) if path.is_file()), place)


@contextmanager
def told_if_not_written(place: Path, *, option: str) -> Iterator[None]:
    """Raise as NotWritten what the system refuses while a file or folder is written.

    `place` is what the person named, with `option`; files that are only there meanwhile are not
    told.
    """
    try:
        yield
    except Exception as error:
        refused = _of_system(error)
        if refused is None:
            raise
        raise _not_written(refused, place, option) from error


def _of_system(error: Exception) -> OSError | None:
    """What the system refused; XlsxWriter has an error of its own around it."""
    if isinstance(error, OSError):
        return error
    return next((one for one in error.args if isinstance(one, OSError)), None)


@contextmanager
def written_whole(place: Path, *, option: str) -> Iterator[Path]:
    """A file to write into beside a place; it is put there, on disk, if nothing goes wrong.

    What stood there stays until then, and who may read it stays as it was. Raises NotWritten, as
    `told_if_not_written`.
    """
    with told_if_not_written(place, option=option):
        target = Path(os.path.realpath(place))
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
        # A short name of its own: one made from the target's could be too long.
        unfinished = target.with_name(f".{uuid.uuid4().hex}.part")
        try:
            unfinished.touch(exist_ok=False)
            yield unfinished
            if target.exists():
                shutil.copymode(target, unfinished)
            with unfinished.open("rb+") as written:
                os.fsync(written.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _not_written(error: OSError, place: Path, option: str) -> NotWritten:
    said = error.strerror or str(error)
    other = f"or name another place with {option}."
    match refusal_of(error):
        case Refusal.FULL:
            return _as(place, "room on the disk", f"too little ({said})", f"Free some, {other}")
        case Refusal.FORBIDDEN:
            return _as(
                place,
                "a place that may be written to",
                f"one that may not ({said})",
                f"Change the permissions of {_nearest(place)}, {other}",
            )
        case Refusal.FILE_FOR_FOLDER:
            found = f"a file in its way, {in_the_way(place)}"
            return _as(place, "a folder", found, f"Move it, {other}")
        case Refusal.FOLDER_FOR_FILE:
            return _as(place, "the name of a file", "a folder", f"Name a file in it, {other}")
    return _as(place, "a place that can be written to", said, f"Check the disk, {other}")


def _as(place: Path, expected: str, found: str, remedy: str) -> NotWritten:
    return NotWritten(place=str(place), expected=expected, found=found, remedy=remedy)


def _nearest(place: Path) -> Path:
    """The folder there is that the place lies in, or would."""
    return next((folder for folder in place.parents if os.path.lexists(folder)), place)
