"""Signs that a text file is written otherwise than its rows were split: then it is refused.

Each is a way in which a file of one dialect reads without complaint in another, and every cell of
it wrong.
"""

import csv
import io
import re
from collections.abc import Sequence
from itertools import takewhile

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.text.dialects import BrokenQuotes, Found, strict_rows

Rows = Sequence[tuple[int, list[str]]]

# What separates fields in some files; a space last, as it stands in texts as well.
_OTHER_SEPARATORS = (
    *("::", "||", "##", ",", ";", "\t", "|", ":", "^", "~", "#", "&", "!", "/", "\x1f", "-", "."),
    " ",
)
_NAMES = {" ": "a space", "\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a pipe"}
_LINE_END = re.compile(r"(?:[;|,^~#&]|<br ?/?>)$")
_OTHER_QUOTES = {"'": "'", "`": "`", "‘": "’", "“": "”", "„": "“", "«": "»"}
_FEWEST_CELLS = 2
_MOST_TITLES = 3
_NEAR = 5  # lines between an apostrophe that opens and one that closes
_REMEDY = "Export the file again as CSV (comma separated, texts in double quotes) or as .xlsx."


def refuse_in_doubt(sample: str, found: Found, file: str) -> None:
    """Raise UnreadableFile where the start of a file shows that `found` is not how it is written.

    A sample that strict CSV cannot split is left to the reader, which names the line.
    """
    text = io.StringIO(sample[len(found.skipped) :], newline="")
    rows: list[tuple[int, list[str]]] = []
    try:
        for line, record in strict_rows(text, found.dialect, found.first_line):
            if any(field.strip() for field in record):
                rows.append((line, record))
    except BrokenQuotes as error:
        if not error.is_cut:
            return
    wide = [row for row in rows if len(row[1]) == found.width]
    if found.width == 1:
        _refuse_other_separator(rows, file)
    _refuse_titles_alone(rows, found.width, file)
    _refuse_line_end_marks(wide, file)
    _refuse_quotes_behind_spaces(wide, file)
    _refuse_other_quotes(wide, found.width, file)
    _refuse_torn_apostrophes(rows, file)


def _refuse_other_separator(rows: Rows, file: str) -> None:
    """Refuse a single column in which all rows split alike by something else."""
    fields = [record[0].strip() for _, record in rows]
    if len(fields) < _FEWEST_CELLS:
        return
    for separator in _OTHER_SEPARATORS:
        counts = {_count(field, separator) for field in fields}
        if len(counts) == 1 and counts != {0}:
            name = _NAMES.get(separator, f'"{separator}"')
            raise UnreadableFile(
                "unclear-delimiter",
                place=Place(file, line=rows[0][0]),
                expected="fields separated by comma, semicolon, tab or pipe",
                found=f"rows of one field each, in all of which {name} stands equally often",
                remedy=f"If {name} separates the fields, export the file again as CSV (comma "
                "separated, texts in quotes) or as .xlsx.",
            )


def _count(field: str, separator: str) -> int:
    """Count a separator; a common one only outside of quotes, as a whole line may stand in them."""
    if len(separator) > 1 or separator not in ",;\t|":
        return field.count(separator)
    return len(next(csv.reader([field], delimiter=separator), [field])) - 1


def _refuse_titles_alone(rows: Rows, width: int, file: str) -> None:
    """Refuse a file that has more lines above its table than in it: they may be the table."""
    above = list(takewhile(lambda row: len(row[1]) != width, rows))
    is_much = len(above) > _MOST_TITLES and 2 * len(above) >= len(rows)
    if (
        is_much
        or _go_on_below(above, rows)
        or (above and sum(len(row[1]) == width for row in rows) < _FEWEST_CELLS)
    ):
        raise UnreadableFile(
            "unclear-delimiter",
            place=Place(file, line=rows[0][0]),
            expected="a table with a few lines of titles above it",
            found=f"a first row of {width} fields only in line {_first_line(rows, width)}",
            remedy=_REMEDY,
        )


def _go_on_below(above: Rows, rows: Rows) -> bool:
    """Tell whether another delimiter stands in a title as often as in most rows below it."""
    for mark in ",;\t|":
        counts = [sum(field.count(mark) for field in record) for _, record in rows]
        in_title = max(counts[: len(above)], default=0)
        below = counts[len(above) :]
        if in_title > 1 and 2 * sum(count >= in_title for count in below) >= len(below):
            return True
    return False


def _first_line(rows: Rows, width: int) -> int:
    return next((line for line, record in rows if len(record) == width), 1)


def _refuse_line_end_marks(wide: Rows, file: str) -> None:
    """Refuse a file in which each line ends in the same sign: it is no part of the last field."""
    # The last line need not end as the others do.
    ends = {_line_end(record[-1]) for _, record in wide[: max(len(wide) - 1, _FEWEST_CELLS)]}
    if len(wide) < _FEWEST_CELLS or len(ends) != 1 or ends == {""}:
        return
    (mark,) = ends
    raise UnreadableFile(
        "unclear-line-end",
        place=Place(file, line=wide[0][0]),
        expected="lines that end behind their last field",
        found=f'"{mark}" at the end of every line',
        remedy=_REMEDY,
    )


def _line_end(field: str) -> str:
    match = _LINE_END.search(field.rstrip())
    return match[0] if match else ""


def _refuse_quotes_behind_spaces(wide: Rows, file: str) -> None:
    """Refuse fields whose quotes were read as text, as they stand behind a space."""
    for line, record in wide:
        for field in record:
            text = field.strip()
            if field != text and len(text) > 1 and text[0] == text[-1] == '"':
                raise UnreadableFile(
                    "space-around-quotes",
                    place=Place(file, line=line),
                    expected="quotes right beside the delimiter",
                    found=f"the field `{field[:60]}`, with spaces around its quotes",
                    remedy=_REMEDY,
                )


def _refuse_other_quotes(wide: Rows, width: int, file: str) -> None:
    """Refuse columns all of whose cells, the header too, stand in quotes of another kind."""
    columns = ([text for _, record in wide if (text := record[at].strip())] for at in range(width))
    quoted = [texts for texts in columns if texts and _are_quoted(texts)]
    if sum(map(len, quoted)) >= _FEWEST_CELLS:
        raise _other_quotes(quoted[0][0][0], Place(file, line=wide[0][0]))


def _are_quoted(texts: Sequence[str]) -> bool:
    opening = texts[0][0]
    closings = (opening, _OTHER_QUOTES.get(opening, opening))
    return opening in _OTHER_QUOTES and all(
        len(text) > 1 and text[0] == opening and text[-1] in closings for text in texts
    )


def _refuse_torn_apostrophes(rows: Rows, file: str) -> None:
    """Refuse `'Coopersburg` and ` PA'` in fields of their own: the comma may have been text.

    Of the two apostrophes inside `'Men''s'` one would not be.
    """
    opened = 0
    for line, record in rows:
        for field in record:
            text = field.strip()
            starts, ends = text.startswith("'"), text.endswith("'")
            if starts and ends and "''" in text[1:-1]:
                raise _other_quotes("'", Place(file, line=line))
            if ends and (not starts or len(text) == 1) and opened:
                raise _other_quotes("'", Place(file, line=opened))
            if starts and not (ends and len(text) > 1):
                opened = line
        if line - opened >= _NEAR:
            opened = 0


def _other_quotes(sign: str, place: Place) -> UnreadableFile:
    return UnreadableFile(
        "unclear-quotes",
        place=place,
        expected='texts in double quotes (")',
        found=f"texts in other quotes ({sign})",
        remedy=_REMEDY,
    )
