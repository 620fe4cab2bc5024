"""What the commands print with: the two consoles, progress, JSON, frames."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment

if TYPE_CHECKING:
    from partner_analytics.intake import Mending

_SIGNS = {
    # Signs that move, hide or turn round what a terminal shows; line ends stay.
    **{code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))},
    **{code: f"\\u{code:04x}" for code in (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F))},
    **{code: f"\\u{code:04x}" for code in range(0x2066, 0x206A)},
}


def shown(text: str) -> str:
    r"""A text as it may go to a terminal: control and direction signs by their numbers.

    >>> shown("a\x1b[31mb"), shown("abc\u202etxt.exe")
    ('a\\x1b[31mb', 'abc\\u202etxt.exe')
    """
    return text.translate(_SIGNS)


class SafeConsole(Console):
    """A console that shows control and direction signs of texts instead of obeying them."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Render as usual; what the texts hold is shown, what rich itself adds is obeyed."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else shown(text), style, control)


# Into a file or pipe there is no width to keep to.
out = SafeConsole(width=None if sys.stdout.isatty() else 120)
err = SafeConsole(stderr=True)


@contextmanager
def progress_shown(*, quiet: bool = False) -> Iterator[Any]:
    """Yield a callback (stage, done, total): a bar on a terminal, plain lines elsewhere."""
    if quiet:
        yield lambda *_: None
        return
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
