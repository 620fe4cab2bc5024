"""What came in, who is who and what was wrong: the tables no tracker declares, and their rows."""
