"""Run the command line with `python -m partner_analytics.cli`."""

from partner_analytics.cli import main

main()
