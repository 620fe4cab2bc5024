"""Which records of a text file are its table, which are titles and notes, which are broken."""

import re
from collections import Counter
from dataclasses import dataclass

from partner_analytics.errors import Place, UnreadableFile

MOST_ODD_ROWS = 20_000
_MOST_RAGGED_SHARE = 0.1
_MOST_RAGGED_SHARE_UNDER_HEADER = 0.5
_MOST_TITLE_PAIRS = 10  # lines such as "As of,2025-09-30" above a table; more are a table
_NUMBER = re.compile(r"[^A-Za-z]*[0-9][^A-Za-z]*")


@dataclass(frozen=True, slots=True)
class OddRow:
    """A record that is not as wide as the table."""

    line: int
    fields: list[str]
    follows_blank: bool

    @property
    def filled(self) -> int:
        """Return how many of its fields hold more than white space."""
        return sum(1 for field in self.fields if field.strip())

    def fits(self, width: int) -> bool:
        """Tell whether nothing of it stands to the right of `width` columns."""
        return not any(field.strip() for field in self.fields[width:])


@dataclass(frozen=True, slots=True)
class Survey:
    """The records of a file by width: those `width` wide counted, others kept unless blank."""

    width: int
    wide_count: int
    first_line: int
    first_fields: list[str]
    last_line: int
    odd: list[OddRow]


@dataclass(frozen=True, slots=True)
class OddRows:
    """Titles above the table and notes below it, which stay, and ragged rows, which do not."""

    titles: list[OddRow]
    notes: list[OddRow]
    ragged: list[OddRow]


def usual_width(widths: Counter[int]) -> int:
    """Return the width most rows have; single fields count only where there is nothing wider.

    >>> usual_width(Counter({1: 9, 4: 3, 5: 1})), usual_width(Counter({1: 2}))
    (4, 1)
    """
    wide = {width: count for width, count in widths.items() if width > 1 and count > 0}
    if not wide:
        return min(widths, default=0)
    return max(wide, key=lambda width: (wide[width], width))


def sort_odd_rows(survey: Survey, file: str) -> OddRows:
    """Tell titles, notes and ragged rows apart.

    Raises UnreadableFile where the odd rows may be the header or another table: then no one can
    say which column a value of the others belongs to.
    """
    odd = survey.odd
    if len(odd) > MOST_ODD_ROWS:
        raise _not_one_table(survey, odd, file)
    titles = [row for row in odd if row.line < survey.first_line]
    notes = _notes([row for row in odd if row.line > survey.last_line], survey.width)
    kept = {row.line for row in (*titles, *notes)}
    ragged = [row for row in odd if row.line not in kept]
    _refuse_header_of_other_width(survey, titles, file)
    far_wider = any(len(row.fields) >= 2 * survey.width > 2 for row in ragged)
    if ragged and (len(ragged) > _most_ragged(survey, ragged) or far_wider):
        raise _not_one_table(survey, ragged, file)
    return OddRows(titles, notes, ragged)


def _most_ragged(survey: Survey, ragged: list[OddRow]) -> float:
    """How many rows may be of another width and the others still be beyond doubt.

    Where the header is as wide as the rows below it, those rows are what they should be, and the
    others are bad ones: delimiters too many, or cells that are missing. Where there are rows of
    both kinds, one too many and one missing may make up for each other in a row of the right
    width: then only few may be bad. A single one may always be.
    """
    rows = survey.wide_count - 1
    few = rows * _MOST_RAGGED_SHARE
    if not _is_header(survey.first_fields):
        return few
    sides = {len(row.fields) > survey.width for row in ragged}
    if len(sides) > 1:
        return few
    return max(rows * _MOST_RAGGED_SHARE_UNDER_HEADER, min(rows, 1))


def _notes(below: list[OddRow], width: int) -> list[OddRow]:
    """Return the rows below the table that are single texts under a blank line (a footer)."""
    is_footer = all(row.filled == 1 and row.fits(width) for row in below)
    return below if is_footer and below and below[0].follows_blank else []


def _refuse_header_of_other_width(survey: Survey, titles: list[OddRow], file: str) -> None:
    pairs = [row for row in titles if row.filled > 1]
    for row in titles:
        is_one_short = row.line + 1 == survey.first_line and row.filled == survey.width - 1 > 1
        is_like_table = row.filled > 2 or is_one_short
        is_pair_of_many = row in pairs and len(pairs) > _MOST_TITLE_PAIRS
        is_unlike_title = row in pairs and not _is_header(survey.first_fields)
        if is_like_table or is_pair_of_many or is_unlike_title or not row.fits(survey.width):
            raise UnreadableFile(
                "header-width",
                place=Place(file, line=row.line),
                expected=f"a header of {survey.width} fields, as the rows below have",
                found=f"{len(row.fields)} fields: {shortened(row.fields)}",
                remedy="Give the header one name for each column, and every row as many fields "
                "as the header (delimiters at the end of a row count), then import again.",
            )


def _is_header(fields: list[str]) -> bool:
    names = [field.strip() for field in fields]
    return all(names) and len(set(names)) == len(names) and not any(map(_NUMBER.fullmatch, names))


def _not_one_table(survey: Survey, ragged: list[OddRow], file: str) -> UnreadableFile:
    lines = ", ".join(str(row.line) for row in ragged[:5])
    more = f" and {len(ragged) - 5:,} more" if len(ragged) > 5 else ""
    return UnreadableFile(
        "ragged-rows",
        place=Place(file, line=ragged[0].line),
        expected=f"rows of {survey.width} fields, as most rows have",
        found=f"rows too many or too different to set aside (lines {lines}{more})",
        remedy="Mend these rows (a text with the delimiter in it must stand in quotes; a second "
        "table belongs into its own file), then import again.",
    )


def shortened(fields: list[str], most: int = 120) -> str:
    """Show a row's fields on one line.

    >>> shortened(["Lutron", "35%"])
    '"Lutron | 35%"'
    """
    text = " | ".join(fields).replace("\n", " ").replace("\r", " ")
    return f'"{text}"' if len(text) <= most else f'"{text[:most]}…"'
