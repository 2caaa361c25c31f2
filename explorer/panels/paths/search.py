"""Path searches in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from explorer.views.visible import Visible
from graph.analysis.paths import Found, Kind, Web, find_paths, join, weights
from graph.errors import PathError
from graph.model.grading.grades import RANKS, at_least, edge_ranks, sign_of_rank
from graph.model.money import name_in_sentence
from graph.model.origins import edge_origins
from graph.model.projection import Projection
from graph.model.values import edges_to_values, values_of
from graph.named import NamedTuple
from graph.work.memo import memoized_alone
from graph.work.progress import Job, Progress

LISTED = 100
_IN_ALL, _LEAST = 400, 10
"""Numbers of listed paths: between one pair, between all pairs together, and the least for each of many pairs. Headings
give the full numbers."""
MOST_ENDS = 8
_WORDS = 2


class Question(NamedTuple):
    """A question for paths.

    kind         "shortest", "all", or for ``best`` paths "best" (the cheapest) or "supported" (the best weakest links);
                 each of at most ``hops`` steps
    directed     follow relationships only from subject to object
    predicates   ids of the predicates to follow, None for all
    whole        search the whole source, not only the shown part
    values       go through concepts that are values of resources, such as a status
    min_origins  follow only relationships with at least that many origins
    min_grade    follow only relationships graded at least so, “B2”; "" for any, and for none
    """

    kind: Kind = "shortest"
    hops: int = 4
    best: int = 10
    directed: bool = False
    predicates: frozenset[int] | None = None
    whole: bool = False
    values: bool = False
    min_origins: int = 0
    min_grade: str = ""

    @property
    def is_by_evidence(self) -> bool:
        """True if origins or grades decide on the paths."""
        return self.kind == "supported" or self.min_origins > 0 or bool(self.min_grade)


def answerable(projection: Projection, question: Question) -> Question:
    """``question`` without a wish for evidence where the source records none: that would find or sort nothing."""
    if projection.has_evidence:
        return question
    return question._replace(kind="shortest" if question.kind == "supported" else question.kind, min_origins=0)


class Strength(NamedTuple):
    """The support of a step: by origins, then passages, then the rank of its grade, 0 for none."""

    origins: int
    passages: int
    rank: int = 0

    @property
    def sign(self) -> str:
        """The grade: “B2”, "" for none."""
        return sign_of_rank(self.rank)


class Step(NamedTuple):
    """One step of a path, with the ``statements`` it can rest on, those of the greatest strength first.

    ``words`` read from ``start`` to ``end``, or from ``end`` to ``start`` if ``reads_back``, when the predicate has no
    inverse label. ``passages`` is the number of passages for any of the statements; ``strength`` is that of the
    first one. ``is_disputed`` if any is, as far as a search by evidence looks.
    """

    start: int
    end: int
    statements: tuple[int, ...]
    words: str
    reads_back: bool
    passages: int
    strength: Strength
    is_disputed: bool = False


class Route(NamedTuple):
    """A path in ``steps``, or with ``is_tree`` a tree that joins several ends; ``cost`` as found by the search."""

    nodes: tuple[int, ...]
    steps: tuple[Step, ...]
    cost: float
    sentence: str
    is_tree: bool = False

    @property
    def statements(self) -> tuple[int, ...]:
        """Every statement that the steps rest on."""
        return tuple(statement for step in self.steps for statement in step.statements)

    @property
    def weakest(self) -> Strength:
        """The strength of the weakest step."""
        return min(step.strength for step in self.steps)


class Leg(NamedTuple):
    """The result for two resources: the number ``found`` and the listed ``routes``; ``is_all`` if there are no more."""

    start: int
    end: int
    routes: tuple[Route, ...]
    found: int
    is_all: bool
    sentence: str


class Answer(NamedTuple):
    """The answer to a question, pair by pair; a ``tree`` joins the ends if there are more than two."""

    question: Question
    nodes: tuple[int, ...]
    legs: tuple[Leg, ...]
    tree: Route | None
    scope: str

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every listed path and tree, in order."""
        listed = [route for leg in self.legs for route in leg.routes]
        return (*((self.tree,) if self.tree else ()), *listed)


