"""The bytes of a column of texts, for what they tell at the speed of arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class TextBytes:
    """The bytes of all texts of a column one behind the other, and where each text begins.

    Text `at` has the bytes from `starts[at]` to before `starts[at + 1]`; NULL has none.
    """

    data: Any
    starts: Any

    @property
    def lengths(self) -> Any:
        """How many bytes each text has."""
        return np.diff(self.starts)

    def count(self, is_wanted: Any) -> Any:
        """How many bytes each text has of those wanted (1 by the byte's number, else 0).

        >>> bytes_of(pa.array(["a1", None, "b22", ""])).count(bytes_wanted(b"12")).tolist()
        [1, 0, 2, 0]
        """
        upto = np.zeros(len(self.data) + 1, np.int32)
        np.cumsum(is_wanted[self.data], out=upto[1:])
        return np.diff(upto[self.starts])

    def first_bytes(self) -> Any:
        """The first byte of each text, 0 for a text without any."""
        return self._bytes_at(self.starts[:-1])

    def last_bytes(self) -> Any:
        """The last byte of each text, 0 for a text without any."""
        return self._bytes_at(self.starts[1:] - 1)

    def _bytes_at(self, places: Any) -> Any:
        found = np.zeros(len(places), np.uint8)
        has_any = self.lengths > 0
        found[has_any] = self.data[places[has_any]]
        return found


def bytes_wanted(wanted: bytes) -> Any:
    """For each byte 1 if it is among those wanted, else 0."""
    flags = np.zeros(256, np.uint8)
    flags[list(wanted)] = 1
    return flags


DIGITS = bytes_wanted(b"0123456789")


def bytes_of(column: pa.Array) -> TextBytes:
    r"""The bytes of a string column.

    >>> content = bytes_of(pa.array(["x", "Lutron", None, "9"])[1:])
    >>> bytes(content.data), content.starts.tolist(), bytes(content.last_bytes())
    (b'Lutron9', [0, 6, 6, 7], b'n\x009')
    """
    _, offsets, data = column.buffers()
    if len(column) == 0 or offsets is None:
        return TextBytes(np.empty(0, np.uint8), np.zeros(len(column) + 1, np.int64))
    every = np.frombuffer(offsets, np.int32)
    starts = every[column.offset : column.offset + len(column) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return TextBytes(whole[starts[0] : starts[-1]], starts - starts[0])
