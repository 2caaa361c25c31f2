"""N3 without its logic: rules, formulas and paths are left out and counted, the statements stay."""

from __future__ import annotations

import re

from graph.reading.mistakes.statements import spans_of

QUOTED = (
    rb'(?s)"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?|'
    rb"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?|"
    rb'"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|'
    rb"'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*'?|"
    rb"<[^<>\"\s]*>|#[^\r\n]*|\\.|\^\^"
)
"""Strings, IRIs, comments, and the sign before a datatype."""
_KINDS = (
    ("rule", rb"=>|<="),
    ("formula", rb"[{}]"),
    ("path", rb"[!^]"),
    ("statement about variables", rb"@(?:forAll|forSome)\b|\?[A-Za-z_]"),
)


def without_logic(data: bytes) -> tuple[bytes, list[str]]:
    """The statements on their lines, and in words what was left out: “1 rule”, “2 formulas”."""
    counts = dict.fromkeys((kind for kind, _ in _KINDS), 0)
    pieces, at = [], 0
    for span in spans_of(data, with_formulas=True):
        text = data[span.start : span.end]
        is_whole = text.endswith((b".", b"}")) and not span.is_directive
        kind = _kind_of(text) if is_whole else ""
        if kind:
            counts[kind] += 1
            pieces += [data[at : span.start], b"\n" * text.count(b"\n")]
            at = span.end
    left_out = [f"{count:,} {kind if count == 1 else _many(kind)}" for kind, count in counts.items() if count]
    return b"".join((*pieces, data[at:])), left_out


def _kind_of(statement: bytes) -> str:
    """The kind of logic in a statement; "" for a plain one, and for one whose braces do not match."""
    bare = re.sub(QUOTED, b" ", statement)
    if bare.count(b"{") != bare.count(b"}"):
        return ""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, bare)), "")


def _many(kind: str) -> str:
    return kind.replace("statement", "statements") if kind.startswith("statement") else f"{kind}s"
