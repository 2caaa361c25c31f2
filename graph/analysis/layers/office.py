"""The text of DOCX and ODT files: archives of XML parts, read within bounds and without entities."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.parsers import expat

from graph.analysis.layers.layer import MOST_CHARACTERS, Layer, layer, refuse

_MOST_BYTES = 64 << 20
"""Largest XML part, unpacked."""
_RESAVE = "Save it again in the program that wrote it, or attach its text as a .txt file."
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


class _Rules:
    """The elements of a format: paragraphs, those that hold text, those left out, and those that stand for letters."""

    def __init__(self, paragraphs: set[str], holders: set[str], left_out: set[str], letters: Mapping[str, str]) -> None:
        self.paragraphs, self.holders, self.left_out, self.letters = paragraphs, holders, left_out, letters


def _word(name: str) -> set[str]:
    return {_WORD + name, _WORD_STRICT + name}


_DOCX = _Rules(
    _word("p"),
    _word("t"),
    {*_word("del"), *_word("moveFrom"), _COMPATIBLE + "Fallback"},
    {
        element: letter
        for name, letter in (("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "\u2011"))
        for element in _word(name)
    },
)
_ODT = _Rules(
    {_TEXT + "p", _TEXT + "h"},
    {_TEXT + "p", _TEXT + "h"},
    {_TEXT + "tracked-changes", _TEXT + "note", _OFFICE + "annotation", _OFFICE + "forms"},
    {_TEXT + "tab": "\t", _TEXT + "line-break": "\n", _TEXT + "s": " "},
)


def docx_text(path: Path) -> Layer:
    """The paragraphs of the body of a DOCX file, without notes, headers and deleted words."""
    return layer(_text(path, "word/document.xml", _DOCX), "DOCX, by Caseboard 1")


def odt_text(path: Path) -> Layer:
    """The paragraphs of the body of an ODT file, without notes, comments and deleted words."""
    return layer(_text(path, "content.xml", _ODT), "ODT, by Caseboard 1")


def _text(path: Path, part: str, rules: _Rules) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml", path):
                raise refuse(path, "it is encrypted", "Save it without a password.")
            if part not in names:
                raise refuse(path, f"it has no part “{part}”", _RESAVE)
            text = _Paragraphs(rules).read(_read(archive, part, path))
    except zipfile.BadZipFile:
        raise refuse(path, "it is encrypted, or no archive", "Save it again, without a password.") from None
    except (expat.ExpatError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        raise refuse(path, "it is broken or encrypted", _RESAVE) from None
    if not text.strip():
        raise refuse(path, "it holds no words", "Attach a file that does.")
    return text


def _read(archive: zipfile.ZipFile, part: str, path: Path) -> bytes:
    """A part, which may unpack to more than its directory says."""
    with archive.open(part) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise refuse(path, f"its part “{part}” unpacks to more than {_MOST_BYTES >> 20} MB", _RESAVE)
    return data


class _Paragraphs:
    """Collects paragraphs from XML."""

    def __init__(self, rules: _Rules) -> None:
        self._rules = rules
        self._found: list[str] = []
        self._words: list[str] = []
        self._held: list[bool] = [False]
        self._skipped = 0
        self._count = 0

    def read(self, data: bytes) -> str:
        """The paragraphs with blank lines between them."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._letters
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.Parse(data, True)
        self._close()
        return "\n\n".join(self._found) + ("\n" if self._found else "")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        rules = self._rules
        if self._skipped or name in rules.left_out:
            self._skipped += 1
            return
        if name in rules.paragraphs:
            self._close()
        letter = rules.letters.get(name)
        if letter is not None:
            times = attributes.get(_TEXT + "c", "1")
            self._add(letter * (min(int(times), 1000) if times.isdecimal() and len(times) < 5 else 1))
        # Inside a paragraph of ODT every element holds text; in DOCX only some do.
        inherits = self._held[-1] and rules is _ODT
        self._held.append(name in rules.holders or inherits)

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._held.pop()
        if name in self._rules.paragraphs:
            self._close()

    def _letters(self, letters: str) -> None:
        if not self._skipped and self._held[-1]:
            self._add(letters)

    def _add(self, letters: str) -> None:
        self._count += len(letters)
        if self._count > MOST_CHARACTERS:
            raise ValueError("too long")
        self._words.append(letters)

    def _close(self) -> None:
        paragraph = "".join(self._words).strip()
        if paragraph:
            self._found.append(paragraph)
        self._words.clear()


def _no_doctype(*_: object) -> None:
    raise ValueError("a document type, which these formats do not have")


READERS: Mapping[str, Callable[[Path], Layer]] = {".docx": docx_text, ".odt": odt_text}
