"""Table of formats: every format that is read or written, in the order in which dialogs offer them.

One more format is one more row here, with the module that reads or writes it.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Triple

from graph.formats.format import Format
from graph.rdf.source import Term
from graph.work.late import late


def _no_triple(term: Term) -> bool:
    return not isinstance(term, Triple)


TURTLE = Format(
    "Turtle",
    ("ttl", "turtle"),
    "turtle",
    parser=RdfFormat.TURTLE,
    tolerates={"ttl": ("N-Triples",), "turtle": ("N-Triples",)},
    writer=late("graph.writing.turtle", "turtle"),
)
N_TRIPLES = Format(
    "N-Triples",
    ("nt", "ntriples"),
    "turtle",
    parser=RdfFormat.N_TRIPLES,
    tolerates={"nt": (), "ntriples": ()},
    writer=late("graph.writing.statements", "n_triples"),
)
N_QUADS = Format(
    "N-Quads",
    ("nq", "nquads"),
    "turtle",
    parser=RdfFormat.N_QUADS,
    tolerates={"nq": ("N-Triples",), "nquads": ("N-Triples",)},
    writer=late("graph.writing.statements", "n_quads"),
    holds_graphs=True,
)
TRIG = Format(
    "TriG",
    ("trig",),
    "turtle",
    parser=RdfFormat.TRIG,
    tolerates={"trig": ("Turtle", "N-Triples")},
    writer=late("graph.writing.turtle", "trig"),
    holds_graphs=True,
)
N3 = Format(
    "N3",
    ("n3",),
    "turtle",
    parser=RdfFormat.N3,
    tolerates={"n3": ("Turtle", "N-Triples")},
)
RDF_XML = Format(
    "RDF/XML",
    ("rdf", "rdfs", "owl", "xml"),
    "xml",
    parser=RdfFormat.RDF_XML,
    tolerates={"rdf": (), "xml": ("TriX",)},
)
JSON_LD = Format(
    "JSON-LD",
    ("jsonld", "json"),
    "json",
    parser=RdfFormat.JSON_LD,
    tolerates={"jsonld": (), "json": ("HexTuples",)},
    writer=late("graph.writing.jsonld", "jsonld"),
    holds_graphs=True,
    fits=_no_triple,
    cannot_hold="JSON-LD cannot hold triple terms.",
)
TRIX = Format(
    "TriX",
    ("trix",),
    "xml",
    reader=late("graph.reading.rdflib_formats", "trix"),
    tolerates={"trix": ()},
    writer=late("graph.reading.rdflib_formats", "write_trix"),
    holds_graphs=True,
    fits=late("graph.reading.rdflib_formats", "fits_trix"),
    cannot_hold="TriX cannot hold triple terms, base directions and control characters.",
)
HEXTUPLES = Format(
    "HexTuples",
    ("hext",),
    "json",
    reader=late("graph.reading.rdflib_formats", "hextuples"),
    tolerates={"hext": ()},
    writer=late("graph.reading.rdflib_formats", "write_hextuples"),
    holds_graphs=True,
    fits=late("graph.reading.rdflib_formats", "fits_hextuples"),
    cannot_hold="HexTuples cannot hold triple terms and base directions.",
)
GRAPHML = Format("GraphML", ("graphml",), table_writer=late("graph.writing.tables", "graphml"))
GEXF = Format("GEXF", ("gexf",), table_writer=late("graph.writing.tables", "gexf"))
CSV = Format("CSV tables", ("csv",), table_writer=late("graph.writing.tables", "csv_tables"), parts=("nodes", "edges"))

FORMATS = (TURTLE, N_TRIPLES, N_QUADS, TRIG, N3, RDF_XML, JSON_LD, TRIX, HEXTUPLES, GRAPHML, GEXF, CSV)

SUFFIXES: dict[str, Format] = {suffix: format for format in FORMATS for suffix in format.suffixes}
"""The format of each suffix."""
PACKED = ("gz", "gzip")
"""Suffixes of gzip, behind which the suffix of the format stands."""


def openable() -> tuple[str, ...]:
    """The suffixes of files that can be opened, without dots."""
    readable = (format for format in FORMATS if format.parser is not None or format.reader is not None)
    return (*(suffix for format in readable for suffix in format.suffixes), *PACKED)


def writable() -> tuple[Format, ...]:
    """The formats that data can be exported in; each is written under its first suffix."""
    return tuple(format for format in FORMATS if format.writer is not None or format.table_writer is not None)


def paths_of(path: Path) -> list[Path]:
    """The files that an export to ``path`` writes: for ``a.csv`` the two files ``a-nodes.csv`` and ``a-edges.csv``."""
    format = written_as(path.suffix.lower().removeprefix("."))
    if format is None or not format.parts:
        return [path]
    return [path.with_name(f"{path.stem}-{part}{path.suffix}") for part in format.parts]


def written_as(suffix: str) -> Format | None:
    """The format that files of a suffix are written in, or None."""
    return next((format for format in writable() if format.suffixes[0] == suffix), None)
