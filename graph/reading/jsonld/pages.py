"""JSON-LD inside web pages: the scripts of the type ``application/ld+json``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SCRIPT = rb"(?i)<script\b([^<>]*)>"
_TYPE = rb"(?i)\btype\s*=\s*[\"']?\s*application/ld\+json\b"
_END = rb"(?i)</script\s*>"


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
