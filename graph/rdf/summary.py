"""Summary of a graph: its classes with the number of resources in each, and the relationships between classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal

from graph.arrays.types import Ids
from graph.frozen import frozen
from graph.named import NamedTuple
from graph.rdf.labels import Name, choose_names, word_for
from graph.rdf.names import tell_apart
from graph.rdf.naming import label_rank
from graph.rdf.source import Quads
from graph.rdf.terms import OA, RDF, to_iri
from graph.rdf.vocabulary import GENERIC_CLASSES, is_schema_class, is_selector_class, known
from graph.work.progress import Progress, finish

Counts = NDArray[np.int64]
_NOT_DRAWN = frozenset({RDF + "Statement", OA + "SpecificResource"})
_DENSE = 1 << 22
"""Largest number of (class, predicate, class) combinations that are counted in a table; more are sorted."""


class Bundles(NamedTuple):
    """All relationships between two classes as one bundle; b bundles, each in the direction of most relationships.

    ``leading`` is the most frequent predicate (an index into :attr:`Summary.predicates`), and ``kinds`` the number of
    predicates in the bundle. All columns have shape (b,).
    """

    source: Ids
    target: Ids
    weight: Counts
    leading: Ids
    kinds: Counts


@frozen
class Summary:
    """c classes and k kinds of relationships between them.

    iris, labels, kinds   of each class; the last class is "" and stands for resources without a class
    counts                resources in each class, each counted in its main class, shape (c,)
    every                 resources that have each class, counted under all of their classes, shape (c,)
    source, target        classes at the ends of each kind, shape (k,), with ``predicate`` (into ``predicates``)
    weight                relationships of each kind, shape (k,)
    predicates, words     IRI and label of each predicate
    triples               triples counted
    class_of              class of each term of the quads, -1 for terms that are not counted, shape (t,)
    at_least              classes of which counting stopped at a limit, as a server answers: there may be more
    """

    iris: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    counts: Counts
    every: Counts
    source: Ids
    target: Ids
    predicate: Ids
    weight: Counts
    predicates: tuple[str, ...]
    words: tuple[str, ...]
    triples: int
    class_of: Ids
    at_least: frozenset[int] = frozenset()

    def members(self, place: int) -> Ids:
        """Terms of the quads in a class."""
        return np.flatnonzero(self.class_of == place).astype(np.int32)

    @cached_property
    def bundles(self) -> Bundles:
        """The relationships between each pair of classes, taken together."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        keys, which = np.unique(low.astype(np.int64) * len(self.iris) + high, return_inverse=True)
        total = np.bincount(which, self.weight, len(keys)).astype(np.int64)
        upward = np.bincount(which, self.weight * (self.source == low), len(keys)) * 2 >= total
        order = np.lexsort((-self.weight, which))
        heaviest = order[np.searchsorted(which[order], np.arange(len(keys)))]
        ends = np.stack((keys // len(self.iris), keys % len(self.iris))).astype(np.int32)
        return Bundles(
            source=np.where(upward, ends[0], ends[1]),
            target=np.where(upward, ends[1], ends[0]),
            weight=total,
            leading=self.predicate[heaviest],
            kinds=np.bincount(
                np.unique(which * len(self.words) + self.predicate) // len(self.words), minlength=len(keys)
            )
            if self.words
            else np.zeros(0, np.int64),
        )


@dataclass(frozen=True, slots=True)
class Preview(Progress):
    """Progress with a summary of what has been read so far."""

    summary: Summary = field(kw_only=True)


def summarise(quads: Quads, own: Mapping[str, Name] | None = None) -> Summary:
    """Summarise quads column by column: no Python code runs per quad, and a million take about a twentieth of a second.

    A resource stands in one class, its most specific: classes that are not generic come first, then classes with more
    superclasses in the bundled vocabularies, then the class read first. Schema and evidence are left out, unless the
    source holds nothing else. Relationships lead from subjects to resources that are subjects themselves. ``own`` are
    the names that the source gives classes and predicates, by IRI, if they are known already.
    """
    s, p, o = quads.subject, quads.predicate, quads.object
    predicates = np.flatnonzero(np.bincount(p, minlength=1))
    iris_of_predicates = [to_iri(quads.terms[t]) for t in predicates.tolist()]
    names = dict(zip(iris_of_predicates, predicates.tolist()))
    typed = p == names.get(RDF + "type", -1)
    rows = np.flatnonzero(typed)
    terms = np.flatnonzero(np.bincount(o[rows], minlength=1))
    iris = [to_iri(quads.terms[t]) for t in terms.tolist()]
    drawn = np.array([not _is_apart(iri) for iri in iris], bool)
    if not drawn.any():
        drawn[:] = True
    place = np.full(len(quads.terms), -1, np.int32)
    place[terms] = np.arange(len(terms))
    class_of = np.full(len(quads.terms), -1, np.int32)
    class_of[s] = len(terms)
    _put_in_classes(class_of, s[rows], place[o[rows]], iris)
    kept = np.append(drawn, True)
    further = _further(s[rows], place[o[rows]], class_of, len(terms) + 1)
    number = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    class_of = np.where(class_of >= 0, number[class_of], -1).astype(np.int32)
    count = int(kept.sum())
    source, predicate, target, weight = _ties(quads, class_of, typed, predicates, count)
    shown = [iri for iri, is_drawn in zip(iris, drawn.tolist()) if is_drawn]
    if own is None:
        own = _names_of(quads, np.concatenate((terms[drawn], predicates)), names)
    words = _words_for(shown, own)
    counts = np.bincount(class_of[class_of >= 0], minlength=count)
    return Summary(
        iris=(*shown, ""),
        labels=(*tell_apart([word[:1].upper() + word[1:] for word in words], shown), "No class"),
        kinds=(*map(known().kind, shown), "thing"),
        counts=counts,
        every=counts + further[kept],
        source=source,
        target=target,
        predicate=predicate,
        weight=weight,
        predicates=tuple(iris_of_predicates),
        words=tell_apart(_words_for(iris_of_predicates, own), iris_of_predicates),
        triples=len(quads),
        class_of=class_of,
    )


def _words_for(iris: Iterable[str], own: Mapping[str, Name]) -> list[str]:
    vocabulary = known()
    return [word_for(iri, own.get(iri), vocabulary) for iri in iris]


def _is_apart(iri: str) -> bool:
    """True if instances of a class are schema or evidence."""
    return is_schema_class(iri) or is_selector_class(iri) or iri in _NOT_DRAWN


def _put_in_classes(class_of: Ids, subjects: Ids, places: Ids, iris: list[str]) -> None:
    """Write the best class of each subject into ``class_of`` (t,): the worst first, so that better ones replace it."""
    vocabulary = known()
    depth = [0 if iri in GENERIC_CLASSES else 1 + sum(1 for _ in vocabulary.ancestors(iri)) for iri in iris]
    ranks = np.array(depth, np.int32)[places] if iris else np.zeros(0, np.int32)
    for rank in np.flatnonzero(np.bincount(ranks, minlength=1)).tolist():
        rows = np.flatnonzero(ranks == rank)[::-1]
        class_of[subjects[rows]] = places[rows]


def _further(subjects: Ids, places: Ids, class_of: Ids, count: int) -> Counts:
    """The number of subjects that have each class besides the main one in ``class_of`` (t,), shape (count,)."""
    rows = np.flatnonzero(class_of[subjects] != places)
    pairs = np.unique(subjects[rows] * np.int64(count) + places[rows])
    return np.bincount(pairs % count, minlength=count)


def _ties(
    quads: Quads, class_of: Ids, typed: NDArray[np.bool_], predicates: NDArray[np.intp], count: int
) -> tuple[Ids, Ids, Ids, Counts]:
    """Source class, predicate, target class and number of relationships of each kind."""
    a, b = class_of[quads.subject], class_of[quads.object]
    rows = np.flatnonzero((a >= 0) & (b >= 0) & ~typed)
    index = np.zeros(len(quads.terms), np.int64)
    index[predicates] = np.arange(len(predicates))
    keys = (a[rows] * np.int64(len(predicates)) + index[quads.predicate[rows]]) * count + b[rows]
    if count * count * len(predicates) <= _DENSE:
        table = np.bincount(keys, minlength=1)
        keys = np.flatnonzero(table)
        weight = table[keys]
    else:
        keys, weight = np.unique(keys, return_counts=True)
    pairs, target = np.divmod(keys, count)
    source, predicate = np.divmod(pairs, max(1, len(predicates)))
    return source.astype(np.int32), predicate.astype(np.int32), target.astype(np.int32), weight.astype(np.int64)


def _names_of(quads: Quads, terms: NDArray[np.intp], predicates: dict[str, int]) -> dict[str, Name]:
    """The names that the source gives its classes and predicates, by IRI."""
    naming = [term for iri, term in predicates.items() if label_rank(iri) is not None]
    wanted = np.zeros(len(quads.terms), bool)
    wanted[terms] = True
    rows = np.flatnonzero(wanted[quads.subject])
    rows = rows[np.isin(quads.predicate[rows], naming)]
    rows = rows[[isinstance(quads.terms[t], Literal) for t in quads.object[rows].tolist()]]
    found = finish(choose_names(quads, rows))
    return {to_iri(quads.terms[t]): name for t, name in found.items()}
