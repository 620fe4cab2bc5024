"""Taking an import back: it no longer counts, and what it superseded counts again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from partner_analytics.errors import InvalidCall
from partner_analytics.intake.conductor import DEFAULT_PROGRAM
from partner_analytics.intake.derivation import compiled_metrics
from partner_analytics.intake.exports.imported_before import known_to
from partner_analytics.intake.exports.kept_copies import KeptFiles
from partner_analytics.intake.next_state import MadeWith, NextState, Progress, Taken, silent
from partner_analytics.program import load_program
from partner_analytics.warehouse import locked, open_warehouse, publishing, warehouse_path

# What may be forgotten, by status: the first kind there is is meant.
_MEANT = (("loaded",), ("rejected",))
_MEANT_TO_ERASE = (("loaded", "forgotten"), ("rejected",), ("superseded",))
_GONE = ("erased",)


@dataclass(frozen=True)
class TakenImport:
    """One line of the ledger of imports."""

    import_id: int
    file: str
    as_of: str | None
    source_path: str
    status: str
    rows: int

    def __str__(self) -> str:
        day = f", as of {self.as_of}" if self.as_of else ""
        return f"import {self.import_id}: {self.file}{day}, {self.status}, from {self.source_path}"


@dataclass(frozen=True)
class Forgotten:
    """What was taken back.

    `count_again` are imports that it had superseded; `same_bytes` and `other_versions` are imports
    that still have its bytes, or rows of another version of the file.
    """

    warehouse: Path
    taken: TakenImport
    is_erased: bool
    count_again: tuple[TakenImport, ...]
    same_bytes: tuple[TakenImport, ...]
    other_versions: tuple[TakenImport, ...]
    notes: tuple[str, ...] = ()


def forget_export(
    file: str,
    *,
    warehouse: str | Path | None = None,
    erase: bool = False,
    progress: Progress | None = None,
) -> Forgotten:
    """Take an import back and publish the state without it.

    `file` is the path or name of the export, or the number of its import. Its rows stay in the
    history, without counting; with `erase` the file is made anew without them, and the kept copy
    is removed. Raises InvalidCall for a name that is unknown or may mean several imports, and
    WarehouseUnavailable.
    """
    path = warehouse_path(warehouse)
    with open_warehouse(path):  # where there is none, that is told as such, without a lock file
        pass
    with locked(path):
        known, kept = known_to(path), KeptFiles(path)
        with open_warehouse(path) as opened:
            before = opened.table("landing.imports")
        taken = _meant(file, before, erase=erase)
        its_bytes = before[before["sha256"] == _sha256(before, taken)]
        ids = [
            int(number)
            for number, place, status in zip(
                its_bytes["import_id"], its_bytes["source_path"], its_bytes["status"], strict=True
            )
            if place == taken.source_path and status not in _GONE
        ]
        source = known.program_source or DEFAULT_PROGRAM
        program = load_program(source)
        state = NextState(
            MadeWith(program, source, known.aliases, known.distinct),
            compiled_metrics(program),
            known,
            progress or silent,
        )
        with publishing(path, without=ids if erase else ()) as publication:
            notes = state.make(publication, taken_back=Taken(ids, erase)).notes
        kept.remove(known_to(path).erased)
        with open_warehouse(path) as opened:
            after = opened.table("landing.imports")
    return _told(path, taken, ids, before, after, notes, erase=erase)


def _told(
    path: Path,
    taken: TakenImport,
    ids: Sequence[int],
    before: pd.DataFrame,
    after: pd.DataFrame,
    notes: tuple[str, ...],
    *,
    erase: bool,
) -> Forgotten:
    counted = set(before.loc[before["status"] == "loaded", "import_id"])
    others = after[~after["import_id"].isin(ids) & ~after["status"].isin(_GONE)]
    is_again = (others["status"] == "loaded") & ~others["import_id"].isin(counted)
    has_bytes = others["sha256"] == _sha256(before, taken)
    is_version = (others["source_path"] == taken.source_path) & (others["rows_read"] > 0)
    return Forgotten(
        path,
        taken,
        erase,
        _imports(others[is_again]),
        _imports(others[has_bytes]),
        _imports(others[is_version]),
        notes,
    )


def _meant(file: str, imports: pd.DataFrame, *, erase: bool) -> TakenImport:
    """The one import that is meant; raises InvalidCall for none and for several."""
    named = imports[imports["source_path"] == str(Path(file).resolve())]
    if named.empty:
        named = imports[imports["file"] == file]
    is_number = named.empty and file.isascii() and file.isdigit()
    if is_number:
        named = imports[imports["import_id"] == int(file)]
        if not named.empty and named["status"].iloc[0] not in _GONE:
            kinds: Sequence[Sequence[str]] = (("loaded", "rejected", "superseded", "forgotten"),)
        else:
            kinds = _MEANT
    else:
        kinds = _MEANT_TO_ERASE if erase else _MEANT
    if named.empty:
        raise InvalidCall(
            expected="the path or name of an export that was imported, or an import's number",
            found=f'"{file}"',
            remedy="SELECT import_id, file, status FROM landing.imports lists them.",
        )
    for kind in kinds:
        meant = named[named["status"].isin(kind)].drop_duplicates(
            ["sha256", "source_path"], keep="last"
        )
        if len(meant) == 1:
            return _imports(meant)[0]
        if len(meant):
            raise InvalidCall(
                expected="one import",
                found=f'"{file}", which may be {"; ".join(map(str, _imports(meant)))}',
                remedy=f"Give its number, as in partner-analytics forget "
                f"{meant['import_id'].iloc[-1]}.",
            )
    raise InvalidCall(
        expected="an import that counts",
        found=f'"{file}", which is {" and ".join(sorted(set(named["status"])))} already',
        remedy="Nothing is to be forgotten of it."
        if erase
        else "Its rows are still in the history: --erase removes them.",
    )


def _sha256(imports: pd.DataFrame, one: TakenImport) -> str:
    return str(imports.loc[imports["import_id"] == one.import_id, "sha256"].iloc[0])


def _imports(rows: pd.DataFrame) -> tuple[TakenImport, ...]:
    return tuple(
        TakenImport(
            import_id=int(row["import_id"]),
            file=row["file"],
            as_of=str(row["as_of"].date()) if pd.notna(row["as_of"]) else None,
            source_path=row["source_path"],
            status=row["status"],
            rows=int(row["rows_loaded"]),
        )
        for row in rows.sort_values("import_id").to_dict("records")
    )
