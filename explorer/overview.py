"""A picture of a summary: one bubble for each class, as large as the class is, and the ties between classes.

The ids of its nodes are places in the summary, so that ``summary.iris[id]`` and ``summary.members(id)`` lead on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.scene import Scene
from explorer.style import SHAPES, choose_swatches
from graph.summary import Summary

MOST = 48
"""Bubbles in a picture; classes with fewer resources are told of in its caption."""

_ROUNDS = 160
_LARGEST, _SMALLEST = 64.0, 9.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
_NAME = np.array([84.0, 24.0])
"""Half of the room that a name takes below its bubble."""

Places = NDArray[np.float64]
Ids = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Overview:
    """The scene of a summary, with words for its ties (by the ids of edges, which are places in its bundles).

    ``left_out`` counts the classes that are not drawn; ``places`` says where bubbles stand, by the IRI of the class.
    """

    summary: Summary
    scene: Scene
    ties: tuple[str, ...]
    left_out: int
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """How much there is."""
        rest = f" · {self.left_out:,} smaller classes not drawn" if self.left_out else ""
        return f"{self.summary.triples:,} triples{rest}"


def overview(summary: Summary, before: Overview | None = None, *, most: int = MOST) -> Overview:
    """Draw a summary; bubbles that stood in the picture ``before`` begin where they stood, so that few move far.

    The same summary gives the same picture. Takes some milliseconds.
    """
    sizes = np.argsort(-summary.counts, kind="stable")
    sizes = sizes[summary.counts[sizes] > 0]
    ids = np.sort(sizes[:most]).astype(np.int32)
    slot = np.full(len(summary.iris), -1, np.int32)
    slot[ids] = np.arange(len(ids))
    ties = summary.bundles
    a, b = slot[ties.source], slot[ties.target]
    drawn = np.flatnonzero((a >= 0) & (b >= 0) & (a != b)).astype(np.int32)
    a, b, weight = a[drawn], b[drawn], ties.weight[drawn]
    counts = summary.counts[ids].astype(float)
    radius = np.maximum(_LARGEST * np.sqrt(counts / max(1.0, counts.max(initial=0.0))), _SMALLEST)
    places = before.places if before is not None else {}
    start = _spiral(counts, radius)
    for i, iri in enumerate(summary.iris[j] for j in ids.tolist()):
        if iri in places:
            start[i] = places[iri]
    xy = _spread(start, radius, a, b, weight)
    scene = _scene(summary, ids, xy, radius, drawn, a, b, weight)
    named = {summary.iris[j]: (float(x), float(y)) for j, (x, y) in zip(ids.tolist(), xy.tolist())}
    return Overview(summary, scene, _words(summary), len(sizes) - len(ids), named)


def _words(summary: Summary) -> tuple[str, ...]:
    """What stands along each bundle of ties: “works for and 2 more · 1,204”."""
    ties = summary.bundles
    return tuple(
        f"{summary.words[leading]}{f' and {kinds - 1:,} more' if kinds > 1 else ''} · {weight:,}"
        for leading, kinds, weight in zip(ties.leading.tolist(), ties.kinds.tolist(), ties.weight.tolist())
    )


def _spiral(counts: Places, radius: Places) -> Places:
    """Starting places: the largest in the middle, the others around it in the order of their size."""
    rank = np.empty(len(counts))
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    reach = 2.2 * (radius.mean() + _NAME.mean() if len(radius) else 0.0) * np.sqrt(rank)
    return np.stack((1.5 * reach * np.cos(rank * _GOLDEN), reach * np.sin(rank * _GOLDEN)), axis=1)


def _spread(xy: Places, radius: Places, a: Ids, b: Ids, weight: NDArray[np.int64]) -> Places:
    """Springs along ties and room between bubbles (after Fruchterman and Reingold 1991), then overlaps taken apart."""
    count = len(xy)
    if count < 2:
        return xy - xy.mean(axis=0) if count else xy
    room = radius[:, None] + radius[None, :]
    ideal = room + 130.0
    pull = np.zeros((count, count))
    strength = np.log1p(weight) / max(1.0, float(np.log1p(weight).max(initial=0.0)))
    pull[a, b] = pull[b, a] = strength
    pull += 0.1  # what has no ties does not drift away
    for turn in range(_ROUNDS):
        delta = xy[:, None, :] - xy[None, :, :]
        far = np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1.0)
        force = (ideal**2 / far - pull * far**2 / ideal * 0.35) / far
        move = (delta * force[..., None]).sum(axis=1) * np.array([1.5, 1.0])
        length = np.maximum(np.hypot(*move.T), 1e-9)
        step = np.minimum(length, 60.0 * (1 - turn / _ROUNDS))
        xy = xy + move / length[:, None] * step[:, None]
    for _ in range(60):
        xy, touched = _apart(xy, radius)
        if not touched:
            break
    return np.asarray(xy - (xy.min(axis=0) + xy.max(axis=0)) / 2)


def _apart(xy: Places, radius: Places) -> tuple[Places, bool]:
    """Move boxes around bubbles and their names apart along the axis on which they overlap less."""
    half = np.stack((np.maximum(radius, _NAME[0]), radius + _NAME[1]), axis=1)
    delta = xy[:, None, :] - xy[None, :, :]
    over = half[:, None, :] + half[None, :, :] - np.abs(delta)
    hit = (over > 0.5).all(axis=2)
    np.fill_diagonal(hit, False)
    if not hit.any():
        return xy, False
    across = over[..., 0] < over[..., 1]
    order = np.sign(np.arange(len(xy))[:, None] - np.arange(len(xy))[None, :])
    sign = np.where(delta == 0, order[..., None], np.sign(delta))
    push = sign * over * 0.5 * hit[..., None]
    push[..., 0] *= across
    push[..., 1] *= ~across
    return xy + push.sum(axis=1), True


def _scene(
    summary: Summary,
    ids: Ids,
    xy: Places,
    radius: Places,
    drawn: Ids,
    a: Ids,
    b: Ids,
    weight: NDArray[np.int64],
) -> Scene:
    count = len(ids)
    swatches = choose_swatches(summary.iris[:-1], summary.kinds[:-1], summary.counts[:-1].tolist())
    chosen = [swatches[i if summary.iris[i] else -1] for i in ids.tolist()]
    share = np.sqrt(weight / max(1.0, float(weight.max(initial=0))))
    return Scene(
        ids=ids,
        xy=xy.astype(np.float32),
        radius=radius.astype(np.float32),
        shape=np.full(count, SHAPES.index("circle"), np.uint8),
        colour=np.array([swatch.colour for swatch in chosen], np.uint8),
        strong=np.ones(count, bool),
        pinned=np.zeros(count, bool),
        importance=(1.0 + summary.counts[ids]).astype(np.float32),
        labels=tuple(f"{summary.labels[i]} · {summary.counts[i]:,}" for i in ids.tolist()),
        edge_ids=drawn,
        source=a,
        target=b,
        bend=np.zeros(len(drawn), np.float32),
        loop=np.zeros(len(drawn), np.uint8),
        support=np.full(len(drawn), -1, np.int8),
        width=(0.6 + 7.4 * share).astype(np.float32),
        edge_predicate=drawn,
    )
