"""Settings written by somebody who means harm, or by a program run wild: one message, at once."""

import os
from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.program import load_program
from partner_analytics.program.toml_texts import NoToml, toml_document

HOSTILE = {
    "brackets": ("x = 1\ny = " + "[" * 50_000 + "]" * 50_000, 2, "more than 20 levels"),
    "tables in tables": ("y = " + "{a=" * 5_000 + "1" + "}" * 5_000, 1, "more than 20 levels"),
    "a key of many parts": (
        "x = 1\n" + ".".join(["a"] * 90_000) + " = 1",
        2,
        "more than 20 levels",
    ),
    "a header of many parts": ("[" + ".".join(["a"] * 30) + "]", 1, "more than 20 levels"),
    "digits": ("\n\nx = " + "9" * 5_000, 3, "a number of more than a thousand digits"),
    "hexadecimal digits": ("x = 0x" + "f" * 90_000, 1, "a number of more than 18 digits"),
    "size": ("#" * 200_001, 1, "200,001 characters, of 200,000 at most"),
    "one key twice": ("x = 1\nx = 2", 2, '"x = 2" (cannot overwrite a value)'),
    "a long line": ("x = " + "a" * 90_000, 1, f'"x = {"a" * 76}…" (invalid value)'),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_no_settings_are_is_told_by_its_line(kind: str) -> None:
    text, line, found = HOSTILE[kind]
    with pytest.raises(NoToml) as caught:
        toml_document(text)
    assert (caught.value.line, caught.value.found) == (line, found)


def test_ten_levels_and_large_numbers_are_read() -> None:
    assert toml_document("a.b.c.d.e.f.g.h.i = 1_000_000_000_000")["a"]["b"]


def test_a_pipe_named_as_a_program_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "program.toml")
    with pytest.raises(InvalidCall):
        load_program(tmp_path / "program.toml")
