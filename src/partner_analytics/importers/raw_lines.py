"""Single lines of a text file as they stand in it."""

from collections.abc import Collection, Iterator
from pathlib import Path


def raw_lines(path: Path, encoding: str, lines: Collection[int]) -> Iterator[tuple[int, str]]:
    """The lines of these numbers, counted from 1, without their ends."""
    if not lines:
        return
    wanted, last = frozenset(lines), max(lines)
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        for number, text in enumerate(file, start=1):
            if number in wanted:
                yield number, text.rstrip("\n")
            if number == last:
                return
