"""What was bought: order lines."""

import numpy as np
import pandas as pd
import pandera.pandas as pandera

from partner_analytics.trackers.declaration import (
    Date,
    Decimal,
    Keeps,
    Reads,
    Text,
    Whole,
    column,
    row_rule,
    tracker,
)
from partner_analytics.trackers.vocabularies import PARTNER_SPELLINGS


def line_amounts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with list_usd and net_usd: units times price, in whole cents.

    NULL where units or price are missing, or the line is in another currency (none stated
    means USD).
    """
    in_usd = rows["currency"].fillna("USD").eq("USD")
    return rows.assign(
        list_usd=_cents(rows["units"] * rows["list_price"]).where(in_usd),
        net_usd=_cents(rows["units"] * rows["net_price"]).where(in_usd),
    )


def stated_amounts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of an export whose "prices" are amounts of whole lines, with list_usd and net_usd.

    The amounts are taken as they are stated; a price is the amount over the units, 0 where
    there are none (a line of no units must have no amount).
    """
    in_usd = rows["currency"].fillna("USD").eq("USD")
    units = rows["units"].where(rows["units"] != 0)
    amounts = {name: rows[name] for name in ("list_price", "net_price")}
    prices = {
        name: (amount / units).mask(rows["units"].eq(0) & amount.notna(), 0.0)
        for name, amount in amounts.items()
    }
    return rows.assign(
        **prices,
        list_usd=_cents(amounts["list_price"]).where(in_usd),
        net_usd=_cents(amounts["net_price"]).where(in_usd),
    )


def _cents(amounts: pd.Series) -> pd.Series:
    """Half a cent goes up, away from zero, so that a return takes back what was paid."""
    # 3 x 0.035 is 10.500000000000002 cents in floats: settle the noise before the half decides.
    cents = (amounts.abs() * 100).round(6)
    rounded: pd.Series = np.sign(amounts) * np.floor(cents + 0.5) / 100
    return rounded


@tracker(
    "orders",
    title="Orders",
    grain="one row per order line",
    key=("partner", "order_id", "line_number"),
    keeps=Keeps.EVENTS,
    dated_by="ordered_on",
    sheets=("Order Lines", "Purchase Orders"),
    derive=line_amounts,
    derive_from_amounts=stated_amounts,
)
class Orders(pandera.DataFrameModel):
    """Order lines: what was bought from each partner, at which list and net price."""

    partner: Text = column(
        "Manufacturer",
        reads=Reads.PARTNER,
        required=True,
        spellings=PARTNER_SPELLINGS,
        description="partner as spelled in the export",
    )
    ordered_on: Date = column(
        "Order Date",
        reads=Reads.DATE,
        required=True,
        spellings=("Date", "Ordered On", "Invoice Date"),
        description="date of the order",
    )
    order_id: Text = column(
        "Order ID",
        reads=Reads.TEXT,
        required=True,
        spellings=("Order", "Order Number", "Order No", "PO Number"),
        is_identifier=True,
        description="order number",
    )
    line_number: Whole = column(
        "Line",
        reads=Reads.COUNT,
        required=True,
        spellings=("Line Number", "Line No", "Order Line"),
        description="line of the order",
        minimum=0,
    )
    sku: Text = column(
        "SKU",
        reads=Reads.TEXT,
        spellings=("Product", "Product Code", "Item"),
        is_identifier=True,
        description="article number",
    )
    units: Decimal = column(
        "Units",
        reads=Reads.NUMBER,
        required=True,
        spellings=("Quantity", "Qty"),
        description="units bought; negative for returns",
    )
    list_price: Decimal = column(
        "List Price",
        reads=Reads.NUMBER,
        required=True,
        spellings=("Unit List Price", "MSRP"),
        description="list price per unit, in the currency of the line",
        unit="currency of the line",
        minimum=0,
    )
    net_price: Decimal = column(
        "Net Price",
        reads=Reads.NUMBER,
        required=True,
        spellings=("Unit Net Price", "Unit Price"),
        description="net price per unit, in the currency of the line",
        unit="currency of the line",
        minimum=0,
    )
    currency: Text = column(
        "Currency",
        reads=Reads.CURRENCY,
        description="ISO code of the prices; none stated means the program's",
    )
    list_usd: Decimal = column(
        "",
        reads=Reads.COMPUTED_MONEY,
        description="list value of the line, units times list price; "
        "NULL for other currencies without a rate",
        unit="USD",
    )
    net_usd: Decimal = column(
        "",
        reads=Reads.COMPUTED_MONEY,
        description="net value of the line, units times net price; "
        "NULL for other currencies without a rate",
        unit="USD",
    )

    @row_rule(
        "amount-without-units",
        columns=("units",),
        expected="units other than 0 beside an amount",
        remedy="Check the units of the line.",
    )
    def an_amount_has_units(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """Where exports state amounts of lines; units times price cannot break it."""
        has_amount = rows["list_usd"].fillna(0).ne(0) | rows["net_usd"].fillna(0).ne(0)
        return ~(rows["units"].eq(0) & has_amount)

    @row_rule(
        "no-list-price",
        columns=("list_price", "net_price"),
        expected="a list price beside what was paid",
        remedy="Without a list price no discount can be judged. If the line is freight or a fee, "
        "write what was paid as its list price, too, or leave the line out.",
    )
    def what_was_paid_has_a_list_price(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """Freight and fees stand at a list price of 0: loaded so, they would lower every rate."""
        return ~(rows["list_price"].round(4).eq(0) & rows["net_price"].round(4).gt(0))

    @row_rule(
        "net-above-list",
        columns=("net_price", "list_price"),
        expected="a net price of at most the list price",
        remedy="Check whether the two prices were swapped.",
    )
    def net_price_is_at_most_list_price(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805
        """D-62; compared as stored, with four decimals. A line without a list price is no swap."""
        net, listed = rows["net_price"].round(4), rows["list_price"].round(4)
        return ~(net.gt(listed) & listed.ne(0))
