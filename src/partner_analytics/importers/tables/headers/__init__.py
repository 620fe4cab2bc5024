"""Rows of a sheet in, the one that heads a table and the tracker its headers mean out."""
