"""Captions that may say how figures are to be read, in words that are not understood."""

import re

_SCALE_WORD = (
    "thou[a-z]*|tsd|tausend[a-z]*|millier[a-z]*|migliai[a-z]*|milhar[a-z]*|duizend[a-z]*"
    "|tus[ei][a-z]*|tys[a-z]*|tuhan[a-z]*|тыс[а-я]*|mill?i?on[a-zõ]*|hundreds?|10\\^?[36]"
    "|1[,.' ]?000(?:[,.' ]?000)?|[km]"
)
_BEFORE_IT = "in|en|em|i|в|are|is|as|by|x|×|÷|/|scale|factor|unit|summat|beløb|are"
_MAY_STATE_UNIT = re.compile(
    rf"(?:^|[\s(])(?:{_BEFORE_IT})[\s:=]*(?:\S+\s+){{0,2}}?(?:{_SCALE_WORD})\.?(?=$|[\s.,;)|])"
    r"|^\([km]\)$|[千万億]|(?:local|home|functional) currency"
    r"|\b(?:pounds?|francs?|rupees?|pesos?|kron[a-zé]+|dinars?|dollars?)\b|[km][$€£]"
    r"|\bper\s+(?:[0-9][0-9,]*|dozen|hundred|thousand)\b"
    r"|\bscale\b.*[0-9]|\b[0-9]{1,2}\s*[=(]\s*\(?[^\W\d]{3,}",
    re.IGNORECASE,
)
_LONGEST = 120


def may_state_unit(text: str) -> bool:
    """Whether a caption may say how figures are to be read.

    >>> [may_state_unit(text) for text in ("Scale: 1000", "Prices per 100 units", "1 = best")]
    [True, True, True]
    >>> [may_state_unit(text) for text in ("Thousand Oaks terms", "Top 1000", "K-12 program")]
    [False, False, False]
    """
    return len(text) <= _LONGEST and _MAY_STATE_UNIT.search(text) is not None
