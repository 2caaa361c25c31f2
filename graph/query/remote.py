"""Queries that a server answers: checked here first, since they must only read and reach that server alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from pyoxigraph import BlankNode, NamedNode

from graph.endpoint.asking import within
from graph.endpoint.source import EndpointSource
from graph.query.engine import BOUNDS, Answer, Bounds, Row, Value
from graph.query.sparql import QueryError, check, declarable, in_query_order, opening
from graph.rdf.source import Term
from graph.rdf.terms import XSD, Literal, to_iri, to_literal
from graph.web.failures import WebError
from graph.web.sparql import ask, construct, select
from graph.work.progress import Job, Progress


@dataclass(eq=False)
class RemoteEngine:
    """Sends queries to an endpoint; implements :class:`graph.query.engine.Engine`.

    A query that names no graphs covers those that the overview found.
    """

    source: EndpointSource

    def answer(self, text: str, bounds: Bounds = BOUNDS) -> Job[Answer]:
        """Answer a query. Raises :class:`~graph.query.sparql.QueryError`."""
        prefixes = declarable(self.source.prefixes.pairs)
        names_graphs = check(text, prefixes, self.source.url, None)
        yield Progress(f"Asking {self.source.title}")
        started = time.monotonic()
        try:
            job = within(self._asked(text, prefixes, names_graphs, bounds), bounds.seconds, self.source.url)
            found = yield from job
        except WebError as error:
            raise QueryError(str(error)) from None
        return replace(found, seconds=time.monotonic() - started)

    def _asked(self, text: str, prefixes: dict[str, str], names_graphs: bool, bounds: Bounds) -> Job[Answer]:
        endpoint = self.source.endpoint
        graphs = () if names_graphs else endpoint.graphs
        given = urlencode([("default-graph-uri", graph) for graph in graphs])
        url = f"{endpoint.url}{'&' if '?' in endpoint.url else '?'}{given}" if given else endpoint.url
        query = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in prefixes.items()) + text
        kind = opening(text)
        if kind == "ASK":
            said = yield from ask(endpoint.client, url, query)
            truth = Literal("true" if said else "false", XSD + "boolean")
            return Answer("truth", ("answer",), ((truth,),), False, 0.0)
        if kind == "SELECT":
            found = yield from select(endpoint.client, url, query, most=bounds.rows)
            names = in_query_order(found.names, text)
            order = [found.names.index(name) for name in names]
            rows, is_more = _bounded([[row[i] for i in order] for row in found.rows], bounds)
            return Answer("table", names, rows, is_more or found.is_cut, 0.0)
        made = yield from construct(endpoint.client, url, query, most=bounds.rows)
        rows, is_more = _bounded([list(quad)[:3] for quad in made.quads], bounds)
        return Answer("triples", ("subject", "predicate", "object"), rows, is_more or made.is_cut, 0.0)


def _bounded(rows: Sequence[Sequence[Term | None]], bounds: Bounds) -> tuple[tuple[Row, ...], bool]:
    """The rows within the limits, and True if there are more."""
    found: list[Row] = []
    letters = 0
    for row in rows:
        if letters > bounds.letters:
            return tuple(found), True
        values = tuple(map(_value, row))
        letters += sum(len(value if isinstance(value, str) else value.value) for value in values if value is not None)
        found.append(values)
    return tuple(found), False


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    return to_iri(term) if isinstance(term, NamedNode | BlankNode) else to_literal(term)
