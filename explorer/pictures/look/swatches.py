"""Swatches: the shape and colour of each class, before and after style rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer.pictures.look.style import Swatch, choose_swatches
from graph.model.projection import Projection

if TYPE_CHECKING:
    from explorer.views.rules import Rules


def class_swatches(projection: Projection, rules: Rules = ()) -> dict[int, Swatch]:
    """The swatch of every class by id, and of -1 for no class; larger classes get their colour first."""
    counts = np.bincount(projection.node_class + 1, minlength=len(projection.classes) + 1)[1:]
    iris, kinds = [info.iri for info in projection.classes], [info.kind for info in projection.classes]
    swatches = choose_swatches(iris, kinds, counts.tolist())
    if not rules:
        return swatches
    from explorer.pictures.look.rule_swatches import ruled_swatches

    return ruled_swatches(swatches, projection, rules)
