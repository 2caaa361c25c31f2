"""Layout problems and their results: arrays in, arrays out, without RDF or a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.arrays.types import Mask
from graph.frozen import frozen
from graph.layout.guide import Guide
from graph.layout.parameters import Settings
from graph.named import NamedTuple
from graph.work.progress import Progress


@frozen
class Problem:
    """A graph of n nodes and m edges to arrange.

    Lengths are scene units, y points down, positions are centres of boxes.

    ``boxes`` float32[n,2]: width and height of the drawing of each node, label included. ``edges`` int32[m,2]: source
    and target; self loops and parallels are allowed. ``groups`` int32[n]: class of each node, -1 for none, named by
    ``group_names``. ``dates`` float64[n,2]: earliest and latest day since 1970-01-01 (fractions allowed), ∓inf for an
    end that is open, NaN if undated. ``marks`` float64[n]: the day at which each node is marked, NaN if undated.
    ``ranks`` int32[n]: their order in time; equal ones share a rank.
    ``positions`` float32[n,2]: current positions, NaN if not yet placed. ``pinned`` bool[n]: nodes that do not move (a
    pin without a position is ignored). ``roots`` int32[r]: the selection, where bfs and radial start; may be empty.
    ``names`` int32[n]: the rank of each node's name, which is its number unless the layout goes by names; ``kinds``
    int32[m]: the number of the kind of each edge, from 0.
    ``within`` float64[k]: days at which something begins or ends inside nodes that stand for several resources.
    ``settings``: values of the layout's parameters by name; a layout gets all of them. Equal problems have equal
    results, byte for byte. :func:`problem` fills in defaults.
    """

    boxes: NDArray[np.float32]
    edges: NDArray[np.int32]
    groups: NDArray[np.int32]
    group_names: tuple[str, ...]
    dates: NDArray[np.float64]
    marks: NDArray[np.float64]
    ranks: NDArray[np.int32]
    positions: NDArray[np.float32]
    pinned: NDArray[np.bool_]
    roots: NDArray[np.int32]
    names: NDArray[np.int32]
    kinds: NDArray[np.int32]
    seed: int = 0
    settings: Settings = field(default_factory=dict)
    within: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.boxes)

    def __post_init__(self) -> None:
        n = len(self.boxes)
        shapes = {
            "boxes": (self.boxes.shape, (n, 2)),
            "edges": (self.edges.shape, (len(self.edges), 2)),
            "groups": (self.groups.shape, (n,)),
            "dates": (self.dates.shape, (n, 2)),
            "marks": (self.marks.shape, (n,)),
            "ranks": (self.ranks.shape, (n,)),
            "positions": (self.positions.shape, (n, 2)),
            "pinned": (self.pinned.shape, (n,)),
            "roots": (self.roots.shape, (len(self.roots),)),
            "names": (self.names.shape, (n,)),
            "kinds": (self.kinds.shape, (len(self.edges),)),
        }
        for name, (shape, wanted) in shapes.items():
            if shape != wanted:
                raise ValueError(f"{name} has shape {shape}, not {wanted}")
        for name, ids in (("edges", self.edges), ("roots", self.roots)):
            if ids.size and (ids.min() < 0 or ids.max() >= n):
                raise ValueError(f"{name} name nodes that are not there")
        if not np.isfinite(self.boxes).all() or (self.boxes < 0).any():
            raise ValueError("boxes must be finite and not negative")

    @property
    def held(self) -> Mask:
        """Nodes that must not move: pinned, with a position. Shape (n,)."""
        return np.asarray(self.pinned & np.isfinite(self.positions).all(axis=1))


def problem(
    n: int,
    edges: ArrayLike = (),
    *,
    boxes: ArrayLike = (120.0, 40.0),
    groups: ArrayLike | None = None,
    group_names: Sequence[str] = (),
    dates: ArrayLike | None = None,
    positions: ArrayLike | None = None,
    pinned: ArrayLike | None = None,
    roots: ArrayLike = (),
    names: ArrayLike | None = None,
    kinds: ArrayLike | None = None,
    seed: int = 0,
    settings: Settings | None = None,
) -> Problem:
    """A :class:`Problem` of ``n`` nodes from plain values; ``boxes`` may be one size for all.

    ``pinned`` is a list of indices. Nodes are marked in the middle of their dates, or at the end that is given, and
    ordered by their beginning, then by their length.
    """
    pins = np.zeros(n, dtype=bool)
    if pinned is not None:
        given = np.asarray(pinned)
        pins[given if given.dtype == bool else given.astype(np.int64)] = True
    unknown = np.full((n, 2), np.nan)
    days = unknown if dates is None else np.asarray(dates, dtype=np.float64).reshape(n, 2)
    given = np.where(np.isinf(days), days[:, ::-1], days)
    keys = np.stack((given[:, 0], days[:, 1] - days[:, 0]))
    ranks = np.unique(np.nan_to_num(keys, nan=np.inf), axis=1, return_inverse=True)[1]
    ends = np.asarray(edges, dtype=np.int32).reshape(-1, 2)
    return Problem(
        boxes=np.broadcast_to(np.asarray(boxes, dtype=np.float32), (n, 2)).copy(),
        edges=ends,
        groups=np.full(n, -1, dtype=np.int32) if groups is None else np.asarray(groups, dtype=np.int32),
        group_names=tuple(group_names),
        dates=days,
        marks=given.mean(axis=1),
        ranks=ranks.astype(np.int32).reshape(n),
        positions=np.asarray(unknown if positions is None else positions, dtype=np.float32).reshape(n, 2),
        pinned=pins,
        roots=np.asarray(roots, dtype=np.int32).reshape(-1),
        names=np.arange(n, dtype=np.int32) if names is None else np.asarray(names, dtype=np.int32),
        kinds=np.zeros(len(ends), np.int32) if kinds is None else np.asarray(kinds, dtype=np.int32),
        seed=seed,
        settings=settings or {},
    )


class Arrangement(NamedTuple):
    """The result of a layout: ``positions`` float32[n,2] (centres), ``notes`` for the user.

    ``guides`` for the canvas.
    """

    positions: NDArray[np.float32]
    notes: tuple[str, ...] = ()
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Draft(Progress):
    """Progress that can be drawn: the positions so far, ``positions`` float32[n,2].

    Scaled and turned like the final arrangement, so that the picture does not jump at the end.
    """

    positions: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2), np.float32))
