"""Layouts: what a person settles about exports once and for all, in a layouts.toml beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from partner_analytics.errors import PartnerAnalyticsError, Place
from partner_analytics.grammar import normalize
from partner_analytics.importers.exports.export_tools import Tool
from partner_analytics.importers.files.source_settings import DEFAULT_SOURCE, Source
from partner_analytics.trackers import Tracker

LAYOUTS = "layouts.toml"
# Something a layout says, and where.
_Said = tuple[Place, Any]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """All that is settled about one sheet (of a text file: about the file).

    `headers` gives the header or column meant by a spelling, `ignored` the spellings of columns
    nobody wants to hear of, both folded. `scale` is what amounts without a scale of their own are
    to be multiplied by, `scales` the same by folded header. `line_amounts` says that prices are
    those of whole lines. `tracker` is the only one looked for. `tool` wrote the sheet; what it
    means by its own headers counts where neither a person nor the tracker says anything else.
    """

    source: Source = DEFAULT_SOURCE
    tracker: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    line_amounts: bool = False
    tool: Tool | None = None
    scale: int | None = None
    scales: Mapping[str, int] = field(default_factory=dict)

    @property
    def spellings(self) -> frozenset[str]:
        """The folded headers that mean something beside those of the trackers."""
        return frozenset(self.headers) | (self.tool.spellings if self.tool else frozenset())

    def spelling(self, text: str, tracker: Tracker) -> str:
        """What a header cell is read as: itself, or the header it was said to mean."""
        meant = self.headers.get(normalize(text))
        if meant is None:
            return text
        named = [column for column in tracker.read_columns if column.name == meant]
        return named[0].header if named else meant

    def is_ignored(self, text: str) -> bool:
        """Whether a header cell is to be passed over without a word."""
        numbers = self.tool.numbers if self.tool else frozenset()
        return bool(self.ignored or numbers) and normalize(text) in self.ignored | numbers


NOTHING_SETTLED = SheetLayout()


@dataclass(frozen=True, slots=True)
class Layout:
    """One entry of a layouts.toml: patterns of file and sheet names, and what holds for them.

    `settings` are those of `Source`, `tracker`, `line_amounts` and `as_of`, as far as they are
    written; `lines` gives the line of each key ("headers.Amount" of a header).
    """

    place: Place
    files: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def fits_file(self, file: str) -> bool:
        """Whether it holds for (some sheets of) a file of that name."""
        return _fits(file, self.files)

    def fits_sheet(self, sheet: str | None) -> bool:
        """Whether it holds for a sheet of a file it fits; a text file is one without a name."""
        return not self.sheets or (sheet is not None and _fits(sheet, self.sheets))

    def at(self, key: str) -> Place:
        """Where it says something."""
        table = key.partition(".")[0]
        line = self.lines.get(key, self.lines.get(table, self.place.line))
        return replace(self.place, line=line)

    def as_text(self) -> dict[str, Any]:
        """What it says, in plain values: the memory of what an export was read with."""
        said: dict[str, Any] = {**self.settings}
        if "as_of" in said:
            said["as_of"] = said["as_of"].isoformat()
        for name in ("sheets", "headers", "scales", "ignore"):
            if getattr(self, name):
                said[name] = getattr(self, name)
        return said


def _fits(name: str, patterns: Sequence[str]) -> bool:
    """Whether a name is one of the patterns or matches it; case does not count.

    >>> _fits("Orders 2025.csv", ["orders*.csv"]), _fits("Terms [old]", ["Terms [old]"])
    (True, True)
    """
    folded = name.casefold()
    return any(folded == p.casefold() or fnmatchcase(folded, p.casefold()) for p in patterns)


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts that hold for one file; none, unless a person wrote some."""

    entries: tuple[Layout, ...] = ()

    def of_file(self, file: str) -> "Layouts":
        """Those for a file of that name."""
        return Layouts(tuple(entry for entry in self.entries if entry.fits_file(file)))

    def settles(self) -> frozenset[str]:
        """The settings that any of them settles."""
        return frozenset(key for entry in self.entries for key in entry.settings)

    def file_source(self, options: Source = DEFAULT_SOURCE) -> Source:
        """The settings that hold for the whole file, those given as options first."""
        whole = [entry for entry in self.entries if not entry.sheets]
        return _source(_settled(whole), options)

    def as_of(self) -> list[tuple[Place, date]]:
        """The as-of days they state, with the places."""
        return [
            (entry.at("as_of"), entry.settings["as_of"])
            for entry in self.entries
            if "as_of" in entry.settings
        ]

    def of_sheet(self, sheet: str | None, options: Source = DEFAULT_SOURCE) -> SheetLayout:
        """What holds for one sheet; what was given as an option wins.

        Raises PartnerAnalyticsError where two layouts contradict each other about it.
        """
        fitting = [entry for entry in self.entries if entry.fits_sheet(sheet)]
        if not fitting:
            return SheetLayout(options) if options != DEFAULT_SOURCE else NOTHING_SETTLED
        settled = _settled(fitting)
        headers = _headers(fitting)
        return SheetLayout(
            _source(settled, options),
            settled.get("tracker"),
            headers,
            frozenset(normalize(text) for entry in fitting for text in entry.ignore),
            settled.get("line_amounts", False),
            scale=settled.get("scale"),
            scales=_scales(fitting),
        )


