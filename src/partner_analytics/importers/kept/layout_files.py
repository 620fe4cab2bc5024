"""Reading a layouts.toml strictly: each mistake at its line, with what was probably meant."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

from partner_analytics.errors import PartnerAnalyticsError, Place
from partner_analytics.grammar import normalize
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.kept.kept_files import kept_text
from partner_analytics.importers.kept.layouts import Layout, Layouts
from partner_analytics.program import NoToml, shortened, toml_document
from partner_analytics.trackers import TRACKERS, Tracker

_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_TABLE = re.compile(r"\s*(\[\[?)\s*layouts\s*(?:\.\s*(headers|scales)\s*)?\]")
_LISTS = ("files", "sheets", "ignore")
# Numbers of a workbook are written with one decimal mark before its sheets are told apart.
_WHOLE_FILE = ("encoding", "decimal_mark", "as_of")
_LONGEST_FOUND = 300
_EXAMPLE = 'Begin it with the line [[layouts]], then files = "orders*.csv" and what holds for them.'


def read_layouts(path: Path) -> Layouts:
    """The layouts of a file. Raises PartnerAnalyticsError for the first mistake in it."""
    text = kept_text(path)
    try:
        document = toml_document(text)
    except NoToml as error:
        raise PartnerAnalyticsError(
            place=Place(path.name, line=error.line),
            expected="TOML",
            found=error.found,
            remedy='Texts and headers stand in quotes ("Their header" = "YTD Volume"), true, false '
            "and dates do not, and each key stands once.",
        ) from None
    lines = _lines_of(text)
    reading = _Reading(path.name)
    for key in document:
        if key != "layouts":
            line = next((at for (_, name), at in lines.items() if name == key), 1)
            raise reading.error(line, "layouts and nothing else", f'"{key}"', _EXAMPLE)
    entries = document.get("layouts", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise reading.error(1, "a list of layouts", "something else", _EXAMPLE)
    return Layouts(
        tuple(
            reading.layout(entry, {name: at for (of, name), at in lines.items() if of == number})
            for number, entry in enumerate(entries)
        )
    )


def _lines_of(text: str) -> dict[tuple[int, str], int]:
    """The line of each key, by number of the layout and key; "" is the layout's first line."""
    lines: dict[tuple[int, str], int] = {}
    number, prefix = -1, ""
    for at, line in enumerate(text.splitlines(), start=1):
        if table := _TABLE.match(line):
            is_new = table[1] == "[["
            number += is_new
            prefix = f"{table[2]}." if table[2] else ""
            lines.setdefault((number, table[2] or ""), at)
        elif key := _KEY.match(line):
            name = _unquoted(key[1])
            lines.setdefault((number, f"{prefix}{name}"), at)
    return lines


