"""Label templates: text with keys of columns in braces, as in ``{label} ({attribute https://schema.org/startDate})``.

A part without a value is left out, together with the words that lead to it and with brackets that would be empty. A
template runs no code: braces hold only keys of columns, and ``{{`` and ``}}`` stand for braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from graph.errors import CaseboardError
from graph.named import NamedTuple

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[()\[\]]|[^{}()\[\]]+")
_CLOSING = {"(": ")", "[": "]"}
Value = Callable[[str], str]
"""A function that gives the value of a column by key, "" if it is empty."""


class TemplateError(CaseboardError):
    """An invalid template; the text says why in one sentence."""


class _Field(NamedTuple):
    key: str


class _Bracket(NamedTuple):
    """Parts between brackets; ``is_open`` if the closing bracket is missing."""

    open: str
    parts: tuple[_Part, ...]


_Part = str | _Field | _Bracket
Parts = tuple[_Part, ...]


@lru_cache(maxsize=256)
def parse(template: str) -> Parts:
    """The parts of a template. Raises :class:`TemplateError` for braces that do not match or are empty."""
    stack: list[tuple[str, list[_Part]]] = [("", [])]
    for piece in _PIECE.findall(template):
        opened, parts = stack[-1]
        if piece in ("{", "}"):
            raise TemplateError(f"A brace in “{template}” has no partner. Write {{{{ or }}}} for a brace itself.")
        if piece in _CLOSING:
            stack.append((piece, []))
        elif opened and piece == _CLOSING[opened]:
            stack.pop()
            stack[-1][1].append(_Bracket(opened, tuple(parts)))
        elif piece.startswith("{") and piece != "{{":
            if not piece[1:-1].strip():
                raise TemplateError(f"Braces in “{template}” are empty. Put the name of a column between them.")
            parts.append(_Field(piece[1:-1].strip()))
        else:
            parts.append({"{{": "{", "}}": "}"}.get(piece, piece))
    while len(stack) > 1:
        # An unclosed bracket is plain text.
        opened, parts = stack.pop()
        stack[-1][1].extend((opened, *parts))
    return tuple(stack[0][1])


def keys_of(template: str) -> tuple[str, ...]:
    """The column keys in a template, each once, in order."""

    def walk(parts: Parts) -> list[str]:
        out: list[str] = []
        for part in parts:
            out += [part.key] if isinstance(part, _Field) else walk(part.parts) if isinstance(part, _Bracket) else []
        return out

    return tuple(dict.fromkeys(walk(parse(template))))


def filled(template: str, value: Value) -> str:
    """The template with values filled in; "" if it has keys but no value for any."""
    text, present = _fill(parse(template), value)
    return " ".join(text.split()) if present or not keys_of(template) else ""


def _fill(parts: Parts, value: Value) -> tuple[str, bool]:
    """The text of some parts, and True if it contains a value."""
    out, waiting, present, dropped = "", "", False, False
    for part in parts:
        if isinstance(part, str):
            waiting += part
            continue
        if isinstance(part, _Field):
            said = value(part.key)
            full = bool(said)
        else:
            inner, full = _fill(part.parts, value)
            plain = not keys_in(part)
            said, full = f"{part.open}{inner}{_CLOSING[part.open]}", full or plain
        if full:
            # Words between two values appear only with both values.
            out += (waiting if not dropped or present else "") + said
            present = True
        dropped = not full
        waiting = ""
    return out + ("" if dropped else waiting), present


def keys_in(bracket: _Bracket) -> bool:
    """True if there is a key between the brackets."""
    return any(isinstance(part, _Field) or (isinstance(part, _Bracket) and keys_in(part)) for part in bracket.parts)


def renamed(template: str, names: Mapping[str, str]) -> str:
    """The template with keys replaced by names: people read titles while rules store keys. Unknown keys stay."""

    def one(match: re.Match[str]) -> str:
        piece = match[0]
        if piece.startswith("{") and piece.endswith("}") and len(piece) > 2:
            key = piece[1:-1].strip()
            return f"{{{names.get(key, key)}}}"
        return piece

    return _PIECE.sub(one, template)
