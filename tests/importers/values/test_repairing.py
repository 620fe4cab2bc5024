"""Texts repaired before they are read: values, the ledger's rows, warnings at cells."""

from collections.abc import Sequence

import pandas as pd
import pytest

from partner_analytics.importers.exports.export import export_of
from partner_analytics.importers.files.located_cells import FileRead, Sheet
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.values.row_values import ReadRows, read_values
from partner_analytics.importers.values.told_repairs import header_repairs
from partner_analytics.problems import Severity
from partner_analytics.trackers import TRACKERS

PIPELINE = ["Manufacturer", "Current Stage", "Notes"]


def read(*rows: Sequence[str | None], sheet: str | None = "Sheet1") -> ReadRows:
    file = FileRead("2025-Q1.xlsx", "0", 1, None, None, (Sheet.of(rows, sheet),), (), True)
    (table,) = export_of(file).tables
    (batch,) = table.batches()
    tracker = TRACKERS[table.tracker]
    return read_values(table, batch, tracker=tracker, source=Source(), file=file.file)


def entries(found: ReadRows) -> list[tuple[str, str | None, int, str, str, str]]:
    return [(r.column, r.cell, r.cells, r.original, r.repaired, r.kind) for r in found.repairs]


def test_g_13_a_garbled_name_is_read_repaired_entered_and_told_at_its_cell():
    found = read(PIPELINE, ["Cas√©ta", "4", None])
    assert found.values["partner"].tolist() == ["Caséta"]
    assert entries(found) == [("partner", "A2", 1, "Cas√©ta", "Caséta", "mojibake")]
    (note,) = found.notes
    assert (note.code, note.severity, note.partner) == (
        "repaired-text",
        Severity.WARNING,
        "Cas√©ta",
    )
    assert str(note) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell A2 "Manufacturer": expected text as it was typed, '
        'found "Cas√©ta", which another program garbled. It was read as "Caséta". Correct the '
        "cell if that is wrong."
    )


def test_what_is_sure_beyond_a_look_is_entered_and_not_told():
    found = read(PIPELINE, ["**Lutron**", "•\u00a0Active Partnership", "call\u00a0 Kim"])
    assert found.values["partner"].tolist() == ["Lutron"]
    assert found.values["stage_number"].tolist() == [6]
    assert found.values["notes"].tolist() == ["call Kim"]
    assert found.notes == found.problems == []
    assert [repair.kind for repair in found.repairs] == ["markdown", "spaces, bullet", "spaces"]


def test_a_text_that_stands_in_several_cells_is_entered_once_with_their_number():
    rows = [[f"Partner {at}", "4", "call\u00a0Kim"] for at in range(3)]
    found = read(PIPELINE, ["Sonos", "4", None], *rows)
    assert entries(found) == [("notes", "C3", 3, "call\u00a0Kim", "call Kim", "spaces")]


def test_blanks_at_the_ends_are_entered_once_for_the_column():
    found = read(PIPELINE, ["Sonos ", "4", None], [" Lutron", "4", None], ["Sonos ", "4", None])
    assert found.values["partner"].tolist() == ["Sonos", "Lutron", "Sonos"]
    assert entries(found) == [("partner", "A2", 3, "Sonos ", "Sonos", "blanks at the ends")]


def test_a_text_without_a_sure_repair_stays_and_is_told():
    found = read(PIPELINE, ["Lutron", "4", "Caf\ufffd"])
    assert found.values["notes"].tolist() == ["Caf\ufffd"]
    assert found.repairs == []
    assert str(found.notes[0]) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell C2 "Notes": expected text as it was typed, found '
        '"Caf\ufffd", which another program garbled. It was read as it stands, as no repair is '
        "certain. Retype the cell, or export the file again as XLSX or as CSV UTF-8."
    )


def test_g_09_a_hidden_character_in_a_name_is_told_with_its_place():
    found = read(PIPELINE, ["Lut\u200bron", "4", None])
    assert found.values["partner"].tolist() == ["Lutron"]
    assert str(found.notes[0]) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell A2 "Manufacturer": expected a name of characters '
        'that can be seen, found "Lutron" with zero width space as character 4. It was read as '
        '"Lutron". Retype the name.'
    )


def test_g_09_a_letter_of_another_alphabet_in_a_name_is_told_with_its_twin():
    found = read(PIPELINE, ["Sonоs", "4", None])
    assert found.values["partner"].tolist() == ["Sonоs"]
    assert str(found.notes[0]) == (
        '2025-Q1.xlsx, sheet "Sheet1", cell A2 "Manufacturer": expected a name in the letters of '
        'one alphabet, found "Sonоs" with letter 4 of "Sonоs", Cyrillic small letter o. It looks '
        'like "Sonos" and is another name. Retype it if "Sonos" is meant.'
    )


def test_g_09_letters_of_another_width_are_told_and_taken_for_plain_ones():
    (note,) = read(PIPELINE, ["Ｓonos", "4", None]).notes
    assert (note.code, note.remedy) == (
        "look-alike-character",
        'It was taken for "Sonos". Retype the name.',
    )


def test_a_hidden_character_in_a_note_is_entered_and_not_told():
    found = read(PIPELINE, ["Lutron", "4", "call\u200b Kim"])
    assert (found.values["notes"].tolist(), found.notes) == (["call Kim"], [])


@pytest.mark.parametrize("text", ["**35%**", "\u200e35%", "35\u2060%"])
def test_a_number_is_repaired_where_it_cannot_be_read_otherwise(text: str):
    found = read(["Manufacturer", "Base Discount (%)", "YTD Volume"], ["Lutron", text, "1"])
    assert found.values["base_discount_pct"].tolist() == [0.35]
    assert [(repair.original, repair.repaired) for repair in found.repairs] == [(text, "35%")]


def test_a_text_that_is_refused_is_quoted_as_it_stands():
    (problem,) = read(PIPELINE, ["Lutron", "**nearly**", None]).problems
    assert problem.found == '"**nearly**"'


def test_a_failed_formula_between_hidden_characters_is_no_text():
    found = read(PIPELINE, ["Lutron", "4", "\u200b#REF!"])
    assert pd.isna(found.values["notes"].iloc[0])
    assert [problem.code for problem in found.problems] == ["error-cell"]


@pytest.mark.parametrize(
    ("header", "kind"),
    [("**Manufacturer**", "markdown"), ("Manu\u200bfacturer", "hidden characters")],
)
def test_a_header_is_known_in_spite_of_what_is_in_it_and_entered(header: str, kind: str):
    rows = [[header, "Current Stage"], ["Lutron", "4"]]
    file = FileRead("2025-Q1.xlsx", "0", 1, None, None, (Sheet.of(rows, "Sheet1"),), (), True)
    (table,) = export_of(file).tables
    (repair,) = header_repairs(table)
    assert (repair.column, repair.cell, repair.repaired, repair.kind) == (
        "partner",
        "A1",
        "Manufacturer",
        kind,
    )


def test_the_value_of_a_label_above_a_table_is_repaired():
    found = read(
        ["Manu\u200bfacturer: Cas√©ta"],
        [],
        ["Evaluation Dimension", "Rating (1-5)"],
        ["Technical", "4"],
    )
    assert found.values["partner"].tolist() == ["Caséta"]
    assert entries(found) == [("partner", "A1", 1, "Cas√©ta", "Caséta", "mojibake")]
