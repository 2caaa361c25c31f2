"""Patches: the quads to take out of a graph and to put in, as an RDF patch or as a SPARQL Update.

RDF patch: https://afs.github.io/rdf-delta/rdf-patch.html. A line for each quad, ``D`` to take out and ``A`` to put in,
in one transaction. A blank node is named as Caseboard names it when it reads the first graph: ``b0`` is the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from graph.errors import WriteError
from graph.rdf.terms import to_iri

RDF_PATCH, UPDATE = (".rdfp", ".patch"), (".ru",)
PATCH_FORMATS = {".rdfp": "RDF patch", ".ru": "SPARQL Update"}
"""Suffixes of patches, with their names for file dialogs."""


def patch_bytes(suffix: str, out: Iterable[Quad], into: Iterable[Quad], fresh: Collection[BlankNode]) -> bytes:
    """A patch in the format of a suffix; ``fresh`` are the blank nodes that the graph does not have yet.

    Raises :class:`WriteError` for an unknown suffix, and for a SPARQL Update that concerns blank nodes of the graph.
    """
    if suffix.lower() in RDF_PATCH:
        return rdf_patch(out, into)
    if suffix.lower() in UPDATE:
        return sparql_update(out, into, fresh)
    known = " or ".join(f"{suffix} ({title})" for suffix, title in PATCH_FORMATS.items())
    raise WriteError(f"The suffix “{suffix}” belongs to no known format of patches. Use {known}.")


def rdf_patch(out: Iterable[Quad], into: Iterable[Quad]) -> bytes:
    """An RDF patch; equal quads in equal order give equal bytes."""
    lines = ["TX .", *(f"D {_terms(quad)} ." for quad in out), *(f"A {_terms(quad)} ." for quad in into), "TC ."]
    return ("\n".join(lines) + "\n").encode()


def sparql_update(out: Iterable[Quad], into: Iterable[Quad], fresh: Collection[BlankNode]) -> bytes:
    """A SPARQL 1.1 Update. Raises :class:`WriteError` if it would have to name a blank node of the graph."""
    parts = []
    for verb, quads in (("DELETE", list(out)), ("INSERT", list(into))):
        if any(node not in fresh for quad in quads for node in _blank(quad)):
            raise WriteError(
                "The difference concerns blank nodes, which a SPARQL Update cannot name. Write an RDF patch (.rdfp)."
            )
        if quads:
            parts.append("\n".join((f"{verb} DATA {{", *(f"  {_in_graph(quad)}" for quad in quads), "}")))
    return (" ;\n".join(parts) + "\n").encode()


def spell(term: object) -> str:
    """A term as in N-Quads; an IRI that is relative in its file stays so."""
    return f"<{to_iri(term)}>" if isinstance(term, NamedNode) else str(term)


def _terms(quad: Quad) -> str:
    graph = () if isinstance(quad.graph_name, DefaultGraph) else (quad.graph_name,)
    return " ".join(map(spell, (quad.subject, quad.predicate, quad.object, *graph)))


def _in_graph(quad: Quad) -> str:
    said = " ".join(map(spell, (quad.subject, quad.predicate, quad.object))) + " ."
    return said if isinstance(quad.graph_name, DefaultGraph) else f"GRAPH {spell(quad.graph_name)} {{ {said} }}"


def _blank(quad: Quad) -> Iterable[BlankNode]:
    waiting: list[object] = [quad.subject, quad.object, quad.graph_name]
    while waiting:
        term = waiting.pop()
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            waiting += [term.subject, term.object]
