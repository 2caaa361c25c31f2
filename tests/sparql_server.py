"""A SPARQL server for tests, in a thread of this process: Oxigraph behind HTTP, which can fail where a test wishes."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store


class SparqlServer(ThreadingHTTPServer):
    """Answers from ``store``; ``fails`` is a pattern of queries that it refuses, ``slow`` one that takes a second."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = store
        self.asked: list[str] = []
        self.fails = self.slow = ""

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave are no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: SparqlServer
    wbufsize = 1 << 16  # head and body in one packet
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests quiet."""

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, form: str) -> None:
        query = parse_qs(form).get("query", [""])[0]
        server = self.server
        if not query:
            self._send(404, b"", "text/plain")
            return
        server.asked.append(query)
        if server.fails and re.search(server.fails, query):
            self._send(500, b"out of luck", "text/plain")
            return
        if server.slow and re.search(server.slow, query):
            time.sleep(1.0)
        try:
            result = server.store.query(query)
            if isinstance(result, QueryTriples):
                self._send(200, result.serialize(format=RdfFormat.N_TRIPLES), "application/n-triples")
                return
            self._send(200, result.serialize(format=QueryResultsFormat.JSON), "application/sparql-results+json")
        except (SyntaxError, ValueError, OSError) as error:
            self._send(400, str(error).encode(), "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(turtle: bytes, form: RdfFormat = RdfFormat.TURTLE) -> Iterator[SparqlServer]:
    """A running server with some data, ended afterwards."""
    store = Store()
    store.load(turtle, form)
    server = SparqlServer(store)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
