"""Texts that a spreadsheet would run as a formula, made plain text in what we write."""

import re

# Excel and LibreOffice begin a formula at these, also behind blanks or in their full-width forms;
# after a tab or line end they take the rest of the text for a cell of its own.
_START = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GUARDED = re.compile(rf"'(?='*(?:{_START.pattern}))")


def is_formula_start(text: str) -> bool:
    """Whether a spreadsheet may take a cell of that text for a formula; numbers are none."""
    return bool(_START.match(text)) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs: with an apostrophe where one would.

    >>> guarded("=1+1"), guarded("-2+3"), guarded("@acme"), guarded("-")
    ("'=1+1", "'-2+3", "'@acme", "'-")
    >>> guarded("Sonos"), guarded("-2.5"), guarded("3 = 4")
    ('Sonos', '-2.5', '3 = 4')
    """
    # What looks guarded by itself gets one more, so that `unguarded` gives back each text.
    return f"'{text}" if is_formula_start(text) or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What a cell that `guarded` wrote means.

    >>> unguarded("'=1+1"), unguarded("'t Hart"), unguarded("Sonos")
    ('=1+1', "'t Hart", 'Sonos')
    """
    return text[1:] if _GUARDED.match(text) else text
