"""The ledger of corrections: which cells were read otherwise than the exports state them."""

from dataclasses import dataclass

import pandas as pd

from partner_analytics.warehouse.opening.reader import Reader


@dataclass(frozen=True)
class CorrectionRecord:
    """One row of landing.corrections, within its import."""

    file: str
    sheet: str | None
    cell: str
    found: str
    use: str
    reason: str
    who: str
    status: str
    line: int
    tracker: str | None
    partner: str | None


def with_corrections(reader: Reader, cells: pd.DataFrame, addresses: pd.Series) -> pd.DataFrame:
    """Cells with what their exports say where a correction was used, its reason, and who.

    `cells` has _import_id and sheet, `addresses` the cell of each row as corrections name it
    (E12, in a text file too).
    """
    applied = reader.frame(
        "SELECT DISTINCT import_id AS _import_id, coalesce(sheet, '') AS _at, "
        "cell AS _address, found AS original, reason, who FROM landing.corrections "
        "WHERE status = 'applied'"
    )
    keyed = cells.assign(_at=cells["sheet"].fillna(""), _address=addresses)
    keys = ["_import_id", "_at", "_address"]
    return keyed.merge(applied.drop_duplicates(keys), on=keys, how="left").drop(columns=keys[1:])
