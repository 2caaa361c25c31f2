"""Tables with the look of the picture: what may leave of a view, as rows for other programs."""

from __future__ import annotations

from itertools import repeat

import numpy as np

from explorer.files.parts import part_of, quads_leaving
from explorer.pictures.drawing.strokes import DASHES
from explorer.pictures.look.style import LIGHT, SHAPES, UNCOLOURED
from explorer.pictures.scene.scene import Scene
from explorer.pictures.scene.staging import stage
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.formats.rows import Look
from graph.model.closure import with_words
from graph.model.projection import Projection
from graph.writing.table_rows import Tables

_LINES = {support: ("solid", "dotted", "dashed")[(len(dash) > 0) + (support == 1)] for support, dash in DASHES.items()}


def tables_of(projection: Projection, view: View, visible: Visible | None) -> Tables:
    """The ``visible`` part as tables, or the whole source for None; each resource looks as if it were in no group.

    Relationships that lead from a shown resource to a value are those that are shown or that style rules read. A folded
    resource is an edge.
    """
    look = View(rules=view.rules, measures=view.measures, positions=view.positions, whole=view.whole)
    if visible is None:
        kept, linking = None, np.arange(projection.edge_count)
    else:
        part = part_of(projection, visible, view.rules)
        kept = np.zeros(len(projection.quads), bool)
        kept[quads_leaving(projection, part, view)] = True
        kept = with_words(projection, kept)
        linking = np.flatnonzero(part.edges)
        look = view._replace(groups=(), notes=())
    scene = stage(projection, look, see(projection, look))
    lines: dict[int, tuple[int, int, int]] = {}
    if visible is not None and (folds := visible.folds) is not None:
        rows = np.isin(folds.nodes, visible.folded)
        for statements in (folds.line, folds.other):
            columns = (column[rows].tolist() for column in (statements, folds.nodes, folds.source, folds.target))
            lines |= {edge: (node, source, target) for edge, node, source, target in zip(*columns)}
    measures = {each.heading: each.values.of(projection.node_count) for each in view.measures}
    return Tables(projection, kept, linking, measures, _node_looks(scene), _edge_looks(scene), lines)


def _node_looks(scene: Scene) -> dict[int, Look]:
    colours = [LIGHT.fill(colour)[:3] for colour in scene.palette]
    columns = (column.tolist() for column in (scene.ids, scene.colour, scene.radius, scene.shape))
    return {node: Look(colours[colour], radius, SHAPES[shape]) for node, colour, radius, shape in zip(*columns)}


def _edge_looks(scene: Scene) -> dict[int, Look]:
    colours = dict(enumerate(LIGHT.fill(colour)[:3] for colour in scene.palette)) | {UNCOLOURED: LIGHT.edge[:3]}
    own = repeat(UNCOLOURED) if scene.edge_colour is None else scene.edge_colour.tolist()
    columns = (column.tolist() for column in (scene.edge_ids, scene.width, scene.support))
    return {edge: Look(colours[colour], width, _LINES[support]) for colour, edge, width, support in zip(own, *columns)}
