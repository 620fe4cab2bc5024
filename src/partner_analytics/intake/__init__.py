"""Conductor 1: from exports to a published warehouse."""

import lazy_loader as lazy

# The public names are in __init__.pyi: who imports exports needs nothing of what marks workbooks.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
