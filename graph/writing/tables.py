"""Tables of nodes and edges for other programs: GraphML, GEXF and CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from graph.formats.rows import EdgeRow, NodeRow, Scalar

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile("[=+\\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_RESERVED = {"id", "label", "key", "start", "end", "spells", "viz", "pid", "parents", "slices", "weight", "type"} | {
    "classes", "x", "y", "iri", "predicate", "sources", "source", "target", "name", "for", "timestamp", "networkx_key"
}  # fmt: skip
_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')


def graphml(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """GraphML, by NetworkX; equal rows give equal bytes.

    Several values of an attribute are joined with "; ". A value, or a column of values, that the format cannot hold
    becomes text; characters that XML forbids are left out. Nodes that only edges name are added, with their IRI as
    label.
    """
    import networkx as nx

    return [_lower_truth("\n".join(nx.generate_graphml(_multigraph(nodes, edges, with_viz=False)))).encode() + b"\n"]


def gexf(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """GEXF, by NetworkX, with positions; as :func:`graphml` otherwise."""
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_gexf(_multigraph(nodes, edges, with_viz=True), buffer, version="1.2draft")
    return [_MODIFIED.sub(b"", buffer.getvalue())]


def csv_tables(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """Two files of CSV, nodes and edges.

    They have a byte order mark, without which spreadsheets do not recognise UTF-8, and an apostrophe before text that
    looks like a formula.
    """
    return [_nodes_csv(nodes), _edges_csv(edges)]


def _multigraph(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow], with_viz: bool) -> Any:
    import networkx as nx

    graph = nx.MultiDiGraph()
    columns = _columns(nodes)
    names = _free_names(columns)
    for node in nodes:
        values: dict[str, Any] = {"label": clean(node.label), "classes": clean("; ".join(node.classes))}
        if with_viz:
            values["viz"] = {"position": {"x": _finite(node.x), "y": _finite(node.y), "z": 0.0}}
        else:
            values |= {"x": _finite(node.x), "y": _finite(node.y)}
        for key, cells in node.attributes.items():
            if cells:
                values[names[key]] = _cell(cells, columns[key])
        graph.add_node(clean(node.id), **values)
    seen: set[str] = set()
    for edge in edges:
        name = clean(edge.id)
        while name in seen:
            name += "_"
        seen.add(name)
        ends = clean(edge.source), clean(edge.target)
        for end in ends:
            if end not in graph:
                graph.add_node(end, label=end, classes="")
        values = {"label": clean(edge.label), "predicate": clean(edge.predicate), "sources": edge.sources}
        graph.add_edge(*ends, key=name, **(values | {"id": name} if with_viz else values))
    return graph


def _lower_truth(text: str) -> str:
    """GraphML with truth values in XML Schema form, which NetworkX does not write."""
    for key in re.findall(r'<key id="([^"]+)" for="[a-z]+" attr.name="[^"]*" attr.type="boolean"', text):
        text = re.sub(rf'(<data key="{key}">)(True|False)<', lambda match: match[1] + match[2].lower() + "<", text)
    return text


def _columns(nodes: Iterable[NodeRow]) -> dict[str, type]:
    """The type that holds all values of each attribute: bool, int, float, or text."""
    kinds: dict[str, type] = {}
    for node in nodes:
        for key, cells in node.attributes.items():
            for kind in [_kind(cells)] if cells else []:
                before = kinds.get(key, kind)
                both = {before, kind}
                kinds[key] = kind if len(both) == 1 else float if both == {int, float} else str
    return kinds


def _kind(cells: list[Scalar]) -> type:
    value = cells[0]
    if len(cells) > 1 or (isinstance(value, float) and not math.isfinite(value)):
        return str
    return str if type(value) is int and abs(value) >= 1 << 63 else type(value)


def _cell(cells: list[Scalar], kind: type) -> Scalar:
    return clean("; ".join(map(as_text, cells))) if kind is str else kind(cells[0])


def _free_names(columns: Iterable[str]) -> dict[str, str]:
    """A unique name for each attribute that has no meaning in the formats themselves."""
    taken: set[str] = set()
    names = {}
    for column in columns:
        name = clean(column) or "attribute"
        while name in taken or name.lower() in _RESERVED:
            name += "_"
        taken.add(name)
        names[column] = name
    return names


def as_text(value: Scalar) -> str:
    """A value as a person writes it; truth values as in RDF."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def clean(text: str) -> str:
    """``text`` without the characters that XML forbids, including lone surrogates."""
    return _FORBIDDEN.sub("", text)


def _finite(value: float) -> float:
    return float(value) if math.isfinite(value) else 0.0


def _nodes_csv(nodes: Sequence[NodeRow]) -> bytes:
    keys = list(dict.fromkeys(key for node in nodes for key in node.attributes))
    head = ["id", "label", "classes", "x", "y"]
    names = {key: key if key not in head else f"{key}_" for key in keys}
    rows: list[list[Scalar]] = [[node.id, node.label, "; ".join(node.classes), node.x, node.y] for node in nodes]
    for row, node in zip(rows, nodes, strict=True):
        row.extend("; ".join(map(as_text, node.attributes.get(key, []))) for key in keys)
    return csv_bytes(csv_text([[*head, *names.values()], *rows]))


def _edges_csv(edges: Sequence[EdgeRow]) -> bytes:
    head = ["source", "target", "predicate", "label", "sources", "id"]
    rows: list[list[Scalar]] = [[e.source, e.target, e.predicate, e.label, e.sources, e.id] for e in edges]
    return csv_bytes(csv_text([head, *rows]))


def csv_text(rows: Iterable[Sequence[Scalar]]) -> str:
    """Rows as lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_bytes(text: str) -> bytes:
    """CSV in file form: with a byte order mark."""
    return text.encode("utf-8-sig", "replace")


def safe_cell(cell: Scalar) -> str:
    """A cell that no spreadsheet runs as a formula; numbers, including negative ones, stay numbers."""
    text = as_text(cell).replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
