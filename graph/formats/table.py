"""Table of formats: all formats that are read or written, in the order of dialogs.

A new format is a new row here, and a module that reads or writes it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from pyoxigraph import RdfFormat, Triple

from graph.formats.format import Format, Syntax
from graph.plugins import Rows
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
    relative_in=("subject", "predicate", "object", "graph"),
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
    relative_in=("subject", "predicate", "object", "graph"),
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
    tolerates={"jsonld": (), "json": ("HexTuples", "FollowTheMoney", "Open Ownership statements")},
    writer=late("graph.writing.jsonld", "jsonld"),
    holds_graphs=True,
    relative_in=("subject", "object", "graph"),
    fits=_no_triple,
    cannot_hold="JSON-LD cannot hold triple terms.",
)
HTML = Format(
    "JSON-LD in HTML",
    ("html", "htm", "xhtml"),
    "json",
    parser=RdfFormat.JSON_LD,
    tolerates={"html": ("RDF/XML",), "htm": ("RDF/XML",), "xhtml": ("RDF/XML",)},
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
FOLLOW_THE_MONEY = Format(
    "FollowTheMoney",
    ("ftm", "ijson", "jsonl"),
    "json",
    reader=late("graph.reading.other.follow_the_money", "follow_the_money"),
)
OPEN_OWNERSHIP = Format(
    "Open Ownership statements",
    ("bods",),
    "json",
    reader=late("graph.reading.other.open_ownership", "open_ownership"),
)
GRAPHML = Format(
    "GraphML",
    ("graphml",),
    table_writer=late("graph.writing.graphml", "graphml"),
    leaves_out="GraphML holds no colours, sizes and shapes, and dates and lists only as text.",
)
GEXF = Format(
    "GEXF",
    ("gexf",),
    table_writer=late("graph.writing.gexf", "gexf"),
    leaves_out="GEXF has only the shapes disc, square, triangle and diamond; others became a disc or a square.",
)
CSV = Format(
    "CSV tables",
    ("csv",),
    table_writer=late("graph.writing.tables", "csv_tables"),
    parts=("nodes", "edges"),
    leaves_out="CSV tables hold no colours, sizes and shapes.",
)

FORMATS = (
    TURTLE, N_TRIPLES, N_QUADS, TRIG, N3, RDF_XML, JSON_LD, HTML, TRIX, HEXTUPLES, FOLLOW_THE_MONEY, OPEN_OWNERSHIP,
    GRAPHML, GEXF, CSV,
)  # fmt: skip

PACKED = ("gz", "gzip", "bz2", "xz", "zst")
"""Suffixes of archives of one file, which follow the suffix of the format."""
ARCHIVES = ("zip",)
"""Suffixes of archives of several files."""


_SUFFIX = "[a-z0-9]+"


def _checked(row: object) -> Format:
    """The row, if it is valid; raises TypeError or ValueError otherwise."""
    if not isinstance(row, Format):
        raise TypeError(f"it is of the type {type(row).__name__}, not Format")
    if not isinstance(row.title, str) or not row.title:
        raise TypeError("its title must be a text")
    if not row.suffixes or not all(isinstance(each, str) and re.fullmatch(_SUFFIX, each) for each in row.suffixes):
        raise ValueError("its suffixes must be small letters and digits, without a dot")
    if row.syntax not in get_args(Syntax):
        raise ValueError(f"its syntax is “{row.syntax}”; use {', '.join(get_args(Syntax))}")
    return row


def _readable(row: object) -> Format:
    format = _checked(row)
    if (format.parser is None) == (format.reader is None):
        raise TypeError("either parser or reader must be given, and not both")
    if format.reader is not None and not callable(format.reader):
        raise TypeError("reader must be a function")
    taken = {suffix for other in IMPORTERS.values() for suffix in other.suffixes}
    if not taken.isdisjoint(format.suffixes) or not {*PACKED, *ARCHIVES}.isdisjoint(format.suffixes):
        raise ValueError("another format already reads files with its suffix")
    return format


def _writable(row: object) -> Format:
    format = _checked(row)
    if callable(format.writer) == callable(format.table_writer):
        raise TypeError("either writer or table_writer must be a function, and not both")
    if (format.fits is None) != (not format.cannot_hold):
        raise ValueError("fits and cannot_hold must be given together")
    return format


def _first_suffix(format: Format) -> str:
    return format.suffixes[0]


IMPORTERS = Rows("caseboard.importers", "importer", _first_suffix, _readable)
"""The formats that are read, by first suffix; after ``load()`` including those of installed packages."""
EXPORTERS = Rows("caseboard.exporters", "exporter", _first_suffix, _writable)
"""The formats that are written, by suffix; after ``load()`` including those of installed packages."""
for _format in FORMATS:
    if _format.parser is not None or _format.reader is not None:
        IMPORTERS.add(_format)
    if _format.writer is not None or _format.table_writer is not None:
        EXPORTERS.add(_format)
SUFFIXES: dict[str, Format] = {suffix: format for format in FORMATS for suffix in format.suffixes}
"""The built-in format of each suffix."""


def openable() -> tuple[str, ...]:
    """The suffixes of files that can be opened, without dots."""
    IMPORTERS.load()
    return (*(suffix for format in IMPORTERS.values() for suffix in format.suffixes), *PACKED, *ARCHIVES)


def writable() -> tuple[Format, ...]:
    """The formats of data exports; each is written under its first suffix."""
    EXPORTERS.load()
    return tuple(EXPORTERS.values())


def read_as(suffix: str) -> Format | None:
    """The format of a suffix, built in or else of a plugin; None for an unknown suffix."""
    found = _with(suffix)
    if found is None and suffix and suffix not in (*PACKED, *ARCHIVES):
        found = IMPORTERS.get(suffix)
        if found is None:
            IMPORTERS.load()
            found = _with(suffix)
    return found


def _with(suffix: str) -> Format | None:
    return next((format for format in IMPORTERS.values() if suffix in format.suffixes), None)


def written_as(suffix: str) -> Format | None:
    """The format in which files of a suffix are written, or None."""
    return EXPORTERS.get(suffix)


def paths_of(path: Path) -> list[Path]:
    """The files that an export to ``path`` writes: for ``a.csv`` the two files ``a-nodes.csv`` and ``a-edges.csv``."""
    format = written_as(path.suffix.lower().removeprefix("."))
    if format is None or not format.parts:
        return [path]
    return [path.with_name(f"{path.stem}-{part}{path.suffix}") for part in format.parts]
