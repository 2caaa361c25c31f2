"""Size of an endpoint by its own word: its service description, its VoID, or VoID in its data."""

from __future__ import annotations

from urllib.parse import urljoin

from pyoxigraph import RdfFormat, parse

from graph.endpoint.asking import Endpoint, number
from graph.errors import CaseboardError
from graph.web.answer import Request
from graph.work.progress import Job, Progress

_TRIPLES = "http://rdfs.org/ns/void#triples"
_FORMATS = {"text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML}
_MOST = 1 << 20


def described_size(endpoint: Endpoint) -> Job[int]:
    """The largest number of triples that the server states, 0 if it states none."""
    yield Progress("Asking for a description")
    for url in (endpoint.url, urljoin(endpoint.url, "/.well-known/void")):
        try:
            answer = yield from endpoint.client.open(Request(url, ", ".join(_FORMATS)))
        except CaseboardError:
            continue
        try:
            form = _FORMATS.get(answer.media)
            text = (yield from answer.whole(_MOST)) if form is not None else b""
            quads = list(parse(text, form, base_iri=url)) if form is not None else []
            found = max((number(quad.object) for quad in quads if quad.predicate.value == _TRIPLES), default=0)
        except (SyntaxError, ValueError):
            found = 0
        finally:
            answer.close()
        if found:
            return found
    rows = yield from endpoint.select("?n", f"?d <{_TRIPLES}> ?n", most=100, seconds=2.0)
    return max((number(count) for (count,) in rows.rows), default=0)
