"""Columns of text in, typed columns and problems out."""
