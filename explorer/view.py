"""What is on the canvas and how: an immutable value; every change by the user makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.nodes import Nodes
from graph.layout import Guide

Range = tuple[float, float]


_BLOCK = 2048


class Positions:
    """Centres of nodes in scene units, shape (n, 2), NaN where a node was never placed; read-only, equal by value.

    Kept in blocks of rows that later positions share where they do not differ, for a history holds hundreds of them.
    """

    __slots__ = ("_blocks",)

    def __init__(self, xy: NDArray[np.float32] | None = None) -> None:
        rows = np.array(xy if xy is not None else np.empty((0, 2)), np.float32).reshape(-1, 2)
        rows.flags.writeable = False
        self._blocks = tuple(rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))

    @property
    def xy(self) -> NDArray[np.float32]:
        """All positions, shape (n, 2); a copy."""
        return np.concatenate(self._blocks) if self._blocks else np.empty((0, 2), np.float32)

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Positions) or len(self) != len(other):
            return False
        pairs = zip(self._blocks, other._blocks)
        return all(a is b or np.array_equal(a, b, equal_nan=True) for a, b in pairs)

    def __hash__(self) -> int:
        return hash(self.xy.tobytes())

    def of(self, count: int) -> NDArray[np.float32]:
        """Positions of the first ``count`` nodes; those beyond what is known are NaN."""
        known = self.xy
        if len(known) >= count:
            return known[:count]
        out = np.full((count, 2), np.nan, np.float32)
        out[: len(known)] = known
        return out

    def moved(self, nodes: NDArray[np.integer], xy: NDArray[np.floating], count: int) -> Positions:
        """These positions with some nodes placed elsewhere."""
        rows, out = self.of(count), Positions()
        rows[nodes] = xy
        touched = np.zeros(len(rows) // _BLOCK + 1, bool)
        touched[np.asarray(nodes) // _BLOCK] = True
        blocks = []
        for i, start in enumerate(range(0, len(rows), _BLOCK)):
            mine = self._blocks[i] if i < len(self._blocks) else None
            block = rows[start : start + _BLOCK]
            blocks.append(block.copy() if touched[i] or mine is None or len(mine) != len(block) else mine)
        out._blocks = tuple(blocks)
        return out


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
    hidden_nodes: Nodes = field(default_factory=Nodes)
    focus: Nodes = field(default_factory=Nodes)
    hops: int = 1
    dates: Range | None = None
    undated: bool = True
    amounts: Range | None = None
    degrees: Range | None = None
    pinned: Nodes = field(default_factory=Nodes)
    positions: Positions = field(default_factory=Positions)
    guides: tuple[Guide, ...] = ()
    layout: str = "forceatlas2"
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("hidden_nodes", "focus", "pinned"):
            ids = getattr(self, name)
            if not isinstance(ids, Nodes):
                object.__setattr__(self, name, Nodes(ids))

    def but(self, **changes: Any) -> View:
        """This view with some fields changed."""
        return replace(self, **changes)

    def toggled(self, field_name: str, item: int) -> View:
        """This view with ``item`` put into one of its sets, or taken out if it was there."""
        return self.but(**{field_name: getattr(self, field_name) ^ {item}})

    @property
    def filters(self) -> View:
        """What decides which nodes and edges are drawn: this view with positions and the like left out."""
        return self.but(pinned=Nodes(), positions=Positions(), guides=(), layout="", seed=0)

    @property
    def is_filtered(self) -> bool:
        """Whether anything may be held back."""
        return self.without_filters() != self

    def without_filters(self) -> View:
        """This view with everything shown, positions and pins kept."""
        return View(
            pinned=self.pinned, positions=self.positions, guides=self.guides, layout=self.layout, seed=self.seed
        )
