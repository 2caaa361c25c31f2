"""Sources of triples: the protocol that files and stores on disk implement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from pyoxigraph import Literal as OxLiteral

from graph.arrays.types import Ids, Mask
from graph.frozen import frozen
from graph.named import NamedTuple
from graph.rdf.terms import Prefixes
from graph.rdf.unread import Unread

if TYPE_CHECKING:
    from graph.work.progress import Job

MOST_STATEMENTS = 200
"""Statements loaded with one resource, unless more are asked for."""

Term = NamedNode | BlankNode | OxLiteral | Triple


@frozen
class Quads:
    """Distinct quads of a source in reading order, as columns of indices into ``terms``.

    ``terms`` are in order of first appearance; ``graph`` is -1 in the default graph. All columns have shape (n,). Blank
    nodes are named ``b0``, ``b1`` … in order of first appearance, so that equal bytes give equal quads.
    """

    terms: Sequence[Term]
    subject: Ids
    predicate: Ids
    object: Ids
    graph: Ids
    prefixes: Prefixes = field(default_factory=Prefixes)

    def __len__(self) -> int:
        return len(self.subject)


Regime = Literal["rdfs", "owlrl"]
REGIMES: dict[Regime, str] = {"rdfs": "RDFS", "owlrl": "OWL 2 RL"}
"""The rules by which triples are inferred, and their names."""


@frozen
class Inferred:
    """Triples that follow from a source and do not stand in it.

    ``stated`` are the quads of the source; ``quads`` are these, then the inferred ones, which stand in the default
    graph, with further terms behind those of the source. ``by`` names the rules.
    """

    stated: Quads
    quads: Quads
    by: Regime

    @property
    def count(self) -> int:
        """Number of inferred triples."""
        return len(self.quads) - len(self.stated)


def has_blank_nodes(quads: Quads, rows: NDArray[np.intp]) -> bool:
    """True if one of the quads at ``rows`` (k,) has a blank node as its subject or object."""
    used = np.unique(np.concatenate((quads.subject[rows], quads.object[rows])))
    return any(isinstance(quads.terms[term], BlankNode) for term in used.tolist())


def literal_terms(quads: Quads) -> Mask:
    """True for the terms (t,) that are literals."""
    return np.fromiter((isinstance(term, OxLiteral) for term in quads.terms), bool, len(quads.terms))


class Source(Protocol):
    """A collection of triples; :class:`graph.reading.local.LocalSource` for files."""

    title: str
    warnings: Sequence[str]
    unread: Unread

    @property
    def hashes(self) -> Sequence[str]:
        """SHA-256 in hex of each file of the source."""
        ...

    @property
    def quads(self) -> Quads:
        """All quads of the source that are in memory."""
        ...

    def about(self, iri: str) -> Sequence[Quad]:
        """Quads with ``iri`` (or blank node ``_:label``) as subject or object, as the store holds them."""
        ...


class Entry(NamedTuple):
    """A resource found by a search: its IRI (or ``_:label``) and a name, or "" if only the IRI matched."""

    iri: str
    name: str


class Loadable(Source, Protocol):
    """A source that stays where it is, on disk or on a server, and is drawn in parts that are loaded on demand.

    Its ``quads`` are those loaded so far, and new ones are only appended.
    """

    @property
    def place(self) -> str:
        """The words for where the rest of the data is: “on disk”."""
        ...

    def load(self, iri: str, *, most: int = MOST_STATEMENTS) -> Job[int]:
        """Load a resource with its relationships, and the classes and names of its neighbours; counts new quads."""
        ...

    def is_loaded(self, iri: str) -> bool:
        """True if a resource was loaded with its relationships, and not only as a neighbour of another."""
        ...

    def search(self, query: str, most: int = 50) -> list[Entry]:
        """Resources whose names hold every word of ``query``, as far as that is known at once."""
        ...
