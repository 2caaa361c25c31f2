"""Columns of nodes by what relationships lead to, at one step or two: the polarity of a finding, the organisation of a
person.

The key of such a column holds a path in SPARQL: ``path <p>``, ``path ^<p>`` against the direction of the relationship,
or ``path ^<p>/<q>`` for two steps. The last step may also be a predicate of literals. The values of a node are those
that the path leads to from it, each once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import Rows, distinct_keys, group
from graph.arrays.types import Ids, Mask
from graph.model.column import TEXT, Cells, Column, Values
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.names import words_of
from graph.work.memo import memoized

PATH = "path "
"""Start of the key of such a column."""
MOST_PAIRS = 5_000_000
"""Largest number of ways along two steps; a path with more makes no column."""
_STEP = re.compile(r"(\^?)<([^<>]+)>")
Pairs = tuple[Ids, Ids]


class Step(NamedTuple):
    """One relationship of a path, by the IRI of its predicate; ``back`` goes from object to subject."""

    iri: str
    back: bool = False


def path_key(*steps: Step) -> str:
    """The key of the column of a path."""
    return PATH + "/".join(f"{'^' if step.back else ''}<{step.iri}>" for step in steps)


def steps_of(key: str) -> tuple[Step, ...]:
    """The steps of a path, () if the key is of no path of one step or two."""
    if not key.startswith(PATH):
        return ()
    parts = key.removeprefix(PATH).split(">/")
    found = [_STEP.fullmatch(part if i == len(parts) - 1 else f"{part}>") for i, part in enumerate(parts)]
    if len(found) > 2:
        return ()
    steps = tuple(Step(match[2], match[1] == "^") for match in found if match is not None)
    return steps if len(steps) == len(found) else ()


@memoized
def one_step_columns(projection: Projection) -> tuple[Column, ...]:
    """The columns of a single relationship, those along its direction first, those of most nodes first."""
    p = projection
    out: list[Column] = []
    starts, ends = (_at_end(p, nodes) for nodes in (p.subject, p.object))
    for back, filled, different in ((False, starts, ends), (True, ends, starts)):
        used = [_one_step(p, i, back, filled[i], different[i]) for i, count in enumerate(filled) if count]
        out += sorted(used, key=lambda column: (-column.filled, column.title.casefold()))
    return tuple(out)


def _at_end(projection: Projection, nodes: Ids) -> list[int]:
    """The number of different nodes at one end of the relationships of each predicate; ``nodes`` (m,) are at that end
    of each relationship."""
    p = projection
    pairs = distinct_keys(p.predicate * np.int64(p.node_count) + nodes)
    counts: list[int] = np.bincount(pairs // max(p.node_count, 1), minlength=len(p.predicates)).tolist()
    return counts


def _one_step(projection: Projection, predicate: int, back: bool, filled: int, different: int) -> Column:
    p, info = projection, projection.predicates[predicate]
    step = Step(info.iri, back)

    def make() -> Cells:
        return _cells_of_nodes(p, *_along(p, predicate, back))

    detail = "relationship" if not back else f"said as “{info.label}”" if info.inverse != info.label else "other way"
    return Column(path_key(step), _title(p, (step,)), TEXT, filled, make, detail, different)


def two_step_column(
    projection: Projection, key: str, literals: Callable[[Ids, Ids, int], tuple[Cells, str]]
) -> Column | None:
    """The column of a path of two steps, None if the data lacks one of them or has more than :data:`MOST_PAIRS` ways.

    ``literals`` makes cells, and says their kind, of owners and terms of literals with a predicate.
    """
    steps = steps_of(key)
    places = {info.iri: i for i, info in enumerate(projection.predicates)}
    if len(steps) != 2 or any(step.iri not in places for step in steps):
        return None
    p, (first, last) = projection, steps
    second = places[last.iri]
    near = _along(p, places[first.iri], first.back)
    far, rows_of = _along(p, second, last.back), p.node_attributes
    predicate = p.predicate_of_quad[rows_of.values]
    rows = np.flatnonzero(predicate == second) if not last.back else np.empty(0, np.int64)
    of_literals = not len(far[0]) and len(rows) > 0
    if of_literals:
        far = rows_of.owners[rows], p.quads.object[rows_of.values[rows]]
    ends = group(*far, p.node_count)
    if not len(near[0]) or int(ends.lengths[near[1]].sum()) > MOST_PAIRS:
        return None
    owners, values = _joined(near, ends)
    if not len(owners):
        return None
    cells, kind = literals(owners, values, second) if of_literals else (_cells_of_nodes(p, owners, values), TEXT)
    return Column(key, _title(p, steps), kind, len(np.unique(owners)), lambda: cells)


def second_steps(projection: Projection, first: Step) -> tuple[Step, ...]:
    """The steps that can follow a first one: relationships in either direction, and predicates of literals."""
    p = projection
    places = {info.iri: i for i, info in enumerate(p.predicates)}
    middle = np.zeros(p.node_count, bool)
    middle[_along(p, places[first.iri], first.back)[1]] = True
    rows = p.node_attributes
    said = p.predicate_of_quad[rows.values[middle[rows.owners]]]
    out = [Step(p.predicates[i].iri) for i in np.unique(p.predicate[middle[p.subject]]).tolist()]
    out += [Step(p.predicates[i].iri, True) for i in np.unique(p.predicate[middle[p.object]]).tolist()]
    return (*out, *(step for step in (Step(p.predicates[i].iri) for i in np.unique(said).tolist()) if step not in out))


def ways_along(projection: Projection, key: str, nodes: Mask) -> tuple[Mask, Mask]:
    """The other nodes (n,) and the edges (m,) on the ways along the path of ``key`` from the given nodes (n,)."""
    p = projection
    reached, used, here = np.zeros(p.node_count, bool), np.zeros(p.edge_count, bool), nodes
    places = {info.iri: i for i, info in enumerate(p.predicates)}
    for step in steps_of(key):
        start, end = (p.object, p.subject) if step.back else (p.subject, p.object)
        rows = (p.predicate == places.get(step.iri, -1)) & here[start]
        used |= rows
        here = np.zeros(p.node_count, bool)
        here[end[rows]] = True
        reached |= here
    return reached & ~nodes, used


def step_words(projection: Projection, step: Step) -> str:
    """A step in words: “has polarity”, or the inverse label of a relationship that is followed back."""
    info = next((info for info in projection.predicates if info.iri == step.iri), None)
    if info is None:
        return words_of(step.iri)
    return info.backwards if step.back else info.label


def _title(projection: Projection, steps: tuple[Step, ...]) -> str:
    """“Has polarity”, or “Is member of › in organisation”."""
    words = " › ".join(step_words(projection, step) for step in steps)
    return words[:1].upper() + words[1:]


def path_title(projection: Projection, key: str) -> str:
    """The title of a path, whether or not the data has it."""
    return _title(projection, steps_of(key))


def _along(projection: Projection, predicate: int, back: bool) -> Pairs:
    """Nodes at the start and the end of the relationships of a kind, in reading order and that of lists."""
    rows = np.flatnonzero(projection.predicate == predicate)
    rows = rows[np.argsort(projection.edge_places[rows], kind="stable")]
    ends = projection.subject[rows], projection.object[rows]
    return ends[::-1] if back else ends


def _joined(near: Pairs, ends: Rows) -> Pairs:
    """Every pair of the start of a first step and the end of a second one, each once, by start."""
    owners = np.repeat(near[0], ends.lengths[near[1]])
    return _distinct(owners, ends.gather(near[1]))


def _distinct(owners: NDArray[np.integer], values: NDArray[np.integer]) -> Pairs:
    """Pairs each once, owners ascending, their values in the given order."""
    if not len(owners):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    keys = owners.astype(np.int64) * (int(values.max()) + 1) + values
    first = np.unique(keys, return_index=True)[1]
    first = np.sort(first)
    first = first[np.argsort(owners[first], kind="stable")]
    return owners[first].astype(np.int32), values[first].astype(np.int32)


def _cells_of_nodes(projection: Projection, owners: NDArray[np.integer], nodes: NDArray[np.integer]) -> Cells:
    """Cells with nodes as values, written by their labels, in the data by their IRIs."""
    p = projection
    owners, nodes = _distinct(owners, nodes)
    known, place = np.unique(nodes, return_inverse=True)
    words = known.tolist()
    every = group(owners, place, p.node_count)
    first = np.full(p.node_count, -1, np.int32)
    there: Mask = every.lengths > 0
    first[there] = every.values[every.starts[:-1][there]]
    values = Values(len(known), write=lambda i: (p.labels[words[i]], p.iris[words[i]]))
    return Cells(values, first, every if (every.lengths > 1).any() else None)
