"""Format: one row that says everything about a file format, from its suffixes to its reader and writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad, RdfFormat

from graph.rdf.source import Quads, Term

if TYPE_CHECKING:
    from graph.formats.rows import EdgeRow, NodeRow

Syntax = Literal["turtle", "xml", "json", "bytes"]
Warn = Callable[[str], None]
Reader = Callable[[bytes, Warn], Iterable[Quad]]
Writer = Callable[[Quads, NDArray[np.intp]], "Pieces"]
TableWriter = Callable[["Sequence[NodeRow]", "Sequence[EdgeRow]"], Sequence[bytes]]


class Pieces(NamedTuple):
    """A file in pieces: ``body`` in its order, and ``head``, which stands before it.

    ``head`` is called when the body is at its end, because only then the prefixes in use are known.
    """

    body: Iterable[str | bytes]
    head: Callable[[], str] = str


class Format(NamedTuple):
    """One file format.

    ``title`` is what people call it. ``suffixes`` come without a dot; files are written under the first.

    Reading: ``parser`` is a parser of pyoxigraph, ``reader`` a function of our own or of a plugin. A reader takes the
    bytes of a file and a function that notes a warning, and yields quads; it raises :class:`ValueError` or
    :class:`SyntaxError` where the bytes break the rules. ``syntax`` says which guards look at the bytes first: "xml"
    expands entities and bounds nesting, "json" and "turtle" bound nesting, and all three make the text UTF-8; "bytes"
    are only bounded in size. ``tolerates`` names, by suffix, the titles of other formats that may stand in such a
    file without a warning; a suffix that is missing there promises nothing.

    Writing: ``writer`` takes quads and the rows to write, an array (k,) of places in them, and returns pieces of text.
    ``table_writer`` takes rows of nodes and of edges and returns the contents of one file, or of one for each of
    ``parts``. ``holds_graphs``: whether named graphs are kept. ``fits`` says of a term whether the format can hold
    it, and ``cannot_hold`` is the warning about statements whose object does not fit.
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
    fits: Callable[[Term], bool] | None = None
    cannot_hold: str = ""

    @property
    def suffix(self) -> str:
        """The suffix that files are written under, with its dot."""
        return f".{self.suffixes[0]}"
