"""How one distinct text of a column is read, as its tracker, header and source say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from partner_analytics.errors import UnreadableValue
from partner_analytics.grammar import (
    AmbiguousPercent,
    Money,
    Target,
    find_target,
    is_blank,
    read_choice,
    read_count,
    read_currency,
    read_date,
    read_days,
    read_hours,
    read_money,
    read_number,
    read_percent,
    read_rating,
    read_score,
    read_web,
)
from partner_analytics.importers.doubts.error_values import is_error_value
from partner_analytics.importers.files.source_settings import Source
from partner_analytics.importers.kept.layout_remedies import with_layout_line
from partner_analytics.importers.tables.headers.header_matching import is_in_points
from partner_analytics.importers.values.counted_nouns import without_noun
from partner_analytics.importers.values.member_suggestions import suggest_member
from partner_analytics.quarters import read_quarter
from partner_analytics.trackers import LINE_CURRENCY, Choice, Column, Reads, Tracker

ERROR_CELL, AMBIGUOUS_PERCENT, NO_RATE = "error-cell", "ambiguous-percent", "no-exchange-rate"
# Floats, which spreadsheets and frames hold, are exact up to here.
LARGEST_COUNT = 10**15
NO_RATE_REMEDY = "There are no exchange rates for {code} yet: state the amount in {currency}."
FIX_REMEDY = "Fix the cell, or record it in corrections.csv, and import the file again."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text became no value."""

    code: str
    expected: str
    found: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A value whose text names a currency."""

    value: Decimal
    currency: str


Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the texts of one column are read; `currency` and `time_zone` are the program's.

    `power` is that of ten which amounts are stated in elsewhere than in their cells, `is_points`
    says that a plain 35 is 35%.
    """

    tracker: Tracker
    column: Column
    header: str
    source: Source
    currency: str = "USD"
    time_zone: str = "UTC"
    power: int = 0
    is_points: bool = False

    @property
    def is_free_text(self) -> bool:
        """Whether a text stays as it is, ends trimmed."""
        return self.column.reads is Reads.TEXT

    def scaled(self, plain: Any) -> Any:
        """Plain numbers of the column in full, where they are stated in thousands and so on."""
        return plain * 10**self.power if self.power else plain

    def read(self, text: str) -> Any:
        """The value of a text, NULL as None, or the Refusal of it."""
        if is_error_value(text):
            return Refusal(
                ERROR_CELL,
                expected="a value",
                found=f'"{text.strip()}", which a failed formula shows',
                remedy="Mend the formula, or write the value, and import the file again.",
            )
        try:
            return self._reader()(without_noun(text, self.column))
        except AmbiguousPercent as error:
            return self._refused(AMBIGUOUS_PERCENT, error)
        except UnreadableValue as error:
            kind = self.column.reads.label.partition(" ")[0]
            code = "choice" if self.column.reads is Reads.RANK else kind
            return self._refused(f"unreadable-{'money' if code == 'is' else code}", error)

    def _refused(self, code: str, error: UnreadableValue) -> Refusal:
        remedy = with_layout_line(error.remedy) or FIX_REMEDY
        return Refusal(code, error.expected, error.found, remedy)

    def _reader(self) -> Reader:
        mark = self.source.mark
        readers: dict[Reads, Reader] = {
            Reads.TEXT: lambda text: text.strip() or None,
            Reads.PARTNER: lambda text: None if is_blank(text) else text.strip(),
            Reads.CHOICE: self._choice,
            Reads.RANK: self._rank,
            Reads.DATE: self._date,
            Reads.QUARTER: lambda text: None if is_blank(text) else read_quarter(text),
            Reads.MONEY: self._money,
            Reads.MONEY_LOW: lambda text: self._end(text, "low"),
            Reads.MONEY_HIGH: lambda text: self._end(text, "high"),
            Reads.IS_OPEN: lambda text: self._end(text, "is_open"),
            Reads.PERCENT: self._percent,
            Reads.PERCENT_LOW: lambda text: self._end(text, "low"),
            Reads.PERCENT_HIGH: lambda text: self._end(text, "high"),
            Reads.RATING: lambda text: read_rating(text, decimal_mark=mark),
            Reads.SCORE: lambda text: read_score(text, decimal_mark=mark),
            Reads.NUMBER: self._number,
            Reads.COUNT: lambda text: _count(text, mark),
            Reads.DAYS: lambda text: read_days(text, decimal_mark=mark),
            Reads.HOURS: lambda text: read_hours(text, decimal_mark=mark),
            Reads.CURRENCY: lambda text: read_currency(text, home=self.currency),
            Reads.WEB: read_web,
        }
        return readers[self.column.reads]

    def _choice(self, text: str) -> str | None:
        choice = _choice_of(self.column)
        try:
            return read_choice(text, choice.members, labels=choice.labels)
        except UnreadableValue as error:
            meant = suggest_member(text, choice)
            if meant is None:
                raise
            raise UnreadableValue(
                expected=error.expected,
                found=error.found,
                remedy=f'If "{meant}" is meant, write that; otherwise one of the others.',
            ) from error

    def _rank(self, text: str) -> int | None:
        member = self._choice(text)
        return None if member is None else _choice_of(self.column).rank(member)

    def _date(self, text: str) -> date | None:
        zone = ZoneInfo(self.time_zone)
        return read_date(
            text,
            day_first=self.source.day_first,
            time_zone=zone,
            date_system=self.source.date_system,
            rounds_up=self.source.near_midnight == "day after",
        )

    def _percent(self, text: str) -> Decimal | None:
        return read_percent(
            text,
            points=True if self.is_points or is_in_points(self.header, self.column.reads) else None,
            setting=self.source.percent,
            decimal_mark=self.source.mark,
        )

    def _money(self, text: str) -> Any:
        money = self._stated(text)
        if money is None or money.currency is None:
            return money and money.amount
        return Amount(money.amount, money.currency)

    def _stated(self, text: str) -> Money | None:
        mark = self.source.mark
        return read_money(text, decimal_mark=mark, home=self.currency, power=self.power)

    def _number(self, text: str) -> Any:
        """A number; a price may name its currency, which must then be that of its line."""
        mark = self.source.mark
        if self.column.unit != LINE_CURRENCY:
            return read_number(text, decimal_mark=mark)
        try:
            number = read_number(text, decimal_mark=mark)
            return number and number.scaleb(self.power)
        except UnreadableValue:
            money = self._stated(text)
            if money is None or money.currency is None:
                raise
            return Amount(money.amount, money.currency)

    def _end(self, text: str, end: str) -> Any:
        """One end of the range a text states, or whether it is open above."""
        if self._may_lack_figure() and not any(sign.isdigit() for sign in text):
            return None
        mark = self.source.mark
        target = find_target(text, decimal_mark=mark, home=self.currency, power=self.power)
        if target is None:
            return None
        is_percent = self.column.reads in (Reads.PERCENT_LOW, Reads.PERCENT_HIGH)
        if is_percent != (target.unit == "percent") or target.unit in ("hours", "days", "x"):
            raise _other_unit(text, is_percent)
        value = _end_of(target, end)
        if end == "low" and value is None:
            raise UnreadableValue(
                expected="a figure, or a range with its lower end",
                found=f'"{text.strip()}", which states an upper end only',
                remedy="Write both ends, like 30-40% or $1M-2M.",
            )
        is_amount = end != "is_open" and target.unit not in ("percent", "")
        return Amount(value, target.unit) if is_amount and value is not None else value

    def _may_lack_figure(self) -> bool:
        """Whether the cell holds a choice first of all: "High" need not name a margin."""
        fed = self.tracker.headers()[self.column.header]
        return any(column.reads is Reads.CHOICE for column in fed)


def _count(text: str, decimal_mark: str) -> int | None:
    count = read_count(text, decimal_mark=decimal_mark)
    if count is not None and abs(count) > LARGEST_COUNT:
        raise UnreadableValue(
            expected=f"a whole number of at most {LARGEST_COUNT:,}",
            found=f'"{text.strip()}"',
            remedy="Check whether the cell holds another number, such as an order number.",
        )
    return count


def _choice_of(column: Column) -> Choice:
    if column.choice is None:
        raise TypeError(f"column {column.name} reads a choice and declares none")
    return column.choice


def _other_unit(text: str, is_percent: bool) -> UnreadableValue:
    return UnreadableValue(
        expected="a percent or a range of them" if is_percent else "an amount or a range of them",
        found=f'"{text.strip()}"',
        remedy="Write it like 30-40% or 95%+." if is_percent else "Write it like $1.2B or $1M-2M.",
    )


def _end_of(target: Target, end: str) -> Any:
    if end == "is_open":
        return target.is_open
    return target.low if end == "low" else target.high
