"""What people keep about an export beside it: its layouts and its corrections."""

from dataclasses import dataclass
from pathlib import Path

from partner_analytics.file_names import real_path
from partner_analytics.importers.kept.corrections import CORRECTIONS, Correction, read_corrections
from partner_analytics.importers.kept.kept_files import nearest
from partner_analytics.importers.kept.layout_files import read_layouts
from partner_analytics.importers.kept.layouts import LAYOUTS, NO_LAYOUTS, Layouts


@dataclass(frozen=True, slots=True)
class Settled:
    """The layouts and corrections of one export."""

    layouts: Layouts = NO_LAYOUTS
    corrections: tuple[Correction, ...] = ()


NOTHING = Settled()


def settled_for(export: Path) -> Settled:
    """What the nearest layouts.toml and corrections.csv, beside an export or above, say of it.

    Raises PartnerAnalyticsError where one of them cannot be read, naming the line.
    """
    layouts, corrections = nearest(export, LAYOUTS), nearest(export, CORRECTIONS)
    place = real_path(export)
    return Settled(
        read_layouts(layouts).of_file(export.name) if layouts else NO_LAYOUTS,
        tuple(one for one in read_corrections(corrections) if one.is_of(place))
        if corrections
        else (),
    )
