"""What keeps a file of ours from being written, as one message about the place a person named."""

import errno
import os
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
    except OSError as error:
        raise _not_written(error, place, option) from error


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
