"""The child process that opens a file nobody vouched for.

`python -m partner_analytics.importers.files.child_process` takes one request (JSON) as its
argument and leaves its answer beside the cells it wrote; when it dies, its parent is unharmed.
Imports come after the memory limit, and only as needed.
"""

import json
import os
import select
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.source_settings import WORTH_SCANNING, Limits, Source
from partner_analytics.problems import Problem, Severity

ANSWER = "answer.json"
CELLS = "sheet-0.arrow"
_MOST_GROWTH = 3  # no encoding's text grows more when it is written as UTF-8


class Without:
    """Keeps modules from being imported that pyarrow can do without.

    It would import pandas only to learn that a list of texts is no Series, and NumPy for arrays
    nobody makes: together five sixths of the time a small file takes.
    """

    def __init__(self, *names: str) -> None:
        self._names = names

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        """Fail for the unneeded modules, and leave all others to the usual finders."""
        if name in self._names:
            raise ModuleNotFoundError(f"{name} is not needed to read a file", name=name)


def main(request: str) -> None:
    """Answer one request."""
    _end_with_parent()
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    _limit_memory(limits.memory_bytes)
    path, folder = Path(asked["path"]), Path(asked["folder"])
    try:
        spare_imports(path)
        answer = read(path, folder, source=Source(**asked["source"]), limits=limits)
    except UnreadableFile as error:
        answer = rejected(error, path.name)
    except MemoryError:
        answer = rejected(out_of_memory(path.name), path.name)
    (folder / ANSWER).write_text(json.dumps(answer), encoding="utf-8")


def spare_imports(path: Path) -> None:
    """Keep out what reading this file does not need; raises UnreadableFile for other kinds."""
    from partner_analytics.importers.files.file_kinds import kind_of

    is_text = kind_of(path) == "text"
    may_be_scanned = is_text and path.stat().st_size * _MOST_GROWTH > WORTH_SCANNING
    sys.meta_path.insert(0, Without("pandas") if may_be_scanned else Without("pandas", "numpy"))


def read(path: Path, folder: Path, *, source: Source, limits: Limits) -> dict[str, Any]:
    """Read a file of either kind; its cells go to `folder`."""
    from partner_analytics.importers.files.file_kinds import kind_of

    if kind_of(path) == "workbook":
        return _read_workbook(path, folder, source, limits)
    return _read_text(path, folder, source, limits)


def _read_text(path: Path, folder: Path, source: Source, limits: Limits) -> dict[str, Any]:
    from partner_analytics.importers.files.text.text_files import read_text_file

    text = read_text_file(path, folder / CELLS, source=source, limits=limits, file=path.name)
    return {
        "encoding": text.encoding,
        "dialect": asdict(text.dialect),
        "sheets": [
            {
                "name": None,
                "visibility": "visible",
                "cells": CELLS,
                "loose_lines": text.loose_lines,
            }
        ],
        "problems": [asdict(problem) for problem in text.problems],
    }


def _read_workbook(path: Path, folder: Path, source: Source, limits: Limits) -> dict[str, Any]:
    from partner_analytics.importers.files.workbook.workbook_files import read_workbook_file

    workbook = read_workbook_file(path, folder, source=source, limits=limits, file=path.name)
    return {
        "sheets": [
            {
                "name": sheet.name,
                "visibility": sheet.visibility,
                "cells": target.name,
                "merged": cells.merged,
                "hidden_rows": sorted(cells.hidden_rows),
                "hidden_columns": sorted(cells.hidden_columns),
                "date_system": workbook.date_system,
                "formats": cells.formats.all(),
                "totals": cells.totals,
                "ruled": cells.ruled,
            }
            for sheet, cells, target in workbook.sheets
        ],
        "problems": [asdict(problem) for problem in workbook.problems],
    }


def rejected(error: UnreadableFile, file: str) -> dict[str, Any]:
    """Answer that nothing of a file was read."""
    return {"sheets": [], "problems": [asdict(rejection(error, file))]}


def rejection(error: UnreadableFile, file: str) -> Problem:
    """Say as a problem why nothing of a file was read."""
    place = error.place if isinstance(error.place, Place) else Place(file)
    return Problem(
        error.code,
        Severity.ERROR,
        file,
        sheet=place.sheet,
        cell=place.cell,
        line=place.line,
        expected=error.expected,
        found=error.found,
        remedy=error.remedy,
    )


def out_of_memory(file: str) -> UnreadableFile:
    """Refuse a file that takes more memory than the limit."""
    return UnreadableFile(
        "too-much-memory",
        place=Place(file),
        expected="a file that can be read within the memory limit",
        found="one that cannot",
        remedy="Export less at a time or as CSV, or raise the limit memory_bytes.",
    )


def _end_with_parent() -> None:
    """Be ended when the parent is, however that ends: its end of standard input closes then.

    The system signals that, and SIGIO ends a process that says nothing else: no thread waits.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return
    if not hasattr(os, "O_ASYNC"):
        return
    stdin = sys.stdin.fileno()
    fcntl.fcntl(stdin, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(stdin, fcntl.F_SETFL, fcntl.fcntl(stdin, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([stdin], [], [], 0)[0]:  # closed before anybody was to be told
        sys.exit(1)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time-out still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1])
