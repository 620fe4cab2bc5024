"""Rows and ledgers in, one whole file in the place of the one before out."""
