"""Swatches of classes after style rules; imported where there are rules."""

from __future__ import annotations

from explorer.pictures.look.conditions import Reading
from explorer.pictures.look.style import Swatch
from explorer.views.rules import NODES, Categories, Fixed, Rules, in_use
from graph.model.projection import Projection


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
            rest = {cls: rule.look.bare if cls < 0 else rule.look.others for cls in covered}
            looks = {cls: by_class.get(cls) or rest[cls] or "" for cls in covered if cls in by_class or rest[cls]}
        for cls, look in looks.items():
            if cls in out and (look or rule.channel == "colour"):
                out[cls] = out[cls]._replace(**{rule.channel: look})
    return out
