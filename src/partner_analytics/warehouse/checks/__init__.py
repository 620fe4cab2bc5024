"""What only all exports together can show: the published rows in, the rows a check finds out."""
