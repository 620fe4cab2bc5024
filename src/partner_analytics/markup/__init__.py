"""Handing a person's own workbook back with every problem marked on its cell."""

from partner_analytics.markup.cell_marks import Mark
from partner_analytics.markup.marked_workbooks import annotate_workbook
from partner_analytics.markup.text_workbooks import MOST_ROWS, sheet_name, write_text_workbook

__all__ = ["MOST_ROWS", "Mark", "annotate_workbook", "sheet_name", "write_text_workbook"]
