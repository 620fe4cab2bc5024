"""Ids of partners: made from the name alone, never moved, found again after every change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.grammar import partner_key
from partner_analytics.intake import import_exports
from partner_analytics.intake.partners.partner_ids import partner_id, partner_slug, with_new_ids
from partner_analytics.warehouse import open_warehouse

NAMES = st.text(st.sampled_from("aAbé+&. -_🎧ñ小0f"), min_size=1, max_size=8).filter(partner_key)


def write_pipeline(folder: Path, day: str, *partners: str) -> None:
    rows = "".join(f'"{partner}",6\n' for partner in partners)
    (folder / f"pipeline {day}.csv").write_text(f"Manufacturer,Current Stage\n{rows}", "utf-8")


def ids_in(warehouse: Path) -> dict[str, str]:
    with open_warehouse(warehouse) as opened:
        found = opened.partners()
    return dict(zip(found["partner"], found["partner_id"], strict=True))


def test_a_name_in_another_script_keeps_its_letters() -> None:
    assert partner_id("小米") == "小米"


@given(st.text())
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert partner_slug(partner_slug(name)) == partner_slug(name)


@given(st.one_of(NAMES, st.text(min_size=1)), st.one_of(NAMES, st.text(min_size=1)))
def test_two_names_have_one_id_only_where_case_and_blanks_are_all_that_differs(
    one: str, other: str
) -> None:
    assert (partner_id(one) == partner_id(other)) == (partner_key(one) == partner_key(other))


@given(st.text())
def test_an_id_is_a_name_a_file_can_have(name: str) -> None:
    made = partner_id(name)
    assert 0 < len(made.encode()) <= 120
    assert made == made.casefold()
    assert made.replace("-", "").isalnum()
    assert not made.startswith("-")


@pytest.mark.parametrize("name", ["CON", "nul", "Lpt1", "com9", ".", "🎧🎵", "-"])
def test_a_name_no_file_can_have_gets_a_hash(name: str) -> None:
    assert partner_id(name).rpartition("-")[0] in (partner_key(name), "partner")


def test_a_name_that_ends_like_an_id_does_not_get_it() -> None:
    lossy = partner_id("Alder+Birch")
    assert partner_id(lossy.replace("-", " ")) != lossy


def test_where_hashes_begin_alike_the_second_takes_more_digits() -> None:
    first = partner_id("Oak!")
    second = partner_id("Oak!", held=[first])
    assert second.startswith(first)
    assert len(second) == len(first) + 6


@given(st.lists(NAMES, unique_by=partner_key, max_size=6), st.randoms())
def test_ids_are_those_of_the_set_of_names_however_they_come(names: list[str], random) -> None:
    at_once = with_new_ids({}, {partner_key(name): name for name in names})
    random.shuffle(names)
    one_by_one: dict[str, str] = {}
    for name in names:
        before = dict(one_by_one)
        one_by_one = with_new_ids(one_by_one, {partner_key(name): name})
        assert before.items() <= one_by_one.items()
    assert one_by_one == at_once
    assert len(set(at_once.values())) == len(names)


@pytest.fixture
def tried(tmp_path: Path) -> tuple[Path, Callable[[], dict[str, str]]]:
    """A folder of exports, and what ids there are after importing it."""
    folder, warehouse = tmp_path / "exports", tmp_path / "w.duckdb"
    folder.mkdir()

    def imported() -> dict[str, str]:
        import_exports([folder], warehouse=warehouse)
        return ids_in(warehouse)

    return folder, imported


def test_mending_the_older_export_moves_no_id(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-03-31", "Oak/Elm")
    write_pipeline(folder, "2025-06-30", "Oak & Elm")
    before = imported()
    write_pipeline(folder, "2025-03-31", "Oak/Elm", "Rowan")
    after = imported()
    assert len(set(before.values())) == 2
    assert before.items() <= after.items()


def test_a_partner_that_was_an_alias_for_a_while_has_its_own_id_again(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-03-31", "Rowan Audio", "Rowan")
    before = imported()
    aliases = folder / "partner_aliases.csv"
    aliases.write_text("alias,partner\nRowan,Rowan Audio\n")
    assert imported() == {"Rowan Audio": "rowan-audio"}
    with open_warehouse(folder.parent / "w.duckdb") as merged:
        assert merged.partner_id("rowan") == "rowan-audio"  # by the id it had
    aliases.write_text("alias,partner\n")
    assert imported() == before


def test_a_partner_that_is_gone_for_a_while_has_its_id_again(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-03-31", "Rowan", "Ash+Yew")
    before = imported()
    write_pipeline(folder, "2025-03-31", "Rowan")
    assert imported() == {"Rowan": "rowan"}
    write_pipeline(folder, "2025-03-31", "Rowan", "Ash-Yew", "Ash+Yew")
    assert before.items() <= imported().items()


def test_a_partner_is_called_as_its_oldest_export_spells_it(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-06-30", "ROWAN")
    assert imported() == {"ROWAN": "rowan"}
    write_pipeline(folder, "2025-03-31", "Rowan")
    assert imported() == {"Rowan": "rowan"}


def test_names_that_differ_in_accents_are_two_partners_suggested_as_one(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-03-31", "Fiancé", "Fiance")
    ids = imported()
    with open_warehouse(folder.parent / "w.duckdb") as opened:
        for name, own in ids.items():
            assert opened.partner_id(name) == opened.partner_id(own) == own
        suggested = opened.table("partner_suggestions")
    assert suggested["reason"].tolist() == ["same name but for accents"]
    assert len(set(ids.values())) == 2


def test_an_id_goes_before_a_name_that_is_written_like_it(tried) -> None:
    folder, imported = tried
    write_pipeline(folder, "2025-03-31", "Oak Elm", "Oak-Elm")
    ids = imported()
    with open_warehouse(folder.parent / "w.duckdb") as opened:
        assert opened.partner_id("oak-elm") == ids["Oak Elm"] == "oak-elm"
        assert opened.partner_id("Oak-Elm") == ids["Oak-Elm"] != "oak-elm"
        assert opened.partner_id(ids["Oak-Elm"]) == ids["Oak-Elm"]
