"""Staging: the scene of a projection, a view and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.legend_entry import INFERRED
from explorer.pictures.look.style import SHAPES, Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.pictures.scene.equal_names import equal_names
from explorer.pictures.scene.routing import routed
from explorer.pictures.scene.scene import Labels, Scene
from explorer.views.folding import in_a_line
from explorer.views.groups import GROUPS_FROM, radii
from explorer.views.hiding.disputes import marks_of
from explorer.views.hiding.support import shown_origins
from explorer.views.places import pinned_of, places_of, resources_of
from explorer.views.rules import Rules
from explorer.views.view import View, Whole
from explorer.views.visible import Visible, main_classes
from graph.arrays.csr import loops_and_parallels, tally
from graph.layout import Guide
from graph.model.projection import Projection
from graph.model.values import edges_to_values
from graph.named import NamedTuple
from graph.rdf.values import write_part
from graph.work.memo import memoized

if TYPE_CHECKING:
    from explorer.pictures.scene.notes import DrawnNotes
    from explorer.views.time_axis import TimeBars

_FAN = 26.0
"""Scene units between two parallel edges."""
_APART = np.float32(0.6)
"""Factor for the radius of resources without a date on a time axis."""
_WEIGHT_OF_KIND = {"actor": 4.0, "event": 2.0, "document": 1.6, "money": 1.6, "finding": 1.2, "concept": 0.4}
_HAIR = 1e-5
"""The share of its importance by which the order of a node may raise it: less than one relationship does."""
_RADIUS_OF_KIND = {"actor": 1.3, "concept": 0.8, "post": 0.9}


class _Looks(NamedTuple):
    """The look of every node of a projection in any view: columns of shape (n,)."""

    radius: NDArray[np.float32]
    importance: NDArray[np.float64]
    shape: NDArray[np.uint8]
    colour: NDArray[np.uint8]
    strong: NDArray[np.bool_]


def _looks_of(projection: Projection, whole: Whole | None) -> _Looks:
    """The looks of the nodes, sized by their number of relationships in the whole source."""
    looks = _own_looks(projection)
    if whole is None:
        return looks
    known = whole.links.of(projection.node_count)
    radius, importance = _sizes(projection, np.where(np.isnan(known), projection.degree, known).astype(np.float32))
    return looks._replace(radius=radius, importance=importance)


@memoized
def _order(projection: Projection) -> NDArray[np.float64]:
    """Numbers from 0 to 1 by IRI, shape (n,), which order equal nodes in any part of a source."""
    return np.array([crc32(iri.encode()) for iri in projection.iris]) / float(1 << 32)


def _sizes(projection: Projection, degree: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Radius and importance of nodes with these numbers of relationships, shapes (n,)."""
    kinds = ["thing"] + [info.kind for info in projection.classes]
    weight = np.array([_WEIGHT_OF_KIND.get(k, 1.0) for k in kinds], np.float32)
    swell = np.array([_RADIUS_OF_KIND.get(k, 1.0) for k in kinds], np.float32)
    main = projection.node_class + 1
    radius = (6.0 + 2.0 * np.sqrt(np.minimum(degree, 100.0))).astype(np.float32) * swell[main]
    importance = (weight[main] * (1.0 + np.log1p(degree))).astype(np.float64)
    return radius, importance * (1.0 + _HAIR * _order(projection))


@memoized
def _own_looks(projection: Projection) -> _Looks:
    swatches = class_swatches(projection)
    slots = [swatches[c] for c in range(-1, len(projection.classes))]
    kinds = ["thing"] + [info.kind for info in projection.classes]
    main = projection.node_class + 1
    radius, importance = _sizes(projection, projection.degree.astype(np.float32))
    return _Looks(
        radius=radius,
        importance=importance,
        shape=np.array([SHAPES.index(s.shape) for s in slots], np.uint8)[main],
        colour=np.array([PALETTE.index(s.colour) for s in slots], np.uint8)[main],
        strong=np.array([k == "actor" for k in kinds], bool)[main],
    )


def stage(projection: Projection, view: View, visible: Visible) -> Scene:
    """The scene of the visible part; nodes without a position stand at the origin."""
    nodes, edges = visible.drawn, visible.drawn_edges
    fan, loop = _fan(projection, visible)
    scene = Scene(
        ids=nodes,
        xy=np.nan_to_num(places_of(view, nodes, projection.node_count)),
        pinned=pinned_of(view, nodes, projection.node_count),
        edge_ids=edges,
        source=visible.ends[0],
        target=visible.ends[1],
        fan=fan,
        bend=fan,
        loop=loop,
        guides=view.guides,
        times=_times(projection, view, visible),
        notes=_notes(projection, view, visible),
        although=_although(visible),
        quiet=_quiet(projection, view, edges),
        chips=_chips(projection, view, nodes),
        **_looks(projection, view, visible),
    )
    return routed(scene)


