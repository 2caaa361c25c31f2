"""The same projection under other names, and the languages and predicates that a source offers for names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import Triple

from graph.arrays.csr import distinct
from graph.model.growth import Known
from graph.model.names.namer import Namer
from graph.model.names.titles import titled
from graph.model.projection import ClassInfo, Projection
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.naming import Naming, further_rank, label_rank
from graph.rdf.terms import to_iri
from graph.rdf.vocabulary import known
from graph.work.progress import Job, Progress

_VALUES = frozenset({OxLiteral, Triple})
_BY_NAME = frozenset({"graph_names"})
"""Computed columns of a projection that hold names."""
_STEP = 4096
_MOST = 60
"""Largest number of predicates on offer."""


def renamed(projection: Projection, naming: Naming) -> Job[Projection]:
    """``projection`` with everything named by other wishes; every id keeps its meaning."""
    p = projection
    yield Progress("Naming resources", 0, 4)
    terms = p.quads.terms
    is_literal = np.fromiter(map(_VALUES.__contains__, map(type, terms)), bool, len(terms))
    before = Known.of(p)
    namer = Namer(p.quads, p.role, is_literal, naming, known(), p.told)
    yield from namer.read()
    quads = namer.with_texts()
    words = namer.class_words(before.classes.tolist(), [info.iri for info in p.classes])
    classes = tuple(ClassInfo(info.iri, word, info.kind) for info, word in zip(p.classes, words))
    predicates = namer.predicates(
        before.predicates.tolist(), [info.iri for info in p.predicates], p.predicate, p.node_class[p.subject], words
    )
    kinds = [(info.label, info.kind) for info in classes]
    labels = yield from namer.labels(before.nodes.astype(np.int32), p.iris, p.node_class, kinds)
    passages = yield from titled(p.passages, p.quads, p.is_document, is_literal, naming)
    made = replace(
        p, quads=quads, labels=labels, classes=classes, predicates=predicates, passages=passages, naming=naming
    )
    fields = set(made.__dataclass_fields__)
    made.__dict__.update((key, value) for key, value in p.__dict__.items() if key not in fields and key not in _BY_NAME)
    return made


class Offer(NamedTuple):
    """The languages of labels with the number of labels in each, "" for none; and the predicates that may name, by IRI,
    label and number of resources, those that name best first.
    """

    languages: tuple[tuple[str, int], ...]
    predicates: tuple[tuple[str, str, int], ...]


def offered(projection: Projection) -> Job[Offer]:
    """The languages and predicates that the source offers for names, the most frequent first."""
    p, quads = projection, projection.quads
    rows = np.flatnonzero(p.role == Role.LABEL)
    languages: Counter[str] = Counter()
    for done in range(0, len(rows), _STEP):
        yield Progress("Reading languages", done, len(rows))
        some = quads.object[rows[done : done + _STEP]].tolist()
        languages.update(getattr(quads.terms[term], "language", None) or "" for term in some)
    valued = np.flatnonzero(np.isin(p.role, (Role.LABEL, Role.ATTRIBUTE)))
    counts = np.bincount(quads.predicate[valued], minlength=len(quads.terms))
    found = [(t, to_iri(quads.terms[t]), int(counts[t])) for t in distinct(quads.predicate[valued]).tolist()]
    order = sorted(found, key=lambda each: (_standing(each[1]), -each[2], each[1]))
    named = [(iri, p.predicates[int(p.predicate_of_term[t])].label, count) for t, iri, count in order[:_MOST]]
    return Offer(tuple(sorted(languages.items(), key=lambda each: (-each[1], each[0]))), tuple(named))


def _standing(iri: str) -> tuple[int, int]:
    """The order in which predicates name: labels, other names, then those that name only if the user wants it."""
    for tier, rank in enumerate((label_rank(iri), further_rank(iri))):
        if rank is not None:
            return tier, rank
    return 2, 0
