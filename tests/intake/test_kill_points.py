"""An import that is killed, stopped or out of room at any moment loses nothing, leaves nothing."""

import errno
import importlib
import io
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from partner_analytics import cli
from partner_analytics.intake import import_exports
from partner_analytics.warehouse import Publication, open_warehouse
from tests.conftest import Dose

pytestmark = pytest.mark.proof

HEADER = "Manufacturer,Tier,Current Stage\n"
OLD = HEADER + "Orrin Audio,Tier 1,Outreach\n"
NEW = HEADER + "Orrin Audio,Tier 1,Active Partnership\nPelham,Tier 2,Outreach\n"
LATER = HEADER + "Quill,Tier 1,Outreach\n"
_PUBLISHING = importlib.import_module("partner_analytics.warehouse.publishing.file_replacement")
# What changes files, each before it does; those that may find no room first.
WRITES = (
    (os, "fsync"),
    (Path, "replace"),
    (Path, "mkdir"),
    (shutil, "copyfile"),
)
CHANGES = (
    *WRITES,
    (Path, "unlink"),
    (shutil, "rmtree"),
    (shutil, "copymode"),
    (Publication, "settle"),
    (Publication, "finish"),
    (_PUBLISHING, "_verify"),
    (_PUBLISHING, "_replace"),
)

Act = Callable[[], None]
State = tuple[list[tuple[str, str]], list[str], list[str]]


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def be_asked_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def find_no_room() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/build-1.w.duckdb")


@contextmanager
def acting_at(point: int, act: Act, places: Any) -> Iterator[list[str]]:
    """Act before the file operation of that number; lists those there were."""
    met: list[str] = []

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **options: Any) -> Any:
            met.append(name)
            if len(met) == point:
                act()
            return function(*args, **options)

        return wrapper

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in places:
            patch.setattr(owner, name, counted(name, getattr(owner, name)))
        yield met


