"""TriX and HexTuples, which pyoxigraph does not support, through rdflib's parsers and writers.

Importing this module imports rdflib, so other modules import it only when needed.
"""

from __future__ import annotations

import importlib.util
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NoReturn
from xml.sax import SAXParseException
from xml.sax.handler import feature_external_ges

import numpy as np
import rdflib
from numpy.typing import NDArray
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Dataset, Graph
from rdflib.parser import InputSource
from rdflib.plugins.serializers.xmlwriter import XMLWriter
from rdflib.store import Store

from graph.formats.format import Format, Pieces, Warn
from graph.formats.table import HEXTUPLES, TRIX
from graph.rdf.source import Quads, Term

_TRIX = "http://www.w3.org/2004/03/trix/trix-1/"
_XML_LANGUAGE = "http://www.w3.org/XML/1998/namespacelang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = 1 << 16
_LINES = 4096


class _FormatError(SyntaxError):
    """A breach of the format, with its position."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.lineno, self.offset = line, column


class _Iri(rdflib.URIRef):  # type: ignore[misc]
    """A valid IRI; raises ValueError where rdflib would accept an invalid one and log a warning."""

    def __new__(cls, text: str) -> _Iri:
        made: _Iri = super().__new__(cls, NamedNode(text).value)
        return made


class _Literal(rdflib.Literal):  # type: ignore[misc]
    """A literal that rdflib does not interpret, so that its lexical form is preserved.

    rdflib's own class would parse the value, log failures, and fold the white space of ``xsd:token`` even if
    ``rdflib.NORMALIZE_LITERALS`` is off.
    """

    term: Literal

    def __new__(cls, text: str, lang: str | None = None, datatype: str | None = None) -> _Literal:
        made: _Literal = super().__new__(cls, text, normalize=False)
        if datatype:
            made.term = Literal(text, datatype=NamedNode(datatype))
        else:
            made.term = Literal(text, language=lang) if lang else Literal(text)
        return made

    @property
    def language(self) -> str | None:
        return self.term.language

    @property
    def datatype(self) -> rdflib.URIRef | None:
        return None if self.term.language else rdflib.URIRef(self.term.datatype.value)


class _Dataset(Dataset):  # type: ignore[misc]
    """rdflib's dataset with the method names that its own parsers and writers use, although they are deprecated."""

    default_context: Any = None

    def __init__(self, store: Store, default_union: bool = False) -> None:
        super().__init__(store=store, default_union=default_union)
        self.default_context = Graph(store, DATASET_DEFAULT_GRAPH_ID)

    def contexts(self, triple: Any = None) -> Iterator[Any]:
        return iter(self.store.contexts(triple))


class _Recorder(Store):  # type: ignore[misc]
    """A store that records the statements of a parser in order, until they are taken."""

    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self._recorded: list[Quad] = []

    def add(self, triple: tuple[Any, Any, Any], context: Any, quoted: bool = False) -> None:  # noqa: ARG002
        subject, predicate, value = map(_term, triple)
        name = context.identifier
        graph = DefaultGraph() if str(name) == str(DATASET_DEFAULT_GRAPH_ID) else _term(name)
        try:
            self._recorded.append(Quad(subject, predicate, value, graph))
        except TypeError:
            raise ValueError("a triple has a resource as its subject and an IRI as its predicate") from None

    def add_graph(self, graph: Graph) -> None:
        """Ignored: the quads name their graphs."""

    def remove_graph(self, graph: Graph) -> None:
        """Ignored: the HexTuples parser removes only an unused default graph."""

    def take(self) -> list[Quad]:
        """The statements recorded since the last call."""
        recorded, self._recorded = self._recorded, []
        return recorded


def _term(node: Any) -> Any:
    if isinstance(node, _Literal):
        return node.term
    return BlankNode(node) if isinstance(node, rdflib.BNode) else NamedNode(node)


def _copy_of(name: str, **ours: object) -> Any:
    """A private copy of an rdflib module, in which some classes are replaced by ours.

    Other users of rdflib in this process, in any thread, are not affected.
    """
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(ours)
    return module


_hext = _copy_of("rdflib.plugins.parsers.hext", URIRef=_Iri, Literal=_Literal, Dataset=_Dataset)
_trix = _copy_of("rdflib.plugins.parsers.trix", URIRef=_Iri, Literal=_Literal)


def hextuples(data: bytes, _: Warn) -> Iterator[Quad]:
    """Quads of newline-delimited JSON arrays ``[subject, predicate, value, datatype, language, graph]``.

    Raises :class:`SyntaxError` with line and column.
    """
    store = _Recorder()
    whole, parser = Graph(store, DATASET_DEFAULT_GRAPH_ID), _hext.HextuplesParser()
    rows = enumerate(io.BytesIO(data), 1)
    number = 0

    def lines(some: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
        nonlocal number
        for number, line in some:  # noqa: B007
            yield line

    while some := list(islice(rows, _LINES)):
        source = InputSource()
        source.setCharacterStream(lines(some))
        try:
            parser.parse(source, whole)
        except (TypeError, LookupError, AttributeError) as error:
            raise _FormatError("a line must be an array of six texts", number, 1) from error
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error)
            raise _FormatError(reason, number, getattr(error, "colno", 1)) from error
        yield from store.take()


