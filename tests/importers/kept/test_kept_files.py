from pathlib import Path

import pytest

from partner_analytics.errors import PartnerAnalyticsError
from partner_analytics.importers.kept.kept_files import nearest, read_kept_table

NEEDED = ("alias", "partner")


def kept(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "partner_aliases.csv"
    file.write_bytes(content)
    return file


def rows(tmp_path: Path, content: bytes) -> list[tuple[int, str, str]]:
    read = read_kept_table(kept(tmp_path, content), NEEDED)
    return [(row.line, row.cells["alias"], row.cells["partner"]) for row in read]


def refusal(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(PartnerAnalyticsError) as refused:
        read_kept_table(kept(tmp_path, content), NEEDED)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"alias,partner\nM\xc3\xbcller,Acme\n",
        b"\xef\xbb\xbfalias,partner\r\nM\xc3\xbcller,Acme\r\n",
        "alias;partner\r\nMüller;Acme\r\n".encode("cp1252"),
        "alias\tpartner\r\nMüller\tAcme\r\n".encode("utf-16"),
        b'sep=;\r\nalias;partner\r\n"M\xc3\xbcller";Acme\r\n',
        b"Partner,Alias,,\nAcme,M\xc3\xbcller,,\n",
    ],
    ids=["plain", "byte-order mark", "semicolons, Windows", "UTF-16", "sep=", "Excel's columns"],
)
def test_every_way_a_table_is_saved_reads_alike(tmp_path: Path, content: bytes):
    assert [row[1:] for row in rows(tmp_path, content)] == [("Müller", "Acme")]


def test_blank_lines_and_comments_are_passed_over_and_lines_counted(tmp_path: Path):
    content = b'# who is who, "confirmed"\n\nalias,partner\n,\n#1 Audio,Acme\n# done\nB,Acme\n'
    assert rows(tmp_path, content) == [(5, "#1 Audio", "Acme"), (7, "B", "Acme")]


def test_a_text_over_two_lines_is_one_cell(tmp_path: Path):
    content = b'alias,partner\n"Acme\nInc.",Acme\nB,Acme\n'
    assert rows(tmp_path, content) == [(2, "Acme\nInc.", "Acme"), (4, "B", "Acme")]


def test_other_headers_are_refused(tmp_path: Path):
    assert refusal(tmp_path, b"# ours\nname,partner\n") == (
        "partner_aliases.csv, line 2: expected the headers alias,partner, found name,partner. "
        "Write them as the first line."
    )


def test_an_empty_table_is_refused(tmp_path: Path):
    assert refusal(tmp_path, b"\n") == (
        "partner_aliases.csv, line 1: expected the headers alias,partner, found an empty file. "
        "Write them as the first line."
    )


def test_a_comma_outside_quotes_is_refused_at_its_line(tmp_path: Path):
    assert refusal(tmp_path, b"alias,partner\nAcme, Inc.,Acme\n") == (
        "partner_aliases.csv, line 2: expected 2 cells: alias,partner, found 3: Acme,Inc.,Acme. "
        'Write a text that contains a "," in quotes, like "Acme, Inc.".'
    )


def test_an_open_quote_is_refused_at_its_line(tmp_path: Path):
    assert refusal(tmp_path, b'alias,partner\nA,Acme\n"B,Acme\n') == (
        "partner_aliases.csv, line 3: expected each quote that opens a cell to be closed at the "
        "cell's end, found a line where none is (unexpected end of data). A quote inside a cell "
        'is written twice: "".'
    )


def test_an_unclear_encoding_is_refused(tmp_path: Path):
    assert refusal(tmp_path, b"alias,partner\n\xea\xfc\xf3\xec\xe5,Acme\n") == (
        "partner_aliases.csv, line 2: expected UTF-8 text, found characters in another encoding "
        '(the same word reads as "êüóìå" in cp1252, as "кьуме" in cp1251, as "ЙЭСЛЕ" in koi8-r, '
        'as "ъќѓьх" in iso-8859-5, as "κόσμε" in cp1253). Save it as "CSV UTF-8" (in Excel: File, '
        "Save As), or as UTF-8 in a text editor."
    )


def test_the_nearest_file_above_an_export_holds_for_it(tmp_path: Path):
    (tmp_path / "raw" / "2025").mkdir(parents=True)
    above = tmp_path / "raw" / "layouts.toml"
    above.write_text("")
    assert nearest(tmp_path / "raw" / "2025" / "a.csv", "layouts.toml") == above.resolve()
    assert nearest(tmp_path / "b.csv", "no such file.toml") is None
