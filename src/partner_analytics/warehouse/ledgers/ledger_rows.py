"""What is entered into the ledgers of a warehouse, a row each, and a metric as it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ImportRecord:
    """One row of landing.imports."""

    import_id: int
    file: str
    sha256: str
    as_of: date | None
    as_of_from: str | None
    imported_at: datetime
    status: str
    source_path: str
    settings: str
    tool: str | None = None
    made_from: str | None = None
    file_bytes: int | None = None


@dataclass(frozen=True)
class TableRecord:
    """One row of landing.import_tables."""

    import_id: int
    table_number: int
    sheet: str | None
    tracker: str
    variant: str | None
    header_row: int
    rows_read: int
    rows_blank: int
    rows_total: int
    rows_repeated_header: int
    rows_ragged: int
    unmapped_headers: str | None


@dataclass(frozen=True)
class ColumnRecord:
    """One row of landing.column_map."""

    import_id: int
    table_number: int
    column_name: str | None
    header: str
    cell_column: str | None
    cell: str | None
    merged: str | None


@dataclass(frozen=True)
class BuildRecord:
    """One row of landing.builds, which numbers it."""

    built_at: datetime
    package_version: str
    program: str
    program_source: str
    definitions: str


@dataclass(frozen=True)
class MetricDefinition:
    """A metric as the warehouse publishes it; all texts come from the metric's declaration."""

    name: str
    sql: str
    grain: Sequence[str]
    description: str
    comment: str
    columns: Mapping[str, str]
    inputs: Sequence[str]