def in_child(run: Callable[[], int]) -> tuple[int, str]:
    """The exit code of a process that does this, and what it printed on stderr."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def report() -> None:
        said = io.StringIO()
        with redirect_stderr(said), redirect_stdout(io.StringIO()):
            try:
                code = run()
            except SystemExit as ended:
                code = int(ended.code or 0)
        sender.send(said.getvalue())
        os._exit(code)

    child = fork.Process(target=report)
    child.start()
    sender.close()
    try:
        said = str(receiver.recv())
    except EOFError:
        said = ""
    child.join()
    return int(child.exitcode or 0), said


def import_by_command(folder: Path) -> int:
    words = ["import", str(folder / "exports"), "--warehouse", str(folder / "w.duckdb")]
    sys.argv = ["partner-analytics", *words]
    cli.main()
    return 0


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one export; its next version and another export wait to be imported."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "exports").mkdir()
    export = folder / "exports" / "pipeline 2025-03-31.csv"
    export.write_text(OLD)
    import_exports([export], warehouse=folder / "w.duckdb")
    export.write_text(NEW)
    (folder / "exports" / "pipeline 2025-06-30.csv").write_text(LATER)
    return folder


@pytest.fixture(scope="module")
def states(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State]:
    """The state before and the one an undisturbed import makes."""
    after = trial_of(base, tmp_path_factory.mktemp("undisturbed"))
    import_by_path(after)
    return state_of(base), state_of(after)


@pytest.fixture(scope="module")
def points(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """The file operations of an import, by number."""
    return points_of(base, tmp_path_factory.mktemp("counted"), CHANGES)


def points_of(base: Path, folder: Path, places: Any) -> dict[int, str]:
    """The file operations of an undisturbed import, by number."""
    trial_of(base, folder)
    with acting_at(0, kill, places) as met:
        import_by_path(folder)
    return dict(enumerate(met, 1))


def trial_of(base: Path, folder: Path) -> Path:
    shutil.copytree(base, folder, dirs_exist_ok=True)
    return folder


def import_by_path(folder: Path) -> None:
    import_exports([folder / "exports"], warehouse=folder / "w.duckdb")


def state_of(folder: Path) -> State:
    """What counts, what is in the ledger, and the names beside the warehouse."""
    with open_warehouse(folder / "w.duckdb") as warehouse:
        rows = warehouse.table("curated.pipeline")
        imports = warehouse.table("landing.imports").sort_values("import_id")
    counting = sorted(zip(rows["partner"], rows["stage"].astype(str), strict=True))
    return counting, list(imports["status"]), names_in(folder)


def names_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


def spread(points: dict[int, str], count: int) -> list[int]:
    """As many points as asked for, from the first to the last."""
    numbers = list(points)
    count = min(count, len(numbers))
    return [numbers[at * (len(numbers) - 1) // max(count - 1, 1)] for at in range(count)]


def test_a_kill_before_any_file_operation_loses_nothing(
    base: Path,
    states: tuple[State, State],
    points: dict[int, str],
    tmp_path: Path,
    dose: Dose,
) -> None:
    before, after = states
    for point in spread(points, dose(3, 1_000)):
        folder = trial_of(base, tmp_path / str(point))
        with acting_at(point, kill, CHANGES):
            code, _ = in_child(lambda folder=folder: import_by_command(folder))
        assert code == -signal.SIGKILL, (point, points[point])
        assert state_of(folder)[:2] in (before[:2], after[:2]), (point, points[point])
        import_by_path(folder)
        assert state_of(folder) == after, (point, points[point])


def test_a_signal_before_any_file_operation_leaves_nothing_and_says_so(
    base: Path,
    states: tuple[State, State],
    points: dict[int, str],
    tmp_path: Path,
    dose: Dose,
) -> None:
    before, after = states
    for point in spread(points, dose(3, 1_000)):
        folder = trial_of(base, tmp_path / str(point))
        with acting_at(point, be_asked_to_stop, CHANGES):
            code, said = in_child(lambda folder=folder: import_by_command(folder))
        assert code == 128 + signal.SIGTERM, (point, points[point], said)
        last = said.splitlines()[-1]
        assert last == "error stopped by SIGTERM; what was published stays whole", said
        assert state_of(folder) in (before, after), (point, points[point])


def test_without_room_at_any_write_the_old_state_stays(
    base: Path, states: tuple[State, State], tmp_path: Path, dose: Dose
) -> None:
    before, _ = states
    writes = points_of(base, tmp_path / "counted", WRITES)
    writes.popitem()  # by the last one, the folder's, the new state is there
    for point in spread(writes, dose(2, 1_000)):
        folder = trial_of(base, tmp_path / str(point))
        with acting_at(point, find_no_room, WRITES):
            code, said = in_child(lambda folder=folder: import_by_command(folder))
        assert code == 1, (point, writes[point], said)
        assert "expected room on the disk" in said.splitlines()[-1], said
        assert "build-" not in said
        assert state_of(folder) == before, (point, writes[point])


def test_a_disk_that_fills_while_the_state_is_built_leaves_the_old_one(
    base: Path, states: tuple[State, State], tmp_path: Path
) -> None:
    folder = trial_of(base, tmp_path / "full")
    room = (folder / "w.duckdb").stat().st_size + 4_096

    def import_in_little_room() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        return import_by_command(folder)

    code, said = in_child(import_in_little_room)
    assert (code, state_of(folder)) == (1, states[0]), said
    assert "expected room on the disk" in said.splitlines()[-1], said


STAGES = ("reading", "loading", "deriving")
STOPS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
# Within it an undisturbed import of so little ends.
LONGEST_WAIT = 10.0


@dataclass(frozen=True)
class Moment:
    """When an import is stopped: as it says that a stage begins, or so many seconds later."""

    stop: signal.Signals
    stage: str
    seconds: float = 0.0


def moments(count: int) -> list[Moment]:
    """One of each kind, then as many at random as are left."""
    fixed = [Moment(*pair) for pair in zip(STOPS, STAGES, strict=True)]
    draw = random.Random(count)
    drawn = [
        Moment(draw.choice(STOPS), STAGES[0], draw.uniform(0, LONGEST_WAIT / 4))
        for _ in range(count - len(fixed))
    ]
    return [*fixed, *drawn]


def stop_import(folder: Path, aside: Path, moment: Moment) -> tuple[int, str]:
    """The exit code of an import stopped at a moment, and the last line it said."""
    code = "from partner_analytics.cli import main; main()"
    words = ["import", str(folder / "exports"), "--warehouse", str(folder / "w.duckdb")]
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(aside)},
        # What runs in the background is started with it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stderr is not None
        said = ""
        while not said.startswith(moment.stage):
            said = running.stderr.readline()
            assert said, "the import ended before that stage"
        time.sleep(moment.seconds)
        running.send_signal(moment.stop)
        _, rest = running.communicate()
    return running.returncode, (rest or said).splitlines()[-1]


def processes_of(folder: Path) -> list[str]:
    """The command lines of the processes at work on a folder."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            lines.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return [line for line in lines if str(folder) in line]


def processes_left(folder: Path) -> list[str]:
    """Those that run on although the import was stopped, which they are given a while to see."""
    for _ in range(100):
        if not (running := processes_of(folder)):
            return []
        time.sleep(LONGEST_WAIT / 100)
    return running


def test_an_import_stopped_at_any_moment_leaves_one_of_the_two_states_and_no_process(
    base: Path, states: tuple[State, State], tmp_path: Path, dose: Dose
) -> None:
    before, after = states
    for number, moment in enumerate(moments(dose(3, 40))):
        folder = trial_of(base, tmp_path / str(number))
        aside = tmp_path / f"aside {number}"
        aside.mkdir()
        code, last = stop_import(folder, aside, moment)
        assert processes_left(folder) == [], moment
        if moment.stop is signal.SIGKILL:
            assert code in (-moment.stop, 0), moment
            assert state_of(folder)[:2] in (before[:2], after[:2]), moment
        else:
            assert code in (128 + moment.stop, 0), (moment, last)
            assert code == 0 or last.startswith(f"error stopped by {moment.stop.name}"), last
            assert state_of(folder) in (before, after), moment
            assert list(aside.iterdir()) == [], moment
        assert all(left.name.startswith("partner-analytics-") for left in aside.iterdir())
        import_by_path(folder)
        assert state_of(folder) == after, moment
