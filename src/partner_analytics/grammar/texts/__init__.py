"""Any text in, what it is when folded, repaired or compared out."""
