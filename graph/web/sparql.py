"""Queries to a SPARQL endpoint: SELECT, ASK and CONSTRUCT, with what is missing in an answer said.

An answer is *cut* when it is not known to be complete: by the caller's own limit, by one of the server, or because it
broke off. A server that answers nothing at all raises :class:`~graph.web.failures.WebError`.
"""

from __future__ import annotations

from typing import NoReturn

from pyoxigraph import Literal, Quad

from graph.frozen import frozen
from graph.web.answer import Answer, Request
from graph.web.client import Client
from graph.web.failures import failed, instead
from graph.web.json_rows import JsonRows
from graph.web.other_rows import TsvRows, XmlRows
from graph.web.rows import Row, RowReader
from graph.web.statements import Statements
from graph.work.progress import Job

RESULTS = (
    "application/sparql-results+json, text/tab-separated-values;q=0.6, application/sparql-results+xml;q=0.4, "
    "application/json;q=0.3"
)
GRAPHS = (
    "application/n-triples, application/n-quads;q=0.9, text/turtle;q=0.7, application/trig;q=0.6, "
    "application/rdf+xml;q=0.5, application/ld+json;q=0.4"
)
_HEAD = 2000
_ROUND = 1000
"""From this number on, an answer of exactly 1,000, 10,000 … rows is taken for one that the server cut."""


@frozen
class Rows:
    """Rows of a SELECT: terms of pyoxigraph by column, None where a variable is unbound.

    ``is_cut`` is true where the answer is not known to be complete; ``sentence`` then says why, else it is "".
    """

    names: tuple[str, ...]
    rows: list[Row]
    is_cut: bool
    sentence: str


@frozen
class Found:
    """Statements of a CONSTRUCT, in the order of the answer and with repetitions; the rest as in :class:`Rows`."""

    quads: list[Quad]
    is_cut: bool
    sentence: str


def select(client: Client, endpoint: str, query: str, *, most: int) -> Job[Rows]:
    """The first ``most`` rows. Ask for one more by LIMIT, so that “there is more” is known.

    Raises :class:`~graph.web.failures.WebError`.
    """
    answer = yield from client.open(Request(endpoint, RESULTS, (("query", query),)))
    try:
        reader, rows = yield from _read_rows(answer, client, most)
    finally:
        answer.close()
    why = _why_cut(answer, len(rows), most, reader.is_whole, reader.refused, "row")
    return Rows(reader.names, rows[:most], bool(why), why)


def ask(client: Client, endpoint: str, query: str) -> Job[bool]:
    """The answer to an ASK. Raises :class:`~graph.web.failures.WebError`."""
    answer = yield from client.open(Request(endpoint, RESULTS, (("query", query),)))
    try:
        reader, rows = yield from _read_rows(answer, client, 1)
    finally:
        answer.close()
    if reader.boolean is not None:
        return reader.boolean
    if reader.names == ("__ASK_RETVAL",):  # Virtuoso gives a row with the number 1, or none
        said = rows[0][0] if rows else Literal("0")
        if isinstance(said, Literal) and said.value in ("0", "1"):
            return said.value == "1"
    raise failed(answer.url, "answered a question of yes or no with neither. Try again with another query.")


def construct(client: Client, endpoint: str, query: str, *, most: int) -> Job[Found]:
    """The first ``most`` statements of a CONSTRUCT or DESCRIBE. Raises :class:`~graph.web.failures.WebError`."""
    answer = yield from client.open(Request(endpoint, GRAPHS, (("query", query),)))
    reader = Statements(answer.media)
    quads: list[Quad] = []
    try:
        head = b""
        while len(quads) <= most:
            piece = yield from answer.piece()
            if len(head) < _HEAD:
                head += piece[:_HEAD]
            quads += reader.feed(piece, not piece)
            if not piece:
                break
    finally:
        answer.close()
    if not quads and not reader.is_whole:
        _refuse(answer, client, head)
    why = _why_cut(answer, len(quads), most, reader.is_whole, reader.refused, "statement")
    return Found(quads[:most], bool(why), why)


def is_answer(answer: Answer) -> Job[bool]:
    """True if an answer is the result of a query; reads no more of it than needed to see that."""
    reader: RowReader | None = None
    while answer.received < _HEAD:
        piece = yield from answer.piece()
        reader = reader or _reader_for(answer.media, piece)
        reader.feed(piece, not piece)
        if not piece or reader.is_result:
            break
    return reader is not None and reader.is_result


def _read_rows(answer: Answer, client: Client, most: int) -> Job[tuple[RowReader, list[Row]]]:
    """The reader of an answer after its end, or after more than ``most`` rows, and the rows."""
    head, rows = b"", list[Row]()
    reader: RowReader | None = None
    while len(rows) <= most:
        piece = yield from answer.piece()
        if len(head) < _HEAD:
            head += piece[:_HEAD]
        reader = reader or _reader_for(answer.media, piece)
        rows += reader.feed(piece, not piece)
        if not piece:
            break
    assert reader is not None
    if not reader.is_result or (not reader.is_whole and not rows):
        _refuse(answer, client, head, is_whole=reader.is_whole)
    return reader, rows


def _reader_for(media: str, begin: bytes) -> RowReader:
    """By the content where that is plain, since servers lie about its type, else by the type."""
    sign = begin.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if sign == b"{":
        return JsonRows()
    if sign == b"<":
        return XmlRows()
    return TsvRows() if media == "text/tab-separated-values" or sign in (b"?", b"$") else JsonRows()


def _refuse(answer: Answer, client: Client, head: bytes, is_whole: bool = False) -> NoReturn:
    """Raise the error of an answer that holds no data: it broke off, or is something else."""
    if answer.cut:
        raise failed(answer.url, f"gave no complete answer: {answer.cut}. Ask for less, or try again later.")
    text = head.decode("utf-8", "replace")
    if not is_whole and text.lstrip("\ufeff \t\r\n").startswith("{") and '"head"' in text:
        raise failed(answer.url, "gave no complete answer: it ends in the middle. Ask for less, or try again later.")
    raise instead(answer.url, text, client.access.secret if client.access else "")


def _why_cut(answer: Answer, count: int, most: int, is_whole: bool, refused: int, one: str) -> str:
    """The sentence that says why an answer of ``count`` rows or statements may not be complete, or ""."""
    many = one if count == 1 else f"{one}s"
    if count > most:
        return f"First {most:,} of at least {most + 1:,} {one}s."
    if answer.cut:
        return f"First {count:,} {many}: {answer.cut}."
    if answer.headers.get("x-sql-state"):
        return f"First {count:,} {many}: the server stopped when its time was over."
    if not is_whole:
        return f"First {count:,} {many}: the answer breaks off in the middle."
    limit = answer.headers.get("x-sparql-maxrows", "")
    if limit.isascii() and limit.isdigit() and count >= int(limit[:12]):
        return f"First {count:,} {many}: the server gives no more at once."
    if refused:
        return f"{refused:,} {one}{'s' if refused > 1 else ''} left out, with a name that is not valid."
    if count < most and (_is_round(count) or (one == "statement" and _is_round(count - 1))):  # Virtuoso adds one
        return f"Exactly {count:,} {many}, which may be the most that the server gives at once."
    return ""


def _is_round(count: int) -> bool:
    return count >= _ROUND and str(count).strip("0") == "1"
