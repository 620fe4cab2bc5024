"""The signs and words beside amounts: which currency, how many zeros.

One vocabulary for texts, captions, headers, rows of units and number formats. What may mean two
things ("kr", "¥", "mil", "T", "Cr" alone) is known to be about money and means nothing here.
"""

import re
from dataclasses import dataclass
from functools import cache

from partner_analytics.grammar.money.words import (
    CURRENCIES,
    DESCRIBED,
    DOLLAR_WORDS,
    DOLLARS,
    NAMED,
    SCALES,
    SHARED_SIGNS,
    SIGNS,
    USUAL,
)
from partner_analytics.grammar.texts.text import tidy

# Written in digits, as captions and headers do: never beside an amount, which they would lengthen.
_THOUSANDS = re.compile(r"(?:x ?)?[('’]?(?:1[,.' ]?)?000(?:[’']?s)?\)?", re.IGNORECASE)
# Of what kind "5 Cr" is only its currency tells: crores of rupees, or a credit.
_WITH_RUPEES = {"cr": 7, "l": 5}
# What is known to be about money and not what about it.
_UNCLEAR_WORDS = """
    ¥ ￥ kr fr rs r t mil mill cr l tr lei leu dinar pesos peso pound pounds p ct cents cent ¢ ¤ tk
    th 000 t$
"""
_UNCLEAR = frozenset(_UNCLEAR_WORDS.split())
# Those of them that may be scales.
_UNCLEAR_SCALES = frozenset("t mil mill cr l tr th m".split())  # noqa: SIM905 (words)
_FILLERS = frozenset(("in", "of", "de", "di", "da", "en", "em", "i", "-", "–", "/", "&"))
# "TEUR", "k€", "MUSD"; and "€m", "US$k".
_LEADING = {
    **dict.fromkeys(("k", "K", "T", "t", "Tsd", "Tsd."), 3),
    **dict.fromkeys(("m", "M", "MM", "mm", "mn", "Mn", "mio", "Mio", "Mio.", "mln", "Mln"), 6),
    **dict.fromkeys(("bn", "Bn", "Mrd", "Mrd.", "Md"), 9),
    **{"千": 3, "万": 4, "萬": 4, "百万": 6, "億": 8, "亿": 8},
}
_FIRST_IDEOGRAPH = "\u2e80"
_LONGEST_UNIT_TEXT = 120
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ONE_LETTER = re.compile(r"[(\[](?P<brackets>[kKmMbBtT])[)\]]$|,\s*(?P<comma>[kKmMbBtT])$")
# How exact amounts are says nothing of their unit.
_ROUNDED = re.compile(
    r"[,;]?\s*\b(?:(?:rounded|rounding) )?(?:(?:to|on) )?(?:the )?nearest\b.*", re.IGNORECASE
)
# Where one statement of a caption ends and the next begins.
_SEGMENT = re.compile(r"[,;|•]\s|\.\s|\s[–—-]\s")
_EXCEPT = re.compile(r"[,;]?\s*\b(?:except|unless|excluding|other than|ausser|außer|sauf)\b.*")
_STOPWORDS = frozenset(
    """
    all amount amounts figure figures value values are is stated shown reported expressed given
    currency unit units scale alle beträge betrag angaben werte währung einheit montants montant
    importes importe importi importo bedragen bedrag kwoty cifras cifre chiffres valores valori
    valeurs dati datos belopp beløb tutti tutte todos todas tous toutes exprimés exprimées espressi
    expresadas expresados in and und et y e the presented displayed
    金额单位 金额 单位 金額 単位 金額単位 통화 단위
    """.split()  # noqa: SIM905 (words)
)
# Codes that are also words people write in capitals.
_WORD_CODES = frozenset(
    ("ALL", "TOP", "TRY", "CUP", "PEN", "MAD", "GEL", "LAK", "BAM", "SOS", "MOP", "COU")
)
_COMMON_CODES = frozenset(("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "CNY", "INR"))
_CODE_ENDS = ("eur", "usd", "gbp", "chf")


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """What stands beside an amount: its ISO currency and its power of ten, None if not stated."""

    currency: str | None = None
    power: int | None = None


@cache
def money_unit(text: str, *, home: str = "USD") -> MoneyUnit | None:
    """What all the words of a text say of an amount; None where one of them is not understood.

    Words such as "amounts" say nothing; an exception ("except unit prices") is not understood.

    `home` is the program's currency, which a sign of several currencies is taken for.

    >>> money_unit("Mio. €"), money_unit("TEUR"), money_unit("USD in thousands")
    (MoneyUnit(currency='EUR', power=6), MoneyUnit(currency='EUR', power=3), \
MoneyUnit(currency='USD', power=3))
    >>> money_unit("$", home="CAD"), money_unit("kr", home="SEK")
    (MoneyUnit(currency='CAD', power=None), MoneyUnit(currency='SEK', power=None))
    >>> money_unit("kr"), money_unit("pts"), money_unit("€ USD"), money_unit("k Mio")
    (None, None, None, None)
    >>> money_unit("Cr"), money_unit("Cr USD"), money_unit("₹ Cr")
    (None, None, MoneyUnit(currency='INR', power=7))
    """
    found = [_word(word, home) for word in _words(text)]
    if not found or None in found:
        return None
    units = [unit for unit in found if unit is not None]
    powers = [unit.power for unit in units if unit.power is not None]
    named = {unit.currency for unit in units if unit.currency}
    rupees = [word.casefold().rstrip(".") for word in _words(text)]
    rupees = [word for word in rupees if word in _WITH_RUPEES]
    if rupees and named != {"INR"}:
        return None
    powers += [_WITH_RUPEES[word] for word in rupees]
    if len(powers) > 1:
        return None
    currency = _agreed(units, _words(text))
    if len(named) and currency is None:
        return None
    unit = MoneyUnit(currency, powers[0] if powers else None)
    return None if unit == MoneyUnit() else unit


def mentions_money_unit(text: str) -> bool:
    """Whether a word of a text is about the currency or the zeros of amounts.

    >>> [mentions_money_unit(text) for text in ("mil. Kč", "in kr", "2025 Q1", "planned")]
    [True, True, False, False]
    """
    return any(
        word.casefold().rstrip(".") in _UNCLEAR or _word(word, "USD") is not None
        for word in _words(text)
    )


def without_scale(text: str, *, home: str = "USD") -> MoneyUnit | None:
    """What a text says of the currency, where its scale is told by something else.

    >>> without_scale("mil. Kč"), without_scale("mil. kr"), without_scale("T")
    (MoneyUnit(currency='CZK', power=None), None, MoneyUnit(currency=None, power=None))
    """
    words = [
        w
        for w in _words(_EXCEPT.split(text, maxsplit=1)[0])
        if w.casefold().rstrip(".") not in _UNCLEAR_SCALES
    ]
    words = ["$" if word.casefold() == "t$" else word for word in words]
    return money_unit(" ".join(words), home=home) if words else MoneyUnit()


def unit_in_words(text: str, *, is_header: bool = False) -> str | None:
    """The part of a header, title or note that is about the unit of amounts, as it is written.

    That is what stands in brackets or at the end, if all its words are about money, understood or
    not. One letter is enough in a header, set off from its other words.

    >>> [unit_in_words(text) for text in ("Sales (in Mio.)", "Sales, $M", "Sales in TEUR", "k€")]
    ['in Mio.', '$M', 'in TEUR', 'k€']
    >>> unit_in_words("EUR (000)"), unit_in_words("€ Sales of 2025", is_header=True)
    ('EUR (000)', '€')
    >>> unit_in_words("All amounts in USD thousands"), unit_in_words("Sales (mil. Kč)")
    ('All amounts in USD thousands', 'mil. Kč')
    >>> [unit_in_words(text) for text in ("Sales (planned)", "All Stages", "Try B", "Top 10 in M")]
    [None, None, None, None]
    """
    plain = _ROUNDED.sub("", " ".join(tidy(text).split())).strip()
    if len(plain) > _LONGEST_UNIT_TEXT:
        return None
    in_brackets = [match[1].strip() for match in _IN_BRACKETS.finditer(plain)]
    starts = [match.start() for match in re.finditer(r"\S+", plain)]
    endings = [plain[start:] for start in starts if not plain[start:].isdigit()]
    set_off = [part for part in in_brackets if _is_about_units(part, is_set_off=True)]
    segments = [plain, *(part.strip(" .") for part in _SEGMENT.split(plain))]
    set_off += [
        part
        for part in segments
        if _is_about_units(part, is_set_off=bool(re.search(r"[\s:：]", part)))
    ]
    # The longest says the most: "EUR" of "EUR (000)".
    unit = max((*set_off, *filter(_is_about_units, endings)), key=len, default=None)
    if unit is None and is_header:
        return _unit_among_words(plain)
    bare = (unit or "").strip("()[] ")
    return (bare if bare.count("(") == bare.count(")") else unit) or None


def _unit_among_words(header: str) -> str | None:
    """A letter set off from the words of a header, or those of its words that are units anyway."""
    one_letter = _ONE_LETTER.search(header)
    if one_letter:
        return one_letter["comma"] or one_letter["brackets"]
    words = [word.strip(",:;()[]") for word in header.split()]
    # Headers in capitals have words that are codes as well: "ALL", "TOP".
    is_loud = header.isupper()
    units = [
        word
        for word in words
        if len(word) > 1 or not word.isalpha()
        if _word(word, "USD") is not None and _is_no_word(word) and not word.isdigit()
        if not (is_loud and word in CURRENCIES and word not in _COMMON_CODES)
    ]
    return " ".join(units) or None


def without_unit(text: str) -> str | None:
    """A header without the unit it ends in; None if it has none.

    >>> without_unit("Sales (in Mio.)"), without_unit("Sales, $M"), without_unit("Sales")
    ('Sales', 'Sales', None)
    """
    unit = unit_in_words(text, is_header=True)
    if unit is None:
        return None
    head, _, tail = tidy(text).rpartition(unit)
    if tail.strip(" )]:.,"):
        return None
    bare = re.sub(r"[\s,:;(\[/–-]+(?:in)?[\s(\[]*$", "", head.rstrip(), flags=re.IGNORECASE)
    return bare or None


def _is_about_units(text: str, *, is_set_off: bool = False) -> bool:
    """Whether all words are about the currency and zeros of amounts, and are no other words."""
    text, *exception = _EXCEPT.split(text, maxsplit=1)
    words = _words(text)
    folded = [word.casefold().rstrip(".") for word in words]
    is_word = len(words) == 1 and (words[0] in _WORD_CODES or folded[0] in NAMED)
    if is_word and not is_set_off:
        return False
    is_known = bool(words) and all(
        word in _UNCLEAR or (_word(written, "USD") is not None and _is_no_word(written))
        for word, written in zip(folded, words, strict=True)
    )
    # One letter alone may be anything, and so may a number: "Plan B", "Class M", "Top 1000".
    if all(word.strip(",.").replace(",", "").isdigit() and word != "000" for word in words):
        return False
    is_phrase = is_set_off and bool(re.search(r"\S[\s:：]+\S", text))
    is_enough = (
        is_phrase
        or len(words) > 1
        or bool(words and (len(folded[0]) > 1 or not folded[0].isalpha()))
    )
    return is_known and (is_enough or bool(exception))


def _is_no_word(written: str) -> bool:
    """Whether a word is a code in capitals, a sign or a scale: "all" and "top" are codes, too."""
    if written.upper() in CURRENCIES:
        return written in CURRENCIES or written in _CODE_ENDS
    is_sign = written.casefold() in SIGNS and written.isascii() and written.isalpha()
    return not is_sign or written.casefold().startswith(("euro", "rmb"))


def currency_of(text: str, *, home: str = "USD") -> str | None:
    """The ISO code of a sign or code in any case; None if it is neither.

    >>> currency_of("eur"), currency_of("CA$"), currency_of("¥"), currency_of("¥", home="JPY")
    ('EUR', 'CAD', None, 'JPY')
    """
    code = text.upper()
    if code in CURRENCIES:
        return code
    sign = text.casefold()
    if sign in SHARED_SIGNS:
        return home if home in SHARED_SIGNS[sign] else USUAL.get(sign)
    return SIGNS.get(sign)


def _words(text: str) -> list[str]:
    """The words of a text without fillers; "1 000" and "US $" are one word each."""
    joined = re.sub(r"\b(US|CA|AU|NZ|HK) \$", r"\1$", tidy(text))
    if " " in joined:
        for described, code in DESCRIBED.items():
            joined = described.sub(code, joined)
    joined = re.sub(r"\bd['’](?=euro)", "", joined)
    joined = re.sub(r"\b1 000\b", "1000", joined)
    joined = re.sub(r"\b[x×] (?=1?[,.' ]?000\b)", "x", joined, flags=re.IGNORECASE)
    joined = joined.replace("：", ": ").replace(":", ": ")
    words = [word.strip(",:;()[]") for word in joined.split()]
    return [word for word in words if word and word.casefold() not in _FILLERS | _STOPWORDS]


def _word(word: str, home: str) -> MoneyUnit | None:
    currency = currency_of(word, home=home) or currency_of(word.rstrip("."), home=home)
    if currency:
        return MoneyUnit(currency)
    if word.casefold() in NAMED:
        return MoneyUnit(NAMED[word.casefold()])
    if word.casefold() in DOLLAR_WORDS:
        return MoneyUnit(currency_of("$", home=home))
    power = SCALES.get(word.casefold().rstrip("."))
    if power is not None:
        return MoneyUnit(power=power)
    if _THOUSANDS.fullmatch(word):
        return MoneyUnit(power=3)
    if word.casefold().rstrip(".") in _WITH_RUPEES:
        return MoneyUnit()
    return _compound(word, home)


def _compound(word: str, home: str) -> MoneyUnit | None:
    """A currency with the zeros before or behind it, in one word.

    >>> _compound("k€", "USD"), _compound("US$m", "USD"), _compound("TCHF", "USD")
    (MoneyUnit(currency='EUR', power=3), MoneyUnit(currency='USD', power=6), \
MoneyUnit(currency='CHF', power=3))
    """
    for at in range(1, len(word)):
        first, last = word[:at], word[at:]
        if first in _LEADING and (code := _written_plainly(last, home)):
            # A "T$" may be a trillion of them.
            return None if last == "$" and first in ("T", "t") else MoneyUnit(code, _LEADING[first])
        if code := _written_plainly(first, home):
            power = SCALES.get(last.casefold().rstrip("."))
            if power is None and _THOUSANDS.fullmatch(last):
                power = 3
            if power is not None:
                return MoneyUnit(code, power)
    return None


def _written_plainly(text: str, home: str) -> str | None:
    """A currency's code in capitals, or a sign that is no word: "mall" is no unit of money."""
    is_word = text.isalpha() and text[0] < _FIRST_IDEOGRAPH
    if is_word and text not in CURRENCIES and text not in _CODE_ENDS:
        return None
    return currency_of(text, home=home)


def _agreed(units: list[MoneyUnit], words: list[str]) -> str | None:
    """The one currency several words name: "$ CAD" is Canadian, "€ USD" is nothing."""
    named = [unit.currency for unit in units if unit.currency]
    codes = {code for code in named if code}
    if len(codes) > 1 and "$" in words:
        codes = {word.upper() for word in words if word != "$" and currency_of(word)}
        if not codes <= DOLLARS:
            return None
    return codes.pop() if len(codes) == 1 else None
