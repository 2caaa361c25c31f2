"""Scanners for text before the first statement: white space, comments, processing instructions."""

from __future__ import annotations

import re

_WHITE = rb"\s*"
_LINE_END = rb"[\r\n]|\Z"


_OUTSIDE = rb'"@(?:context"\s*:\s*["\[]|import"\s*:\s*")'


def may_reach_out(data: bytes) -> bool:
    """True if JSON-LD may name a context outside the file."""
    return re.search(_OUTSIDE, data) is not None


def past_blank(data: bytes, at: int = 0, *, comments: bool = True) -> int:
    """The first position from ``at`` on outside white space and comments (``#`` to the end of the line)."""
    white, line_end = re.compile(_WHITE), re.compile(_LINE_END)
    while True:
        at = _end(white.match(data, at))
        if not comments or data[at : at + 1] != b"#":
            return at
        at = _end(line_end.search(data, at))


def past_xml_blank(data: bytes, at: int = 0) -> int:
    """The first position from ``at`` on outside white space, complete comments and processing instructions."""
    white = re.compile(_WHITE)
    while True:
        at = _end(white.match(data, at))
        for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
            if data.startswith(opening, at) and (end := data.find(closing, at + len(opening))) >= 0:
                at = end + len(closing)
                break
        else:
            return at


def _end(match: re.Match[bytes] | None) -> int:
    assert match is not None  # both patterns match everywhere, if only the empty text
    return match.end()
