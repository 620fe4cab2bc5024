"""The corrections of an export as the warehouse keeps them."""

from partner_analytics.importers import Export
from partner_analytics.warehouse import CorrectionRecord


def correction_records(export: Export) -> list[CorrectionRecord]:
    """Each correction of the export with what became of it."""
    return [
        CorrectionRecord(
            file=export.file,
            sheet=outcome.correction.sheet or None,
            cell=outcome.correction.cell,
            found=outcome.correction.found,
            use=outcome.correction.use,
            reason=outcome.correction.reason,
            who=outcome.correction.who,
            status="applied" if outcome.is_applied else "refused",
            line=outcome.correction.line,
            tracker=outcome.tracker,
            partner=outcome.partner,
        )
        for outcome in export.corrections
    ]
