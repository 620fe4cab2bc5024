"""Repairs of texts: what a wrong encoding, a web page or a Markdown table left in a cell.

A repair is sure: what it makes is the only thing the text can have been. What may be right as it
stands is left alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

MOJIBAKE, HIDDEN, SPACES, MARKDOWN, BULLET, TEXT_SIGN, ENDS = (
    "mojibake",
    "hidden characters",
    "spaces",
    "markdown",
    "bullet",
    "sign of a text",
    "blanks at the ends",
)

# Characters without a picture. Left alone are the joiners of scripts that need them, the marks of
# texts written from right to left, and the tags behind a flag.
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_JOINERS = "\u200c\u200d"
_TAGS = "\U000e0000-\U000e007f"
_FLAG = "\U0001f3f4"
_HIDDEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_MAY_HIDE = re.compile(f"[{_DIRECTIONS}{_JOINERS}{_TAGS}]")
_IDLE_JOINER = re.compile(rf"(?<![^\x00-\u024f])[{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\u024f])")
_FROM_THE_RIGHT = ("R", "AL")

_BLANK = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_BLANKS = re.compile(f"{_BLANK}+")
_BLANKS_AT_BREAK = re.compile(" ?\n ?")
_BOLD = re.compile(r"(?<![\w*])(\*\*\*?)(?=[^\s*])([^*\n]*?[^\s*])\1(?![\w*])")
# A dash or star may belong to what follows, as in "- 5 %": only before a letter is it a bullet.
_BULLETS = re.compile(r"^ ?(?:[•‣◦▪●∙⁃] *|[-–*·] +(?=[^\W\d_]))(?=\S)", re.MULTILINE)
# What keeps a spreadsheet from making a number of a text: no part of it. An apostrophe before
# letters is: "'t Hart".
_TEXT_SIGN = re.compile(r'="([^"]*)"|\'([0-9][0-9.,/-]*)')
# A sign beyond ASCII is two bytes or more of UTF-8: read wrongly, as many such signs in a row.
_IN_A_ROW = re.compile(r"[^\x00-\x7f]{2}")
# C1 controls, and the sign that stands for what could not be read.
_LOST = re.compile("[\x80-\x9f\ufffd]")

# What may need a repair in a text without blanks at its ends; in the grammar of RE2, for arrays.
NEEDS_A_LOOK = (
    r"[^\x00-\x7f]{2}|[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\x{61c}\x{1680}\x{180e}\x{2000}-\x{200f}"
    r"\x{2022}-\x{2043}\x{205f}-\x{206f}\x{2219}\x{25aa}-\x{25e6}\x{3000}\x{feff}\x{fffd}"
    r"\x{e0000}-\x{e007f}]|  |\*\*|\n | \n|(?:^|\n)[-–*·] |^=\"|^'[0-9]"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """What a text became, and the kinds of repairs that took."""

    text: str
    kinds: tuple[str, ...]


def repaired(text: str) -> Repair | None:
    r"""Repair a text; None where there is nothing to repair.

    >>> repaired("Cas√©ta")
    Repair(text='Caséta', kinds=('mojibake',))
    >>> repaired("**Lutron**\u00a0 Electronics ")
    Repair(text='Lutron Electronics', kinds=('spaces', 'markdown'))
    >>> repaired("• Call Kim")
    Repair(text='Call Kim', kinds=('bullet',))
    >>> repaired('="00123"').text, repaired("'00123").text, repaired("'t Hart")
    ('00123', '00123', None)
    >>> [repaired(text) for text in ("naïve", "Ångström", "“Noir”", "€5", "5 ** 3", "- 5 %")]
    [None, None, None, None, None, None]
    """
    met: set[str] = set()
    now = text
    while found := _repaired_once(now):
        now = found.text
        met |= set(found.kinds)
    # What other repairs leave at the ends is a part of them.
    kinds = tuple(kind for kind, _ in _STEPS if kind in met and (kind != ENDS or met == {ENDS}))
    return Repair(now, kinds) if kinds else None


def _repaired_once(text: str) -> Repair | None:
    """Each kind of repair once, in the order in which one lays the next one bare."""
    kinds: list[str] = []
    now = text
    for kind, step in _STEPS:
        before, now = now, step(now)
        if now != before:
            kinds.append(kind)
    return Repair(now, tuple(kinds)) if kinds else None


def is_garbled(text: str) -> bool:
    r"""Whether a text holds what a wrong encoding made of it and no repair is sure.

    >>> is_garbled("Caf\ufffd"), is_garbled("PUERTO BOYACÁ, BoyacÃ¡"), is_garbled("Caséta")
    (True, True, False)
    """
    if _LOST.search(text):
        return True
    if _IN_A_ROW.search(text) is None:
        return False
    from ftfy.badness import is_bad

    return bool(is_bad(text))


def hidden_characters(text: str) -> list[tuple[int, str]]:
    r"""The characters of a text that cannot be seen, as (place from 1, name).

    >>> hidden_characters("Lut\u200bron")
    [(4, 'ZERO WIDTH SPACE')]
    """
    left = iter(_without_hidden(text))
    kept = next(left, None)
    found = []
    for at, sign in enumerate(text, start=1):
        if sign == kept:
            kept = next(left, None)
        else:
            found.append((at, unicodedata.name(sign, f"CONTROL CHARACTER {ord(sign):02X}")))
    return found


def _without_mojibake(text: str) -> str:
    """The text as it was before it was read in a wrong encoding, once or several times.

    Only where the way back is exact: encoding the result as it should have been and reading it
    wrongly again must give the very text.
    """
    if _IN_A_ROW.search(text) is None:
        return text
    import ftfy

    found = ftfy.fix_and_explain(text, _only_encoding())
    if found.text == text or _garbled_again(found.text, found.explanation or ()) != text:
        return text
    return str(found.text)


@cache
def _only_encoding() -> "TextFixerConfig":
    """Nothing but whole, lossless mix-ups of encodings: quotes, widths and breaks stay."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def _garbled_again(text: str, steps: Any) -> str:
    """Undo the steps of a repair (encode, decode, ...), the last one first."""
    garbled: Any = text
    for action, encoding in reversed(steps):
        try:
            if action == "decode":
                garbled = garbled.encode(encoding)
            elif action == "encode":
                garbled = garbled.decode(encoding)
            else:
                return ""
        except UnicodeError:
            return ""
    return str(garbled)


