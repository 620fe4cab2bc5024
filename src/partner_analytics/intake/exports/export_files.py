"""Which files of a folder are exports, and which are passed over."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import InvalidCall
from partner_analytics.file_names import LEADS_NOWHERE, found_at, told_name
from partner_analytics.intake.exports.export_folders import KEPT_BY_PEOPLE
from partner_analytics.warehouse import KEPT_EXPORTS

# Workbooks of other kinds are rejected with what they are and how to save them.
_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".numbers"}
_TEXT_TABLES = {".csv", ".tsv", ".tab"}
# Names of files that may hold a table or prose: a look at them tells.
_EITHER = {".txt"}
_LOOKED_AT_BYTES = 20_000
_LINES_OF_A_TABLE = 2
_MOST_NAMES = 5
# What other programs leave in folders without being asked; nobody takes it for an export.
_LITTER = {"thumbs.db", "desktop.ini", "__pycache__"}


@dataclass(frozen=True)
class ExportFiles:
    """The exports at some paths, and the files of the folders there that are none."""

    exports: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()

    @property
    def note(self) -> str:
        """One sentence on what was passed over; empty for nothing."""
        if not self.passed_over:
            return ""
        names = [told_name(file.name) for file in self.passed_over]
        listed = ", ".join(names[:_MOST_NAMES])
        more = len(names) - _MOST_NAMES
        rest = f" and {more} more" if more > 0 else ""
        if len(names) == 1:
            return f"passed over 1 file that is no export: {listed}"
        return f"passed over {len(names)} files that are no exports: {listed}{rest}"


def find_exports(paths: Iterable[Path], warehouse: Path | None = None) -> ExportFiles:
    """The export files at the paths: files as named, folders searched through, in name order.

    In folders it is the name's ending that makes an export, of `.txt` files a look at their first
    lines. Hidden folders, those in which warehouses keep their exports (*.exports) and the files
    of the `warehouse` itself are not searched, nor are folders behind links, which are told as
    passed over. A link that leads nowhere is an export by its name, and a folder that may not be
    looked into is one, too: whoever reads them tells why nothing comes of it. Raises InvalidCall
    for a path at which there is no file or folder, and where there is no export at all.
    """
    paths = list(paths)
    found: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        # A pipe or device would keep its reader waiting for ever, or never end.
        if not (path.is_file() or path.is_dir()):
            raise InvalidCall(
                place=told_name(path),
                expected="a file or folder of exports",
                found=found_at(path),
                remedy="Check the spelling of the path, or save to a file what is to be imported.",
            )
        if not path.is_dir():
            found.update({path: None} if path.name not in KEPT_BY_PEOPLE else {})
            continue
        for file in _files_in(path, warehouse):
            (found if _is_export(file) else others)[file] = None
    files = ExportFiles(tuple(found), tuple(file for file in others if file not in found))
    if not found:
        raise InvalidCall(
            place=", ".join(map(told_name, paths)),
            expected="CSV or XLSX exports",
            found=f"none ({files.note})" if files.note else "none",
            remedy="Name the folder they are in.",
        )
    return files


def _files_in(folder: Path, warehouse: Path | None) -> Iterator[Path]:
    """What a person put into a folder, but for what is kept beside the exports.

    Besides files these are links, pipes and the like, and folders that may not be looked into.
    """
    closed: list[OSError] = []
    entries: list[Path] = []
    for above, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not _is_passed_over(name, is_folder=True)]
        linked = [name for name in folders if Path(above, name).is_symlink()]
        entries += [Path(above, name) for name in (*linked, *files) if not _is_passed_over(name)]
    entries += [Path(error.filename) for error in closed]
    for entry in sorted(entries):
        if warehouse is None or not _is_of_warehouse(entry, warehouse):
            yield entry


def _is_passed_over(name: str, *, is_folder: bool = False) -> bool:
    # "~$x.xlsx" is the lock file Excel leaves beside an open workbook.
    if name.startswith((".", "~$")) or name.lower() in _LITTER:
        return True
    return Path(name).suffix == KEPT_EXPORTS if is_folder else name in KEPT_BY_PEOPLE


def _is_of_warehouse(file: Path, warehouse: Path) -> bool:
    return file.name.startswith(warehouse.name) and file.parent.resolve() == warehouse.parent


def _is_export(file: Path) -> bool:
    if file.is_dir():
        return not file.is_symlink()
    if not file.is_file() and found_at(file) != LEADS_NOWHERE:
        return False
    ending = file.suffix.lower()
    return ending in _WORKBOOKS | _TEXT_TABLES or (ending in _EITHER and _holds_table(file))


def _holds_table(file: Path) -> bool:
    """Whether two lines on end of a text file are parted into as many fields.

    A comma before a blank is one of prose. The signs looked for are the same in every encoding
    that has ASCII in it; in UTF-16 there are zeros between them.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_LOOKED_AT_BYTES).replace(b"\0", b"")
    except OSError:  # what cannot be opened is told as such when it is read
        return True
    lines = [line.strip(b" \r").replace(b", ", b"") for line in head.split(b"\n")]
    filled = [line for line in lines if line]
    for mark in (b"\t", b";", b"|", b","):
        counts = [line.strip(b" ").count(mark) for line in filled]
        runs = zip(*(counts[at:] for at in range(_LINES_OF_A_TABLE)), strict=False)
        if any(run[0] > 0 and len(set(run)) == 1 for run in runs):
            return True
    return False
