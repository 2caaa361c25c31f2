"""Course of time: where each thing is marked, and the order of all, by dates and by what the data say of their order.

“2016” says no more than the year, so an event of 2016 is marked in the middle of the time that is left to it. That time
is less than the year where the data say that it came after something of that year, or before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import distinct
from graph.arrays.types import Floats, Ids, Mask
from graph.model.periods import Periods, ordered, ranked
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import OWL, RDFS, local_name, to_iri
from graph.work.memo import memoized

_LATER = (
    "after intervalAfter intervalMetBy precededBy previousEvent P120i_occurs_after P183i_starts_after_the_end_of "
    "P182i_starts_after_or_with_the_end_of P119i_is_met_in_time_by BFO_0000062"
)
_EARLIER = (
    "before intervalBefore intervalMeets precedes followingEvent P120_occurs_before P183_ends_before_the_start_of "
    "P182_ends_before_or_with_the_start_of P119_meets_in_time_with BFO_0000063"
)
SIDES = {name: side for names, side in ((_LATER, 1), (_EARLIER, -1)) for name in names.split()}
"""1 for predicates whose subject comes after their object, −1 for those whose subject comes before, by local name."""
_TURNS = {RDFS + "subPropertyOf": 1, OWL + "equivalentProperty": 1, OWL + "inverseOf": -1}
"""The statements that say of a property that it orders like another, or the other way round."""


class Course(NamedTuple):
    """The course of time of k things.

    periods  when each is
    marks    the day at which each is marked, NaN if undated, shape (k,)
    keys     keys of their order for :func:`graph.model.periods.ranked`, shape (k, 4)
    """

    periods: Periods
    marks: Floats
    keys: Floats

    @classmethod
    def plain(cls, periods: Periods) -> Course:
        """The course by dates alone: each is marked in the middle of the time in which it may begin."""
        windows = periods.windows
        return cls(periods, windows[:, 0] + (windows[:, 1] - windows[:, 0]) / 2, periods.keys)

    def of(self, rows: NDArray[np.integer]) -> Course:
        """The course of some rows."""
        return Course(self.periods.of(rows), self.marks[rows], self.keys[rows])

    def order(self) -> NDArray[np.intp]:
        """Rows by beginning, then by stated order, precision and end; undated rows last, shape (k,)."""
        return ordered(self.keys)

    def ranks(self) -> Ids:
        """The place of each row in :meth:`order`, shape (k,); equal rows share one."""
        return ranked(self.keys)


@memoized
def course(projection: Projection) -> Course:
    """When each resource happened, and in which order; O(n + m), once per projection."""
    p = projection
    sides = sides_of([info.iri for info in p.predicates], p.quads)
    side = sides[p.predicate] if len(sides) else np.zeros(p.edge_count, np.int8)
    rows = np.flatnonzero((side != 0) & (p.subject != p.object))
    later = side[rows] > 0
    first = np.where(later, p.object[rows], p.subject[rows])
    then = np.where(later, p.subject[rows], p.object[rows])
    return in_order(p.periods, first, then)


def sides_of(predicates: Sequence[str], quads: Quads) -> NDArray[np.int8]:
    """The side of each predicate in :data:`SIDES`, 0 for one that says no order, shape (p,).

    A property that the data declare as narrower than such a predicate, equivalent to it, or its inverse, counts too.
    """
    like: list[tuple[str, str, int]] = []
    for term in distinct(quads.predicate).tolist():
        iri = to_iri(quads.terms[term])
        for row in np.flatnonzero(quads.predicate == term).tolist() if iri in _TURNS else ():
            own, other = (to_iri(quads.terms[column[row]]) for column in (quads.subject, quads.object))
            like.append((own, other, _TURNS[iri]))
            if iri != RDFS + "subPropertyOf":
                like.append((other, own, _TURNS[iri]))
    every = {*predicates, *(other for _, other, _ in like)}
    found = {iri: SIDES[local_name(iri)] for iri in every if local_name(iri) in SIDES}
    new = True
    while new:
        more = {own: found[other] * turn for own, other, turn in like if own not in found and other in found}
        found, new = found | more, bool(more)
    return np.array([found.get(iri, 0) for iri in predicates], np.int8)


def in_order(periods: Periods, first: NDArray[np.integer], then: NDArray[np.integer]) -> Course:
    """The course of things (k,) of which each of ``first`` (j,) ended before the one of ``then`` (j,) began.

    Dates win: a statement that they contradict, and statements in a circle, change nothing. The others narrow the time
    in which each thing may begin and end. Each is marked in the middle of the time that is left; those that follow
    another one in that time share the rest of it in equal steps. No mark leaves the middle for the sake of a later one,
    since it would seem to be before other things, too. Each is ordered by the earliest instant that is left.
    """
    plain = Course.plain(periods)
    open_ = _is_open(periods, first, then)
    turn, before = _sorted(first[open_], then[open_])
    if not turn:
        return plain
    part = periods.of(np.array(turn))
    known = np.concatenate((part.begins, part.ends), axis=1)
    # An undated thing between two dated ones hands their order on.
    known[~part.dated] = (-np.inf, np.inf, -np.inf, np.inf)
    left = dict(zip(turn, known.tolist()))
    kept = _narrowed(turn, before, left)
    windows = {
        node: _window(left[node], window, math.isinf(low)) if is_dated else None
        for node, window, low, is_dated in zip(turn, part.windows.tolist(), part.spans[:, 0].tolist(), part.dated)
    }
    steps = _steps(turn, kept, windows)
    marks, keys = plain.marks.copy(), plain.keys.copy()
    marked: dict[int, float] = {}
    begun: dict[int, tuple[float, int]] = {}
    for node in turn:
        marked[node] = max((marked[each] for each in kept[node]), default=-math.inf)
        begun[node] = max((begun[each] for each in kept[node]), default=(-math.inf, -1))
        window = windows[node]
        if window is not None:
            low, share = max(window[0], marked[node]), steps[node] + 2 if marked[node] > window[0] else 2
            marks[node] = marked[node] = low + max(window[1] - low, 0.0) / share
            own = left[node][3 if math.isinf(periods.spans[node, 0]) else 0]
            begun[node] = (begun[node][0], begun[node][1] + 1) if begun[node][0] >= own else (own, 0)
            keys[node, :2] = begun[node]
    return Course(periods, marks, keys)


def _is_open(periods: Periods, first: NDArray[np.integer], then: NDArray[np.integer]) -> Mask:
    """True for pairs (j,) whose order the dates neither give already nor contradict."""
    begins, ends = (np.where(np.isnan(each), (-np.inf, np.inf), each) for each in (periods.begins, periods.ends))
    settled = (ends[first, 1] <= begins[then, 0]) & (begins[first, 0] < begins[then, 0])
    return np.asarray(~settled & (ends[first, 0] <= begins[then, 1]))


def _sorted(first: NDArray[np.integer], then: NDArray[np.integer]) -> tuple[list[int], dict[int, list[int]]]:
    """The things that stand in some order, each after all that it follows, and what each follows.

    Statements in a circle are left out.
    """
    turn, before = _followed(first, then)
    if len(turn) == len({*first.tolist(), *then.tolist()}):
        return turn, before
    from scipy.sparse import coo_array  # late: hardly any data have circles
    from scipy.sparse.csgraph import connected_components

    size = int(max(first.max(), then.max())) + 1
    links = coo_array((np.ones(len(first), bool), (first, then)), shape=(size, size))
    _, circle = connected_components(links, connection="strong")
    sound = circle[first] != circle[then]
    return _followed(first[sound], then[sound])


def _followed(first: NDArray[np.integer], then: NDArray[np.integer]) -> tuple[list[int], dict[int, list[int]]]:
    """:func:`_sorted` without the things in circles, and without those that follow them."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for one, other in sorted({*zip(first.tolist(), then.tolist())}):
        before[other].append(one)
        after[one].append(other)
    waits = {node: len(before[node]) for node in sorted({*before, *after})}
    turn = [node for node, count in waits.items() if not count]
    for node in turn:
        for other in after[node]:
            waits[other] -= 1
            if not waits[other]:
                turn.append(other)
    return turn, before