def _without_hidden(text: str) -> str:
    text = _HIDDEN.sub("", text)
    if _MAY_HIDE.search(text) is None:
        return text
    text = _IDLE_JOINER.sub("", text)
    if not any(unicodedata.bidirectional(sign) in _FROM_THE_RIGHT for sign in text):
        text = re.sub(f"[{_DIRECTIONS}]", "", text)
    return text if _FLAG in text else re.sub(f"[{_TAGS}]", "", text)


def _with_plain_spaces(text: str) -> str:
    text = _BLANKS.sub(" ", _LINE_BREAK.sub("\n", text))
    return _BLANKS_AT_BREAK.sub("\n", text)


def _without_bold(text: str) -> str:
    return _BOLD.sub(r"\2", text)


def _without_bullets(text: str) -> str:
    return _BULLETS.sub("", text)


def _without_text_sign(text: str) -> str:
    match = _TEXT_SIGN.fullmatch(text)
    return (match[1] or match[2] or "") if match else text


_STEPS = (
    (MOJIBAKE, _without_mojibake),
    (HIDDEN, _without_hidden),
    (SPACES, _with_plain_spaces),
    (MARKDOWN, _without_bold),
    (BULLET, _without_bullets),
    (TEXT_SIGN, _without_text_sign),
    (ENDS, str.strip),
)
