"""What a notebook may be given: the names and types of its parameters cell, nothing else.

papermill takes a misspelt parameter with a warning in its log, and a name that is code runs as
code. Here both are refused before a kernel starts.
"""

import difflib
from collections.abc import Mapping

import papermill
from nbformat import NotebookNode, from_dict

from partner_analytics.errors import InvalidCall

KERNEL = "python3"
Parameter = str | int | float | bool
TYPES: Mapping[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


def as_python(notebook: NotebookNode) -> NotebookNode:
    """A copy with the entries papermill relies on: our kernel, and every cell's tags."""
    copy: NotebookNode = from_dict(notebook)
    for cell in copy.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    copy.metadata.setdefault("papermill", {})
    copy.metadata["kernelspec"] = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
    return copy


def declared_parameters(notebook: NotebookNode) -> dict[str, str]:
    """The names and annotated types ("str", "int", "float", "bool") of the parameters cell.

    A parameter without an annotation, or with another one, has the type "".
    """
    found = papermill.inspect_notebook(as_python(notebook))
    return {
        name: entry["inferred_type_name"] if entry["inferred_type_name"] in TYPES else ""
        for name, entry in found.items()
    }


def check_parameters(
    notebook: NotebookNode, parameters: Mapping[str, Parameter], *, file: str
) -> None:
    """Raise InvalidCall for a parameter the notebook does not declare, or of another type."""
    declared = declared_parameters(notebook)
    for name, value in parameters.items():
        if name not in declared:
            raise InvalidCall(
                place=file,
                expected=f"a parameter of the notebook ({', '.join(declared) or 'it has none'})",
                found=f'"{name}"',
                remedy=_closest(name, declared),
            )
        if not declared[name]:
            raise InvalidCall(
                place=file,
                expected=f"the parameter {name} declared as one of {', '.join(TYPES)}",
                found="no such annotation",
                remedy=f"Write `{name}: str = ...` in the parameters cell.",
            )
        if not _fits(value, declared[name]):
            raise InvalidCall(
                place=file,
                expected=f"{name} of type {declared[name]}",
                found=f"{type(value).__name__} {value!r}",
                remedy="Pass a value of that type.",
            )


def _closest(name: str, declared: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, declared, n=1, cutoff=0.5)
    return f'Closest is "{near[0]}".' if near else "Tag the cell that sets it `parameters`."


def _fits(value: Parameter, annotation: str) -> bool:
    if isinstance(value, bool):  # to Python a bool is an int too
        return annotation == "bool"
    if annotation == "float":
        return isinstance(value, int | float)
    return isinstance(value, TYPES[annotation])
