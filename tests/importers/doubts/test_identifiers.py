from collections.abc import Sequence

import pytest

from partner_analytics.problems import Severity
from tests.importers.values.test_cell_values import ORDERS, PIPELINE, only, read

HEADERS = [*ORDERS, "SKU"]


def line(order: str | None, sku: str | None = "x", row: int = 1) -> Sequence[str | None]:
    return ["Lutron", "2025-02-01", order, str(row), "2", "10", "7", "USD", sku]


def test_an_order_number_in_scientific_notation_sets_its_line_aside():
    found = read(HEADERS, line("7.70012E+11"), line("A1"), sheet=None)
    assert found.values["order_id"].tolist() == ["A1"]
    assert found.set_aside["code"].tolist() == ["scientific-notation"]


def test_order_numbers_in_scientific_notation_are_told_once_a_column():
    lines = [line("7.70012E+11", row=at) for at in range(1, 9)]
    found = read(HEADERS, *lines, sheet="Orders")
    assert only(found).cell == "C2"
    assert only(found).found == (
        '"7.70012E+11" and 7 more (C3, C4, C5, C6, C7, ...) in scientific notation'
    )
    assert len(found.untold) == 7


def test_an_article_number_in_scientific_notation_is_null_and_its_line_stays():
    found = read(HEADERS, line("A1", "4E+15"), sheet=None)
    assert found.values["sku"].isna().tolist() == [True]
    assert only(found).code == "scientific-notation"


@pytest.mark.parametrize("number", ["12E4", "1E5", "E+12", "4512340000001", "A-1E+05"])
def test_what_is_only_like_scientific_notation_stays(number: str) -> None:
    assert read(HEADERS, line(number, number)).values["sku"].tolist() == [number]


def test_a_partner_in_scientific_notation_is_no_partner():
    found = read(PIPELINE, ["3.6E+14", "4", "Kim", None])
    assert (len(found.values), only(found).code) == (0, "scientific-notation")


@pytest.mark.parametrize(
    "text",
    ["2025-03-01", "2025-03-01 00:00:00", "1-Mar", "Mar-01", "4-Sep-25", "3/1/2025", "01.03.2025"],
)
def test_a_date_among_article_numbers_stays_and_is_warned_of(text: str) -> None:
    found = read(HEADERS, line("A1", "SEPT2"), line("A2", text))
    assert found.values["sku"].tolist() == ["SEPT2", text]
    (note,) = found.notes
    assert (note.code, note.severity, note.cell) == ("date-in-identifier", Severity.WARNING, "I3")


def test_a_date_among_partners_is_warned_of():
    found = read(PIPELINE, ["2025-05-03", "4", "Kim", None])
    assert [note.code for note in found.notes] == ["date-in-identifier"]


@pytest.mark.parametrize("name", ["360", "3M", "1-800-Flowers", "7-Eleven", "24/7", "007"])
def test_a_partner_with_figures_in_its_name_is_one(name: str) -> None:
    found = read(PIPELINE, [name, "4", "Kim", None])
    assert (found.values["partner"].tolist(), found.notes) == ([name], [])


def test_an_order_number_that_says_nothing_sets_its_line_aside():
    found = read(HEADERS, line("n/a"), line("-"), line(None))
    assert [problem.found for problem in found.problems] == [
        '"n/a", which was taken for an empty cell',
        '"-", which was taken for an empty cell',
        "an empty cell",
    ]


@pytest.mark.parametrize("name", ["Null", "NONE", "NA"])
def test_a_partner_named_like_nothing_is_told_with_its_name(name: str) -> None:
    found = read(PIPELINE, [name, "4", "Kim", None])
    assert only(found).found == f'"{name}", which was taken for an empty cell'
    assert f'"{name} Inc."' in only(found).remedy


@pytest.mark.parametrize("written", ['="00123"', "'00123"])
def test_what_kept_an_article_number_a_text_is_no_part_of_it(written: str) -> None:
    found = read(HEADERS, line("A1", written), sheet=None)
    assert found.values["sku"].tolist() == ["00123"]
    assert [repair.original for repair in found.repairs] == [written]