def _unquoted(key: str) -> str:
    """A key without its quotes; what is none (a line of a long text) stays as it is."""
    try:
        return str(tomllib.loads(f"x = {key}")["x"]) if key[0] in "\"'" else key
    except ValueError:
        return key


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reading of one file."""

    file: str

    def error(self, line: int, expected: str, found: str, remedy: str) -> PartnerAnalyticsError:
        return PartnerAnalyticsError(
            place=Place(self.file, line=line),
            expected=expected,
            found=found if len(found) <= _LONGEST_FOUND else f"{found[:_LONGEST_FOUND]}…",
            remedy=remedy,
        )

    def layout(self, entry: Mapping[str, Any], lines: Mapping[str, int]) -> Layout:
        """One entry, every key checked."""
        first = lines.get("", 1)
        checks = _checks()
        for key, value in entry.items():
            line = lines.get(key, first)
            if key not in checks:
                raise self._unknown(line, f'the key "{key}"', "a key of layouts", key, checks)
            expected, fits = checks[key]
            if not fits(value):
                raise self.error(line, expected, f"{key} = {_as_toml(value)}", f"Write {expected}.")
        if "files" not in entry:
            raise self.error(first, 'files = "..."', "a layout without", _EXAMPLE)
        lists = {name: _as_list(entry.get(name, [])) for name in _LISTS}
        others = {"headers", "scales", *_LISTS}
        layout = Layout(
            Place(self.file, line=first),
            **lists,
            settings={key: value for key, value in entry.items() if key not in others},
            headers=entry.get("headers", {}),
            scales=entry.get("scales", {}),
            lines=lines,
        )
        self._check_scope(layout)
        self._check_headers(layout)
        return layout

    def _check_scope(self, layout: Layout) -> None:
        """What a setting needs to make sense."""
        for key in _WHOLE_FILE:
            if key in layout.settings and layout.sheets:
                line = layout.at(key).line or 1
                raise self.error(
                    line,
                    f"{key}, which holds for whole files, in a layout without sheets",
                    "one with sheets",
                    "Write a layout of its own for it, with the same files.",
                )
        name = layout.settings.get("tracker")
        line = layout.at("tracker").line or 1
        if name is not None and name not in TRACKERS:
            raise self._unknown(line, f'"{name}"', "the name of a tracker", name, TRACKERS)
        if layout.settings.get("line_amounts"):
            self._check_line_amounts(layout, name)

    def _check_line_amounts(self, layout: Layout, name: str | None) -> None:
        able = [t.name for t in TRACKERS.values() if t.derive_from_amounts]
        if name is not None and name not in able:
            raise self.error(
                layout.at("line_amounts").line or 1,
                f"line_amounts with a tracker that has prices: {', '.join(able)}",
                f'"{name}"',
                "Delete one of the two lines.",
            )

    def _check_headers(self, layout: Layout) -> None:
        """That each header is said to mean one that exists."""
        name = layout.settings.get("tracker")
        trackers = [TRACKERS[name]] if name else list(TRACKERS.values())
        spellings = {text: None for tracker in trackers for text in _spellings(tracker)}
        folded = {normalize(spelling) for spelling in spellings}
        columns = {c.name: None for tracker in trackers for c in tracker.read_columns}
        known = {**spellings, **columns}
        of = f"the {trackers[0].title} tracker" if name else "a tracker"
        for header, target in layout.headers.items():
            if normalize(target) not in folded and target not in columns:
                raise self._unknown(
                    layout.at(f"headers.{header}").line or 1,
                    f'"{target}"',
                    f"a header or column of {of}",
                    target,
                    known,
                )

    def _unknown(
        self, line: int, found: str, expected: str, text: str, known: Mapping[str, Any]
    ) -> PartnerAnalyticsError:
        folded = {normalize(name.replace("_", " ")): name for name in reversed(list(known))}
        close = get_close_matches(
            normalize(shortened(str(text)).replace("_", " ")), list(folded), n=2
        )
        if close:
            remedy = f"Did you mean {' or '.join(folded[name] for name in close)}?"
        elif len(known) <= 20:
            remedy = f"There are: {', '.join(known)}."
        else:
            remedy = "`partner-analytics template` writes the headers of a tracker."
        return self.error(line, expected, found, remedy)


def _spellings(tracker: Tracker) -> list[str]:
    """What a header may be said to mean: other headers, and members of a wide sheet."""
    columns = tracker.read_columns
    members: list[str] = []
    if tracker.wide:
        choice = tracker.column(tracker.wide.names).choice
        members = choice.labels if choice else []
    spellings = [spelling for column in columns for spelling in column.spellings]
    return [*(column.header for column in columns), *members, *spellings]


def _checks() -> dict[str, tuple[str, Any]]:
    """For each key what its value has to be, in words and as a test."""
    texts = "a text in quotes, or several in brackets"
    checks: dict[str, tuple[str, Any]] = dict.fromkeys(_LISTS, (texts, _is_texts))
    hints = get_type_hints(Source)
    for item in fields(Source):
        checks[item.name] = _check_of(item.name, hints[item.name])
    checks["tracker"] = ('the name of a tracker in quotes, like "orders"', _is_text)
    checks["line_amounts"] = ("line_amounts = true or false", lambda v: isinstance(v, bool))
    checks["as_of"] = (
        "a day without quotes, like 2025-03-31",
        lambda v: isinstance(v, date) and not isinstance(v, datetime),
    )
    checks["headers"] = (
        'headers, each like "Their header" = "YTD Volume"',
        lambda v: isinstance(v, dict) and all(map(_is_text, v.values())),
    )
    checks["scale"] = ("scale = 1, 10, 100, 1000 and so on", _is_scale)
    checks["scales"] = (
        'scales, each like "Their header" = 1000',
        lambda v: isinstance(v, dict) and all(map(_is_scale, v.values())),
    )
    return checks


def _is_scale(value: Any) -> bool:
    return type(value) is int and re.fullmatch("10{0,12}", str(value)) is not None


def _check_of(name: str, hint: Any) -> tuple[str, Any]:
    """What a setting of `Source` may be, by its type."""
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    choices = [choice for kind in kinds for choice in get_args(kind)]
    if choices:
        written = " or ".join(f'"{choice}"' for choice in choices)
        return f"{name} = {written}", lambda value: value in choices
    if bool in kinds:
        return f"{name} = true or false", lambda value: isinstance(value, bool)
    return f"{name} as a text in quotes", _is_text


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return _is_text(value) or (
        isinstance(value, list) and bool(value) and all(map(_is_text, value))
    )


def _as_list(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _as_toml(value: Any) -> str:
    """A value about as the file writes it.

    >>> _as_toml("yes"), _as_toml(True), _as_toml(["a", 1])
    ('"yes"', 'true', '["a", 1]')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    return "a table" if isinstance(value, dict) else str(value)
