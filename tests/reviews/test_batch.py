"""A quarter of three partners, from notebooks that need no warehouse."""

import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from partner_analytics.errors import InvalidCall, WarehouseUnavailable
from partner_analytics.quarters import read_quarter
from partner_analytics.reviews import (
    Batch,
    PartnerLine,
    Portfolio,
    batch,
    planning,
    render_quarter,
)
from partner_analytics.warehouse import open_warehouse

Notebook = Callable[..., NotebookNode]
Render = Callable[..., Batch]

PARTNERS = (
    PartnerLine(
        "lutron",
        "Lutron",
        "manufacturer:1",
        "Tier 1 Strategic",
        1,
        80.2,
        "Strong",
        "Improving",
        3.2,
    ),
    PartnerLine("sonos", "Sonos <b>", "manufacturer:1", "Tier 1 Strategic", 1, 55.0, "Fair", "New"),
    PartnerLine(
        "tiny", "Tiny", "manufacturer:3", "Tier 3 Niche", 3, null_reason="insufficient data"
    ),
)
BROKEN = PartnerLine("broken", "Broken", "manufacturer:2", "Tier 2", 2, 70.0, "Fair")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"a snapshot")
    return path


@pytest.fixture
def quarter(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the partners that the warehouse is said to hold."""

    def set_to(*partners: PartnerLine, snapshot_id: str = "7-a1b2c3d4") -> None:
        def read(_: Path, name: str) -> Portfolio:
            return Portfolio(
                name, snapshot_id, date(2025, 6, 30), ("Fair", "Strong"), partners, "homeaiq"
            )

        monkeypatch.setattr(batch, "read_portfolio", read)
        # Else someone who edits a module while the tests run would make reviews stale.
        monkeypatch.setattr(planning, "code_sha256", lambda: "the code")
        # The warehouse is a few words here, but for one that is not there.
        monkeypatch.setattr(batch, "check_whole", lambda path, *, told_as: None)
        monkeypatch.setattr(
            batch,
            "open_warehouse",
            lambda path: (
                nullcontext(SimpleNamespace(quarter=read_quarter))
                if path.exists()
                else open_warehouse(path)
            ),
        )

    set_to(*PARTNERS)
    return set_to


@pytest.fixture
def render(
    tmp_path: Path, notebooks: Path, warehouse: Path, quarter: Callable[..., None]
) -> Render:
    def rendered(name: str = "2025-Q2", **options: Any) -> Batch:
        given = {"warehouse": warehouse, "notebooks": notebooks, "output": tmp_path / "reviews"}
        return render_quarter(name, **{**given, "jobs": 1, **options})

    return rendered


def files(done: Batch) -> list[str]:
    folder = done.index.parent
    found = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    return sorted(name for name in found if name != ".lock")


def test_a_quarter_is_one_folder_with_an_index(render: Render) -> None:
    seen: list[tuple[int, int]] = []
    done = render(jobs=2, progress=lambda _, count, of: seen.append((count, of)))
    assert done.rendered == ("portfolio", "lutron", "sonos", "tiny")
    assert (done.fresh, done.failed) == ((), ())
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert files(done) == [
        "index.html",
        "partners/lutron.html",
        "partners/sonos.html",
        "partners/tiny.html",
        "portfolio.html",
        "run.json",
    ]
    index = done.index.read_text("utf-8")
    for expected in (
        'href="portfolio.html"',
        '<a href="partners/sonos.html">Sonos &lt;b&gt;</a>',
        "Tier 1 Strategic",
        "80.2",
        "▲ Improving (+3.2)",
        "insufficient data",
        "Jun 30, 2025",
    ):
        assert expected in index


def test_a_second_run_renders_only_what_is_stale(
    render: Render, notebooks: Path, notebook: Notebook, warehouse: Path
) -> None:
    first = render(partners=["lutron"])
    assert render(partners=["lutron"]).fresh == ("lutron",)

    nbformat.write(notebook("print('another')"), notebooks / "partner_review.ipynb")
    assert render(partners=["lutron"]).rendered == ("lutron",)

    (first.index.parent / "partners" / "lutron.html").write_text("edited by hand")
    assert render(partners=["lutron"]).rendered == ("lutron",)

    warehouse.write_bytes(b"another snapshot")
    assert render(partners=["lutron"]).rendered == ("lutron",)


def test_one_bad_review_stops_no_other_and_spares_its_last_good_one(
    render: Render, quarter: Callable[..., None], notebooks: Path, notebook: Notebook
) -> None:
    quarter(PARTNERS[0], BROKEN)
    good = notebook("# Partner review", "print('good')")
    failing = nbformat.read(notebooks / "partner_review.ipynb", as_version=4)
    nbformat.write(good, notebooks / "partner_review.ipynb")
    page = render().index.parent / "partners" / "broken.html"
    before = page.read_bytes()

    nbformat.write(failing, notebooks / "partner_review.ipynb")
    quarter(PARTNERS[0], BROKEN, snapshot_id="8-ffffffff")
    done = render()
    assert (done.rendered, done.fresh) == (("lutron",), ("portfolio",))
    (failure,) = done.failed
    assert failure.name == "broken"
    assert "partner_review.ipynb, cell 3" in str(failure)
    assert "ZeroDivisionError: division by zero" in str(failure)
    assert page.read_bytes() == before
    index = done.index.read_text("utf-8")
    assert "1 review could not be rendered" in index
    assert "could not be rendered anew; from snapshot 7-a1b2c3d4" in index
    kept = nbformat.read(page.parents[1] / "failed" / "broken.ipynb", as_version=4)
    assert kept.cells[-1].outputs[0].ename == "ZeroDivisionError"

    nbformat.write(good, notebooks / "partner_review.ipynb")
    assert render().failed == ()
    assert not (page.parents[1] / "failed").exists()


def test_a_failed_review_is_tried_again(render: Render, quarter: Callable[..., None]) -> None:
    quarter(BROKEN)
    assert len(render(partners=["broken"]).failed) == 1
    assert len(render(partners=["broken"]).failed) == 1


def test_a_broken_batch_is_resumed(
    render: Render, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_after_two(_: str, done: int, __: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(progress=stop_after_two)
    assert [t for t in threading.enumerate() if t.name == "review"] == []
    staged = {p.stem for p in (tmp_path / "reviews" / "2025-Q2" / ".staging").glob("*.json")}
    assert {"portfolio", "lutron"} <= staged
    ran: list[object] = []
    run = batch.run_notebook

    def counted(*args: Any, **options: Any) -> NotebookNode:
        ran.append(args)
        return run(*args, **options)

    monkeypatch.setattr(batch, "run_notebook", counted)
    done = render()
    assert len(ran) == 4 - len(staged)
    assert done.rendered == ("portfolio", "lutron", "sonos", "tiny")
    ledger = json.loads((done.index.parent / "run.json").read_text())
    assert {r["snapshot_id"] for r in ledger["reviews"].values()} == {"7-a1b2c3d4"}


def test_only_the_partners_asked_for(render: Render) -> None:
    done = render(partners=["Lutron"])
    assert done.rendered == ("lutron",)
    assert "not rendered" in done.index.read_text("utf-8")
    with pytest.raises(InvalidCall, match='expected a partner of 2025-Q2, found "lutrn"'):
        render(partners=["lutrn"])


def test_a_partner_that_left_takes_its_review_along(
    render: Render, quarter: Callable[..., None]
) -> None:
    render()
    quarter(PARTNERS[0])
    assert "partners/tiny.html" not in files(render())


def test_every_review_reads_the_pinned_snapshot(
    render: Render, notebooks: Path, notebook: Notebook, warehouse: Path
) -> None:
    nbformat.write(notebook("print(open(warehouse).read())"), notebooks / "partner_review.ipynb")

    def publish_another(_: str, done: int, __: int) -> None:
        if done == 1:
            new = warehouse.with_name("new")
            new.write_bytes(b"a later snapshot")
            new.replace(warehouse)

    done = render(partners=["lutron", "sonos"], progress=publish_another)
    pages = [p.read_text("utf-8") for p in (done.index.parent / "partners").iterdir()]
    assert ["a snapshot" in page for page in pages] == [True, True]


def test_a_misspelt_parameter_stops_the_batch_before_a_kernel_starts(
    render: Render, notebooks: Path, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(batch, "run_notebook", never)
    misspelt = notebook("print(1)", parameters='quater: str = ""\nprogram: str = ""')
    nbformat.write(misspelt, notebooks / "portfolio_review.ipynb")
    with pytest.raises(InvalidCall, match=r'found "quarter"\. Closest is "quater"'):
        render()


def test_a_missing_notebook_or_warehouse_is_named(render: Render, tmp_path: Path) -> None:
    with pytest.raises(InvalidCall, match=r"portfolio_review.ipynb: expected a notebook"):
        render(notebooks=tmp_path / "nowhere")
    with pytest.raises(WarehouseUnavailable, match="expected a warehouse file"):
        render(warehouse=tmp_path / "nowhere.duckdb")
    assert list((tmp_path / "reviews").iterdir()) == []


def test_a_quarter_may_be_written_as_people_do(render: Render) -> None:
    assert render("Q2 2025", partners=["lutron"]).quarter == "2025-Q2"


def test_a_program_the_warehouse_was_not_built_with_is_refused(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "load_program", lambda _: SimpleNamespace(name="another"))
    with pytest.raises(InvalidCall, match='expected "homeaiq", the program the warehouse was'):
        render(program="another")
