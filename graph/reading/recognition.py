"""Format recognition: by the content of a file first, by the suffix of its name second."""

from __future__ import annotations

import re
from pathlib import PurePath

from graph.formats.format import Format
from graph.formats.table import (
    FOLLOW_THE_MONEY,
    HEXTUPLES,
    HTML,
    JSON_LD,
    N3,
    N_QUADS,
    N_TRIPLES,
    OPEN_OWNERSHIP,
    PACKED,
    RDF_XML,
    SUFFIXES,
    TRIG,
    TRIX,
    TURTLE,
    read_as,
)
from graph.reading.scanning import past_blank, past_xml_blank

_TOLD_BY_CONTENT = (
    None, TURTLE, N_TRIPLES, N_QUADS, TRIG, N3, RDF_XML, JSON_LD, HTML, TRIX, HEXTUPLES, FOLLOW_THE_MONEY,
    OPEN_OWNERSHIP,
)  # fmt: skip

OPEN_INSTEAD = "Open a Turtle, N-Triples, TriG, RDF/XML or JSON-LD file instead."

_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an office document of an old kind"),
    (b"{\\rtf", "a formatted text"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_PACKED = (
    (b"$HDT", "RDF in an HDT archive"),
    (b"PK\x03\x04", "a ZIP archive (or an office document, which is one)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive inside another"),
)

GZIP, BZIP2, XZ, ZSTANDARD = "gzip", "bzip2", "xz", "Zstandard"
"""Kinds of archives of one file."""
_PACKINGS = ((b"\x1f\x8b", GZIP), (b"BZh", BZIP2), (b"\xfd7zXZ\0", XZ), (b"\x28\xb5\x2f\xfd", ZSTANDARD))

# Compiled by re on first use, and linear on every Python, as in :mod:`graph.reading.limits`.
_DOCTYPE = rb"(?s)<!DOCTYPE[^\[>]*(?:>|\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*>)"
_PAGE = rb"(?i)<!doctype\s+html[\s>]|<html[\s>]"
_ROOT = rb"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)([\s/>])"
_OWL_XML = rb"<(?:owl:)?Ontology\s[^<>]*\bontologyIRI\s*="
"""The root of OWL/XML, which declares the namespace of RDF without being RDF."""
_SCRIPTS = b"application/ld+json"
_RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IRI = rb"<[^<>\"\s]*>"
_NODE = rb"(?:" + _IRI + rb"|_:[^\s<>\"]+)"
_LINE = (
    _NODE + rb"\s*" + _IRI + rb"\s*(?:" + _NODE + rb"|\"(?:[^\"\\\r\n]|\\.)*\"(?:@[\w\-]+|\^\^" + _IRI + rb")?)"
    rb"\s*(?:(" + _NODE + rb")\s*)?\.\s*(?:#.*)?$"
)
_GRAPH_BLOCK = rb"(?i)(?:^|[\s>])(?:GRAPH\s|\{(?!\|))"


def suffix_of(name: str) -> str:
    """The suffix that names the format, in lower case without its dot; a ``.gz`` after it is skipped."""
    parts = [part.lower() for part in PurePath(name).suffixes]
    if parts and parts[-1][1:] in PACKED:
        parts.pop()
    return parts[-1][1:] if parts else ""


def known_by_suffix(name: str) -> Format | None:
    """The format of a file that only its suffix tells, such as those of plugins; None if the content decides."""
    found = read_as(suffix_of(name))
    return None if found in _TOLD_BY_CONTENT else found


def not_rdf(head: bytes) -> str | None:
    """The reason why these first bytes of a file cannot be RDF text, as the end of a sentence, or None."""
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return f"it is {what}, not RDF. {OPEN_INSTEAD}"
    if head[257:262] == b"ustar":
        return "it is a tar archive. Unpack it and open the RDF file inside."
    if head.startswith(b"PK\x03\x04") and (office := office_of(head)):
        return f"it is {office}."
    for magic, what in _PACKED:
        if head.startswith(magic):
            return f"it is {what}. Unpack it and open the RDF file inside."
    return None


def packing_of(head: bytes) -> str:
    """The kind of the archive of one file that begins with these bytes, six or more; "" for a file without packing."""
    return next((packing for magic, packing in _PACKINGS if head.startswith(magic)), "")


def office_of(head: bytes) -> str:
    """The kind of office document that a ZIP archive is, with what to do, "" for another archive."""
    if b"xl/" in head or b"opendocument.spreadsheet" in head:
        return (
            "a spreadsheet. Turn its rows into RDF first, for example with a mapping tool for CSV, and open the result"
        )
    if b"word/" in head or b"opendocument.text" in head:
        return "a text document. Save it as plain text and use File → Attach texts… with its folder"
    return ""


def is_blank(data: bytes) -> bool:
    """True if the data hold only white space and comments (of Turtle or of XML)."""
    return past_blank(data) == len(data) or past_xml_blank(data) == len(data)


def candidates(data: bytes, name: str) -> list[Format]:
    """The formats to try, most likely first; empty if the content is clearly not RDF.

    Only the first 64 KiB are examined. The content decides between the families (XML, JSON, Turtle and related
    formats); inside the Turtle family the suffix counts too.
    """
    suffix = suffix_of(name)
    head = data[: 1 << 16]
    body = head[past_blank(head) :]
    if body[:1] == b"<" and (found := _xml(body, suffix)) is not None:
        return found or [HTML] * (_SCRIPTS in data)
    if body[:1] in (b"{", b"[") and (other := _other_json(body)):
        return other
    if body[:1] == b"{" and body[1:].lstrip()[:1] in (b'"', b"}", b""):
        return [JSON_LD]
    if body[:1] == b"[":
        following = body[1:].lstrip()
        if following[:1] == b'"':
            return [HEXTUPLES, JSON_LD]
        if following[:1] in (b"{", b"[") or (following[:1] == b"]" and not following[1:].strip()):
            return [JSON_LD]
    return _turtle_family(body, suffix)


def _other_json(body: bytes) -> list[Format]:
    """The format of JSON that is no JSON-LD, by keys that every record of it has; empty for other JSON."""
    if b'"@context"' in body:
        return []
    if re.search(rb'"statementId"\s*:', body) and re.search(rb'"record(?:Type|Details|Id)"\s*:', body):
        return [OPEN_OWNERSHIP]
    has_schema = re.search(rb'"schema"\s*:\s*"[A-Z][A-Za-z]*"', body) is not None
    return [FOLLOW_THE_MONEY] if has_schema and re.search(rb'"(?:properties"\s*:\s*\{|prop"\s*:\s*")', body) else []


def _xml(body: bytes, suffix: str) -> list[Format] | None:
    """The XML format of a document that begins with ``<``; empty for XML that is not RDF, None if it is not XML."""
    start = past_xml_blank(body)
    if re.compile(_PAGE).match(body, start):
        return []
    if doctype := re.compile(_DOCTYPE).match(body, start):
        start = past_xml_blank(body, doctype.end())
    root = re.compile(_ROOT).match(body, start)
    declared = start > 0 or body.startswith((b"<?xml", b"<!DOCTYPE"))
    if root is None:
        return [RDF_XML] if declared else None
    if not declared and b"xmlns" not in body[: body.find(b">") + 1] and root[1] not in (b"html", b"RDF"):
        return None
    if root[1].lower() == b"trix":
        return [TRIX]
    if re.compile(_OWL_XML).match(body, start):
        return []
    if root[1] == b"RDF" or _RDF_NAMESPACE in body:
        return [RDF_XML]
    return [RDF_XML] if suffix in {"rdf", "owl"} and root[1].lower() != b"html" else []


def _turtle_family(body: bytes, suffix: str) -> list[Format]:
    """The formats of the Turtle family, the strictest that fits first; each later one reads more."""
    said = SUFFIXES.get(suffix)
    lines = [line.strip() for line in body.splitlines()[:200]]
    if len(body) == 1 << 16 or len(lines) == 200:
        lines.pop()
    lines = [line for line in lines if line and not line.startswith(b"#")]
    # The pattern takes a while to compile, and most Turtle begins with something else.
    maybe = bool(lines) and lines[0].startswith((b"<", b"_:"))
    by_line = said in (N_TRIPLES, N_QUADS) or (maybe and all(re.match(_LINE, line) for line in lines))
    found = [N_QUADS] if by_line else []
    rules = said is N3 or b"=>" in body
    blocks = b"{" in body
    if said is TRIG or (said is not TURTLE and not rules and re.search(_GRAPH_BLOCK, body)):
        return [*found, TRIG]
    found.append(TURTLE)
    return [N3, *found] if said is N3 else found + [TRIG] * blocks + [N3] * rules


def has_keywords(data: bytes) -> bool:
    """True if JSON has a keyword of JSON-LD, or holds nothing at all."""
    return re.search(rb'"@[a-z]+"\s*:', data) is not None or data.strip() in (b"{}", b"[]")


def surprise(name: str, found: Format) -> str | None:
    """A warning if the suffix promises another format than the one that was found."""
    suffix = suffix_of(name)
    said = SUFFIXES.get(suffix)
    if said is None or suffix not in said.tolerates or found is said:
        return None
    if found.title in said.tolerates[suffix]:
        return None
    return f"{PurePath(name).name} ends in .{suffix} but holds {found.title}; it was opened as {found.title}."
