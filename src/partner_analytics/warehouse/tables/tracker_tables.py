"""The tables a warehouse file is made of, derived from the trackers' declarations."""

from collections.abc import Iterable, Iterator

from partner_analytics.trackers import Keeps, Tracker
from partner_analytics.warehouse.ledgers.ledger_tables import (
    LEDGERS,
    PARTNER_NAMES,
    PARTNERS,
    UNREADABLE_CELLS,
)
from partner_analytics.warehouse.tables.table_declaration import Table

# landing: what was read, as text, with every import, its tables, problems and cells.
# history: every version of every row, typed. curated: what is known now. rules: the program's,
# quarter by quarter. metrics: computed once a published state. definitions: the metrics as
# views, to be read. (DuckDB has no comments on schemas.)
SCHEMAS = ("landing", "history", "curated", "rules", "metrics", "definitions")

# The columns that lead from a row back to its cells.
PROVENANCE = {
    "_import_id": ("INTEGER", "import the row came with (landing.imports)"),
    "_table": ("INTEGER", "number of the table within that import (landing.import_tables)"),
    "_sheet": ("VARCHAR", "sheet the row stands on; NULL for a text file"),
    "_row": ("BIGINT", "row of the sheet, or line of the text file, counted from 1"),
}


def landing_table(tracker: Tracker) -> Table:
    """The rows of a tracker as they were read: all text."""
    texts = {c.name: ("VARCHAR", f"{c.comment}, as read") for c in tracker.read_columns}
    return Table(
        "landing",
        tracker.name,
        f"{tracker.description} As read, all text, {tracker.grain}.",
        {
            **PROVENANCE,
            **texts,
            "_other": ("VARCHAR", "cells under headers the tracker does not know, as JSON"),
            "_set_aside": ("VARCHAR", "problem that kept the row out; NULL if it was loaded"),
        },
    )


def history_table(tracker: Tracker) -> Table:
    """Every version of every row of a tracker, typed."""
    values = {c.name: (c.reads.storage, c.comment) for c in tracker.columns}
    return Table(
        "history",
        tracker.name,
        f"{tracker.description} Every version, {tracker.grain} and import.",
        {
            **values,
            "as_of": ("DATE", "day whose state the export shows"),
            "_name_key": ("VARCHAR", "partner's spelling without case and extra blanks"),
            **PROVENANCE,
        },
    )


def curated_table(tracker: Tracker) -> Table:
    """What is known now of a tracker."""
    values = {c.name: (c.reads.storage, c.comment) for c in tracker.columns}
    identity = {"partner_id": ("VARCHAR", "partner")} if "partner" in values else {}
    dated = f"quarter of {tracker.dated_by}" if tracker.dated_by else "quarter of the as-of date"
    quarter = {} if "quarter" in values else {"quarter": ("VARCHAR", dated)}
    return Table(
        "curated",
        tracker.name,
        f"{tracker.description} {tracker.grain[:1].upper()}{tracker.grain[1:]}.",
        {
            **identity,
            **values,
            "as_of": ("DATE", "day whose state the export shows"),
            **quarter,
            **PROVENANCE,
        },
    )


def curated_key(tracker: Tracker) -> tuple[str, ...]:
    """The columns that tell one curated row from another."""
    key = tuple("partner_id" if name == "partner" else name for name in tracker.key)
    return key if tracker.keeps is Keeps.EVENTS else (*key, "as_of")


def read_by_metrics(trackers: Iterable[Tracker]) -> Iterator[Table]:
    """Every curated table, which is all that metrics read besides rules and each other."""
    yield from (PARTNERS, PARTNER_NAMES, UNREADABLE_CELLS)
    yield from map(curated_table, trackers)


def tables_of(trackers: Iterable[Tracker]) -> Iterator[Table]:
    """Every table that outlives a build."""
    yield from LEDGERS
    for tracker in trackers:
        yield landing_table(tracker)
        yield history_table(tracker)
