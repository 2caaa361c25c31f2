"""Titles of texts, by the user's wishes for names."""

from __future__ import annotations

import numpy as np

from graph.arrays.csr import distinct
from graph.arrays.types import Mask
from graph.model.evidence import Passage
from graph.rdf.labels import choose_texts, label_keys
from graph.rdf.naming import Naming, label_rank
from graph.rdf.source import Quads
from graph.rdf.terms import to_iri
from graph.work.progress import Job


def titled(
    passages: tuple[Passage, ...], quads: Quads, is_document: Mask, is_literal: Mask, naming: Naming
) -> Job[tuple[Passage, ...]]:
    """The passages with the titles of their texts; ``is_document`` and ``is_literal`` (t,) are as in roles.

    Texts keep their titles where everything else goes by its IRI.
    """
    if not passages or naming.as_iris:
        return passages
    rows = np.flatnonzero(is_document[quads.subject] & is_literal[quads.object])
    iris = {t: to_iri(quads.terms[t]) for t in distinct(quads.predicate[rows]).tolist()}
    wanted = [t for t, iri in iris.items() if iri in naming.predicates or label_rank(iri) is not None]
    rows = rows[np.isin(quads.predicate[rows], wanted)]
    texts = yield from choose_texts(quads, rows, naming.languages, label_keys(naming))
    titles = {to_iri(quads.terms[term]): text[0] for term, text in texts.items()}
    named = (titles.get(p.document, p.title) for p in passages)
    return tuple(p if title == p.title else p._replace(title=title) for p, title in zip(passages, named))