class _TrixHandler(_trix.TriXHandler):  # type: ignore[misc, name-defined]
    """rdflib's TriX reader, changed so that an unnamed graph is the default graph and errors have a position."""

    def startElementNS(self, name: tuple[str | None, str], qname: str, attrs: Any) -> None:  # noqa: N802
        super().startElementNS(name, qname, attrs)
        if name[1] == "graph":
            self.graph = Graph(self.store, DATASET_DEFAULT_GRAPH_ID)

    def error(self, message: str) -> NoReturn:
        raise ValueError(message.partition(": [")[0])  # the rest of the message holds Python names of rdflib's terms


def trix(data: bytes, _: Warn) -> Iterator[Quad]:
    """Quads of a TriX document without document type. Raises :class:`SyntaxError` with line and column."""
    store = _Recorder()
    parser = _trix.create_parser(store)
    parser.setContentHandler(_TrixHandler(store))
    parser.setFeature(feature_external_ges, False)
    pieces = io.BytesIO(data)
    try:
        while piece := pieces.read(_PIECE):
            parser.feed(piece)
            yield from store.take()
        parser.close()
    except SAXParseException as error:
        raise _FormatError(error.getMessage(), parser.getLineNumber(), parser.getColumnNumber() + 1) from error
    except ValueError as error:
        raise _FormatError(str(error), parser.getLineNumber(), parser.getColumnNumber() + 1) from error


class _GraphsInOrder(Store):  # type: ignore[misc]
    """A store of quads to be written: graph by graph, each in its order, which rdflib's own stores do not keep."""

    context_aware = True
    graph_aware = True

    def __init__(self, graphs: dict[Any, list[Any]]) -> None:
        super().__init__()
        self._graphs = graphs

    def contexts(self, triple: Any = None) -> Iterator[Any]:  # noqa: ARG002
        return (Graph(self, name) for name in self._graphs)

    def triples(self, pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002
        return ((triple, iter(())) for triple in self._graphs[context.identifier])


class _XmlWriter(XMLWriter):  # type: ignore[misc]
    """rdflib's XML writer, with blank nodes as graph names, and with carriage returns kept in text with markup."""

    def element(self, uri: str, content: str, attributes: dict[Any, str] | None = None) -> None:
        if str(uri) == _TRIX + "uri" and content.startswith("_:"):
            uri, content = _TRIX + "id", content[2:]
        super().element(uri, content, attributes or {})

    def qname(self, uri: str) -> str:
        # the only name outside TriX; rdflib would invent a prefix for it without declaring it
        return "xml:lang" if str(uri) == _XML_LANGUAGE else str(super().qname(uri))

    def text(self, text: str) -> None:
        for part in re.split("([<>])", text):  # with both in one part it would choose CDATA, which escapes nothing
            super().text(part)


_SERIALIZERS = {
    HEXTUPLES.title: _copy_of("rdflib.plugins.serializers.hext", _HAS_ORJSON=False).HextuplesSerializer,
    TRIX.title: _copy_of("rdflib.plugins.serializers.trix", XMLWriter=_XmlWriter).TriXSerializer,
}


def fits_hextuples(term: Term) -> bool:
    """True if HexTuples can hold a term: they have no triple terms and no base directions."""
    if isinstance(term, Literal):
        return term.direction is None
    return not isinstance(term, Triple)


def fits_trix(term: Term) -> bool:
    """True if TriX can hold a term: like HexTuples, and without characters that XML forbids."""
    return fits_hextuples(term) and not (isinstance(term, Literal) and _NO_XML.search(term.value))


def write_trix(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """Rows of ``quads`` in TriX; every term must fit."""
    return Pieces((_serialized(quads, rows, TRIX),))


def write_hextuples(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """Rows of ``quads`` in HexTuples; every term must fit."""
    return Pieces((_serialized(quads, rows, HEXTUPLES),))


def _serialized(quads: Quads, rows: NDArray[np.intp], form: Format) -> bytes:
    """Rows of ``quads`` in TriX or HexTuples, graph by graph by first appearance; every term must fit."""
    used = np.unique(np.concatenate([column[rows] for column in (quads.subject, quads.predicate, quads.object)]))
    nodes = {index: _node(quads.terms[index]) for index in used.tolist()}
    names = {i: _graph_name(quads.terms[i] if i >= 0 else None, form) for i in np.unique(quads.graph[rows]).tolist()}
    graphs: dict[Any, list[Any]] = {}
    columns = (quads.subject, quads.predicate, quads.object, quads.graph)
    for s, p, o, g in zip(*(column[rows].tolist() for column in columns)):
        graphs.setdefault(names[g], []).append((nodes[s], nodes[p], nodes[o]))
    dataset = _Dataset(_GraphsInOrder(graphs))
    dataset.default_context = None  # else the HexTuples writer writes the default graph twice
    file = io.BytesIO()
    _SERIALIZERS[form.title](dataset).serialize(file)
    return file.getvalue()


def _node(term: Term) -> Any:
    assert not isinstance(term, Triple)
    if isinstance(term, Literal):
        return _Literal(term.value, term.language, None if term.language else term.datatype.value)
    return rdflib.BNode(term.value) if isinstance(term, BlankNode) else _Iri(term.value)


def _graph_name(term: Term | None, form: Format) -> Any:
    """The name of a graph, or of the default graph, in the form that rdflib's writers take.

    The TriX writer writes only IRIs as names. A blank node is therefore given as an IRI that :class:`_XmlWriter`
    recognises, and the default graph gets a name that is left out.
    """
    if form is TRIX and not isinstance(term, NamedNode):
        return rdflib.URIRef(str(term)) if term else rdflib.BNode()
    return _node(term) if term else DATASET_DEFAULT_GRAPH_ID
