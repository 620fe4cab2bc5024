"""Frames of metrics in, charts, tables and sentences out."""

import lazy_loader as lazy

# Who asks for a table need not wait for what draws charts.
__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
