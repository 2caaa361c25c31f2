"""Scene: the picture as read-only arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.style import SHAPES, Swatch
from explorer.pictures.scene.label_lines import LABEL_LINES, LABEL_SIZE, LABEL_WIDTH
from explorer.views.camera import Bounds
from graph.arrays.types import Ids
from graph.frozen import frozen
from graph.layout import Guide
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.pictures.scene.notes import DrawnNotes
    from explorer.views.time_axis import TimeBars


class Labels(Sequence[str]):
    """Some of ``names``, looked up on access: most nodes of a large scene are too small to be named.

    ``ids`` (k,) are indices into ``names``; ``own`` gives another text by index into ``ids``, or None.
    """

    def __init__(
        self, names: Sequence[str], ids: NDArray[np.integer], own: Callable[[int], str | None] | None = None
    ) -> None:
        self._names, self._ids, self._own = names, ids, own

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Labels: ...
    def __getitem__(self, place: int | slice) -> str | Labels:
        if isinstance(place, slice):
            return Labels(self, np.arange(len(self))[place])
        own = self._own(place) if self._own is not None else None
        return self._names[int(self._ids[place])] if own is None else own


@frozen
class Scene:
    """k drawn nodes and l drawn edges, with positions in scene units (one pixel at zoom 1).

    ids (k,), ascending, and edge_ids (l,) are those of :class:`explorer.views.visible.Visible`; source and target
    (l,) are indices into ``ids``. labels (k,) and edge_words (l,) are the texts beside them.
    bend (l,) moves the middle of an edge aside, in scene units; fan (l,) is the part of it that keeps parallel edges
    apart. loop (l,) numbers the loops at a node from 1, 0 for other edges. support (l,) is 0 for none recorded, 1 for
    one origin, 2 for several; -1 if the source has no evidence at all.
    origins (k,) are those of each resource, at most 3, as its outline shows them; -1 for nodes without such an outline;
    None if no resource has evidence.
    importance (k,) orders labels: the label of the largest is placed first.
    colour (k,) are indices into ``palette``; icon (k,) into ``icons``, from 1, 0 for no icon; edge_colour (l,) into
    ``palette``, :data:`UNCOLOURED` for the edge colour of the theme. The latter two are None if nothing has one.
    although (k,) is True for resources that are shown although something hides their kind, None if there are none.
    quiet (l,) is True for edges to values, which the layout left out, None if there are none.
    numbers (l,) are drawn on the edges, 0 for no number; None if no edge has one.
    chips (k,) count the contradictions, disputes and updates at each resource, None if there are none.
    differs (k,) and edge_differs (l,) are codes of :class:`graph.rdf.differing.Differs`, None unless the picture
    compares two sources.
    times are the periods of the nodes along a time axis, None without an axis.
    """

    ids: NDArray[np.int32]
    xy: NDArray[np.float32]
    radius: NDArray[np.float32]
    shape: NDArray[np.uint8]
    colour: NDArray[np.uint8]
    strong: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    importance: NDArray[np.float64]
    labels: Sequence[str]
    edge_ids: NDArray[np.int32]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    fan: NDArray[np.float32]
    bend: NDArray[np.float32]
    loop: NDArray[np.uint8]
    support: NDArray[np.int8]
    width: NDArray[np.float32]
    edge_words: Sequence[str]
    guides: tuple[Guide, ...] = ()
    times: TimeBars | None = None
    notes: DrawnNotes | None = None
    palette: tuple[str, ...] = PALETTE
    icon: NDArray[np.uint8] | None = None
    icons: tuple[str, ...] = ()
    edge_colour: NDArray[np.uint8] | None = None
    although: NDArray[np.bool_] | None = None
    quiet: NDArray[np.bool_] | None = None
    numbers: NDArray[np.int32] | None = None
    origins: NDArray[np.int8] | None = None
    chips: NDArray[np.int32] | None = None
    differs: NDArray[np.uint8] | None = None
    edge_differs: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def swatch_of(self, drawn: int) -> Swatch | None:
        """The look of a drawn node; None for a node that is not drawn."""
        place = int(np.searchsorted(self.ids, drawn))
        if place == len(self.ids) or self.ids[place] != drawn:
            return None
        return Swatch(SHAPES[self.shape[place]], self.palette[self.colour[place]])

    def at(self, xy: NDArray[np.float32]) -> Scene:
        """The scene with its nodes at other positions, as in an animation."""
        return replace(self, xy=xy)

    def part(self, ids: NDArray[np.integer]) -> Scene:
        """The nodes of this scene with the given ids, without edges."""
        keep = np.isin(self.ids, ids)
        nodes = ("ids", "xy", "radius", "shape", "colour", "strong", "pinned", "importance")
        edges = ("edge_ids", "source", "target", "fan", "bend", "loop", "support", "width", "edge_words")
        return replace(
            self,
            **{name: getattr(self, name)[keep] for name in nodes},
            **{name: getattr(self, name)[:0] for name in edges},
            labels=Labels(self.labels, np.flatnonzero(keep)),
            guides=(),
            times=None,
            notes=None,
            quiet=None,
            icon=None if self.icon is None else self.icon[keep],
            although=None if self.although is None else self.although[keep],
            origins=None if self.origins is None else self.origins[keep],
            chips=None if self.chips is None else self.chips[keep],
            differs=None if self.differs is None else self.differs[keep],
            edge_differs=None if self.edge_differs is None else self.edge_differs[:0],
            edge_colour=None,
            numbers=None,
        )

    @property
    def in_columns(self) -> bool:
        """True if the nodes stand in columns with heads."""
        return self.times is None and any(guide.axis == "x" for guide in self.guides)

    @cached_property
    def extent(self) -> Bounds:
        """The extent of the nodes without their names; (0, 0, 1, 1) for an empty scene."""
        if not len(self.ids):
            return 0.0, 0.0, 1.0, 1.0
        x, y, r = self.xy[:, 0], self.xy[:, 1], self.radius
        return float((x - r).min()), float((y - r).min()), float((x + r).max()), float((y + r).max())

    def bounds(self) -> Bounds:
        """The extent of nodes, names and notes; (-1, -1, 1, 1) for an empty scene."""
        note_bounds = self.notes.bounds if self.notes is not None else None
        if not len(self.ids):
            return note_bounds or (-1.0, -1.0, 1.0, 1.0)
        x = self.xy[:, 0]
        west, north, east, south = self.extent
        side, below = LABEL_WIDTH / 2, LABEL_LINES * LABEL_SIZE * 1.25 + 6
        guides = 40.0 if self.guides else 0.0
        axis = [end for guide in self.guides if guide.axis == "t" for end in (guide.start, guide.end)]
        bounds = (
            min(west, float(x.min()) - side, *axis) - guides,
            north - guides,
            max(east + LABEL_WIDTH if self.in_columns else east, float(x.max()) + side, *axis),
            south + below,
        )
        if note_bounds is None:
            return bounds
        left, top, right, bottom = (pick(a, b) for pick, a, b in zip((min, min, max, max), bounds, note_bounds))
        return left, top, right, bottom


@memoized
def leaves_of(scene: Scene) -> Ids:
    """Ids of the nodes with at most one neighbour, however many edges lead to it."""
    source, target = scene.source, scene.target
    rows = np.flatnonzero(source != target)
    ends, others = np.concatenate((source[rows], target[rows])), np.concatenate((target[rows], source[rows]))
    one = np.zeros(len(scene), np.int64)
    one[ends] = others  # any neighbour
    return np.asarray(scene.ids[np.bincount(ends, one[ends] != others, len(scene)) == 0])
