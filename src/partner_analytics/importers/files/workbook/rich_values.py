"""What stands behind cells that hold more than a text: linked data types, pictures, new errors.

Such a cell is stored as an error; its `vm` attribute leads over metadata to a rich value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from partner_analytics.importers.files.workbook.packages import Package, local_name

_RICH = "XLRICHVALUE"
_PICTURES = ("_localimage", "_webimage", "_imageurl")
_ERROR = "_error"
# The errors that came after #N/A, by the number a rich value has for them.
_ERRORS = {
    "7": "#GETTING_DATA",
    "8": "#SPILL!",
    "9": "#CONNECT!",
    "10": "#BLOCKED!",
    "11": "#UNKNOWN!",
    "12": "#FIELD!",
    "13": "#CALC!",
}
_NAMED = ("_DisplayString", "name", "Name", "Text")


@dataclass(frozen=True, slots=True)
class RichValue:
    """A rich value: what it is, and the text it shows, where the file has it."""

    is_error: bool = False
    is_picture: bool = False
    is_known: bool = False
    text: str = ""


def read_rich_values(package: Package, parts: Mapping[str, str]) -> dict[int, RichValue]:
    """Read the rich values of a workbook by the number cells have for them in `vm`.

    `parts` are those the workbook relates to, by kind. What the file does not have is left out.
    """
    metadata = parts.get("sheetMetadata", "")
    values = _values(package, parts)
    if metadata not in package:
        return {}
    return {number: values[at] for number, at in _places(package, metadata).items() if at in values}


def _places(package: Package, part: str) -> dict[int, int]:
    """The place of the rich value behind each number of a cell."""
    types: list[str] = []
    inside: list[str] = []
    numbered: list[list[tuple[int, int]]] = []
    rich: list[int] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "metadataType":
            types.append(attributes.get("name", ""))
        elif element in ("futureMetadata", "valueMetadata"):
            inside[:] = [attributes.get("name", element)]
        elif inside == ["valueMetadata"] and element == "bk":
            numbered.append([])
        elif inside == ["valueMetadata"] and element == "rc" and numbered:
            numbered[-1].append((_whole(attributes.get("t")), _whole(attributes.get("v"))))
        elif inside == [_RICH] and element == "rvb":
            rich.append(_whole(attributes.get("i")))

    package.walk(part, start, lambda element: _leave(inside, element))
    return {
        number: rich[at]
        for number, records in enumerate(numbered, start=1)
        for kind, at in records
        if 0 < kind <= len(types) and types[kind - 1] == _RICH and 0 <= at < len(rich)
    }


def _leave(inside: list[str], element: str) -> None:
    if element in ("futureMetadata", "valueMetadata"):
        inside.clear()


def _values(package: Package, parts: Mapping[str, str]) -> dict[int, RichValue]:
    part = parts.get("rdRichValue", "")
    if part not in package:
        return {}
    structures = _structures(package, parts.get("rdRichValueStructure", ""))
    values: dict[int, RichValue] = {}
    parser = package.new_parser()
    structure = -1
    fields: list[str] = []
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal structure
        if local_name(name) == "rv":
            structure = _whole(attributes.get("s"))
            fields.clear()
        elif local_name(name) == "v":
            pieces.clear()
            parser.CharacterDataHandler = pieces.append

    def end(name: str) -> None:
        if local_name(name) == "v":
            parser.CharacterDataHandler = None
            fields.append("".join(pieces))
        elif local_name(name) == "rv":
            known = structures[structure] if 0 <= structure < len(structures) else ("", [])
            values[len(values)] = _value(*known, list(fields))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    package.parse(part, parser)
    return values


def _structures(package: Package, part: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of rich values, each with its fields (name, type)."""
    found: list[tuple[str, list[tuple[str, str]]]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "s":
            found.append((attributes.get("t", ""), []))
        elif element == "k" and found:
            found[-1][1].append((attributes.get("n", ""), attributes.get("t", "")))

    if part in package:
        package.walk(part, start)
    return found


def _value(kind: str, keys: list[tuple[str, str]], fields: list[str]) -> RichValue:
    named = {name: field for (name, _), field in zip(keys, fields, strict=False)}
    if kind == _ERROR:
        return RichValue(
            is_error=True, is_known=True, text=_ERRORS.get(named.get("errorType", ""), "")
        )
    if kind.lower() in _PICTURES:
        return RichValue(is_picture=True, is_known=True, text=named.get("Text", ""))
    texts = [
        field
        for (name, of), field in zip(keys, fields, strict=False)
        if of == "s" and not name.startswith(("%", "_")) and "://" not in field
    ]
    shown = next((named[name] for name in _NAMED if named.get(name)), "")
    return RichValue(is_known=bool(kind), text=shown or next(iter(texts), ""))


def _whole(written: str | None) -> int:
    return int(written) if written and written.isdecimal() else -1
