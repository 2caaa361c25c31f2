"""Columns of tables: the type that holds all values of each attribute, and a name that no format uses itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from graph.formats.rows import EdgeRow, NodeRow, Scalar, Time
from graph.named import NamedTuple

TEXT, WHOLE, NUMBER, TRUTH = "text", "whole", "number", "truth"
JOINT = "; "
"""Between several values in one cell."""
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RESERVED = frozenset(
    "id iri key label classes class x y start end date spells viz pid parents slices weight type kind predicate "
    "sources source target name for timestamp timestamps intervals size networkx_key".split()
)


class Column(NamedTuple):
    """A column: the ``key`` of its attribute, its ``name`` in a file, and its type.

    ``kind`` is TEXT, WHOLE, NUMBER or TRUTH, the type that holds all values; ``many`` if a row has several.
    """

    key: str
    name: str
    kind: str
    many: bool


def columns_of(rows: Iterable[Mapping[str, Sequence[Scalar]]]) -> list[Column]:
    """The columns of rows of attributes, in order of first appearance."""
    kinds: dict[str, str] = {}
    several: set[str] = set()
    for row in rows:
        for key, cells in row.items():
            for cell in cells:
                kind, before = _kind(cell), kinds.get(key)
                both = {kind, before or kind}
                kinds[key] = kind if len(both) == 1 else NUMBER if both == {WHOLE, NUMBER} else TEXT
            if len(cells) > 1:
                several.add(key)
    names = _free_names(kinds)
    return [Column(key, names[key], kind, key in several) for key, kind in kinds.items()]


def own_columns(
    rows: Sequence[NodeRow | EdgeRow], always: Sequence[str]
) -> tuple[list[Column], list[dict[str, Scalar]]]:
    """The columns that are not attributes: those that are ``always`` there or filled, and what each row has in them."""
    cells = [_node_cells(row) if isinstance(row, NodeRow) else _edge_cells(row) for row in rows]
    used = {*always, *(key for row in cells for key in row)}
    return [Column(key, key, kind, False) for key, kind in _OWN.items() if key in used], cells


OF_NODES, OF_EDGES = ("label", "classes"), ("source", "target", "predicate", "label", "sources")
"""Columns that every table of nodes, or of edges, has."""
_OWN = {
    "source": TEXT, "target": TEXT, "predicate": TEXT, "label": TEXT, "classes": TEXT, "x": NUMBER, "y": NUMBER,
    "sources": WHOLE, "date": TEXT, "start": TEXT, "end": TEXT,
}  # fmt: skip


def _node_cells(row: NodeRow) -> dict[str, Scalar]:
    cells: dict[str, Scalar] = {"label": row.label, "classes": joined(row.classes)}
    place = upwards(row)
    return cells | (dict(zip("xy", place)) if place else {}) | _time_cells(row.time)


def _edge_cells(row: EdgeRow) -> dict[str, Scalar]:
    ends: dict[str, Scalar] = {"source": row.source, "target": row.target}
    said: dict[str, Scalar] = {"predicate": row.predicate, "label": row.label, "sources": row.sources}
    return ends | said | _time_cells(row.time)


def _time_cells(time: Time | None) -> dict[str, Scalar]:
    named = {} if time is None else {"date": time.words, "start": time.start, "end": time.end}
    return {key: text for key, text in named.items() if text}


def _kind(value: Scalar) -> str:
    if isinstance(value, bool):
        return TRUTH
    if isinstance(value, int):
        return WHOLE if -(1 << 63) <= value < 1 << 63 else TEXT
    return NUMBER if isinstance(value, float) and math.isfinite(value) else TEXT


def _free_names(keys: Iterable[str]) -> dict[str, str]:
    """A unique name for each attribute that has no meaning in the formats themselves."""

    taken: set[str] = set()
    names = {}
    for key in keys:
        name = clean(key) or "attribute"
        while name in taken or name.lower() in _RESERVED:
            name += "_"
        taken.add(name)
        names[key] = name
    return names


def as_text(value: Scalar) -> str:
    """A value as a person writes it; truth values as in RDF."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def joined(cells: Iterable[Scalar]) -> str:
    """Several values in one cell."""
    return JOINT.join(map(as_text, cells))


def clean(text: str) -> str:
    """``text`` without the characters that XML forbids, including lone surrogates."""
    return _FORBIDDEN.sub("", text)


def upwards(row: NodeRow) -> tuple[float, float] | None:
    """The position of a node with y upwards, as other programs draw it; None for a node without a place."""
    return (row.x, 0.0 - row.y) if math.isfinite(row.x) and math.isfinite(row.y) else None


class Rows(NamedTuple):
    """Nodes and edges by ids that are unique."""

    nodes: dict[str, NodeRow]
    edges: dict[str, EdgeRow]


def with_all_ends(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> Rows:
    """The rows by their ids in an XML file; a node that only an edge names is added, with its IRI as label."""
    rows = Rows({}, {})
    for node in nodes:
        rows.nodes.setdefault(clean(node.id), node)
    for edge in edges:
        name = clean(edge.id)
        while name in rows.edges:
            name += "_"
        rows.edges[name] = edge
        for end in (edge.source, edge.target):
            rows.nodes.setdefault(clean(end), NodeRow(end, end))
    return rows
