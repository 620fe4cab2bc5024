"""Whether words read as Windows' West European text (cp1252) are such text, by their looks.

Every byte is a character there, so that text of a Macintosh or of DOS reads without complaint:
its "é" is "Ž" or "‚", its "ñ" a dash. What no West European word has shows it.
"""

import re

# What West European names and prices are made of; other letters would mean another alphabet.
_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜŒšŠžŽ")
_SIGNS = frozenset("\u00a0‘’‚“”„–—…•™®©°£€½¼¾·«»²³±×§¢¥ºª´†‰‹›¡¿µ")
_ACCENTED = r"[^\W\d_a-zA-Z]"
_STRANGE = re.compile(
    "|".join(
        (
            # Two accents side by side, but for "ção", "Núñez", "Größe" and "créée".
            rf"(?![çñÇÑ]|[äöü]ß|éé|ÄÖ|ÖÄ|{_ACCENTED}[ñÑ]){_ACCENTED}{{2}}",
            # Central European letters, as a Western reading shows them.
            r"[èÈ][aeiouáéíóú]|õ(?!e)|[ìù](?=[^\W\d_])",
            rf"{_ACCENTED}[·´°±×§¢¥²³½¼¾¿¡£]|[·´°º±×§¢¥]{{2}}|[–—][{{}}~^|]",
            # A capital inside a word with small letters (Mac's "é", "ü" and "ä"; DOS's "ã").
            r"[a-zß-ÿœšž][ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜŒŠŽŸ]",
            r"[A-Z][ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜŒŠŽŸ][a-z]",
            rf"[0-9](?![èéªºµ]){_ACCENTED}|{_ACCENTED}[0-9]",
            # Signs that no letter follows, or none stands before.
            r"\w[•™®©§†‰‹›£¢¥“”„‚¡¿±½¼¾€º](?=[^\W\d_])",
            r"[^\W\d_][„‚¡¿]",
            r"(?<!\w)[™®†‰¥¢][^\W\d_]",
            r"[½¼¾][^\W\d_]{4}",
            r"(?<!\w)[ÑŠŽšžœ](?!\w)",
            rf"[^\W\d_]{{4}}ª|[£€¥]{_ACCENTED}",
        )
    )
)
_VOWEL = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüœAEIOUYÀÁÂÄÅÆÈÉÊËÍÎÏÓÔÖØÙÚÛÜŒ"
# What stands behind an apostrophe ("don’t"), or no more than three letters before it ("O’Brien").
_ELISIONS = "s|t|d|m|re|ll|ve|n|em|clock"
_DOUBTFUL = re.compile(
    "|".join(
        (
            r"[^\W\d_][–—](?=[a-z])",
            rf"[^\W\d_]{{3}}’(?!(?:{_ELISIONS})\b)(?=[a-z])|^’(?=[a-z]{{3}})",
            r"[^\W\d_]‘(?=[^\W\d_])",
            r"…(?=[^\W\d_])|[^\W\d_]…[^\W\d_]",
            rf"(?<![{_VOWEL}])(?!\b[ŠŽ][kptmvldrn])[ŠŽšž](?![{_VOWEL}])",
            r"œ(?![uidnst])",
            r"[a-z][£¥¢€§](?!\w)",
            r"€(?=[a-z]{3})",
            r"[^\W\d_]·(?=[^\W\d_])(?<!l·)",
            rf"[{_VOWEL}]á(?=[aeou]|\b)",
            # A no-break blank beside what is no word (DOS's "á").
            rf"\b(?:(?![{_VOWEL}])[^\W\d_])+\u00a0(?=[a-z])",
            rf"[a-z]\u00a0(?:(?![{_VOWEL}])[a-zà-ÿ])+\b",
        )
    )
)
_CLOSED_ONLY = re.compile(r"[^\W\d_][”›]")
_OPENING = re.compile("[“„‹]")


def is_western(word: str) -> bool:
    """Whether a word's accents and signs stand where West European words have them.

    >>> [is_western(word) for word in ("Caséta", "£1,200", "“Noir”", "êüóìå", "M\u00fcllerÿÿ")]
    [True, True, True, False, False]
    >>> [is_western(word) for word in ("CASÉTA", "AldŽr", "SÆo", "Mar¡a", "Stra§e", "Û1,200")]
    [True, False, False, False, False, False]
    """
    letters = [character for character in word if character.isalpha() and character not in "ªºµ"]
    accented = [letter for letter in letters if not letter.isascii()]
    signs = {c for c in word if not (c.isascii() or c.isalpha()) or c in "ªºµ"}
    known = _LETTERS.issuperset(accented) and _SIGNS.issuperset(signs)
    few = len(accented) * 2 <= len(letters) or (len(letters) <= 3 and letters != accented)
    return known and (few or len(letters) == 1) and not _STRANGE.search(word)


def doubtful_words(words: list[str]) -> list[str]:
    """Those of a file's words that may well be letters of another encoding where they have signs.

    A quote may open in an earlier word.

    >>> doubtful_words(["Dušan", "O’Brien", "“Grand", "Noir”", "2–3"])
    []
    >>> doubtful_words(["Mšlndal", "Garc’a", "Mu–oz", "Malm”"])
    ['Mšlndal', 'Garc’a', 'Mu–oz', 'Malm”']
    """
    has_opening = any(map(_OPENING.search, words))
    return [
        word
        for word in words
        if _DOUBTFUL.search(word) or (not has_opening and _CLOSED_ONLY.search(word))
    ]
