"""`partner-analytics partners`: who is who, and which names may be one partner."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from partner_analytics.cli.options import AsJson, Warehouse
from partner_analytics.cli.output.console import from_here, out, print_json
from partner_analytics.errors import InvalidCall, PartnerAnalyticsError

if TYPE_CHECKING:
    from partner_analytics.intake import Decision, Identities, Suggestion

Folder = Annotated[
    Path | None,
    typer.Option(
        help="Folder of partner_aliases.csv; by default where it was last read, else the exports'."
    ),
]
Name = Annotated[str, typer.Argument(help="The name in question.")]

partners = typer.Typer(
    invoke_without_command=True, help="List the partners and the names that may be one of them."
)


@partners.callback()
def show(
    context: typer.Context,
    warehouse: Warehouse = "",
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """List the partners with their spellings, aliases of nobody, and open suggestions."""
    if context.invoked_subcommand:
        if as_json:
            raise InvalidCall(
                place="--json",
                expected="it to list the partners",
                found=f"{context.invoked_subcommand}, which prints no JSON",
                remedy="Leave it out.",
            )
        # What is said before a subcommand holds for it, unless it is said again behind it.
        said = {"warehouse": warehouse, "folder": folder}
        context.default_map = {context.invoked_subcommand: said}
        return
    from partner_analytics.intake import identities
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        found = identities(opened, folder)
    print_json(asdict(found)) if as_json else _print(found)


@partners.command("confirm")
def confirm_(
    name: Name,
    partner: Annotated[str, typer.Argument(help="The partner it is another spelling of.")],
    warehouse: Warehouse = "",
    folder: Folder = None,
) -> None:
    """Write into partner_aliases.csv that a name is another spelling of a partner."""
    from partner_analytics.intake import confirm
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        _print_decision(confirm(opened, name, partner, folder))


@partners.command("reject")
def reject_(
    name: Name,
    other: Annotated[str, typer.Argument(help="The name that is another partner's.")],
    warehouse: Warehouse = "",
    folder: Folder = None,
) -> None:
    """Write into partner_distinct.csv that two names are not one partner."""
    from partner_analytics.intake import reject
    from partner_analytics.warehouse import open_warehouse

    with open_warehouse(warehouse or None) as opened:
        _print_decision(reject(opened, name, other, folder))


@partners.command()
def review(warehouse: Warehouse = "", folder: Folder = None) -> None:
    """Ask about each open suggestion: the same partner, another one, or skip."""
    from partner_analytics.intake import confirm, identities, reject
    from partner_analytics.warehouse import open_warehouse

    if not sys.stdin.isatty():
        raise InvalidCall(
            expected="a terminal, to ask on",
            found="none",
            remedy="Use partner-analytics partners confirm and reject instead.",
        )
    with open_warehouse(warehouse or None) as opened:
        confirmed: set[str] = set()
        for one in identities(opened, folder).suggestions:
            if one.partner is None or one.name in confirmed:
                continue
            answer = _ask(one)
            if answer == "q":
                break
            if answer == "s":
                continue
            try:
                write = confirm if answer == "y" else reject
                _print_decision(write(opened, one.name, one.partner, folder))
            except PartnerAnalyticsError as error:
                out.print(escape(str(error)), highlight=False, soft_wrap=True)
                continue
            if answer == "y":
                confirmed.add(one.name)


def _ask(one: "Suggestion") -> str:
    """What the person at the terminal says of a suggestion: y, n, s or q."""
    out.print(
        f'\n"{one.name}" ({_where(one)})\n"{one.partner}": {_why(one)}',
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    while True:
        answer = str(typer.prompt("Are they one partner? y(es), n(o), s(kip), q(uit)", default="s"))
        if answer.strip().lower()[:1] in ("y", "n", "s", "q"):
            return answer.strip().lower()[:1]


def _where(one: "Suggestion") -> str:
    """Where a name stands, and how many rows wait for it."""
    return ", ".join((one.found_in, *([_waiting(one.waiting_rows)] if one.waiting_rows else ())))


def _waiting(rows: int) -> str:
    return f"{rows:,} rows wait" if rows != 1 else "1 row waits"


def _why(one: "Suggestion") -> str:
    return f"{one.reason}, {one.likeness:.0f}% alike"


def _print(found: "Identities") -> None:
    listing = Table("partner", "other spellings", box=None, pad_edge=False)
    for partner in found.partners:
        listing.add_row(escape(partner.partner), escape(", ".join(partner.aliases)))
    out.print(listing)
    _say([f'\nAlias of nobody: "{alias}" for "{name}".' for alias, name in found.loose])
    unknown = [one for one in found.suggestions if one.partner is None]
    likely = [one for one in found.suggestions if one.partner is not None]
    if likely:
        _say(["\nMay be one partner (partner-analytics partners review asks about each):"])
    for one in likely:
        _say([f'  "{one.name}" ({_where(one)})', f'    "{one.partner}": {_why(one)}'])
    if unknown:
        _say(["\nLike no partner (enter them in the pipeline, or confirm whom they stand for):"])
    _say([f'  "{one.name}" ({_where(one)})' for one in unknown])
    decided = f", {found.decided} decided since the last import" if found.decided else ""
    _say([f"\n{len(found.partners)} partners, {len(found.suggestions)} open questions{decided}."])


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _print_decision(made: "Decision") -> None:
    if not made.line:
        _say([f"{from_here(made.file)} says so already."])
        return
    _say([f"Wrote {made.line} into {from_here(made.file)}."])
    waiting = f" {_waiting(made.waiting_rows)} for it." if made.waiting_rows else ""
    _say([f"It counts with the next import.{waiting}"])
