"""Thesauri in SKOS: each link between two concepts once, from the narrower to the broader, and schemes as texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.model.sorting.roles import Role
from graph.model.sorting.telling import Teller
from graph.rdf.terms import SKOS

_Rows = NDArray[np.int64]

_UPWARD = {"narrower": "broader", "narrowMatch": "broadMatch"}
"""By the predicate that leads down the one that says the same upwards."""
_SYMMETRIC = ("related", "exactMatch", "closeMatch", "relatedMatch")


def tell_thesaurus(teller: Teller) -> None:
    """Say the links of a thesaurus once.

    A scheme is above its top concepts and above concepts with nothing broader; for others it is a text. A transitive
    link is one too, where a concept has broader ones by themselves.
    """
    _Thesaurus(teller).tell()


class _Thesaurus:
    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._subject, self._object = teller.quads.subject.astype(np.int64), teller.quads.object.astype(np.int64)

    def _drawn(self, name: str) -> _Rows:
        """Quads with a predicate of SKOS that are relationships so far, ascending."""
        rows = np.array(self._teller.rows(SKOS + name), np.int64)
        drawn: _Rows = rows[self._teller.role[rows] == Role.EDGE]
        return drawn

    def _swap(self, rows: _Rows, name: str) -> None:
        """Draw quads the other way round, with another predicate."""
        self._teller.link_all(self._object[rows], SKOS + name, self._subject[rows], rows)

    def _keys(self, rows: _Rows, *, swapped: bool = False) -> _Rows:
        """A number for the two ends of each quad."""
        first, second = (self._object, self._subject) if swapped else (self._subject, self._object)
        return first[rows] * len(self._teller.quads.terms) + second[rows]

    def tell(self) -> None:
        """Say everything."""
        broader, narrower = self._drawn("broader"), self._drawn("narrower")
        below = np.zeros(len(self._teller.quads.terms), bool)
        below[self._subject[broader]] = below[self._object[narrower]] = True
        for down, up in _UPWARD.items():
            self._swap(self._drawn(down), up)
        for name in _SYMMETRIC:
            self._tell_symmetric(name)
        rising, falling = self._drawn("broaderTransitive"), self._drawn("narrowerTransitive")
        word, is_low = SKOS + "broaderTransitive", below[self._object[falling]]
        self._teller.tell_all(self._subject[rising], word, self._object[rising], rising, below[self._subject[rising]])
        self._teller.tell_all(self._object[falling], word, self._subject[falling], falling, is_low)
        self._swap(falling[~is_low], "broaderTransitive")
        self._tell_schemes(below)

    def _tell_symmetric(self, name: str) -> None:
        """A link that is stated both ways stands as it was stated first."""
        rows = self._drawn(name)
        keys, first = np.unique(self._keys(rows), return_index=True)
        swapped = self._keys(rows, swapped=True)
        place = np.minimum(np.searchsorted(keys, swapped), len(keys) - 1)
        if len(rows):
            self._swap(rows[(keys[place] == swapped) & (first[place] < np.arange(len(rows)))], name)

    def _tell_schemes(self, below: NDArray[np.bool_]) -> None:
        tops, has = self._drawn("topConceptOf"), self._drawn("hasTopConcept")
        self._swap(has, "topConceptOf")
        known = np.concatenate((self._keys(tops), self._keys(has, swapped=True)))
        rows = self._drawn("inScheme")
        is_text = below[self._subject[rows]] | np.isin(self._keys(rows), known)
        self._teller.tell_all(self._subject[rows], SKOS + "inScheme", self._object[rows], rows, is_text)
