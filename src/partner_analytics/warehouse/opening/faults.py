"""What stands in the way of opening a warehouse file: one message for each, with its remedy."""

import os
import re
import stat
from pathlib import Path

import duckdb

from partner_analytics.errors import WarehouseUnavailable

# Ending of the folder beside a warehouse in which its exports are kept, by content hash.
KEPT_EXPORTS = ".exports"

_MAGIC = b"DUCK"
_MAGIC_AT = slice(8, 12)  # after the checksum of the first block
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_IN_THIS_PROCESS = re.compile(r"already attached by|different configuration|file handle conflict")
# What DuckDB says of a file that is no longer what it wrote.
_DAMAGE = re.compile(
    r"[Cc]orrupt|checksum|[Cc]ould not read (?:enough bytes|all bytes|from file)|deserializ"
    r"|Serialization Error",
)
_NO_SPACE = re.compile(r"No space left|[Cc]ould not write")
_LATER_DUCKDB = re.compile(r"version number (?P<found>\d+), but we can only read")


def missing(path: Path) -> WarehouseUnavailable:
    """There is no file at the path."""
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse file",
        found="none",
        remedy="Run `partner-analytics import data/raw` first, or pass the path of yours.",
    )


def check_is_file(path: Path) -> None:
    """Raise WarehouseUnavailable where there is no file, or something that cannot be one."""
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise missing(path) from None
    except OSError as error:
        raise _unreadable(path, error.strerror or "an error") from error
    if stat.S_ISDIR(state.st_mode):
        raise WarehouseUnavailable(
            place=str(path),
            expected="a warehouse file",
            found="a folder",
            remedy=f"Name a file in it, as {path / 'partner_analytics.duckdb'}.",
        )
    if not stat.S_ISREG(state.st_mode):
        raise WarehouseUnavailable(
            place=str(path),
            expected="a warehouse file",
            found="a device or pipe",
            remedy="Name the file of a warehouse.",
        )


def fault_of(path: Path, error: duckdb.Error) -> WarehouseUnavailable:
    """Why DuckDB cannot open or read the file, as it is found at the path."""
    said = str(error)
    if held := _held(path, said):
        return held
    if not os.access(path, os.R_OK):
        return _unreadable(path, "no permission")
    # Only now is the file opened: where a program holds it for writing, closing it here would
    # end the lock of this very process.
    with path.open("rb") as file:
        start = file.read(_MAGIC_AT.stop)
    if not start:
        return WarehouseUnavailable(
            place=str(path),
            expected="a warehouse file",
            found="an empty file (0 bytes)",
            remedy=f"Remove it and import the exports again{_copies(path)}.",
        )
    if start[_MAGIC_AT] != _MAGIC:
        return WarehouseUnavailable(
            place=str(path),
            expected="a warehouse file",
            found="a file that is no DuckDB database",
            remedy="Name another file; this one was left as it is.",
        )
    if _LATER_DUCKDB.search(said):
        return WarehouseUnavailable(
            place=str(path),
            expected=f"a file that DuckDB {duckdb.__version__} can read",
            found="one of a later DuckDB",
            remedy="Install a later duckdb; the file was left as it is.",
        )
    if is_damage(error):
        return damaged(path)
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse file that can be opened",
        found=f"a DuckDB file that cannot ({type(error).__name__})",
        remedy="Name another file; this one was left as it is.",
    )


def damaged(path: Path) -> WarehouseUnavailable:
    """The file is not as it was written: cut short, or written over in the middle."""
    return WarehouseUnavailable(
        place=str(path),
        expected="a whole warehouse file",
        found="a damaged one: a part of it is missing or was written over",
        remedy="Put a copy of it from a backup in its place, or move it away and import the "
        f"exports again{_copies(path)}.",
    )


def foreign(path: Path) -> WarehouseUnavailable:
    """A DuckDB file that this package did not write."""
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse of partner_analytics",
        found="a DuckDB file of something else",
        remedy="Name another file; this one was left as it is.",
    )


def of_another_version(path: Path, which: str) -> WarehouseUnavailable:
    """A warehouse of an earlier, later or just another version of this package."""
    again = f"Move it away and import its exports again{_copies(path)}."
    later = "Install the version of partner_analytics that wrote it, or a later one."
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse of this version of partner_analytics",
        found=f"one of {which} version",
        remedy=later if which == "a later" else again,
    )


def is_damage(error: duckdb.Error) -> bool:
    """Whether an error says that the file is damaged, and not that a query was wrong."""
    return bool(_DAMAGE.search(str(error)))


def is_out_of_space(error: duckdb.Error) -> bool:
    """Whether an error says that there was no room for what a query puts aside."""
    return bool(_NO_SPACE.search(str(error)))


def _held(path: Path, said: str) -> WarehouseUnavailable | None:
    holder = _HOLDER.search(said)
    if holder:
        program, pid = Path(holder["program"]).name, holder["pid"]
        who = f"one that {program} (process {pid}) holds for writing"
        remedy = f"Close it there, or end process {pid}, then try again."
    elif "Conflicting lock" in said or "Could not set lock" in said:
        who, remedy = (
            "one that another program holds for writing",
            "Close it there, then try again.",
        )
    elif _IN_THIS_PROCESS.search(said):
        who = f"one that this program (process {os.getpid()}) holds open with DuckDB itself"
        remedy = "Close that connection first, or open it with read_only=True."
    else:
        return None
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse file that nobody writes to",
        found=who,
        remedy=remedy,
    )


def _unreadable(path: Path, why: str) -> WarehouseUnavailable:
    return WarehouseUnavailable(
        place=str(path),
        expected="a warehouse file that may be read",
        found=f"one that may not ({why.lower()})",
        remedy="Ask its owner for the right to read it and to enter its folder.",
    )


def _copies(path: Path) -> str:
    """Where copies of the exports are, as the end of a remedy."""
    kept = path.with_suffix(KEPT_EXPORTS)
    return f" (it keeps copies of them in {kept.name})" if kept.is_dir() else ""
