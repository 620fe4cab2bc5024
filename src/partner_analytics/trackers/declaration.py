"""What a tracker declares: its columns, how each cell reads, its key, how its rows are kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
from pandera.dtypes import immutable
from pandera.engines import pandas_engine


@immutable
class Date(pandas_engine.DataType):
    """Days as datetime64[us], DuckDB's own unit: Pandera's DateTime turns all into nanoseconds."""

    type = np.dtype("datetime64[us]")

    def check(self, pandera_dtype: Any, data_container: Any = None) -> bool:  # noqa: ARG002
        """Whether the column holds this very dtype (`pandera_dtype` has lost the unit)."""
        return data_container is not None and bool(data_container.dtype == self.type)


# The annotations of a model's columns; what a cell may say is told by `reads`.
Text = str
Decimal = float
Small = pd.Int8Dtype
Whole = pd.Int64Dtype
Flag = pd.BooleanDtype


class Reads(Enum):
    """How a cell's text becomes a value: label, storage in the warehouse, dtype in pandas, forms.

    The forms are what a person may type, as templates and the data dictionary tell it.
    """

    TEXT = ("text", "VARCHAR", "str", "any text")
    PARTNER = ("partner", "VARCHAR", "str", "the partner's name, or a known alias of it")
    CHOICE = ("choice", "VARCHAR", "str", "one of the listed values")
    RANK = ("rank", "TINYINT", "Int8", "one of the listed values")
    DATE = ("date", "DATE", "datetime64[us]", "2025-03-24, 24 Mar 2025 or March 24, 2025")
    QUARTER = ("quarter", "VARCHAR", "str", "2025-Q1 or Q1 2025")
    MONEY = ("money", "DECIMAL(18,2)", "float64", "1,200, $1.2M or (1,200)")
    MONEY_LOW = ("money low", "DECIMAL(18,2)", "float64", "$1.2B, $780M+ or $1M-2M")
    MONEY_HIGH = ("money high", "DECIMAL(18,2)", "float64", "$1.2B, $780M+ or $1M-2M")
    IS_OPEN = ("is open", "BOOLEAN", "boolean", "$780M+ means this or more")
    PERCENT = ("percent", "DECIMAL(12,8)", "float64", "35%")
    PERCENT_LOW = ("percent low", "DECIMAL(12,8)", "float64", "30-40% or 95%+")
    PERCENT_HIGH = ("percent high", "DECIMAL(12,8)", "float64", "30-40% or 95%+")
    RATING = ("rating", "TINYINT", "Int8", "a whole number from 1 to 5; empty means not rated")
    SCORE = ("score", "DECIMAL(7,4)", "float64", "a number from 0 to 100")
    NUMBER = ("number", "DECIMAL(18,4)", "float64", "a number")
    COUNT = ("count", "BIGINT", "Int64", "a whole number")
    DAYS = ("days", "DECIMAL(12,4)", "float64", "23, 23 days or 6 weeks")
    HOURS = ("hours", "DECIMAL(12,4)", "float64", "20, 20 h or 2 days")
    WEB = ("web", "VARCHAR", "str", "lutron.com, https://www.lutron.com or kim@lutron.com")
    CURRENCY = ("currency", "VARCHAR", "str", "an ISO code such as USD")
    COMPUTED_MONEY = ("computed money", "DECIMAL(18,2)", "float64", "")

    def __init__(self, label: str, storage: str, dtype: str, forms: str) -> None:
        self.label = label
        self.storage = storage
        self.dtype = dtype
        self.forms = forms

    @property
    def limit(self) -> float | None:
        """What a magnitude must stay below to fit the storage.

        >>> Reads.SCORE.limit
        1000.0
        """
        if not self.storage.startswith("DECIMAL"):
            return None
        digits, scale = self.storage.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return 10.0 ** (int(digits) - int(scale))


class Keeps(StrEnum):
    """SNAPSHOTS: an export is the whole state at its as-of date. EVENTS: rows with own dates."""

    SNAPSHOTS = "snapshots"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Choice:
    """A closed vocabulary, in its order; spellings are matched without case and punctuation.

    `is_coded` means that the members are codes; people see and pick their first spellings.
    """

    name: str
    members: dict[str, tuple[str, ...]]
    is_coded: bool = False

    @property
    def labels(self) -> list[str]:
        """The members as people pick them, in order."""
        if not self.is_coded:
            return list(self.members)
        return [spellings[0] for spellings in self.members.values()]

    def rank(self, member: str) -> int:
        """Place in the order, from 1."""
        return list(self.members).index(member) + 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a tracker.

    `header` is the spelling templates are written with. Several columns may read one header:
    a range becomes its low and its high end. `required` means that a row cannot load without it.
    `extra` means that the source's template lacks it and exports may have it. `is_identifier`
    means that its texts are numbers of orders or articles, which count sign by sign.
    """

    name: str
    header: str
    reads: Reads
    description: str
    spellings: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    extra: bool = False
    is_identifier: bool = False
    choice: Choice | None = None
    minimum: float | None = None
    maximum: float | None = None

    @property
    def comment(self) -> str:
        """The column's comment in the warehouse: description and unit."""
        return f"{self.description}, {self.unit}" if self.unit else self.description

    @property
    def is_computed(self) -> bool:
        """Whether it is computed from other columns; nothing in an export says it."""
        return self.reads is Reads.COMPUTED_MONEY


