"""The next state in, problems at the cells that cause them out."""