def _origins(projection: Projection, own: NDArray[np.int32], count: int) -> NDArray[np.int8] | None:
    """The origins that the outlines of ``count`` drawn nodes show, shape (k,); groups, after ``own``, show none."""
    shown = shown_origins(projection)
    if shown is None:
        return None
    out = np.full(count, -1, np.int8)
    out[: len(own)] = shown[own]
    return out


def _quiet(projection: Projection, view: View, edges: NDArray[np.int32]) -> NDArray[np.bool_] | None:
    """True for drawn edges to values, shape (l,); None without any, or if layouts go through them."""
    out = edges_to_values(projection)[edges]
    return out if out.any() and not view.follows_values else None


def _chips(projection: Projection, view: View, drawn: NDArray[np.int32]) -> NDArray[np.int32] | None:
    """The number of contradictions, disputes and updates at each drawn resource, shape (k,); None without any."""
    marks = marks_of(projection, view)
    out = np.zeros(len(drawn), np.int32)
    own = drawn < GROUPS_FROM
    out[own] = marks[drawn[own]]
    return out if out.any() else None


def _although(visible: Visible) -> NDArray[np.bool_] | None:
    """True for drawn resources that are shown although something hides their kind, shape (k,); None without any."""
    if not visible.node_although.any():
        return None
    out = np.zeros(len(visible.drawn), bool)
    own = visible.drawn < GROUPS_FROM
    out[own] = visible.node_although[visible.drawn[own]] > 0
    return out if out.any() else None


def _looks(projection: Projection, view: View, visible: Visible) -> dict[str, Any]:
    """The columns of a scene for its look, not its places, by field name."""
    nodes, edges = visible.drawn, visible.drawn_edges
    looks = _looks_of(projection, view.whole)
    alone = int(np.searchsorted(nodes, GROUPS_FROM))
    own = nodes[:alone]
    main = main_classes(projection, visible)
    many = _looks_of_groups(projection, visible.members[alone:], resources_of(view, projection), main, looks)
    origins = visible.support(projection).origins
    support = np.minimum(origins, 2).astype(np.int8)
    if not projection.has_evidence:
        support = np.full(len(edges), -1, np.int8)
    # The line of more than two origins is twice as wide as others, like its sample in the legend.
    width = np.where(origins > 2, 2.0 + 0.35 * np.minimum(origins - 3, 3), 1.0)
    support[projection.edge_inferred[edges]] = INFERRED
    bundles = np.flatnonzero(visible.strands > 1)
    support[bundles] = -1
    # Half pixels are fine enough, and each width is drawn separately.
    width[bundles] = np.round(2 + 3.2 * np.log10(visible.strands[bundles])) / 2
    columns: dict[str, Any] = {
        "radius": np.concatenate((looks.radius[own], many.radius)),
        "shape": np.concatenate((looks.shape[own], many.shape)),
        "colour": np.concatenate((looks.colour[own], many.colour)),
        "strong": np.concatenate((looks.strong[own], many.strong)),
        "importance": np.concatenate((looks.importance[own], many.importance)),
        "labels": Labels(projection.labels, nodes, _own_names(projection, view, visible, alone, main)),
        "support": support,
        "width": width.astype(np.float32),
        "edge_words": Labels(
            [info.label for info in projection.predicates],
            projection.predicate[edges],
            _own_words(projection, visible, bool(len(bundles))),
        ),
        "palette": PALETTE,
        "origins": _origins(projection, own, len(nodes)),
        "icon": None,
        "icons": (),
        "edge_colour": None,
    }
    if view.guides:
        columns["radius"] = columns["radius"] * _shrunk(projection, view.guides, nodes)
    if any(rule.on for rule in view.rules):
        from explorer.pictures.look.styling import Stage, apply_rules

        inside = np.flatnonzero(visible.slot >= alone)
        members = inside, visible.slot[inside] - alone
        through = visible.lines_through()
        single = (visible.strands == 1) & (through < 0)
        rows = Stage(projection, view.measures, own, main, edges, single, members, through)
        apply_rules(columns, rows, view.rules)
    if projection.differing is not None:
        from explorer.pictures.scene.differing import mark_differences  # late: few pictures compare anything

        mark_differences(columns, projection, visible)
    return columns


