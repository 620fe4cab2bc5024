"""The pieces of make_sample.py: facts of the portfolio, and how people put them into files."""
