"""Make the sample portfolio: the exports in this folder, the alias table and README.md.

Run `python data/raw/make_sample.py` to write them here, or name another folder. Everything is
drawn from fixed seeds: two runs give the same bytes.
"""

import csv
import sys
from collections import defaultdict
from io import StringIO
from pathlib import Path

from sample import holdings, people, performance
from sample.account import read_me
from sample.mistakes import MISTAKES, uncounted_cents, wrong_lines
from sample.orders import LAYOUTS, Line, order_lines, write_orders, written
from sample.partners import QUARTERS
from sample.values import Row
from sample.workbook import Written, write_workbook

ALIASES = (
    ("Lutron", "Lutron Electronics"),
    ("LUTRON ELECTRONICS CO., INC.", "Lutron Electronics"),
    ("Ubiquiti", "Ubiquiti Networks"),
    ("Signify", "Philips Hue (Signify)"),
    ("Philips Hue", "Philips Hue (Signify)"),
    ("Resideo", "Honeywell Home (Resideo)"),
    ("Honeywell Home", "Honeywell Home (Resideo)"),
    ("ASSA ABLOY", "Yale/August (ASSA ABLOY)"),
    ("Yale / August", "Yale/August (ASSA ABLOY)"),
    ("DSC", "DSC (Johnson Controls)"),
    ("Snap AV", "Control4/Snap AV"),
    ("Control4", "Control4/Snap AV"),
    ("Ruckus", "Ruckus Networks (CommScope)"),
)


def make_sample(folder: Path) -> None:
    """Write the sample portfolio into a folder; files of the same name are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = order_lines()
    bought = volume_of_the_year(lines)
    found: list[Written] = []
    for quarter in QUARTERS:
        found += write_workbook(folder, quarter, trackers(quarter, bought))
        found += write_order_file(folder, quarter, lines[quarter])
    told = {one.why for one in found}
    lost = [mistake for mistake in MISTAKES if mistake.why not in told]
    if lost:
        raise ValueError(f"no cell for {lost}")
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows((("alias", "partner"), *ALIASES))
    (folder / "partner_aliases.csv").write_bytes(text.getvalue().encode())
    (folder / "README.md").write_bytes(read_me(found).encode())


def volume_of_the_year(lines: dict[str, list[Line]]) -> dict[tuple[str, str], tuple[int, int]]:
    """List and net value in cents by partner and quarter, from the year's first day on.

    The net value is what purchasing counts: also the few lines of an order file that do not
    load. That is where typed and computed volume part.
    """
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    bought: dict[tuple[str, str], tuple[int, int]] = {}
    for quarter in QUARTERS:
        for line in lines[quarter]:
            sums[line.partner][0] += line.list
            sums[line.partner][1] += line.net
        for partner in performance.PARTNERS:
            list_cents, net_cents = sums[partner.name]
            extra = uncounted_cents(partner.name, quarter)
            bought[partner.name, quarter] = (list_cents + extra, net_cents + extra)
    return bought


def trackers(quarter: str, bought: dict[tuple[str, str], tuple[int, int]]) -> dict[str, list[Row]]:
    """The rows of every tracker; ratings stand side by side in the odd quarters."""
    is_wide = quarter in ("2025-Q1", "2025-Q3")
    evaluations = performance.evaluations_wide if is_wide else performance.evaluations_long
    return {
        "pipeline": performance.pipeline(quarter),
        "contacts": people.contacts(quarter),
        "meetings": people.meetings(quarter),
        "commercial": performance.commercial(quarter, bought),
        "technical": performance.technical(quarter),
        "relationship_health": performance.relationship_health(quarter),
        "actions": people.actions(quarter),
        "evaluations": evaluations(quarter),
        "scorecards": performance.scorecards(quarter),
        "documentation": holdings.documentation(quarter),
        "resources": holdings.resources(quarter),
        "targets": holdings.targets(),
        "category_opportunities": holdings.opportunities(),
    }


def write_order_file(folder: Path, quarter: str, lines: list[Line]) -> list[Written]:
    """Write the quarter's order lines, the wrong ones last; returns where those stand."""
    file, layout = f"orders-{quarter}.csv", LAYOUTS[quarter]
    wrong = wrong_lines(quarter, lines)
    rows = [written(line, layout) for line in lines] + [cells for cells, _ in wrong]
    write_orders(folder / file, rows, layout)
    first = 2 + len(lines)
    return [
        Written(file, "", f"line {first + place}", ",".join(cells), why)
        for place, (cells, why) in enumerate(wrong)
    ]


if __name__ == "__main__":
    make_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
