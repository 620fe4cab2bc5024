"""The tables of a warehouse file that no tracker declares: what came in, and who is who."""

from partner_analytics.warehouse.tables.table_declaration import Table

IMPORTS = Table(
    "landing",
    "imports",
    "One row per export taken in, in the order in which they were.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "file": ("VARCHAR", "name of the file"),
        "sha256": ("VARCHAR", "content hash of the file; the file is kept under it"),
        "as_of": ("DATE", "day whose state the export shows"),
        "as_of_from": ("VARCHAR", "where the as-of date was found"),
        "imported_at": ("TIMESTAMP", "when it was taken in, UTC: known since"),
        "status": (
            "VARCHAR",
            "loaded; rejected; superseded by a later version of the file; forgotten: taken back; "
            "erased: taken back and its rows removed",
        ),
        "source_path": ("VARCHAR", "where the file was; a later version of it stands there too"),
        "tool": ("VARCHAR", "tool that wrote it, where it shows; NULL otherwise"),
        "settings": (
            "VARCHAR",
            "what was settled by options, layouts and corrections; empty for nothing",
        ),
        "superseded_by": ("INTEGER", "import of the later version"),
        "made_from": ("VARCHAR", "content hashes of the files it is an annotated copy of, or NULL"),
        "file_bytes": ("BIGINT", "size of the file; NULL where an earlier version took it in"),
        "rows_read": ("BIGINT", "table rows read"),
        "rows_loaded": ("BIGINT", "rows loaded"),
        "rows_set_aside": ("BIGINT", "rows set aside, with a problem each"),
        "rows_recognized": ("BIGINT", "blank, total and repeated header rows"),
        "problems": ("BIGINT", "problems found"),
    },
)

IMPORT_TABLES = Table(
    "landing",
    "import_tables",
    "One row per table found in an export; rows_read is the sum of the other counts.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "table_number": ("INTEGER", "number of the table within the import"),
        "sheet": ("VARCHAR", "sheet; NULL for a text file"),
        "tracker": ("VARCHAR", "tracker it was recognized as"),
        "variant": ("VARCHAR", "member a column of a wide sheet stands for"),
        "header_row": ("INTEGER", "row of the header"),
        "rows_read": ("BIGINT", "rows read below the header"),
        "rows_loaded": ("BIGINT", "rows loaded"),
        "rows_set_aside": ("BIGINT", "rows set aside, with a problem each"),
        "rows_blank": ("BIGINT", "blank rows"),
        "rows_total": ("BIGINT", "rows of totals"),
        "rows_repeated_header": ("BIGINT", "rows that repeat the header"),
        "rows_ragged": ("BIGINT", "of those set aside, lines with a wrong number of fields"),
        "unmapped_headers": ("VARCHAR", "headers no column of the tracker is spelled like"),
    },
)

COLUMN_MAP = Table(
    "landing",
    "column_map",
    "Which cell column each column of a table was read from.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "table_number": ("INTEGER", "number of the table within the import"),
        "column_name": ("VARCHAR", "column of the tracker; NULL where cells are only kept"),
        "header": ("VARCHAR", "header as spelled in the export"),
        "cell_column": ("VARCHAR", "letter of the cell column; NULL for a fixed cell"),
        "cell": ("VARCHAR", "fixed cell above the table that holds for all its rows"),
        "merged": ("VARCHAR", "rows, first:last, over which a cell of the column is merged"),
    },
)

CORRECTIONS = Table(
    "landing",
    "corrections",
    "The corrections of exports: what was read in place of what a cell says, or was refused.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "file": ("VARCHAR", "file"),
        "sheet": ("VARCHAR", "sheet; NULL for a text file"),
        "cell": ("VARCHAR", "cell; in a text file the column's letter with the line"),
        "found": ("VARCHAR", "what the cell says, according to the correction"),
        "use": ("VARCHAR", "what was read in its place"),
        "reason": ("VARCHAR", "why"),
        "who": ("VARCHAR", "who says so"),
        "status": ("VARCHAR", "applied; refused, with a problem"),
        "line": ("BIGINT", "line of corrections.csv"),
        "tracker": ("VARCHAR", "tracker of the row the cell stands in"),
        "partner": ("VARCHAR", "partner as spelled on that row"),
    },
)

