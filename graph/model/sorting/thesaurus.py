"""Thesauri in SKOS: each link between two concepts once, from the narrower to the broader, and schemes as texts."""

from __future__ import annotations

from graph.model.sorting.roles import Role
from graph.model.sorting.telling import Teller
from graph.rdf.terms import SKOS

_UPWARD = {"narrower": "broader", "narrowMatch": "broadMatch"}
"""By the predicate that leads down the one that says the same upwards."""
_SYMMETRIC = ("related", "exactMatch", "closeMatch", "relatedMatch")


def tell_thesaurus(teller: Teller) -> None:
    """Say the links of a thesaurus once.

    A scheme is above its top concepts and above concepts with nothing broader; for others it is a text. A transitive
    link is one too, where a concept has broader ones by themselves.
    """
    columns = (teller.quads.subject, teller.quads.predicate, teller.quads.object)
    subject, predicate, target = (column.tolist() for column in columns)

    def drawn(*names: str) -> list[int]:
        return [row for row in teller.rows(*(SKOS + name for name in names)) if teller.role[row] == Role.EDGE]

    def swapped(row: int, name: str) -> None:
        teller.link(target[row], teller.predicate(SKOS + name), subject[row], (row,))

    for down, up in _UPWARD.items():
        for row in drawn(down):
            swapped(row, up)
    for name in _SYMMETRIC:
        first: set[tuple[int, int]] = set()
        for row in drawn(name):
            if (target[row], subject[row]) in first:
                swapped(row, name)
            first.add((subject[row], target[row]))
    below = {subject[row] for row in drawn("broader")} | {target[row] for row in drawn("narrower")}
    for row in drawn("broaderTransitive", "narrowerTransitive"):
        is_up = predicate[row] == teller.predicates.get(SKOS + "broaderTransitive")
        low, high = (subject[row], target[row]) if is_up else (target[row], subject[row])
        if low in below:
            teller.tell(low, teller.predicate(SKOS + "broaderTransitive"), (high,), (row,))
        elif not is_up:
            swapped(row, "broaderTransitive")
    tops = {(subject[row], target[row]) for row in drawn("topConceptOf")}
    for row in drawn("hasTopConcept"):
        swapped(row, "topConceptOf")
        tops.add((target[row], subject[row]))
    for row in drawn("inScheme"):
        if subject[row] in below or (subject[row], target[row]) in tops:
            teller.tell(subject[row], predicate[row], (target[row],), (row,))
