"""Kinds of disagreement, one disagreement, and the user's word on properties that have one value or several."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from graph.arrays.types import Ids
from graph.named import NamedTuple


class Kind(IntEnum):
    """The relation of one thing that is said to another."""

    CONTRADICTION = 0
    DISPUTE = 1
    UPDATE = 2
    UNFOUND = 3
    """A document is named as the source of something, and no passage of it is recorded for it."""
    ANSWER = 4
    AGREEMENT = 5


MARKED = (Kind.CONTRADICTION, Kind.DISPUTE, Kind.UPDATE, Kind.UNFOUND)
"""The kinds that a mark on a node counts, and that a view can show alone."""


KIND_WORDS = {
    Kind.CONTRADICTION: ("contradiction", "contradictions"),
    Kind.DISPUTE: ("dispute", "disputes"),
    Kind.UPDATE: ("update", "updates"),
    Kind.UNFOUND: ("source without a passage", "sources without a passage"),
    Kind.ANSWER: ("answer", "answers"),
    Kind.AGREEMENT: ("agreement", "agreements"),
}
"""Each kind in words: one, and several."""


class Chosen(NamedTuple):
    """Predicates that the user takes to have one value, or several, by their ids.

    ``declared`` are predicates that shapes outside the data give one value, each with the class of its subjects ("" for
    all), by their IRIs.
    """

    single: frozenset[int] = frozenset()
    several: frozenset[int] = frozenset()
    declared: frozenset[tuple[str, str]] = frozenset()


AS_LEARNT = Chosen()
"""No word of the user."""


class Property(NamedTuple):
    """A predicate with values: its subjects, those with several values, and whether it is taken to have one value.

    ``declared`` if the data say so for all or some subjects, ``learnt`` if its subjects do.
    """

    predicate: int
    subjects: int
    several: int
    declared: bool
    learnt: bool


class Disagreement(NamedTuple):
    """Several values of one property of a node, or one relationship between two things said.

    ``rows`` are the quads of the values, or the one of the relationship; ``other`` and ``edge`` are -1 for values.
    """

    kind: Kind
    node: int
    predicate: int
    rows: tuple[int, ...]
    other: int = -1
    edge: int = -1


class Disagreements(NamedTuple):
    """All of a projection, by kind and then as read, and the number of marked ones at each node (n,)."""

    found: tuple[Disagreement, ...]
    marks: Ids

    def of(self, *kinds: Kind) -> tuple[Disagreement, ...]:
        """Those of some kinds."""
        return tuple(each for each in self.found if each.kind in kinds)

    @property
    def told(self) -> str:
        """The numbers of each kind in a sentence: “1 contradiction, 3 updates and 12 answers.”"""
        counts = [(len(self.of(kind)), KIND_WORDS[kind]) for kind in Kind]
        parts = [f"{count:,} {words[count > 1]}" for count, words in counts if count]
        listed = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
        return f"Said of one another: {listed}." if parts else "Nothing that is said disagrees."


def collect(found: list[Disagreement], node_count: int) -> Disagreements:
    """Disagreements in order, with their marks on so many nodes."""
    found = sorted(found, key=lambda each: (each.kind, each.rows))
    ends = [each.node for each in found if each.kind in MARKED]
    ends += [each.other for each in found if each.kind in MARKED and each.other not in (-1, each.node)]
    marks = np.bincount(np.array(ends, np.int64), minlength=node_count)
    return Disagreements(tuple(found), marks.astype(np.int32))
