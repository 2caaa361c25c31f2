"""Names of the resources, classes and predicates of a projection, by the user's wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode

from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.model.names.backwards import read_backwards
from graph.model.projection import PredicateInfo
from graph.model.sorting.roles import Role
from graph.model.sorting.telling import Told
from graph.rdf.labels import Text, as_name, choose_texts, label_keys, naming_predicates, word_for
from graph.rdf.names import Hint, tell_apart, words_of
from graph.rdf.naming import Naming, folded, is_alternative
from graph.rdf.references import known_name, leads_to_page, reference_name
from graph.rdf.source import Quads
from graph.rdf.tails import opaque_part, telling_part
from graph.rdf.terms import OWL, XSD, local_name, to_iri
from graph.rdf.vocabulary import Vocabulary
from graph.work.progress import Job, Progress


class Namer:
    """Names the terms of ``quads``. Call :meth:`read` first; ``role`` (q,) and ``is_literal`` (t,) are as in roles."""

    def __init__(
        self, quads: Quads, role: NDArray[np.uint8], is_literal: Mask, naming: Naming, vocabulary: Vocabulary,
        told: Told | None = None,
    ) -> None:  # fmt: skip
        self._quads, self._role, self._is_literal = quads, role, is_literal
        self._naming, self._vocabulary, self._told = naming, vocabulary, told
        self._texts: Mapping[int, Text] = {}

    def read(self) -> Job[None]:
        """Read the labels."""
        quads, role = self._quads, self._role
        rows = np.flatnonzero(np.isin(role, (Role.LABEL, Role.SCHEMA)))
        naming = naming_predicates(quads, distinct(quads.predicate[rows]).tolist())
        rows = rows[np.isin(quads.predicate[rows], naming)]
        if self._naming.predicates:
            rows = np.union1d(rows, np.flatnonzero(np.isin(quads.predicate, self._preferred())))
        rows = rows[self._is_literal[quads.object[rows]]]
        self._texts = yield from choose_texts(quads, rows, self._naming.languages, label_keys(self._naming))

    def _preferred(self) -> list[int]:
        wanted = self._naming.predicates
        return [t for t in distinct(self._quads.predicate).tolist() if to_iri(self._quads.terms[t]) in wanted]

    def with_texts(self) -> Quads:
        """The quads with the texts of statements in other words, by the names that the terms in them have."""
        told = self._told
        if told is None:
            return self._quads
        terms = list(self._quads.terms)
        for term, pieces in told.texts.items():
            words = (each if isinstance(each, str) else self._word_in_text(each) for each in pieces)
            terms[term] = OxLiteral("".join(words))
        quads = self._quads
        self._quads = Quads(terms, quads.subject, quads.predicate, quads.object, quads.graph, quads.prefixes)
        return self._quads

    def _word_in_text(self, term: int) -> str:
        """The name of a property as of a predicate, any other name as of a resource."""
        iri = to_iri(self._quads.terms[term])
        if iri.startswith(XSD) and not self._naming.as_iris:
            return local_name(iri)
        is_named = self._naming.as_iris or term in self._texts or iri in self._vocabulary.labels
        return self._word(term, iri) if is_named or local_name(iri)[:1].islower() else words_of(iri)

    def _word(self, term: int, iri: str) -> str:
        if self._told is not None and term in self._told.kinds:
            base, words = self._told.kinds[term]
            return f"{self._word(base, to_iri(self._quads.terms[base])) if base >= 0 else ''} {words}".strip()
        if self._naming.as_iris:
            return self._quads.prefixes.compact(iri)
        found = self._texts.get(term)
        own = None if found is None else as_name(self._quads, found, self._naming)
        return word_for(iri, own, self._vocabulary)

    def class_words(self, terms: Sequence[int], iris: Sequence[str]) -> tuple[str, ...]:
        """The name of each class, all different. A class called “No class” is told apart from the lack of one."""
        words = [self._word(term, iri) for term, iri in zip(terms, iris)]
        if self._naming.as_iris:
            return tuple(words)
        capitals = [word[:1].upper() + word[1:] for word in words]
        return tell_apart(["No class", *capitals], ["", *iris])[1:]

    def predicates(
        self, terms: Sequence[int], iris: Sequence[str], of_edges: Ids, mains: Ids, classes: Sequence[str]
    ) -> tuple[PredicateInfo, ...]:
        """The predicates ``iris``, named; those of relationships are told apart by the class of their subjects.

        ``of_edges`` (m,) is the place of the predicate of each edge, ``mains`` (m,) the main class of its subject, and
        ``classes`` are the labels of the classes.
        """
        words = [self._word(term, iri) for term, iri in zip(terms, iris)]
        if self._naming.as_iris:
            return tuple(PredicateInfo(iri, word, "", f"{word} ←") for iri, word in zip(iris, words))
        inverse = [self._vocabulary.inverse_labels.get(iri, "") for iri in iris]
        for place, other in self._declared_inverses(terms).items():
            inverse[place] = inverse[place] or self._word(other, to_iri(self._quads.terms[other]))

        def said_by(iri: str) -> str:
            main = int(np.bincount(mains[of_edges == iris.index(iri)] + 1).argmax()) - 1
            return classes[main] if main >= 0 else "No class"

        # Relationships and attributes stand in lists of their own, and are told apart among their own kind.
        links = distinct(of_edges).tolist()
        _tell_apart(words, iris, links, said_by)
        _tell_apart(inverse, iris, [i for i in links if inverse[i]])
        _tell_apart(words, iris, sorted(set(range(len(iris))) - set(links)))
        backwards = [back or self._backwards(term, word) for term, word, back in zip(terms, words, inverse)]
        return tuple(map(PredicateInfo, iris, words, inverse, backwards))

    def _declared_inverses(self, terms: Sequence[int]) -> dict[int, int]:
        """The properties that the data declare as the inverse of some of ``terms``, by place in them."""
        quads = self._quads
        declared = [t for t in distinct(quads.predicate).tolist() if to_iri(quads.terms[t]) == OWL + "inverseOf"]
        if not declared:
            return {}
        rows = np.flatnonzero(np.isin(quads.predicate, declared))
        place = {term: i for i, term in enumerate(terms)}
        out: dict[int, int] = {}
        for one, other in zip(quads.subject[rows].tolist(), quads.object[rows].tolist()):
            for here, there in ((one, other), (other, one)):
                if here in place and type(quads.terms[there]) is NamedNode:
                    out.setdefault(place[here], there)
        return out

    def _backwards(self, term: int, word: str) -> str:
        """A relationship read from its object; the phrases are English."""
        found = self._texts.get(term)
        is_english = found is None or (not found[2] and self._naming.languages[:1] == ("en",))
        return read_backwards(word) if is_english else f"{word} ←"

    def labels(
        self, terms: Ids, iris: Sequence[str], main_class: Ids, classes: Sequence[tuple[str, str]]
    ) -> Job[tuple[str, ...]]:
        """The names of resources, shape (n,): labels, other names, telling parts of IRIs, contents of blank nodes.

        ``terms`` and ``main_class`` (n,) belong to them; ``classes`` are the label and kind of each class.
        """
        if self._naming.as_iris:
            return tuple(map(self._quads.prefixes.compact, iris))
        alternatives = self._alternatives()
        given = map(self._texts.get, terms.tolist())
        labels = ["" if text is None or text[1] in alternatives else text[0] for text in given]
        unnamed = [node for node, label in enumerate(labels) if not label]
        if unnamed:
            yield from self._name_others(labels, unnamed, terms, iris, main_class, classes)
        return tuple(labels)

    def _alternatives(self) -> set[int]:
        terms = {text[1] for text in self._texts.values()}
        names = {term: to_iri(self._quads.terms[term]) for term in terms}
        return {t for t, iri in names.items() if is_alternative(iri) and iri not in self._naming.predicates}

    def _name_others(
        self, labels: list[str], unnamed: list[int], terms: Ids, iris: Sequence[str], main_class: Ids,
        classes: Sequence[tuple[str, str]],
    ) -> Job[None]:  # fmt: skip
        """Write names into ``labels`` for resources without a label."""
        from graph.model.names.further import further_names  # late: a source with labels does not need them

        yield Progress("Naming resources", 1, 4)
        own = terms[unnamed]
        held = yield from further_names(self._quads, self._role, self._is_literal, own, self._naming.languages)
        mute: list[int] = []
        told: list[int] = []
        found: list[str] = []
        described, paged = self._described()
        for node, term in zip(unnamed, own.tolist()):
            iri = iris[node]
            label = held.get(term) or ("" if described[term] else known_name(iri))
            if not label and paged[term] and not described[term]:
                label = reference_name(iri, is_page=True)
            if label:
                labels[node] = label
                continue
            known = self._vocabulary.labels.get(iri)
            part = known or (telling_part(iri) if described[term] else reference_name(iri, is_page=False))
            if part:
                told.append(node)
                found.append(part)
            else:
                mute.append(node)
        yield Progress("Naming resources", 2, 4)
        for node, label in zip(told, tell_apart(found, [iris[node] for node in told])):
            labels[node] = label
        if mute:
            yield from self._name_mute(labels, mute, terms, iris, main_class, classes)

    def _described(self) -> tuple[Mask, Mask]:
        """True for terms of which something is said, and for those that a predicate calls pages, (t,) each."""
        quads = self._quads
        described, paged = np.zeros(len(quads.terms), bool), np.zeros(len(quads.terms), bool)
        described[quads.subject] = True
        pages = [t for t in distinct(quads.predicate).tolist() if leads_to_page(folded(to_iri(quads.terms[t])))]
        if pages:
            paged[quads.object[np.isin(quads.predicate, pages)]] = True
        return described, paged

    def _name_mute(
        self, labels: list[str], mute: list[int], terms: Ids, iris: Sequence[str], main_class: Ids,
        classes: Sequence[tuple[str, str]],
    ) -> Job[None]:  # fmt: skip
        """Name resources by what they contain, else by their class and a number."""
        from graph.model.names.contents import names_by_contents  # late: few sources need it

        words = {int(terms[node]): classes[main_class[node]] for node in mute if main_class[node] >= 0}
        known = dict(zip(terms.tolist(), labels))
        found = yield from names_by_contents(self._quads, self._role, terms[mute], known, words, self._predicate_word)
        times: Counter[str] = Counter()
        for node in mute:
            word = words.get(int(terms[node]), ("", ""))[0]
            label = found.get(int(terms[node])) or opaque_part(iris[node], word)
            if not label:
                word = word or "Unnamed"
                times[word] += 1
                label = f"{word} {times[word]}"
            labels[node] = label

    def _predicate_word(self, term: int) -> str:
        return self._word(term, to_iri(self._quads.terms[term]))


def _tell_apart(words: list[str], iris: Sequence[str], places: Sequence[int], *hints: Hint) -> None:
    """Replace equal words at some places by different ones."""
    apart = tell_apart([words[i] for i in places], [iris[i] for i in places], *hints)
    for i, word in zip(places, apart):
        words[i] = word
