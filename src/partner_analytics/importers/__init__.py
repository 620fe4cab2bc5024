"""From an export to the rows of its trackers: files, located cells, tables, values, problems."""

import lazy_loader as lazy

# The public names are in __init__.pyi. The child process that opens a file imports this package
# too, and must not wait for all of it.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
