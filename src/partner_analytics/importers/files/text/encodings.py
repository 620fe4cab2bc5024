"""Text files as UTF-8: the bytes are decoded strictly, and any guess is said aloud."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partner_analytics.errors import Place, UnreadableFile
from partner_analytics.importers.files.text.possible_encodings import (
    RIVALS,
    fits,
    foreign_words,
    readings,
)
from partner_analytics.importers.files.text.western_words import doubtful_words, is_western

BLOCK = 8_000_000
_HEAD = 4_096
_SHOWN = 3

_MARKS = (  # the longer marks first: UTF-32 little-endian starts like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_BYTES = bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r")
_SAVE_AS = (
    'Save it as "CSV UTF-8" (in Excel: File, Save As), or name its encoding: '
    "import with --encoding cp1252, for one."
)


@dataclass(frozen=True, slots=True)
class Utf8Text:
    """A text file as UTF-8 on disk, from `start` bytes on.

    `assumed` are words of the file that show what the encoding was taken for, where neither
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
    if declared is None and (unmarked := _unmarked_utf16(path)):
        return _converted(path, unmarked, folder)
    bad_line = _first_line_not_utf8(path)
    if bad_line is None:
        is_told = declared is None or _is_utf8(declared) or all(map(bytes.isascii, _blocks(path)))
        ignored = None if is_told else declared
        return Utf8Text(path, len(mark), encoding or "utf-8", ignored=ignored)
    if declared is not None:
        return _converted(path, declared, folder)
    return _western(path, bad_line, folder)


def _unmarked_utf16(path: Path) -> str | None:
    """UTF-16 without its mark, where all of the first line's bytes of one half are zero.

    Such a text has the delimiters and most of its headers in ASCII, whose other half is zero; no
    other text has any zero byte.
    """
    head = next(_blocks(path), b"")[:_HEAD]
    pairs = head[: len(head) // 2 * 2]
    first, second = pairs[::2], pairs[1::2]
    for encoding, zeros, others in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        if zeros and 2 * zeros.count(0) > len(zeros) and 0 not in others:
            return encoding
    return None


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
    except UnicodeDecodeError as error:
        raise _not_western(path, line, raw, raw[error.start :][:1]) from None
    words = foreign_words(text)
    strange = [word for word in words if not is_western(word)]
    if not strange and (doubtful := doubtful_words(words)):
        strange = doubtful if any(fits(raw, rival) for rival in RIVALS) else []
    if strange:
        raise _not_western(path, line, raw, strange[0].encode("cp1252"))
    shown = [word[:40] for word in dict.fromkeys(words)][:_SHOWN]
    return _converted(path, "cp1252", folder, assumed='", "'.join(shown))


def _not_western(path: Path, line: int, raw: bytes, word: bytes) -> UnreadableFile:
    """Refuse bytes that may be cp1252 by no means or as well as others, naming what fits."""
    if len(word) == 1:  # where a byte is none of cp1252: the word it stands in
        words = re.findall(rb'[^ \t\r\n,;|"]+', raw)
        word = next(one for one in words if word in one)
    read = word.decode("cp1252", "replace")[:40]
    others = readings(raw, word[:40])
    shown = "".join(f', as "{text}" in {encoding}' for encoding, text in others)
    if not others:
        return _not_clear(path, line, f'such as "{read}" when read as cp1252')
    named = " or ".join(f"--encoding {encoding}" for encoding, _ in others)
    return UnreadableFile(
        "unclear-encoding",
        place=Place(path.name, line=line),
        expected="UTF-8 text",
        found=f'characters in another encoding (the same word reads as "{read}" in cp1252{shown})',
        remedy=f"Import with the encoding in which it reads right ({named}), "
        'or save the file as "CSV UTF-8" (in Excel: File, Save As).',
    )


def _not_clear(path: Path, line: int, found: str) -> UnreadableFile:
    return UnreadableFile(
        "unclear-encoding",
        place=Place(path.name, line=line),
        expected="UTF-8 text",
        found=f"characters in another encoding ({found})",
        remedy=_SAVE_AS,
    )
