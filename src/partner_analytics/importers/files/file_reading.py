"""Reading one file: in a child process, so that no file can harm the program that asked."""

import errno
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from partner_analytics.errors import InvalidCall, Place, UnreadableFile
from partner_analytics.file_names import LEADS_NOWHERE, NOTHING, found_at, is_tellable, told_name
from partner_analytics.importers.files.cell_streams import map_cells
from partner_analytics.importers.files.child_process import ANSWER, read, rejection
from partner_analytics.importers.files.format_runs import CellFormats, FormatRun
from partner_analytics.importers.files.located_cells import Dialect, FileRead, Sheet
from partner_analytics.importers.files.running_readers import Readers
from partner_analytics.importers.files.source_settings import (
    DEFAULT_LIMITS,
    DEFAULT_SOURCE,
    Limits,
    Source,
    size_in_words,
)
from partner_analytics.problems import Problem, Severity

_log = logging.getLogger(__name__)
_STARTING_SECONDS = 5  # the child's own imports on a busy machine are not the file's fault


def read_file(
    path: str | Path,
    *,
    source: Source = DEFAULT_SOURCE,
    limits: Limits = DEFAULT_LIMITS,
    readers: Readers | None = None,
) -> FileRead:
    """Read the located cells of a text file or workbook, in a child of `readers`.

    What is wrong in the file is a problem of the result, never an exception; a file of which
    nothing can be read is not accepted, and one problem says why. Raises InvalidCall where there
    is no such file, OSError where no room is left for what is read.
    """
    path = Path(path)
    if not path.is_file():
        there = found_at(path)
        raise InvalidCall(
            expected="a file to read",
            found=f'"{told_name(path)}", which is {"not there" if there == NOTHING else there}',
            remedy="Check the path.",
        )
    return read_found_file(path, source=source, limits=limits, readers=readers)


def read_found_file(
    path: Path,
    *,
    source: Source = DEFAULT_SOURCE,
    limits: Limits = DEFAULT_LIMITS,
    readers: Readers | None = None,
) -> FileRead:
    """`read_file` of a file that was found before: should it be gone now, it is not accepted.

    A file that could not even be opened, or whose name cannot be written down, has no hash.
    """
    if not is_tellable(path.absolute()):
        return _rejected(path, 0, "", _untellable(path))
    try:
        before = path.stat()
        if not path.is_file():
            return _rejected(path, 0, "", _no_file(path))
        path.open("rb").close()
    except OSError as error:
        return _rejected(path, 0, "", _not_readable(path, error))
    size = before.st_size
    if size > limits.file_bytes:
        return _rejected(path, size, "", _too_large(path, size, limits))
    readers = readers or Readers()
    with tempfile.TemporaryDirectory(prefix="partner-analytics-", dir=readers.folder) as name:
        folder = Path(name)
        try:
            sha256, answer = _asked(path, folder, source, limits, readers)
        except UnreadableFile as error:
            if _is_changed(path, before):
                return changed_file(path)
            return _rejected(path, size, _sha256_or_none(path), error)
        if _is_changed(path, before):
            return changed_file(path)
        return _file_read(path, size, sha256, answer, folder)


def changed_file(path: Path) -> FileRead:
    """The rejection of a file that was written to between two looks at it: it has no one hash."""
    return _rejected(path, 0, "", _changed(path))


def read_trusted_file(
    path: Path, *, source: Source = DEFAULT_SOURCE, limits: Limits = DEFAULT_LIMITS
) -> FileRead:
    """`read_file` in this process, without limits of memory and time: for files one vouches for."""
    size, sha256 = path.stat().st_size, _sha256(path)
    with tempfile.TemporaryDirectory(prefix="partner-analytics-") as name:
        try:
            answer = read(path, Path(name), source=source, limits=limits)
        except UnreadableFile as error:
            return _rejected(path, size, sha256, error)
        return _file_read(path, size, sha256, answer, Path(name))


def _asked(
    path: Path, folder: Path, source: Source, limits: Limits, readers: Readers
) -> tuple[str, dict[str, Any]]:
    """Have a child read the file, and hash it meanwhile."""
    request = {
        "path": str(path.absolute()),
        "folder": str(folder),
        "source": asdict(source),
        "limits": asdict(limits),
    }
    # -P: a csv.py or json.py beside the user's exports must not be run in place of the real one.
    command = [sys.executable, "-P", "-m", "partner_analytics.importers.files.child_process"]
    with (
        (folder / "stderr.txt").open("wb") as stderr,
        readers.started([*command, json.dumps(request)], stderr) as child,
    ):
        try:
            sha256 = _sha256(path)
            status = child.wait(limits.seconds + _STARTING_SECONDS)
        except OSError as error:
            raise _not_readable(path, error) from error
        except subprocess.TimeoutExpired:
            raise _too_slow(path, limits) from None
    answer = folder / ANSWER
    if status != 0 or not answer.is_file():
        complaint = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace").strip()
        _log.debug("%s: the child process ended with %s: %s", path, status, complaint)
        if os.strerror(errno.ENOSPC) in complaint.rpartition("\n")[2]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
        raise _died(path, status, complaint)
    return sha256, json.loads(answer.read_text(encoding="utf-8"))


