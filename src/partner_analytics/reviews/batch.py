"""Rendering a quarter: what is stale, in two warm kernels, from one snapshot, published whole."""

import hashlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode

from partner_analytics.errors import InvalidCall, PartnerAnalyticsError
from partner_analytics.program import load_program
from partner_analytics.reviews.engine import WarmKernel, run_notebook
from partner_analytics.reviews.exporter import Exporter
from partner_analytics.reviews.figures import Plotter
from partner_analytics.reviews.index import index_content
from partner_analytics.reviews.ledger import Failure, Ledger, Record
from partner_analytics.reviews.planning import Plan, find_notebooks, index_head, plan_reviews
from partner_analytics.reviews.portfolio import Portfolio, read_portfolio
from partner_analytics.reviews.publishing import INDEX, Folder
from partner_analytics.unwritten import told_if_not_written
from partner_analytics.warehouse import check_whole, open_warehouse

Progress = Callable[[str, int, int], None]
"""Called with a review's name, how many are done and how many there are."""

Outcome = Record | Failure


@dataclass(frozen=True)
class Batch:
    """What came of rendering a quarter; the names are "portfolio" and the partners'."""

    quarter: str
    index: Path
    rendered: tuple[str, ...]
    fresh: tuple[str, ...]  # made from the same before: not rendered again
    failed: tuple[Failure, ...]
    seconds: float


def render_quarter(  # noqa: PLR0913 - each is an option of the command
    quarter: str,
    *,
    warehouse: Path,
    program: str | None = None,
    output: Path = Path("reviews"),
    notebooks: Path | None = None,
    partners: Sequence[str] | None = None,
    jobs: int = 2,
    progress: Progress | None = None,
) -> Batch:
    """Render the portfolio review and one review per partner into output/<quarter>/.

    The program is the warehouse's own; naming another is refused.
    Only what is stale is rendered: the warehouse, program, notebook, parameters and this
    package's code make the key a review is kept under. `partners` (ids or names) renders only
    those partners' reviews. All come from one snapshot, whatever is imported meanwhile. A review
    that fails is listed in the batch and does not stop the others; its last good one stays.
    Raises InvalidCall for a quarter, partner or notebook parameter that does not exist.
    """
    started = time.monotonic()
    if jobs < 1:
        raise InvalidCall(expected="at least 1 job", found=str(jobs), remedy="Pass 1 or more.")
    with open_warehouse(warehouse) as opened:
        quarter = opened.quarter(quarter)
    folder = Folder(Path(output) / quarter)
    with (
        told_if_not_written(folder.path, option="--output"),
        folder.locked(),
        folder.pinned(Path(warehouse)) as snapshot,
    ):
        portfolio = read_portfolio(snapshot, quarter)
        rules = _program_of(portfolio, program, warehouse)
        plans = plan_reviews(
            portfolio,
            snapshot=snapshot,
            program=rules,
            notebooks=find_notebooks(notebooks),
            partners=partners,
        )
        before = Ledger.read(folder.path)
        fresh = [p.name for p in plans if folder.is_fresh(before.reviews.get(p.name), p.key)]
        stale = [plan for plan in plans if plan.name not in fresh]
        if stale:
            check_whole(snapshot, told_as=Path(warehouse))
        rendering = Rendering(folder, snapshot, portfolio.snapshot_id, Plotter.load())
        outcomes = rendering.outcomes(stale, jobs=jobs, progress=progress)
        ledger = _ledger_after(before, plans, outcomes, is_whole=partners is None)
        head = index_head(portfolio, rules)
        index = Exporter.load(rendering.plotter).index(head, **index_content(portfolio, ledger))
        rendered = [outcome for outcome in outcomes if isinstance(outcome, Record)]
        folder.publish(rendered, index, ledger)
    return Batch(
        quarter=quarter,
        index=folder.path / INDEX,
        rendered=tuple(record.name for record in rendered),
        fresh=tuple(fresh),
        failed=tuple(outcome for outcome in outcomes if isinstance(outcome, Failure)),
        seconds=round(time.monotonic() - started, 1),
    )


def _program_of(portfolio: Portfolio, program: str | None, warehouse: Path) -> str:
    """The program the warehouse was built with; refuses another one by name or path."""
    if program is not None and load_program(program).name != portfolio.program:
        raise InvalidCall(
            place=str(warehouse),
            expected=f'"{portfolio.program}", the program the warehouse was built with',
            found=f'"{program}"',
            remedy="Leave --program out, or import the exports with the other program.",
        )
    return portfolio.program


