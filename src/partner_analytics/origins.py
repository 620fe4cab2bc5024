"""Which file an annotated copy was made from, as the copy itself says it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Self

MARKER = "partner-analytics lint 1 "
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")

# Where the Problems sheet of an annotated copy has what is read back from it.
MARKER_ROW, HEADER_ROW = 4, 6
SHOWN = (
    "Owner",
    "Partner",
    "Sheet",
    "Cell",
    "Column",
    "Severity",
    "Found",
    "Expected",
    "What to do",
)
COLUMNS = (*SHOWN, "Code", "Field", "Look before")


@dataclass(frozen=True, slots=True)
class Origin:
    """The export an annotated copy stands for: a mended copy is its next version.

    `ancestors` are the content hashes of the export and of the copies in between, oldest first.
    """

    file: str
    as_of: date | None
    ancestors: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether it was a text file, of which lines became rows."""
        return not self.file.lower().endswith(WORKBOOK_SUFFIXES)

    def __str__(self) -> str:
        """The text that stands in the copy."""
        day = self.as_of.isoformat() if self.as_of else None
        told = {"file": self.file, "as_of": day, "ancestors": self.ancestors}
        return MARKER + json.dumps(told, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The origin a text tells; None for any other text.

        >>> Origin.read(str(Origin("orders.csv", date(2025, 3, 31), ("a1",))))
        Origin(file='orders.csv', as_of=datetime.date(2025, 3, 31), ancestors=('a1',))
        >>> Origin.read("Owner") is None
        True
        """
        if not text.startswith(MARKER):
            return None
        try:
            told = json.loads(text.removeprefix(MARKER))
            day = date.fromisoformat(told["as_of"]) if told["as_of"] else None
            return cls(str(told["file"]), day, tuple(map(str, told["ancestors"])))
        except (ValueError, TypeError, KeyError):
            return None
