"""How a text file separates its fields: found from its first rows, and only where it is clear."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.located_cells import Dialect
from partner_analytics.importers.files.text.record_widths import usual_width

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(\r\n|\n|\r)', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A dialect, the usual width of a row, and the line above the rows that names it (`sep=;`)."""

    dialect: Dialect
    width: int
    first_line: int = 1
    skipped: str = ""


class BrokenQuotes(Exception):
    """A record, by the line it starts on, that strict CSV cannot split."""

    def __init__(self, line: int, complaint: str) -> None:
        super().__init__(complaint)
        self.line = line
        self.is_cut = "unexpected end of data" in complaint


@dataclass(frozen=True, slots=True)
class _Trial:
    """What a dialect makes of the sample.

    `share` is that of the usual width among the rows from the first that has it, `coverage` that
    among all rows, and `odd_line` the first of those rows to have another width. It
    `starts_wide` if the very first row has the usual width: then nothing was taken for a title.
    `used` counts the columns that hold anything.
    """

    dialect: Dialect
    width: int
    share: float
    coverage: float
    is_strict: bool
    starts_wide: bool
    used: int
    odd_line: int | None


def find_dialect(sample: str, *, is_whole: bool, file: str) -> Found:
    """Find the dialect under which most rows of `sample` have one width.

    `is_whole` is false where the sample is only the start of the file, its last row cut.
    """
    match = _SEPARATOR_LINE.match(sample)
    if match is None:
        best = _best(_trials(sample, _DELIMITERS, is_whole), file)
        return Found(best.dialect, best.width)
    trials = _trials(sample[match.end() :], (match[1],), is_whole)
    best = _best(trials, file) if any(trial.width > 1 for trial in trials) else trials[0]
    return Found(best.dialect, best.width, 2, match[0])


def _trials(sample: str, delimiters: Iterable[str], is_whole: bool) -> list[_Trial]:
    dialects = [Dialect(mark) for mark in delimiters]
    dialects += [Dialect(mark, is_spaced=True) for mark in delimiters if _is_spaced(sample, mark)]
    if _escapes_quotes(sample):
        dialects += [Dialect(mark, escape="\\") for mark in delimiters]
    if "'" in sample:  # never chosen, but another delimiter may do as well with them
        dialects += [Dialect(mark, quote="'") for mark in delimiters]
    return [_try(dialect, sample, is_whole) for dialect in dialects]


def _best(trials: list[_Trial], file: str) -> _Trial:
    """Return the trial under which most rows have one width; raises UnreadableFile if two do."""
    wide = [trial for trial in trials if trial.width > 1 and trial.share >= _LEAST_SHARE]
    known = [trial for trial in wide if trial.dialect.quote == '"']
    if not known:
        return _single_column([t for t in trials if t.dialect.quote == '"'], file)
    # A delimiter with something in one column only separates nothing: it is the last choice.
    best = max([trial for trial in known if trial.used > 1] or known, key=_rank)
    rival = next((trial for trial in wide if _is_rival(trial, best)), None)
    if rival is not None:
        raise _two_delimiters(best, rival, file)
    if any(_escapes_otherwise(trial, best) for trial in known):
        raise _unclear_escapes(file)
    return best


def strict_rows(
    text: Iterable[str], dialect: Dialect, first_line: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on; empty lines give an empty record.

    Raises BrokenQuotes for a quote that is never closed or is followed by more text.
    """
    reader = csv.reader(
        text,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        skipinitialspace=dialect.is_spaced,
        strict=True,
    )
    line = first_line
    try:
        for record in reader:
            yield line, record
            line = first_line + reader.line_num
    except csv.Error as error:
        raise BrokenQuotes(line, str(error)) from None


def _rank(trial: _Trial) -> tuple[bool, float, bool, int]:
    return trial.is_strict, round(trial.coverage, 2), trial.starts_wide, trial.width


def _is_rival(trial: _Trial, best: _Trial) -> bool:
    """Tell whether another delimiter does as well: rows as even, into however many fields."""
    is_other = trial.dialect.delimiter != best.dialect.delimiter
    return is_other and (best.used == 1 or _rank(trial)[:3] >= _rank(best)[:3])


def _is_spaced(sample: str, delimiter: str) -> bool:
    """Tell whether quotes stand behind spaces, and a space behind each delimiter."""
    if not re.search(rf'{re.escape(delimiter)} +"', sample):
        return False
    return not re.search(rf"{re.escape(delimiter)}(?![ \r\n]|\Z)", _QUOTED.sub("", sample))


def _escapes_otherwise(trial: _Trial, best: _Trial) -> bool:
    """Tell whether rows split as evenly where a backslash before a quote is taken otherwise."""
    escapes = {trial.dialect.escape, best.dialect.escape}
    return len(escapes) == 2 and _rank(trial) == _rank(best)


def _two_delimiters(best: _Trial, rival: _Trial, file: str) -> UnreadableFile:
    return UnreadableFile(
        "unclear-delimiter",
        place=Place(file),
        expected="one character between the fields",
        found=f"rows that {_NAMES[best.dialect.delimiter]} and "
        f"{_NAMES[rival.dialect.delimiter]} split equally well",
        remedy='Export the file again with one of them, or write "sep=;" (the right one) '
        "into its first line.",
    )


def _unclear_escapes(file: str) -> UnreadableFile:
    return UnreadableFile(
        "unclear-escapes",
        place=Place(file),
        expected='quotes inside a text written twice ("")',
        found='quotes behind a backslash (\\"), which may or may not be part of the text',
        remedy="Export the file again as CSV with quotes written twice, or as .xlsx.",
    )


def _escapes_quotes(sample: str) -> bool:
    """Tell whether backslashes stand only before quotes and backslashes, as escapes do."""
    return '\\"' in sample and not re.search(r'\\(?!["\\])', sample.replace("\\\\", ""))


def _try(dialect: Dialect, sample: str, is_whole: bool) -> _Trial:
    rows: list[tuple[int, list[str]]] = []
    is_strict = True
    try:
        for line, record in strict_rows(io.StringIO(sample, newline=""), dialect):
            if any(field.strip() for field in record):
                rows.append((line, record))
    except BrokenQuotes as error:
        is_strict = not is_whole and error.is_cut
    if not is_whole and len(rows) > 1:
        rows.pop()
    width = usual_width(Counter(len(record) for _, record in rows))
    below_titles = list(dropwhile(lambda row: len(row[1]) != width, rows))
    wide = [record for _, record in below_titles if len(record) == width]
    return _Trial(
        dialect,
        width,
        len(wide) / max(len(below_titles), 1),
        len(wide) / max(len(rows), 1),
        is_strict,
        bool(rows) and len(rows[0][1]) == width,
        sum(1 for column in zip(*wide, strict=True) if any(map(str.strip, column))),
        next((line for line, record in below_titles if len(record) != width), None),
    )


def _single_column(trials: list[_Trial], file: str) -> _Trial:
    broken = next((trial for trial in trials if not trial.is_strict), None)
    if broken is not None:  # reading on in its dialect names the line of the broken quote
        return broken
    if all(trial.width <= 1 for trial in trials):
        return trials[0]
    raise UnreadableFile(
        "unclear-delimiter",
        place=Place(file, line=max(trials, key=_rank).odd_line),
        expected="rows of one width, their fields separated by comma, semicolon, tab or pipe",
        found="no such separator under which most rows have the same number of fields",
        remedy="Export the file again as CSV (comma separated, texts in quotes) or as .xlsx.",
    )
