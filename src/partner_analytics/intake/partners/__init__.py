"""Names in, partners out: ids, aliases, names that may be one partner."""
