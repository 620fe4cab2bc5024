"""Running notebooks with papermill in a kernel that stays warm from one to the next.

A kernel takes longer to start and import pandas than a review takes to compute. `%reset -f`
clears the names a notebook left behind, not the modules it imported or their settings: so the
kernel is also restarted after an error and every `runs_per_kernel` notebooks.
"""

import contextlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import nbformat
import papermill
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG

from partner_analytics.errors import RenderingFailed
from partner_analytics.reviews.parameters import KERNEL, Parameter, as_python

ENGINE = "partner-analytics-warm"
FIRST_TAG, LAST_TAG = "partner-analytics-first", "partner-analytics-last"
START_SECONDS = 60
SOCKET_PATH_LIMIT = 90  # a Unix socket's path ends at 107 bytes, with the port appended


class WarmKernel:
    """One kernel process for many notebooks; `with` makes sure that it ends."""

    def __init__(self, *, runs_per_kernel: int = 20, cell_seconds: int = 120) -> None:
        self.runs_per_kernel = runs_per_kernel
        self.cell_seconds = cell_seconds
        self.notebook: NotebookNode | None = None  # the last one that ran, as far as it came
        self._manager: AsyncKernelManager | None = None
        self._client: AsyncKernelClient | None = None
        self._runs = 0
        self._folder = Path(tempfile.mkdtemp(prefix="pa-"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def process_id(self) -> int | None:
        """The kernel's process, or None where none runs."""
        provisioner = self._manager.provisioner if self._manager else None
        return getattr(provisioner, "pid", None)

    def connection(self) -> tuple[AsyncKernelManager, AsyncKernelClient]:
        """A kernel to run a notebook in: this one, or a new one when it is worn or dead."""
        if self._runs >= self.runs_per_kernel:
            self.stop()
        if self._manager is not None and self._client is not None and self._is_alive():
            self._runs += 1
            return self._manager, self._client
        self.stop()
        self._manager, self._client = self._start()
        self._runs = 1
        return self._manager, self._client

    def kill(self) -> None:
        """End the kernel process from another thread; what it was running fails."""
        if self.process_id is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process_id, getattr(signal, "SIGKILL", signal.SIGTERM))

    def stop(self) -> None:
        """End the kernel process, if one runs."""
        manager, client = self._manager, self._client
        self._manager = self._client = None
        if client is not None:
            client.stop_channels()
        if manager is not None:
            with contextlib.suppress(RuntimeError):  # it may have died by itself
                run_sync(manager.shutdown_kernel)(now=True)
            manager.cleanup_connection_file()
            manager.context.destroy(linger=0)

    def _is_alive(self) -> bool:
        return self._manager is not None and bool(run_sync(self._manager.is_alive)())

    def _start(self) -> tuple[AsyncKernelManager, AsyncKernelClient]:
        # Our own interpreter's kernel, whatever kernelspecs and start-up files the user has.
        specs = KernelSpecManager(kernel_dirs=[])
        file = self._folder / f"kernel-{secrets.token_hex(4)}.json"
        manager = AsyncKernelManager(
            kernel_name=KERNEL,
            kernel_spec_manager=specs,
            connection_file=str(file),
            transport=_transport(file),
        )
        run_sync(manager.start_kernel)(
            extra_arguments=["--HistoryManager.enabled=False"],
            cwd=str(self._folder),
            env={
                **os.environ,
                "IPYTHONDIR": str(self._folder / "ipython"),
                "PLOTLY_RENDERER": "plotly_mimetype",
            },
        )
        client = manager.client()
        client.start_channels()
        run_sync(client.wait_for_ready)(timeout=START_SECONDS)
        client.allow_stdin = False
        return manager, client


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine, running in the kernel it is handed."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, kernel: WarmKernel, **_: Any
    ) -> NotebookNode:
        """Run a notebook in `kernel`; the kernel stays."""
        kernel.notebook = nb_man.nb
        manager, client = kernel.connection()
        runner = PapermillNotebookClient(
            nb_man, km=manager, timeout=kernel.cell_seconds, kernel_name=kernel_name
        )
        runner.kc = client
        executed: NotebookNode = runner.execute(cleanup_kc=False)
        return executed


papermill_engines.register(ENGINE, WarmEngine)


