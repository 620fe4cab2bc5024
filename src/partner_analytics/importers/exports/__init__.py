"""One file in, an export out: its as-of day and its tables, ready to be streamed."""
