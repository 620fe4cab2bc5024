import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from partner_analytics.errors import RenderingFailed
from partner_analytics.reviews import Exporter, Head, WarmKernel, run_notebook
from partner_analytics.reviews.figures import PLOTLY_MIMETYPE, figure_markup
from tests.reviews.test_sanitizing import PAYLOADS, Found

Notebook = Callable[..., NotebookNode]

REVIEW = (
    "# Partner review\n\nDeals of $1.2M to $3M.",
    "# First\n## Health",
    "import plotly.graph_objects as go, pandas as pd\n"
    "from IPython.display import HTML, Markdown, display\n"
    "go.Figure(go.Bar(x=[partner], y=[1]), layout={'title': partner, 'height': 300})",
    "## Discounts",
    "for n in range(2): display(go.Figure(go.Scatter(x=[1, 2], y=[1, n])))",
    "display(HTML(f'<p>{partner}</p>'), Markdown(f'**{partner}**'))\n"
    "pd.DataFrame({partner: [partner]})",
    "## Pipeline",
    "import sys; print('a warning', file=sys.stderr); print(f'{partner}')",
)


@pytest.fixture(scope="module")
def page(notebook: Notebook, kernel: WarmKernel, exporter: Exporter, head: Head) -> str:
    """A review of a partner whose name is every hostile text at once."""
    executed = run_notebook(notebook(*REVIEW), {"partner": " ".join(PAYLOADS)}, kernel)
    return exporter.page(executed, head)


def shown(*outputs: NotebookNode, notebook: Notebook) -> NotebookNode:
    executed = notebook("show()")
    executed.cells[-1].outputs = list(outputs)
    return executed


def test_every_plotly_output_is_a_chart_in_the_page(page: str) -> None:
    assert page.count('<figure class="chart"') == 3


def test_plotly_is_in_the_page_once_and_packed(page: str) -> None:
    assert page.count('id="plotly-packed"') == 1
    assert len(page) < 2_500_000


def test_a_page_without_charts_carries_no_script(
    notebook: Notebook, exporter: Exporter, head: Head
) -> None:
    page = exporter.page(notebook("# Only words"), head)
    assert "<script" not in page
    assert "script-src 'none'" in page


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    found = Found(page)
    loading = [value for name, value in found.attributes if name in ("src", "href", "srcset")]
    assert [value for value in loading if not value.startswith(("#", "../index.html"))] == []
    assert "connect-src" not in page  # so default-src holds for it:
    assert "default-src 'none'" in page


def test_a_hostile_name_is_text(page: str) -> None:
    found = Found(page)
    assert found.tags.count("script") == 5  # three figures' JSON, plotly, the drawing of them
    assert {"iframe", "form", "object", "img", "base", "link", "input"}.isdisjoint(found.tags)
    assert found.acting == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_link_in_a_chart_is_text() -> None:
    markup = figure_markup({"data": [{"name": "<a href='//evil'>x</a> <b>y</b> < 5"}]}, 1)
    content = json.loads(re.findall(r"json\">(.*)</script>", markup)[0])
    assert content["data"] == [{"name": "&lt;a href='//evil'>x&lt;/a> <b>y</b> &lt; 5"}]


def test_the_page_has_neither_code_nor_warnings_nor_parameters(page: str) -> None:
    assert "plotly.graph_objects" not in page
    assert "a warning" not in page
    assert "the warehouse file" not in page


def test_the_page_says_what_it_is(page: str) -> None:
    assert '<html lang="en">' in page
    assert "<title>Lutron, 2025-Q2</title>" in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page)[0] == "Lutron"
    assert "Partner review</h1>" not in page  # the notebook's own title gave way
    assert "snapshot 7-a1b2c3d4" in page


def test_the_contents_name_the_sections(page: str) -> None:
    contents = re.findall(r'<a href="#(section-\d)">(.*?)</a>', page)
    assert contents == [
        ("section-1", "Health"),
        ("section-2", "Discounts"),
        ("section-3", "Pipeline"),
    ]


def test_dollars_in_a_sentence_stay_dollars(page: str) -> None:
    assert "Deals of $1.2M to $3M." in page


def test_a_picture_is_in_the_page(notebook: Notebook, exporter: Exporter, head: Head) -> None:
    output = new_output("display_data", data={"image/png": "iVBORw0K\nGgo=", "text/plain": "x"})
    page = exporter.page(shown(output, notebook=notebook), head)
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">' in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text/html": "<script>Plotly.newPlot()</script>"}, "expected plotly figures as JSON"),
        ({"application/vnd.other+json": {}, "text/plain": "Widget()"}, "vnd.other"),
        ({"application/javascript": "alert(1)"}, "application/javascript"),
    ],
)
def test_an_output_that_would_vanish_fails_the_review(
    notebook: Notebook, exporter: Exporter, head: Head, data: dict[str, object], message: str
) -> None:
    with pytest.raises(RenderingFailed, match=message):
        exporter.page(shown(new_output("display_data", data=data), notebook=notebook), head)


def test_the_same_notebook_gives_the_same_page(
    notebook: Notebook, exporter: Exporter, head: Head
) -> None:
    figure = new_output("display_data", data={PLOTLY_MIMETYPE: {"data": [], "layout": {}}})
    executed = shown(figure, notebook=notebook)
    assert exporter.page(executed, head) == exporter.page(executed, head)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_browser_draws_every_chart(page: str, tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    file.write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    drawn = subprocess.run(
        [
            "chromium",
            *options,
            f"--user-data-dir={tmp_path / 'browser'}",
            "--virtual-time-budget=8000",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert 'data-charts="3"' in drawn
    assert drawn.count('class="main-svg"') >= 3
