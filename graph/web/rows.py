"""Rows of SPARQL results, and the state that the readers of all forms of results have."""

from __future__ import annotations

from graph.rdf.source import Term

Row = tuple[Term | None, ...]


class RowReader:
    """Takes bytes, gives rows. After the end, ``is_whole`` says whether the text was complete.

    ``is_result`` is True once the text showed that it is a result, ``boolean`` the answer of an ASK. ``refused`` counts
    rows left out, since a value in them is no valid name or literal.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.boolean: bool | None = None
        self.is_whole = False
        self.is_result = False
        self.refused = 0

    def feed(self, data: bytes, is_last: bool = False) -> list[Row]:
        """The rows that are complete now."""
        raise NotImplementedError
