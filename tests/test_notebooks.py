"""The notebooks tell a story and hold no logic."""

import ast
import io
import tokenize
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
REVIEWS = [path for path in NOTEBOOKS if path.stem.endswith("_review")]
MOST_LINES = 10
AGENDA = (
    "Performance analysis and review",
    "Opportunity identification",
    "Issue resolution and tracking",
    "Relationship enhancement planning",
    "Strategic alignment confirmation",
    "Success story documentation",
    "Challenge identification and resolution",
    "Forward planning and goal setting",
    "Resource allocation review",
    "Competitive positioning analysis",
)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_review = pytest.mark.parametrize("path", REVIEWS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[Any]:
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def test_the_four_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "explore",
        "partner_review",
        "portfolio_review",
        "sql",
    ]


@each_notebook
def test_a_notebook_is_valid_and_has_no_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in cells(path, "code"))


@each_notebook
def test_a_notebook_runs_on_the_kernel_python3(path: Path) -> None:
    assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python3"


@each_notebook
def test_a_cell_has_at_most_ten_lines(path: Path) -> None:
    assert [c.source for c in cells(path, "code") if c.source.count("\n") >= MOST_LINES] == []


@each_notebook
def test_a_cell_holds_no_logic(path: Path) -> None:
    logic = (
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
        *(ast.BinOp, ast.If, ast.IfExp, ast.For, ast.While, ast.comprehension, ast.Try),
    )
    nodes = [node for cell in cells(path, "code") for node in ast.walk(ast.parse(cell.source))]
    assert [ast.unparse(node) for node in nodes if isinstance(node, logic)] == []


@each_notebook
def test_a_notebook_starts_with_its_title(path: Path) -> None:
    first = nbformat.read(path, as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")


@each_notebook
def test_cells_are_stripped_of_what_an_editor_leaves(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert {key for cell in notebook.cells for key in cell.metadata} <= {"tags"}


@each_review
def test_the_first_code_cell_declares_typed_and_commented_parameters(path: Path) -> None:
    first, *others = cells(path, "code")
    assert first.metadata["tags"] == ["parameters"]
    assert not any("parameters" in cell.metadata.get("tags", ()) for cell in others)
    statements = ast.parse(first.source).body
    assert all(isinstance(statement, ast.AnnAssign) for statement in statements)
    assert {ast.unparse(statement.annotation) for statement in statements} == {"str"}
    tokens = tokenize.generate_tokens(io.StringIO(first.source).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    assert len(comments) == len(statements)


@each_review
def test_a_review_takes_the_parameters_the_command_passes(path: Path) -> None:
    declared = {s.target.id for s in ast.parse(cells(path, "code")[0].source).body}
    own = {"partner"} if path.stem == "partner_review" else set()
    assert declared == {"quarter", "program", "warehouse"} | own


@each_review
def test_a_figure_stands_below_a_heading_and_a_sentence(path: Path) -> None:
    """Between a heading and the first figure below it there is text, or a sentence built."""
    told = ""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            told = "" if cell.source.startswith("#") and "\n" not in cell.source else cell.source
        elif "say." in cell.source:
            told = cell.source
        elif "pa.charts." in cell.source:
            assert told, f"nothing is said before {cell.source!r}"


def test_s001_18_the_partner_review_has_all_ten_agenda_sections() -> None:
    path = next(path for path in REVIEWS if path.stem == "partner_review")
    headings = [
        line.removeprefix("## ")
        for cell in cells(path, "markdown")
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]
    assert [heading for heading in headings if heading in AGENDA] == list(AGENDA)
