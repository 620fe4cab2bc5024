"""What the commands print with: the two consoles, progress, JSON, frames."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    import pandas as pd

    from partner_analytics.build import Mending

# Into a file or pipe there is no width to keep to.
out = Console(width=None if sys.stdout.isatty() else 120)
err = Console(stderr=True)


@contextmanager
def progress_shown() -> Iterator[Any]:
    """Yield a callback (stage, done, total): a bar on a terminal, plain lines elsewhere."""
    if not err.is_terminal:
        yield lambda stage, done, total: err.print(
            f"{stage} ({done}/{total})", markup=False, highlight=False, soft_wrap=True
        )
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda stage, done, total: bars.update(
            task, description=escape(stage), completed=done, total=total
        )


def from_here(path: Path) -> Path:
    """The path as one would type it in the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def print_mending(mending: "Mending", *, since: str) -> None:
    """Print which problems of an earlier version are gone, still there and new."""
    out.print(f"since {since}: {mending}", markup=False, highlight=False, soft_wrap=True)
    for kind in ("gone", "still", "new"):
        for problem in getattr(mending, kind):
            out.print(
                f"  {kind}: {problem.place}: found {problem.found}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )


def print_json(data: object) -> None:
    """Print what a program reads, on one line."""
    sys.stdout.write(json.dumps(data, default=str, ensure_ascii=False) + "\n")


def print_frame(rows: "pd.DataFrame", *, as_json: bool) -> None:
    """Print rows as CSV, or as JSON, a line a row."""
    if as_json:
        sys.stdout.write(rows.to_json(orient="records", date_format="iso", lines=True))
    else:
        rows.to_csv(sys.stdout, index=False)
