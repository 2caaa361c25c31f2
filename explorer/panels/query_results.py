"""Query results: the answer as columns of a table, and its resources and relationships in the projection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.arrays.types import Ids
from graph.frozen import frozen
from graph.model.column import DATE, NUMBER, TEXT, Cells, Column, Values
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.terms import XSD, Literal
from graph.rdf.values import interval, number, write_out
from graph.work.progress import Job
from resources import FOLDER

if TYPE_CHECKING:
    from graph.query.engine import Answer, Bounds, Engine, Value


class Stored(NamedTuple):
    """A query that comes with the program, with a title and a remark.

    ``name`` is its name on the command line; ``of`` is the source that it asks, "" for any.
    """

    title: str
    remark: str
    text: str
    name: str
    of: str = ""


def stored_queries() -> tuple[Stored, ...]:
    """The queries that come with the program: those for any source, then those for one.

    The comments on their first two lines are title and remark; a number in front of their names orders them.
    """
    found = []
    folder = FOLDER / "queries"
    for path in (*sorted(folder.glob("*.rq")), *sorted(folder.glob("*/*.rq"))):
        text = path.read_text(encoding="utf-8")
        title, remark, _ = text.split("\n", 2)
        of = "" if path.parent == folder else path.parent.name
        found.append(Stored(title.lstrip("# "), remark.lstrip("# "), text, path.stem.partition("-")[2], of))
    return tuple(found)


@frozen
class Result:
    """An answer of k rows as columns; ``nodes`` (k, columns) are the resources in its cells, -1 for other values."""

    text: str
    answer: Answer
    projection: Projection
    columns: tuple[Column, ...]
    nodes: Ids

    def __len__(self) -> int:
        return len(self.answer.rows)

    @property
    def sentence(self) -> str:
        """The number of results and the time taken."""
        answer = self.answer
        took = f"{answer.seconds:.2f} s" if answer.seconds >= 0.01 else "less than 0.01 s"
        took += ", over what is stated and inferred" if self.projection.inferred is not None else ""
        if answer.kind == "truth":
            return f"{'Yes' if answer.is_true else 'No'}, in {took}"
        word = {"table": "row", "triples": "triple"}[answer.kind] + ("" if len(self) == 1 else "s")
        if answer.truncated:
            return f"The first {len(self):,} {word}, in {took}; there are more"
        return f"{len(self):,} {word} in {took}"

    def resources(self, rows: Sequence[int] | Ids, column: int = -1) -> Ids:
        """The resources in some rows, of one column or of all (-1); each once, in the order of the rows."""
        part = self.nodes[np.asarray(rows, np.int64)]
        flat = (part if column < 0 else part[:, column : column + 1]).ravel()
        flat = flat[flat >= 0]
        _, first = np.unique(flat, return_index=True)
        return flat[np.sort(first)].astype(np.int32)

    def elsewhere(self, rows: Sequence[int] | Ids, column: int = -1) -> list[str]:
        """The other IRIs in some rows, each once: those that a source on disk may still load."""
        found: dict[str, None] = {}
        for row in np.asarray(rows).tolist():
            for place, value in enumerate(self.answer.rows[row]):
                if isinstance(value, str) and self.nodes[row, place] < 0 and column in (-1, place):
                    found[value] = None
        return list(found)

    def edges(self, rows: Sequence[int] | Ids) -> Ids:
        """The edges for some rows of triples."""
        if self.answer.kind != "triples":
            return np.empty(0, np.int32)
        wanted = self._edge_of_row[np.asarray(rows, np.int64)]
        return np.flatnonzero(np.isin(self._keys, wanted)).astype(np.int32)

    @cached_property
    def _edge_of_row(self) -> NDArray[np.int64]:
        """The key of each row as in :attr:`_keys`, below 0 for a row that cannot be an edge; shape (k,)."""
        p = self.projection
        known = {info.iri: i for i, info in enumerate(p.predicates)}
        predicates = np.array([known.get(str(row[1]), -1) for row in self.answer.rows], np.int64)
        ends = self.nodes.astype(np.int64)
        keys = (ends[:, 0] * p.node_count + ends[:, 2]) * len(p.predicates) + predicates
        return np.where((ends[:, 0] < 0) | (ends[:, 2] < 0) | (predicates < 0), -1, keys)

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """One number for subject, object and predicate of each edge, shape (m,)."""
        p = self.projection
        return (p.subject.astype(np.int64) * p.node_count + p.object) * len(p.predicates) + p.predicate


def ask(engine: Engine, text: str, projection: Projection, bounds: Bounds | None = None) -> Job[Result]:
    """Run a query and find the part of the answer that can be drawn."""
    from graph.query.engine import BOUNDS

    answer = yield from engine.answer(text, bounds or BOUNDS)
    return lay_out(text, answer, projection)


def lay_out(text: str, answer: Answer, projection: Projection) -> Result:
    """The result of an answer over a projection of the same source."""
    columns = []
    nodes = np.full((len(answer.rows), len(answer.variables)), -1, np.int32)
    for place, name in enumerate(answer.variables):
        values = [row[place] for row in answer.rows]
        nodes[:, place] = [projection.node_of.get(value, -1) if isinstance(value, str) else -1 for value in values]
        title = name.capitalize() if answer.kind == "triples" else name
        columns.append(_column(name, title, values, projection))
    return Result(text, answer, projection, tuple(columns), nodes)


def _column(name: str, title: str, values: Sequence[Value], projection: Projection) -> Column:
    """The column of a variable: a column of numbers or dates if more than half of its values are."""
    places: dict[Value, int] = {}
    first = np.array([-1 if value is None else places.setdefault(value, len(places)) for value in values], np.int32)
    known = list(places)
    there = first[first >= 0]
    kind, numbers = TEXT, None
    for each, read in ((NUMBER, number), (DATE, _start)):
        found = np.array([_read(value, read) for value in known], np.float64)
        if len(there) and np.count_nonzero(~np.isnan(found[there])) * 2 > len(there):
            kind, numbers = each, found
            break

    def write(place: int) -> tuple[str, str]:
        value = known[place]
        if isinstance(value, Literal):
            return write_out(value, name), value.value
        node = projection.node_of.get(str(value))
        return projection.prefixes.shorten(str(value)) if node is None else projection.labels[node], str(value)

    made = Cells(Values(len(known), write=write, numbers=numbers), first)
    return Column(name, title, kind, len(there), lambda: made)


def _read(value: Value, read: Any) -> float:
    found = read(value) if isinstance(value, Literal) else None
    return float("nan") if found is None else float(found)


def _start(literal: Literal) -> float | None:
    span = interval(literal)
    return None if span is None else span[0]


def write_json(answer: Answer) -> dict[str, Any]:
    """An answer in the SPARQL 1.1 results JSON format; triples as a table of their three parts."""
    if answer.kind == "truth":
        return {"head": {}, "boolean": answer.is_true}
    bindings = [
        {name: _write_term(value) for name, value in zip(answer.variables, row) if value is not None}
        for row in answer.rows
    ]
    return {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}


def _write_term(value: str | Literal) -> dict[str, str]:
    if isinstance(value, str):
        blank = value.startswith("_:")
        return {"type": "bnode" if blank else "uri", "value": value.removeprefix("_:")}
    out = {"type": "literal", "value": value.value}
    if value.language:
        out["xml:lang"] = value.language
    elif value.datatype != XSD + "string":
        out["datatype"] = value.datatype
    return out
