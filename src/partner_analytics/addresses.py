"""Columns and cells as spreadsheets name them."""

import re

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def column_letter(number: int) -> str:
    """Name a column by its 1-based number, as spreadsheets do.

    >>> [column_letter(number) for number in (1, 26, 27, 702, 703, 16384)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']
    >>> column_letter(0)
    Traceback (most recent call last):
    ValueError: a column number starts at 1, found 0
    """
    if number < 1:
        raise ValueError(f"a column number starts at 1, found {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letter: str) -> int:
    """Number a column named as spreadsheets do; 1 is A.

    >>> [column_number(letter) for letter in ("A", "E", "AA", "XFD")]
    [1, 5, 27, 16384]
    >>> column_number("4")
    Traceback (most recent call last):
    ValueError: expected a column letter, found "4"
    """
    number = 0
    for character in letter:
        if not "A" <= character <= "Z":
            raise ValueError(f'expected a column letter, found "{letter}"')
        number = number * 26 + ord(character) - ord("A") + 1
    if number == 0:
        raise ValueError('expected a column letter, found ""')
    return number


def address(row: int, column: int) -> str:
    """Name a cell by its 1-based row and column.

    >>> address(17, 5)
    'E17'
    """
    return f"{column_letter(column)}{row}"


def row_and_column(cell: str) -> tuple[int, int]:
    """Undo `address`.

    >>> row_and_column("E17")
    (17, 5)
    >>> row_and_column("17")
    Traceback (most recent call last):
    ValueError: expected a cell address such as E17, found "17"
    """
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        raise ValueError(f'expected a cell address such as E17, found "{cell}"')
    return int(match[2]), column_number(match[1])


def range_corners(cells: str) -> tuple[int, int, int, int]:
    """Split a range into first row, first column, last row and last column.

    >>> range_corners("A4:C6")
    (4, 1, 6, 3)
    >>> range_corners("B2")
    (2, 2, 2, 2)
    """
    first, _, last = cells.partition(":")
    return (*row_and_column(first), *row_and_column(last or first))
