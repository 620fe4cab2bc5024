"""What a file is by its first bytes, whatever its name says, and the way out where it is no use."""

import re
from pathlib import Path
from typing import Literal

from partner_analytics.errors import Place, UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")
_OTHER_MARKS = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"{\\rtf", "a rich text document"),
)
_HTML = re.compile(
    rb"\s*(<!doctype html|<html|<table|<head|<body|<meta|<style|<div)", re.IGNORECASE
)
_XML = re.compile(rb"\s*<\?xml")
_JSON = re.compile(rb'\s*(\{\s*("|\})|\[\s*[\[{])')
_SAVE_AS_XLSX = "Open it in Excel or LibreOffice, save it as .xlsx (or CSV UTF-8), and import that."


def kind_of(path: Path) -> Literal["workbook", "text"]:
    """Tell a workbook from a text file.

    Raises UnreadableFile for any other kind, and for a name that contradicts the content.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise _unfit(path, "empty-file", "an empty file (0 bytes)", "Export it again.")
    if head.startswith(b"PK"):
        return "workbook"
    if head.startswith(_OLE):
        raise _old_or_encrypted(path)
    unmarked = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(unmarked):
        raise _unfit(path, "html-file", "a web page (HTML)", _SAVE_AS_XLSX)
    if _XML.match(unmarked):
        raise _unfit(path, "xml-file", _xml_found(head), _SAVE_AS_XLSX)
    if _JSON.match(unmarked):
        remedy = "Export it as CSV or .xlsx instead of JSON."
        raise _unfit(path, "json-file", "JSON", remedy)
    for mark, found in _OTHER_MARKS:
        if head.startswith(mark):
            raise _unfit(path, "not-a-table", found, "Export the table itself as CSV or .xlsx.")
    if path.suffix.lower() in _WORKBOOK_NAMES:
        raise _text_named_workbook(path, head)
    return "text"


def refuse_other_packages(path: Path, names: list[str]) -> None:
    """Refuse zip files that are no .xlsx workbook, by the parts they hold."""
    if "content.xml" in names and "mimetype" in names:
        raise _unfit(
            path, "opendocument-workbook", "an OpenDocument workbook (.ods)", _SAVE_AS_XLSX
        )
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
        raise _unfit(path, "binary-workbook", "a binary workbook (.xlsb)", _SAVE_AS_XLSX)
    if any(name.endswith((".numbers", ".iwa")) for name in names):
        remedy = "In Numbers choose File, Export To, Excel, and import that."
        raise _unfit(path, "numbers-workbook", "an Apple Numbers document", remedy)
    if not any(name.rpartition("/")[2] == "[content_types].xml" for name in names):
        remedy = "Unpack it and import the .csv and .xlsx files in it one by one."
        raise _unfit(path, "zip-file", "a zip archive that is no workbook", remedy)


def _old_or_encrypted(path: Path) -> UnreadableFile:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        remedy = (
            "Open it with its password, remove that (File, Info, Protect Workbook, Encrypt with "
            "Password: leave it empty), save it, and import that."
        )
        return _unfit(path, "encrypted-workbook", "a workbook locked with a password", remedy)
    if "WordDocument".encode("utf-16-le") in content:
        return _unfit(path, "not-a-table", "a Word document", "Copy its table into a workbook.")
    return _unfit(path, "legacy-workbook", "a workbook of Excel 97-2003 (.xls)", _SAVE_AS_XLSX)


def _xml_found(head: bytes) -> str:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "an XML spreadsheet of Excel 2003"
    return "XML"


def _text_named_workbook(path: Path, head: bytes) -> UnreadableFile:
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        remedy = "Export it again: it is damaged or of a kind that cannot be told."
        return _unfit(path, "damaged-workbook", "no workbook, and no text either", remedy)
    remedy = f'Rename it to "{path.stem}.csv" and import that.'
    return _unfit(path, "text-named-workbook", f'text (CSV) under the name "{path.name}"', remedy)


def _unfit(path: Path, code: str, found: str, remedy: str) -> UnreadableFile:
    return UnreadableFile(
        code,
        place=Place(path.name),
        expected="a text file (CSV, TSV) or a workbook (.xlsx)",
        found=found,
        remedy=remedy,
    )
