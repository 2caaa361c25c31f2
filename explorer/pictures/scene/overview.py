"""Overview, the picture of a summary: one bubble for each class, sized by the class, and the edges between classes.

The ids of its nodes are indices into the summary, for ``summary.iris[id]`` and ``summary.members(id)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.class_looks import PALETTE, looks_of
from explorer.pictures.look.style import SHAPES
from explorer.pictures.scene.bubbles import Places, spiral, spread
from explorer.pictures.scene.routing import routed
from explorer.pictures.scene.scene import Labels, Scene
from graph.arrays.types import Ids
from graph.frozen import frozen
from graph.rdf.summary import Preview, Summary
from graph.rdf.values import write_part
from graph.work.progress import Job

MOST = 48
"""Largest number of bubbles; the caption counts the classes with fewer resources."""

_LARGEST, _SMALLEST = 64.0, 9.0
T = TypeVar("T")


@frozen
class Overview:
    """The scene of a summary; ids of its edges are indices into its bundles.

    ``left_out`` counts the classes that are not drawn; ``places`` are the positions of bubbles by the IRI of the class.
    """

    summary: Summary
    scene: Scene
    left_out: int
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """The number of triples, and of classes not drawn."""
        rest = f" · {self.left_out:,} smaller classes not drawn" if self.left_out else ""
        return f"{self.summary.triples:,} triples{rest}"


def overview(summary: Summary, before: Overview | None = None, *, most: int = MOST) -> Overview:
    """Draw a summary. Bubbles from the picture ``before`` start where they were, so that few move far.

    The same summary gives the same picture. Takes some milliseconds.
    """
    sizes = np.argsort(-summary.counts, kind="stable")
    sizes = sizes[summary.counts[sizes] > 0]
    ids = np.sort(sizes[:most]).astype(np.int32)
    slot = np.full(len(summary.iris), -1, np.int32)
    slot[ids] = np.arange(len(ids))
    bundles = summary.bundles
    a, b = slot[bundles.source], slot[bundles.target]
    drawn = np.flatnonzero((a >= 0) & (b >= 0) & (a != b)).astype(np.int32)
    a, b, weight = a[drawn], b[drawn], bundles.weight[drawn]
    counts = summary.counts[ids].astype(float)
    radius = np.maximum(_LARGEST * np.sqrt(counts / max(1.0, counts.max(initial=0.0))), _SMALLEST)
    places = before.places if before is not None else {}
    start = spiral(counts, radius)
    for i, iri in enumerate(summary.iris[j] for j in ids.tolist()):
        if iri in places:
            start[i] = places[iri]
    xy = spread(start, radius, a, b, weight)
    scene = _scene(summary, ids, xy, radius, drawn, a, b, weight)
    named = {summary.iris[j]: (float(x), float(y)) for j, (x, y) in zip(ids.tolist(), xy.tolist())}
    return Overview(summary, scene, len(sizes) - len(ids), named)


@dataclass(frozen=True, slots=True)
class OverviewPreview(Preview):
    """A preview with its picture."""

    overview: Overview = field(kw_only=True)


def sketched(job: Job[T]) -> Job[T]:
    """``job`` with a :class:`OverviewPreview` for each preview. The job draws it, since the window cannot wait."""
    before: Overview | None = None
    try:
        while True:
            step = next(job)
            if isinstance(step, Preview):
                before = overview(step.summary, before)
                step = OverviewPreview(step.text, step.done, step.total, summary=step.summary, overview=before)
            yield step
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        job.close()


def _words(summary: Summary) -> tuple[str, ...]:
    """The words along each bundle of edges: “works for and 2 more · 1,204”."""
    bundles = summary.bundles
    return tuple(
        f"{summary.words[leading]}{f' and {kinds - 1:,} more' if kinds > 1 else ''} · {weight:,}"
        for leading, kinds, weight in zip(bundles.leading.tolist(), bundles.kinds.tolist(), bundles.weight.tolist())
    )


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
    swatches = looks_of(summary.iris[:-1], summary.kinds[:-1])
    drawn_as = [swatches[i if summary.iris[i] else -1] for i in ids.tolist()]
    share = np.sqrt(weight / max(1.0, float(weight.max(initial=0))))
    straight = np.zeros(len(drawn), np.float32)
    scene = Scene(
        ids=ids,
        xy=xy.astype(np.float32),
        radius=radius.astype(np.float32),
        shape=np.array([SHAPES.index(swatch.shape) for swatch in drawn_as], np.uint8),
        colour=np.array([PALETTE.index(swatch.colour) for swatch in drawn_as], np.uint8),
        strong=np.ones(count, bool),
        pinned=np.zeros(count, bool),
        importance=(1.0 + summary.counts[ids]).astype(np.float64),
        labels=tuple(
            f"{summary.labels[i]} · {write_part(int(summary.counts[i]), int(summary.every[i]))}"
            f"{'+' if i in summary.at_least else ''}"
            for i in ids.tolist()
        ),
        edge_ids=drawn,
        source=a,
        target=b,
        fan=straight,
        bend=straight,
        loop=np.zeros(len(drawn), np.uint8),
        support=np.full(len(drawn), -1, np.int8),
        width=(0.6 + 7.4 * share).astype(np.float32),
        edge_words=Labels(_words(summary), drawn),
    )
    return routed(scene)
