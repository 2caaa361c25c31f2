"""Paths on an endpoint: step by step from both ends, with counts and a budget, hubs last.

Each round looks at the resources that the smaller side has reached, in batches, until both sides meet. Resources with
very many relationships are looked at only when nothing else is left, and then in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from graph.endpoint.asking import batches, iri, name_of, number, values
from graph.endpoint.neighbours import Asker
from graph.endpoint.source import EndpointSource
from graph.named import NamedTuple
from graph.rdf.terms import RDF
from graph.work.progress import Job, Progress

HUB = 500
"""Relationships in one direction beyond which a resource is a hub."""
_BUDGET = 3000
"""Resources that are looked at."""
_IN_PART = 2000
"""Relationships of a hub that are looked at in each direction."""
_COUNTED, _TOGETHER = 15, 60
"""Resources in one query, for counts and for relationships."""
_ON_PATHS = 24
"""Resources on paths that are loaded with all that belongs to them."""


class Joined(NamedTuple):
    """The end of a search: resources looked at, hubs seen in part or not at all, and True if nothing was left out."""

    looked: int
    hubs: tuple[str, ...]
    is_all: bool
    meets: bool

    @property
    def sentence(self) -> str:
        """A sentence about the extent of the search."""
        looked = f"{self.looked:,} resource{'' if self.looked == 1 else 's'} of the server were looked at"
        if not self.hubs:
            return f"{looked}." if self.is_all else f"{looked}, the most that a search looks at."
        names = ", ".join(self.hubs[:3]) + (f" and {len(self.hubs) - 3:,} more" if len(self.hubs) > 3 else "")
        return f"{looked}; those with very many relationships only in part or not at all: {names}."


class _Side:
    """The resources reached from one end, with the number of steps to each."""

    def __init__(self, end: str) -> None:
        self.steps = {end: 0}
        self.frontier = [end]
        self.hubs: list[str] = []


def join(source: EndpointSource, start: str, end: str, hops: int, budget: int = _BUDGET) -> Job[Joined]:
    """Load the shortest paths between two resources, of at most ``hops`` steps, into the source.

    Raises the errors of the client.
    """
    asker = Asker(source.endpoint)
    sides = _Side(start), _Side(end)
    edges: dict[Quad, None] = {}
    looked, in_part = 0, list[str]()
    depth = [0, 0]
    while not _meet(sides) and sum(depth) < hops and looked < budget:
        open_sides = [i for i in (0, 1) if sides[i].frontier]
        if not open_sides:
            if not any(side.hubs for side in sides):
                break
            for side in sides:
                in_part += side.hubs
                side.frontier, side.hubs = side.hubs, []
            open_sides = [i for i in (0, 1) if sides[i].frontier]
        which = min(open_sides, key=lambda i: len(sides[i].frontier))
        side = sides[which]
        wanted, side.frontier = side.frontier[: budget - looked], []
        yield Progress(f"Searching for paths, {looked:,} resources looked at", looked, budget)
        small, hubs = yield from _sorted_out(asker, [name for name in wanted if name not in in_part])
        hubs_now = [name for name in wanted if name in in_part]
        side.hubs += hubs
        found = yield from _edges(asker, small, hubs_now)
        looked += len(small) + len(hubs_now)
        edges |= dict.fromkeys(found)
        depth[which] += bool(small)
        for name in _others(found, side.steps):
            side.steps[name] = depth[which]
            side.frontier.append(name)
    meets = _meet(sides)
    skipped = [*in_part, *sides[0].hubs, *sides[1].hubs]
    on = _on_paths(edges, start, end, hops)
    source.take(on, asker)
    for name in list(dict.fromkeys(name_of(term) for quad in on for term in (quad.subject, quad.object)))[:_ON_PATHS]:
        if not source.is_loaded(name):
            yield from source.load(name)
    return Joined(looked, tuple(dict.fromkeys(skipped)), not skipped and looked < budget, meets)


def _meet(sides: Sequence[_Side]) -> bool:
    return not sides[0].steps.keys().isdisjoint(sides[1].steps)


def _sorted_out(asker: Asker, names: Sequence[str]) -> Job[tuple[list[str], list[str]]]:
    """The resources with few relationships, and the hubs among them."""
    hubs: set[str] = set()
    for group in batches(names, _COUNTED):
        parts = (
            f"{{ SELECT ({iri(name)} AS ?s) (COUNT(?p) AS ?n) WHERE {{ SELECT ?p WHERE {{ {pattern} }} "
            f"LIMIT {HUB + 1} }} }}"
            for name in group
            for pattern in (f"{iri(name)} ?p ?o", f"?o ?p {iri(name)}")
        )
        rows = yield from asker.select("?s ?n", " UNION ".join(parts), most=2 * len(group))
        hubs |= {name_of(s) for s, n in rows.rows if number(n) > HUB}
    return [name for name in names if name not in hubs], [name for name in names if name in hubs]


def _edges(asker: Asker, names: Sequence[str], hubs: Sequence[str]) -> Job[list[Quad]]:
    """Relationships between named resources, from and to some of them."""
    found: list[Quad] = []
    jobs = [(group, len(group) * HUB) for group in batches(names, _TOGETHER)] + [([hub], _IN_PART) for hub in hubs]
    for group, most in jobs:
        for pattern in ("?s ?p ?o FILTER(isIRI(?o))", "?o ?p ?s FILTER(isIRI(?o))"):
            rows = yield from asker.select("?s ?p ?o", f"{values('s', group)} {pattern}", most=most)
            for s, p, o in rows.rows:
                if name_of(p) and name_of(p) != RDF + "type" and isinstance(s, NamedNode) and isinstance(o, NamedNode):
                    found.append(Quad(s, p, o) if pattern[1] == "s" else Quad(o, p, s))  # type: ignore[arg-type]
    return found


def _others(quads: Iterable[Quad], known: dict[str, int]) -> list[str]:
    """The resources of relationships that were not reached before."""
    ends = (name_of(term) for quad in quads for term in (quad.subject, quad.object))
    return [name for name in dict.fromkeys(ends) if name not in known]


def _on_paths(edges: Iterable[Quad], start: str, end: str, hops: int) -> list[Quad]:
    """The relationships on shortest paths between the ends."""
    near: dict[str, set[str]] = {}
    for quad in edges:
        s, o = name_of(quad.subject), name_of(quad.object)
        near.setdefault(s, set()).add(o)
        near.setdefault(o, set()).add(s)
    a, b = _distances(near, start), _distances(near, end)
    best = a.get(end)
    if best is None or best > hops:
        return []
    far = best + 1

    def is_on(u: str, v: str) -> bool:
        return a.get(u, far) + 1 + b.get(v, far) == best

    ends = ((quad, name_of(quad.subject), name_of(quad.object)) for quad in edges)
    return [quad for quad, s, o in ends if is_on(s, o) or is_on(o, s)]


def _distances(near: dict[str, set[str]], start: str) -> dict[str, int]:
    """The number of steps from ``start`` to each resource."""
    found, frontier = {start: 0}, [start]
    while frontier:
        step = found[frontier[0]] + 1
        frontier = [name for name in dict.fromkeys(o for u in frontier for o in near.get(u, ())) if name not in found]
        found |= dict.fromkeys(frontier, step)
    return found
