"""Swatches: the shape and colour of each class, before and after style rules."""

from __future__ import annotations

import numpy as np

from explorer.pictures.look.conditions import Reading
from explorer.pictures.look.style import Swatch, choose_swatches
from explorer.views.rules import NODES, Categories, Fixed, Rules, in_use
from graph.model.projection import Projection


def class_swatches(projection: Projection, rules: Rules = ()) -> dict[int, Swatch]:
    """The swatch of every class by id, and of -1 for no class; larger classes get their colour first."""
    counts = np.bincount(projection.node_class + 1, minlength=len(projection.classes) + 1)[1:]
    iris, kinds = [info.iri for info in projection.classes], [info.kind for info in projection.classes]
    swatches = choose_swatches(iris, kinds, counts.tolist())
    if not rules:
        return swatches
    return ruled_swatches(swatches, projection, rules)


def ruled_swatches(swatches: dict[int, Swatch], projection: Projection, rules: Rules) -> dict[int, Swatch]:
    """Swatches of classes after ``rules``; the colour is "" for a class whose resources then differ in colour."""
    data = Reading(projection, (), NODES)
    out = dict(swatches)
    for rule in in_use(rules, NODES):
        if rule.channel not in ("colour", "shape") or rule.where.key not in ("", "class"):
            continue
        covered = list(out) if not rule.where.key else [data.class_of(rule.where.value)]
        looks = dict.fromkeys(covered, "")
        if isinstance(rule.look, Fixed):
            looks = dict.fromkeys(covered, str(rule.look.value))
        elif rule.look.key == "class" and isinstance(rule.look, Categories):
            by_class = {data.class_of(iri): look for iri, look in rule.look.looks}
            looks = {cls: by_class[cls] for cls in covered if cls in by_class}
        for cls, look in looks.items():
            if cls in out and (look or rule.channel == "colour"):
                out[cls] = out[cls]._replace(**{rule.channel: look})
    return out