def _narrowed(turn: list[int], before: dict[int, list[int]], left: dict[int, list[float]]) -> dict[int, list[int]]:
    """Narrow the first and last instant at which each thing may begin, and may end, in ``left``.

    Returns what each follows as far as the dates allow it.
    """
    kept: dict[int, list[int]] = {}
    for node in turn:
        own, kept[node] = left[node], []
        for each in before[node]:
            ended = left[each][2]
            if ended < own[1] or ended == own[0] == own[1]:
                kept[node].append(each)
                own[0] = max(own[0], ended)
        own[2] = max(own[2], own[0])
    for node in reversed(turn):
        own = left[node]
        own[1] = min(own[1], own[3])
        for each in kept[node]:
            left[each][3] = min(left[each][3], own[1])
    return kept


def _window(left: list[float], window: list[float], no_start: bool) -> tuple[float, float]:
    """The part of a window of :attr:`graph.model.periods.Periods.windows` that is left."""
    if no_start:
        return max(left[0], min(window[0], left[3])), left[3]
    return left[0], min(left[1], max(left[0], window[1]))


def _steps(
    turn: list[int], kept: dict[int, list[int]], windows: dict[int, tuple[float, float] | None]
) -> dict[int, int]:
    """The number of things that follow each in the time in which it is marked, one after the other."""
    steps = dict.fromkeys(turn, 0)
    for node in reversed(turn):
        own = windows[node]
        for each in kept[node]:
            other = windows[each]
            if own is None:
                steps[each] = max(steps[each], steps[node])
            elif other is None or own[0] < other[1]:
                steps[each] = max(steps[each], steps[node] + 1)
    return steps
