"""Files of a dialect that reads without complaint as another one, every cell of it wrong."""

from pathlib import Path

import pytest

from partner_analytics.errors import UnreadableFile
from partner_analytics.importers.files.source_settings import DEFAULT_LIMITS, DEFAULT_SOURCE
from partner_analytics.importers.files.text.text_files import read_text_file

AGAIN = "export the file again as CSV (comma separated, texts in"
EXPORT = "Export the file again as CSV (comma separated, texts in double quotes) or as .xlsx."


def refusal(folder: Path, content: str) -> str:
    path = folder / "orders.csv"
    path.write_text(content, newline="")
    with pytest.raises(UnreadableFile) as caught:
        read_text_file(
            path, folder / "cells", source=DEFAULT_SOURCE, limits=DEFAULT_LIMITS, file=path.name
        )
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Partner:Units\nLutron:3\n", '":"'),
        ("Partner Units\nLutron 3\n", "a space"),
        ("Partner^Units\nLutron^3\n", '"^"'),
        ("a::b\n1::2\n", '"::"'),
        ('"Partner,Units"\n"Lutron,3"\n', "a comma"),
    ],
)
def test_one_column_that_something_else_splits_alike_is_refused(
    tmp_path: Path, content: str, name: str
) -> None:
    assert refusal(tmp_path, content) == (
        "orders.csv, line 1: expected fields separated by comma, semicolon, tab or pipe, found "
        f"rows of one field each, in all of which {name} stands equally often. If {name} separates "
        f"the fields, {AGAIN} quotes) or as .xlsx."
    )


def test_more_lines_above_than_in_the_table_refuse_the_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a^b\n1^2\n3^4\n5^6\n7^8, x\n9^0, y\n") == (
        "orders.csv, line 1: expected a table with a few lines of titles above it, found a first "
        f"row of 2 fields only in line 5. {EXPORT}"
    )


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_sign_at_the_end_of_every_line_is_no_text(tmp_path: Path, end: str) -> None:
    assert refusal(tmp_path, f"Partner,Units;\nLutron,3;\nSonos,4{end}") == (
        'orders.csv, line 1: expected lines that end behind their last field, found ";" at the '
        f"end of every line. {EXPORT}"
    )


def test_quotes_with_spaces_around_are_no_text(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'a | b\n"1" | "x"\n2 | "y"\n').startswith("orders.csv, line 2")
    assert refusal(tmp_path, 'a,b\n1, "x"\n2,y\n') == (
        "orders.csv, line 2: expected quotes right beside the delimiter, found the field "
        f'` "x"`, with spaces around its quotes. {EXPORT}'
    )


def test_a_column_all_in_other_quotes_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Units,'Note'\n1,'a'\n2,'b'\n") == (
        'orders.csv, line 1: expected texts in double quotes ("), found texts in other quotes '
        f"('). {EXPORT}"
    )


def test_two_delimiters_that_split_evenly_into_other_widths_are_not_guessed(
    tmp_path: Path,
) -> None:
    assert refusal(tmp_path, "City, State, Zip;Units\nGoleta, CA, 93117;3\n") == (
        "orders.csv: expected one character between the fields, found rows that comma and "
        'semicolon split equally well. Export the file again with one of them, or write "sep=;" '
        "(the right one) into its first line."
    )


def test_a_backslash_before_a_quote_that_may_be_text_is_not_guessed(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'Partner,Size\nLutron,5\\"\nSonos,6\n') == (
        'orders.csv: expected quotes inside a text written twice (""), found quotes behind a '
        'backslash (\\"), which may or may not be part of the text. Export the file again as CSV '
        "with quotes written twice, or as .xlsx."
    )


def test_apostrophes_around_several_fields_refuse_the_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Partner,City\nSonos,'Goleta\nUS'\n").startswith("orders.csv, line 2:")
    assert refusal(tmp_path, "Partner,City,State\n1,2,3\nLutron,'Coopersburg, PA'\n") == (
        'orders.csv, line 3: expected texts in double quotes ("), found texts in other quotes '
        f"('). {EXPORT}"
    )


def test_apostrophes_written_twice_between_apostrophes_refuse_the_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, "Partner,Note\nLutron,'Men''s'\nSonos,x\n") == (
        'orders.csv, line 2: expected texts in double quotes ("), found texts in other quotes '
        f"('). {EXPORT}"
    )


def test_a_title_that_goes_on_below_is_no_title(tmp_path: Path) -> None:
    content = "a,b,c\n1,2,3,4\tx\n5,6,7,8,9\ty\n"
    assert refusal(tmp_path, content) == (
        "orders.csv, line 1: expected a table with a few lines of titles above it, found a first "
        f"row of 2 fields only in line 2. {EXPORT}"
    )


def test_a_list_whose_only_delimiter_ends_its_lines_is_not_guessed(tmp_path: Path) -> None:
    assert "split equally well" in refusal(tmp_path, "a;b,\n")


def test_a_delimiter_that_does_as_well_with_apostrophes_is_a_rival(tmp_path: Path) -> None:
    assert "split equally well" in refusal(tmp_path, "Partner;Notes, free\nLutron;'a;,'\n")
