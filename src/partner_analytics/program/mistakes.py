"""What is wrong with a program's file, in sentences that name the entry."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from partner_analytics.errors import InvalidProgram
from partner_analytics.program import model
from partner_analytics.program.entries import Rules
from partner_analytics.program.toml_texts import shortened

Location = tuple[int | str, ...]

# By the type of error: what was expected, and how to write it.
_SHAPES = {
    "date_type": ("a date", "Write it like 2025-01-01, without quotes."),
    "string_type": ("a text", "Write it in quotes."),
    "int_type": ("a whole number", "Write it without quotes and decimals."),
    "bool_type": ("true or false", "Write it without quotes."),
    "tuple_type": ("entries", "Write each below a line of its name in double brackets, [[name]]."),
    "dict_type": ("a table", "Write it below a line of its name in brackets, or in braces."),
    "model_type": ("a table", "Write it below a line of its name in brackets, or in braces."),
    "string_too_short": ("a text", "Write what it is about."),
    "string_pattern_mismatch": (
        "a name in small letters, digits, - and _",
        "Write it like homeaiq.",
    ),
}


def mistakes(
    file: str, document: Mapping[str, Any], errors: Sequence[ErrorDetails]
) -> list[InvalidProgram]:
    """The errors of pydantic as errors of the file, each once."""
    meant = _meant(errors)
    found = []
    for error in errors:
        # A misspelled key is a missing one too: told once.
        if error["type"] != "missing" or error["loc"] not in meant.values():
            expected, written, remedy = _told(error, meant.get(error["loc"]))
            place = _place(file, document, error)
            found.append(
                InvalidProgram(place=place, expected=expected, found=written, remedy=remedy)
            )
    return list({str(mistake): mistake for mistake in found}.values())


def _meant(errors: Sequence[ErrorDetails]) -> dict[Location, Location]:
    """For the unknown keys that look like one that is missing beside them: which one."""
    missing = [error["loc"] for error in errors if error["type"] == "missing"]
    meant: dict[Location, Location] = {}
    for error in errors:
        if error["type"] == "extra_forbidden":
            *above, key = error["loc"]
            beside = [str(loc[-1]) for loc in missing if loc[:-1] == tuple(above)]
            if close := get_close_matches(shortened(str(key)), beside, n=1):
                meant[error["loc"]] = (*above, close[0])
    return meant


def _told(error: ErrorDetails, meant: Location | None) -> tuple[str, str, str]:
    """What was expected and found, and what to do."""
    kind, context = error["type"], error.get("ctx", {})
    key, found = shortened(str(error["loc"][-1])) if error["loc"] else "", _written(error["input"])
    if kind == "contradiction":
        return context["expected"], context["found"], context["remedy"]
    if kind == "missing":
        return f"the key {key}", "none", "Add it."
    if kind == "extra_forbidden":
        return "only keys that programs have", f"the key {key}", _suggestion(key, meant)
    if kind == "literal_error":
        members = str(context["expected"]).replace("'", '"')
        return f"one of {members}", found, "Write one of them."
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = f"{context['ge']} or more" if "ge" in context else f"{context['le']} or less"
        return f"a whole number, {limit}", found, "Correct it."
    expected, remedy = _SHAPES.get(kind, (error["msg"].lower(), "Correct it."))
    return expected, found, remedy


def _place(file: str, document: Mapping[str, Any], error: ErrorDetails) -> str:
    """File, section and entry: `homeaiq.toml, health.weights valid from 2025-01-01`."""
    location = [part for part in error["loc"] if part != "[key]"]
    if error["type"] in ("missing", "extra_forbidden"):
        location = location[:-1]
    parts, section, node = [file], "", document
    for part in location:
        node = _child(node, part)
        if isinstance(part, int):
            parts.append(f"{section} {_label(node, part)}".lstrip())
            section = ""
        else:
            section = f"{section}.{_key(part)}" if section else _key(part)
    return ", ".join([*parts, section] if section else parts)


def _child(node: Any, part: str | int) -> Any:
    try:
        return node[part]
    except (KeyError, IndexError, TypeError):
        return None


def _label(entry: Any, index: int) -> str:
    if isinstance(entry, Mapping):
        if isinstance(entry.get("valid_from"), date):
            return f"valid from {entry['valid_from']}"
        for key in ("name", "tier"):
            if isinstance(entry.get(key), str):
                return f'"{entry[key]}"'
    return f"number {index + 1}"


def _key(part: str) -> str:
    part = shortened(part)
    return part if part.replace("_", "").replace("-", "").isalnum() else f'"{part}"'


def _written(value: Any) -> str:
    """A value as the file writes it, or what kind of thing it is."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{shortened(value)}"'
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list" if value else "none"
        case _:
            return str(value)


def _suggestion(key: str, meant: Location | None) -> str:
    known = {
        name
        for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, Rules)
        for name in part.model_fields
    }
    close = [meant[-1]] if meant else get_close_matches(key, sorted(known), n=1, cutoff=0.8)
    return f"Did you mean {close[0]}?" if close else "Delete it, or check where it belongs."
