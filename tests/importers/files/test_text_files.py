from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partner_analytics.errors import UnreadableFile
from partner_analytics.importers.files.cell_streams import map_cells
from partner_analytics.importers.files.located_cells import Dialect
from partner_analytics.importers.files.source_settings import (
    DEFAULT_LIMITS,
    DEFAULT_SOURCE,
    Limits,
    Source,
)
from partner_analytics.importers.files.text import record_blocks
from partner_analytics.importers.files.text.dialects import Found
from partner_analytics.importers.files.text.encodings import Utf8Text
from partner_analytics.importers.files.text.text_files import (
    ReadersDisagree,
    Records,
    TextRead,
    read_text_file,
    scanned,
    surveyed,
)

Row = list[str | None]
Read = Callable[..., tuple[TextRead, list[tuple[int, Row]]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write bytes (or text) to a file and read it: the answer and the located rows."""

    def reading(
        content: bytes | str, source: Source = DEFAULT_SOURCE, limits: Limits = DEFAULT_LIMITS
    ) -> tuple[TextRead, list[tuple[int, Row]]]:
        path, cells = tmp_path / "orders.csv", tmp_path / "cells.arrow"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        answer = read_text_file(path, cells, source=source, limits=limits, file=path.name)
        columns = map_cells(cells).table.to_pydict()
        lines = columns.pop("line")
        return answer, list(zip(lines, map(list, zip(*columns.values(), strict=True)), strict=True))

    return reading


def refusal(read: Read, content: bytes | str, **settings: Any) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(content, **settings)
    return caught.value


def test_cells_keep_their_text_and_line(read: Read) -> None:
    answer, rows = read('Partner,Note\nLutron,"a\nb"\n\nKohler, 01 \n')
    assert rows == [(1, ["Partner", "Note"]), (2, ["Lutron", "a\nb"]), (5, ["Kohler", " 01 "])]
    assert (answer.encoding, answer.dialect, answer.problems) == ("utf-8", Dialect(","), [])


def test_an_empty_field_is_null_and_an_empty_row_is_left_out(read: Read) -> None:
    _, rows = read('a,b,c\n1,,""\n,,\n')
    assert rows == [(1, ["a", "b", "c"]), (2, ["1", None, None])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read: Read, delimiter: str) -> None:
    lines = [delimiter.join(cells) for cells in (["Partner", "USD"], ["Lutron", "1.5"])]
    answer, rows = read("\r\n".join(lines))
    assert answer.dialect.delimiter == delimiter
    assert rows[1] == (2, ["Lutron", "1.5"])


def test_decimal_commas_do_not_make_a_delimiter(read: Read) -> None:
    _, rows = read("Partner;Discount\nLutron;12,5\nKohler;30,0\n")
    assert rows[1] == (2, ["Lutron", "12,5"])


def test_a_separator_line_is_obeyed_and_no_row(read: Read) -> None:
    answer, rows = read("sep=;\nPartner;Note\nLutron;a,b\n")
    assert answer.dialect.delimiter == ";"
    assert rows == [(2, ["Partner", "Note"]), (3, ["Lutron", "a,b"])]


def test_lines_ending_in_returns_alone_are_read(read: Read) -> None:
    _, rows = read("a,b\r1,2\r3,4\r")
    assert rows == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])]


def test_a_list_of_one_column_is_read(read: Read) -> None:
    _, rows = read("Partner\nLutron\nKohler\n")
    assert rows == [(1, ["Partner"]), (2, ["Lutron"]), (3, ["Kohler"])]


# Rows of another width


def orders(count: int) -> str:
    return "".join(f"Lutron,{at},10.00\n" for at in range(count))


def test_a_ragged_row_is_named_by_its_line_and_set_aside(read: Read) -> None:
    answer, rows = read("Partner,Units,USD\n" + orders(20) + "Kohler,7,extra,30.00\n" + orders(1))
    assert [str(problem) for problem in answer.problems] == [
        "orders.csv, line 22: expected 3 fields, as the other rows have, found 4: "
        '"Kohler | 7 | extra | 30.00". The row was set aside. Mend it (a text with the delimiter '
        "in it must stand in quotes) and import the file again."
    ]
    assert len(rows) == 22
    assert all(row[0] != "Kohler" for _, row in rows)


def test_an_extra_delimiter_before_an_empty_end_is_no_shift(read: Read) -> None:
    table = "partner,tier,revenue,note\n" + "Beta,1,100,x\n" * 20
    answer, rows = read(table + "Beta,,Silver,200,\n")
    assert [problem.line for problem in answer.problems] == [22]
    assert len(rows) == 21


def test_too_many_ragged_rows_refuse_the_file(read: Read) -> None:
    error = refusal(read, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n")
    assert str(error) == (
        "orders.csv, line 3: expected rows of 3 fields, as most rows have, found rows too many or "
        "too different to set aside (lines 3, 4). Mend these rows (a text with the delimiter in "
        "it must stand in quotes; a second table belongs into its own file), then import again."
    )


def test_one_row_too_wide_among_few_is_set_aside(read: Read) -> None:
    table = "Partner,Units,City\nAlder,1,Reno\nBirch, Ltd,2,Boise\n"
    answer, rows = read(table)
    assert [problem.line for problem in answer.problems] == [3]
    assert [row[0] for _, row in rows] == ["Partner", "Alder"]


def test_short_rows_under_a_header_are_set_aside_and_never_filled_up(read: Read) -> None:
    table = "Partner,Units,City\nAlder,1,Reno\nBirch,2\nCedar,3,Ames\nDogwood,4\nElm,5,Bath\n"
    answer, rows = read(table + "Fir,6,Hope\n")
    assert [(p.code, p.line) for p in answer.problems] == [("ragged-row", 3), ("ragged-row", 5)]
    assert [row[0] for _, row in rows[1:]] == ["Alder", "Cedar", "Elm", "Fir"]


def test_rows_too_wide_beside_rows_too_narrow_put_the_others_in_doubt(read: Read) -> None:
    few = "Partner,Units,City\nAlder,1,Reno\nCedar,2,Ames\nFir,3,Hope\n"
    error = refusal(read, few + "Birch, Ltd,2,Boise\nElm,5\n")
    assert (error.code, str(error.place)) == ("ragged-rows", "orders.csv, line 5")


def test_most_rows_of_another_width_than_the_header_refuse_the_file(read: Read) -> None:
    error = refusal(read, "Partner,Units,City\nAlder,1,Reno\nElm,5,Bath\nFir,6\nOak,7\n")
    assert error.code == "ragged-rows"


def test_one_row_of_another_width_among_few_without_a_header_refuses_the_file(read: Read) -> None:
    error = refusal(read, "1,27,4\n2,28,5\n3,29,5\n4,28\n")
    assert error.code == "ragged-rows"


def test_endless_odd_rows_refuse_the_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("text_files", "record_widths"):
        monkeypatch.setattr(f"partner_analytics.importers.files.text.{module}.MOST_ODD_ROWS", 5)
    error = refusal(read, "a,b,c\n" + orders(500) + "1,2\n" * 9 + orders(500))
    assert (error.code, str(error.place)) == ("ragged-rows", "orders.csv, line 502")


def test_two_rows_run_together_refuse_the_file(read: Read) -> None:
    error = refusal(read, "a,b,c\n" + orders(50) + "1,2,3,4,5,6\n")
    assert (error.code, str(error.place)) == ("ragged-rows", "orders.csv, line 52")


def test_two_exports_glued_together_refuse_the_file(read: Read) -> None:
    glued = "a,b\n" + "x,1\n" * 100 + "a,b,c\n" + orders(200)
    assert refusal(read, glued).code == "header-width"


def test_title_rows_stay_above_the_header(read: Read) -> None:
    _, rows = read("Q3 orders\nAs of,2025-09-30\n\nPartner,Units,USD\nLutron,1,2\n")
    assert rows[:3] == [
        (1, ["Q3 orders", None, None]),
        (2, ["As of", "2025-09-30", None]),
        (4, ["Partner", "Units", "USD"]),
    ]


def test_a_header_of_another_width_refuses_the_file(read: Read) -> None:
    error = refusal(read, "Partner,Units,USD\n" + "Lutron,1,2,x\n" * 3)
    assert str(error) == (
        "orders.csv, line 1: expected a header of 4 fields, as the rows below have, found 3 "
        'fields: "Partner | Units | USD". Give the header one name for each column, and every row '
        "as many fields as the header (delimiters at the end of a row count), then import again."
    )


def test_a_footer_under_a_blank_line_stays(read: Read) -> None:
    answer, rows = read("Partner,Units,USD\nLutron,1,2\n\nGenerated by the CRM\n")
    assert answer.problems == []
    assert rows[-1] == (4, ["Generated by the CRM", None, None])


def test_a_row_cut_at_the_end_of_the_file_is_no_footer(read: Read) -> None:
    answer, rows = read("Partner,Units,USD\n" + orders(20) + "Koh")
    assert [problem.line for problem in answer.problems] == [22]
    assert len(rows) == 21


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('a,b\n1,"open\n2,3\n', 2),
        ('a,b\n1,2\n"x"y,2\n', 3),
        ('a;b\n"Pedro "the";1\n', 2),
    ],
)
def test_broken_quotes_refuse_the_file_at_their_line(read: Read, content: str, line: int) -> None:
    error = refusal(read, content)
    assert (error.code, str(error.place)) == ("broken-quoting", f"orders.csv, line {line}")


def test_rows_that_two_delimiters_split_alike_are_not_guessed(read: Read) -> None:
    assert refusal(read, "a;b,c\n1;2,3\n").code == "unclear-delimiter"


def test_a_cell_over_the_limit_is_named(read: Read) -> None:
    error = refusal(read, "a,b\n1," + "x" * 40_000 + "\n")
    assert (error.code, str(error.place)) == ("cell-too-long", "orders.csv, line 2")


def test_columns_over_the_limit_refuse_the_file(read: Read) -> None:
    error = refusal(read, "a,b,c\n1,2,3\n", limits=Limits(columns=2))
    assert error.code == "too-many-columns"


def test_white_space_alone_is_no_table(read: Read) -> None:
    assert refusal(read, " \n\n").code == "no-rows"


# Encodings

NAMES = "Partner,City\nCaséta,Zürich\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_by_its_mark(read: Read, encoding: str) -> None:
    answer, rows = read(NAMES.encode(encoding))
    assert rows == [(1, ["Partner", "City"]), (2, ["Caséta", "Zürich"])]
    assert answer.problems == []


def test_western_text_is_read_and_the_guess_is_said(read: Read) -> None:
    answer, rows = read(NAMES.encode("cp1252"))
    assert rows[1] == (2, ["Caséta", "Zürich"])
    assert answer.encoding == "cp1252"
    assert [str(problem) for problem in answer.problems] == [
        "orders.csv: expected UTF-8 text, found Windows Western text (cp1252), such as "
        '"Caséta", "Zürich". Nothing to do if that reads right; otherwise import with '
        '--encoding and the name of its encoding, or save the file as "CSV UTF-8".'
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("καλημέρα,1\n", "iso8859-7"), ("Łódź,1\n", "cp1250"), ("日本語,1\n", "shift_jis")],
)
def test_other_alphabets_are_refused_unless_declared(read: Read, text: str, encoding: str) -> None:
    raw = ("Partner,Units\n" + text * 3).encode(encoding)
    assert refusal(read, raw).code == "unclear-encoding"
    _, rows = read(raw, source=Source(encoding=encoding))
    assert rows[1] == (2, text.strip().split(","))


def test_half_a_character_is_refused(read: Read) -> None:
    raw = "Partner,City\nMüller,Zürich\n".encode() + b"Caf\xc3,Z\n"
    error = refusal(read, raw)
    assert (error.code, str(error.place)) == ("unclear-encoding", "orders.csv, line 3")


def test_control_characters_are_refused_by_line(read: Read) -> None:
    error = refusal(read, b"a,b\n1,\x00\n")
    assert str(error).startswith("orders.csv, line 2: expected text, found the control character")


def test_a_declared_encoding_that_does_not_exist_is_named(read: Read) -> None:
    assert (
        refusal(read, b"a,b\n\xe9,2\n", source=Source(encoding="utf-9")).code == "unknown-encoding"
    )


# The fast reader is the strict one, only faster

PIECES = st.sampled_from(
    [*"a,,,,\n\n\r\"' é\\", "\r\n", '""', '"x"', '"x\ny"', '"x,y"', '"a""b"', "\ufeff", "\x85"]
)


def rows_of(surveyed_file: Any) -> list[dict[str, Any]]:
    return [row for batch in surveyed_file.batches for row in batch.to_pylist()]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.integers(1, 4),
    st.sampled_from([4_000_000, 60, 9]),
)
@example("\ufeffa", 1, 9)  # a mark that a block begins with
def test_the_scan_gives_what_the_strict_reader_gives(
    tmp_path_factory: pytest.TempPathFactory, text: str, width: int, block: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "scan.csv"
    table = "\n".join(",".join("x" * width) for _ in range(40))
    path.write_bytes(f"{table}\n{text}\n{table}".encode())
    records = Records(Utf8Text(path, 0, "utf-8"), Found(Dialect(","), width))
    try:
        with mock.patch.object(record_blocks, "_BLOCK", block):
            fast = scanned(records)
            rows = rows_of(fast) if fast else []
    except ReadersDisagree:
        return
    if fast is None:
        return
    strict = surveyed(records, "scan.csv")
    assert rows == rows_of(strict)
    assert fast.survey == strict.survey


def test_a_large_file_reads_like_a_small_one(read: Read) -> None:
    header = 'Partner,Units,USD\n"Lutron\nElectronics",1,"1,200.00"\n'
    answer, rows = read("Orders\n" + header + orders(30_000) + "x,y\n" + orders(1))
    assert len(rows) == 30_004
    assert rows[2] == (3, ["Lutron\nElectronics", "1", "1,200.00"])
    assert rows[-1] == (30_006, ["Lutron", "0", "10.00"])
    assert [problem.line for problem in answer.problems] == [30_005]


def test_spaces_behind_every_delimiter_belong_to_it(read: Read) -> None:
    answer, rows = read('Partner, City\nLutron, "Coopersburg, PA"\nSonos, Goleta\n')
    assert answer.dialect == Dialect(",", is_spaced=True)
    assert rows[1:] == [(2, ["Lutron", "Coopersburg, PA"]), (3, ["Sonos", "Goleta"])]


def test_the_lines_of_titles_and_notes_are_known(read: Read) -> None:
    answer, _ = read("Q3\n\nPartner,Units\nLutron,3\n\nPrinted by CRM\n")
    assert answer.loose_lines == [1, 6]


def test_utf8_text_that_a_person_named_otherwise_is_read_as_such_and_said(read: Read) -> None:
    answer, rows = read(NAMES.encode(), source=Source(encoding="cp1252"))
    assert rows[1] == (2, ["Caséta", "Zürich"])
    assert [str(problem) for problem in answer.problems] == [
        "orders.csv: expected text in cp1252, as named with --encoding, found UTF-8 text, which "
        "hardly any other text can be taken for. It was read as UTF-8. Nothing to do if it reads "
        'right; otherwise save the file as "CSV UTF-8".'
    ]
    assert read(b"a,b\n1,2\n", source=Source(encoding="cp1252"))[0].problems == []


def test_an_apostrophe_in_a_list_of_one_column_is_text(read: Read) -> None:
    answer, rows = read("Partner\n's-Hertogenbosch\nMen's\n")
    assert (answer.dialect, rows[1]) == (Dialect(","), (2, ["'s-Hertogenbosch"]))


CLINICS = "Clinic,Beds,City\nAst,12,Ulm\nBor,7,Bonn\nCal,31,Kiel\n"


def test_delimiters_behind_the_end_of_a_row_lose_nothing(read: Read) -> None:
    answer, rows = read(CLINICS.replace("Bonn", "Bonn,, "))
    assert rows[2] == (3, ["Bor", "7", "Bonn"])
    assert answer.problems == []


def test_rows_with_delimiters_behind_their_end_stay_where_they_stand(read: Read) -> None:
    _, rows = read(CLINICS.replace("Ulm", "Ulm,").replace("Kiel", "Kiel,"))
    assert [line for line, _ in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("row", ["Dor,,5,", "Dor,5,,", "Dor,5,Jena,x"])
def test_a_row_that_may_have_shifted_or_holds_more_is_set_aside(read: Read, row: str) -> None:
    answer, rows = read(CLINICS + row + "\n")
    assert [problem.code for problem in answer.problems] == ["ragged-row"]
    assert len(rows) == 4


def test_a_last_column_that_may_be_empty_leaves_in_doubt_what_shifted(read: Read) -> None:
    answer, _ = read(CLINICS + "Dor,5,\nEck,6,Jena,\n")
    assert [problem.line for problem in answer.problems] == [6]


def test_every_row_but_the_header_may_end_in_a_delimiter(read: Read) -> None:
    answer, rows = read("Clinic,Beds,City\nAst,12,Ulm,\nBor,7,Bonn,\nCal,31,Kiel,\n")
    assert [row[:3] for _, row in rows][-1] == ["Cal", "31", "Kiel"]
    assert answer.problems == []


def test_the_header_may_end_in_more_delimiters_than_the_rows(read: Read) -> None:
    answer, rows = read(CLINICS.replace("City", "City,,"))
    assert (rows[0], answer.problems) == ((1, ["Clinic", "Beds", "City"]), [])


def test_a_text_alone_above_rows_is_the_heading_of_a_section(read: Read) -> None:
    answer, rows = read(CLINICS.replace("Ast", "South\nAst").replace("Bor", "West\nBor"))
    assert [problem.code for problem in answer.problems] == ["section-row"] * 2
    assert [line for line, _ in rows] == [1, 3, 5, 6]


@pytest.mark.parametrize("cut", ["A1207", "West\n,7,Bonn"])
def test_a_record_that_was_cut_off_is_no_heading(read: Read, cut: str) -> None:
    answer, _ = read(CLINICS.replace("Bor", f"{cut}\nBor"))
    assert "ragged-row" in [problem.code for problem in answer.problems]


def test_a_note_without_a_gap_is_no_ragged_row(read: Read) -> None:
    answer, rows = read(CLINICS + "All amounts in thousands\n")
    assert rows[-1] == (5, ["All amounts in thousands", None, None])
    assert answer.problems == []
