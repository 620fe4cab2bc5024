"""Folders in, the exports to be read and the way to read them out."""