# The unit of amounts whose currency another column of the row states.
LINE_CURRENCY = "currency of the line"
AMOUNTS = (Reads.MONEY, Reads.MONEY_LOW, Reads.MONEY_HIGH)


def is_amount_column(column: Column) -> bool:
    """Whether a column holds money, prices in a line's own currency included."""
    return column.reads in AMOUNTS or column.unit == LINE_CURRENCY


@dataclass(frozen=True, slots=True)
class RowRule:
    """What must hold between the columns of one row; a row that breaks it is set aside."""

    code: str
    columns: tuple[str, ...]
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Wide:
    """A sheet with one column a member (five ratings on one row), turned into long rows."""

    names: str
    values: str


@dataclass(frozen=True, slots=True)
class Tracker:
    """A kind of sheet, as declared by its Pandera model."""

    name: str
    title: str
    description: str
    grain: str
    model: type[pandera.DataFrameModel]
    columns: tuple[Column, ...]
    rules: tuple[RowRule, ...]
    key: tuple[str, ...]
    keeps: Keeps
    dated_by: str | None
    sheets: tuple[str, ...]
    registers_partners: bool
    wide: Wide | None
    derive: Callable[[pd.DataFrame], pd.DataFrame] | None
    derive_from_amounts: Callable[[pd.DataFrame], pd.DataFrame] | None = None

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """The columns read from cells (not computed from others)."""
        return tuple(c for c in self.columns if not c.is_computed)

    def headers(self) -> dict[str, list[Column]]:
        """The columns by the header they read, in template order."""
        grouped: dict[str, list[Column]] = {}
        for column in self.read_columns:
            grouped.setdefault(column.header, []).append(column)
        return grouped


TRACKERS: dict[str, Tracker] = {}


def column(
    header: str,
    *,
    reads: Reads,
    description: str,
    spellings: tuple[str, ...] = (),
    unit: str = "",
    required: bool = False,
    extra: bool = False,
    is_identifier: bool = False,
    choice: Choice | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Any:
    """Declare one column of a tracker's model."""
    declared = {
        "header": header,
        "reads": reads,
        "spellings": spellings,
        "unit": unit,
        "required": required,
        "extra": extra,
        "is_identifier": is_identifier,
        "choice": choice,
        "minimum": minimum,
        "maximum": maximum,
    }
    limit = reads.limit
    return pandera.Field(
        nullable=not required,
        coerce=True,
        ge=minimum,
        le=maximum,
        gt=-limit if limit and minimum is None else None,
        lt=limit if limit and maximum is None else None,
        isin=list(choice.members) if choice and reads is Reads.CHOICE else None,
        description=description,
        metadata={"column": declared},
    )


def row_rule(
    code: str, *, columns: tuple[str, ...], expected: str, remedy: str
) -> Callable[..., Any]:
    """Declare a method of a model, which takes rows to booleans, as a RowRule.

    The first of `columns` is the one a failure is reported at.
    """
    rule = RowRule(code, columns, expected, remedy)
    # Pandera lists every cell of a failing row: one listed case will do, the mask has them all.
    check: Callable[..., Any] = pandera.dataframe_check(
        name=code, statistics={"rule": rule}, n_failure_cases=1
    )
    return check


@dataclass(frozen=True)
class tracker:  # noqa: N801 (a decorator)
    """Enter a Pandera model into TRACKERS; the model's docstring is the table's comment.

    `title` names the sheet in templates, `grain` says what one row is, `key` lists the columns
    that tell one row from another within a snapshot (EVENTS: altogether), `dated_by` names the
    column whose date puts an event into a quarter. `derive` computes columns from the others,
    `derive_from_amounts` does for exports whose prices are those of whole lines (D-62).
    """

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    keeps: Keeps = Keeps.SNAPSHOTS
    dated_by: str | None = None
    sheets: tuple[str, ...] = ()
    registers_partners: bool = False
    wide: Wide | None = None
    derive: Callable[[pd.DataFrame], pd.DataFrame] | None = field(default=None)
    derive_from_amounts: Callable[[pd.DataFrame], pd.DataFrame] | None = field(default=None)

    def __call__(self, model: type[pandera.DataFrameModel]) -> type[pandera.DataFrameModel]:
        """The model itself, entered into TRACKERS."""
        schema = model.to_schema()
        TRACKERS[self.name] = Tracker(
            name=self.name,
            title=self.title,
            description=(model.__doc__ or "").strip(),
            grain=self.grain,
            model=model,
            columns=_columns_of(schema),
            rules=_rules_of(schema),
            key=self.key,
            keeps=self.keeps,
            dated_by=self.dated_by,
            sheets=(self.title, *self.sheets),
            registers_partners=self.registers_partners,
            wide=self.wide,
            derive=self.derive,
            derive_from_amounts=self.derive_from_amounts,
        )
        return model


def _columns_of(schema: pandera.DataFrameSchema) -> tuple[Column, ...]:
    return tuple(
        Column(name=name, description=declared.description or "", **declared.metadata["column"])
        for name, declared in schema.columns.items()
    )


def _rules_of(schema: pandera.DataFrameSchema) -> tuple[RowRule, ...]:
    return tuple(check.statistics["rule"] for check in schema.checks)
