"""Partner analytics: from tracker exports to quarterly reviews, every figure traceable."""

import lazy_loader as lazy

# The public names are in __init__.pyi; a room is imported when a name of it is first used.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
