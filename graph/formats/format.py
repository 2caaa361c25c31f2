"""Format: one row with everything about a file format, from its suffixes to its reader and writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad, RdfFormat

from graph.named import NamedTuple
from graph.rdf.source import Quads, Term

if TYPE_CHECKING:
    from graph.formats.ledger import Ledger
    from graph.formats.rows import EdgeRow, NodeRow

Syntax = Literal["turtle", "xml", "json", "bytes"]
Warn = Callable[[str], None]
Reader = Callable[[bytes, "Ledger"], Iterable[Quad]]
Writer = Callable[[Quads, NDArray[np.intp]], "Pieces"]
TableWriter = Callable[["Sequence[NodeRow]", "Sequence[EdgeRow]"], Sequence[bytes]]


class Pieces(NamedTuple):
    """A file in pieces: ``body`` in order, and ``head``, which precedes it.

    ``head`` is called after the body, because the prefixes in use are known only then.
    """

    body: Iterable[str | bytes]
    head: Callable[[], str] = str


class Format(NamedTuple):
    """A file format.

    ``title`` is its name for people. ``suffixes`` have no dot; files are written with the first.

    Reading: ``parser`` is a parser of pyoxigraph, ``reader`` a function of our own or of a plugin. A reader takes the
    bytes of a file and its :class:`~graph.formats.ledger.Ledger`, which counts what it leaves out and, called with a
    sentence, records a warning; it yields quads and raises :class:`ValueError` or
    :class:`SyntaxError` for bytes that break the rules. ``syntax`` selects the checks before parsing: "xml" expands
    entities and limits nesting, "json" and "turtle" limit nesting, and all three convert the text to UTF-8; "bytes" are
    only limited in size. ``tolerates`` names, by suffix, the titles of other formats that such a file may hold without
    a warning; a suffix that is missing there promises no format.

    Writing: ``writer`` takes quads and the rows to write, an array (k,) of indices, and returns pieces of text.
    ``table_writer`` takes rows of nodes and of edges and returns the contents of one file, or of one for each of
    ``parts``. ``holds_graphs``: whether named graphs are kept. ``relative_in`` names the columns of quads in which
    relative names are kept (:mod:`graph.rdf.relative`). ``fits`` tests whether the format can hold a term, and
    ``cannot_hold`` is the warning about statements whose object does not fit. ``leaves_out`` says, in one
    sentence, what tables in this format lack of the picture.
    """

    title: str
    suffixes: tuple[str, ...]
    syntax: Syntax = "bytes"
    parser: RdfFormat | None = None
    reader: Reader | None = None
    tolerates: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    writer: Writer | None = None
    table_writer: TableWriter | None = None
    parts: tuple[str, ...] = ()
    holds_graphs: bool = False
    relative_in: tuple[str, ...] = ()
    fits: Callable[[Term], bool] | None = None
    cannot_hold: str = ""
    leaves_out: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of written files, with its dot."""
        return f".{self.suffixes[0]}"
