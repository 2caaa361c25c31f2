"""Blank nodes of two graphs matched by what is around them.

1. Colour refinement (Weisfeiler and Leman) of the blank nodes of both graphs at once. It begins with the sizes of
   connected parts and ends when nodes of one colour have equal surroundings. Nodes of one colour are paired in reading
   order, one pair at a time where they are linked to each other, since each pair tells more of its neighbours.
2. Nodes whose surroundings changed: a pair that shares more statements with each other than with any third, rare ones
   first, until there is no such pair.

Libraries do not fit here: the canonical names of RDFC-1.0 (pyoxigraph) and of ``rdflib.compare`` depend on a node's
whole surroundings, so that one change renames all nodes near it and makes each of them look replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from graph.named import NamedTuple
from graph.work.progress import Job, Progress

Link = tuple[int, int, int, int, int]
"""A tag, and the ids of subject, predicate, object and graph of a statement; -1 for no graph."""
_SELF = -2
_ENDS = (1, 3, 4)
_COMMON = 40
"""Statements that more nodes than this share tell nothing about which of them belong together."""
_ROUNDS = 200
"""Rounds of matching by overlap; each goes one node further from what is known."""
_STEP = 2000


class Matches(NamedTuple):
    """The node of the second graph for each matched node of the first; those matched by their order among nodes that
    look alike; and those without a counterpart on either side."""

    of_first: dict[int, int]
    alike: int
    first_alone: tuple[int, ...]
    second_alone: tuple[int, ...]


def match(first: Sequence[int], second: Sequence[int], links: Iterable[Link]) -> Job[Matches]:
    """Match the nodes of two graphs, given by ids in reading order that differ between them; other ids are terms that
    both share. ``links`` are the statements of both in which any of them stands."""
    around: dict[int, list[Link]] = {node: [] for node in (*first, *second)}
    for link in links:
        for node in {link[at] for at in _ENDS} & around.keys():
            around[node].append(link)
    search = _Search(first, second, around)
    yield from search.by_colour()
    yield from search.by_overlap()
    found = search.found
    alone = tuple(node for node in first if node not in found), tuple(n for n in second if n not in search.taken)
    return Matches(found, search.alike, *alone)


class _Colours:
    """A partition of nodes by colour, refined until nodes of one colour have equal surroundings.

    Of a colour that splits, the largest part keeps it, so that the work follows the changes.
    """

    def __init__(self, around: dict[int, list[Link]]) -> None:
        self.around = around
        self.colour: dict[int, int] = {}
        self.signature: dict[int, Hashable] = {}
        self.groups: dict[int, dict[Hashable, dict[int, None]]] = {}
        self._next = -3  # colours are below every id of a term
        sizes = _sizes(around)
        for node in around:
            self.signature[node] = sizes[node]
        start = self._new()
        self.groups[start] = {}
        for node in around:
            self.colour[node] = start
            self.groups[start].setdefault(sizes[node], {})[node] = None
        self._start = start

    def begin(self) -> Job[None]:
        """Refine the sizes of connected parts, before anything else is asked."""
        yield from self.refine(set(self._split([self._start])) | set(self.around))

    def _new(self) -> int:
        self._next -= 1
        return self._next

    def members(self, colour: int) -> list[int]:
        """The nodes of a colour."""
        return [node for group in self.groups.get(colour, {}).values() for node in group]

    def single_out(self, pair: tuple[int, int]) -> Job[set[int]]:
        """Give a pair a colour of its own, refine, and return the nodes of which the colour changed."""
        fresh = self._new()
        self.groups[fresh] = {}
        for node in pair:
            self._leave(node)
            self.colour[node] = fresh
            self.signature[node] = fresh
            self.groups[fresh].setdefault(fresh, {})[node] = None
        return (yield from self.refine(self._near(pair) - set(pair))) | set(pair)

    def refine(self, waiting: set[int]) -> Job[set[int]]:
        """Look at some nodes anew, and at the neighbours of those that change; return those that changed."""
        changed: set[int] = set()
        while waiting:
            touched: dict[int, None] = {}
            for done, node in enumerate(sorted(waiting)):
                if done % _STEP == _STEP - 1:
                    yield Progress("Matching blank nodes")
                signature = self._signature(node)
                if signature != self.signature[node]:
                    self._leave(node)
                    self.signature[node] = signature
                    colour = self.colour[node]
                    self.groups.setdefault(colour, {}).setdefault(signature, {})[node] = None
                    touched[colour] = None
            moved = self._split(touched)
            changed.update(moved)
            waiting = self._near(moved)
        return changed

    def _leave(self, node: int) -> None:
        groups = self.groups[self.colour[node]]
        group = groups[self.signature[node]]
        del group[node]
        if not group:
            del groups[self.signature[node]]

    def _split(self, colours: Iterable[int]) -> list[int]:
        """Give the parts of colours that have several signatures colours of their own; the nodes that changed."""
        moved: list[int] = []
        for colour in colours:
            groups = self.groups[colour]
            if len(groups) < 2:
                continue
            largest = max(groups, key=lambda signature: len(groups[signature]))
            for signature in [each for each in groups if each != largest]:
                group, fresh = groups.pop(signature), self._new()
                self.groups[fresh] = {signature: group}
                for node in group:
                    self.colour[node] = fresh
                moved += group
        return moved

    def _near(self, nodes: Iterable[int]) -> set[int]:
        return {link[at] for node in nodes for link in self.around[node] for at in _ENDS if link[at] in self.around}

    def _signature(self, node: int) -> Hashable:
        colour = self.colour
        rows = [
            (tag, p, *(_SELF if end == node else colour.get(end, end) for end in (s, o, g)))
            for tag, s, p, o, g in self.around[node]
        ]
        return tuple(sorted(rows))


def _sizes(around: dict[int, list[Link]]) -> dict[int, tuple[int, int]]:
    """The number of nodes, and of their statements, in the connected part of each node."""
    sizes: dict[int, tuple[int, int]] = {}
    for start in around:
        if start in sizes:
            continue
        part, waiting, links = {start}, [start], 0
        while waiting:
            node = waiting.pop()
            links += len(around[node])
            for link in around[node]:
                for at in _ENDS:
                    if link[at] in around and link[at] not in part:
                        part.add(link[at])
                        waiting.append(link[at])
        sizes |= dict.fromkeys(part, (len(part), links))
    return sizes


class _Search:
    def __init__(self, first: Sequence[int], second: Sequence[int], around: dict[int, list[Link]]) -> None:
        self.first, self.second, self.around = first, second, around
        self.is_first = set(first)
        self.place = {node: at for at, node in enumerate((*first, *second))}
        self.found: dict[int, int] = {}
        self.taken: dict[int, int] = {}
        self.alike = 0

    def _pair(self, a: int, b: int) -> None:
        self.found[a], self.taken[b] = b, a

    def by_colour(self) -> Job[None]:
        """Match nodes of one colour."""
        colours = _Colours(self.around)
        yield from colours.begin()
        waiting = list(dict.fromkeys(colours.colour[node] for node in self.first))
        done = 0
        while waiting:
            colour = waiting.pop()
            mine, theirs = self._open(colours, colour)
            if not mine or not theirs:
                continue
            done += 1
            if done % _STEP == 0:
                yield Progress("Matching blank nodes", len(self.found), len(self.first))
            if len(mine) == len(theirs) == 1 or all(self._stands_alone(node) for node in (*mine, *theirs)):
                for a, b in zip(mine, theirs):
                    self._pair(a, b)
                self.alike += min(len(mine), len(theirs)) if len(mine) > 1 else 0
            else:
                self._pair(mine[0], theirs[0])
                self.alike += 1
                changed = yield from colours.single_out((mine[0], theirs[0]))
                waiting += [colour, *dict.fromkeys(colours.colour[node] for node in sorted(changed))]

    def _open(self, colours: _Colours, colour: int) -> tuple[list[int], list[int]]:
        """The nodes of a colour that have no counterpart yet, of the first and of the second graph, in order."""
        nodes = sorted(colours.members(colour), key=self.place.__getitem__)
        mine = [node for node in nodes if node in self.is_first and node not in self.found]
        return mine, [node for node in nodes if node not in self.is_first and node not in self.taken]

    def _stands_alone(self, node: int) -> bool:
        """True if a node is linked to no other node that waits for a counterpart."""
        ends = (link[at] for link in self.around[node] for at in _ENDS)
        return all(end == node or end not in self.around or end in self.found or end in self.taken for end in ends)

    def by_overlap(self) -> Job[None]:
        """Match nodes that share more statements with each other than with any other node."""
        for _ in range(_ROUNDS):
            yield Progress("Matching blank nodes", len(self.found), len(self.first))
            best = self._best()
            if not best:
                return
            for a, b in best:
                self._pair(a, b)

    def _best(self) -> list[tuple[int, int]]:
        """Pairs of which each is clearly the best for the other."""
        holders: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, nodes in enumerate((self.first, self.second)):
            for node in nodes:
                if node not in (self.found, self.taken)[side]:
                    for key in self._keys(node):
                        holders[key][side].append(node)
        scores: dict[tuple[int, int], float] = defaultdict(float)
        for mine, theirs in holders.values():
            if mine and theirs and max(len(mine), len(theirs)) <= _COMMON:
                for a in mine:
                    for b in theirs:
                        scores[a, b] += 1 / max(len(mine), len(theirs))
        first, second = _clearly_best(scores, 0), _clearly_best(scores, 1)
        return [(a, b) for a, b in first.items() if second.get(b) == a]

    def _keys(self, node: int) -> set[Hashable]:
        """The statements of a node of which every other part is known on both sides."""
        keys: set[Hashable] = set()
        for tag, s, p, o, g in self.around[node]:
            ends = tuple(_SELF if end == node else self.taken.get(end, end) for end in (s, o, g))
            if all(end == _SELF or end not in self.around or end in self.found for end in ends):
                keys.add((tag, p, *ends))
        return keys


def _clearly_best(scores: dict[tuple[int, int], float], side: int) -> dict[int, int]:
    """For each node of one side its partner with the highest score, where no other has the same."""
    best: dict[int, tuple[float, int, bool]] = {}
    for pair, score in scores.items():
        mine, other = pair[side], pair[1 - side]
        known = best.get(mine)
        if known is None or score > known[0] + 1e-9:
            best[mine] = score, other, True
        elif score > known[0] - 1e-9:
            best[mine] = known[0], known[1], False
    return {node: other for node, (_, other, clear) in best.items() if clear}
