"""Plain numbers and tidy texts, told and read by their bytes: millions of them are nothing else.

What is not plain here is no worse for it: it goes to the grammar of `values`, text by text.
"""

from enum import Enum
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from partner_analytics.importers.values.text_bytes import DIGITS, TextBytes, bytes_of, bytes_wanted
from partner_analytics.trackers import Reads

PLAIN_NUMBERS = frozenset((Reads.NUMBER, Reads.MONEY, Reads.COUNT))

_POINTS = bytes_wanted(b".")
_POINT, _MINUS = ord("."), ord("-")
# Floats hold every number of so many digits exactly enough to be told apart.
_LONGEST = 15
_THOUSANDS = 4  # ".000"
_LONGEST_BEFORE = 3
# What can need no repair and be no error: visible ASCII signs, with single blanks between them.
_BLANK = ord(" ")
_IS_HARMLESS = np.zeros(256, bool)
_IS_HARMLESS[_BLANK:127] = True
_IS_HARMLESS[[ord("*"), ord(":")]] = False  # bold, or a bullet; Err:502
_IS_TIDY_END = _IS_HARMLESS.copy()
_IS_TIDY_END[_BLANK] = False
_IS_TIDY_START = _IS_TIDY_END.copy()
_IS_TIDY_END[ord(".")] = False  # Loading...
# #REF!, a bullet, or what keeps a text from being a number: ="0012", '0012.
_IS_TIDY_START[[ord(sign) for sign in "#-='"]] = False


class Points(Enum):
    """What a point in a plain number may be: none there, a decimal mark, or that unless in doubt.

    In doubt is one before the last three digits: 400.000 may be thousands.
    """

    NONE = "none"
    DECIMAL = "decimal"
    UNCLEAR = "unclear"


def is_tidy(texts: pd.Series) -> bool:
    """Whether all texts can be taken as they are: nothing to trim, to repair, or to refuse.

    >>> [is_tidy(pd.Series(texts)) for texts in (["PO-1", None], ["PO-1 "], ["#N/A"], ["'01"])]
    [True, False, False, False]
    """
    content = bytes_of(_array(texts))
    if not _IS_HARMLESS[content.data].all():
        return False
    is_blank = content.data == _BLANK
    if (is_blank[1:] & is_blank[:-1]).any():
        return False
    ends = _IS_TIDY_START[content.first_bytes()] & _IS_TIDY_END[content.last_bytes()]
    return bool((ends | (texts.isna().to_numpy() & (content.lengths == 0))).all())


def plain_numbers(texts: pd.Series, points: Points) -> pd.Series | None:
    """The numbers of the texts that are nothing but digits, a minus and a point; NULL elsewhere.

    None where no text is plain.

    >>> plain_numbers(pd.Series(["3", "-1.25", "1,200", None]), Points.DECIMAL).tolist()
    [3.0, -1.25, nan, nan]
    >>> plain_numbers(pd.Series(["12.500", "7", "1.5"]), Points.UNCLEAR).tolist()
    [nan, 7.0, 1.5]
    """
    array = _array(texts)
    if array.null_count == len(array):
        return None
    is_plain = _is_plain(bytes_of(array), points)
    if not is_plain.any():
        return None
    if is_plain.all():
        numbers = pc.cast(array, pa.float64())
    else:
        numbers = pc.cast(pc.if_else(pa.array(is_plain), array, None), pa.float64())
    return pd.Series(numbers.to_numpy(zero_copy_only=False), index=texts.index)


def _array(texts: pd.Series) -> pa.Array:
    array = pa.array(texts, pa.string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _is_plain(content: TextBytes, allowed: Points) -> Any:
    digits, points = content.count(DIGITS), content.count(_POINTS)
    first, last = content.first_bytes(), content.last_bytes()
    signs = (first == _MINUS).astype(np.int64)
    lengths = content.lengths
    is_plain = (digits + points + signs == lengths) & (lengths <= _LONGEST) & (digits > 0)
    # ".5", "-.5" and "5." are the grammar's to judge.
    second = content.data[np.minimum(content.starts[:-1] + 1, max(len(content.data) - 1, 0))]
    is_plain &= (DIGITS[np.where(signs > 0, second, first)] & DIGITS[last]) > 0
    is_plain &= points <= (allowed is not Points.NONE)
    if allowed is Points.UNCLEAR:
        before_last_three = content.data[np.maximum(content.starts[1:] - _THOUSANDS, 0)]
        is_short = lengths - signs <= _LONGEST_BEFORE + _THOUSANDS
        is_plain &= ~((points > 0) & is_short & (before_last_three == _POINT))
    return is_plain
