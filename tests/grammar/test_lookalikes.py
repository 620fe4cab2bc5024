import unicodedata

import pytest

from partner_analytics.grammar import latin_twin, strange_letters


@pytest.mark.parametrize(
    "name",
    ["Sonos", "Müller", "Сонос", "Ελλάδα", "小米 Audio", "日本Lutron", "1ª", "µTech", "Lutron™"],
)
def test_names_in_one_alphabet_have_no_strange_letters(name: str) -> None:
    assert strange_letters(name) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sonоs", [(4, "Cyrillic small letter o")]),
        ("The Сompany", [(1, "Cyrillic capital letter es")]),
        ("Москвa", [(6, "Latin small letter a")]),
        ("αcme", [(1, "Greek small letter alpha")]),
        ("Ｓonos", [(1, "Fullwidth latin capital letter s")]),
        ("𝐒onos", [(1, "Mathematical bold capital s")]),
    ],
)
def test_a_letter_that_passes_for_another_is_named_with_its_place(
    name: str, found: list[tuple[int, str]]
) -> None:
    assert [(letter.place, letter.name) for letter in strange_letters(name)] == found


def test_the_twins_are_the_strange_ones_even_where_they_are_more() -> None:
    assert [letter.place for letter in strange_letters("Ѕоnоѕ")] == [1, 2, 4, 5]


def test_a_twin_is_the_name_as_it_looks() -> None:
    assert latin_twin("Ѕоnоѕ") == latin_twin("Ｓｏｎｏｓ") == "Sonos"


def test_every_look_alike_is_a_letter_of_another_alphabet() -> None:
    for letter in "асԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРԚЅТԜХУαονρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ":
        assert unicodedata.name(letter).startswith(("CYRILLIC", "GREEK"))
        assert latin_twin(letter).isascii()
