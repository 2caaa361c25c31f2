"""GraphML: nodes and edges with typed data. Positions are data too, since the format has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from graph.formats.rows import EdgeRow, NodeRow, Scalar
from graph.writing.table_columns import (
    NUMBER,
    OF_EDGES,
    OF_NODES,
    TEXT,
    TRUTH,
    WHOLE,
    Column,
    clean,
    columns_of,
    joined,
    own_columns,
    with_all_ends,
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_TYPES = {TEXT: "string", WHOLE: "long", NUMBER: "double", TRUTH: "boolean"}


def graphml(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """GraphML; equal rows give equal bytes.

    Each attribute has the type that holds all of its values. Several values are joined with "; " as text. Characters
    that XML forbids are left out. Nodes that only edges name are added, with their IRI as label.
    """
    rows = with_all_ends(nodes, edges)
    keys, of_nodes = _data("node", list(rows.nodes.values()), 0)
    more, of_edges = _data("edge", list(rows.edges.values()), len(keys))
    lines = [_HEAD, *keys, *more, '<graph edgedefault="directed">\n']
    for name, data in zip(rows.nodes, of_nodes):
        lines.append(f"<node id={quoteattr(name)}>{data}</node>\n")
    for (name, edge), data in zip(rows.edges.items(), of_edges):
        ends = f"source={quoteattr(clean(edge.source))} target={quoteattr(clean(edge.target))}"
        lines.append(f"<edge {ends} id={quoteattr(name)}>{data}</edge>\n")
    return ["".join([*lines, "</graph>\n</graphml>\n"]).encode()]


def _data(domain: str, rows: Sequence[NodeRow | EdgeRow], first: int) -> tuple[list[str], Iterator[str]]:
    """The keys of all columns of some rows, numbered from ``first``, and the data elements of each row."""
    own, cells = own_columns(rows, OF_NODES if domain == "node" else OF_EDGES)
    own = [column for column in own if column.key not in ("source", "target")]
    said = columns_of(row.attributes for row in rows)
    keys = [
        f'<key id="d{first + at}" for="{domain}" attr.name={quoteattr(column.name)} attr.type="{_type(column)}"/>\n'
        for at, column in enumerate((*own, *said))
    ]

    def elements(row: NodeRow | EdgeRow, mine: dict[str, Scalar]) -> Iterator[str]:
        values = [[mine[column.key]] if column.key in mine else [] for column in own]
        for at, many in enumerate((*values, *(row.attributes.get(column.key, []) for column in said)), first):
            if many:
                yield f'<data key="d{at}">{escape(clean(joined(many)))}</data>'

    return keys, ("".join(elements(row, mine)) for row, mine in zip(rows, cells))


def _type(column: Column) -> str:
    return _TYPES[TEXT if column.many else column.kind]