PROBLEMS = Table(
    "landing",
    "problems",
    "What is wrong in the exports: where, what was expected and found, what to do.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "code": ("VARCHAR", "kind of problem"),
        "severity": ("VARCHAR", "error: a value or row was kept out; warning: none was"),
        "file": ("VARCHAR", "file"),
        "sheet": ("VARCHAR", "sheet"),
        "cell": ("VARCHAR", "cell"),
        "line": ("BIGINT", "line of a text file"),
        "row": ("BIGINT", "row of the table the cell belongs to"),
        "header": ("VARCHAR", "header of the column"),
        "tracker": ("VARCHAR", "tracker"),
        "column_name": ("VARCHAR", "column of the tracker"),
        "partner": ("VARCHAR", "partner as spelled on that row"),
        "owner": ("VARCHAR", "owner on that row, else the partner's owner in the pipeline"),
        "is_owner_of_row": ("BOOLEAN", "whether the owner stands on that row itself"),
        "found": ("VARCHAR", "what was found"),
        "expected": ("VARCHAR", "what was expected"),
        "remedy": ("VARCHAR", "what to do"),
        "consequence_of": (
            "VARCHAR",
            "row (file|sheet|row) or file whose problem it follows from; NULL for a cause",
        ),
        "is_judged": ("BOOLEAN", "whether it is judged anew with every build"),
    },
)

REPAIRS = Table(
    "landing",
    "repairs",
    "Texts that were repaired before they were read, one row per distinct text and column.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "table_number": ("INTEGER", "number of the table within the import"),
        "tracker": ("VARCHAR", "tracker"),
        "column_name": ("VARCHAR", "column of the tracker"),
        "sheet": ("VARCHAR", "sheet; NULL for a text file"),
        "cell": ("VARCHAR", "first cell that holds the text; NULL for a text file"),
        "row": ("BIGINT", "row of that cell, or line of the text file"),
        "cells": ("BIGINT", "number of cells that hold it"),
        "original": ("VARCHAR", "text as it stands in the export"),
        "repaired": ("VARCHAR", "text as it was read"),
        "kind": (
            "VARCHAR",
            "what was repaired; blanks at the ends: one row for all texts of the column",
        ),
    },
)

KEPT_OUT = Table(
    "landing",
    "kept_out",
    "Rows that were read and are kept out of curated, judged anew with every build.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "table_number": ("INTEGER", "number of the table within the import"),
        "row": ("BIGINT", "row of the sheet, or line of the text file"),
        "tracker": ("VARCHAR", "tracker"),
        "code": ("VARCHAR", "problem that keeps it out"),
    },
)

REPLACED = Table(
    "landing",
    "replaced",
    "Rows that a later export states again: that one counts. Judged anew with every build.",
    {
        "import_id": ("INTEGER", "number of the import the row came with"),
        "table_number": ("INTEGER", "number of the table within the import"),
        "row": ("BIGINT", "row of the sheet, or line of the text file"),
        "tracker": ("VARCHAR", "tracker"),
        "by_import_id": ("INTEGER", "import that states it again"),
        "by_row": ("BIGINT", "row there"),
        "is_same": ("BOOLEAN", "whether it says the same there"),
    },
)

ALIASES = Table(
    "landing",
    "aliases",
    "The spellings people confirmed, as last read from each alias table.",
    {
        "alias": ("VARCHAR", "spelling"),
        "partner": ("VARCHAR", "partner it stands for"),
        "source_path": ("VARCHAR", "alias table it stands in"),
    },
)

PARTNER_IDS = Table(
    "landing",
    "partner_ids",
    "The ids ever given, each to one name for good: also to names that are aliases now, or gone.",
    {
        "name_key": ("VARCHAR", "name without case and extra blanks"),
        "partner_id": ("VARCHAR", "id of the partner of that name"),
        "since_import_id": ("INTEGER", "import that named it when the id was given"),
    },
)

DISTINCT_PARTNERS = Table(
    "landing",
    "distinct_partners",
    "Names that look alike and that people said are not one partner, as last read.",
    {
        "name": ("VARCHAR", "one name"),
        "other": ("VARCHAR", "the other name"),
        "source_path": ("VARCHAR", "table of distinct names they stand in"),
    },
)

