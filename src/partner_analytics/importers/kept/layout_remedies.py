"""What to write into layouts.toml, as the end of a problem's remedy."""

from partner_analytics.importers.kept.layouts import LAYOUTS

# By the option a remedy names: the line that settles it for good.
_LINES = {
    "--day-first": "day_first = true (or false)",
    "--percent": 'percent = "points" (or "fraction")',
    "--decimal-mark ,": 'decimal_mark = ","',
    "--decimal-mark .": 'decimal_mark = "."',
    "--encoding": 'encoding = "..."',
}


def with_layout_line(remedy: str) -> str:
    """A remedy that names an option, with the line that settles the same in layouts.toml.

    >>> with_layout_line("Import with --decimal-mark , or write it like 1,200.50.")
    'Import with --decimal-mark , or write it like 1,200.50. For good: write decimal_mark = "," \
into layouts.toml.'
    >>> with_layout_line("Fix the cell.")
    'Fix the cell.'
    """
    lines = [line for option, line in _LINES.items() if option in remedy]
    if not lines:
        return remedy
    return f"{remedy} For good: write {' or '.join(lines)} into {LAYOUTS}."


def scale_line(header: str, scale: int) -> str:
    """The line that says what the amounts of a column, or of all, are to be multiplied by.

    >>> scale_line("", 1000), scale_line("Amount", 1000)
    ('scale = 1000 in layouts.toml', '"Amount" = 1000 under [layouts.scales] in layouts.toml')
    """
    if not header:
        return f"scale = {scale} in {LAYOUTS}"
    return f'"{header}" = {scale} under [layouts.scales] in {LAYOUTS}'


def header_line(found: str, meant: str) -> str:
    """The line that gives a header its meaning, with the place it belongs to.

    >>> header_line("Amount", "YTD Volume")
    '"Amount" = "YTD Volume" under [layouts.headers] in layouts.toml'
    """
    return f'"{found}" = "{meant}" under [layouts.headers] in {LAYOUTS}'
