"""The texts of a column, each distinct one repaired before it is read, and what was repaired."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.grammar import NEEDS_A_LOOK, Repair, is_garbled, repaired
from partner_analytics.importers.values.cell_readers import Reading, Refusal
from partner_analytics.trackers import Reads

# What people write in words is repaired before it is read, anything else if it cannot be read.
_WORDS = frozenset((Reads.TEXT, Reads.PARTNER, Reads.CHOICE, Reads.RANK, Reads.WEB))


class MendedTexts:
    """The distinct texts of a column as they are to be read, and what was done to them.

    By position: `repairs`; the `garbled` ones, which no repair mends; the `trimmed` ones, of
    which only blanks at the ends were taken off.
    """

    def __init__(self, texts: pd.Index, reading: Reading) -> None:
        self.original = texts
        self.texts: Any = texts
        self.repairs: dict[int, Repair] = {}
        self.garbled: list[int] = []
        self.trimmed: list[int] = []
        self._reading = reading
        self._is_words = reading.column.reads in _WORDS
        if self._is_words and len(texts):
            self._mend()

    def read(self, at: int) -> Any:
        """The value of a text, NULL as None, or the Refusal of it as it stands in the file."""
        text = self.original[at]
        if self._is_words:
            value = self._reading.read(self.texts[at])
            if not isinstance(value, Refusal) or self.texts[at] == text:
                return value
            as_it_stands = self._reading.read(text)
            return as_it_stands if isinstance(as_it_stands, Refusal) else value
        value = self._reading.read(text)
        repair = repaired(text) if isinstance(value, Refusal) else None
        again = self._reading.read(repair.text) if repair else value
        if repair is None or isinstance(again, Refusal):
            return value
        self.repairs[at] = repair
        return again

    def _mend(self) -> None:
        """Repair the texts: at the speed of arrays where there is nothing to repair."""
        original = pa.array(self.original, pa.string())
        # Not other white space: a no-break space at the end may be half of a garbled "à".
        bare = pc.ascii_trim_whitespace(original)
        for at in _places(pc.match_substring_regex(bare, NEEDS_A_LOOK)):
            text = bare[at].as_py()
            repair = repaired(text)
            if repair:
                self.repairs[at] = repair
            if is_garbled(repair.text if repair else text):
                self.garbled.append(at)
        is_trimmed = pc.not_equal(bare, original)
        self.trimmed = [at for at in _places(is_trimmed) if at not in self.repairs]
        if self.repairs:
            texts = bare.to_pylist()
            for at, repair in self.repairs.items():
                texts[at] = repair.text
            self.texts = pd.Index(texts, dtype="str")
        elif self.trimmed:
            self.texts = pd.Index(bare.to_pandas(), dtype="str")


def _places(mask: pa.BooleanArray) -> list[int]:
    places: list[int] = np.flatnonzero(mask.to_numpy(zero_copy_only=False)).tolist()
    return places
