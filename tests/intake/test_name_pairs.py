"""The tables of names that people keep: read as spreadsheets save them, added to as they are."""

from pathlib import Path

import pytest

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.intake.exports.export_folders import ALIASES
from partner_analytics.intake.partners.name_pairs import read_pairs, with_pair


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "partner_aliases.csv"


@pytest.mark.parametrize(
    "held",
    [
        b"alias,partner\nLutron,Lutron Electronics\n",
        b"\xef\xbb\xbfalias;partner\r\nLutron;Lutron Electronics\r\n",
        b"alias\tpartner\nLutron\tLutron Electronics",
        b"# ours\nAlias,Partner\n\n# a comment, with a comma\nLutron,Lutron Electronics\n",
        b'"alias","partner"\n"Lutron","Lutron Electronics"\n',
    ],
)
def test_a_table_is_read_as_spreadsheets_save_it(file: Path, held: bytes) -> None:
    file.write_bytes(held)
    assert read_pairs(file, ALIASES) == [("Lutron", "Lutron Electronics")]


@pytest.mark.parametrize(
    ("held", "added"),
    [
        (b"alias,partner\n", b'"Acme, Inc.",Acme\n'),
        (b"\xef\xbb\xbfalias;partner\r\nA;B\r\n", b"Acme, Inc.;Acme\r\n"),
        (b"alias,partner\n# Lutron's names\nA,B", b'\n"Acme, Inc.",Acme\n'),
        (b"sep=;\r\nalias;partner\r\n", b"Acme, Inc.;Acme\r\n"),
        (b"Partner,Alias,,\nA,B,,\n", b'Acme,"Acme, Inc."\n'),
        (b"alias|partner\nA|B\n", b"Acme, Inc.|Acme\n"),
    ],
)
def test_a_line_is_added_in_the_format_of_the_file_and_nothing_else_changes(
    file: Path, held: bytes, added: bytes
) -> None:
    file.write_bytes(held)
    with_pair(file, ("Acme, Inc.", "Acme"), ALIASES)
    assert file.read_bytes() == held + added
    assert read_pairs(file, ALIASES)[-1] == ("Acme, Inc.", "Acme")
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_line_is_added_in_the_encoding_of_the_file(file: Path, encoding: str) -> None:
    file.write_bytes("alias,partner\r\nMüller,Acme\r\n".encode(encoding))
    with_pair(file, ("Caséta", "Lutron"), ALIASES)
    assert read_pairs(file, ALIASES) == [("Müller", "Acme"), ("Caséta", "Lutron")]
    held = file.read_bytes().decode(encoding)
    assert held == "alias,partner\r\nMüller,Acme\r\nCaséta,Lutron\r\n"


def test_a_name_the_encoding_of_the_file_lacks_is_refused(file: Path) -> None:
    held = "alias,partner\nMüller,Acme\n".encode("cp1252")
    file.write_bytes(held)
    with pytest.raises(PartnerAnalyticsError) as caught:
        with_pair(file, ("Łódź", "Lodz"), ALIASES)
    assert str(caught.value) == (
        "partner_aliases.csv: expected names that can be told in Windows Western text (cp1252), as "
        'which the table is saved, found "Ł" in Łódź,Lodz. Save the table as "CSV UTF-8" (in '
        "Excel: File, Save As) and confirm again."
    )
    assert file.read_bytes() == held


def test_a_name_that_would_make_the_table_unreadable_is_refused(file: Path) -> None:
    held = "alias,partner\nMüller,Acme\n".encode("cp1252")
    file.write_bytes(held)
    with pytest.raises(PartnerAnalyticsError, match='found "Kä‡r Audio,Acme"'):
        with_pair(file, ("Kä‡r Audio", "Acme"), ALIASES)
    assert file.read_bytes() == held


def test_blanks_around_names_are_left_out(file: Path) -> None:
    assert (
        with_pair(file, (" Lutron", "Lutron Electronics "), ALIASES) == "Lutron,Lutron Electronics"
    )


def test_a_missing_table_is_made(file: Path) -> None:
    assert with_pair(file, ("Lutron", "Lutron Electronics"), ALIASES) == "Lutron,Lutron Electronics"
    assert file.read_text() == "alias,partner\nLutron,Lutron Electronics\n"


def test_a_name_that_starts_like_a_comment_is_put_in_quotes(file: Path) -> None:
    with_pair(file, ("#1 Audio", "Number One Audio"), ALIASES)
    assert read_pairs(file, ALIASES) == [("#1 Audio", "Number One Audio")]


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (
            b"alias,name\n",
            "partner_aliases.csv, line 1: expected the headers alias,partner, found alias,name. "
            "Write them as the first line.",
        ),
        (
            b"",
            "partner_aliases.csv, line 1: expected the headers alias,partner, found an empty file. "
            "Write them as the first line.",
        ),
        (
            b"alias,partner\n# ours\nAcme, Inc.,Acme\n",
            "partner_aliases.csv, line 3: expected 2 cells: alias,partner, found 3: "
            'Acme,Inc.,Acme. Write a text that contains a "," in quotes, like "Acme, Inc.".',
        ),
        (
            b"alias,partner\n# ours\nAcme,\n",
            "partner_aliases.csv, line 3: expected a spelling and the partner it stands for, found "
            "Acme,. Write both, in quotes where they contain a comma: "
            '"Acme, Inc.",Acme.',
        ),
        (
            b"alias,partner\nCas\x81ta,Lutron\n",
            "partner_aliases.csv, line 2: expected UTF-8 text, found characters in another "
            'encoding (the same word reads as "Cas\ufffdta" in cp1252, as "Casüta" in cp850). Save '
            'it as "CSV UTF-8" (in Excel: File, Save As), or as UTF-8 in a text editor.',
        ),
        (
            b'alias,partner\n"Acme,Lutron\n',
            "partner_aliases.csv, line 2: expected each quote that opens a cell to be closed at "
            "the cell's end, found a line where none is (unexpected end of data). A quote inside "
            'a cell is written twice: "".',
        ),
    ],
)
def test_a_table_that_is_none_is_refused_naming_the_line(
    file: Path, held: bytes, message: str
) -> None:
    file.write_bytes(held)
    with pytest.raises(PartnerAnalyticsError) as caught:
        read_pairs(file, ALIASES)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["=2*3", "@corner", "-", "'=2", "' mark", "-5", "+44 20"])
def test_a_name_like_a_formula_is_written_guarded_and_read_as_it_is(file: Path, name: str) -> None:
    with_pair(file, (name, "Acme"), ALIASES)
    assert read_pairs(file, ALIASES) == [(name, "Acme")]
    cell = file.read_text().splitlines()[1].partition(",")[0]
    assert cell[0] not in "=+@"
    assert cell != "-"
