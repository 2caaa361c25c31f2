"""What the marks and lines of a picture mean: one value that the window and the images draw."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from explorer.style import Swatch, class_swatches
from explorer.visible import Visible
from graph.projection import Projection

MOST_CLASSES = 10


class Stroke(NamedTuple):
    """How a tie is drawn: its support as in :class:`explorer.scene.Scene`, and whether it is a thicker one."""

    support: int
    thick: bool = False


class LegendEntry(NamedTuple):
    """One line of a legend: a mark or a stroke, or neither where it only says how much more there is.

    ``resources`` counts what a mark stands for, or the ties that a stroke stands for.
    """

    label: str
    swatch: Swatch | None = None
    stroke: Stroke | None = None
    resources: int = 0


_STROKES = (
    (Stroke(0), "no source recorded"),
    (Stroke(1), "one passage"),
    (Stroke(2), "several passages"),
    (Stroke(2, True), "more documents"),
)


def legend_entries(projection: Projection, visible: Visible, most: int = MOST_CLASSES) -> tuple[LegendEntry, ...]:
    """Classes that are drawn, the largest first and at most ``most``, then the strokes that occur.

    Strokes are explained only where the source carries evidence and ties are drawn.
    """
    counts = np.bincount(projection.node_class[visible.nodes] + 1, minlength=len(projection.classes) + 1).tolist()
    swatches = class_swatches(projection)
    drawn = sorted(
        (c - 1 for c in range(len(counts)) if counts[c]), key=lambda c: (-counts[c + 1], _label(projection, c))
    )
    entries = [LegendEntry(_label(projection, c), swatches[c], None, counts[c + 1]) for c in drawn[:most]]
    rest = drawn[most:]
    if rest:
        entries.append(
            LegendEntry(
                f"{len(rest):,} more classes" if len(rest) > 1 else "1 more class",
                resources=sum(counts[c + 1] for c in rest),
            )
        )
    return (*entries, *_strokes(projection, visible))


def _strokes(projection: Projection, visible: Visible) -> tuple[LegendEntry, ...]:
    if not projection.has_evidence or not len(visible.edges):
        return ()
    support = np.minimum(projection.edge_support[visible.edges], 2)
    thick = projection.edge_documents[visible.edges] > 1
    counts = {
        Stroke(0): int((support == 0).sum()),
        Stroke(1): int((support == 1).sum()),
        Stroke(2): int((support == 2).sum()),
        Stroke(2, True): int(thick.sum()),
    }
    return tuple(LegendEntry(label, None, stroke, counts[stroke]) for stroke, label in _STROKES if counts[stroke])


def _label(projection: Projection, cls: int) -> str:
    return projection.classes[cls].label if cls >= 0 else "No class"
