"""Layout of a scene: from the scene to a layout problem, and from the answer back to positions."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.scene.label_lines import LABEL_GAP, LABEL_SIZE, LINE_HEIGHT, Measure, wrap
from explorer.pictures.scene.scene import Scene
from explorer.views.groups import GROUPS_FROM
from explorer.views.hiding.dates import course_by
from explorer.views.places import pinned_of, placed, places_of
from explorer.views.view import Clock, Positions, View
from explorer.views.visible import see
from graph.frozen import frozen
from graph.layout import LAYOUTS, Guide, Setting, arrange
from graph.layout.fitting.packing import RATIO
from graph.layout.problem import Arrangement, Draft, Problem
from graph.model.projection import Projection
from graph.model.values import edges_to_values
from graph.work.process import Worker
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.model.course import Course

_NARROWEST, _WIDEST = 0.7, 2.4
_NAMED = 2000
"""Largest number of nodes for which a layout leaves room for names. With more, few names are legible without zooming
in, and measuring all of them would take seconds."""
_MARGIN = 8.0
FIRST_CHOICE = (("forceatlas2", 1000), ("multilevel", 5_000_000))
"""Layouts for a graph without positions, each with the largest number of resources it is the first choice for."""


@frozen
class Arranged:
    """The result of a layout: nodes ``ids`` (k,) at ``xy`` (k, 2) in scene units, with its notes and guides."""

    ids: NDArray[np.int32]
    xy: NDArray[np.float32]
    layout: str
    notes: tuple[str, ...]
    guides: tuple[Guide, ...]
    settings: tuple[tuple[str, Setting], ...] = ()

    def but_moved(self, asked: View, now: View) -> Arranged:
        """The result without the nodes that moved or were pinned between two views."""
        own = self.ids[self.ids < GROUPS_FROM]
        count = int(own.max()) + 1 if len(own) else 0
        before, after = places_of(asked, self.ids, count), places_of(now, self.ids, count)
        same = (np.isnan(before) & np.isnan(after)) | (before == after)
        kept = same.all(axis=1) & ~(pinned_of(now, self.ids, count) & ~pinned_of(asked, self.ids, count))
        return replace(self, ids=self.ids[kept], xy=self.xy[kept])


@dataclass(frozen=True, slots=True, eq=False)
class ArrangedDraft(Progress):
    """Progress of a layout that can be looked at: where everything is by now."""

    arranged: Arranged | None = None


def first_choice(count: int) -> tuple[str, str]:
    """The layout for so many resources without positions, and a sentence about it if their number decided."""
    layout = next((name for name, most in FIRST_CHOICE if count <= most), FIRST_CHOICE[-1][0])
    if layout == FIRST_CHOICE[0][0]:
        return layout, ""
    return layout, f"Laid out by {LAYOUTS[layout].title} because there are {count:,} resources."


def pose(
    projection: Projection,
    view: View,
    scene: Scene,
    measure: Measure,
    *,
    roots: Iterable[int] = (),
    aspect: float = RATIO,
    stretched: bool = True,
) -> tuple[Problem, NDArray[np.float32], float]:
    """The layout problem of a scene.

    ``roots`` are node ids of the projection. Layouts aim at a fixed ratio of width to height
    (:data:`graph.layout.fitting.packing.RATIO`). For another ``aspect``, the problem is stretched sideways and its
    answer compressed again, which keeps boxes apart, unless ``stretched`` is False. Above :data:`_NAMED` nodes, boxes
    cover only the marks. Returns the problem, the stretch factors (2,), and the distance from each node down to the
    middle of its box.
    """
    if len(scene) > _NAMED:
        boxes, drop = np.repeat(2 * scene.radius + np.float32(_MARGIN), 2).reshape(-1, 2).astype(np.float32), 0.0
    else:
        boxes, drop = label_boxes(scene, measure)
    wide = min(max(aspect, _NARROWEST), _WIDEST) if stretched else RATIO
    stretch = np.array([RATIO / wide, 1.0], np.float32)
    main, times, within = _classes_and_course(projection, view, scene)
    used, groups = np.unique(main, return_inverse=True)
    known = places_of(view, scene.ids, projection.node_count)
    pulls = np.ones(len(scene.source), bool) if view.follows_values else ~edges_to_values(projection)[scene.edge_ids]
    problem = Problem(
        boxes=boxes * stretch,
        edges=np.stack((scene.source[pulls], scene.target[pulls]), axis=1).astype(np.int32).reshape(-1, 2),
        groups=groups.astype(np.int32).reshape(-1),
        group_names=tuple(projection.classes[c].label if c >= 0 else "No class" for c in used.tolist()),
        dates=times.periods.spans,
        marks=times.marks,
        ranks=times.ranks(),
        positions=((known + np.array([0.0, drop])) * stretch).astype(np.float32),
        pinned=scene.pinned & np.isfinite(known).all(axis=1),
        roots=np.flatnonzero(np.isin(scene.ids, list(roots))).astype(np.int32),
        names=np.arange(len(scene), dtype=np.int32),
        kinds=projection.predicate[scene.edge_ids[pulls]].astype(np.int32),
        seed=view.seed,
        within=within,
    )
    return problem, stretch, drop


def _classes_and_course(
    projection: Projection, view: View, scene: Scene
) -> tuple[NDArray[np.integer], Course, NDArray[np.float64]]:
    """The main class (k,) of the nodes of a scene, -1 for none, their course of time, and the days in groups (j,)."""
    if (scene.ids < GROUPS_FROM).all():
        return projection.node_class[scene.ids], course_by(projection, view.clock).of(scene.ids), np.empty(0)
    from explorer.views.time_axis import classes_of, course_of, days_in_groups  # late: few pictures have groups

    visible = see(projection, view)
    course = course_of(projection, view.clock, visible, scene.ids)
    return classes_of(projection, visible, scene.ids), course, days_in_groups(projection, view.clock, visible)


def _name_ranks(scene: Scene) -> NDArray[np.int32]:
    """The position of each node's name in sorted order (k,); equal names share one."""
    from graph.arrays.collation import Folded  # late: few layouts go by names

    return Folded(" ".join(label.split()) for label in scene.labels).ranks()


