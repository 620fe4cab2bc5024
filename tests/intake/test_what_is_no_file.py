"""Exports that cannot be read at all: each is told in a line, and the others are loaded."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError
from partner_analytics.importers import Export
from partner_analytics.intake import BuildReport, import_exports
from partner_analytics.intake.exports.export_files import find_exports

PIPELINE = "Manufacturer,Tier,Current Stage\nOrrin Audio,Tier 1,Outreach\n"
KEPT = ("layouts.toml", "corrections.csv", "partner_aliases.csv", "partner_distinct.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One good export, in a folder of its own."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "pipeline 2025-03-31.csv").write_text(PIPELINE)
    return folder


def imported(folder: Path) -> BuildReport:
    return import_exports([folder], warehouse=folder.parent / "w.duckdb")


def rejections(report: BuildReport) -> list[str]:
    return [str(problem) for file in report.rejected for problem in file.problems]


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have the system refuse to open files of those names, as it would for another user."""
    usual = Path.open

    def opened(path: Path, *args: Any, **options: Any) -> Any:
        if path.name in names:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *args, **options)

    monkeypatch.setattr(Path, "open", opened)


def test_files_that_may_not_be_read_keep_no_other_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("contacts.csv", "meetings.csv"):
        (folder / name).write_text("a,b\n1,2\n")
    forbid(monkeypatch, "contacts.csv", "meetings.csv")
    report = imported(folder)
    assert (report.exit_code, len(report.files)) == (3, 3)
    assert rejections(report) == [
        f"{name}: expected a file that may be opened, found that it may not (Permission denied). "
        "Check its permissions, and close it where another program has it open."
        for name in ("contacts.csv", "meetings.csv")
    ]
    assert rejections(imported(folder)) == rejections(report)


def test_links_that_lead_nowhere_are_told_as_such(folder: Path) -> None:
    (folder / "gone.csv").symlink_to("moved away.csv")
    (folder / "round.csv").symlink_to("round.csv")
    report = imported(folder)
    assert report.exit_code == 3
    assert rejections(report) == [
        f"{name}: expected a file to read, found a link that leads nowhere. "
        "Put the file there again, or remove what is there."
        for name in ("gone.csv", "round.csv")
    ]


def test_a_folder_that_may_not_be_looked_into_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "2024").mkdir()
    usual = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("2024"):
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = imported(folder)
    assert report.exit_code == 3
    assert rejections(report) == [
        "2024: expected a folder that may be looked into, found that it may not. "
        "Check its permissions: nothing in it was read."
    ]


@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"Q1\nQ2.csv", b"\x1b[31m.csv"])
def test_a_name_that_cannot_be_written_down_is_told_and_kept_out(folder: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(folder), name), "w") as file:  # noqa: PTH118, PTH123
        file.write(PIPELINE)
    report = imported(folder)
    assert report.exit_code == 3
    (told,) = rejections(report)
    assert told.endswith(" Rename the file, or the folder it is in.")
    assert told.isprintable()
    told.encode()


def test_pipes_sockets_and_linked_folders_are_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    (folder / "itself").symlink_to(".")
    held = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # a socket's path must be short
    try:
        held.bind("socket.csv")
    finally:
        os.chdir(here)
    with held:
        files = find_exports([folder])
    assert [file.name for file in files.exports] == ["pipeline 2025-03-31.csv"]
    assert files.note == "passed over 3 files that are no exports: itself, pipe.csv, socket.csv"


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (os.mkfifo, "a named pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "a device"),
        (lambda path: path.symlink_to("none.csv"), "a link that leads nowhere"),
        (lambda _: None, "nothing there"),
    ],
)
def test_what_is_named_and_no_file_is_a_wrong_call(folder: Path, make: Any, found: str) -> None:
    make(folder / "named.csv")
    with pytest.raises(InvalidCall, match=f"expected a file or folder of exports, found {found}"):
        find_exports([folder / "named.csv"])


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize(
    ("make", "found"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a named pipe"),
        (lambda path: path.symlink_to("none"), "a link that leads nowhere"),
    ],
)
def test_what_stands_where_people_keep_a_file_is_told(
    folder: Path, name: str, make: Any, found: str
) -> None:
    make(folder / name)
    with pytest.raises(PartnerAnalyticsError) as refusal:
        imported(folder)
    assert str(refusal.value) == (
        f"{folder / name}: expected a file that people keep beside their exports, found {found}. "
        "Move it away, or put the file there."
    )


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_file_that_may_not_be_read_is_told(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / name).touch()
    forbid(monkeypatch, name)
    with pytest.raises(PartnerAnalyticsError) as refusal:
        imported(folder)
    assert str(refusal.value) == (
        f"{folder / name}: expected a file that may be read, found that it cannot be "
        "(Permission denied). Check its permissions: what it says holds for the exports beside it."
    )


def at_the_first_reading(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Do something once the exports are found and hashed, before any is read."""
    from partner_analytics.intake import conductor

    usual = conductor.read_export

    def reading(path: Path, **options: Any) -> Export:
        act(path)
        return usual(path, **options)

    monkeypatch.setattr(conductor, "read_export", reading)


def test_an_export_that_vanishes_before_it_is_read_keeps_no_other_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vanishing = folder / "targets 2025-03-31.csv"
    vanishing.write_text("a,b\n1,2\n")
    at_the_first_reading(monkeypatch, lambda _: vanishing.unlink(missing_ok=True))
    report = imported(folder)
    assert report.exit_code == 3
    assert rejections(report) == [
        "targets 2025-03-31.csv: expected a file to read, found nothing there. "
        "Put the file there again, or remove what is there."
    ]


def test_an_export_that_changes_before_it_is_read_is_left_for_the_next_import(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = folder / "pipeline 2025-06-30.csv"
    changing.write_text(PIPELINE)
    more = PIPELINE + "Pelham,Tier 2,Outreach\n"
    with monkeypatch.context() as patch:
        at_the_first_reading(patch, lambda _: changing.write_text(more))
        report = imported(folder)
    assert report.exit_code == 3
    assert rejections(report) == [
        "pipeline 2025-06-30.csv: expected a file that stays as it is while it is read, found one "
        "that was written to, or removed, meanwhile. Import it again once it is written."
    ]
    again = imported(folder)
    assert [(file.file, file.status) for file in again.files] == [
        ("pipeline 2025-06-30.csv", "loaded"),
        ("pipeline 2025-03-31.csv", "known"),
    ]
