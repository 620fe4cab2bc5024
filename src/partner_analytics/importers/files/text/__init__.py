"""Bytes of a text file in, rows of fields out: encoding, dialect, widths."""
