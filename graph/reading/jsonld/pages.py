"""JSON-LD inside web pages: the scripts of the type ``application/ld+json``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, RdfFormat, parse

_SCRIPT = rb"(?i)<script\b([^<>]*)>"
_TYPE = rb"(?i)\btype\s*=\s*[\"']?\s*application/ld\+json\b"
_END = rb"(?i)</script\s*>"
_BASE = rb"(?i)<base\b[^<>]*?\bhref\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)"
_NO_MARKUP = rb"(?is)<!--.*?(?:-->|\Z)|<script\b.*?(?:</script\s*>|\Z)"
_HEAD = 1 << 18
"""Bytes in which the head of a page ends."""


def base_of_page(page: bytes, base: str) -> str:
    """The base IRI that a page read under ``base`` states in its first ``<base>``; ``base`` if it states none."""
    found = re.search(_BASE, re.sub(_NO_MARKUP, b"", page[:_HEAD]))
    if found is None:
        return base
    href = html.unescape(found[1].strip(b"\"'").decode("utf-8", "replace")).strip()
    try:
        (quad,) = parse(f"<{href}> <x:x> <x:x> .", RdfFormat.TURTLE, base_iri=base)
    except (SyntaxError, ValueError):
        return base
    return quad.subject.value if isinstance(quad.subject, NamedNode) else base


def scripts_of(page: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each script that holds JSON-LD."""
    start, end, at = re.compile(_SCRIPT), re.compile(_END), 0
    while (opening := start.search(page, at)) is not None:
        closing = end.search(page, opening.end())
        at = closing.start() if closing else len(page)
        if re.search(_TYPE, opening[1]) and page[opening.end() : at].strip():
            yield opening.end(), at


def scripts_in(page: bytes) -> bytes:
    """The scripts as one JSON array, each on the lines where it stands in the page."""
    pieces, at, comma = [b"["], 0, b""
    for start, end in scripts_of(page):
        pieces += [b"\n" * page.count(b"\n", at, start), comma, page[start:end]]
        at, comma = end, b","
    return b"".join((*pieces, b"\n" * page.count(b"\n", at), b"]"))
