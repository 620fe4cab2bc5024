"""`partner-analytics forget`: an import is taken back."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from partner_analytics.cli.options import AsJson, Warehouse
from partner_analytics.cli.output.console import out, print_json, progress_shown

if TYPE_CHECKING:
    from partner_analytics.intake import Forgotten


def forget(
    file: Annotated[
        str, typer.Argument(help="Path or name of the export, or the number of its import.")
    ],
    erase: Annotated[
        bool,
        typer.Option(
            "--erase", metavar="", help="Also remove its rows from the history, and the kept file."
        ),
    ] = False,
    warehouse: Warehouse = "",
    as_json: AsJson = False,
) -> None:
    """Take an import back: it no longer counts, and what it superseded counts again."""
    from partner_analytics.intake import forget_export

    with progress_shown() as progress:
        forgotten = forget_export(file, warehouse=warehouse or None, erase=erase, progress=progress)
    if as_json:
        print_json({**asdict(forgotten), "warehouse": str(forgotten.warehouse)})
        return
    for line in _lines(forgotten):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _lines(forgotten: "Forgotten") -> Iterator[str]:
    taken = forgotten.taken
    day = f", as of {taken.as_of}" if taken.as_of else ""
    word = "Erased" if forgotten.is_erased else "Forgot"
    rows = "1 row counts" if taken.rows == 1 else f"{taken.rows:,} rows count"
    was = f": {rows} no longer" if taken.status == "loaded" else ""
    yield f"{word} {taken.file} (import {taken.import_id}){day}{was}."
    for one in forgotten.count_again:
        yield f"{one.file} (import {one.import_id}), which it had superseded, counts again."
    for note in forgotten.notes:
        yield f"note: {note}"
    if forgotten.is_erased:
        yield (
            "Its rows, problems and kept file are removed; landing.imports keeps its name and "
            "hash. Reviews rendered before, and the file itself, stay where they are."
        )
        for one in forgotten.same_bytes:
            yield f"The same bytes are still kept for import {one.import_id} ({one.source_path})."
        for one in forgotten.other_versions:
            yield f"Another version is still kept: {one}. Forget {one.import_id} to erase it too."
    else:
        yield "The history keeps its rows, and the file is kept: --erase removes both."
    yield "From a folder it is not taken in again, until you name the file or it changes."