def _shrunk(projection: Projection, guides: tuple[Guide, ...], nodes: NDArray[np.int32]) -> NDArray[np.float32]:
    """Factors (k,) for the radius of drawn nodes: on a time axis, resources without a date are small."""
    from explorer.views.time_axis import is_apart  # late: few pictures have a time axis

    return np.where(is_apart(projection, guides, nodes), _APART, np.float32(1))


def _times(projection: Projection, view: View, visible: Visible) -> TimeBars | None:
    """The periods of the drawn nodes along the time axis of a view."""
    if not view.guides:
        return None
    from explorer.views.time_axis import time_bars  # late: few pictures have a time axis

    return time_bars(projection, view.guides, visible)


def _notes(projection: Projection, view: View, visible: Visible) -> DrawnNotes | None:
    """The drawn notes of a view."""
    if not (view.notes and view.shows_notes):
        return None
    from explorer.pictures.scene.notes import drawn_notes  # late: needed only with a note

    return drawn_notes(projection, view, visible)


def _own_names(
    projection: Projection, view: View, visible: Visible, alone: int, main: NDArray[np.int64]
) -> Callable[[int], str | None]:
    """A function that gives the names of groups, and of resources that share theirs with another; None for others."""
    titles, nodes = _titles(projection, view, visible, alone, main), visible.drawn

    def name(place: int) -> str | None:
        return titles.get(place) if place >= alone else equal_names(projection).of(int(nodes[place]))

    return name


def _titles(
    projection: Projection, view: View, visible: Visible, alone: int, main: NDArray[np.int64]
) -> dict[int, str]:
    """Names of the drawn groups by index: “Person · 1,204”. A group of one class counts all shown resources of the
    class too, if some of them stand elsewhere: “Band · 16 of 32”."""
    groups = {group.id: group for group in view.groups}
    kinds = [groups[drawn].kind for drawn in visible.drawn[alone:].tolist()]
    members = visible.members[alone:]
    every = members.astype(np.int64)
    if "class" in kinds:
        inside = np.flatnonzero(visible.slot >= alone)
        slots = visible.slot[inside] - alone
        mixed = np.bincount(slots, projection.node_class[inside] != main[slots], len(kinds)) > 0
        of_class = np.array([kind == "class" for kind in kinds]) & ~mixed
        every[of_class] = projection.class_counts(visible.nodes)[main[of_class] + 1]
    parts = zip(visible.drawn[alone:].tolist(), members.tolist(), every.tolist())
    return {alone + i: f"{groups[drawn].title} · {write_part(*part)}" for i, (drawn, *part) in enumerate(parts)}


def _own_words(projection: Projection, visible: Visible, bundled: bool) -> Callable[[int], str | None] | None:
    """A function that gives the words of bundles, of folded resources and of edges to members of lists, else None."""
    of_bundles, edges = _bundle_words(projection, visible) if bundled else None, visible.drawn_edges
    places = projection.edge_places[edges]
    through = visible.lines_through() if len(visible.folded) else None
    if not places.any() and through is None:
        return of_bundles

    def words(place: int) -> str | None:
        if through is not None and through[place] >= 0:
            from graph.model.money import amount_words  # late: few pictures fold anything

            node = int(through[place])
            name = in_a_line(projection.classes[projection.node_class[node]].label)
            return f"{amount_words(projection, node)} {name}".lstrip()
        said = None if of_bundles is None else of_bundles(place)
        return projection.edge_words(int(edges[place])) if said is None and places[place] else said

    return words


