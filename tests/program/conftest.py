from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from partner_analytics.errors import InvalidProgram
from partner_analytics.program import Program, load_program

Edit = tuple[str, str]
Load = Callable[..., Program]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the shipped program with edits: each replaces the first place that says the old."""
    shipped = resources.files("partner_analytics.program").joinpath("homeaiq.toml").read_text()

    def edited(*edits: Edit) -> Program:
        text = shipped
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return load_program(path)

    return edited


@pytest.fixture
def refused(load: Load) -> Callable[..., str]:
    """The message edits of the shipped program are refused with."""

    def message(*edits: Edit) -> str:
        with pytest.raises(InvalidProgram) as caught:
            load(*edits)
        return str(caught.value)

    return message
