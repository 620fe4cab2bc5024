"""What follows from the history: partners, rules, curated tables, metrics."""

from collections.abc import Iterator, Sequence

import pandas as pd

from partner_analytics import metrics
from partner_analytics.build.identifying import (
    identify_partners,
    similar_partner_problems,
    unknown_partner_problems,
)
from partner_analytics.build.sources import Alias
from partner_analytics.problems import Problem, Severity
from partner_analytics.program import Program, rules_tables
from partner_analytics.quarters import quarter_of, quarters_between
from partner_analytics.schemas import TRACKERS
from partner_analytics.warehouse import MetricCompiler, MetricView, Publication, Table


def derive(publication: Publication, program: Program, aliases: Sequence[Alias]) -> tuple[str, ...]:
    """Make everything that follows from the history anew; returns notes for the reader."""
    publication.drop_metrics()
    notes = identify_partners(publication, aliases)
    _set_rules(publication, program)
    publication.curate()
    publication.replace_problems("unknown-partner", unknown_partner_problems(publication))
    publication.replace_problems("similar-partner", similar_partner_problems(publication))
    publication.replace_problems("replaced-row", replaced_row_problems(publication))
    publication.replace_problems("typed-weight", typed_weight_problems(publication))
    publication.complete_owners()
    with publication.compiler() as compiler:
        views = [_view(compiler, metric) for metric in metrics.in_order()]
    for view in views:
        publication.add_metric(view)
    publication.set_catalog(views)
    return notes


def quarters_of_data(publication: Publication, program: Program) -> list[str]:
    """Every quarter from the first date of the data to the last."""
    dates = publication.data_dates()
    if dates is None:
        return []
    first_month = program.fiscal_year_first_month
    first, last = (quarter_of(day, first_month=first_month) for day in dates)
    return quarters_between(first, last)


def _set_rules(publication: Publication, program: Program) -> None:
    rules = rules_tables(program, quarters_of_data(publication, program))
    tables = [Table("rules", rule.name, rule.comment, rule.columns) for rule in rules.values()]
    frames = {
        rule.name: pd.DataFrame(rule.rows, columns=list(rule.columns)) for rule in rules.values()
    }
    publication.set_rules(tables, frames)


def _view(compiler: MetricCompiler, metric: metrics.Metric) -> MetricView:
    """A metric's view: its function on the tables its arguments name."""
    relations = {name: compiler.relation(name) for name in metric.inputs}
    view = MetricView(
        name=metric.name,
        sql=metric.function(**relations).sql_query(),
        grain=metric.grain,
        description=metric.description,
        comment=metric.docstring,
        columns=metric.columns,
        inputs=metric.inputs,
    )
    compiler.add(view.name, view.sql)
    return view


def replaced_row_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A warning for each row that a later row of the same export says again otherwise."""
    for tracker in TRACKERS.values():
        for row in publication.repeated_keys(tracker).to_dict("records"):
            on_sheet = pd.notna(row["sheet"])
            kept = (
                f'row {row["kept_row"]} of sheet "{row["kept_sheet"]}"'
                if on_sheet
                else f"line {row['kept_row']}"
            )
            yield (
                row["import_id"],
                Problem(
                    code="replaced-row",
                    severity=Severity.WARNING,
                    file=row["file"],
                    sheet=row["sheet"] if on_sheet else None,
                    line=None if on_sheet else row["row"],
                    row=row["row"],
                    tracker=tracker.name,
                    partner=row["partner"] if pd.notna(row["partner"]) else None,
                    found=f"the same {', '.join(tracker.key)} twice",
                    expected=tracker.grain,
                    remedy=f"The later row counts: {kept}. Delete the one that is wrong.",
                ),
            )


def typed_weight_problems(publication: Publication) -> Iterator[tuple[int, Problem]]:
    """A problem for each typed weight that is not the program's; an error if they miss 100%."""
    for row in publication.deviating_weights().to_dict("records"):
        on_sheet = pd.notna(row["sheet"])
        misses = pd.notna(row["sum_pct"]) and round(row["sum_pct"], 8) != 1
        together = f"; those of this sheet sum to {row['sum_pct']:.0%}" if misses else ""
        yield (
            row["import_id"],
            Problem(
                code="typed-weight",
                severity=Severity.ERROR if misses else Severity.WARNING,
                file=row["file"],
                sheet=row["sheet"] if on_sheet else None,
                cell=row["cell"] if on_sheet else None,
                line=None if on_sheet else row["row"],
                row=row["row"],
                header=row["header"],
                tracker="evaluations",
                column="typed_weight_pct",
                partner=row["partner"],
                found=f"{row['typed_pct']:.0%}{together}",
                expected=f"the program's weight of {row['dimension']}, {row['weight_pct']:.0%}",
                remedy="The program's weights were used. Mend the cell, or the program file.",
            ),
        )
