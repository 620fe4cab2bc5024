"""What follows from the history: partners, rules, curated tables, metrics."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import pandas as pd

from partner_analytics import metrics
from partner_analytics.intake.column_drift import judge_drift
from partner_analytics.intake.exports.export_folders import Alias, Distinct
from partner_analytics.intake.partners.identification import identify_partners
from partner_analytics.intake.partners.partner_problems import judge_partners
from partner_analytics.program import Program, RulesTable, rules_tables
from partner_analytics.quarters import quarter_of, quarters_between
from partner_analytics.warehouse import MetricCompiler, MetricDefinition, Publication, Table, checks

# Of each column the name, with its type and comment.
Columns = tuple[tuple[str, tuple[str, str]], ...]


def derive(
    publication: Publication,
    program: Program,
    aliases: Sequence[Alias],
    distinct: Sequence[Distinct],
    definitions: Sequence[MetricDefinition],
) -> tuple[str, ...]:
    """Make everything that follows from the history anew; returns notes for the reader."""
    publication.drop_metrics()
    notes = identify_partners(publication, aliases)
    _set_rules(publication, program)
    judge_partners(publication, distinct)
    _judge(publication, checks.OF_ROWS)
    publication.curate()
    _judge(publication, checks.OF_STATES)
    judge_drift(publication)
    publication.compute_metrics(definitions)
    _judge(publication, checks.OF_FIGURES)
    publication.set_catalog(definitions)
    publication.complete_owners()
    return notes


def _judge(publication: Publication, every: Iterable[checks.Check]) -> None:
    for check in every:
        publication.judge(check)


def compiled_metrics(program: Program) -> Sequence[MetricDefinition]:
    """Every metric as SQL, each after those it reads; no warehouse is needed for it."""
    rules = rules_tables(program, []).values()
    return _compiled(tuple((rule.name, tuple(rule.columns.items())) for rule in rules))


@cache
def _compiled(rules: tuple[tuple[str, Columns], ...]) -> Sequence[MetricDefinition]:
    """The metrics on rules tables of these names and columns; their SQL takes two seconds."""
    tables = [Table("rules", name, "", dict(columns)) for name, columns in rules]
    with MetricCompiler(tables) as compiler:
        return tuple(_view(compiler, metric) for metric in metrics.in_order())


def quarters_of_data(publication: Publication, program: Program) -> list[str]:
    """Every quarter from the first the data speak of to the last."""
    dates = publication.data_dates()
    if dates is None:
        return []
    first_month = program.fiscal_year_first_month
    met = [quarter_of(day, first_month=first_month) for day in (dates.first, dates.last)]
    met += publication.typed_quarters()
    return quarters_between(min(met), max(met))


def _set_rules(publication: Publication, program: Program) -> None:
    dates = publication.data_dates()
    shown_until = dates.shown_until if dates else None
    rules = rules_tables(program, quarters_of_data(publication, program), shown_until)
    frames = {
        rule.name: pd.DataFrame(rule.rows, columns=list(rule.columns)) for rule in rules.values()
    }
    publication.set_rules(_tables(rules), frames)


def _tables(rules: Mapping[str, RulesTable]) -> list[Table]:
    return [Table("rules", rule.name, rule.comment, rule.columns) for rule in rules.values()]


def _view(compiler: MetricCompiler, metric: metrics.Metric) -> MetricDefinition:
    """A metric as SQL: its function on the tables its arguments name."""
    relations = {name: compiler.relation(name) for name in metric.inputs}
    compiled = metric.function(**relations)
    compiler.add(metric.name, compiled)
    return MetricDefinition(
        name=metric.name,
        sql=compiled.sql_query(),
        grain=metric.grain,
        description=metric.description,
        comment=metric.docstring,
        columns=metric.columns,
        inputs=metric.inputs,
    )
