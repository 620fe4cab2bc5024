"""Text files as UTF-8: the bytes are decoded strictly, and any guess is said aloud."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import Place, UnreadableFile

BLOCK = 8_000_000

_MARKS = (  # the longer marks first: UTF-32 little-endian starts like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_BYTES = bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r")
# What West European names and prices are made of; other letters would mean another alphabet.
_WESTERN_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜŒšŠžŽ")
_WESTERN_SIGNS = frozenset("\u00a0‘’‚“”„–—…•™®©°£€½¼¾·«»²³±×§¢¥ºª´†‰‹›¡¿")
_SAVE_AS = (
    'Save it as "CSV UTF-8" (in Excel: File, Save As), or name its encoding: '
    "import with --encoding cp1252, for one."
)


@dataclass(frozen=True, slots=True)
class Utf8Text:
    """A text file as UTF-8 on disk, from `start` bytes on.

    `assumed` is a word of the file that shows what the encoding was taken for, where neither
    a mark nor a person named it. `ignored` is the encoding a person named and the text is not in.
    """

    path: Path
    start: int
    encoding: str
    assumed: str | None = None
    ignored: str | None = None

    def head(self, size: int) -> str:
        """Return the first `size` bytes as text, less a character cut at the end."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            return codecs.getincrementaldecoder("utf-8")().decode(file.read(size))


def utf8_text(path: Path, *, declared: str | None, folder: Path) -> Utf8Text:
    """Find the encoding of `path`; what is not UTF-8 is written to `folder` as UTF-8.

    Raises UnreadableFile where the bytes do not fit the encoding, where none is clearly right,
    and for control characters, which no text file has.
    """
    with path.open("rb") as file:
        head = file.read(4)
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", None)
    )
    if encoding in ("utf-16", "utf-32"):
        return _converted(path, encoding, folder)
    bad_line = _first_line_not_utf8(path)
    if bad_line is None:
        is_told = declared is None or _is_utf8(declared) or all(map(bytes.isascii, _blocks(path)))
        ignored = None if is_told else declared
        return Utf8Text(path, len(mark), encoding or "utf-8", ignored=ignored)
    if declared is not None:
        return _converted(path, declared, folder)
    return _western(path, bad_line, folder)


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    except LookupError:
        return False


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _first_line_not_utf8(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    above = 0
    for block in _blocks(path):
        if controls := block.translate(None, delete=_TEXT_BYTES):
            at = above + block.index(controls[:1])
            raise _control_character(path, _line_of(path, at), controls[0])
        pending, _ = decoder.getstate()
        if pending or not block.isascii():
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return _line_of(path, above - len(pending) + error.start)
        above += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _line_of(path, above)
    return None


def _line_of(path: Path, position: int) -> int:
    """The line in which a byte stands."""
    line = 1
    for block in _blocks(path):
        line += block.count(b"\n", 0, max(position, 0))
        position -= len(block)
    return line


def _control_character(path: Path, line: int, found: int) -> UnreadableFile:
    return UnreadableFile(
        "control-character",
        place=Place(path.name, line=line),
        expected="text",
        found=f"the control character 0x{found:02X}",
        remedy="Export the file again; it is damaged, no text file, or UTF-16 without its mark. "
        + _SAVE_AS,
    )


def _converted(path: Path, encoding: str, folder: Path, assumed: str | None = None) -> Utf8Text:
    try:
        text = path.read_bytes().decode(encoding)
    except LookupError:
        raise UnreadableFile(
            "unknown-encoding",
            place=Place(path.name),
            expected="an encoding by its name, such as utf-8 or cp1252",
            found=f'"{encoding}"',
            remedy="Correct the name given with --encoding.",
        ) from None
    except UnicodeError as error:
        raise UnreadableFile(
            "wrong-encoding",
            place=Place(path.name),
            expected=f"text in {encoding}",
            found=f"bytes that do not fit it{_where(error)}",
            remedy=_SAVE_AS,
        ) from None
    copy = folder / "text.utf8"
    copy.write_bytes(text.encode("utf-8", "surrogatepass"))
    if (line := _first_line_not_utf8(copy)) is not None:
        raise _not_clear(path, line, f"half a character in {encoding}")
    return Utf8Text(copy, 0, encoding, assumed)


def _where(error: UnicodeError) -> str:
    return f" (byte {error.start + 1:,})" if isinstance(error, UnicodeDecodeError) else ""


def _western(path: Path, line: int, folder: Path) -> Utf8Text:
    """Take a file for Windows' West European encoding where every sign of it says so."""
    raw = path.read_bytes()
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise _not_clear(path, line, "bytes of no Western encoding") from None
    words = [word for word in re.findall(r"\S+", text) if not word.isascii()]
    strange = [word for word in words if not _is_western(word)]
    if strange:
        raise _not_clear(path, line, f'such as "{strange[0][:40]}" when read as cp1252')
    return _converted(path, "cp1252", folder, assumed=words[0][:40] if words else "\u00a0")


def _is_western(word: str) -> bool:
    """Tell whether a word's accents stand where West European words have them.

    >>> [_is_western(word) for word in ("Caséta", "£1,200", "“Noir”", "êüóìå", "M\u00fcllerÿÿ")]
    [True, True, True, False, False]
    """
    letters = [character for character in word if character.isalpha()]
    accented = [character for character in letters if not character.isascii()]
    signs = [character for character in word if not (character.isascii() or character.isalpha())]
    known = _WESTERN_LETTERS.issuperset(accented) and _WESTERN_SIGNS.issuperset(
        sign for sign in signs if sign not in "ºª"
    )
    doubled = re.search(r"[^\W\d_a-zA-Z]{2}", word)
    return known and not doubled and (len(accented) * 2 <= len(letters) or len(letters) == 1)


def _not_clear(path: Path, line: int, found: str) -> UnreadableFile:
    return UnreadableFile(
        "unclear-encoding",
        place=Place(path.name, line=line),
        expected="UTF-8 text",
        found=f"characters in another encoding ({found})",
        remedy=_SAVE_AS,
    )
