"""Located cells in, the tables of trackers out: header rows, sections, sums, what is left out."""
