"""Typed rows in, what the tracker's model refuses of them out."""
