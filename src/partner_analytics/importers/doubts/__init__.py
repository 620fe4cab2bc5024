"""Columns of text in, those of their cells that may hold another value than they show out."""
