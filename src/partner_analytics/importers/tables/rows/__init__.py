"""Rows of a sheet in, what each of them is out: a row, a sum, a section, a note, a blank."""