def run_notebook(
    notebook: NotebookNode,
    parameters: Mapping[str, Parameter],
    kernel: WarmKernel,
    *,
    file: str = "notebook",
) -> NotebookNode:
    """Run a notebook to its end and return it with its outputs; the one passed is unchanged.

    Raises RenderingFailed where a cell fails, takes too long or does not run, or where the
    kernel dies; `kernel.notebook` then holds the notebook as far as it came. papermill marks a
    dead or timed-out run as completed: so a last cell of ours must have printed its token.
    """
    kernel.notebook = None
    token = secrets.token_hex(16)
    prepared = _framed(notebook, token)
    try:
        executed: NotebookNode = papermill.execute_notebook(
            prepared,
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel=kernel,
            kernel_name=KERNEL,
            progress_bar=False,
        )
        _check_complete(executed, token, file=file)
    except RenderingFailed:
        kernel.stop()
        raise
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        kernel.stop()
        _drop_added_cells(kernel.notebook)
        raise _failure(error, kernel.notebook, kernel.cell_seconds, file) from error
    finally:
        _drop_added_cells(kernel.notebook)
    _drop_added_cells(executed)
    return executed


def _transport(connection_file: Path) -> str:
    # Sockets in our own folder: over TCP every user of the machine could reach the kernel.
    fits = len(os.fsencode(connection_file)) < SOCKET_PATH_LIMIT
    return "ipc" if fits and sys.platform != "win32" else "tcp"


def _framed(notebook: NotebookNode, token: str) -> NotebookNode:
    """A copy with two cells of ours: one that clears the kernel, one that tells of the end."""
    copy = as_python(notebook)
    first, last = _cell("%reset -f", FIRST_TAG), _cell(f"print({token!r})", LAST_TAG)
    copy.cells = [first, *copy.cells, last]
    return copy


def _cell(source: str, tag: str) -> NotebookNode:
    metadata = {"tags": [tag], "papermill": {}}
    cell: NotebookNode = nbformat.v4.new_code_cell(source, metadata=metadata)
    return cell


def _drop_added_cells(notebook: NotebookNode | None) -> None:
    """Take out our cells and papermill's notes of an error; the injected parameters stay."""
    added = {FIRST_TAG, LAST_TAG, ERROR_MARKER_TAG}
    if notebook is not None:
        notebook.cells = [c for c in notebook.cells if added.isdisjoint(c.metadata.get("tags", []))]


def _check_complete(executed: NotebookNode, token: str, *, file: str) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code" and cell.source.strip()]
    for cell in code:
        if cell.execution_count is None or any(o.output_type == "error" for o in cell.outputs):
            raise RenderingFailed(
                place=_place(file, executed, cell),
                expected="a cell that ran to its end",
                found="one that did not",
                remedy="Run the notebook in JupyterLab to see why.",
            )
    printed = "".join(o.get("text", "") for o in code[-1].outputs)
    if printed.strip() != token:
        raise RenderingFailed(
            place=file,
            expected="a notebook that ran to its end",
            found="no sign of completion",
            remedy="Run it again; if it stays so, run the notebook in JupyterLab.",
        )


def _failure(
    error: Exception, notebook: NotebookNode | None, cell_seconds: int, file: str
) -> RenderingFailed:
    expected = "a cell that runs to its end"
    remedy = "Run the notebook with the same parameters in JupyterLab to see why."
    if isinstance(error, PapermillExecutionError):
        found = f"{error.ename}: {error.evalue}".strip(": ")
    elif isinstance(error, CellTimeoutError):
        expected, found = f"a cell that takes under {cell_seconds} seconds", "one that did not end"
    else:
        found = "that the kernel died"
        remedy = "Often memory ran out: run one job at a time, or look at the cell."
    place = _place(file, notebook, _failed_cell(notebook))
    return RenderingFailed(place=place, expected=expected, found=found, remedy=remedy)


def _failed_cell(notebook: NotebookNode | None) -> NotebookNode | None:
    """The cell that failed; where papermill does not say, the last one that was started."""
    cells = notebook.cells if notebook is not None else []
    runs = [(cell, cell.metadata.get("papermill", {})) for cell in cells]
    failed = [cell for cell, run in runs if run.get("exception")]
    started = [cell for cell, run in runs if run.get("start_time")]
    return next(iter([*failed, *reversed(started)]), None)


def _place(file: str, notebook: NotebookNode | None, cell: NotebookNode | None) -> str:
    """The cell by its number, from 1, in the notebook as it was written."""
    added = {FIRST_TAG, LAST_TAG, ERROR_MARKER_TAG, "injected-parameters"}
    cells = notebook.cells if notebook is not None else []
    written = [c for c in cells if added.isdisjoint(c.metadata.get("tags", []))]
    numbers = [number for number, c in enumerate(written, start=1) if c is cell]
    return f"{file}, cell {numbers[0]}" if numbers else file
