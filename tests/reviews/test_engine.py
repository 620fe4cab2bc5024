import os
from collections.abc import Callable

import pytest
from nbformat import NotebookNode

from partner_analytics.errors import RenderingFailed
from partner_analytics.reviews import WarmKernel, run_notebook

Notebook = Callable[..., NotebookNode]


def printed(executed: NotebookNode) -> str:
    return str(executed.cells[-1].outputs[0].text).strip()


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_value_arrives_as_it_is(notebook: Notebook, kernel: WarmKernel) -> None:
    hostile = "{a}\n'''\"\"\"\\ </script> $(id) é"
    executed = run_notebook(notebook("print(ascii(partner))"), {"partner": hostile}, kernel)
    assert printed(executed) == ascii(hostile)


def test_our_completion_cell_is_taken_out_again(notebook: Notebook, kernel: WarmKernel) -> None:
    source = notebook("print(1)")
    executed = run_notebook(source, {}, kernel)
    assert [cell.source for cell in executed.cells] == [cell.source for cell in source.cells]


def test_the_kernel_stays_but_what_a_notebook_left_does_not(
    notebook: Notebook, kernel: WarmKernel
) -> None:
    run_notebook(notebook("left_behind = 1"), {}, kernel)
    before = kernel.process_id
    executed = run_notebook(notebook("print('left_behind' in globals())"), {}, kernel)
    assert (printed(executed), kernel.process_id) == ("False", before)


def test_an_error_names_the_cell_as_the_author_counts_it(
    notebook: Notebook, kernel: WarmKernel
) -> None:
    failing = notebook("# A heading", "1 / 0", "print('later')")
    with pytest.raises(RenderingFailed) as failed:
        run_notebook(failing, {"partner": "x"}, kernel, file="review.ipynb")
    assert str(failed.value).startswith(
        "review.ipynb, cell 3: expected a cell that runs to its end, "
        "found ZeroDivisionError: division by zero."
    )


def test_after_an_error_another_kernel_runs_and_the_old_one_is_gone(
    notebook: Notebook, kernel: WarmKernel
) -> None:
    run_notebook(notebook("print(1)"), {}, kernel)
    before = kernel.process_id
    assert before is not None
    with pytest.raises(RenderingFailed):
        run_notebook(notebook("1 / 0"), {}, kernel)
    run_notebook(notebook("print(1)"), {}, kernel)
    assert kernel.process_id != before
    assert not is_running(before)


@pytest.mark.parametrize(
    ("last_cell", "message"),
    [
        ("import os; os.kill(os.getpid(), 9)", "cell 3: .* found that the kernel died"),
        ("raise SystemExit(0)", "review.ipynb, cell 3: expected a cell that ran to its end"),
        ("raise MemoryError", "found MemoryError"),
    ],
)
def test_what_papermill_would_call_a_success_is_a_failure(
    notebook: Notebook, kernel: WarmKernel, last_cell: str, message: str
) -> None:
    with pytest.raises(RenderingFailed, match=message):
        run_notebook(notebook("x = 1", last_cell), {}, kernel, file="review.ipynb")
    assert kernel.notebook is not None  # what ran is there to be looked at
    assert len(kernel.notebook.cells) == 3


def test_a_cell_that_does_not_end_is_a_failure(notebook: Notebook) -> None:
    endless = notebook("import time; time.sleep(600)")
    with WarmKernel(cell_seconds=2) as impatient:
        with pytest.raises(RenderingFailed) as failed:
            run_notebook(endless, {}, impatient, file="review.ipynb")
        assert impatient.process_id is None
    assert str(failed.value).startswith(
        "review.ipynb, cell 2: expected a cell that takes under 2 seconds, found one that did not"
    )


def test_a_worn_kernel_is_replaced(notebook: Notebook) -> None:
    with WarmKernel(runs_per_kernel=1) as worn:
        run_notebook(notebook("print(1)"), {}, worn)
        first = worn.process_id
        run_notebook(notebook("print(1)"), {}, worn)
        second = worn.process_id
    assert first is not None
    assert second is not None
    assert first != second
    assert not is_running(first)
    assert not is_running(second)