PARTNER_SUGGESTIONS = Table(
    "curated",
    "partner_suggestions",
    "Names that may be other spellings of a partner, for a person to confirm or reject, and "
    "unknown names like none.",
    {
        "name": ("VARCHAR", "name in question"),
        "is_registered": ("BOOLEAN", "whether it is a partner of its own for now"),
        "waiting_rows": ("BIGINT", "rows set aside until the name is known"),
        "found_in": ("VARCHAR", "where the name stands first"),
        "partner": ("VARCHAR", "partner it may be; NULL if it is like none"),
        "likeness": ("DOUBLE", "how alike the names are, 0-100"),
        "reason": ("VARCHAR", "what suggests it"),
    },
)

BUILDS = Table(
    "landing",
    "builds",
    "One row per publication of this file.",
    {
        "build_id": ("INTEGER", "number of the build"),
        "built_at": ("TIMESTAMP", "when it was published, UTC"),
        "package_version": ("VARCHAR", "version of partner_analytics"),
        "program": ("VARCHAR", "program whose rules were used"),
        "program_source": ("VARCHAR", "shipped name or path of the program file"),
        "definitions": (
            "VARCHAR",
            "hash of rules, aliases and definitions the build was made with",
        ),
        "format": ("INTEGER", "number of the file's format; others are not opened"),
        "layout": ("VARCHAR", "hash of the tables and columns of that format"),
    },
)

PARTNERS = Table(
    "curated",
    "partners",
    "One row per partner.",
    {
        "partner_id": ("VARCHAR", "partner"),
        "partner": ("VARCHAR", "name of the partner"),
    },
)

UNREADABLE_CELLS = Table(
    "curated",
    "unreadable_cells",
    "One row per cell of a loaded row whose text could not be read: NULL there is not blank.",
    {
        "partner_id": ("VARCHAR", "partner"),
        "as_of": ("DATE", "day whose state the export shows"),
        "quarter": ("VARCHAR", "quarter of the as-of date"),
        "tracker": ("VARCHAR", "tracker"),
        "column_name": ("VARCHAR", "column of the tracker"),
        "code": ("VARCHAR", "kind of problem"),
    },
)

PARTNER_NAMES = Table(
    "curated",
    "partner_names",
    "Every spelling that stands for a partner: its own, and the aliases people confirmed.",
    {
        "name_key": ("VARCHAR", "spelling without case and extra blanks"),
        "partner_id": ("VARCHAR", "partner it stands for"),
        "partner": ("VARCHAR", "name of the partner"),
        "is_alias": ("BOOLEAN", "whether it stands in the alias table"),
    },
)

CATALOG = Table(
    "metrics",
    "catalog",
    "One row per column of each metric.",
    {
        "metric": ("VARCHAR", "metric"),
        "grain": ("VARCHAR", "columns that tell one row from another"),
        "description": ("VARCHAR", "what the metric says"),
        "column_name": ("VARCHAR", "column"),
        "column_description": ("VARCHAR", "what the column says, with its unit"),
        "inputs": ("VARCHAR", "tables and metrics it is computed from"),
    },
)

UNTOLD_CELLS = Table(
    "landing",
    "untold_cells",
    "Cells with a problem that has no row of its own: of a kind there were too many to tell.",
    {
        "import_id": ("INTEGER", "number of the import"),
        "sheet": ("VARCHAR", "sheet; NULL for a text file"),
        "row": ("BIGINT", "row of the sheet, or line of the text file"),
        "tracker": ("VARCHAR", "tracker"),
        "column_name": ("VARCHAR", "column of the tracker"),
        "code": ("VARCHAR", "kind of problem"),
    },
)

LEDGERS = (
    IMPORTS,
    IMPORT_TABLES,
    COLUMN_MAP,
    CORRECTIONS,
    PROBLEMS,
    UNTOLD_CELLS,
    REPAIRS,
    KEPT_OUT,
    REPLACED,
    ALIASES,
    PARTNER_IDS,
    DISTINCT_PARTNERS,
    BUILDS,
)
