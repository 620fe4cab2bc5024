"""Which records of a text file are its table, which are titles and notes, which are broken."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.tables.rows.row_labels import is_note
from partner_analytics.importers.units.unit_notes import is_unit_note

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
    """The records of a file by width: those `width` wide counted, others kept unless blank.

    `around` is what the wide ones are like, where that may tell what another one is.
    """

    width: int
    wide_count: int
    first_line: int
    first_fields: list[str]
    last_line: int
    odd: list[OddRow]
    around: "WideRecords | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class UsualFields:
    """What the fields of a column of wide records are: how many filled, how many with numbers."""

    records: int
    filled: int
    numbers: int

    def holds(self, text: str) -> bool:
        """Whether a field is of the kind all others are."""
        if not text.strip() or 0 < self.numbers < self.filled:
            return True
        return is_number(text) == (self.numbers > 0)


@dataclass(frozen=True, slots=True)
class WideRecords:
    """What the records that are as wide as the table hold.

    `usual` is by column, those from `reach` on being empty throughout; `below` are the lines of
    other records right above a wide one that begins with a text.
    """

    usual: tuple[UsualFields, ...]
    reach: int
    below: frozenset[int]


def is_number(text: str) -> bool:
    """Whether a field is figures without a letter."""
    return _NUMBER.fullmatch(text) is not None


def is_for_strict_reader(row: OddRow, width: int, first_line: int) -> bool:
    """Whether only the strict reader tells what a record of another width is."""
    is_header = row.line < first_line and row.filled > 2
    return is_header or len(row.fields) == 1 or has_empty_ends(row, width)


def wide_records(records: Iterable[tuple[int, list[str]]], width: int) -> WideRecords:
    """Look at the records of a width, column by column."""
    count, filled, numbers = 0, [0] * width, [0] * width
    below: set[int] = set()
    above: int | None = None
    for line, record in records:
        if len(record) != width:
            above = line if any(text.strip() for text in record) else above
            continue
        count += 1
        for at, text in enumerate(record):
            filled[at] += bool(text.strip())
            numbers[at] += is_number(text)
        if above is not None and record[0].strip():
            below.add(above)
        above = None
    usual = tuple(UsualFields(count, *both) for both in zip(filled, numbers, strict=True))
    reach = max((at for at, one in enumerate(usual, start=1) if one.filled), default=0)
    return WideRecords(usual, reach, frozenset(below))


@dataclass(frozen=True, slots=True)
class OddRows:
    """The records that are not as wide as the table, by what they are.

    Titles above the table, notes below it and `whole` rows, which lack nothing, stay; headings of
    sections and ragged rows do not.
    """

    titles: list[OddRow]
    notes: list[OddRow]
    whole: list[OddRow]
    headings: list[OddRow]
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
    needed = _width_of_header(titles, survey)
    whole = [
        row
        for row in odd
        if needed <= len(row.fields) < survey.width or _lacks_nothing(row, survey)
        if row.line > survey.first_line
    ]
    kept = {row.line for row in (*titles, *whole)}
    below = [row for row in odd if row.line > survey.last_line and row.line not in kept]
    notes = _notes(below, survey.width)
    kept |= {row.line for row in notes}
    headings = [row for row in odd if row.line not in kept and _is_heading(row, survey)]
    kept |= {row.line for row in headings}
    ragged = [row for row in odd if row.line not in kept]
    _refuse_header_of_other_width(survey, titles, needed, file)
    far_wider = any(len(row.fields) >= 2 * survey.width > 2 for row in ragged)
    if ragged and (len(ragged) > _most_ragged(survey, ragged) or far_wider):
        raise _not_one_table(survey, ragged, file)
    return OddRows(titles, notes, whole, headings, ragged)


def has_empty_ends(row: OddRow, width: int) -> bool:
    """Whether a record has more delimiters than columns, and nothing but blanks behind the last."""
    return len(row.fields) > width and row.fits(width) and row.filled > 1


def _lacks_nothing(row: OddRow, survey: Survey) -> bool:
    """Whether a record with delimiters behind its end has all its fields where they belong.

    One delimiter too many among them, and an empty end, look the same: so the last column must
    never be empty, and no field be of another kind than those above and below it.
    """
    if survey.around is None or not has_empty_ends(row, survey.width):
        return False
    last = survey.around.usual[-1]
    is_ended = bool(row.fields[survey.width - 1].strip())
    # The header is one of the wide records: its names are no numbers.
    names = survey.first_fields if _is_header(survey.first_fields) else []
    usual = [
        UsualFields(one.records - 1, one.filled - 1, one.numbers) if names else one
        for one in survey.around.usual
    ]
    fields = row.fields[: survey.width]
    are_usual = all(one.holds(field) for one, field in zip(usual, fields, strict=True))
    return is_ended and last.filled == last.records and are_usual


def _width_of_header(titles: list[OddRow], survey: Survey) -> int:
    """How many fields a row must have to lack none: fewer than most have, where those end empty.

    Some programs end each row but the header with a delimiter.
    """
    if not titles or survey.around is None:
        return survey.width
    reach = survey.around.reach
    names = titles[-1].fields[: titles[-1].filled]
    is_it = reach <= len(names) < survey.width and len(names) > 1 and _is_header(names)
    return len(names) if is_it and titles[-1].filled == len(titles[-1].fields) else survey.width


def _is_heading(row: OddRow, survey: Survey) -> bool:
    """Whether a record is a text alone, as the heading of the rows below it is.

    A record that was cut off is as short; it begins with a number, or the next with its rest.
    """
    text = row.fields[0].strip()
    is_text = any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
    is_above = survey.around is not None and row.line in survey.around.below
    return len(row.fields) == 1 and is_text and is_above


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
    """Return the notes below the table: known by their words, or single texts below a blank."""
    others = [row for row in below if not (row.fits(width) and _says_note(row.fields))]
    is_footer = all(row.filled == 1 and row.fits(width) for row in others)
    if is_footer and below and below[0].follows_blank:
        return below
    lines = {row.line for row in others}
    return [row for row in below if row.line not in lines]


def _says_note(fields: list[str]) -> bool:
    texts = [field.strip() for field in fields if field.strip()]
    return len(texts) <= 2 and (is_note(texts[0]) or is_unit_note(texts))


def _refuse_header_of_other_width(
    survey: Survey, titles: list[OddRow], needed: int, file: str
) -> None:
    pairs = [row for row in titles if row.filled > 1]
    for row in titles:
        if row.fits(survey.width) and len(row.fields) > survey.width:
            continue  # more delimiters than names: each name stands above its column
        if row is titles[-1] and len(row.fields) == needed < survey.width:
            continue
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
