"""A warehouse of two partners and two snapshots, built through the same doors as a real one."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from partner_analytics.trackers import TRACKERS
from partner_analytics.warehouse import (
    BuildRecord,
    ImportRecord,
    MetricDefinition,
    Publication,
    Table,
    TableRecord,
    publishing,
)

QUARTERS = Table(
    "rules",
    "quarters",
    "One row per quarter.",
    {
        "quarter": ("VARCHAR", "quarter"),
        "starts_on": ("DATE", "first day"),
        "ends_on": ("DATE", "last day"),
    },
)
TWO_QUARTERS = pd.DataFrame(
    {
        "quarter": ["2025-Q1", "2025-Q2"],
        "starts_on": [date(2025, 1, 1), date(2025, 4, 1)],
        "ends_on": [date(2025, 3, 31), date(2025, 6, 30)],
    }
)
NAMES = pd.DataFrame(
    {
        "name_key": ["lutron", "ecobee", "lutron co"],
        "partner_id": ["lutron", "ecobee", "lutron"],
        "partner": ["Lutron", "Ecobee", "Lutron"],
        "is_alias": [False, False, True],
    }
)


def add_pipeline_export(
    publication: Publication, as_of: date, stages: dict[str, str], sha256: str | None = None
) -> int:
    """One pipeline export; every row loads."""
    number = publication.next_import_id()
    rows = pd.DataFrame({"partner": list(stages), "stage": list(stages.values())}).assign(
        _row=range(2, 2 + len(stages)), _import_id=number, _table=1, _sheet="Pipeline"
    )
    keys = rows["partner"].str.casefold()
    values = rows.assign(as_of=pd.Timestamp(as_of), stage_number=6, _name_key=keys)
    publication.add_rows(
        TRACKERS["pipeline"], [pa.Table.from_pandas(values)], [pa.Table.from_pandas(rows)]
    )
    publication.settle()
    publication.add_import(
        ImportRecord(
            import_id=number,
            file=f"tracker {as_of}.xlsx",
            sha256=sha256 or f"sha-{number}",
            as_of=as_of,
            as_of_from="option",
            imported_at=datetime(2026, 1, number),
            status="loaded",
            source_path=f"exports/tracker {as_of}.xlsx",
            settings="",
        ),
        tables=[
            TableRecord(number, 1, "Pipeline", "pipeline", None, 1, len(stages), 0, 0, 0, 0, None)
        ],
        columns=[],
        problems=[],
    )
    return number


def derive(publication: Publication) -> None:
    """What follows from the rows, with one metric."""
    publication.drop_metrics()
    publication.set_partners(NAMES)
    publication.set_rules([QUARTERS], {"quarters": TWO_QUARTERS})
    publication.keep_out_unknown_partners("unknown-partner")
    publication.curate()
    view = MetricDefinition(
        name="stage_count",
        sql='SELECT quarter, count(*) AS partners FROM "curated"."pipeline" GROUP BY quarter',
        grain=["quarter"],
        description="Partners in the pipeline.",
        comment="Partners in the pipeline.\n\nSource: pipeline.",
        columns={"quarter": "quarter", "partners": "partners, count"},
        inputs=["pipeline"],
    )
    publication.compute_metrics([view])
    publication.set_catalog([view])
    publication.add_build(
        BuildRecord(datetime(2026, 1, 31), "0.1.0", "homeaiq", "homeaiq", "abcdef123456")
    )


def publish_into(file: Path) -> Callable[[date, dict[str, str]], Path]:
    """Publish one export more into the same file."""

    def publish(as_of: date, stages: dict[str, str]) -> Path:
        with publishing(file) as publication:
            add_pipeline_export(publication, as_of, stages)
            derive(publication)
        return file

    return publish


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[date, dict[str, str]], Path]:
    return publish_into(tmp_path / "warehouse.duckdb")
