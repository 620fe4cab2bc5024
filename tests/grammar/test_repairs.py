import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_analytics.grammar import NEEDS_A_LOOK, hidden_characters, is_garbled, repaired
from partner_analytics.grammar.texts.text_repairs import (
    BULLET,
    ENDS,
    HIDDEN,
    MARKDOWN,
    MOJIBAKE,
    SPACES,
    Repair,
)

# What the rules must leave as it is: names, prices and notes as people rightly write them.
RIGHT = [
    "Lutron Electronics",
    "naïve",
    "Müller",
    "MÜLLER",
    "Ångström",
    "Crème brûlée",
    "“Noir”",
    "it’s",
    "A–B",
    "€5",
    "£5",
    "10 °C",
    "±5%",
    "√2",
    "√π",
    "½",
    "Lutron®",
    "MARQUÉ™",
    "NESTLÉ®",
    "JOÃO®",
    "SÃO PAULO",
    "AÇÃO",
    "Mötley Crüe",
    "Škoda",
    "Łódź",
    "Đà Nẵng",
    "小米",
    "Сонос",
    "Ελλάδα",
    "שלום",
    "👩\u200d💻 team",
    "می\u200cخواهم",
    "\u200fשלום (Sonos)",
    "5 ** 3",
    "2**8",
    "Lutron**",
    "****",
    "- 5 %",
    "-5",
    "-",
    "first line\nsecond line",
    "Control4*",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert repaired(text) is None
    assert not is_garbled(text)


@pytest.mark.parametrize("text", ["Caséta", "Müller", "Élan", "“Noir", "€5", "it’s", "A – B"])
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "mac-roman"])
def test_g_13_text_read_in_a_wrong_encoding_is_found_back(text: str, wrong: str) -> None:
    assert repaired(text.encode().decode(wrong)) == Repair(text, (MOJIBAKE,))


def test_g_13_the_cell_of_the_source() -> None:
    assert repaired("Cas√©ta") == Repair("Caséta", (MOJIBAKE,))


def test_text_garbled_twice_is_found_back() -> None:
    assert repaired("CasÃƒÂ©ta") == Repair("Caséta", (MOJIBAKE,))


def test_a_letter_whose_second_half_is_a_no_break_space_is_found_back() -> None:
    assert repaired("VoilÃ\u00a0") == Repair("Voilà", (MOJIBAKE,))


@pytest.mark.parametrize(
    ("text", "read", "kind"),
    [
        ("Lutron\u00a0Electronics", "Lutron Electronics", SPACES),
        ("Lutron\u2009\u202fElectronics", "Lutron Electronics", SPACES),
        ("Lutron  Electronics", "Lutron Electronics", SPACES),
        ("Lutron\tElectronics", "Lutron Electronics", SPACES),
        ("one \r\n two", "one\ntwo", SPACES),
        ("Lutron  ", "Lutron", SPACES),
        ("Lu\u200btron", "Lutron", HIDDEN),
        ("\ufeffLutron", "Lutron", HIDDEN),
        ("Lu\u00adtron", "Lutron", HIDDEN),
        ("Lu\u200dtron", "Lutron", HIDDEN),
        ("\u202aLutron\u202c", "Lutron", HIDDEN),
        ("Lutron\x00", "Lutron", HIDDEN),
        ("**Lutron**", "Lutron", MARKDOWN),
        ("***Lutron***", "Lutron", MARKDOWN),
        ("**Next:** call Kim", "Next: call Kim", MARKDOWN),
        ("• Lutron", "Lutron", BULLET),
        ("●Lutron", "Lutron", BULLET),
        ("- Lutron", "Lutron", BULLET),
        ("* call Kim\n* mail Dana", "call Kim\nmail Dana", BULLET),
        (" Lutron", "Lutron", ENDS),
    ],
)
def test_g_13_what_web_pages_and_tables_leave_in_a_cell(text: str, read: str, kind: str) -> None:
    repair = repaired(text)
    assert repair is not None
    assert repair.text == read
    assert repair.kinds[0] == kind


def test_each_kind_of_repair_is_named() -> None:
    repair = repaired("• **Cas√©ta**\u00a0by\u200b Lutron ")
    assert repair is not None
    assert repair.text == "Caséta by Lutron"
    assert repair.kinds == (MOJIBAKE, HIDDEN, SPACES, MARKDOWN, BULLET)


@pytest.mark.parametrize("text", ["Caf\ufffd", "it\x92s", "PUERTO BOYACÁ, BoyacÃ¡"])
def test_what_cannot_be_repaired_for_certain_is_garbled(text: str) -> None:
    assert repaired(text) is None
    assert is_garbled(text)


def test_hidden_characters_are_named_with_their_place() -> None:
    assert hidden_characters("Lu\u200btron\ufeff") == [
        (3, "ZERO WIDTH SPACE"),
        (8, "ZERO WIDTH NO-BREAK SPACE"),
    ]


@settings(deadline=None)  # the first garbled text loads the library that mends it
@given(st.text(alphabet="Ã©Âta√¬†ÄÅïób*-•\u200b\u00a0 \n", max_size=10) | st.text(max_size=30))
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    repair = repaired(text)
    if repair:
        assert repaired(repair.text) is None


@settings(deadline=None)
@given(st.text(alphabet="Lutron*- •\n\u00e9", max_size=12))
def test_the_quick_look_misses_nothing(text: str) -> None:
    bare = text.strip(" \n")
    if repaired(bare):
        assert pc.match_substring_regex([bare], NEEDS_A_LOOK)[0].as_py()
