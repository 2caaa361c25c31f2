"""The views that a source opens with: of a schema, a thesaurus, a table, very many resources, or the bundled graph."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from explorer.document import Beside, NamedView
from explorer.views.nodes import Nodes
from explorer.views.rules import EDGES, Categories, Rule, Where
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.arrays.types import Ids
from graph.layout import Guide
from graph.model.linked_columns import Step, path_key
from graph.model.projection import Projection
from graph.rdf.terms import CB, OWL, RDFS, SKOS
from resources import FOLDER

WHOLE_UP_TO = 3000
"""Largest number of resources that a document shows one by one at first."""
_TREE_UP_TO = 20_000
"""Largest number of resources that a tree shows one by one at first."""
_READABLE, _TREE_FROM = 100, 30
"""Largest number of resources of which a whole schema or thesaurus can be read, and the least that make a tree."""
_LOOSE_FROM, _LINKED = 300, 0.1
"""Least number of resources that are read as a table, and the largest share of them that has relationships."""
_DATED = 0.5
"""Share of resources with a date from which a timeline says more than a table."""
_CROSSING = 6
"""Largest number of lines for each one between classes with which a tree can still be read."""
_CLASS = (OWL + "Class", RDFS + "Class")
_UPWARD = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_COLOUR = "#2f6fb5"
_CLASSES, _TOP = "Classes", "Top"
"""Titles of the views of a hierarchy from its top."""
_EVERY = NamedView("Every resource", "All resources, each by itself", View())


def first_views(projection: Projection) -> tuple[NamedView, ...]:
    """The views that a source opens with, the first one shown; none if all resources are best shown one by one."""
    top = top_view(projection)
    return (top, *(_whole_views(projection) or (_EVERY,))) if top is not None else _whole_views(projection)


def _whole_views(projection: Projection) -> tuple[NamedView, ...]:
    """Views of all resources, one by one or in groups."""
    from explorer.views.branches import is_thesaurus

    if projection.told is not None or projection.draws_schema or is_thesaurus(projection):
        drawn = _as_tree(projection)
        is_plain = drawn == View()
        if not is_plain and projection.node_count <= (_TREE_UP_TO if drawn.layout == "tree" else WHOLE_UP_TO):
            if projection.draws_schema:
                return (NamedView("Schema", "Classes, properties, shapes, and the data among them", drawn),)
            return (NamedView("Tree", "Each concept under the broader one", drawn),)
    several = projection.node_count > WHOLE_UP_TO and len(np.unique(projection.node_class)) > 1
    if not several and not is_loose(projection):
        return ()
    from explorer.pictures.scene.bubbles import overview_of

    overview = overview_of(projection)
    return NamedView("Overview", "One node for each class, and the relationships between them", overview), _EVERY


def top_view(projection: Projection) -> NamedView | None:
    """The top of a hierarchy that is too large to be read at once, without anything else; None for all other data."""
    if projection.node_count <= _READABLE:
        return None
    from explorer.views.branches import hierarchy_of, top_of

    hierarchy = hierarchy_of(projection)
    if hierarchy is None or np.count_nonzero(hierarchy.inside) < _TREE_FROM:
        return None
    others = (i for i in range(len(projection.predicates)) if i not in hierarchy.kinds)
    view = View(
        groups=top_of(projection, hierarchy),
        hidden_predicates=frozenset(others),
        layout="tree",
        settings=(("growth", "right"),),
    )
    view = showing(projection, view, frozenset(np.flatnonzero(hierarchy.inside).tolist()))
    if projection.draws_schema:
        return NamedView(_CLASSES, "Each class under the one above it, from the top", _with_upward(projection, view))
    return NamedView(_TOP, "Each concept under the broader one, from the top", view)


def _as_tree(projection: Projection) -> View:
    """A schema with lines of their own colour from each class to the one above it; a tree where there is one."""
    from explorer.views.branches import tree_of

    view = _with_upward(projection, View()) if projection.draws_schema else View()
    every = np.arange(projection.edge_count, dtype=np.int32)
    is_tree = _has_class_tree(projection) or tree_of(projection, every, projection.node_count) is not None
    return view._replace(layout="tree") if is_tree else view


def _with_upward(projection: Projection, view: View) -> View:
    """``view`` with lines of their own colour from each class and property to the one above it."""
    upward = [
        info.iri
        for i, info in enumerate(projection.predicates)
        if info.iri in _UPWARD and i not in view.hidden_predicates
    ]
    if not upward:
        return view
    looks = Categories("predicate", tuple((iri, _COLOUR) for iri in upward))
    return view._replace(rules=(Rule("colour", looks, Where(), EDGES),))


def _has_class_tree(projection: Projection) -> bool:
    """True if most classes have a class above them, and few enough other lines would cross the tree."""
    kind = next((i for i, info in enumerate(projection.predicates) if info.iri == RDFS + "subClassOf"), -1)
    rows = np.flatnonzero(projection.predicate == kind)
    below = np.unique(projection.subject[rows])
    every = np.unique(np.concatenate((below, projection.object[rows])))
    return 2 < len(every) <= 2 * len(below) and projection.edge_count <= _CROSSING * len(rows)


def is_loose(projection: Projection) -> bool:
    """True for many resources of which hardly any has a relationship: a table rather than a graph."""
    linked = int(np.count_nonzero(projection.degree))
    return projection.node_count >= _LOOSE_FROM and linked <= _LINKED * projection.node_count


def beside_first(projection: Projection, named_views: tuple[NamedView, ...]) -> Beside | None:
    """A sentence about a first view that leaves much out, and the panel that shows more than the picture does."""
    if named_views and named_views[0].title in (_CLASSES, _TOP):
        return Beside("", _said_of_top(projection, named_views[0].view), named_views[1].title)
    if not is_loose(projection):
        return None
    count, linked = projection.node_count, int(np.count_nonzero(projection.degree))
    is_dated = int(np.count_nonzero(projection.periods.dated)) >= _DATED * count
    panel, does = ("timeline", "shows when each is") if is_dated else ("table", "lists them")
    alone = f"{count - linked:,} of the {count:,} resources have no relationship"
    return Beside(
        panel, f"{alone if linked else f'None of the {count:,} resources has a relationship'}: the {panel} {does}."
    )


def _said_of_top(projection: Projection, view: View) -> str:
    """“3,428 of 3,473 classes are inside 24 branches; double-click one to open it. 396 other resources and 8,723
    relationships are not shown.”
    """
    visible = see(projection, view)
    what = _members_in_words(projection, visible.nodes)
    hidden, unseen = projection.node_count - len(visible.nodes), projection.edge_count - len(visible.edges)
    branches = len(view.groups)
    inside = f"{visible.grouped:,} of the {len(visible.nodes):,} {what} are inside"
    several = f"{branches:,} branches: double-click one" if branches > 1 else "1 branch: double-click it"
    said = [f"{inside} {several} to open it." if branches else f"The {len(visible.nodes):,} {what} are shown."]
    parts = ((hidden, "other resource"), (unseen, "relationship"))
    less = [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in parts if count]
    return " ".join([*said, *([f"Not shown: {' and '.join(less)}."] if less else [])])


def _members_in_words(projection: Projection, nodes: Ids) -> str:
    """“classes” or “concepts” if all resources of a tree are said to be some; else how many are, as in Filters.

    A thesaurus leads to concepts that it does not describe, and its schemes stand in the tree too.
    """
    what, kinds = ("classes", _CLASS) if projection.draws_schema else ("concepts", (SKOS + "Concept",))
    classes = [i for i, info in enumerate(projection.classes) if info.iri in kinds]
    count = int(np.count_nonzero(projection.in_any_class(classes)[nodes]))
    if count == len(nodes):
        return what
    return "resources in the tree" + (
        f" ({count:,} of the class {projection.classes[classes[0]].label})" if count else ""
    )


BASE = "https://caseboard.example/bromley/"
_POLARITY, _STATUS = path_key(Step(CB + "polarity")), path_key(Step(CB + "status"))
_FINDING = CB + "Finding"
_BY_POLARITY = Rule(
    "colour",
    Categories(_POLARITY, ((CB + "critical", "#a82470"), (CB + "positive", "#209939"))),
    Where("class", _FINDING),
)
"""Praise and blame, in two hues that no class of these views has; also for findings that a view shows later."""


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
        rules=(_BY_POLARITY,),
    )
    finding = next(i for i, info in enumerate(projection.classes) if info.iri == _FINDING)
    if projection.in_any_class([finding])[list(places)].any():
        view = view._replace(facets=(_POLARITY, _STATUS))
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
