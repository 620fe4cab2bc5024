"""The process a query of the command line runs in, so that it can be ended whatever it does.

`python -m partner_analytics.cli.query_child` takes a question (JSON) on its standard input and
leaves the answer as a file in the folder it is told, or what was wrong with the question.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from partner_analytics.cli.output.console import from_here, out, shown
from partner_analytics.errors import PartnerAnalyticsError, QueryStopped
from partner_analytics.unwritten import written_whole

_ANSWER, _REFUSAL = "answer", "refusal.json"
# What a child gets beyond the limit to end by itself, and to write down what it found.
_GRACE = 1.0
# Beyond DuckDB's own limit: Python, its libraries and the rows as pandas holds them.
_BESIDE_MEMORY = 4 << 30


@dataclass(frozen=True)
class Question:
    """A query with its limits: the warehouse's path, seconds, memory as DuckDB reads it."""

    query: str
    warehouse: str
    seconds: float
    memory: str
    as_json: bool


class Refused(PartnerAnalyticsError):
    """What the child said of a question, in its own words."""

    def __init__(self, said: str, exit_code: int) -> None:
        Exception.__init__(self, said)
        self.exit_code = exit_code


def answered(question: Question, output: Path | None) -> None:
    """Have a child answer, and print its rows or put them where `output` says.

    Raises QueryStopped at the limits, and what the child raised.
    """
    with TemporaryDirectory(prefix="partner-analytics-") as name:
        folder = Path(name)
        ending = output.suffix.lower() if output else (".json" if question.as_json else ".csv")
        _run(question, folder, ending)
        answer = folder / _ANSWER
        if output is None:
            _print(answer)
            return
        with written_whole(output, option="--output") as unfinished:
            shutil.copyfile(answer, unfinished)
        out.print(f"wrote {from_here(output)}", markup=False, highlight=False, soft_wrap=True)


def _print(answer: Path) -> None:
    with answer.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            sys.stdout.write(shown(line) if sys.stdout.isatty() else line)


def _run(question: Question, folder: Path, ending: str) -> None:
    asked = json.dumps({**asdict(question), "folder": str(folder), "ending": ending})
    # What the query puts aside lies in the folder too, and goes with it.
    surroundings = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    command = [sys.executable, "-m", "partner_analytics.cli.query_child"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=surroundings,
    ) as child:
        try:
            _ask(child, asked, question.seconds)
        finally:
            child.kill()
    if child.returncode == 0:
        return
    try:
        refusal = json.loads((folder / _REFUSAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise QueryStopped(
            expected=f"a query that fits into {question.memory} of memory",
            found="one whose process was ended by the system",
            remedy="Ask for less: fewer columns, fewer rows, or sums instead of rows.",
        ) from None
    raise Refused(refusal["said"], refusal["exit_code"])


def _ask(child: subprocess.Popen[str], asked: str, seconds: float) -> None:
    """Put the question, and wait so many seconds from when its query begins."""
    if child.stdin is None or child.stdout is None:
        return
    child.stdin.write(asked)
    child.stdin.close()
    child.stdout.readline()  # comes when the libraries are loaded, or the child has ended
    try:
        child.wait(timeout=seconds + _GRACE)
    except subprocess.TimeoutExpired as error:
        raise QueryStopped(
            expected=f"a query that ends within {seconds:g} seconds",
            found="one that did not",
            remedy="Ask for less, or allow it more seconds.",
        ) from error


def main() -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.read())
    folder, ending = Path(asked.pop("folder")), asked.pop("ending")
    question = Question(**asked)
    try:
        _answer(question, folder / _ANSWER, ending)
    except PartnerAnalyticsError as error:
        _refuse(folder, error)
    except MemoryError:
        _refuse(
            folder,
            QueryStopped(
                expected="rows that fit into memory",
                found="too many",
                remedy="Ask for less: fewer columns, fewer rows, or sums instead of rows.",
            ),
        )


def _answer(question: Question, answer: Path, ending: str) -> None:
    from partner_analytics.cli.output.frame_files import write_frame
    from partner_analytics.warehouse import open_warehouse

    _limit_memory()
    with open_warehouse(question.warehouse, memory=question.memory) as opened:
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        rows = opened.sql(question.query, seconds=question.seconds)
    write_frame(rows, answer, ending=ending)


def _refuse(folder: Path, error: PartnerAnalyticsError) -> None:
    told = {"said": str(error), "exit_code": error.exit_code}
    (folder / _REFUSAL).write_text(json.dumps(told), encoding="utf-8")
    sys.exit(error.exit_code)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; those of DuckDB and of time still hold
        return
    most = _BESIDE_MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
