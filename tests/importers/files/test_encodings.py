"""Which bytes are read as which text, and which are refused with the encodings that fit."""

from pathlib import Path

import pytest

from partner_analytics.errors import UnreadableFile
from partner_analytics.importers.files.text.encodings import utf8_text


def encoding_of(words: str, encoding: str, folder: Path) -> str:
    """What a table that holds the words in its first column is read as."""
    path = folder / "partners.csv"
    lines = [f"{word},5\r\n" for word in words.split("|")]
    path.write_bytes("".join(["Partner,Units\r\n", *lines]).encode(encoding))
    text = utf8_text(path, declared=None, folder=folder)
    assert text.head(1_000).splitlines()[1].removesuffix(",5") == words.split("|")[0]
    return text.encoding


WESTERN = (
    *("Caséta", "Größe", "Conceição", "Núñez", "créée", "été", "Ærø", "CAFÉ", "Dušan", "Škoda"),
    *("O’Brien", "L’Oréal", "don’t", "partners’", "“Grand Noir”", "2020–2021", "Paris–Lille"),
    *(
        "£1,200",
        "100\u00a0€",
        "½ price",
        "wait…",
        "Nº 5",
        "Mª José",
        "col·legi",
        "12°",
        "5µ",
        "1ère",
    ),
    *(
        "cœur",
        "Iñárritu",
        "AÑO",
        "Bjørn",
        "Diálogo",
        "24”",
        "Sonos™",
        "«oui»",
        "‘quoted’",
        "Smith†",
    ),
)
NOT_WESTERN = [
    *(("mac-roman", word) for word in ("Zoé", "Köln", "Peña", "García", "López", "Zürich")),
    *(("mac-roman", word) for word in ("Citroën", "Hôtel", "Straße", "Men’s", "“Noir”", "€1,200")),
    *(
        ("mac-roman", word)
        for word in ("Søren", "São", "Málaga", "François", "Österreich", "Malmö")
    ),
    *(("cp850", word) for word in ("Zoé", "Köln", "Peña", "García", "Zürich", "Straße", "Groß")),
    *(("cp850", word) for word in ("Søren", "São", "Málaga", "François", "Österreich", "£1,200")),
    *(("cp1250", word) for word in ("Dvořák", "Győr", "Nováček", "Kovačić")),
    *(("cp1251", word) for word in ("Завод", "ТЕХНО")),
    *(("cp1253", "Αθήνα"), ("cp1254", "Yıldız"), ("cp1254", "Şişli"), ("cp1257", "Šiauliai")),
    *(("iso-8859-15", word) for word in ("5 €", "œuvre", "Šarka")),
    *(("koi8-r", "Завод"), ("cp866", "Завод"), ("shift_jis", "ルートロン"), ("shift_jis", "日本")),
    *(("gb18030", "路创"), ("big5", "公司"), ("euc_kr", "루트론"), ("euc_jp", "日本")),
]


@pytest.mark.parametrize("word", WESTERN)
def test_a_western_word_is_read_as_windows_wrote_it(word: str, tmp_path: Path) -> None:
    assert encoding_of(word, "cp1252", tmp_path) == "cp1252"


@pytest.mark.parametrize(("encoding", "word"), NOT_WESTERN)
def test_a_word_of_another_encoding_refuses_the_file_and_names_it(
    encoding: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        encoding_of(word, encoding, tmp_path)
    assert caught.value.code == "unclear-encoding"
    assert f"--encoding {encoding}" in caught.value.remedy


@pytest.mark.parametrize("word", ["Łódeczka", "Łącko"])
def test_no_encoding_is_offered_that_mixes_alphabets_in_a_word(word: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        encoding_of(word, "cp1250", tmp_path)
    assert "--encoding cp1250" in caught.value.remedy
    assert "cp1251" not in str(caught.value)


def test_the_message_shows_the_word_as_each_encoding_reads_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        encoding_of("Hanadér Ltd", "mac-roman", tmp_path)
    assert str(caught.value) == (
        "partners.csv, line 2: expected UTF-8 text, found characters in another encoding (the same "
        'word reads as "HanadŽr" in cp1252, as "Hanadér" in mac-roman). Import with the encoding '
        'in which it reads right (--encoding mac-roman), or save the file as "CSV UTF-8" (in '
        "Excel: File, Save As)."
    )


def test_a_sign_that_may_be_a_letter_counts_for_nothing_beside_a_word_only_windows_has(
    tmp_path: Path,
) -> None:
    assert encoding_of("Garc’a|Caséta", "cp1252", tmp_path) == "cp1252"
    with pytest.raises(UnreadableFile):
        encoding_of("Garc’a|Alder", "cp1252", tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_the_zeros_of_its_ascii(
    encoding: str, tmp_path: Path
) -> None:
    assert encoding_of("Łódź", encoding, tmp_path) == encoding


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_says_the_encoding(encoding: str, tmp_path: Path) -> None:
    assert encoding_of("Łódź", encoding, tmp_path) == encoding
