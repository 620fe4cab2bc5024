"""What keeps a file of ours from being written, as one message about the place a person named."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from partner_analytics.errors import NotWritten

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_FILE_FOR_FOLDER = {errno.ENOTDIR, errno.EEXIST}


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
    if error.errno in _FULL:
        return _as(place, "room on the disk", f"too little ({said})", f"Free some, {other}")
    if error.errno in _FORBIDDEN:
        return _as(
            place,
            "a place that may be written to",
            f"one that may not ({said})",
            f"Change the permissions of {_nearest(place)}, {other}",
        )
    if error.errno in _FILE_FOR_FOLDER:
        in_the_way = next((p for p in (place, *place.parents) if p.is_file()), place)
        return _as(place, "a folder", f"a file in its way, {in_the_way}", f"Move it, {other}")
    if error.errno == errno.EISDIR:
        return _as(place, "the name of a file", "a folder", f"Name a file in it, {other}")
    return _as(place, "a place that can be written to", said, f"Check the disk, {other}")


def _as(place: Path, expected: str, found: str, remedy: str) -> NotWritten:
    return NotWritten(place=str(place), expected=expected, found=found, remedy=remedy)


def _nearest(place: Path) -> Path:
    """The folder there is that the place lies in, or would."""
    return next((folder for folder in place.parents if os.path.lexists(folder)), place)
