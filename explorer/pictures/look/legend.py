"""Legend: the meaning of the marks and lines of a picture, as a value for the window and for images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.pictures.look.legend_entry import INFERRED, LegendEntry, Stroke
from explorer.pictures.look.legend_times import explained_bars
from explorer.pictures.look.style import DENSITY, Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.groups import GROUPS_FROM
from explorer.views.hiding.disputes import marks_of
from explorer.views.hiding.support import MOST_SHOWN, shown_origins
from explorer.views.rules import Rules
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.arrays.csr import distinct
from graph.arrays.types import Ids
from graph.model.projection import Projection

MOST_CLASSES = 10
_MOST_COMPARED = 4
"""Number of classes beside the ways to differ, which need the room."""
_BOTH, _OUTLINES = "Lines and outlines", "Outlines"
"""Headings of strokes where resources have evidence too: lines and outlines mean the same."""
_PLAIN = "No evidence: lines are plain"

_STROKES = (
    (Stroke(0), "no evidence"),
    (Stroke(1), "one origin"),
    (Stroke(2), "two origins"),
    (Stroke(2, True), "more than two origins"),
)


def legend_entries(
    projection: Projection, visible: Visible, view: View | None = None, most: int = MOST_CLASSES
) -> tuple[LegendEntry, ...]:
    """Entries for the drawn classes, at most ``most`` or one more, the largest first, for the style rules of ``view``,
    and for the strokes in use.

    A class has an entry if some shown resource is drawn in its look; a resource counts under each of its classes.
    Strokes appear only if the source has evidence and edges are drawn.
    """
    rules = view.rules if view is not None else ()
    standing = visible.nodes if not len(visible.folded) else np.setdiff1d(visible.nodes, visible.folded)
    counts = projection.class_counts(standing).tolist()
    swatches = class_swatches(projection, rules)
    drawn = sorted(
        (distinct(projection.node_class[standing] + 1) - 1).tolist(),
        key=lambda c: (-counts[c + 1], _label(projection, c)),
    )
    lines = _lines(projection, swatches, drawn)
    if projection.differing is not None:
        most = min(most, _MOST_COMPARED)
    most += len(lines) == most + 1  # the last one takes no more room than a word about it
    entries = [
        LegendEntry(label, swatch, None, _resources(projection, standing, classes))
        for label, swatch, classes in lines[:most]
    ]
    rest = [cls for _, _, classes in lines[most:] for cls in classes]
    if rest:
        more = f"{len(rest):,} more class{'' if len(rest) == 1 else 'es'}"
        entries.append(LegendEntry(more, resources=_resources(projection, standing, rest)))
    entries += _folded(projection, visible, rules)
    although = int(np.count_nonzero(visible.node_although[visible.drawn[visible.drawn < GROUPS_FROM]]))
    if although:
        entries.append(LegendEntry(f"Shown although hidden: {although:,}", resources=although, is_ring=True))
    entries += _chips(projection, visible, view or View())
    if view is not None and any(rule.on for rule in rules):
        from explorer.pictures.look.legend_rules import explained

        entries += explained(projection, visible, view)
    bars = explained_bars(projection, view.guides, visible) if view is not None else ()
    if projection.differing is not None:
        from explorer.pictures.look.differences import explained_differences

        entries = [*explained_differences(projection.differing, visible), *entries]
    return (*entries, *_strokes(projection, visible), *bars)


def as_drawn(entries: tuple[LegendEntry, ...], left_out: Sequence[str]) -> tuple[LegendEntry, ...]:
    """The entries of a picture that leaves things out: lines that it does not draw are explained as not drawn."""
    if DENSITY not in left_out or not any(entry.stroke or entry.line for entry in entries):
        return entries
    outlined = any(entry.label == _BOTH and entry.is_heading for entry in entries)
    kept = (entry for entry in entries if not (entry.line or (entry.stroke and not outlined)))
    renamed = (
        entry._replace(label=_OUTLINES) if entry.label == _BOTH and entry.is_heading else entry for entry in kept
    )
    return (*renamed, LegendEntry("Lines: too many, drawn as shading"))


def _lines(
    projection: Projection, swatches: dict[int, Swatch], drawn: list[int]
) -> list[tuple[str, Swatch, list[int]]]:
    """The label, look and classes of each line; classes without a single colour share a line if they look alike."""
    alike: dict[tuple[Swatch, int], list[int]] = {}
    for c in drawn:
        alike.setdefault((swatches[c], c if swatches[c].colour else -2), []).append(c)
    lines = []
    for (swatch, _), classes in alike.items():
        names = [_label(projection, c) for c in classes]
        rest = f" and {len(names) - 2:,} more" if len(names) > 3 else ""
        lines.append((", ".join(names[: 2 if rest else 3]) + rest, swatch, classes))
    return lines


def _folded(projection: Projection, visible: Visible, rules: Rules) -> list[LegendEntry]:
    """A line for each main class of the resources that are drawn as lines, the largest first, in the colour that the
    style rules give to the class.
    """
    counts = np.bincount(projection.node_class[visible.folded])
    usual, now = class_swatches(projection), class_swatches(projection, rules)
    colour = {
        cls: now[cls].colour if now[cls].colour != usual[cls].colour else "" for cls in np.flatnonzero(counts).tolist()
    }
    return [
        LegendEntry(f"{_label(projection, cls)}: folded", resources=int(counts[cls]), line=(colour[cls], 1.0))
        for cls in sorted(np.flatnonzero(counts).tolist(), key=lambda c: (-counts[c], _label(projection, c)))
    ]


def _chips(projection: Projection, visible: Visible, view: View) -> list[LegendEntry]:
    """A line for the discs that count disagreements, if any is drawn."""
    marks = marks_of(projection, view)[visible.drawn[visible.drawn < GROUPS_FROM]]
    count = int(np.count_nonzero(marks))
    label = f"Disputed or updated: {count:,}"
    return [LegendEntry(label, resources=count, is_chip=True)] if count else []


def _resources(projection: Projection, nodes: Ids, classes: list[int]) -> int:
    """The number of some resources with any of these classes, each counted once."""
    return int(np.count_nonzero(projection.in_any_class(classes)[nodes]))


def _strokes(projection: Projection, visible: Visible) -> tuple[LegendEntry, ...]:
    """The strokes of the edges that are drawn alone, and of the outlines of resources.

    A bundle has no stroke of its own. Each edge has one stroke, and the numbers are those of edges.
    """
    single = visible.strands <= 1
    inferred = projection.edge_inferred[visible.drawn_edges] & single
    count = int(np.count_nonzero(inferred))
    last = (LegendEntry("inferred", None, Stroke(INFERRED), count),) if count else ()
    if not projection.has_evidence:
        return (LegendEntry(_PLAIN), *last) if len(visible.drawn_edges) else ()
    single &= ~inferred
    origins = visible.support(projection).origins[single]
    support, thick = np.minimum(origins, 2), origins > 2
    counts = {Stroke(level): int(np.count_nonzero((support == level) & ~thick)) for level in (0, 1, 2)}
    counts[Stroke(2, True)] = int(np.count_nonzero(thick))
    shown = shown_origins(projection)
    outlines = set[Stroke]()
    if shown is not None:
        own = visible.drawn[visible.drawn < GROUPS_FROM]
        levels = (distinct(shown[own] + 1) - 1).tolist()
        outlines = {Stroke(min(level, 2), level == MOST_SHOWN) for level in levels if level >= 0}
    head = (LegendEntry(_BOTH, is_heading=True),) if outlines else ()
    found = (LegendEntry(label, None, s, counts[s]) for s, label in _STROKES if counts[s] or s in outlines)
    return (*head, *found, *last)


def _label(projection: Projection, cls: int) -> str:
    return projection.classes[cls].label if cls >= 0 else "No class"
