"""A large text file in blocks of whole records, so that two of them can be worked on at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

_BLOCK = 4_000_000
_AT_A_TIME = 2

One = TypeVar("One")
Other = TypeVar("Other")


def in_turn(make: Callable[[One], Other], parts: Iterable[One]) -> Iterator[Other]:
    """What is made of each part, in their order; two are made at a time.

    >>> list(in_turn(str.upper, "abc"))
    ['A', 'B', 'C']
    """
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        coming: deque[Future[Other]] = deque()
        for part in parts:
            coming.append(threads.submit(make, part))
            if len(coming) > _AT_A_TIME:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def whole_records(path: Path, start: int) -> Iterator[bytes | None]:
    """Yield blocks that end with a record; None where a quote stays open for too long."""
    rest = b""
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(_BLOCK):
            block = rest + block
            cut = _last_record_end(block)
            if cut == 0 and len(block) > 2 * _BLOCK:
                yield None
                return
            rest = block[cut:]
            if cut:
                yield block[:cut]
    if rest:
        if rest.endswith(b"\r") or rest.count(b'"') % 2:
            yield None
            return
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def _last_record_end(block: bytes) -> int:
    """Return the length of the whole records of a block that starts with a record.

    An even number of quotes up to a line end means that it stands outside of them.
    """
    if b'"' not in block:
        return block.rfind(b"\n") + 1
    cut = len(block)
    is_inside = block.count(b'"') % 2 == 1
    while (end := block.rfind(b"\n", 0, cut)) >= 0:
        is_inside ^= block.count(b'"', end, cut) % 2 == 1
        if not is_inside:
            return end + 1
        cut = end
    return 0
