"""Statements as they arrive: N-Triples and N-Quads line by line, other formats when all is here."""

from __future__ import annotations

from pyoxigraph import Quad, RdfFormat, parse

_LINES = {"application/n-triples", "application/n-quads", "text/ntriples", "text/x-nquads"}
_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/n3": RdfFormat.N3,
    "text/plain": RdfFormat.TURTLE,  # N-Triples by their old type, which are Turtle too
}


class Statements:
    """Takes bytes, gives quads. After the end, ``is_whole`` says whether all of the text was understood."""

    def __init__(self, media: str) -> None:
        self.is_whole = False
        self.refused = 0
        """Lines left out."""
        self._by_line = media in _LINES
        self._form = _FORMATS.get(media)
        self._rest = b""
        self._held: list[bytes] = []

    def feed(self, data: bytes, is_last: bool = False) -> list[Quad]:
        """The statements that are complete now."""
        if not self._by_line:
            self._held.append(data)
            return self._all() if is_last else []
        lines, _, self._rest = (self._rest + data).rpartition(b"\n")
        found = self._lines(lines + b"\n") if lines else []
        if is_last:
            last, before = self._rest.strip(), self.refused
            found += self._lines(last) if last else []
            self.is_whole = self.refused == before
            self.refused = before
        return found

    def _lines(self, lines: bytes) -> list[Quad]:
        try:
            return list(parse(lines, RdfFormat.N_QUADS))
        except (SyntaxError, ValueError):
            found: list[Quad] = []
            for line in lines.split(b"\n"):
                try:
                    found += parse(line, RdfFormat.N_QUADS)
                except (SyntaxError, ValueError):
                    self.refused += 1
            return found

    def _all(self) -> list[Quad]:
        found: list[Quad] = []
        text = b"".join(self._held)
        if self._form is None or not text.strip():
            self.is_whole = False
            return []
        try:
            for quad in parse(text, self._form):
                found.append(quad)  # noqa: PERF402
            self.is_whole = True
        except (SyntaxError, ValueError):
            self.is_whole = False
        return found
