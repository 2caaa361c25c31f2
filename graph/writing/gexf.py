"""GEXF 1.3 for Gephi: nodes and edges with their look, place, time and typed attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import quoteattr

from graph.formats.rows import EdgeRow, Look, NodeRow, Scalar, Time
from graph.writing.table_columns import (
    NUMBER,
    OF_EDGES,
    OF_NODES,
    TEXT,
    TRUTH,
    WHOLE,
    Column,
    as_text,
    clean,
    columns_of,
    own_columns,
    upwards,
    with_all_ends,
)

_TYPES = {TEXT: "string", WHOLE: "long", NUMBER: "double", TRUTH: "boolean"}
_ELSEWHERE = ("source", "target", "label", "x", "y", "start", "end")
"""Columns that GEXF holds in places of their own."""
_SHAPES = {"square": "square", "page": "square", "diamond": "diamond", "triangle": "triangle"}
"""The shapes that GEXF knows besides the disc, and a page, which is nearest to the square."""
_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>Caseboard</creator></meta>
"""


def gexf(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> list[bytes]:
    """GEXF; equal rows give equal bytes.

    Positions have y upwards. Where a row has an instant, all times are instants: a day begins at 00:00:00 and ends at
    23:59:59. A kind of relationship is a kind of edge, since Gephi merges parallel edges of one kind. Otherwise as
    :func:`graph.writing.graphml.graphml`; several values are a list.
    """
    rows = with_all_ends(nodes, edges)
    of_nodes, of_edges = _Attributes("node", list(rows.nodes.values())), _Attributes("edge", list(rows.edges.values()))
    every: list[NodeRow | EdgeRow] = [*rows.nodes.values(), *rows.edges.values()]
    times = [row.time for row in every if row.time is not None]
    instants = any("T" in end for time in times for end in (time.start, time.end))
    mode = f' mode="dynamic" timeformat="{"dateTime" if instants else "date"}"' if times else ""
    lines = [_OPENING, f'<graph defaultedgetype="directed"{mode}>\n', *of_nodes.declared(), *of_edges.declared()]
    lines.append("<nodes>\n")
    for (name, node), values in zip(rows.nodes.items(), of_nodes.values()):
        named = f"id={_quoted(name)} label={_quoted(node.label)}"
        lines.append(f"<node {named}{_span(node.time, instants)}>{values}{_node_look(node)}</node>\n")
    lines.append("</nodes>\n<edges>\n")
    for (name, edge), values in zip(rows.edges.items(), of_edges.values()):
        ends = f"id={_quoted(name)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
        named = f"label={_quoted(edge.label)} kind={_quoted(edge.label)}"
        lines.append(f"<edge {ends} {named}{_span(edge.time, instants)}>{values}{_edge_look(edge.look)}</edge>\n")
    return ["".join([*lines, "</edges>\n</graph>\n</gexf>\n"]).encode()]


def _quoted(text: str) -> str:
    return quoteattr(clean(text))


class _Attributes:
    """The attributes of nodes or of edges: their declaration, and their values in each row."""

    def __init__(self, domain: str, rows: Sequence[NodeRow | EdgeRow]) -> None:
        own, self._cells = own_columns(rows, OF_NODES if domain == "node" else OF_EDGES)
        self._own = [column for column in own if column.key not in _ELSEWHERE]
        self._said = columns_of(row.attributes for row in rows)
        self._rows, self._domain = rows, domain

    def declared(self) -> Iterator[str]:
        """The element that declares them."""
        yield f'<attributes class="{self._domain}">\n'
        for at, column in enumerate((*self._own, *self._said)):
            kind = "liststring" if column.many else _TYPES[column.kind]  # NetworkX opens no list of numbers
            yield f'<attribute id="{at}" title={quoteattr(column.name)} type="{kind}"/>\n'
        yield "</attributes>\n"

    def values(self) -> Iterator[str]:
        """The element of each row."""
        for row, mine in zip(self._rows, self._cells):
            own = (as_text(mine[column.key]) if column.key in mine else None for column in self._own)
            said = (_written(column, row.attributes.get(column.key, [])) for column in self._said)
            pairs = enumerate((*own, *said))
            found = "".join(f'<attvalue for="{at}" value={_quoted(text)}/>' for at, text in pairs if text is not None)
            yield f"<attvalues>{found}</attvalues>" if found else ""


def _written(column: Column, cells: Sequence[Scalar]) -> str | None:
    """The cells of a column as one text, a list in brackets where the column has lists; None without a value."""
    if not cells:
        return None
    if not column.many:
        return as_text(cells[0])
    return f"[{', '.join(map(_in_list, cells))}]"


def _in_list(cell: Scalar) -> str:
    return '"' + as_text(cell).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _span(time: Time | None, instants: bool) -> str:
    """The attributes for the time of a row; an open end has none."""
    if time is None:
        return ""
    ends: Iterable[tuple[str, str, str]] = (("start", time.start, "T00:00:00"), ("end", time.end, "T23:59:59"))
    return "".join(f' {name}="{at}{clock if instants and "T" not in at else ""}"' for name, at, clock in ends if at)


def _node_look(node: NodeRow) -> str:
    place = upwards(node)
    look = "" if node.look is None else f'{_colour(node.look)}<viz:size value="{node.look.size:.2f}"/>'
    shape = "" if node.look is None else f'<viz:shape value="{_SHAPES.get(node.look.shape, "disc")}"/>'
    return look + (f'<viz:position x="{place[0]}" y="{place[1]}" z="0.0"/>' if place else "") + shape


def _edge_look(look: Look | None) -> str:
    if look is None:
        return ""
    return f'{_colour(look)}<viz:thickness value="{look.size:.2f}"/><viz:shape value="{look.shape}"/>'


def _colour(look: Look) -> str:
    red, green, blue = look.colour
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
