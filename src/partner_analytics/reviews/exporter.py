"""An executed notebook as one HTML file that opens, prints and can be mailed without a network."""

import html
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from typing import Any, Self

import jinja2
from nbconvert import HTMLExporter
from nbformat import NotebookNode, from_dict

from partner_analytics.errors import RenderingFailed
from partner_analytics.reviews.figures import PLOTLY_MIMETYPE, Plotter, figure_markup
from partner_analytics.reviews.sanitizing import clean, scoped_styles, take_styles
from partner_analytics.showing.charts.theme import BAND_COLORS

HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "hide"})
SHOWN_MIMETYPES = frozenset(
    {"text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg"}
)
_FIRST_HEADING = re.compile(r"\A\s*#\s[^\n]*\n?")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Head:
    """What stands above and below a review: what it is about and where its figures are from."""

    title: str
    kicker: str
    quarter: str
    snapshot_id: str
    program: str
    facts: tuple[tuple[str, str], ...] = ()
    home: str | None = None  # the index, seen from the review
    version: str = metadata.version("partner-analytics")


@dataclass(frozen=True)
class Exporter:
    """Turns executed notebooks into pages."""

    plotter: Plotter
    pages: jinja2.Environment
    bodies: HTMLExporter
    css: str

    @classmethod
    def load(cls, plotter: Plotter) -> Self:
        """Read the templates. nbconvert's part keeps state: one exporter a thread."""
        templates = resources.files(__package__).joinpath("templates")
        return cls(
            plotter=plotter,
            pages=jinja2.Environment(
                loader=jinja2.PackageLoader(__package__), autoescape=True, trim_blocks=True
            ),
            bodies=HTMLExporter(
                template_name="review",
                extra_template_basedirs=[str(templates)],
                exclude_input=True,
                exclude_anchor_links=True,
            ),
            css=templates.joinpath("review.css").read_text("utf-8") + _band_colors(),
        )

    def page(self, executed: NotebookNode, head: Head) -> str:
        """The HTML page of an executed notebook.

        Its first heading (`# ...`) gives way to the page's. Raises RenderingFailed for an output
        that cannot be shown, rather than leaving it out.
        """
        prepared = _Prepared.of(executed)
        body, _ = self.bodies.from_notebook_node(prepared.notebook)
        body, sections = _with_anchors(clean(body))
        for place, markup in prepared.taken_out.items():
            body = body.replace(place, markup)
        plotter = self.plotter if prepared.charts else None
        return self.pages.get_template("page.html.j2").render(
            head=head,
            body=body,
            css=self.css,
            output_css=prepared.css,
            sections=sections,
            plotter=plotter,
            script_sources=" ".join(plotter.sources) if plotter else "",
        )

    def index(self, head: Head, **content: object) -> str:
        """The HTML page that links a quarter's reviews."""
        return self.pages.get_template("index.html.j2").render(head=head, css=self.css, **content)


@dataclass(frozen=True)
class _Prepared:
    """A notebook ready for the template: figures, pictures and styles taken out of its outputs."""

    notebook: NotebookNode
    taken_out: Mapping[str, str]  # the text that holds its place → the markup that belongs there
    css: str
    charts: int

    @classmethod
    def of(cls, executed: NotebookNode) -> Self:
        notebook = from_dict(executed)
        notebook.cells = [c for c in notebook.cells if HIDDEN_TAGS.isdisjoint(_tags(c))]
        if notebook.cells and notebook.cells[0].cell_type == "markdown":
            notebook.cells[0].source = _FIRST_HEADING.sub("", notebook.cells[0].source)
        token = secrets.token_hex(16)  # a text no cell can know
        taken_out: dict[str, str] = {}
        looks: dict[str, str] = {}  # the CSS of outputs, each look once → its class
        charts = 0
        outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
        for number, output in enumerate(outputs, start=1):
            output.setdefault("metadata", from_dict({}))["review_output"] = number
            data = output.get("data", {})
            check_shown(data)
            place = f"output-{token}-{number}."
            if PLOTLY_MIMETYPE in data:
                charts += 1
                taken_out[place] = figure_markup(data[PLOTLY_MIMETYPE], charts)
                output.data = from_dict({"text/html": place})
            elif "text/html" in data:
                data["text/html"], styles = take_styles(data["text/html"])
                look = looks.setdefault(styles, f"look-{len(looks) + 1}")
                output.metadata["review_look"] = look
            elif picture := _picture(data):
                taken_out[place] = picture
                output.data = from_dict({"text/html": place})
        css = "".join(scoped_styles(styles, f".{look}") for styles, look in looks.items())
        return cls(notebook, taken_out, css, charts)


def check_shown(data: Mapping[str, Any]) -> None:
    """Raise RenderingFailed for an output that nbconvert would leave out without a word."""
    if PLOTLY_MIMETYPE in data:
        return
    if "Plotly.newPlot" in data.get("text/html", ""):
        raise RenderingFailed(
            expected="plotly figures as JSON",
            found="a figure already turned into a script",
            remedy="Leave plotly's default renderer as it is in the notebook.",
        )
    special = sorted(kind for kind in data if kind.startswith(("application/", "text/vnd.")))
    if special and SHOWN_MIMETYPES.isdisjoint(data):
        raise RenderingFailed(
            expected=f"an output that shows: plotly or {', '.join(sorted(SHOWN_MIMETYPES))}",
            found=", ".join(special),
            remedy="Show a plotly figure or a table instead.",
        )


def _picture(data: Mapping[str, Any]) -> str:
    for kind in ("image/png", "image/jpeg"):
        content = re.sub(r"\s", "", data.get(kind, ""))
        if content and _BASE64.fullmatch(content) and "image/svg+xml" not in data:
            return f'<img src="data:{kind};base64,{content}" alt="">'
    return ""


def _band_colors() -> str:
    """The charts' colors of the health bands, by band_rank."""
    colors = enumerate(BAND_COLORS)
    return "".join(f".band-{rank} {{ --band: {color}; }}\n" for rank, color in colors)


def _with_anchors(body: str) -> tuple[str, list[tuple[str, str]]]:
    """The body with an id on each section's heading, and the contents: (id, text)."""
    sections: list[tuple[str, str]] = []

    def anchored(heading: re.Match[str]) -> str:
        anchor = f"section-{len(sections) + 1}"
        sections.append((anchor, html.unescape(re.sub(r"<[^>]*>", "", heading[1])).strip()))
        return f'<h2 id="{anchor}">{heading[1]}</h2>'

    return _HEADING.sub(anchored, body), sections


def _tags(cell: NotebookNode) -> Sequence[str]:
    tags: Sequence[str] = cell.metadata.get("tags", [])
    return tags
