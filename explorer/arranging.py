"""From a scene to a layout problem and back to positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer.scene import Measure, Scene, label_boxes
from explorer.view import View
from graph.layout import Guide, Problem, Worker, arrange
from graph.layout.packing import RATIO
from graph.progress import Job
from graph.projection import Projection

_NARROWEST, _WIDEST = 0.7, 2.4


@dataclass(frozen=True, eq=False)
class Arranged:
    """Where a layout put the nodes ``ids`` (k,): ``xy`` (k, 2) in scene units, with what it has to say."""

    ids: NDArray[np.int32]
    xy: NDArray[np.float32]
    layout: str
    notes: tuple[str, ...]
    guides: tuple[Guide, ...]

    def but_moved(self, asked: View, now: View) -> Arranged:
        """Without the nodes that were moved or pinned between two views."""
        count = int(self.ids.max()) + 1 if len(self.ids) else 0
        before, after = asked.positions.of(count)[self.ids], now.positions.of(count)[self.ids]
        same = (np.isnan(before) & np.isnan(after)) | (before == after)
        kept = same.all(axis=1) & ~np.isin(self.ids, sorted(now.pinned - asked.pinned))
        return replace(self, ids=self.ids[kept], xy=self.xy[kept])


def pose(
    projection: Projection,
    view: View,
    scene: Scene,
    measure: Measure,
    *,
    roots: Iterable[int] = (),
    aspect: float = RATIO,
) -> tuple[Problem, NDArray[np.float32], float]:
    """What a layout is asked for this scene.

    ``roots`` are node ids of the projection. Layouts aim at figures of :data:`graph.layout.packing.RATIO`; for another
    ``aspect`` (width to height) the problem is stretched sideways and its answer pressed back, which keeps boxes apart.
    Beside the problem stand the factors (2,) by which it was stretched and how far the middle of each box lies below
    its node.
    """
    boxes, drop = label_boxes(scene, measure)
    stretch = np.array([RATIO / min(max(aspect, _NARROWEST), _WIDEST), 1.0], np.float32)
    places = {node: i for i, node in enumerate(scene.ids.tolist())}
    main = projection.node_class[scene.ids]
    used, groups = np.unique(main, return_inverse=True)
    known = view.positions.of(projection.node_count)[scene.ids]
    problem = Problem(
        boxes=boxes * stretch,
        edges=np.stack((scene.source, scene.target), axis=1).astype(np.int32).reshape(-1, 2),
        groups=groups.astype(np.int32).reshape(-1),
        group_names=tuple(projection.classes[c].label if c >= 0 else "No class" for c in used.tolist()),
        dates=projection.dates[scene.ids],
        positions=((known + np.array([0.0, drop])) * stretch).astype(np.float32),
        pinned=scene.pinned & np.isfinite(known).all(axis=1),
        roots=np.array([places[root] for root in roots if root in places], np.int32),
        seed=view.seed,
    )
    return problem, stretch, drop


def arrange_scene(
    projection: Projection,
    view: View,
    scene: Scene,
    measure: Measure,
    *,
    layout: str,
    roots: Iterable[int] = (),
    aspect: float = RATIO,
    where: Worker | None = None,
) -> Job[Arranged]:
    """Arrange what is drawn; raises LayoutError where the layout cannot do this graph."""
    problem, stretch, drop = pose(projection, view, scene, measure, roots=roots, aspect=aspect)
    found = yield from arrange(layout, problem, where=where)
    xy = (found.positions / stretch - np.array([0.0, drop], np.float32)).astype(np.float32)
    held = problem.held
    xy[held] = view.positions.of(projection.node_count)[scene.ids][held]
    guides = tuple(_back(guide, float(stretch[0]), drop) for guide in found.guides)
    return Arranged(scene.ids, xy, layout, found.notes, guides)


def _back(guide: Guide, stretch: float, drop: float) -> Guide:
    """A guide of a stretched problem where it belongs in the scene."""
    if guide.axis == "x":
        return replace(guide, at=guide.at / stretch, start=guide.start / stretch, end=guide.end / stretch)
    return replace(guide, at=guide.at - drop, start=guide.start - drop, end=guide.end - drop)


def taken_over(view: View, arranged: Arranged, count: int) -> View:
    """``view`` with the positions of a layout's result."""
    return view.but(
        positions=view.positions.moved(arranged.ids, arranged.xy, count), layout=arranged.layout, guides=arranged.guides
    )
