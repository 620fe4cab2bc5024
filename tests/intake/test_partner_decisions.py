"""Names that may be one partner: suggested with the reason, confirmed or rejected by people."""

import csv
from pathlib import Path

import pytest

from partner_analytics.errors import InvalidCall
from partner_analytics.intake import confirm, identities, import_exports, reject
from partner_analytics.warehouse import open_warehouse

LUTRON = ("Lutron Electronics", "Lutron", "LUTRON ELECTRONICS CO., INC.")


def write_csv(file: Path, *rows: list[str]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)
    return file


def write_pipeline(folder: Path, *partners: str, websites: dict[str, str] | None = None) -> None:
    sites = websites or {}
    rows = [[name, "6", sites.get(name, "")] for name in partners]
    header = ["Manufacturer", "Current Stage", "Website"]
    write_csv(folder / "pipeline 2025-03-31.csv", header, *rows)


def write_contacts(folder: Path, *contacts: tuple[str, str, str]) -> None:
    header = ["Manufacturer", "Contact Name", "Email"]
    write_csv(folder / "contacts 2025-03-31.csv", header, *map(list, contacts))


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "curated" / "warehouse.duckdb"


def open_pairs(warehouse: Path) -> list[tuple[str, str | None, str | None]]:
    with open_warehouse(warehouse) as opened:
        return [(s.name, s.partner, s.reason) for s in identities(opened).suggestions]


def test_g_09_three_partners_and_two_suggestions_then_three_aliases_of_one(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, *LUTRON)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as before:
        found = identities(before)
        assert [partner.partner for partner in found.partners] == sorted(
            LUTRON, key=lambda name: name.lower().replace(" ", "-")
        )
        assert [(s.name, s.partner, s.likeness) for s in found.suggestions] == [
            ("Lutron", "Lutron Electronics", 95.0),
            ("LUTRON ELECTRONICS CO., INC.", "Lutron Electronics", 100.0),
        ]
        for name in LUTRON[1:]:
            confirm(before, name, "Lutron Electronics")
        # Decided, and not merged before the next import.
        assert identities(before).suggestions == ()
        assert identities(before).decided == 2
        assert len(before.partners()) == 3
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as after:
        (partner,) = identities(after).partners
        assert {partner.partner, *partner.aliases} == set(LUTRON)
        assert identities(after).suggestions == ()


def test_the_reason_and_where_both_names_stand_are_told(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "Lutron Electronics", "Lutron")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        (one,) = identities(opened).suggestions
        assert one.found_in == "pipeline 2025-03-31.csv, line 3"
        assert one.reason == "one name is a part of the other"
        (row,) = opened.problems().to_dict("records")
        assert (row["code"], row["found"], row["remedy"]) == (
            "similar-partner",
            '"Lutron" beside "Lutron Electronics": one name is a part of the other',
            "If both are one partner: partner-analytics partners confirm Lutron "
            "'Lutron Electronics'. If not: partner-analytics partners reject Lutron "
            "'Lutron Electronics'.",
        )


def test_two_partners_of_one_domain_are_suggested(exports: Path, warehouse: Path) -> None:
    sites = {"Philips Hue": "https://www.signify.com/hue", "Signify": "signify.com"}
    write_pipeline(exports, "Philips Hue", "Signify", "Sonos", websites=sites)
    import_exports([exports], warehouse=warehouse)
    assert open_pairs(warehouse) == [("Signify", "Philips Hue", "same domain signify.com")]


def test_an_unknown_name_is_suggested_by_the_domain_of_its_contacts(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "Philips Hue", "Sonos", websites={"Philips Hue": "signify.com"})
    write_contacts(
        exports,
        ("Signify", "Kim", "kim@signify.com"),
        ("Signify", "Dana", "dana@gmail.com"),
        ("Nobody's", "Lee", "lee@gmail.com"),
    )
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        signify, nobody = identities(opened).suggestions
        assert (signify.partner, signify.waiting_rows) == ("Philips Hue", 2)
        assert signify.found_in == "contacts 2025-03-31.csv, line 2"
        assert (nobody.name, nobody.partner, nobody.waiting_rows) == ("Nobody's", None, 1)
        assert opened.problems()["remedy"].tolist()[0] == (
            'It may be "Philips Hue" (same domain signify.com): if so, add a line to '
            "partner_aliases.csv, or enter the partner in the pipeline; the row loads with the "
            "next import."
        )
        assert confirm(opened, "Signify", "Philips Hue").waiting_rows == 2
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as after:
        assert after.table("contacts")["partner_id"].tolist() == ["philips-hue"] * 2


