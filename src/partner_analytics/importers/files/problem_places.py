"""Problems of one sheet, each at its cell (in a text file at its line)."""

from dataclasses import dataclass

from partner_analytics.addresses import address
from partner_analytics.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet of a workbook, or the one sheet without a name of a text file."""

    file: str
    sheet: str | None

    def where(self, row: int, column: int) -> str:
        """A cell of it, in words.

        >>> SheetPlace("Q1.xlsx", "Pipeline").where(2, 1), SheetPlace("Q1.csv", None).where(2, 1)
        ('sheet "Pipeline", cell A2', 'line 2')
        """
        if self.sheet is None:
            return f"line {row}"
        return f'sheet "{self.sheet}", cell {address(row, column)}'

    def problem(  # noqa: PLR0913 (the parts of a problem are named)
        self,
        code: str,
        severity: Severity,
        *,
        expected: str,
        found: str,
        remedy: str,
        row: int | None = None,
        column: int | None = None,
        header: str | None = None,
        tracker: str | None = None,
        name: str | None = None,
    ) -> Problem:
        """A problem at a sheet row and column, or with the sheet as a whole."""
        is_cell = self.sheet is not None and row is not None and column is not None
        return Problem(
            code=code,
            severity=severity,
            file=self.file,
            sheet=self.sheet,
            cell=address(row, column) if is_cell and row and column else None,
            line=row if self.sheet is None else None,
            header=header,
            tracker=tracker,
            column=name,
            expected=expected,
            found=found,
            remedy=remedy,
        )
