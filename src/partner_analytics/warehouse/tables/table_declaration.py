"""One table of a warehouse file as it is declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partner_analytics.warehouse.connection import literal, quoted


@dataclass(frozen=True)
class Table:
    """One table: where it is, what it says, its columns as name -> (type, comment)."""

    schema: str
    name: str
    comment: str
    columns: Mapping[str, tuple[str, str]]

    @property
    def path(self) -> str:
        """Schema and name, quoted."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    def create(self) -> str:
        """The statement that makes the table."""
        columns = ", ".join(f"{quoted(name)} {kind}" for name, (kind, _) in self.columns.items())
        return f"CREATE TABLE IF NOT EXISTS {self.path} ({columns})"

    def comments(self, kind: str = "TABLE") -> Iterator[str]:
        """The statements that write the comments; `kind` is VIEW where a view stands for it."""
        yield f"COMMENT ON {kind} {self.path} IS {literal(self.comment)}"
        for name, (_, comment) in self.columns.items():
            yield f"COMMENT ON COLUMN {self.path}.{quoted(name)} IS {literal(comment)}"