@dataclass(frozen=True)
class Rendering:
    """The rendering of stale reviews into the folder's staging, in a few warm kernels."""

    folder: Folder
    snapshot: Path
    snapshot_id: str
    plotter: Plotter

    def outcomes(
        self, plans: Sequence[Plan], *, jobs: int, progress: Progress | None
    ) -> list[Outcome]:
        """Render every plan that is not staged yet; a record or a failure for each, in order."""
        waiting: queue.SimpleQueue[Plan] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[str, Outcome] | BaseException] = queue.SimpleQueue()
        for plan in plans:
            waiting.put(plan)
        workers = [_Worker(self, waiting, done) for _ in range(min(jobs, len(plans)))]
        found: dict[str, Outcome] = {}
        try:
            for worker in workers:
                worker.start()
            while len(found) < len(plans):
                news = done.get()
                if isinstance(news, BaseException):
                    raise news
                found[news[0]] = news[1]
                if progress is not None:
                    progress(news[0], len(found), len(plans))
        except BaseException:
            for worker in workers:
                worker.cancel()
            raise
        finally:
            for worker in workers:
                worker.join()
        return [found[plan.name] for plan in plans]

    def outcome(self, plan: Plan, kernel: WarmKernel, exporter: Exporter) -> Outcome:
        """Render one review into the staging folder."""
        staged = self.folder.staged(plan.name, plan.key)
        if staged is not None:
            return staged
        started = time.monotonic()
        parameters = {**plan.parameters, "warehouse": str(self.snapshot)}
        try:
            executed = run_notebook(plan.source.notebook, parameters, kernel, file=plan.source.file)
            page = exporter.page(executed, plan.head)
        # Whatever is wrong with one review, the others are rendered and this one is listed.
        except Exception as error:
            return self._failure(plan.name, error, kernel.notebook)
        record = Record(
            name=plan.name,
            file=plan.file,
            html_sha256=hashlib.sha256(page.encode("utf-8")).hexdigest(),
            key=plan.key,
            snapshot_id=self.snapshot_id,
            notebook=plan.source.file,
            notebook_sha256=plan.source.sha256,
            parameters=plan.parameters,
            package_version=plan.head.version,
            seconds=round(time.monotonic() - started, 2),
            warnings=_warnings(executed),
        )
        self.folder.stage(record, page)
        return record

    def _failure(self, name: str, error: Exception, ran: NotebookNode | None) -> Failure:
        is_ours = isinstance(error, PartnerAnalyticsError)
        reason = str(error) if is_ours else f"{type(error).__name__}: {error}"
        path = self.folder.keep_failed(name, ran) if ran is not None else None
        return Failure(name, reason, str(path) if path else None)


class _Worker(threading.Thread):
    """A thread with a kernel of its own, taking plans until none waits."""

    def __init__(
        self,
        rendering: Rendering,
        waiting: "queue.SimpleQueue[Plan]",
        done: "queue.SimpleQueue[tuple[str, Outcome] | BaseException]",
    ) -> None:
        super().__init__(name="review", daemon=True)
        self.rendering = rendering
        self.waiting = waiting
        self.done = done
        self.kernel = WarmKernel()
        self.is_cancelled = threading.Event()

    def run(self) -> None:
        try:
            exporter = Exporter.load(self.rendering.plotter)
            with self.kernel:
                while not self.is_cancelled.is_set():
                    plan = self.waiting.get_nowait()
                    outcome = self.rendering.outcome(plan, self.kernel, exporter)
                    if not self.is_cancelled.is_set():
                        self.done.put((plan.name, outcome))
        except queue.Empty:
            pass
        except BaseException as error:
            self.done.put(error)  # the batch raises it: a worker must not die unheard
        finally:
            ensure_event_loop().close()

    def cancel(self) -> None:
        self.is_cancelled.set()
        self.kernel.kill()


def _ledger_after(
    before: Ledger, plans: Sequence[Plan], outcomes: Sequence[Outcome], *, is_whole: bool
) -> Ledger:
    """The ledger once the outcomes are published; a whole batch drops what it did not plan."""
    planned = {plan.name for plan in plans}
    failures = {o.name: o for o in outcomes if isinstance(o, Failure)}
    records = {o.name: o for o in outcomes if isinstance(o, Record)}
    kept = {n: r for n, r in before.reviews.items() if n in planned or not is_whole}
    still = {n: f for n, f in before.failed.items() if n not in planned and not is_whole}
    return Ledger({**kept, **records}, {**still, **failures})


def _warnings(executed: NotebookNode) -> tuple[str, ...]:
    outputs = [o for cell in executed.cells for o in cell.get("outputs", [])]
    return tuple(str(o.text).strip() for o in outputs if o.get("name") == "stderr")
