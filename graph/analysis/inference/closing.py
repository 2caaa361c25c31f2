"""The closure of a source: every triple that follows from it by RDFS or OWL 2 RL, worked out in a child process.

The rules are those of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules, as the
library ``reasonable`` applies them. Without the terms of OWL, they give RDFS: rdfs2, rdfs3, rdfs5, rdfs7, rdfs9 and
rdfs11.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode

from graph.errors import CaseboardError
from graph.model.sorting.triples import first_of_triples
from graph.rdf.source import REGIMES, Inferred, Quads, Regime, literal_terms
from graph.rdf.terms import OWL, RDF, RDFS
from graph.work.process import Worker
from graph.work.progress import Job, Progress

_Triples = NDArray[np.int64]
_Numbers = NDArray[np.int64]
_TERM = "t:"
"""The start of the name that the reasoner sees for a term of the source, with its number."""
MOST = 2_000_000
"""Inferring stops, with a sentence, where more triples than this follow."""
SECONDS = 300.0
"""Inferring stops, with a sentence, after this time."""
_FORMAL = (RDF, RDFS, OWL)
_REFLEXIVE = frozenset(
    (OWL + "sameAs", OWL + "equivalentClass", OWL + "equivalentProperty", RDFS + "subClassOf", RDFS + "subPropertyOf")
)
_AT_MOST = ("maxCardinality", "maxQualifiedCardinality", "cardinality", "qualifiedCardinality")


class InferenceError(CaseboardError):
    """The closure of a source could not be worked out."""


def infer(quads: Quads, by: Regime, worker: Worker, *, most: int = MOST, seconds: float = SECONDS) -> Job[Inferred]:
    """The triples that follow from ``quads`` by the rules ``by``; a process of ``worker`` works them out.

    Left out: triples of which a literal is the subject, classes and other terms of RDF, RDFS and OWL as types, what
    says that something is the same as itself, and triples that stand in any graph of the source. Raises
    :class:`InferenceError` where more than ``most`` follow, or after ``seconds``.
    """
    title = f"Inferring by {REGIMES[by]}"
    yield Progress(title)
    names = {i: t.value for i, t in enumerate(quads.terms) if isinstance(t, NamedNode) and t.value.startswith(_FORMAL)}
    asked, literals = _premises(quads, by, names)
    started = time.monotonic()
    job = worker.run(
        _closure, asked, literals, names, len(quads.terms), most, title=title, error=InferenceError,
        advice="infer by RDFS, or open a smaller file",
    )  # fmt: skip
    try:
        while True:
            yield next(job)
            if time.monotonic() - started > seconds:
                raise InferenceError(f"{title} was stopped after {seconds:g} s, the time limit. Infer by RDFS instead.")
    except StopIteration as stop:
        found, more = stop.value
        return _joined(quads, found, more, by)
    finally:
        job.close()


def _premises(quads: Quads, by: Regime, names: dict[int, str]) -> tuple[_Triples, _Numbers]:
    """The triples (k, 3) that the rules see, and the literals of the terms behind those of the source.

    A literal is one term for all subjects, or one for each subject where a rule might take two literals for the same.
    """
    columns = np.stack((quads.subject, quads.predicate, quads.object), axis=1).astype(np.int64)
    columns = columns[first_of_triples(quads) == np.arange(len(quads))]
    if by == "rdfs":
        owl = np.zeros(len(quads.terms), bool)
        owl[[i for i, iri in names.items() if iri.startswith(OWL)]] = True
        columns = columns[~owl[columns].any(axis=1)]
    single = _single_valued(columns, {iri: i for i, iri in names.items()})
    apart = np.flatnonzero(literal_terms(quads)[columns[:, 2]] & np.isin(columns[:, 1], single))
    literals = columns[apart, 2]
    columns[apart, 2] = len(quads.terms) + np.arange(len(apart))
    return columns, literals


def _single_valued(columns: _Triples, term: dict[str, int]) -> list[int]:
    """Properties with at most one value, or at most a number of them, for some resource."""
    kind, functional = term.get(RDF + "type", -1), term.get(OWL + "FunctionalProperty", -1)
    s, p, o = columns.T
    bounded = s[np.isin(p, [term[OWL + name] for name in _AT_MOST if OWL + name in term])]
    of_bounded = (p == term.get(OWL + "onProperty", -1)) & np.isin(s, bounded)
    return [*s[(p == kind) & (o == functional)].tolist(), *o[of_bounded].tolist()]


def _joined(quads: Quads, found: _Triples, more: Sequence[str], by: Regime) -> Inferred:
    """``quads`` and the triples ``found`` (k, 3) behind them; ``more`` are the terms that the source lacks."""
    is_literal = np.append(literal_terms(quads), np.zeros(len(more), bool))
    found = found[~is_literal[found[:, 0]]]
    found = found[np.lexsort(found.T[::-1])]
    stated = (quads.subject, quads.predicate, quads.object)
    s, p, o = (np.concatenate((old, new)).astype(np.int32) for old, new in zip(stated, found.T))
    graph = np.concatenate((quads.graph, np.full(len(found), -1))).astype(np.int32)
    terms = [*quads.terms, *map(NamedNode, more)]
    return Inferred(quads, Quads(terms, s, p, o, graph, quads.prefixes), by)


# Functions of the child process


def _closure(
    asked: _Triples, literals: _Numbers, names: dict[int, str], count: int, most: int
) -> Job[tuple[_Triples, list[str]]]:
    """The triples that follow from ``asked`` (k, 3) as numbers of terms, and the IRIs of terms that came in.

    The first ``count`` numbers are of the source; those behind them stand for ``literals``.
    """
    import reasonable
    from rdflib import URIRef

    yield Progress("Reading the rules")
    words = {term: URIRef(names.get(term) or f"{_TERM}{term}") for term in np.unique(asked).tolist()}
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph([(words[s], words[p], words[o]) for s, p, o in asked.tolist()])
    yield Progress("Applying the rules")
    answer = reasoner.reason()
    yield Progress("Sorting what follows")
    number = {str(word): term if term < count else int(literals[term - count]) for term, word in words.items()}
    known = {(number[str(words[s])], number[str(words[p])], number[str(words[o])]) for s, p, o in asked.tolist()}
    found, more = set[tuple[int, int, int]](), list[str]()
    for s, p, o in _with_properties_above([(str(s), str(p), str(o)) for s, p, o in answer]):
        if not _is_wanted(s, p, o):
            continue
        for value in (s, p, o):
            if value not in number:
                number[value] = count + len(more)
                more.append(value)
        key = number[s], number[p], number[o]
        if key not in known:
            found.add(key)
            if len(found) > most:
                raise _too_many(most)
    return np.array(sorted(found), np.int64).reshape(-1, 3), more


def _with_properties_above(triples: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """``triples`` with every property above each one, which the library applies but does not write down."""
    above: dict[str, list[str]] = {}
    for s, p, o in triples:
        if p == RDFS + "subPropertyOf":
            above.setdefault(s, []).append(o)
    more = []
    for start in above:
        seen, waiting = {start}, [start]
        while waiting:
            for end in above.get(waiting.pop(), ()):
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
        more += [(start, RDFS + "subPropertyOf", end) for end in seen]
    return triples + more


def _too_many(most: int) -> InferenceError:
    return InferenceError(f"More than {most:,} triples follow, the limit. Infer by RDFS, or open a smaller file.")


def _is_wanted(s: str, p: str, o: str) -> bool:
    """False for a triple about a term of RDF, RDFS or OWL, or that says what holds of anything."""
    if s.startswith(_FORMAL) or o.startswith(_FORMAL):
        return False
    return s != o or p not in _REFLEXIVE
