"""Single records of a text file as they stand in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path


def raw_records(
    path: Path, encoding: str, wanted: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """The records that start on the wanted lines, whole, without the last line's end.

    `others` are the lines on which all other records start: a record ends before the next one.
    """
    starts = sorted({*wanted, *others})
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        at = 1
        for line in sorted(wanted):
            following = bisect_right(starts, line)
            stop = starts[following] if following < len(starts) else None
            texts = list(islice(file, line - at, stop and stop - at))
            at = stop or line + len(texts)
            yield line, "".join(texts).rstrip("\n")
