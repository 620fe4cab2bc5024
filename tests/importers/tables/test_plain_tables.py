from partner_analytics.importers.files.located_cells import Sheet
from partner_analytics.importers.files.problem_places import SheetPlace
from partner_analytics.importers.tables.plain_table_problems import plain_findings
from partner_analytics.importers.tables.plain_tables import PlainTables, find_plain_tables

Rows = list[list[str | None]]


def found(rows: Rows, *, loose: tuple[int, ...] = (), name: str | None = None) -> PlainTables:
    sheet = Sheet.of(rows, name)
    return find_plain_tables(
        Sheet(name, "visible", sheet.cells, loose_lines=frozenset(loose)),
    )


def problems(rows: Rows, *, loose: tuple[int, ...] = (), name: str | None = None) -> list[str]:
    file = "orders.csv" if name is None else "orders.xlsx"
    sheet = Sheet.of(rows, name)
    sheet = Sheet(name, "visible", sheet.cells, loose_lines=frozenset(loose))
    findings = plain_findings(SheetPlace(file, name), sheet, find_plain_tables(sheet))
    return [str(problem) for problem in findings]


def header_and_rows(rows: Rows, **more: tuple[int, ...]) -> tuple[int, int] | None:
    """Line of the header and number of rows, where there is a header."""
    tables = found(rows, **more).tables
    return (tables[0].header_row, len(tables[0].rows)) if tables else None


# What makes a header


def test_words_above_figures_are_a_header() -> None:
    assert header_and_rows([["Partner", "Units"], ["Lutron", "3"], ["Sonos", "4"]]) == (1, 2)


def test_a_first_row_like_those_below_is_no_header() -> None:
    assert header_and_rows([["Lutron", "3"], ["Sonos", "4"]]) is None


def test_words_above_words_are_no_header_unless_they_name_columns() -> None:
    assert header_and_rows([["Lutron", "Coopersburg"], ["Sonos", "Goleta"]]) is None
    assert header_and_rows([["Partner", "City"], ["Lutron", "Coopersburg"]]) == (1, 1)


def test_common_names_that_come_again_below_are_no_header() -> None:
    assert header_and_rows([["valid", "name"], ["valid", "name two"], ["valid", "x"]]) is None


def test_letters_that_count_on_are_a_header() -> None:
    assert header_and_rows([["a", "b"], ["x", "y"], ["z", "w"]]) == (1, 2)


