"""Letters that pass for others: of another alphabet, or of another width or style."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Letters that most typefaces draw like Latin ones. The Unicode consortium's table of confusables
# has thousands; these are what keyboards of partners' countries type by mistake.
_CYRILLIC = "асԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРԚЅТԜХУ", "acdehijlopqswxyABCEHIJKMOPQSTWXY"
_GREEK = "αονρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aovpuxABEZHIKMNOPTYX"
_TWINS = str.maketrans(*(mine + yours for mine, yours in zip(_CYRILLIC, _GREEK, strict=True)))
_ALPHABETS = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"))
# As in "1ª": letters of their own, not ones in another style.
_ORDINALS = frozenset("ªº")


@dataclass(frozen=True, slots=True)
class StrangeLetter:
    """A letter that does not belong in its word; `place` counts from 1."""

    letter: str
    place: int
    word: str

    @property
    def name(self) -> str:
        """What the letter is called.

        >>> StrangeLetter("о", 4, "Sonоs").name
        'Cyrillic small letter o'
        """
        return unicodedata.name(self.letter, f"U+{ord(self.letter):04X}").capitalize()


def strange_letters(name: str) -> list[StrangeLetter]:
    """The letters of a name that pass for others: of a second alphabet in a word, or wide ones.

    >>> [(found.place, found.letter, found.name) for found in strange_letters("Sonоs Europe")]
    [(4, 'о', 'Cyrillic small letter o')]
    >>> [found.name for found in strange_letters("Ｓonos")]
    ['Fullwidth latin capital letter s']
    >>> strange_letters("Müller"), strange_letters("Сонос"), strange_letters("小米 Audio")
    ([], [], [])
    """
    return [] if name.isascii() else [found for word in _words(name) for found in _strange(word)]


def latin_twin(name: str) -> str:
    """The name with letters that look like Latin ones replaced by those.

    >>> latin_twin("Sonоs")
    'Sonos'
    """
    return unicodedata.normalize("NFKC", name).translate(_TWINS)


def _words(name: str) -> Iterator[str]:
    """Runs of letters, with the marks that belong to them."""
    word = ""
    for sign in f"{name} ":
        if unicodedata.category(sign)[0] in "LM":
            word += sign
        elif word:
            yield word
            word = ""


def _strange(word: str) -> Iterator[StrangeLetter]:
    alphabets = [_alphabet(sign) for sign in word]
    met = {alphabet for alphabet in alphabets if alphabet in _ALPHABETS}
    others = [sign for sign, of in zip(word, alphabets, strict=True) if of in met - {"LATIN"}]
    # In a word of Latin letters and their twins the twins are wrong, however many they are.
    own = "LATIN" if latin_twin("".join(others)).isascii() else max(met, key=alphabets.count)
    for place, (sign, alphabet) in enumerate(zip(word, alphabets, strict=True), start=1):
        if _is_styled(sign) or (len(met) > 1 and alphabet in met - {own}):
            yield StrangeLetter(sign, place, word)


def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _is_styled(sign: str) -> bool:
    """Whether a sign is a plain letter in another width or style, such as "Ｓ" or "𝐒"."""
    if sign.isascii() or sign in _ORDINALS:
        return False
    plain = unicodedata.normalize("NFKC", sign)
    return len(plain) == 1 and plain.isascii() and plain.isalpha()
