"""Words of the data as HTML: escaped, without characters that HTML forbids, each name in its own direction."""

from __future__ import annotations

import re
from html import escape

_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"


def plain(text: str) -> str:
    """A text for HTML, in an element or in an attribute between quotes."""
    return escape(re.sub(_FORBIDDEN, "", text))


def name(text: str) -> str:
    """A name on one line, whose direction of writing changes nothing around it."""
    return f"<bdi>{plain(' '.join(text.split()))}</bdi>"
