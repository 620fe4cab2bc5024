"""Which encodings other than UTF-8 and cp1252 a text may be in: named to the person, never taken.

More than one may fit, and the bytes cannot say which: a person sees it at a glance.
"""

import re
import unicodedata

from partner_analytics.importers.files.text.western_words import is_western

# DOS and Macintosh text has the same letters as Windows' at other bytes.
RIVALS = ("mac-roman", "cp850")
_LATIN = (*RIVALS, "iso-8859-15", "cp1250", "cp1254", "cp1257")
_ALPHABETS = {
    "cp1251": "CYRILLIC",
    "koi8-r": "CYRILLIC",
    "cp866": "CYRILLIC",
    "iso-8859-5": "CYRILLIC",
    "cp1253": "GREEK",
    "cp1255": "HEBREW",
    "cp1256": "ARABIC",
}
_EAST_ASIAN = ("shift_jis", "gb18030", "big5", "euc_kr", "euc_jp")
_MOST = 5
# Letters of Central Europe, the Baltic and Turkey.
_OTHER_LATIN = frozenset("ąćęłńśźżčďěňřťůžšőűăâîșşțţğıİĄĆĘŁŃŚŹŻČĎĚŇŘŤŮŽŠŐŰĂŞŢĞēīūļņķģāėįų")


def readings(raw: bytes, strange: bytes) -> list[tuple[str, str]]:
    """Encodings in which all words of a text are of one alphabet, with a word as each reads it.

    >>> readings("Straße,Mölndal".encode("mac-roman"), "Mölndal".encode("mac-roman"))
    [('mac-roman', 'Mölndal')]
    >>> [name for name, _ in readings("Цена,Лютрон".encode("cp1251"), b"")][:2]
    ['cp1251', 'cp1253']
    """
    for groups in ((_LATIN,), (_ALPHABETS, _EAST_ASIAN)):
        fitting = [name for group in groups for name in [n for n in group if fits(raw, n)][:_MOST]]
        if fitting:
            return [(name, strange.decode(name, "replace")) for name in fitting]
    return []


def fits(raw: bytes, encoding: str) -> bool:
    """Whether a text's words look right in an encoding."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    words = foreign_words(text)
    if encoding in _LATIN:
        return all(map(_is_latin, words))
    if encoding in _EAST_ASIAN:
        return all(map(_is_east_asian, words))
    return all(_is_of(word, _ALPHABETS[encoding]) for word in words)


def foreign_words(text: str) -> list[str]:
    """The words of a text that hold more than ASCII; a no-break blank is part of one."""
    words = (
        word
        for line in text.splitlines()
        if not line.isascii()  # as nearly all are, of a large file
        for word in re.findall(r'[^ \t\r\n,;|"]+', line)
    )
    return [word for word in words if not word.isascii()]


def _is_latin(word: str) -> bool:
    """As West European words are, but for the letters of their neighbors."""
    western = "".join(
        ("É" if letter.isupper() else "é") if letter in _OTHER_LATIN else letter for letter in word
    )
    has_others = western != word
    # "Łó" begins a Polish word: two accents side by side that no Western one has.
    plain = re.sub("é+", "e", re.sub(r"\bÉ(?=[éó])", "E", western))
    return is_western(western) or (has_others and is_western(plain))


def _is_of(word: str, alphabet: str) -> bool:
    """Whether its letters are of an alphabet, none beside a Latin one, capitals in front or all."""
    letters = [letter for letter in word if not letter.isascii()]
    runs = re.findall(r"[^\W\d_]+", word)
    return all(unicodedata.name(letter, "").startswith(alphabet) for letter in letters) and all(
        (run[1:] == run[1:].lower() or run == run.upper())
        and not re.search(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", run)
        for run in runs
    )


def _is_east_asian(word: str) -> bool:
    """Whether it has wide characters beside ASCII, but none beside a small letter."""
    foreign = [letter for letter in word if not letter.isascii()]
    is_wide = all(unicodedata.east_asian_width(letter) in "WF" for letter in foreign)
    return is_wide and not re.search(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]", word)
