from . import charts, sentences, tables

__all__ = ["charts", "sentences", "tables"]
