"""README.md of the sample: what is in it, and which cells are wrong."""

from sample.workbook import Written

TEXT = """# The sample portfolio

Exports of a partner program as people really keep them: four quarters of 2025, 27 partners.

**All figures are illustrative.** The first eleven partners are manufacturers that the sources
name as targets; their volumes, terms, ratings, articles and contacts are made up and say nothing
about the companies. The other sixteen partners and all people are invented.

| file | imitates |
|---|---|
| `HomeAIQ partner tracker 2025-Q1.xlsx` | a careful start: title and as-of date above tables, \
percent and currency formats, merged partner cells, ratings side by side, targets and categories \
below one another on one sheet |
| `HomeAIQ partner tracker 2025-Q2.xlsx` | another author: other sheets, other headers, \
everything typed as text ("32%", "$1.2M", "May 5, 2025"), ratings one below the other, one \
partner rated twice |
| `HomeAIQ partner tracker 2025-Q3.xlsx` | in a hurry: plain points under "(%)", two tables on one \
sheet, blank rows between tiers, a filter left on, short partner names, arrows for trends, a \
column of their own |
| `HomeAIQ partner tracker 2025-Q4.xlsx` | nearly the template: headers in row 1, formats again |
| `orders-2025-Q1.csv` ... `orders-2025-Q4.csv` | purchasing's order lines, with the names \
purchasing uses; Q2 with other headers and Windows line ends, Q3 with a byte-order mark and dates \
like 14-Jul-2025 |
| `partner_aliases.csv` | the spellings somebody confirmed |

Every workbook also has a totals row, rows of the template nobody filled in and a hidden sheet of
lists. The as-of date is the quarter's last day; in Q2 and Q4 only the file's name tells it.

Where the year's volume of a partner comes from order lines, the typed "YTD Volume" equals their
sum to the cent; for Philips Hue (Signify) and Ruckus Networks (CommScope) it does not, because
purchasing counts lines that do not load (below). Aurenfield Lighting, DSC (Johnson Controls) and
Aquavane Leak Detection buy through distribution: there are no lines, only terms and volume.

## What is wrong, and where

| file | sheet | cell | says | what about it |
|---|---|---|---|---|
{rows}

Five overall health scores are the plain mean of the dimensions instead of the weighted one: Sonos
(Q1), Ecobee (Q2), Quillnet Systems (Q3), Veltrano Audio and Honeywell Home (Resideo) (Q4).
In the target register, "Cas√©ta" is Caséta as a wrong decoding left it.

## Making it again

```
.venv/bin/python data/raw/make_sample.py
```

The facts are in `sample/`. Two runs give the same files, byte for byte; this page is written by
the script too. The exports themselves are never edited by hand.
"""


def read_me(found: list[Written]) -> str:
    """The page, with a row for every wrong cell."""
    rows = "\n".join(
        f"| {one.file} | {one.sheet} | {one.cell} | {one.written or '(empty)'} | {one.why} |"
        for one in found
    )
    return TEXT.format(rows=rows)
