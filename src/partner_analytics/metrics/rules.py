"""The rules metrics share, each written once: over columns (expressions) or over frames."""

import narwhals.stable.v2 as nw

from partner_analytics.metrics.catalog import Frame

# The grids values stand on: cents, percent as stored (DECIMAL(12,8)), and one far finer than any
# ratio of cents, far coarser than the noise of floats.
CENTS = 2
PERCENT_PLACES = 8
RATIO_PLACES = 12

# A target is nearly met from here on (G-14).
NEAR = 0.9

UNTIERED = "untiered"

_DAYS_IN_YEAR = 365

# Noise of floats, in units of the grid, is beyond these places; two steps of a float tip a half.
_NOISE_PLACES = 4
_TIP = 1 + 2**-51

# Fractions are summed as two whole numbers, of which the second counts units this much smaller:
# together they hold every digit of a float, and neither runs over before 2**28 rows.
_HIGH_UNITS, _LOW_UNITS = 2.0**20, 2.0**36


def number(value: str | nw.Expr) -> nw.Expr:
    """The value as a float.

    DuckDB multiplies and divides DECIMALs into wider DECIMALs that overflow.
    """
    return (nw.col(value) if isinstance(value, str) else value).cast(nw.Float64)


def count_where(condition: nw.Expr) -> nw.Expr:
    """1 where the condition holds, else 0 (also where it is NULL): to be summed."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def whole(value: str | nw.Expr) -> nw.Expr:
    """The value as a whole number: DuckDB sums whole numbers into HUGEINT."""
    return (nw.col(value) if isinstance(value, str) else value).cast(nw.Int64)


def settle(value: str | nw.Expr, places: int) -> nw.Expr:
    """The value put back on the grid it stands on, half a unit away from zero (D-57).

    0.32 + 0.06 + 0.04 is 0.42000000000000004 in floats: outside a band that ends at 0.42.
    """
    return _units(value, places) / 10.0**places


def _units(value: str | nw.Expr, places: int) -> nw.Expr:
    units = (number(value) * 10.0**places).round(_NOISE_PLACES)
    # Left to themselves, pandas rounds a half to the even neighbor, DuckDB away from zero.
    return (units * _TIP).round(0)


def cents(amount: str | nw.Expr) -> nw.Expr:
    """The amount in whole cents, to be summed: half a cent goes away from zero; NULL is 0.

    A sum of floats depends on the order of its rows, one of whole numbers does not. Count the
    rows that have an amount beside it: 0 may be the sum of none.
    """
    return whole(_units(amount, CENTS).fill_null(0.0))


def from_cents(amount: str | nw.Expr) -> nw.Expr:
    """Whole cents as an amount."""
    return number(whole(amount)) / 10.0**CENTS


def addends(**values: nw.Expr) -> dict[str, nw.Expr]:
    """Columns to sum instead of each value, so that the order of rows never shows; NULL is 0.

    Sum all of them, and take the sum of each value by `added`.
    """
    parts = {}
    for name, value in values.items():
        units = number(value).fill_null(0.0) * _HIGH_UNITS
        rest = (units - units.round(0)) * _LOW_UNITS
        parts[f"{name}_high"], parts[f"{name}_low"] = whole(units.round(0)), whole(rest.round(0))
    return parts


def added(name: str) -> nw.Expr:
    """The sum of a value whose `addends` were summed."""
    high, low = number(whole(f"{name}_high")), number(whole(f"{name}_low"))
    return (high + low / _LOW_UNITS) / _HIGH_UNITS


def ratio(numerator: str | nw.Expr, denominator: str | nw.Expr) -> nw.Expr:
    """Numerator by denominator; NULL over zero (G-15)."""
    divisor = number(denominator)
    return nw.when(divisor != 0).then(number(numerator) / divisor)


def in_usd(amount: str) -> nw.Expr:
    """An amount of a row that may state its currency; NULL if that is another one."""
    return nw.when(nw.col("currency").fill_null("USD") == "USD").then(number(amount))


def days_between(start: str, end: str) -> nw.Expr:
    """Days from start to end, negative if end comes first.

    A DATE minus a DATE is an integer in DuckDB, a timedelta in pandas, an interval in Spark:
    numbered days subtract alike everywhere.
    """
    return _day_number(nw.col(end)) - _day_number(nw.col(start))


def _day_number(day: nw.Expr) -> nw.Expr:
    """Days since the first of January of year 1."""
    years = day.dt.year() - 1
    leap_days = years // 4 - years // 100 + years // 400
    return years * _DAYS_IN_YEAR + leap_days + day.dt.ordinal_day()


def overdue_days(due: str, day: str) -> nw.Expr:
    """Days from when something was due; 0 if it is due later, NULL if at no date."""
    late = days_between(due, day)
    return nw.when(late > 0).then(late).when(~nw.col(due).is_null()).then(nw.lit(0))


def is_current() -> nw.Expr:
    """Whether a pipeline row is of a partner not declined, dormant or terminated (D-71)."""
    return nw.col("partner_status").fill_null("Current") == "Current"


def attainment(actual: str | nw.Expr, low: str | nw.Expr, high: str | nw.Expr) -> nw.Expr:
    """Actual by target where more is better, target by actual where less is (G-14).

    A target is met from `low` up to `high`, either of which may be NULL. 1 inside the range,
    NULL without a target.
    """
    value, floor, ceiling = number(actual), number(low), number(high)
    return (
        nw.when(value < floor)
        .then(ratio(value, floor))
        .when(value > ceiling)
        .then(ratio(ceiling, value))
        .when(~value.is_null() & (~floor.is_null() | ~ceiling.is_null()))
        .then(nw.lit(1.0))
    )


def meets(actual: str, target: str, is_strict: str, is_ceiling: str) -> nw.Expr:
    """Whether the value is at the target or on its good side; only the latter if it is strict.

    Above is good, below where the target is a ceiling.
    """
    value, aim = settle(actual, RATIO_PLACES), settle(target, RATIO_PLACES)
    ceiling = _flag(is_ceiling)
    is_beyond = (~ceiling & (value > aim)) | (ceiling & (value < aim))
    return is_beyond | ((value == aim) & ~nw.col(is_strict).fill_null(False))


def _flag(name: str) -> nw.Expr:
    """A flag that is false where it is NULL.

    Without any row to join, it comes as a column of objects, whose `~` is no longer a flag.
    """
    return nw.col(name).fill_null(False).cast(nw.Boolean)


def target_status(actual: str, target: str, is_strict: str, is_ceiling: str) -> nw.Expr:
    """'met', 'near' (at 90% or more of the target), 'missed', or 'not targeted' (G-14).

    NULL where there is a target and nothing to hold against it.
    """
    value, aim = number(actual), number(target)
    ceiling = _flag(is_ceiling)
    attained = attainment(value, nw.when(~ceiling).then(aim), nw.when(ceiling).then(aim))
    return (
        nw.when(aim.is_null())
        .then(nw.lit("not targeted"))
        .when(value.is_null())
        .then(nw.lit(None, dtype=nw.String))
        .when(meets(actual, target, is_strict, is_ceiling))
        .then(nw.lit("met"))
        .when(settle(attained, RATIO_PLACES) >= NEAR)
        .then(nw.lit("near"))
        .otherwise(nw.lit("missed"))
    )


def distance_from(value: str | nw.Expr, low: str, high: str) -> nw.Expr:
    """How far a percent lies below (negative) or above a range; 0 inside, NULL without one.

    An end that is NULL is open.
    """
    at = settle(value, PERCENT_PLACES)
    floor, ceiling = settle(low, PERCENT_PLACES), settle(high, PERCENT_PLACES)
    return (
        nw.when(at < floor)
        .then(settle(at - floor, PERCENT_PLACES))
        .when(at > ceiling)
        .then(settle(at - ceiling, PERCENT_PLACES))
        .when(~at.is_null() & (~floor.is_null() | ~ceiling.is_null()))
        .then(nw.lit(0.0))
    )


def side_of(distance: str) -> nw.Expr:
    """A distance from a range in words: 'below', 'in band' or 'above'."""
    gap = nw.col(distance)
    return (
        nw.when(gap < 0)
        .then(nw.lit("below"))
        .when(gap > 0)
        .then(nw.lit("above"))
        .when(gap == 0)
        .then(nw.lit("in band"))
    )


def latest_in_quarter(snapshots: Frame, *by: str) -> Frame:
    """Of several snapshots of a quarter the last one, for each combination of `by`.

    Each partner's own last one, not the tracker's: exports may cover some partners only.
    """
    latest = nw.col("as_of").max().over(*by, "quarter")
    return (
        snapshots.with_columns(_latest=latest)
        .filter(nw.col("as_of") == nw.col("_latest"))
        .drop("_latest")
    )


def last_known(snapshots: Frame, quarters: Frame, *by: str) -> Frame:
    """For every quarter the state last known by its end, with its `ends_on`.

    `state_quarter` is the quarter whose snapshots show the state.

    A quarter in which the tracker has no snapshot at all takes over those of the last quarter
    that has (D-77), up to the last quarter that any export shows. Whoever is missing from a
    quarter's own snapshots is gone (D-78).
    """
    seen = snapshots.select(state_quarter="quarter").unique()
    # Quarters are written so that their texts sort as they follow one another.
    states = (
        quarters.filter(nw.col("is_shown"))
        .select("quarter", "ends_on")
        .join(seen, how="cross")
        .filter(nw.col("state_quarter") <= nw.col("quarter"))
        .group_by("quarter", "ends_on")
        .agg(nw.col("state_quarter").max())
    )
    return (
        latest_in_quarter(snapshots, *by)
        .rename({"quarter": "state_quarter"})
        .join(states, on="state_quarter")
    )


def quarters_apart(earlier: str, later: str) -> nw.Expr:
    """How many quarters lie between two, as in 2025-Q2; 0 if they are the same."""
    return _quarter_number(nw.col(later)) - _quarter_number(nw.col(earlier))


def _quarter_number(quarter: nw.Expr) -> nw.Expr:
    year, number_in_year = quarter.str.slice(0, 4), quarter.str.slice(-1, 1)
    return year.cast(nw.Int64) * 4 + number_in_year.cast(nw.Int64)


def later_of(first: str, second: str) -> nw.Expr:
    """The later of two dates; of one that is NULL, the other."""
    one, other = nw.col(first), nw.col(second)
    return nw.when((other > one) | one.is_null()).then(other).otherwise(one)


def against_previous_quarter(
    frame: Frame, quarters: Frame, columns: tuple[str, ...], by: tuple[str, ...] = ("partner_id",)
) -> Frame:
    """The frame with previous_quarter, and with `columns` of that quarter as previous_<column>.

    The previous quarter is the neighbour in the calendar, never the row before: a quarter
    without a row leaves NULL.
    """
    neighbour = quarters.select("quarter", "previous_quarter")
    before = frame.select(
        *by,
        nw.col("quarter").alias("previous_quarter"),
        *(nw.col(column).alias(f"previous_{column}") for column in columns),
    )
    return frame.join(neighbour, on="quarter", how="left").join(
        before, on=[*by, "previous_quarter"], how="left"
    )


def year_to_date(quarters: Frame) -> Frame:
    """Each quarter with the quarters of its fiscal year so far, itself included, as `member`."""
    is_same_year = nw.col("member_fiscal_year") == nw.col("fiscal_year")
    return _with_earlier(quarters).filter(is_same_year).select("quarter", "member")


def trailing_4_quarters(quarters: Frame) -> Frame:
    """Each quarter with itself and the three before it, as `member`."""
    is_within_a_year = nw.col("member") > nw.col("year_ago_quarter")
    return _with_earlier(quarters).filter(is_within_a_year).select("quarter", "member")


def _with_earlier(quarters: Frame) -> Frame:
    # Quarters are written so that their texts sort as they follow one another.
    members = quarters.select(
        nw.col("quarter").alias("member"), nw.col("fiscal_year").alias("member_fiscal_year")
    )
    return quarters.join(members, how="cross").filter(nw.col("member") <= nw.col("quarter"))


def current_target(portfolio_targets: Frame, target: str, into: str) -> Frame:
    """A target by quarter: `into` (its lower end, else its upper), is_strict and is_ceiling.

    It is a ceiling where only an upper end is stated: "within 24 hours".
    """
    low, high = number("low_value"), number("high_value")
    return portfolio_targets.filter(nw.col("target") == target).select(
        "quarter",
        "is_strict",
        nw.coalesce(low, high).alias(into),
        is_ceiling=low.is_null() & ~high.is_null(),
    )


def band_of(frame: Frame, bands: Frame, score: str, into: str) -> Frame:
    """The frame with the band of a score as a new column; NULL without a score.

    Bands hold their lower edge, the top one also its upper (D-02); the score is taken unrounded.
    """
    edges = bands.select(
        "quarter",
        nw.col("band").alias(into),
        _lower=number("lower_score"),
        _upper=number("upper_score"),
    ).with_columns(
        _bottom=nw.col("_lower").min().over("quarter"), _top=nw.col("_upper").max().over("quarter")
    )
    value, lower, upper = number(score), nw.col("_lower"), nw.col("_upper")
    bottom, top = nw.col("_bottom"), nw.col("_top")
    within = (value >= lower) & ((value < upper) | ((value == top) & (upper == top)))
    nowhere = value.is_null() | (value < bottom) | (value > top) | bottom.is_null()
    # One row of each joined group stays: a scored partner's band, or, for the others, any.
    return (
        frame.join(edges, on="quarter", how="left")
        .filter((within & ~nowhere) | (nowhere & ((lower == bottom) | bottom.is_null())))
        .with_columns(
            nw.when(nowhere).then(nw.lit(None, dtype=nw.String)).otherwise(nw.col(into)).alias(into)
        )
        .drop("_lower", "_upper", "_bottom", "_top")
    )
