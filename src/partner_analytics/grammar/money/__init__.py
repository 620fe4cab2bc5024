"""Amounts of money and what stands beside them: the text of a cell in, amount and currency out."""
