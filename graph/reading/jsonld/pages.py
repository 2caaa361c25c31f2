"""JSON-LD inside web pages: the scripts of the type ``application/ld+json``."""

from __future__ import annotations

import re

_SCRIPT = rb"(?i)<script\b([^<>]*)>"
_TYPE = rb"(?i)\btype\s*=\s*[\"']?\s*application/ld\+json\b"
_END = rb"(?i)</script\s*>"


def scripts_in(page: bytes) -> bytes:
    """The scripts as one JSON array, each on the lines where it stands in the page."""
    start, end = re.compile(_SCRIPT), re.compile(_END)
    pieces, at, comma = [b"["], 0, b""
    while (opening := start.search(page, at)) is not None:
        closing = end.search(page, opening.end())
        stop = closing.start() if closing else len(page)
        script = page[opening.end() : stop]
        if re.search(_TYPE, opening[1]) and script.strip():
            pieces += [b"\n" * page.count(b"\n", at, opening.end()), comma, script]
            comma = b","
        else:
            pieces.append(b"\n" * page.count(b"\n", at, stop))
        at = stop
    return b"".join((*pieces, b"]"))
