"""Layouts around a centre: one ring, rings by class, a spiral. Rings are ellipses, as wide as screens."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Floats, Ints
from graph.layout.fitting.components import Part, whole
from graph.layout.fitting.overlaps import GAP, overlapping
from graph.layout.fitting.packing import RATIO
from graph.layout.methods.order import ring_order
from graph.layout.problem import Arrangement, Problem


def circular(problem: Problem) -> Arrangement:
    """All resources on one ring (NetworkX's circular layout), classes side by side, neighbours near each other."""
    import networkx as nx

    part = whole(problem)
    graph = part.graph()
    order = ring_order(len(part), part.edges, problem.groups.astype(np.int64))
    ring = nx.circular_layout(order.tolist())
    angle = _angles(ring, len(graph))
    return Arrangement(rings_apart([order], angle, part.boxes, GAP * 0.4, fold=False).astype(np.float32))


def shell(problem: Problem) -> Arrangement:
    """A ring for each group (NetworkX's shell layout), smallest group inside, each turned towards its neighbours."""
    import networkx as nx

    part = whole(problem)
    groups = problem.groups.astype(np.int64)
    around = ring_order(len(part), part.edges, np.zeros(len(part), dtype=np.int64))
    names, counts = np.unique(groups, return_counts=True)
    rings = [around[groups[around] == names[k]] for k in np.lexsort((names, counts))]
    placed = nx.shell_layout(part.graph(), nlist=[ring.tolist() for ring in rings], rotate=0)
    turns = _face(rings, _angles(placed, len(part)), part)
    return Arrangement(rings_apart(rings, turns, part.boxes).astype(np.float32))


def spiral(problem: Problem) -> Arrangement:
    """One spiral from the resource of highest degree outwards, on NetworkX's spiral.

    The spiral has many more beads than there are nodes; each node in turn takes the next bead where its box fits, so
    that the windings are as close as the boxes allow.
    """
    import networkx as nx

    part = whole(problem)
    n = len(part)
    order = np.lexsort((np.arange(n), -part.degrees))
    grown = part.boxes + GAP
    cell = grown.mean(axis=0)
    beads = 60 * n + 200
    # NetworkX scales the spiral to a half width of 1; its windings are then 2 / (number of windings) apart.
    curve = np.array(list(nx.spiral_layout(range(beads), equidistant=True).values()))
    winding = _winding(curve)
    pitch = np.array([RATIO, 1.0]) * float(np.sqrt(cell.prod() / RATIO)) * 1.05
    places = _thread(curve / winding * pitch, grown, order)
    return Arrangement(places.astype(np.float32))


def _angles(placed: dict[int, Floats], n: int) -> Floats:
    points = np.array([placed[i] for i in range(n)], dtype=np.float64).reshape(n, 2)
    return np.asarray(np.mod(np.arctan2(points[:, 1], points[:, 0]), 2 * np.pi))


def _face(rings: list[Ints], angle: Floats, part: Part) -> Floats:
    """Angles at which each ring, from the inside out, has the shortest edges to the rings inside it."""
    turned = angle.copy()
    inside = np.zeros(len(part), dtype=bool)
    for ring in rings:
        own = np.zeros(len(part), dtype=bool)
        own[ring] = True
        u, v = part.edges[:, 0], part.edges[:, 1]
        pairs = np.concatenate([part.edges[own[u] & inside[v]], part.edges[own[v] & inside[u]][:, ::-1]])
        if len(pairs):
            turned[ring] += np.angle(np.exp(1j * (turned[pairs[:, 1]] - angle[pairs[:, 0]])).sum())
        inside |= own
    return np.asarray(np.mod(turned, 2 * np.pi))


def rings_apart(rings: list[Ints], angle: Floats, boxes: Floats, gap: Floats = GAP, *, fold: bool = True) -> Floats:
    """Centres float[n,2] on concentric ellipses, inner first, each as small as its boxes and the rings inside allow.

    ``angle`` float[n], radians, is the preferred direction of a node; boxes on a ring are shifted along it, in their
    order, as little as their room requires. A first ring of one node is the centre. With ``fold`` a ring that would be
    far wider than those inside it is drawn as several close ones, its nodes in turn on each.
    """
    points = np.zeros((len(boxes), 2))
    done: list[int] = []
    grown = boxes + gap
    step = float(grown[:, 1].mean())
    radius = 0.0
    for ring in rings:
        if not done and len(ring) == 1:
            done += ring.tolist()
            continue
        own = ring[np.argsort(angle[ring], kind="stable")]
        excess = _needed(grown[own]) - radius
        folds = max(1, round(np.sqrt(excess / (2 * step)))) if fold and excess > 10 * step else 1
        for part in (own[k::folds] for k in range(folds)):
            least = max(_needed(grown[part]), radius + step if done else 0.0)
            radius = _place_ring(points, grown, angle, part, done, least)
            done += part.tolist()
    return points


def _place_ring(points: Floats, grown: Floats, angle: Floats, ring: Ints, done: list[int], radius: float) -> float:
    """Write the positions of one ring (in the order of its angles) into ``points``; returns its height radius."""
    now = np.array(done + ring.tolist())
    margin = 1.02
    while True:
        points[ring] = _on_ellipse(angle[ring], grown[ring], radius, margin)
        if not len(overlapping(points[now], grown[now])):
            return radius
        radius, margin = radius * 1.02, margin * 1.02


def _needed(grown: Floats) -> float:
    """Height radius of the smallest ellipse whose outline has room for these boxes."""
    if len(grown) == 1:
        return float(grown[0, 1])
    theta = np.linspace(0, 2 * np.pi, 256, endpoint=False)
    return len(grown) / float(_room(theta, grown.mean(axis=0)).mean() * 2 * np.pi)


def _room(theta: Floats, box: Floats) -> Floats:
    """Boxes of size ``box`` that fit side by side along an ellipse of height radius 1, per radian.

    At angles ``theta``.
    """
    return np.asarray(np.maximum(RATIO * np.abs(np.sin(theta)) / box[0], np.abs(np.cos(theta)) / box[1]))


def _on_ellipse(angle: Floats, grown: Floats, radius: float, margin: float) -> Floats:
    """Points on an ellipse for boxes float[k,2] in the order of their preferred ``angle`` float[k].

    Directions are measured in room for boxes: equal angles become equal room, then boxes that are too close are
    separated to ``margin`` times the room they need.
    """
    theta = np.linspace(0, 2 * np.pi, 1441)
    mean = grown.mean(axis=0)
    room = _room(theta, mean) * radius
    total = np.concatenate([[0.0], np.cumsum((room[1:] + room[:-1]) / 2 * (theta[1] - theta[0]))])
    wish = angle / (2 * np.pi) * total[-1]
    at = np.interp(wish, total, theta)
    # The final direction decides whether two neighbours need room for their widths or their heights.
    for _ in range(3):
        between = at + np.mod(np.roll(at, -1) - at, 2 * np.pi) / 2
        sideways = RATIO * np.abs(np.sin(between)) / mean[0] > np.abs(np.cos(between)) / mean[1]
        pair = (grown + np.roll(grown, -1, axis=0)) / 2 / mean
        need = np.where(sideways, pair[:, 0], pair[:, 1]) * margin
        at = np.interp(np.mod(_parted(wish, need, float(total[-1])), total[-1]), total, theta)
    return np.column_stack([RATIO * radius * np.cos(at), radius * np.sin(at)])


def _parted(wish: Floats, need: Floats, total: float) -> Floats:
    """Positions around a ring of length ``total``, closest to ``wish`` (ascending), each ``need`` before the next.

    Isotonic regression by pooling adjacent violators (Ayer and others 1955), cut open at the widest gap; if there is
    not enough room, all needs shrink by the same factor.
    """
    k = len(wish)
    if k < 2:
        return wish
    gaps = np.diff(np.append(wish, wish[0] + total)) - need
    order = np.roll(np.arange(k), -((int(np.argmax(gaps)) + 1) % k))
    line = np.unwrap(wish[order], period=total)
    own = need[order] * min(1.0, total / float(need.sum()))
    offset = np.concatenate([[0.0], np.cumsum(own[:-1])])
    place = pooled(line - offset) + offset
    if place[-1] - place[0] > total - own[-1] + 1e-9:
        spare = (total - float(own.sum())) / k
        place = offset + spare * np.arange(k)
        place += float((line - place).mean())
    out = np.empty(k)
    out[order] = place
    return out


def pooled(values: Floats) -> Floats:
    """The ascending numbers closest to ``values`` by least squares: isotonic regression."""
    sums: list[float] = []
    counts: list[int] = []
    for value in values.tolist():
        sums.append(value)
        counts.append(1)
        while len(sums) > 1 and sums[-2] / counts[-2] > sums[-1] / counts[-1]:
            sums[-2:] = [sums[-2] + sums[-1]]
            counts[-2:] = [counts[-2] + counts[-1]]
    return np.repeat(np.array(sums) / np.array(counts), counts)


def _winding(curve: Floats) -> float:
    """Distance between neighbouring windings of an Archimedean spiral float[b,2]."""
    turn = np.unwrap(np.arctan2(curve[:, 1], curve[:, 0]))
    radius = np.hypot(curve[:, 0], curve[:, 1])
    return float((radius[-1] - radius[0]) / max(turn[-1] - turn[0], 1e-9) * 2 * np.pi)


def _thread(curve: Floats, grown: Floats, order: Ints) -> Floats:
    """Centres float[n,2]: nodes in ``order`` take beads of ``curve`` one after the other.

    Each takes the first free bead.
    """
    points = np.zeros((len(grown), 2))
    taken: list[int] = []
    bead = 0
    for i in order:
        # Only the last windings can be in the way; their number of boxes grows with the square root of all.
        near = np.array(taken[-int(40 + 12 * np.sqrt(len(taken))) :], dtype=np.int64)
        reach = (grown[near] + grown[i]) / 2
        while len(near):
            spots = curve[bead : bead + 64]
            if not len(spots):
                curve = np.concatenate([curve, curve[-1:] * np.array([[1.02, 1.02]])])
                continue
            free = ~(np.abs(spots[:, None] - points[near][None]) < reach[None]).all(axis=2).any(axis=1)
            if free.any():
                bead += int(np.argmax(free))
                break
            bead += len(spots)
        points[i] = curve[bead]
        taken.append(int(i))
    return points
