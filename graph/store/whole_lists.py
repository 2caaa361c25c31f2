"""Lists and containers of a store, loaded whole, so that their members are seen as ordered values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from graph.rdf.terms import NIL, RDF

_FIRST, _REST = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
_NUMBERED = re.compile(re.escape(RDF) + r"_[1-9][0-9]{0,8}")
_HOLDERS = 2
"""Statements that lead to a list; with more than one it is a resource of its own."""


def list_around(store: Store, term: Any, most: int) -> list[Quad]:
    """The quads of the list that a blank node is a cell of, or of the container that it is, with what leads to it.

    Empty if it is neither, or if the list has more than ``most`` quads.
    """
    if not isinstance(term, BlankNode):
        return []
    head: Any = term
    cells = 0
    while cells < most and (before := _only(store.quads_for_pattern(None, _REST, head))) is not None:
        head, cells = before.subject, cells + 1
    found = list(islice(_chain(store, head), most + 1)) or list(islice(_container(store, head), most + 1))
    if not found or len(found) > most:
        return []
    return [*islice(store.quads_for_pattern(None, None, head), _HOLDERS), *found]


def _chain(store: Store, head: Any) -> Iterator[Quad]:
    """The quads of all cells from the head on."""
    cell = head
    while cell != NIL and (rest := _only(store.quads_for_pattern(cell, _REST, None))) is not None:
        yield from store.quads_for_pattern(cell, None, None)
        cell = rest.object


def _container(store: Store, head: Any) -> Iterator[Quad]:
    """The quads of a container; none if the resource numbers no members."""
    quads = store.quads_for_pattern(head, None, None)
    for quad in quads:
        if _NUMBERED.fullmatch(quad.predicate.value):
            yield quad
            yield from store.quads_for_pattern(head, None, None)
            return


def _only(quads: Iterator[Quad]) -> Quad | None:
    """The only one of some quads, else None."""
    found = list(islice(quads, 2))
    return found[0] if len(found) == 1 else None


def members_of(quads: list[Quad]) -> list[Any]:
    """The members that quads of lists name."""
    return [quad.object for quad in quads if quad.predicate == _FIRST or _NUMBERED.fullmatch(quad.predicate.value)]
