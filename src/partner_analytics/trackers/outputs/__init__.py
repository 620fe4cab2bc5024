"""Declarations in, the data dictionary and blank workbooks out."""
