import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_analytics.errors import InvalidCall
from partner_analytics.reviews.ledger import Failure, Ledger, Record, file_sha256, key_of
from partner_analytics.reviews.publishing import Folder, file_name


def record(name: str = "lutron", *, page: str = "<p>good", key: str = "k1") -> Record:
    return Record(
        name=name,
        file=f"partners/{name}.html",
        html_sha256=hashlib.sha256(page.encode()).hexdigest(),
        key=key,
        snapshot_id="7-a1b2c3d4",
        notebook="partner_review.ipynb",
        notebook_sha256="n1",
        parameters={"partner": name},
        package_version="0.1.0",
        seconds=0.5,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "2025-Q2")


@pytest.mark.parametrize(
    "partner_id",
    [
        "",
        "con",
        "portfolio",
        "a/../../b",
        "A",
        "é",
        "a" * 300,
        "a b",
        "a\0",
        "{partner}",
        ".hidden",
    ],
)
def test_a_file_name_is_safe(partner_id: str) -> None:
    name = file_name(partner_id)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(name) <= 120
    assert name not in ("con", "portfolio")


@given(st.lists(st.text(), unique=True, min_size=2, max_size=8))
def test_no_two_partners_share_a_file_name(partner_ids: list[str]) -> None:
    assert len({file_name(partner_id) for partner_id in partner_ids}) == len(partner_ids)


def test_a_staged_review_is_found_again_if_whole_and_from_the_same(folder: Folder) -> None:
    folder.stage(record(), "<p>good")
    assert folder.staged("lutron", "k1") == record()
    assert folder.staged("lutron", "k2") is None
    (folder.staging / "partners" / "lutron.html").write_text("<p>go")
    assert folder.staged("lutron", "k1") is None


def test_publishing_puts_reviews_index_and_ledger_in_place(folder: Folder) -> None:
    folder.stage(record(), "<p>good")
    folder.publish([record()], "<p>index", Ledger({"lutron": record()}))
    assert (folder.path / "partners" / "lutron.html").read_text() == "<p>good"
    assert (folder.path / "index.html").read_text() == "<p>index"
    assert Ledger.read(folder.path) == Ledger({"lutron": record()})
    assert not folder.staging.exists()


def test_a_published_review_is_fresh_until_its_key_or_file_changes(folder: Folder) -> None:
    folder.stage(record(), "<p>good")
    folder.publish([record()], "", Ledger({"lutron": record()}))
    assert folder.is_fresh(record(), "k1")
    assert not folder.is_fresh(record(), "k2")
    assert not folder.is_fresh(None, "k1")
    (folder.path / "partners" / "lutron.html").write_text("edited by hand")
    assert not folder.is_fresh(record(), "k1")


def test_a_review_no_longer_in_the_ledger_goes_and_other_files_stay(folder: Folder) -> None:
    folder.stage(record(), "<p>good")
    folder.publish([record()], "", Ledger({"lutron": record()}))
    (folder.path / "partners" / "mine.html").write_text("an analyst's own file")
    folder.publish([], "", Ledger())
    assert [p.name for p in (folder.path / "partners").iterdir()] == ["mine.html"]


def test_a_ledger_that_cannot_be_read_makes_everything_stale(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "run.json").write_text('{"format": 1, "reviews": {"x": {"unknown": 1}}}')
    assert Ledger.read(folder.path) == Ledger()


def test_a_ledger_reads_as_it_was_written(folder: Folder) -> None:
    ledger = Ledger(
        {"lutron": replace(record(), warnings=("one", "two"))}, {"sonos": Failure("sonos", "why")}
    )
    folder.publish([], "", ledger)
    assert Ledger.read(folder.path) == ledger


def test_a_second_batch_at_the_same_time_is_refused(folder: Folder) -> None:
    refused = pytest.raises(InvalidCall, match="expected no other batch under way")
    with folder.locked(), refused, folder.locked():
        pass


def test_a_batch_that_came_to_nothing_leaves_no_folder(folder: Folder) -> None:
    with folder.locked():
        pass
    assert not folder.path.exists()


def test_a_pinned_snapshot_is_not_moved_by_a_new_one(folder: Folder, tmp_path: Path) -> None:
    warehouse, new = tmp_path / "warehouse.duckdb", tmp_path / "new"
    warehouse.write_text("first")
    new.write_text("second")
    with folder.locked(), folder.pinned(warehouse) as pin:
        new.replace(warehouse)
        assert pin.read_text() == "first"
    assert not pin.exists()


def test_a_key_is_of_its_parts_not_of_their_sum() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_the_sha256_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_sha256(tmp_path / "x") == expected