def _bundle_words(projection: Projection, visible: Visible) -> Callable[[int], str | None]:
    """A function that gives the words along bundles of edges by index: “works for and 2 more · 1,204”."""
    held = np.append(visible.strands > 1, False)  # the last entry is for edges that are not drawn, index -1
    rows = np.flatnonzero(held[visible.edge_slot])
    kind: NDArray[np.integer] = projection.predicate
    names = [(info.iri, info.label) for info in projection.predicates]
    if visible.folds is not None:  # a folded resource counts once, under its class
        names += [(info.iri, in_a_line(info.label)) for info in projection.classes]
        rows = rows[~np.isin(rows, visible.folds.other)]
        via = visible.folds.via
        kind = np.where(via >= 0, len(projection.predicates) + projection.node_class[via], kind)
    count = len(names)
    pairs = visible.edge_slot[rows] * np.int64(count) + kind[rows]
    keys, _, amount = tally(pairs, len(visible.drawn_edges) * count)
    rank = np.argsort(sorted(range(count), key=lambda i: names[i][0]))
    order = np.lexsort((rank[keys % count], -amount, keys // count))
    places, first, kinds = np.unique(keys[order] // count, return_index=True, return_counts=True)
    found = dict(zip(places.tolist(), zip((keys[order][first] % count).tolist(), kinds.tolist())))

    def words(place: int) -> str | None:
        if place not in found:
            return None
        leading, others = found[place][0], found[place][1] - 1
        more = f" and {others} more" if others else ""
        return f"{names[leading][1]}{more} · {visible.strands[place]:,}"

    return words


def _looks_of_groups(
    projection: Projection, members: NDArray[np.int32], count: int, main: NDArray[np.int64], looks: _Looks
) -> _Looks:
    """The look of groups of ``count`` resources: like the most frequent class of their members, larger with more."""
    swatches = class_swatches(projection)
    drawn_as = [swatches[c] for c in main.tolist()]
    return _Looks(
        radius=radii(members, count),
        importance=(looks.importance.max(initial=1.0) * (1.0 + np.log1p(members))).astype(np.float64),
        shape=np.array([SHAPES.index(swatch.shape) for swatch in drawn_as], np.uint8),
        colour=np.array([PALETTE.index(swatch.colour) for swatch in drawn_as], np.uint8),
        strong=np.ones(len(drawn_as), bool),
    )


def restaged(scene: Scene, projection: Projection, before: View, view: View, visible: Visible) -> Scene:
    """The scene of a view that shows the same nodes and edges as ``before``, whose scene is given.

    Places, notes and style are new. Columns that rules, measures and grades leave alone are shared with ``scene``.
    """
    read = (view.measures, view.graded) != (before.measures, before.graded)
    styled = view.rules != before.rules or (bool(view.rules) and read)
    styled = styled or _clocks(view) != _clocks(before)
    same = (view.notes, view.shows_notes) == (before.notes, before.shows_notes)
    unmoved = view.positions is before.positions and view.groups is before.groups
    fresh = replace(
        scene,
        xy=scene.xy if unmoved else np.nan_to_num(places_of(view, scene.ids, projection.node_count)),
        pinned=pinned_of(view, scene.ids, projection.node_count),
        guides=view.guides,
        times=scene.times if view.guides is before.guides else _times(projection, view, visible),
        notes=scene.notes if same else _notes(projection, view, visible),
        **(_looks(projection, view, visible) if styled else {}),
    )
    # The bends follow from these alone: a rule for colours, say, moves no line.
    alike = np.array_equal(fresh.xy, scene.xy) and np.array_equal(fresh.radius, scene.radius)
    return fresh if alike else routed(fresh)


def looks_in(scene: Scene, projection: Projection, rules: Rules) -> Callable[[int], Swatch]:
    """A function that gives the look of a resource in the picture; one that it does not draw looks like its class."""
    classes = class_swatches(projection, rules)
    return lambda node: scene.swatch_of(node) or classes[int(projection.node_class[node])]


def _clocks(view: View) -> list[str]:
    """The clock of the time axis of a view, empty without an axis."""
    return [guide.text for guide in view.guides if guide.axis == "t"][:1]


def _fan(projection: Projection, visible: Visible) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Bends (l,) that fan out parallel edges, and numbers (l,) for the loops at each node."""
    bend = np.zeros(len(visible.drawn_edges), np.float32)
    loop = np.zeros(len(visible.drawn_edges), np.uint8)
    if visible.folds is None:
        order = projection.loops_and_parallels
        rows = visible.edge_slot[order]
        drawn = rows >= 0
        drawn[drawn] = visible.drawn_edges[rows[drawn]] == order[drawn]  # statements inside a bundle are not drawn
        rows = rows[drawn]
    else:  # the lines of folded resources lie beside others
        rows = loops_and_parallels(*visible.ends, len(visible.drawn))
    source, target = (end[rows] for end in visible.ends)
    low, high = np.minimum(source, target), np.maximum(source, target)
    starts = np.ones(len(rows), bool)
    starts[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first = np.flatnonzero(starts)
    counts = np.diff(first, append=len(rows))
    rank = np.arange(len(rows)) - np.repeat(first, counts)
    spread = (rank - (np.repeat(counts, counts) - 1) / 2) * _FAN
    loops = source == target
    # The edges of a pair bend to fixed sides, whatever their direction.
    spread[source > target] *= -1
    spread[loops] = 0
    bend[rows] = spread
    loop[rows[loops]] = np.minimum(rank[loops] + 1, 255)
    return bend, loop
