"""SPARQL results in TSV, line by line as they arrive, and in XML, at the end."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

from graph.web.rows import Row, RowReader


class TsvRows(RowReader):
    """Results as tab-separated values: takes bytes, gives rows. A last line without its end is incomplete."""

    def __init__(self) -> None:
        super().__init__()
        self._head = b""
        self._rest = b""

    def feed(self, data: bytes, is_last: bool = False) -> list[Row]:
        """The rows that are complete now."""
        lines, _, self._rest = (self._rest + data).rpartition(b"\n")
        if is_last:
            self.is_whole = self.is_result and not self._rest
        if not lines:
            return []
        if not self._head:
            self._head, _, lines = lines.partition(b"\n")
            if not self._head.lstrip(b"\xef\xbb\xbf").startswith((b"?", b"$")):
                self._head = b"\n"
                return []
            self.is_result = True
            self.names = tuple(name.strip()[1:] for name in self._head.decode("utf-8", "replace").split("\t"))
        if not self.is_result or not lines:
            return []
        return self._parsed(lines + b"\n")

    def _parsed(self, lines: bytes) -> list[Row]:
        try:
            return _rows(self._head + b"\n" + lines, QueryResultsFormat.TSV)
        except (SyntaxError, ValueError):
            rows: list[Row] = []
            for line in lines.split(b"\n")[:-1]:
                try:
                    rows += _rows(self._head + b"\n" + line + b"\n", QueryResultsFormat.TSV)
                except (SyntaxError, ValueError):
                    self.refused += 1
            return rows


class XmlRows(RowReader):
    """Results in XML, from servers that do not send JSON: parsed when all of it is here."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def feed(self, data: bytes, is_last: bool = False) -> list[Row]:
        """No rows before the end; then all that stand before the first mistake."""
        self._held.append(data)
        if not is_last:
            return []
        rows: list[Row] = []
        try:
            found = parse_query_results(b"".join(self._held), QueryResultsFormat.XML)
            self.is_result = True
            if isinstance(found, QueryBoolean):
                self.boolean = bool(found)
            else:
                self.names = tuple(name.value for name in found.variables)
                rows.extend(tuple(one) for one in found)
            self.is_whole = True
        except (SyntaxError, ValueError):
            self.is_whole = False
        return rows


def _rows(data: bytes, form: QueryResultsFormat) -> list[Row]:
    found = parse_query_results(data, form)
    assert not isinstance(found, QueryBoolean)
    return [tuple(one) for one in found]
