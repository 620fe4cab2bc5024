from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.grammar import partner_key
from partner_analytics.importers.values.partner_names import suggest_partners

KNOWN = ["Lutron Electronics", "Sonos", "Crestron"]


def test_g_09_three_spellings_are_three_partners_and_two_suggestions():
    spellings = ["Lutron Electronics", "Lutron", "LUTRON ELECTRONICS CO., INC."]
    assert len({partner_key(name) for name in spellings}) == 3
    for spelling in spellings[1:]:
        assert [name for name, _ in suggest_partners(spelling, KNOWN)] == ["Lutron Electronics"]


def test_case_width_and_white_space_do_not_make_another_partner():
    assert partner_key("ＬＵＴＲＯＮ \u00a0 Electronics\n") == partner_key("Lutron Electronics")


def test_a_misspelled_name_is_suggested():
    assert suggest_partners("Crestorn", KNOWN)[0][0] == "Crestron"


def test_a_name_that_begins_another_is_suggested_however_it_is_spaced():
    assert suggest_partners("Control 4", ["Control4/Snap AV"])[0][0] == "Control4/Snap AV"


def test_a_name_like_none_is_not_suggested():
    assert suggest_partners("Josh.ai", KNOWN) == []


def test_at_most_two_names_are_suggested():
    assert len(suggest_partners("Lutron", ["Lutron A", "Lutron B", "Lutron C"])) == 2


def test_among_no_known_names_nothing_is_suggested():
    assert suggest_partners("Lutron", []) == []


@given(st.text(), st.lists(st.text(), max_size=4))
def test_only_known_names_are_suggested(name: str, known: list[str]):
    assert {found for found, _ in suggest_partners(name, known)} <= set(known)
