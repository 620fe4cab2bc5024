"""From declarations to tables: trackers and metrics in, tables and views with comments out."""
