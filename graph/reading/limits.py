"""Limits checked before parsing: size, encoding, entities, nesting depth.

A parser that recurses ends the process, and the window with it, when data nest deeply enough. So depth is limited here,
by scans that need no stack. The limits leave room on the smallest thread stacks in use (512 KiB), where JSON-LD
overflows at about 190 levels and nested triple terms at about 970. JSON-LD of more levels than :data:`SHALLOW` is
parsed on a thread with a stack of its own; its parser takes a time that grows with the square of the depth.
"""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Callable, Iterator
from itertools import accumulate

from pyoxigraph import Quad

from graph.errors import ReadError
from graph.formats.format import Format
from graph.named import NamedTuple
from graph.reading.refusals import ReadSyntaxError
from graph.reading.scanning import past_blank, past_xml_blank


class Limits(NamedTuple):
    """Limits on input: ``size`` in bytes after unpacking, depths in levels of nesting."""

    size: int = 4 << 30
    json_depth: int = 1000
    xml_depth: int = 500
    triple_depth: int = 32
    entities: int = 200
    entity_length: int = 2048


SHALLOW = 96
"""Levels of JSON that any thread can parse."""
_STACK = 32 << 20
"""Bytes of stack for the deepest JSON, ten times as much as it takes."""


LONG_VALUE = 8 << 20
"""The parser takes 16 MiB at a time, in which a value must fit with what surrounds it."""


class TooLargeError(ReadError):
    """A file that holds, or unpacks to, more than is read without asking."""


# Compiled on first use by re, which caches them: most files need few of these patterns, and the start needs none.
#
# Hostile files reach these patterns first, so each is linear on every Python: alternatives differ in their first byte,
# a repeated part cannot match what follows it, and an unterminated part takes the rest of the data. Possessive
# quantifiers and atomic groups would be shorter, but CPython before 3.11.5 matches them wrongly.
_ENCODING = rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.\-]*)[\"']"
_DECLARATION = rb"(?s)<\?xml\s.*?\?>"
_DOCTYPE_START = rb"<!DOCTYPE\s[^\[>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\[>\"']*)*(\[|>)"
_DOCTYPE_END = rb"\]\s*>"
_SUBSET = (
    rb"(?s)\s+|<!--.*?-->|<\?.*?\?>|<!(?:ELEMENT|ATTLIST|NOTATION)\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
    rb"|<!ENTITY\s+([A-Za-z_][\w.\-]*)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>"
)
_HARMLESS = rb"(?:[^&%<]|&(?:quot|apos|gt|#(?!0*38;|0*60;)[0-9]+|#x(?!0*26;|0*3[cC];)[0-9a-fA-F]+);)*"
_OPAQUE = rb"(?s)<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)"
_REFERENCE = _OPAQUE + rb"|&([A-Za-z_][\w.\-]*);"
_XML_TAG = (
    _OPAQUE + rb"|<\?(?:.*?\?>|.*)"
    rb"|(</)|(<!)|(<)[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*((?<=/)>)?"
)
_JSON_TOKEN = rb'(?s)"[^"\\]*(?:\\.[^"\\]*)*"?|([\[{])|([\]}])'
_TRIPLE_TOKEN = (
    rb'(?s)\\.|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?|\'\'\'[^\'\\]*(?:(?:\\.|\'(?!\'\'))[^\'\\]*)*(?:\'\'\')?'
    rb'|"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"?|\'[^\'\\\r\n]*(?:\\.[^\'\\\r\n]*)*\'?'
    rb"|<[^<>\"{}|^`\s]*>|#[^\r\n]*|(<<\()|(\)>>)"
)
_WHITE = rb"\s"


def check_size(size: int, name: str, limit: int) -> None:
    """Raise :class:`TooLargeError` for a ``size`` in bytes above the limit."""
    if size > limit:
        raise TooLargeError(
            f"{name} was not opened: it holds more than {limit / (1 << 20):,.0f} MiB. Split it, or open a part of it."
        )


def to_utf8(data: bytes, name: str) -> bytes:
    """The same text as UTF-8 without byte order mark, from the encoding that its mark or XML declaration names.

    An XML declaration that names another encoding is blanked, since it no longer holds. Raises :class:`ReadError`.
    """
    encoding = _marked_encoding(data)
    if encoding == "utf-8-sig":
        data = data[3:]
        encoding = None
    if encoding is None:
        if (declared := re.match(_ENCODING, data[:512].lstrip())) is None:
            return data
        encoding = declared[1].decode("ascii").lower()
        if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
            return data
        encoding = {"utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8"}.get(encoding, encoding)
    try:
        data = codecs.decode(data, encoding).removeprefix("\ufeff").encode("utf-8")
    except (UnicodeError, LookupError, TypeError, AttributeError, ValueError) as error:
        raise ReadError(
            f"{name} could not be read: its text is not valid {encoding.upper()}. Save it as UTF-8 and open it again."
        ) from error
    declaration = re.compile(_DECLARATION).match(data, past_blank(data, comments=False))
    if declaration is None:
        return data
    return b"\n" * data.count(b"\n", 0, declaration.end()) + data[declaration.end() :]


def has_wide_characters(data: bytes) -> bool:
    """True if data begin like text in UTF-16 or UTF-32, which holds zero bytes."""
    return _marked_encoding(data) not in (None, "utf-8-sig")


def _marked_encoding(data: bytes) -> str | None:
    """The encoding shown by a byte order mark, or by the zero bytes of an ASCII character in UTF-16 or UTF-32."""
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, encoding in marks:
        if data.startswith(mark):
            return encoding
    zeros = tuple(byte == 0 for byte in data[:4])
    patterns: dict[tuple[bool, ...], str] = {
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
    }
    return patterns.get(zeros)


def expand_entities(data: bytes, name: str, limits: Limits) -> bytes:
    """RDF/XML or TriX without its document type, with small internal entities replaced by their values.

    These are the entities that OWL editors write (``<!ENTITY owl "http://www.w3.org/2002/07/owl#">``). Line numbers do
    not change.

    Raises :class:`ReadError` for external and parameter entities, entities that hold references or markup, and too many
    or too long ones. An external document type is never fetched; it is left out.
    """
    refuse = ReadError(
        f"{name} was not opened: it declares XML entities that could grow without bound or read other files. "
        "Save it without entity declarations, or as Turtle, and open it again."
    )
    start = past_xml_blank(data)
    opening = re.compile(_DOCTYPE_START).match(data, start)
    if opening is None:
        return data
    end, entities = opening.end(), {}
    if opening[1] == b"[":
        while (part := re.compile(_SUBSET).match(data, end)) is not None and part.end() > end:
            end = part.end()
            if part[1] is not None and part[1] not in entities:
                entities[part[1]] = part[2] if part[2] is not None else part[3]
        closing = re.compile(_DOCTYPE_END).match(data, end)
        if closing is None:
            raise refuse
        end = closing.end()
    if len(entities) > limits.entities or not all(
        len(value) <= limits.entity_length and re.fullmatch(_HARMLESS, value) for value in entities.values()
    ):
        raise refuse
    quoted = {
        b"&" + key + b";": value.replace(b'"', b"&quot;").replace(b"'", b"&apos;").replace(b">", b"&gt;")
        for key, value in entities.items()
    }
    grown = sum(data.count(key) * len(value) for key, value in quoted.items())
    if len(data) + grown > limits.size:
        raise ReadError(
            f"{name} was not opened: with its entities it holds more than {limits.size / (1 << 20):,.0f} MiB. "
            "Save it as Turtle, and open it again."
        )
    body = re.sub(_REFERENCE, lambda match: quoted.get(match[0], match[0]), data[end:]) if quoted else data[end:]
    return data[:start] + b"\n" * data.count(b"\n", start, end) + body


def check_depth(data: bytes, name: str, form: Format, limits: Limits) -> int:
    """The levels of nesting; raises :class:`ReadError` for data that nest more deeply than a parser can handle.

    Bytes of no known syntax are left to their reader. For XML this also refuses declarations (``<!DOCTYPE``,
    ``<!ENTITY``) that are left anywhere in it.
    """
    if form.syntax == "bytes":
        return 0
    if form.syntax == "xml":
        depth, limit = _xml_depth(data, name, form), limits.xml_depth
    elif form.syntax == "json":
        steps = (1 if m[1] else -1 if m[2] else 0 for m in re.finditer(_JSON_TOKEN, data))
        depth, limit = max(accumulate(steps), default=0), limits.json_depth
    else:
        depth, limit = _triple_depth(data, limits.triple_depth), limits.triple_depth
    if depth > limit:
        raise ReadError(
            f"{name} was not opened: it nests {depth:,} levels deep, and {limit} is the most that can be read safely. "
            "Save it in a flatter form, such as N-Triples, and open it again."
        )
    return depth


def on_deep_stack(quads: Callable[[], Iterator[Quad]]) -> Iterator[Quad]:
    """Quads of a parser that recurses, made on a thread with room for the deepest data."""
    found: list[Quad] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            found.extend(quads())
        except BaseException as error:  # raised again by the caller
            errors.append(error)

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work, name="deep-json")
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    yield from found


