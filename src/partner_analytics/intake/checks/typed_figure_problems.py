"""Figures people typed that are also computed: where the two differ, the cell has a problem."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from partner_analytics import wording
from partner_analytics.grammar import is_as_typed
from partner_analytics.problems import Problem, Severity
from partner_analytics.warehouse import Publication

TYPED_DIFFERS = "typed-differs"
# What the warehouse keeps of a score and of an amount.
_SCORE, _AMOUNT = 0.0001, 0.01


def compare_typed_figures(publication: Publication) -> None:
    """Report the typed figures that differ from the computed ones, which are those used."""
    publication.replace_problems(TYPED_DIFFERS, typed_figure_problems(publication))


def typed_figure_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each days in stage, overall health score and savings typed otherwise (D-75)."""
    typed = publication.typed_figures()
    for row in typed["typed_days_in_stage"].to_dict("records"):
        yield _differs(
            row,
            tracker="pipeline",
            column="typed_days_in_stage",
            found=wording.count(row["typed"]),
            expected=f"the computed {wording.count(row['computed'])} ({_since(row)})",
            remedy="Write the computed days, or mend the date on which the stage was entered.",
        )
    yield from map(_score_differs, _told_scores(typed["typed_health_score"]))
    for row in typed["typed_savings_usd"].to_dict("records"):
        if not is_as_typed(row["text"], row["typed"], row["computed"], exact=_AMOUNT):
            yield _differs(
                row,
                tracker="commercial",
                column="typed_savings_usd",
                found=_dollars(row["typed"]),
                expected=f"the computed {_dollars(row['computed'])} ({_saved_on(row)})",
                remedy="Write the computed savings, or mend what they follow from.",
            )


def _told_scores(typed: pd.DataFrame) -> Iterator[dict[Any, Any]]:
    """The typed scores of another band, and those further off than they are exact.

    Where raters disagree, a typed score of the same band may be one rater's own.
    """
    for row in typed.to_dict("records"):
        is_near = row["raters_disagree"] or is_as_typed(
            row["text"], row["typed"], row["computed"], exact=_SCORE
        )
        if not is_near or _in_other_band(row):
            yield row


def _in_other_band(row: dict[Any, Any]) -> bool:
    return bool(
        pd.notna(row["band"]) and pd.notna(row["typed_band"]) and row["band"] != row["typed_band"]
    )


def _score_differs(row: dict[Any, Any]) -> tuple[int, Problem]:
    is_other = _in_other_band(row)
    return _differs(
        row,
        tracker="scorecards",
        column="typed_health_score",
        found=_points(row["typed"]) + (f", which is {row['typed_band']}" if is_other else ""),
        expected=f"the computed {_points(row['computed'])}"
        + (f", which is {row['band']}" if is_other else "")
        + f" (the ratings of {row['quarter']} by the program's weights)",
        remedy="Write the computed score, or mend the ratings.",
    )


def _points(score: float) -> str:
    """A score with as many decimals as tell it from its neighbors: at least one."""
    places = next((at for at in (1, 2, 3) if abs(score - round(score, at)) < _SCORE), 4)
    return f"{score:.{places}f}"


def _since(row: dict[Any, Any]) -> str:
    entered = f"entered {row['entered_on']:%Y-%m-%d}"
    if row["entry_basis"] != "typed date":
        entered = f"first seen in this stage {row['entered_on']:%Y-%m-%d}"
    return f"{entered}, as of {row['as_of']:%Y-%m-%d}"


def _saved_on(row: dict[Any, Any]) -> str:
    net = _dollars(row["net_usd"])
    if row["basis"] == "realized":
        listed = _dollars(row["list_usd"])
        return f"order lines of the year so far: list value {listed}, net value {net}"
    share = wording.percent(row["discount_pct"])
    return f"net volume {net} at {share} off list"


def _dollars(amount: float) -> str:
    """An amount as it is typed: cents only where there are any."""
    return wording.money(amount).removesuffix(".00")


def _differs(row: dict[Any, Any], **told: Any) -> tuple[int, Problem]:
    on_sheet = pd.notna(row["sheet"])
    return row["import_id"], Problem(
        code=TYPED_DIFFERS,
        severity=Severity.WARNING,
        file=row["file"],
        sheet=row["sheet"] if on_sheet else None,
        cell=row["cell"] if on_sheet else None,
        line=None if on_sheet else row["row"],
        row=row["row"],
        header=row["header"],
        partner=row["partner"],
        owner=row["owner"] if pd.notna(row["owner"]) else None,
        **{**told, "remedy": f"{told['remedy']} Reviews use what is computed."},
    )
