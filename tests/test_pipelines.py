"""The scheduled job: what its log says, whom it calls, and what a second run does."""

import os
import re
import subprocess
from pathlib import Path

import pytest

JOB = Path(__file__).parent.parent / "pipelines" / "quarterly_review.sh"


def run_job(folder: Path, code: int, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the job with a command that says its words and ends with a code."""
    command = folder / "command"
    command.write_text(f'#!/bin/sh\necho "ran $1"\nexit {code}\n')
    command.chmod(0o755)
    surroundings = {
        **os.environ,
        "PARTNER_ANALYTICS_COMMAND": str(command),
        "PARTNER_ANALYTICS_WAREHOUSE": str(folder / "w.duckdb"),
        **settings,
    }
    return subprocess.run([JOB], capture_output=True, text=True, env=surroundings, check=False)


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the job, so that no real run is in its way."""
    copy = tmp_path / "pipelines" / JOB.name
    copy.parent.mkdir()
    copy.write_bytes(JOB.read_bytes())
    copy.chmod(0o755)
    monkeypatch.setattr("tests.test_pipelines.JOB", copy)
    return copy


def test_each_line_of_the_log_begins_with_its_time(job: Path, tmp_path: Path) -> None:
    ended = run_job(tmp_path, 0)
    assert ended.returncode == 0
    lines = ended.stdout.splitlines()
    assert [line.partition("  ")[2] for line in lines] == ["ran import", "ran review"]
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}  ", line) for line in lines)


def test_the_hook_gets_the_log_and_the_exit_code_of_a_failure(job: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    ended = run_job(tmp_path, 1, ON_FAILURE=f'{{ echo "$EXIT_CODE"; cat; }} > "{told}"')
    assert ended.returncode == 1
    code, *log = told.read_text().splitlines()
    assert code == "1"
    assert [line.partition("  ")[2] for line in log] == ["ran import", "Ended with exit code 1."]


def test_the_hook_is_not_called_when_all_is_well(job: Path, tmp_path: Path) -> None:
    run_job(tmp_path, 0, ON_FAILURE=f'touch "{tmp_path / "called"}"')
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize("held", ["job", "import"])
def test_a_second_run_says_that_one_is_under_way_and_ends_with_0(
    held: str, job: Path, tmp_path: Path
) -> None:
    import fcntl

    lock = job if held == "job" else tmp_path / "w.duckdb.lock"
    lock.touch()
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = run_job(tmp_path, 0)
    assert ended.returncode == 0
    assert "under way" in ended.stdout
    assert "ran" not in ended.stdout