def _xml_depth(data: bytes, name: str, form: Format | None = None) -> int:
    depth = deepest = 0
    for match in re.finditer(_XML_TAG, data):
        group = match.lastindex
        if group == 3:
            depth += 1
            deepest = max(deepest, depth)
        elif group == 1:
            depth -= 1
        elif group == 2:
            raise ReadError(
                f"{name} was not opened: it holds a declaration (<!…) where none is allowed. "
                "Remove it, or save the data as Turtle, and open it again."
            )
    if depth > 0:  # the RDF/XML parser treats the end of the file as the end of every element
        raise ReadSyntaxError(
            f"{name} could not be read: it ends before all its elements are closed. "
            "It may have been cut short; fetch the file again.",
            data.count(b"\n") + 1,
            form,
        )
    return deepest


def _triple_depth(data: bytes, limit: int) -> int:
    """Nesting of ``<<( )>>``; the exact scan, which skips strings, runs only if there are many of them."""
    if data.count(b"<<(") <= limit:
        return 0
    steps = (1 if m[1] else -1 if m[2] else 0 for m in re.finditer(_TRIPLE_TOKEN, data))
    return max(accumulate(steps), default=0)


def has_long_word(data: bytes, length: int = 1 << 20) -> bool:
    """True if some run without white space is longer than ``length`` bytes (a run over half of it may count too).

    A parser fed in small pieces reads such a word again with every piece.
    """
    window = length // 2
    white = re.compile(_WHITE)
    return any(white.search(data, i, i + window) is None for i in range(0, len(data) - window + 1, window))
