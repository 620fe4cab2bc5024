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
    r"|\b(?:vat|mwst|tva|iva|gst|omitted|zeroe?s|basis points|bps|converted)\b"
    r"|\b(?:packs?|cartons?|box(?:es)?|cases?|pallets?) of\b|\bline totals?\b|\bunit prices?\b"
    r"|\bprice basis\b|\bextended prices?\b|\b(?:je|par) [0-9]|\bdozens?\b|\b(?:in|are) cases\b"
    r"|\bper (?:case|carton|pack|box|pallet|month|quarter|week|day)\b|\bmonthly averages?\b"
    r"|\bannuali[sz]ed\b|\bgross prices?\b"
    r"|\b(?:exchange|average|closing) rate\b|\bnet of\b"
    r"|\bscale\b.*[0-9]|\b[0-9]{1,2}\s*[=(]\s*\(?[^\W\d]{3,}",
    re.IGNORECASE,
)
# Codes that nobody writes for anything else.
_CODES = frozenset(
    ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN")
)
_LONGEST = 120


def may_state_unit(text: str) -> bool:
    """Whether a caption may say how figures are to be read.

    >>> [may_state_unit(text) for text in ("Scale: 1000", "Prices per 100 units", "1 = best")]
    [True, True, True]
    >>> may_state_unit("Partners of EMEA in EUR, others in USD"), may_state_unit("Prices incl. VAT")
    (True, True)
    >>> [may_state_unit(text) for text in ("Thousand Oaks terms", "Top 1000", "K-12 program")]
    [False, False, False]
    """
    if len(text) > _LONGEST:
        return False
    words = re.findall(r"\b[A-Z]{3}\b", text)
    return any(word in _CODES for word in words) or _MAY_STATE_UNIT.search(text) is not None