def arrange_scene(
    projection: Projection,
    view: View,
    scene: Scene,
    measure: Measure,
    *,
    layout: str,
    roots: Iterable[int] = (),
    aspect: float = RATIO,
    settings: tuple[tuple[str, Setting], ...] | None = None,
    where: Worker | None = None,
) -> Job[Arranged]:
    """Lay out the drawn nodes. Raises LayoutError if the layout cannot handle this graph.

    Large graphs yield a :class:`ArrangedDraft` a few times a second.
    """
    found_layout = LAYOUTS.get(layout)
    stretched = found_layout is None or not found_layout.is_for_many(len(scene))
    if settings is None:
        settings = view.settings if view.layout == layout else ()
    problem, stretch, drop = pose(projection, view, scene, measure, roots=roots, aspect=aspect, stretched=stretched)
    problem = replace(problem, settings=dict(settings))
    if layout == "tree" and view.groups:
        from explorer.views.branches import tree_edges  # late: few pictures have branches

        edges = tree_edges(projection, view, see(projection, view))
        if edges is not None:
            problem = replace(problem, edges=edges, kinds=np.zeros(len(edges), np.int32))
    if found_layout is not None and found_layout.by_name:
        problem = replace(problem, names=_name_ranks(scene))
    held = problem.held
    kept = places_of(view, scene.ids[held], projection.node_count)

    def arranged(found: Arrangement) -> Arranged:
        xy = (found.positions / stretch - np.array([0.0, drop], np.float32)).astype(np.float32)
        xy[held] = kept
        guides = tuple(_back(guide, float(stretch[0]), drop, view.clock) for guide in found.guides)
        return Arranged(scene.ids, xy, layout, found.notes, guides, settings)

    with closing(arrange(layout, problem, where=where)) as job:
        while True:
            try:
                step = next(job)
            except StopIteration as stop:
                return arranged(stop.value)
            if isinstance(step, Draft):
                yield ArrangedDraft(step.text, step.done, step.total, arranged(Arrangement(step.positions)))
            else:
                yield step


def _back(guide: Guide, stretch: float, drop: float, clock: Clock) -> Guide:
    """A guide of a stretched problem, in scene units; a time axis keeps the clock that it goes by as its text."""
    if guide.axis == "y":
        return guide.moved(-drop)
    if guide.axis == "t":
        guide = guide._replace(text=clock)
    return guide._replace(at=guide.at / stretch, start=guide.start / stretch, end=guide.end / stretch)


def taken_over(view: View, arranged: Arranged, count: int) -> View:
    """``view`` with the positions of a layout's result.

    On a time axis only these count: what is hidden would otherwise come back to a place that says a wrong date.
    """
    if any(guide.axis == "t" for guide in arranged.guides):
        view = view._replace(positions=Positions())
    return placed(view, arranged.ids, arranged.xy, count)._replace(
        layout=arranged.layout, settings=arranged.settings, guides=arranged.guides
    )


def label_boxes(scene: Scene, measure: Measure) -> tuple[NDArray[np.float32], float]:
    """The boxes that a layout must keep apart: width and height of each node with its name below, shape (k, 2).

    The second value is the distance from a node down to the middle of its box. It is the same for all nodes, so that
    rows and rings stay even.
    """
    boxes = np.empty((len(scene), 2), np.float32)
    most = 1
    for i, (label, radius, strong) in enumerate(zip(scene.labels, scene.radius.tolist(), scene.strong.tolist())):
        lines = wrap(label, measure, strong)
        most = max(most, len(lines))
        boxes[i] = max(2 * radius, *(measure(line, LABEL_SIZE, strong)[0] for line in lines)) + 12, 2 * radius + 8
    below = most * LABEL_SIZE * LINE_HEIGHT + LABEL_GAP
    boxes[:, 1] += below
    return boxes, below / 2
