"""A workbook's package in, located cells of its sheets out, held against a second reader."""