def test_years_in_a_row_are_a_header_and_other_numbers_are_not() -> None:
    years = ["Country", "2023", "2024", "2025"]
    assert header_and_rows([years, ["UK", "5", "6", "7"], ["FR", "8", "9", "7"]]) == (1, 2)
    assert header_and_rows([["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]) is None


def test_titles_above_a_header_are_no_rows() -> None:
    rows: Rows = [["Orders", None, None], [], ["Partner", "Units", "USD"], ["Lutron", "3", "9"]]
    assert header_and_rows(rows) == (3, 1)


def test_in_two_columns_a_title_may_be_a_row_that_misses_a_value() -> None:
    assert header_and_rows([["Partner", ""], ["Lutron", "Sonos"], ["", "1"]]) is None


def test_lines_of_fewer_fields_are_titles_and_notes() -> None:
    rows: Rows = [["2025", None], ["Partner", "Units"], ["Lutron", "3"], [], ["Printed", None]]
    assert header_and_rows(rows, loose=(1, 5)) == (2, 1)
    assert found(rows, loose=(1, 5)).notes == (3,)


def test_a_header_alone_has_no_rows() -> None:
    assert header_and_rows([["Partner", "Units"]]) == (1, 0)
    assert header_and_rows([["Lutron", "3"]]) is None


# Several headers

UNITS: Rows = [["Partner", "Units", "USD"], ["Lutron", "3", "90"], ["Sonos", "4", "80"]]


def test_a_header_said_twice_in_a_row_counts_once() -> None:
    seen = found([UNITS[0], *UNITS])
    assert (len(seen.tables[0].rows), seen.second_headers) == (2, ())


def test_a_header_that_comes_again_further_down_is_reported() -> None:
    assert found([*UNITS, *UNITS]).second_headers == (3,)


def test_a_second_header_row_below_the_first_is_reported() -> None:
    assert found([UNITS[0], ["", "pieces", "net"], *UNITS[1:]]).second_headers == (1,)


def test_another_table_below_is_reported() -> None:
    other: Rows = [["Tier", "Weight", "Since"], ["Gold", "40", "2024"], ["Silver", "30", "2025"]]
    assert found([*UNITS, ["Gira", "5", "1"], *other]).second_headers == (4,)


def test_a_row_of_missing_values_is_no_header() -> None:
    assert found([*UNITS, ["Gira", "n/a", "TBD"], ["Jung", "open", "open"]]).second_headers == ()


def test_a_sheet_of_a_workbook_may_hold_several_tables() -> None:
    other: Rows = [["Title"], ["Tier", "Weight", "Since"], ["Gold", "40", "2024"]]
    tables = found([*UNITS, ["Gira", "5", "1"], [], *other], name="Q1").tables
    assert [(table.header_row, len(table.rows)) for table in tables] == [(1, 3), (7, 1)]


# Names


def test_a_name_that_is_missing_or_doubled_stands_with_its_column_letter() -> None:
    rows: Rows = [["Partner", None, "USD", "USD"], ["Lutron", "x", "3", "4"]]
    assert found(rows).tables[0].names == ("Partner", "[B]", "USD [C]", "USD [D]")
    assert problems(rows) == [
        "orders.csv, line 1: expected a name above the cells of column B, found none. Write one "
        "into the header row.",
        'orders.csv, line 1: expected a name of its own for each column, found "USD" once more, '
        "in column C. Rename one of them: only their place tells them apart.",
        'orders.csv, line 1: expected a name of its own for each column, found "USD" once more, '
        "in column D. Rename one of them: only their place tells them apart.",
    ]


# What is said


def test_a_missing_header_is_said_with_the_way_out() -> None:
    assert problems([["Lutron", "3"], ["Sonos", "4"]]) == [
        "orders.csv, line 1: expected a row that names the columns, found what may already be "
        'values: "Lutron | 3". Write a name for each column into a row above the values, and '
        "import the file again."
    ]


def test_a_second_header_is_said_with_the_way_out() -> None:
    assert problems([*UNITS, *UNITS]) == [
        "orders.csv, line 4: expected rows of one table below one header, found what looks like "
        'another header: "Partner | Units | USD". If another table begins there, put it into a '
        "file of its own; if the header goes over several rows, write it into one. Then import "
        "again."
    ]


def test_a_delimiter_too_many_in_every_line_is_said_with_the_way_out() -> None:
    rows: Rows = [["Partner", "Units", ""], ["Lutron", "3", ""], ["Sonos", "4", " "]]
    assert problems(rows) == [
        "orders.csv, line 1: expected as many names in the header as the rows have fields, found "
        "a field 3 (column C) without a name and without a value in any row. Remove the delimiter "
        "that is too many in each line, or write the column's name into the header, and import "
        "the file again."
    ]


def test_marks_of_numbers_that_did_not_fit_are_said_with_the_way_out() -> None:
    assert problems([*UNITS, ["Gira", "#####", "70"]]) == [
        'orders.csv, line 4: expected a value, found "#####", as is printed for a number too wide '
        "for its column. The number itself is not in the file. Widen the column, or its format, "
        "in the program the file comes from, and export again."
    ]


def test_a_table_without_rows_and_a_note_below_are_said() -> None:
    assert problems([["Partner", "Units"]]) == [
        "orders.csv, line 1: expected rows below the header, found none. Nothing to do if there "
        "is nothing to tell; otherwise export it again."
    ]
    assert problems([*UNITS, [], ["Printed"]], loose=(5,)) == [
        "orders.csv, line 5: expected nothing but rows below the header, found a line with fewer "
        'fields: "Printed". It was taken for a note and is not among the rows. If it is a row, '
        "give it as many fields as the header has, and import the file again."
    ]


def test_on_a_sheet_a_missing_header_is_at_its_cell() -> None:
    assert problems([["Lutron", "3"], ["Sonos", "4"]], name="Lists") == [
        'orders.xlsx, sheet "Lists", cell A1: expected a row that names the columns, found what '
        'may already be values: "Lutron | 3". Write a name for each column into a row above the '
        "values, and import the file again."
    ]


def test_a_lone_row_below_what_seems_a_title_is_no_header() -> None:
    assert header_and_rows([["Partner", ""], ["Lutron", "Sonos"]]) is None


def test_a_row_below_what_seems_a_title_that_leaves_a_column_unnamed_is_no_header() -> None:
    rows: Rows = [["Partner", "", ""], ["", "Lutron", "Sonos"], ["", "", "1"], ["Gira", "", ""]]
    assert header_and_rows(rows) is None
