"""The text of a cell in, a day, a quarter of a year or a length of time out."""
