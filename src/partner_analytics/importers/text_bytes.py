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
        """How many of the wanted bytes (a flag a byte) each text has.

        >>> content = bytes_of(pa.array(["a1", None, "b22", ""]))
        >>> content.count(np.isin(content.data, [49, 50])).tolist()
        [1, 0, 2, 0]
        """
        upto = np.concatenate(([0], np.cumsum(is_wanted, dtype=np.int64)))
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
