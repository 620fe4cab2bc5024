"""Conductor 2: from a warehouse and two notebooks to a quarter's folder of HTML reviews."""

from partner_analytics.reviews.batch import Batch, render_quarter
from partner_analytics.reviews.engine import WarmKernel, run_notebook
from partner_analytics.reviews.exporter import Exporter, Head
from partner_analytics.reviews.figures import Plotter
from partner_analytics.reviews.ledger import Failure, Ledger, Record
from partner_analytics.reviews.parameters import check_parameters
from partner_analytics.reviews.portfolio import PartnerLine, Portfolio, read_portfolio

__all__ = [
    "Batch",
    "Exporter",
    "Failure",
    "Head",
    "Ledger",
    "PartnerLine",
    "Plotter",
    "Portfolio",
    "Record",
    "WarmKernel",
    "check_parameters",
    "read_portfolio",
    "render_quarter",
    "run_notebook",
]
