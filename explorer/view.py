"""What is on the canvas and how: an immutable value; every change by the user makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.layout import Guide

Range = tuple[float, float]


class Positions:
    """Centres of nodes in scene units, shape (n, 2), NaN where a node was never placed; read-only, equal by value."""

    __slots__ = ("xy",)

    def __init__(self, xy: NDArray[np.float32] | None = None) -> None:
        self.xy = np.array(xy if xy is not None else np.empty((0, 2)), np.float32).reshape(-1, 2)
        self.xy.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Positions) and (
            self.xy is other.xy or np.array_equal(self.xy, other.xy, equal_nan=True)
        )

    def __hash__(self) -> int:
        return hash(self.xy.tobytes())

    def of(self, count: int) -> NDArray[np.float32]:
        """Positions of the first ``count`` nodes; those beyond what is known are NaN."""
        if len(self.xy) >= count:
            return self.xy[:count]
        out = np.full((count, 2), np.nan, np.float32)
        out[: len(self.xy)] = self.xy
        return out

    def moved(self, nodes: NDArray[np.integer], xy: NDArray[np.floating], count: int) -> Positions:
        """These positions with some nodes placed elsewhere."""
        out = self.of(count).copy()
        out[nodes] = xy
        return Positions(out)


@dataclass(frozen=True)
class View:
    """Filters, focus, pins and positions over a projection; ids are those of the projection.

    hidden_classes     main classes not shown; -1 stands for resources without a class
    hidden_predicates, hidden_documents, hidden_graphs   statements and evidence not shown
    hidden_support     levels of evidence not shown: 0 none recorded, 1 one passage, 2 several
    hidden_nodes       resources taken away by hand
    focus, hops        where not empty, only what lies within ``hops`` ties of these resources is shown
    dates              shown stretch in days since 1970; ``undated`` tells whether what has no date is kept
    amounts, degrees   shown range of sums and of numbers of ties; what has no sum is kept
    """

    hidden_classes: frozenset[int] = frozenset()
    hidden_predicates: frozenset[int] = frozenset()
    hidden_documents: frozenset[int] = frozenset()
    hidden_graphs: frozenset[int] = frozenset()
    hidden_support: frozenset[int] = frozenset()
    hidden_nodes: frozenset[int] = frozenset()
    focus: frozenset[int] = frozenset()
    hops: int = 1
    dates: Range | None = None
    undated: bool = True
    amounts: Range | None = None
    degrees: Range | None = None
    pinned: frozenset[int] = frozenset()
    positions: Positions = field(default_factory=Positions)
    guides: tuple[Guide, ...] = ()
    layout: str = "forceatlas2"
    seed: int = 1

    def but(self, **changes: Any) -> View:
        """This view with some fields changed."""
        return replace(self, **changes)

    def toggled(self, field_name: str, item: int) -> View:
        """This view with ``item`` put into one of its sets, or taken out if it was there."""
        return self.but(**{field_name: getattr(self, field_name) ^ {item}})

    @property
    def filters(self) -> View:
        """What decides which nodes and edges are drawn: this view with positions and the like left out."""
        return self.but(pinned=frozenset(), positions=Positions(), guides=(), layout="", seed=0)

    @property
    def is_filtered(self) -> bool:
        """Whether anything may be held back."""
        return self.without_filters() != self

    def without_filters(self) -> View:
        """This view with everything shown, positions and pins kept."""
        return View(
            pinned=self.pinned, positions=self.positions, guides=self.guides, layout=self.layout, seed=self.seed
        )
