"""Templates of labels: text with names of columns in braces, as ``{label} ({attribute https://schema.org/startDate})``.

A part for which a resource has no value is left out, together with the words that lead to it and with brackets that
would be empty. Nothing in a template is run: braces hold keys of columns and nothing else, ``{{`` and ``}}`` stand for
braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from graph.errors import CaseboardError

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[()\[\]]|[^{}()\[\]]+")
_CLOSING = {"(": ")", "[": "]"}
Value = Callable[[str], str]
"""What stands in a column by its key, "" for nothing."""


class TemplateError(CaseboardError):
    """A template that cannot be understood, in one sentence."""


class _Field(NamedTuple):
    key: str


class _Bracket(NamedTuple):
    """Parts between brackets; ``is_open`` where nothing closes it."""

    open: str
    parts: tuple[_Part, ...]


_Part = str | _Field | _Bracket
Parts = tuple[_Part, ...]


@lru_cache(maxsize=256)
def parse(template: str) -> Parts:
    """The parts of a template; raises :class:`TemplateError` where braces do not match or hold nothing."""
    stack: list[tuple[str, list[_Part]]] = [("", [])]
    for piece in _PIECE.findall(template):
        opened, parts = stack[-1]
        if piece in ("{", "}"):
            raise TemplateError(f"A brace in “{template}” has no partner; write {{{{ or }}}} for a brace itself.")
        if piece in _CLOSING:
            stack.append((piece, []))
        elif opened and piece == _CLOSING[opened]:
            stack.pop()
            stack[-1][1].append(_Bracket(opened, tuple(parts)))
        elif piece.startswith("{") and piece != "{{":
            if not piece[1:-1].strip():
                raise TemplateError(f"Braces in “{template}” are empty; put the name of a column between them.")
            parts.append(_Field(piece[1:-1].strip()))
        else:
            parts.append({"{{": "{", "}}": "}"}.get(piece, piece))
    while len(stack) > 1:
        # A bracket that nobody closes is text like any other.
        opened, parts = stack.pop()
        stack[-1][1].extend((opened, *parts))
    return tuple(stack[0][1])


def keys_of(template: str) -> tuple[str, ...]:
    """The keys of columns that a template asks for, each once, in their order."""

    def walk(parts: Parts) -> list[str]:
        out: list[str] = []
        for part in parts:
            out += [part.key] if isinstance(part, _Field) else walk(part.parts) if isinstance(part, _Bracket) else []
        return out

    return tuple(dict.fromkeys(walk(parse(template))))


def filled(template: str, value: Value) -> str:
    """The template with values in it; "" where it asks for some and none is there."""
    text, present = _fill(parse(template), value)
    return " ".join(text.split()) if present or not keys_of(template) else ""


def _fill(parts: Parts, value: Value) -> tuple[str, bool]:
    """The text of some parts, and whether any value came into it."""
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
            # Words between two values stand only where both do.
            out += (waiting if not dropped or present else "") + said
            present = True
        dropped = not full
        waiting = ""
    return out + ("" if dropped else waiting), present


def keys_in(bracket: _Bracket) -> bool:
    """Whether anything between brackets asks for a value."""
    return any(isinstance(part, _Field) or (isinstance(part, _Bracket) and keys_in(part)) for part in bracket.parts)


def renamed(template: str, names: Mapping[str, str]) -> str:
    """The template with keys replaced, so that people read titles and rules keep keys; an unknown key stays."""

    def one(match: re.Match[str]) -> str:
        piece = match[0]
        if piece.startswith("{") and piece.endswith("}") and len(piece) > 2:
            key = piece[1:-1].strip()
            return f"{{{names.get(key, key)}}}"
        return piece

    return _PIECE.sub(one, template)