NO_LAYOUTS = Layouts()


def _source(settled: Mapping[str, Any], options: Source) -> Source:
    names = [item.name for item in fields(Source)]
    given = {name: getattr(options, name) for name in names}
    return Source(
        **{
            name: settled.get(name, given[name])
            if given[name] == getattr(DEFAULT_SOURCE, name)
            else given[name]
            for name in names
        }
    )


def _settled(entries: Sequence[Layout]) -> dict[str, Any]:
    """The settings of several layouts together."""
    settled: dict[str, _Said] = {}
    for entry in entries:
        for key, value in entry.settings.items():
            known = settled.setdefault(key, (entry.at(key), value))
            if known[1] != value:
                raise _contradiction(key, known, (entry.at(key), value))
    return {key: value for key, (_, value) in settled.items()}


def _headers(entries: Sequence[Layout]) -> dict[str, str]:
    """The headers of several layouts together, folded."""
    meant: dict[str, _Said] = {}
    for header, said in _said_of_headers(entries):
        known = meant.setdefault(normalize(header), said)
        if normalize(known[1]) != normalize(said[1]):
            raise _contradiction(f'"{header}"', known, said)
    return {header: target for header, (_, target) in meant.items() if target}


def _scales(entries: Sequence[Layout]) -> dict[str, int]:
    """The scales of several layouts together, by folded header."""
    known: dict[str, _Said] = {}
    for entry in entries:
        for header, scale in entry.scales.items():
            said = (entry.at(f"scales.{header}"), scale)
            first = known.setdefault(normalize(header), said)
            if first[1] != scale:
                raise _contradiction(f'the scale of "{header}"', first, said)
    return {header: scale for header, (_, scale) in known.items()}


def _said_of_headers(entries: Sequence[Layout]) -> Iterator[tuple[str, _Said]]:
    """What each of their headers means; nothing ("") for one to be ignored."""
    for entry in entries:
        for header, target in entry.headers.items():
            yield header, (entry.at(f"headers.{header}"), target)
        for header in entry.ignore:
            yield header, (entry.at("ignore"), "")


def _contradiction(what: str, one: _Said, other: _Said) -> PartnerAnalyticsError:
    return PartnerAnalyticsError(
        place=other[0],
        expected=f"{what} as line {one[0].line} says it: {_written(one[1])}",
        found=_written(other[1]),
        remedy="Both lines hold for one export. Delete the one that is wrong, or narrow the "
        "files or sheets of its layout.",
    )


def _written(value: Any) -> str:
    """A value as the file writes it.

    >>> [_written(value) for value in (True, ",", date(2025, 3, 31), "")]
    ['true', '","', '2025-03-31', 'to be ignored']
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if value else "to be ignored"
    return str(value)
