"""Labels of resources, classes and predicates: the best naming predicate first, then the user's languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import distinct
from graph.rdf.source import Quads
from graph.rdf.terms import local_name, to_iri
from graph.rdf.vocabulary import Vocabulary, is_alternative, label_rank
from graph.work.progress import Job, Progress

_STEP = 4096
_WORST = 1 << 30


class Name(NamedTuple):
    """The name of a term; ``weak`` if a label of the bundled vocabularies is better for a class or predicate."""

    text: str
    weak: bool


def choose_names(quads: Quads, rows: NDArray[np.integer], languages: Sequence[str]) -> Job[dict[int, Name]]:
    """Names of all terms that the quads in ``rows`` name, by term; of equally good names the first one read wins.

    ``languages`` are the user's, best first; names without a language come next, then names in any other language.
    """
    tags: dict[str | None, int] = {tag: i for i, tag in enumerate((*languages, ""))}
    tags[None] = tags[""]
    other = len(tags)
    iris = {term: to_iri(quads.terms[term]) for term in distinct(quads.predicate[rows]).tolist()}
    ranks = {term: (label_rank(iri) or 0) * (other + 1) for term, iri in iris.items()}
    weak = {term for term, iri in iris.items() if is_alternative(iri)}
    keys: dict[int, int] = {}
    names: dict[int, Name] = {}
    terms = quads.terms
    columns = zip(quads.subject[rows].tolist(), quads.predicate[rows].tolist(), quads.object[rows].tolist())
    for done, (subject, predicate, value) in enumerate(columns):
        if done % _STEP == 0:
            yield Progress("Naming resources", done, len(rows))
        term = terms[value]
        tag, text = (term.language, term.value) if type(term) is OxLiteral else (None, str(term))
        language = tags.get(tag, -1)
        if language < 0:
            language = tags[tag] = tags.get(str(tag).split("-")[0].lower(), other)
        key = ranks[predicate] + language
        if key < keys.get(subject, _WORST) and (text := " ".join(text.split())):
            keys[subject] = key
            foreign = language == other and "en" in languages  # the bundled labels are English
            names[subject] = Name(text, foreign or predicate in weak)
    return names


def word_for(iri: str, own: Name | None, vocabulary: Vocabulary) -> str:
    """Label of a class or predicate: the source's ``own``, the vocabulary's, or its local name made readable."""
    known = vocabulary.labels.get(iri)
    if own is not None and not (known and own.weak):
        return own.text
    return known or spaced(local_name(iri))


def spaced(name: str) -> str:
    """``hasCostCentre`` and ``has_cost_centre`` as “has cost centre”."""
    out: list[str] = []
    for i, char in enumerate(name):
        if char in "_-":
            out.append(" ")
        elif char.isupper() and i and name[i - 1].islower():
            out.append(" " + (char.lower() if not name[i + 1 : i + 2].isupper() else char))
        else:
            out.append(char)
    return "".join(out).strip() or name


def naming_predicates(quads: Quads, terms: Iterable[int]) -> list[int]:
    """Predicates among ``terms`` that give names."""
    return [term for term in terms if label_rank(to_iri(quads.terms[term])) is not None]
