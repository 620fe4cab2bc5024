"""Which reviews a quarter gets, and the key that tells whether one is stale."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import nbformat
from nbformat import NotebookNode

from partner_analytics import wording
from partner_analytics.errors import InvalidCall
from partner_analytics.reviews.exporter import Head
from partner_analytics.reviews.ledger import code_sha256, file_sha256, key_of
from partner_analytics.reviews.parameters import check_parameters
from partner_analytics.reviews.portfolio import PartnerLine, Portfolio
from partner_analytics.reviews.publishing import PORTFOLIO, file_name

PORTFOLIO_NOTEBOOK = "portfolio_review.ipynb"
PARTNER_NOTEBOOK = "partner_review.ipynb"


@dataclass(frozen=True)
class Source:
    """A notebook as it is on disk."""

    file: str
    notebook: NotebookNode
    sha256: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a notebook. Raises InvalidCall where there is none, or something else."""
        try:
            notebook = nbformat.read(path, as_version=4)
        except (OSError, ValueError, nbformat.ValidationError) as error:
            raise InvalidCall(
                place=str(path),
                expected="a notebook",
                found="no file" if isinstance(error, FileNotFoundError) else "something else",
                remedy="Pass the folder that holds the reviews' notebooks.",
            ) from error
        return cls(path.name, notebook, file_sha256(path))


@dataclass(frozen=True)
class Plan:
    """One review to be: its notebook and parameters, where it goes, what it is made from."""

    name: str
    file: str
    source: Source
    parameters: Mapping[str, str]  # but for the warehouse: each batch pins a file of its own
    head: Head
    key: str


def find_notebooks(folder: Path | None = None) -> Path:
    """The folder with the reviews' notebooks: the one given, the checkout's, the installed one."""
    if folder is not None:
        return Path(folder)
    package = Path(__file__).parents[1]
    checkout = package.parents[1] / "notebooks"
    return checkout if (checkout / PARTNER_NOTEBOOK).is_file() else package / "notebooks"


def plan_reviews(
    portfolio: Portfolio,
    *,
    snapshot: Path,
    program: str,
    notebooks: Path,
    partners: Sequence[str] | None,
) -> list[Plan]:
    """The reviews of a quarter: the portfolio's and all partners', or those of `partners`.

    Raises InvalidCall for an unknown partner, a missing notebook, or one that does not declare
    the parameters it is to be given.
    """
    made_from = [code_sha256(), file_sha256(snapshot)]
    planner = _Planner(portfolio, snapshot, program, tuple(made_from))
    if partners is not None:
        source = Source.read(notebooks / PARTNER_NOTEBOOK)
        return [planner.partner(line, source) for line in portfolio.named(partners)]
    whole = planner.portfolio(Source.read(notebooks / PORTFOLIO_NOTEBOOK))
    source = Source.read(notebooks / PARTNER_NOTEBOOK)
    return [whole, *(planner.partner(line, source) for line in portfolio.partners)]


def index_head(portfolio: Portfolio, program: str) -> Head:
    """The head of the index page."""
    own = ("Partners", wording.count(len(portfolio.partners)))
    return _head(portfolio, program, title="Partner reviews", kind="Index", own=own, home=None)


@dataclass(frozen=True)
class _Planner:
    """What the plans of a batch have in common."""

    quarter: Portfolio
    snapshot: Path
    program: str
    made_from: tuple[str, ...]

    def portfolio(self, source: Source) -> Plan:
        own = ("Partners", wording.count(len(self.quarter.partners)))
        head = _head(
            self.quarter,
            self.program,
            title="Portfolio review",
            kind="All partners",
            own=own,
            home="index.html",
        )
        return self._plan(PORTFOLIO, f"{PORTFOLIO}.html", source, head, {})

    def partner(self, line: PartnerLine, source: Source) -> Plan:
        head = _head(
            self.quarter,
            self.program,
            title=line.partner,
            kind="Partner review",
            own=("Tier", line.tier_name),
            home="../index.html",
        )
        name = file_name(line.partner_id)
        return self._plan(name, f"partners/{name}.html", source, head, {"partner": line.partner_id})

    def _plan(
        self, name: str, file: str, source: Source, head: Head, own: Mapping[str, str]
    ) -> Plan:
        parameters = {"quarter": self.quarter.quarter, "program": self.program, **own}
        given = {**parameters, "warehouse": str(self.snapshot)}
        check_parameters(source.notebook, given, file=source.file)
        key = key_of(*self.made_from, source.sha256, json.dumps(parameters, sort_keys=True))
        return Plan(name, file, source, parameters, head, key)


def _head(
    quarter: Portfolio,
    program: str,
    *,
    title: str,
    kind: str,
    own: tuple[str, str],
    home: str | None,
) -> Head:
    return Head(
        title=title,
        kicker=kind,
        quarter=quarter.quarter,
        snapshot_id=quarter.snapshot_id,
        program=program,
        facts=(
            ("Quarter", quarter.quarter),
            ("As of", wording.day(quarter.as_of)),
            own,
            ("Snapshot", quarter.snapshot_id),
        ),
        home=home,
    )
