"""Frames as files: CSV and XLSX that no spreadsheet runs, JSON and Parquet exact."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from partner_analytics.cli.output.console import from_here, out, shown
from partner_analytics.errors import InvalidCall
from partner_analytics.formula_starts import guarded
from partner_analytics.unwritten import written_whole

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".xlsx", ".parquet", ".json")
# A sheet's rows, the header among them.
_MOST_ROWS = 1_048_576


def check_ending(output: Path | None) -> None:
    """Raise InvalidCall for a file whose ending tells no format."""
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise InvalidCall(
            place="--output",
            expected=f"a name that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}",
            found=f'"{output.name}"',
            remedy=f'Name it "{output.stem or "rows"}.csv".',
        )


def hand_out(rows: "pd.DataFrame", *, output: Path | None, as_json: bool) -> None:
    """Print rows as CSV or JSON (a line a row), or write them into the file named."""
    if output is None:
        text = as_text(rows, as_json=as_json)
        # A program gets the text exact, a person what may be shown.
        sys.stdout.write(shown(text) if sys.stdout.isatty() else text)
        return
    check_ending(output)
    with written_whole(output, option="--output") as unfinished:
        write_frame(rows, unfinished, ending=output.suffix.lower())
    out.print(f"wrote {from_here(output)}", markup=False, highlight=False, soft_wrap=True)


def as_text(rows: "pd.DataFrame", *, as_json: bool) -> str:
    """Rows as CSV without formulas, or as JSON, a line a row, exact."""
    if as_json:
        return str(rows.to_json(orient="records", date_format="iso", lines=True))
    return str(without_formulas(rows).to_csv(index=False))


def write_frame(rows: "pd.DataFrame", path: Path, *, ending: str) -> None:
    """Write rows in the format an ending stands for."""
    if ending == ".parquet":
        rows.to_parquet(path, index=False)
    elif ending == ".xlsx":
        _write_workbook(without_formulas(rows), path)
    else:
        path.write_text(as_text(rows, as_json=ending == ".json"), encoding="utf-8", newline="")


def without_formulas(rows: "pd.DataFrame") -> "pd.DataFrame":
    """The rows with every text, and every header, that starts a formula guarded."""
    from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

    safe = rows.copy()
    for place in range(len(rows.columns)):
        values = rows.iloc[:, place]
        is_plain = is_numeric_dtype(values) or is_bool_dtype(values)
        if not (is_plain or is_datetime64_any_dtype(values)):
            texts = values.map(lambda value: guarded(str(value)), na_action="ignore")
            safe.isetitem(place, texts.astype("str").array)
    safe.columns = [guarded(str(name)) for name in rows.columns]
    return safe


def _write_workbook(rows: "pd.DataFrame", path: Path) -> None:
    import pandas as pd

    if len(rows) >= _MOST_ROWS:
        raise InvalidCall(
            place="--output",
            expected=f"at most {_MOST_ROWS - 1:,} rows, as many as a sheet holds",
            found=f"{len(rows):,}",
            remedy="Write them as .csv or .parquet.",
        )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    keywords = {"options": options}
    with (
        path.open("wb") as file,
        pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs=keywords) as workbook,
    ):
        rows.to_excel(workbook, index=False, freeze_panes=(1, 0))
