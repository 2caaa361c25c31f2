"""Named views of the Bromley graph: the resources that each shows, and their positions."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from explorer.document import NamedView
from explorer.views.nodes import Nodes
from explorer.views.rules import Categories, Rule, Where
from explorer.views.view import Positions, View
from graph.layout import Guide
from graph.model.linked_columns import Step, path_key
from graph.model.projection import Projection
from graph.rdf.terms import CB
from resources import FOLDER

BASE = "https://caseboard.example/bromley/"
_POLARITY, _STATUS = path_key(Step(CB + "polarity")), path_key(Step(CB + "status"))
_FINDING = CB + "Finding"
_BY_POLARITY = Rule(
    "colour",
    Categories(_POLARITY, ((CB + "critical", "#a82470"), (CB + "positive", "#209939"))),
    Where("class", _FINDING),
)
"""Praise and blame, in two hues that no class of these views has."""


def bromley_views(projection: Projection) -> tuple[NamedView, ...]:
    """The stored views, in order."""
    stored: list[dict[str, Any]] = json.loads((FOLDER / "bromley" / "views.json").read_text(encoding="utf-8"))
    return tuple(_named_view(projection, entry) for entry in stored)


def _named_view(projection: Projection, entry: dict[str, Any]) -> NamedView:
    places = {
        projection.node_of[BASE + name]: xy for name, xy in entry["places"].items() if BASE + name in projection.node_of
    }
    xy = np.full((projection.node_count, 2), np.nan, np.float32)
    for node, place in places.items():
        xy[node] = place
    without = [i for i, info in enumerate(projection.predicates) if info.iri in entry["without"]]
    view = View(
        hidden_predicates=frozenset(without),
        positions=Positions(xy),
        layout=entry["layout"],
        seed=entry["seed"],
        guides=tuple(Guide(*guide) for guide in entry["guides"]),
    )
    finding = next(i for i, info in enumerate(projection.classes) if info.iri == _FINDING)
    if projection.in_any_class([finding])[list(places)].any():
        view = view._replace(rules=(_BY_POLARITY,), facets=(_POLARITY, _STATUS))
    return NamedView(entry["title"], entry["sentence"], showing(projection, view, frozenset(places)))


def showing(projection: Projection, view: View, nodes: frozenset[int]) -> View:
    """``view`` with only these nodes: classes that none of them has are hidden as a class, other nodes are left out."""
    wanted = np.zeros(projection.node_count, bool)
    wanted[sorted(nodes)] = True
    used = projection.class_counts(np.arange(projection.node_count)) > 0
    kept = projection.class_counts(np.flatnonzero(wanted)) > 0
    rest = ~wanted & projection.in_any_class((np.flatnonzero(kept) - 1).tolist())
    classes = frozenset((np.flatnonzero(used & ~kept) - 1).tolist())
    return view._replace(hidden_classes=classes, left_out=Nodes.where(rest))
