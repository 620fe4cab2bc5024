from collections.abc import Callable
from typing import Any

import pytest
from nbformat import NotebookNode

from partner_analytics.errors import InvalidCall
from partner_analytics.reviews import check_parameters

Notebook = Callable[..., NotebookNode]


def test_a_misspelt_parameter_is_refused_with_the_closest_name(notebook: Notebook) -> None:
    with pytest.raises(InvalidCall) as refused:
        check_parameters(notebook(), {"quater": "2025-Q2"}, file="review.ipynb")
    assert str(refused.value) == (
        "review.ipynb: expected a parameter of the notebook (quarter, program, warehouse, "
        'partner), found "quater". Closest is "quarter".'
    )


def test_a_name_that_is_code_is_refused(notebook: Notebook) -> None:
    with pytest.raises(InvalidCall):
        check_parameters(notebook(), {"quarter=1;import os;y": "x"}, file="review.ipynb")


def test_a_notebook_without_a_parameters_cell_takes_none(notebook: Notebook) -> None:
    plain = notebook()
    plain.cells[0].metadata["tags"] = []
    with pytest.raises(InvalidCall, match="it has none"):
        check_parameters(plain, {"quarter": "2025-Q2"}, file="review.ipynb")


@pytest.mark.parametrize(
    ("value", "annotation"),
    [("x", "str"), (1, "int"), (1, "float"), (0.5, "float"), (True, "bool")],
)
def test_a_value_of_the_declared_type_passes(
    notebook: Notebook, value: Any, annotation: str
) -> None:
    check_parameters(notebook(parameters=f"n: {annotation} = ..."), {"n": value}, file="x")


@pytest.mark.parametrize(("value", "annotation"), [(1, "str"), (True, "int"), ("1", "float")])
def test_a_value_of_another_type_is_refused(
    notebook: Notebook, value: Any, annotation: str
) -> None:
    with pytest.raises(InvalidCall, match=f"expected n of type {annotation}"):
        check_parameters(notebook(parameters=f"n: {annotation} = ..."), {"n": value}, file="x")


def test_a_parameter_must_be_annotated(notebook: Notebook) -> None:
    with pytest.raises(InvalidCall, match="expected the parameter n declared as one of"):
        check_parameters(notebook(parameters="n = 1"), {"n": 1}, file="x")
