"""Names of files in sentences, and what stands at a path where a file was to be."""

import os
import stat
import unicodedata
from pathlib import Path

NOTHING = "nothing there"
LEADS_NOWHERE = "a link that leads nowhere"


def told_name(path: str | Path) -> str:
    r"""A path as it may stand in a sentence or table: on one line, and in Unicode.

    What is no UTF-8 in it, and signs that move what a terminal shows, stand there as numbers.

    >>> told_name("Q1\nQ2.csv"), told_name(os.fsdecode(b"caf\xe9.csv")), told_name("größe 1.csv")
    ('Q1\\x0aQ2.csv', 'caf\\xe9.csv', 'größe 1.csv')
    """
    text = os.fsencode(path).decode("utf-8", errors="backslashreplace")
    return "".join(f"\\x{ord(sign):02x}" if _is_control(sign) else sign for sign in text)


def is_tellable(path: str | Path) -> bool:
    """Whether a path can be written down as it is, so that the file is found again by it."""
    return told_name(path) == str(path)


def found_at(path: Path) -> str:
    """What stands at a path, in words; a link is what it leads to.

    >>> found_at(Path("/dev/null")), found_at(Path("/")), found_at(Path("/none"))
    ('a device', 'a folder', 'nothing there')
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return LEADS_NOWHERE if path.is_symlink() else NOTHING
    kinds = {
        stat.S_ISREG: "a file",
        stat.S_ISDIR: "a folder",
        stat.S_ISFIFO: "a named pipe",
        stat.S_ISSOCK: "a socket",
    }
    return next((words for is_kind, words in kinds.items() if is_kind(mode)), "a device")


def real_path(path: Path) -> Path:
    """The path without links; of links that lead in a circle, as far as it goes.

    (`Path.resolve` raises RuntimeError for those.)
    """
    return Path(os.path.realpath(path))


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc"
