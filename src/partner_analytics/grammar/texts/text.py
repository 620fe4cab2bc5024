"""What all kinds of values share: known blanks, the folding of texts, the refusal."""

import unicodedata

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar.texts.text_repairs import repaired

# Texts people write into a cell to say that there is nothing to say. "?" is not one of them.
BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "none", "null", "tbd", "not available"})
_LONGEST_BLANK = max(map(len, BLANKS))
_LONGEST_SHOWN = 60

# Typographic spaces and minus signs, as spreadsheets and web pages write them. No general
# compatibility folding here: it would turn the footnote in "1200¹" into a fifth digit.
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\t\r\n", " ")
    | dict.fromkeys("\u2212\u2013\u2014\u2011", "-")
    | dict.fromkeys("\u200b\ufeff", "")
    | {"\u2019": "'"}
)
# Punctuation and spaces fold to one space; signs with a meaning of their own (= ↑ + $) stay.
_FOLDED_CATEGORIES = ("P", "Z", "C")
_ASCII_FOLDING = {
    code: " "
    for code in range(128)
    if unicodedata.category(chr(code)).startswith(_FOLDED_CATEGORIES)
} | {ord("'"): ""}


def is_blank(text: str) -> bool:
    """Whether a text is one of the known ways to write nothing.

    >>> [is_blank(text) for text in ("", " n/a ", "TBD", "–", "?", "0")]
    [True, True, True, True, False, False]
    """
    if len(text) > _LONGEST_BLANK:
        text = text.strip()
        if len(text) > _LONGEST_BLANK:
            return False
    return text.strip().casefold() in BLANKS


def normalize(text: str) -> str:
    r"""Fold a header or a choice for comparing: case, punctuation and white space do not count.

    >>> normalize("  Volume-Based\nAdditional (%) ")
    'volume based additional'
    >>> normalize("**Partner’s Name**")
    'partners name'
    >>> normalize("↑") == normalize("↓")
    False
    >>> normalize("Part\u200bner") == normalize("partner")
    True
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII_FOLDING).lower().split())
    repair = repaired(text)
    text = repair.text if repair else text
    folded = unicodedata.normalize("NFKC", text.replace("\u2019", "'")).casefold()
    return " ".join("".join(map(_folded, folded)).split())


def _folded(character: str) -> str:
    if character == "'":
        return ""
    # Marks stay with their letter: "é" may be one sign or two.
    category = unicodedata.category(character)
    return " " if category.startswith(_FOLDED_CATEGORIES) else character


def tidy(text: str) -> str:
    r"""Strip a text and make its typographic spaces, apostrophes and minus signs plain.

    >>> tidy(" −1\u202f200 ")
    '-1 200'
    """
    return text.strip() if text.isascii() else text.translate(_TYPOGRAPHY).strip()


def shown(text: str) -> str:
    """A cell's text as messages quote it: long ones are cut.

    >>> shown("4/5")
    '"4/5"'
    """
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f'"{short}"'


def unreadable(text: str, *, expected: str, remedy: str) -> UnreadableValue:
    """The refusal of a text, to be raised."""
    return UnreadableValue(expected=expected, found=shown(text), remedy=remedy)
