"""TOML that people write: read within bounds, what is no TOML told by its line.

No honest file of settings is large or deep. Others would keep the reader busy for minutes (a key
of thousands of parts), or end it (brackets within brackets).
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

LARGEST = 200_000
DEEPEST = 20
_LONGEST_SHOWN = 80
_MANY_PARTS = re.compile(rf"(?:[\w\"'-]{{1,80}}[ \t]*\.[ \t]*){{{DEEPEST}}}")
_LARGEST_NUMBER = 10**18


class NoToml(Exception):
    """Why a text is not read as TOML: its line, what stands there, and what is wrong with it."""

    def __init__(self, line: int, found: str, reason: str = "") -> None:
        super().__init__(reason)
        self.line = line
        self.found = f"{found} ({reason})" if reason else found


def toml_document(text: str) -> dict[str, Any]:
    """The document of a text.

    Raises NoToml where it is no TOML, larger than 200 kB, or deeper than 20 levels.

    >>> toml_document('currency = "USD"')
    {'currency': 'USD'}
    >>> toml_document("currency =")
    Traceback (most recent call last):
    partner_analytics.program.toml_texts.NoToml: invalid value
    """
    if len(text) > LARGEST:
        raise NoToml(1, f"{len(text):,} characters, of {LARGEST:,} at most")
    for line, written in enumerate(text.split("\n"), start=1):
        if written.count(".") >= DEEPEST and _MANY_PARTS.search(written):
            raise NoToml(line, f"more than {DEEPEST} levels")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(text, error) from None
    except RecursionError:
        line = _line_of(text, re.compile(r"(?:[\[{][^\[{\"'\n]*){20}"))
        raise NoToml(line, f"more than {DEEPEST} levels") from None
    except ValueError:  # a number of more digits than Python reads
        line = _line_of(text, re.compile(r"[0-9_]{1000}"))
        raise NoToml(line, "a number of more than a thousand digits") from None
    _check(document)
    return document


def _no_toml(text: str, error: tomllib.TOMLDecodeError) -> NoToml:
    told = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error), re.S)
    line = int(told[2]) if told and told[2] else text.count("\n") + 1
    reason = shortened(told[1] if told else str(error))
    lines = text.split("\n")
    written = lines[line - 1].strip() if line <= len(lines) else ""
    return NoToml(line, f'"{shortened(written)}"', f"{reason[:1].lower()}{reason[1:]}")


def _line_of(text: str, pattern: re.Pattern[str]) -> int:
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _check(document: Mapping[str, Any]) -> None:
    """Raise NoToml for levels and numbers nobody can mean."""
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for node in level:
            values = node.values() if isinstance(node, dict) else node
            for value in values:
                if isinstance(value, dict | list):
                    below.append(value)
                elif isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
                    raise NoToml(1, "a number of more than 18 digits")
        level = below
    if level:
        raise NoToml(1, f"more than {DEEPEST} levels")


def shortened(text: str) -> str:
    """A text as a message shows it.

    >>> len(shortened("a" * 1_000))
    81
    """
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
