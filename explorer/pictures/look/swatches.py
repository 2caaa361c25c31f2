"""Swatches: the shape and colour of each class, before and after style rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.pictures.look.class_looks import looks_of
from explorer.pictures.look.style import Swatch
from graph.model.projection import Projection
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.views.rules import Rules


def class_swatches(projection: Projection, rules: Rules = ()) -> dict[int, Swatch]:
    """The swatch of every class by id, and of -1 for no class."""
    swatches = _usual(projection)
    if not rules:
        return dict(swatches)
    from explorer.pictures.look.rule_swatches import ruled_swatches

    return ruled_swatches(swatches, projection, rules)


@memoized
def _usual(projection: Projection) -> dict[int, Swatch]:
    return looks_of([info.iri for info in projection.classes], [info.kind for info in projection.classes])
