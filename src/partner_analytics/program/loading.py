"""Reading a program's file: the shipped ones by name, a user's own by path."""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from partner_analytics.errors import InvalidCall, InvalidProgram, Place
from partner_analytics.grammar import CURRENCIES
from partner_analytics.program.mistakes import mistakes
from partner_analytics.program.model import Program
from partner_analytics.program.toml_texts import NoToml, toml_document

_SHIPPED = resources.files("partner_analytics.program")


def shipped_programs() -> list[str]:
    """The names of the programs that come with this package.

    >>> "homeaiq" in shipped_programs()
    True
    """
    files = (entry.name for entry in _SHIPPED.iterdir())
    return sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


def load_program(name_or_path: str | Path = "homeaiq") -> Program:
    """Read a program: a shipped one by its name, or a TOML file by its path.

    Raises InvalidCall if there is no such program, and InvalidProgram for a file that is no TOML
    or breaks the rules of programs: all that is wrong with it at once, each with its entry.

    >>> load_program().health.weights[0].commercial
    30
    """
    file, text = _read(name_or_path)
    try:
        document = toml_document(text)
    except NoToml as error:
        raise InvalidProgram(
            place=Place(file, line=error.line),
            expected="TOML",
            found=error.found,
            remedy="Texts stand in quotes, dates and numbers do not, and each key stands once.",
        ) from None
    return _checked(file, document)


def _read(name_or_path: str | Path) -> tuple[str, str]:
    """File name and text."""
    if str(name_or_path) in shipped_programs():
        file = f"{name_or_path}.toml"
        return file, _SHIPPED.joinpath(file).read_text(encoding="utf-8")
    path = Path(name_or_path)
    if path.exists() and not path.is_file():  # a pipe would keep its reader waiting for ever
        raise _no_program(name_or_path, "something else there")
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidProgram(
            place=path.name,
            expected="a text in UTF-8",
            found="other bytes",
            remedy="Save the file as UTF-8.",
        ) from None
    except OSError as error:
        raise _no_program(name_or_path, f"no file that can be read ({error.strerror})") from None


def _no_program(name_or_path: str | Path, found: str) -> InvalidCall:
    return InvalidCall(
        place=str(name_or_path),
        expected=f"a program: {', '.join(shipped_programs())}, or the path of a TOML file",
        found=found,
        remedy="Check the spelling of the name or path.",
    )


def _checked(file: str, document: dict[str, Any]) -> Program:
    context = {
        "tiers": _tiers(document.get("tiers")),
        "currency": _currency(document.get("currency")),
    }
    try:
        return Program.model_validate(document, context=context)
    except ValidationError as error:
        errors = error.errors()
    try:
        # An unknown key keeps an entry from being checked any further: check it without.
        Program.model_validate(document, context=context, extra="ignore")
    except ValidationError as error:
        errors += [item for item in error.errors() if item not in errors]
    raise _invalid(file, mistakes(file, document, errors))


def _tiers(entries: Any) -> set[str] | None:
    """The tiers a document declares; None where they are not written as such."""
    if not isinstance(entries, list):
        return None
    return {
        str(entry["tier"]) for entry in entries if isinstance(entry, Mapping) and "tier" in entry
    }


def _currency(text: Any) -> str | None:
    """The currency amounts have to be in; None where the document does not state one."""
    return text if isinstance(text, str) and text in CURRENCIES else None


def _invalid(file: str, found: Sequence[InvalidProgram]) -> InvalidProgram:
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n- {mistake}" for mistake in found)
    return InvalidProgram(
        place=file,
        expected="a program without mistakes",
        found=f"{len(found)}",
        remedy=f"Correct each of them:{listed}",
    )