def pairs_of(nodes: Sequence[int], *, directed: bool) -> tuple[tuple[int, int], ...]:
    """The pairs of ``nodes`` to search between, in both orders if ``directed``. Raises PathError for too few or too
    many nodes."""
    if not 2 <= len(nodes) <= MOST_ENDS:
        raise PathError(f"Select two to {MOST_ENDS} resources to find the paths between them.")
    return tuple(permutations(nodes, 2) if directed else combinations(nodes, 2))


def find_routes(
    projection: Projection, visible: Visible, pairs: Sequence[tuple[int, int]], question: Question
) -> Job[Answer]:
    """Search for paths between each pair. Raises PathError for a question that cannot be answered.

    Unless the question wants them, names the kinds of relationships, or has one as an end, values are no junctions.
    """
    edges = np.arange(projection.edge_count, dtype=np.int32) if question.whole else visible.edges
    if question.predicates is not None:
        edges = edges[np.isin(projection.predicate[edges], sorted(question.predicates))]
    if question.min_origins:
        edges = edges[edge_origins(projection)[edges] >= question.min_origins]
    if question.min_grade:
        edges = edges[at_least(projection, question.min_grade)[edges]]
    asked = (
        question.values or question.predicates is not None or bool(values_of(projection)[list(sum(pairs, ()))].any())
    )
    through = edges if asked else edges[~edges_to_values(projection)[edges]]
    question = question._replace(values=len(through) == len(edges))
    edges = through
    nodes = projection.node_count if question.whole else len(visible.nodes)
    where = "of the entire source" if question.whole else "that were shown"
    joined = np.stack((projection.subject[edges], projection.object[edges]), axis=1)
    strength = _strength(projection)[edges] if question.kind == "supported" else None
    web = Web(projection.node_count, joined, weights(projection), question.directed, strength)
    usable = np.zeros(projection.edge_count, bool)
    usable[edges] = True
    writer = _Writer(projection, usable, question)
    most = max(min(LISTED, _IN_ALL // max(len(pairs), 1)), _LEAST)
    legs: list[Leg] = []
    for start, end in pairs:
        yield Progress(f"{projection.labels[start]} and {projection.labels[end]}", len(legs), len(pairs))
        found = yield from find_paths(web, start, end, question.kind, hops=question.hops, best=question.best)
        listed = list(zip(found.paths, found.costs, strict=True))[:most]
        routes = tuple(writer.route(path, cost) for path, cost in listed)
        sentence = _result(projection, question, found, most)
        legs.append(Leg(start, end, routes, len(found.paths), found.is_all, sentence))
        yield Progress("Writing sentences", len(legs), len(pairs))
    ends = tuple(dict.fromkeys(node for pair in pairs for node in pair))
    tree = None
    if len(ends) > 2 and not question.directed:
        links = join((route.nodes for leg in legs for route in leg.routes), ends, web.weight)
        tree = writer.tree(links, ends) if links else None
    return Answer(
        question,
        ends,
        tuple(legs),
        tree,
        f"{nodes:,} resources{visible.folded_words} and {len(edges):,} relationships {where}",
    )


class _Writer(NamedTuple):
    """Writes paths in words."""

    projection: Projection
    usable: NDArray[np.bool_]
    question: Question

    def route(self, path: tuple[int, ...], cost: float) -> Route:
        steps = tuple(self.step(a, b) for a, b in pairwise(path))
        words = [name_in_sentence(self.projection, path[0])]
        words += [f"{self._arrow(step)} {name_in_sentence(self.projection, step.end)}" for step in steps]
        return Route(path, steps, cost, " ".join(words))

    def tree(self, pairs: tuple[tuple[int, int], ...], ends: tuple[int, ...]) -> Route:
        nodes = tuple(dict.fromkeys((*ends, *(node for pair in pairs for node in pair))))
        steps = tuple(self.step(a, b) for a, b in pairs)
        between = [self.projection.labels[node] for node in nodes[len(ends) :]]
        over = f" over {_listing(between)}" if between else ""
        sentence = f"{_count(len(pairs), 'relationship')} join all {len(ends)}{over}"
        return Route(nodes, steps, float(len(pairs)), sentence, is_tree=True)

    def step(self, a: int, b: int) -> Step:
        projection = self.projection
        here, there = (a, b) if projection.degree[a] <= projection.degree[b] else (b, a)
        edges = projection.edges_of[here]
        edges = edges[self.usable[edges]]
        edges = edges[(projection.subject[edges] == there) | (projection.object[edges] == there)]
        if self.question.directed:
            edges = edges[projection.subject[edges] == a]
        edges = edges[np.argsort(-_strength(projection)[edges], kind="stable")]
        passages = len(np.unique(projection.edge_evidence.gather(edges)))
        onward: list[str] = []
        back: list[str] = []
        for edge in edges.tolist():
            info = projection.predicates[projection.predicate[edge]]
            forwards = int(projection.subject[edge]) == a
            reads = projection.edge_words(edge) if forwards else info.inverse
            (onward if reads else back).append(reads or projection.edge_words(edge))
        words, others = list(dict.fromkeys(onward or back)), len(dict.fromkeys(back)) if onward else 0
        more = others + max(len(words) - _WORDS, 0)
        said = " and ".join(words[:_WORDS]) + (f" and {more} more" if more else "")
        first = int(edges[0])
        counts = edge_origins(projection), projection.edge_support, edge_ranks(projection)
        strength = Strength(*(int(column[first]) for column in counts))
        disputed = False
        if self.question.is_by_evidence:
            from explorer.panels.paths.disputed import is_disputed  # late: other searches do not ask

            disputed = is_disputed(projection, edges.tolist())
        return Step(a, b, tuple(edges.tolist()), said, not onward, passages, strength, disputed)

    def _arrow(self, step: Step) -> str:
        said = step.words
        if self.projection.has_evidence:
            said += f" ({in_words(step.strength) if self.question.is_by_evidence else _passages(step.passages)})"
        said += ", disputed" if step.is_disputed else ""
        return f"← {said} —" if step.reads_back else f"— {said} →"


@memoized_alone
def _strength(projection: Projection) -> NDArray[np.int64]:
    """The rank of each statement by its origins, then by its passages, then by its grade, shape (m,)."""
    found, passages = edge_origins(projection).astype(np.int64), projection.edge_support
    return (found * (int(passages.max(initial=0)) + 1) + passages) * RANKS + edge_ranks(projection)


def _passages(count: int) -> str:
    return _count(count, "passage") if count else "no passage"


def in_words(strength: Strength) -> str:
    """The origins, passages and grade of a step: “1 origin, 2 passages, graded B2”."""
    origins, passages, rank = strength
    counts = f"{_count(origins, 'origin')}, {_count(passages, 'passage')}" if passages else "no passage"
    return f"{counts}, graded {strength.sign}" if rank else counts


def _result(projection: Projection, question: Question, found: Found, most: int) -> str:
    """The result in one sentence."""
    over = _over(projection, question)
    count, limit = len(found.paths), f"up to {_count(question.hops, 'step')}"
    if not count:
        return (
            f"No path {limit} {over}" if found.is_all else f"The search {limit} {over} stopped before it found a path"
        )
    if question.kind == "shortest":
        said = f"{_count(count, 'shortest path')} of {_count(len(found.paths[0]) - 1, 'step')} {over}"
    elif question.kind == "all":
        said = f"{_count(count, 'path')} {limit} {over}"
    else:
        said = f"{_count(count, 'best path' if question.kind == 'best' else 'best supported path')} {limit} {over}"
    said = said if found.is_all else f"At least {said}"
    return said if count <= most else f"{said}; the first {most} are listed"


def _over(projection: Projection, question: Question) -> str:
    most = f" with at least {_count(question.min_origins, 'origin')}" if question.min_origins else ""
    most += f"{',' if most else ''} graded {question.min_grade} or better" if question.min_grade else ""
    if question.predicates is None:
        return f"over all relationships{'' if question.values else ' but those of values'}{most}"
    names = sorted((projection.predicates[p].label for p in question.predicates), key=str.casefold)
    return f"over {_listing([f'“{name}”' for name in names])}{most}" if names else "over no relationship"


def _listing(names: list[str], most: int = 4) -> str:
    """“a, b and c”; of many, the first few and the number of the others."""
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most:,} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
