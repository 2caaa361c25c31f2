"""What the marks and lines of a picture mean: one value that the window and the images draw."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from explorer.pictures.style import Swatch, class_swatches
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.projection import Projection

MOST_CLASSES = 10


class Stroke(NamedTuple):
    """How a tie is drawn: its support as in :class:`explorer.pictures.scene.Scene`, and whether it is a thicker one."""

    support: int
    thick: bool = False


class LegendEntry(NamedTuple):
    """One line of a legend: a mark or a stroke, or neither where it only says how much more there is.

    ``resources`` counts what a mark stands for, or the ties that a stroke stands for. Rules of style also have a
    heading; an icon; a tie of some colour ("" for that of the theme) and width in pixels; a bar of colours from the low
    end, ``label``, to the high one, ``end``; or samples of sizes, each a radius in scene units and a text.
    """

    label: str
    swatch: Swatch | None = None
    stroke: Stroke | None = None
    resources: int = 0
    is_heading: bool = False
    icon: str = ""
    tie: tuple[str, float] | None = None
    bar: tuple[str, ...] = ()
    end: str = ""
    sizes: tuple[tuple[float, str], ...] = ()

    @property
    def words(self) -> str:
        """All that it says."""
        samples = ", ".join(text for _, text in self.sizes)
        return " ".join(part for part in (self.label, f"to {self.end}" if self.bar else "", samples) if part)


_STROKES = (
    (Stroke(0), "no source recorded"),
    (Stroke(1), "one passage"),
    (Stroke(2), "several passages"),
    (Stroke(2, True), "more documents"),
)


def legend_entries(
    projection: Projection, visible: Visible, view: View | None = None, most: int = MOST_CLASSES
) -> tuple[LegendEntry, ...]:
    """Classes that are drawn, the largest first and at most ``most``, then what the rules of ``view`` mean, then the
    strokes that occur.

    Strokes are explained only where the source carries evidence and ties are drawn.
    """
    rules = view.rules if view is not None else ()
    counts = np.bincount(projection.node_class[visible.nodes] + 1, minlength=len(projection.classes) + 1).tolist()
    swatches = class_swatches(projection, rules)
    drawn = sorted(
        (c - 1 for c in range(len(counts)) if counts[c]), key=lambda c: (-counts[c + 1], _label(projection, c))
    )
    if any(not swatch.colour for swatch in swatches.values()):
        entries = _by_shape(projection, swatches, drawn, counts)
        drawn = []
    else:
        entries = [LegendEntry(_label(projection, c), swatches[c], None, counts[c + 1]) for c in drawn[:most]]
    rest = drawn[most:]
    if rest:
        entries.append(
            LegendEntry(
                f"{len(rest):,} more classes" if len(rest) > 1 else "1 more class",
                resources=sum(counts[c + 1] for c in rest),
            )
        )
    if view is not None and any(rule.on for rule in rules):
        from explorer.pictures.explaining import explained

        entries += explained(projection, visible, view)
    return (*entries, *_strokes(projection, visible))


def _by_shape(
    projection: Projection, swatches: dict[int, Swatch], drawn: list[int], counts: list[int]
) -> list[LegendEntry]:
    """Classes where some of them do not go by one colour: those that look alike share a line."""
    alike: dict[Swatch, list[int]] = {}
    for c in drawn:
        alike.setdefault(swatches[c], []).append(c)
    entries = []
    for swatch, classes in alike.items():
        names = [_label(projection, c) for c in classes]
        rest = f" and {len(names) - 2:,} more" if len(names) > 3 else ""
        label = ", ".join(names[: 2 if rest else 3]) + rest
        entries.append(LegendEntry(label, swatch, None, sum(counts[c + 1] for c in classes)))
    return entries


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


def samples(entry: LegendEntry, largest: float) -> list[tuple[float, str]]:
    """The samples of sizes of an entry with radii in pixels: in proportion, at most ``largest`` and seen at all."""
    most = max((radius for radius, _ in entry.sizes), default=1.0)
    scale = min(largest / most, 0.8)
    return [(max(radius * scale, 1.2), text) for radius, text in entry.sizes]
