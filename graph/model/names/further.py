"""Names of resources without a label: held by a resource of their own, in parts, or by a less usual predicate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import distinct
from graph.arrays.types import Ids, Mask
from graph.model.sorting.roles import Role
from graph.rdf.labels import Text, choose_texts, plain_name
from graph.rdf.naming import content_rank, folded, further_rank, holder_rank, part_rank
from graph.rdf.source import Quads
from graph.rdf.tails import is_opaque
from graph.rdf.terms import RDF, to_iri, to_text
from graph.work.progress import Job

_Rank = Callable[[str], int | None]
_LONGEST = 300
"""Largest number of characters of a name; a longer text is no name."""
_ADDRESSES = ("http://", "https://")
_PREFERRED = "http://vocab.getty.edu/aat/300404670"
"""The type of a name that is the preferred one, in CIDOC CRM as museums write it."""
_LESS = ("identifier", "variant", "parallel", "abbreviated", "former", "alternative")
"""Words in the class of a name that make it a less good one."""


def further_names(
    quads: Quads, role: NDArray[np.uint8], is_literal: Mask, terms: Ids, languages: Sequence[str]
) -> Job[dict[int, str]]:
    """Names of those of the resources ``terms`` that have one, by term.

    Names that resources of their own hold come first (``skosxl:prefLabel``, appellations, ``bf:title``), then names in
    parts, then legal names and the like, notations and identifiers.
    """
    wanted = np.zeros(len(quads.terms), bool)
    wanted[terms] = True
    rows = np.flatnonzero(np.isin(role, (Role.ATTRIBUTE, Role.LABEL, Role.EDGE)))
    rows = rows[wanted[quads.subject[rows]]]
    literal = is_literal[quads.object[rows]]
    texts = rows[literal]
    by_rank = yield from choose_texts(quads, _with(quads, texts, further_rank), languages, _rank_first(further_rank))
    out = {term: text[0] for term, text in by_rank.items() if _is_name(text[0])}
    out |= _in_parts(quads, _with(quads, texts, part_rank))
    out |= yield from _held(quads, is_literal, _with(quads, rows[~literal], holder_rank), languages)
    return out


def _is_name(text: str) -> bool:
    """False for a text that is too long, or an address or a UUID, as some identifiers are: the IRI says more."""
    return len(text) <= _LONGEST and not text.startswith(_ADDRESSES) and not is_opaque(text)


def _with(quads: Quads, rows: NDArray[np.integer], rank: _Rank) -> NDArray[np.integer]:
    """Those of the rows whose predicate has a rank."""
    ranked = [t for t in distinct(quads.predicate[rows]).tolist() if rank(to_iri(quads.terms[t])) is not None]
    return rows[np.isin(quads.predicate[rows], ranked)] if ranked else rows[:0]


def _rank_first(rank: _Rank) -> Callable[[str, int], Sequence[int]]:
    """Keys by which the predicate decides before the language."""

    def keys(iri: str, count: int) -> Sequence[int]:
        start = (rank(iri) or 0) * count
        return range(start, start + count)

    return keys


def _in_parts(quads: Quads, rows: NDArray[np.integer]) -> dict[int, str]:
    """Names that are given in parts, in the order given, middle, family; of equal parts the first one read."""
    ranks = {t: part_rank(to_iri(quads.terms[t])) or 0 for t in distinct(quads.predicate[rows]).tolist()}
    parts: dict[int, list[str]] = {}
    columns = zip(quads.subject[rows].tolist(), quads.predicate[rows].tolist(), quads.object[rows].tolist())
    for subject, predicate, value in columns:
        name = parts.setdefault(subject, ["", "", ""])
        name[ranks[predicate]] = name[ranks[predicate]] or plain_name(to_text(quads.terms[value]))
    return {subject: " ".join(filter(None, name)) for subject, name in parts.items() if any(name)}


def _held(quads: Quads, is_literal: Mask, rows: NDArray[np.integer], languages: Sequence[str]) -> Job[dict[int, str]]:
    """Names that other resources hold; ``rows`` lead to these."""
    if not len(rows):
        return {}
    holds = np.zeros(len(quads.terms), bool)
    holds[quads.object[rows]] = True
    about = np.flatnonzero(holds[quads.subject])
    said = about[is_literal[quads.object[about]]]
    texts = yield from choose_texts(quads, _with(quads, said, content_rank), languages, _rank_first(content_rank))
    parts = _in_parts(quads, _with(quads, said, part_rank))
    penalty = _penalties(quads, about[~is_literal[quads.object[about]]])
    ranks = {t: holder_rank(to_iri(quads.terms[t])) or 0 for t in distinct(quads.predicate[rows]).tolist()}
    best: dict[int, tuple[int, int, int]] = {}
    out: dict[int, str] = {}
    columns = zip(quads.subject[rows].tolist(), quads.predicate[rows].tolist(), quads.object[rows].tolist())
    for subject, predicate, holder in columns:
        found = _content(texts.get(holder), parts.get(holder))
        if found is not None and subject != holder:
            key = ranks[predicate], penalty.get(holder, 0), found[1]
            if key < best.get(subject, (1 << 30, 0, 0)):
                best[subject], out[subject] = key, found[0]
    return out


def _content(text: Text | None, parts: str | None) -> tuple[str, int] | None:
    """The name in a holder, with its rank."""
    if text is not None and len(text[0]) <= _LONGEST:
        return text[0], text[3]
    return None if parts is None else (parts, 0)


def _penalties(quads: Quads, rows: NDArray[np.integer]) -> dict[int, int]:
    """−1 for names that are preferred, 1 for those that are identifiers or variants, by term."""
    out: dict[int, int] = {}
    columns = zip(quads.subject[rows].tolist(), quads.predicate[rows].tolist(), quads.object[rows].tolist())
    for subject, predicate, value in columns:
        iri = to_iri(quads.terms[value])
        if iri == _PREFERRED:
            out[subject] = -1
        elif to_iri(quads.terms[predicate]) == RDF + "type" and any(word in folded(iri) for word in _LESS):
            out.setdefault(subject, 1)
    return out
