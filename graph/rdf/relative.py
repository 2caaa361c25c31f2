"""Relative names: ``<1>`` and ``<#me>`` in files that state no base.

Parsers and stores know absolute IRIs only. A file without a base is therefore read under :data:`THIS`, an IRI that no
file can mean, and everything that leaves the program loses it again: the name of such a resource is ``1`` or ``#me``,
and it is written as ``<1>`` or ``<#me>``. The base has folders to go up from, so that ``<../a>`` keeps its dots.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

SCHEME = "caseboard-relative:"
_UP = "/~up"
_LEVELS = 16
_FOLDER = f"{SCHEME}//{_UP * _LEVELS}/"
THIS = f"{_FOLDER}~this"
"""The base of a file that is read alone."""

# Patterns as text are compiled on first use, which the first picture does without.
_ABSOLUTE = r"[A-Za-z][A-Za-z0-9+.\-]*:"
_BASE = r"([A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*/(?:[^?#]*/)?)[^/?#]*(?:\?[^#]*)?"
_ITSELF = "<>"


def base_beside(name: str) -> str:
    """The base of the file ``name`` among others, so that ``<#me>`` of two files are two resources."""
    return _FOLDER + quote(name)


def graph_of(name: str) -> NamedNode:
    """The named graph of the file ``name`` among others: absolute, since few formats hold relative names.

    It has no folders of the machine, since it goes into files that leave the program.
    """
    return NamedNode(f"file:///{quote(name)}")


def is_relative(term: object) -> bool:
    """True for a resource with a relative name, and for a literal or triple term that holds one."""
    if type(term) is NamedNode:
        return term.value.startswith(SCHEME)
    if type(term) is Literal:
        return term.datatype.value.startswith(SCHEME)
    if type(term) is Triple:
        return any(map(is_relative, (term.subject, term.predicate, term.object)))
    return False


def as_named(iri: str) -> str:
    """An IRI as people see it: relative where the file was; the file itself is ``<>``."""
    if not iri.startswith(SCHEME):
        return iri
    if iri.startswith(THIS):
        rest = iri[len(THIS) :]
        return _ITSELF if not rest else rest if rest[0] in "#?" else f":{rest}"
    if iri.startswith(_FOLDER):
        rest = iri[len(_FOLDER) :]
        first = re.split("[/?#]", rest, maxsplit=1)[0]
        return rest if first and ":" not in first and first[0] != "@" else f"./{rest}"
    path = iri[len(SCHEME) + 2 :]
    if not path.startswith("/"):
        return f"//{path}"
    levels = 0
    while path.startswith(f"{_UP}/"):
        path, levels = path[len(_UP) :], levels + 1
    return "../" * (_LEVELS - levels) + path[1:] if levels else path


def from_name(name: str) -> NamedNode:
    """The resource of a name from :func:`as_named`; raises :class:`ValueError` for text that is no IRI."""
    if re.match(_ABSOLUTE, name):
        return NamedNode(name)
    if name == _ITSELF:
        return NamedNode(THIS)
    if name.startswith(":"):
        return NamedNode(THIS + name[1:])
    found = None if ">" in name else _read(name, THIS)
    if found is None:
        raise ValueError(f"{name!r} is no IRI")
    return found


def _read(name: str, base: str) -> NamedNode | None:
    """The IRI that a parser makes of a relative name."""
    try:
        quad = next(iter(parse(f"<x:s> <x:p> <{name}> .".encode(), RdfFormat.TURTLE, base_iri=base)))
    except (SyntaxError, ValueError, StopIteration):
        return None
    return quad.object if isinstance(quad.object, NamedNode) else None


def reference(iri: str, base: str = "") -> str:
    """The text between ``<`` and ``>`` that reads back as ``iri`` under ``base``, or without one if it is empty."""
    if iri.startswith(SCHEME):
        name = as_named(iri)
        return "" if name == _ITSELF else iri if name[0] == ":" else name
    stated = re.match(_BASE, base) if base else None
    if stated is None:
        return iri
    itself, folder = stated[0], stated[1]
    if iri == itself:
        return ""
    if iri.startswith(itself + "#"):
        return iri[len(itself) :]
    rest = iri[len(folder) :] if iri.startswith(folder) else ""
    first = re.split("[/?#]", rest, maxsplit=1)[0]
    dots = {".", ".."}.intersection(re.split("[?#]", rest, maxsplit=1)[0].split("/"))
    return rest if first and ":" not in first and first[0] != "@" and not dots else iri
