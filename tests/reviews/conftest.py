"""Small notebooks and one warm kernel for all tests that run one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from partner_analytics.reviews import Exporter, Head, Plotter, WarmKernel

PARAMETERS = """\
quarter: str = "2025-Q2"  # the quarter
program: str = "homeaiq"  # the program
warehouse: str = ""  # the warehouse file
partner: str = ""  # the partner's id
"""


@pytest.fixture(scope="session")
def notebook() -> Callable[..., NotebookNode]:
    """Makes a notebook: a text that starts with `#` is Markdown, any other is code."""

    def made(*cells: str, parameters: str = PARAMETERS) -> NotebookNode:
        first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
        others = [
            new_markdown_cell(text) if text.startswith("#") else new_code_cell(text)
            for text in cells
        ]
        return new_notebook(cells=[first, *others])

    return made


@pytest.fixture
def notebooks(tmp_path: Path, notebook: Callable[..., NotebookNode]) -> Path:
    """A folder with the two notebooks of a quarter's reviews; one partner's has an error."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    portfolio = notebook("# Portfolio review", "print(quarter)")
    partner = notebook("# Partner review", "print(partner, 1 / (partner != 'broken'))")
    nbformat.write(portfolio, folder / "portfolio_review.ipynb")
    nbformat.write(partner, folder / "partner_review.ipynb")
    return folder


@pytest.fixture(scope="session")
def kernel() -> Iterator[WarmKernel]:
    with WarmKernel() as warm:
        yield warm
    ensure_event_loop().close()


@pytest.fixture(scope="session")
def exporter() -> Exporter:
    return Exporter.load(Plotter.load())


@pytest.fixture(scope="session")
def head() -> Head:
    return Head(
        "Lutron", "Partner review", "2025-Q2", "7-a1b2c3d4", "homeaiq", home="../index.html"
    )