def _file_read(
    path: Path, size: int, sha256: str, answer: dict[str, Any], folder: Path
) -> FileRead:
    problems = tuple(
        Problem(**{**problem, "severity": Severity(problem["severity"])})
        for problem in answer["problems"]
    )
    dialect = answer.get("dialect")
    sheets = tuple(_sheet(sheet, folder) for sheet in answer["sheets"])
    return FileRead(
        path.name,
        sha256,
        size,
        answer.get("encoding"),
        Dialect(**dialect) if dialect else None,
        sheets,
        problems,
        accepted=bool(sheets),
    )


def _sheet(answer: dict[str, Any], folder: Path) -> Sheet:
    cells = map_cells(folder / answer["cells"])
    return Sheet(
        answer["name"],
        answer["visibility"],
        cells.table,
        tuple(answer.get("merged", ())),
        frozenset(answer.get("hidden_rows", ())),
        frozenset(answer.get("hidden_columns", ())),
        answer.get("date_system"),
        frozenset(answer.get("loose_lines", ())),
        formats=CellFormats.of(FormatRun(*run) for run in answer.get("formats", ())),
        totals=tuple(answer.get("totals", ())),
        ruled=tuple((cells, code) for cells, code in answer.get("ruled", ())),
        release=cells.release,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256_or_none(path: Path) -> str:
    """The hash of a file that something is wrong with; none where it cannot be opened."""
    try:
        return _sha256(path)
    except OSError:
        return ""


def _is_changed(path: Path, before: os.stat_result) -> bool:
    """Whether a file is no longer what it was, or gone."""
    try:
        after = path.stat()
    except OSError:
        return True
    return (after.st_mtime_ns, after.st_size) != (before.st_mtime_ns, before.st_size)


def _rejected(path: Path, size: int, sha256: str, error: UnreadableFile) -> FileRead:
    file = told_name(path.name)
    problem = rejection(error, file)
    return FileRead(file, sha256, size, None, None, (), (problem,), accepted=False)


def _too_large(path: Path, size: int, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "file-too-large",
        place=Place(path.name),
        expected=f"at most {size_in_words(limits.file_bytes)}",
        found=size_in_words(size),
        remedy="Export less at a time, or raise the limit file_bytes.",
    )


def _changed(path: Path) -> UnreadableFile:
    return UnreadableFile(
        "file-changed",
        place=Place(path.name),
        expected="a file that stays as it is while it is read",
        found="one that was written to, or removed, meanwhile",
        remedy="Import it again once it is written.",
    )


def _not_readable(path: Path, error: OSError) -> UnreadableFile:
    if found_at(path) in (NOTHING, LEADS_NOWHERE):
        return _no_file(path)
    return UnreadableFile(
        "file-not-readable",
        place=Place(path.name),
        expected="a file that may be opened",
        found=f"that it may not ({error.strerror})",
        remedy="Check its permissions, and close it where another program has it open.",
    )


def _no_file(path: Path) -> UnreadableFile:
    """Refuse what is no file; a folder is asked for as one only where its files cannot be seen."""
    if path.is_dir():
        expected, found = "a folder that may be looked into", "that it may not"
        remedy = "Check its permissions: nothing in it was read."
    else:
        expected, found = "a file to read", found_at(path)
        remedy = "Put the file there again, or remove what is there."
    return UnreadableFile(
        "file-not-readable",
        place=Place(path.name),
        expected=expected,
        found=found,
        remedy=remedy,
    )


def _untellable(path: Path) -> UnreadableFile:
    return UnreadableFile(
        "file-name",
        place=Place(told_name(path.name)),
        expected="a path in UTF-8, without line breaks and other control characters",
        found=f'"{told_name(path)}"',
        remedy="Rename the file, or the folder it is in.",
    )


def _too_slow(path: Path, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "too-slow",
        place=Place(path.name),
        expected=f"a file that can be read within {limits.seconds:g} seconds",
        found="one that cannot",
        remedy="Export less at a time or as CSV, or raise the limit seconds.",
    )


def _died(path: Path, status: int, complaint: str) -> UnreadableFile:
    """Refuse a file that ended its reader; the last line the reader wrote may say why."""
    last = complaint.rpartition("\n")[2] or f"status {status}"
    return UnreadableFile(
        "reader-died",
        place=Place(path.name),
        expected="a file that can be read safely",
        found=f"one that ended the program that read it ({last[:200]})",
        remedy="Open it in Excel or LibreOffice, save it as a new .xlsx file (or CSV UTF-8), and "
        "import that.",
    )