def test_a_name_with_a_letter_of_another_alphabet_is_suggested_for_its_twin(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "Sonos", "Sonоs")
    import_exports([exports], warehouse=warehouse)
    reason = "same name but for letters that look alike"
    assert open_pairs(warehouse) == [("Sonоs", "Sonos", reason)]


def test_a_rejected_pair_is_suggested_no_more_and_its_problem_is_gone(
    exports: Path, warehouse: Path
) -> None:
    write_pipeline(exports, "Lutron Electronics", "Lutron")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        made = reject(opened, "Lutron", "Lutron Electronics")
    assert made.file.read_text() == "name,other\nLutron,Lutron Electronics\n"
    assert open_pairs(warehouse) == []
    assert import_exports([exports], warehouse=warehouse).published
    with open_warehouse(warehouse) as after:
        assert identities(after).decided == 0
        assert after.problems().empty
        assert len(after.partners()) == 2


def test_an_alias_of_nobody_is_listed(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, "Sonos")
    write_csv(exports / "partner_aliases.csv", ["alias", "partner"], ["Lutron", "Lutron Inc."])
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        assert identities(opened).loose == (("Lutron", "Lutron Inc."),)


def test_what_is_confirmed_already_is_not_written_twice(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, *LUTRON)
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        first = confirm(opened, "Lutron", "Lutron Electronics")
        again = confirm(opened, "LUTRON ", "Lutron Electronics")
    assert (first.line, again.line) == ("Lutron,Lutron Electronics", "")
    assert first.file.read_text() == "alias,partner\nLutron,Lutron Electronics\n"


def test_lines_that_contradict_or_chain_are_refused(exports: Path, warehouse: Path) -> None:
    write_pipeline(exports, *LUTRON, "Sonos")
    import_exports([exports], warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        confirm(opened, "Lutron", "Lutron Electronics")
        reject(opened, "Sonos", "Lutron Electronics")
        refused = {
            ("Lutron", "Sonos"): (
                'expected "Lutron" to stand for one partner, found that it stands for "Lutron '
                'Electronics" already. Delete that line from partner_aliases.csv first, if it is '
                "wrong."
            ),
            ("LUTRON ELECTRONICS CO., INC.", "Lutron"): (
                'expected the partner itself, found "Lutron", which is an alias of "Lutron '
                'Electronics". Confirm "LUTRON ELECTRONICS CO., INC." for "Lutron Electronics".'
            ),
            ("Lutron Electronics", "LUTRON ELECTRONICS CO., INC."): (
                'expected a spelling that no other one stands for, found "Lutron Electronics", for '
                'which "Lutron" stands. Let those lines of partner_aliases.csv say "LUTRON '
                'ELECTRONICS CO., INC." first.'
            ),
            ("Sonos", "Lutron Electronics"): (
                'expected two names of one partner, found "Sonos" and "Lutron Electronics", which '
                "partner_distinct.csv says are not. Delete that line from partner_distinct.csv "
                "first, if it is wrong."
            ),
            ("Lutron GmbH", "Lutron Electroncs"): (
                'expected a partner of the pipeline or target register, found "Lutron Electroncs". '
                'Is it "Lutron Electronics" or "LUTRON ELECTRONICS CO., INC."?'
            ),
            ("sonos", "Sonos"): (
                'expected two names, found "sonos" and "Sonos". Case, width and white space make '
                "no other name."
            ),
        }
        for pair, message in refused.items():
            with pytest.raises(InvalidCall) as caught:
                confirm(opened, *pair)
            assert str(caught.value) == message
        with pytest.raises(InvalidCall) as caught:
            reject(opened, "Lutron Electronics", "Lutron")
        assert str(caught.value) == (
            'expected two names of different partners, found "Lutron", which partner_aliases.csv '
            'says is "Lutron Electronics". Delete that line from partner_aliases.csv first, if it '
            "is wrong."
        )


def test_where_exports_lie_in_several_folders_the_one_to_write_to_is_asked_for(
    tmp_path: Path, warehouse: Path
) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    write_pipeline(folders[0], "Lutron Electronics", "Lutron")
    write_contacts(folders[1], ("Lutron", "Kim", "kim@lutron.com"))
    import_exports(folders, warehouse=warehouse)
    with open_warehouse(warehouse) as opened:
        with pytest.raises(InvalidCall) as caught:
            confirm(opened, "Lutron", "Lutron Electronics")
        assert str(caught.value) == (
            f"--folder: expected the folder of the exports, found {folders[0]}, {folders[1]}. "
            "Name the one in which partner_aliases.csv is kept."
        )
        made = confirm(opened, "Lutron", "Lutron Electronics", folders[1])
    assert made.file == folders[1] / "partner_aliases.csv"
