"""A server for tests on this machine, which behaves as servers do on bad days: one path for each fault."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

JSON = "application/sparql-results+json"
USER, PASSWORD = "anna", "s3cret-w0rd"


def row(number: int) -> dict[str, dict[str, str]]:
    """One row of a result: a resource and its number."""
    return {
        "s": {"type": "uri", "value": f"https://example.org/{number}"},
        "n": {"type": "literal", "value": str(number), "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    }


def result(count: int) -> bytes:
    """A result of ``count`` rows in JSON."""
    return json.dumps({"head": {"vars": ["s", "n"]}, "results": {"bindings": list(map(row, range(count)))}}).encode()


class BadServer(ThreadingHTTPServer):
    """Remembers what it was asked, and how many requests it answers at the same time."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, dict[str, str], str]] = []
        """Method, path, headers (names in small letters) and form of each request."""
        self.gone = threading.Event()
        """Set when a client leaves before the end of an endless answer, or of a long wait."""
        self.now = self.most = 0
        self.count = threading.Lock()
        self.stop = threading.Event()

    @property
    def url(self) -> str:
        """Its address without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave are no error here."""


@contextmanager
def bad_server() -> Iterator[BadServer]:
    """A running server, ended afterwards."""
    server = BadServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: BadServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests quiet."""

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _serve(self, form: str) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(
            (self.command, parts.path, {k.lower(): v for k, v in self.headers.items()}, form or parts.query)
        )
        with self.server.count:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            getattr(self, "_" + parts.path.strip("/").split("/")[0].replace("-", "_").replace(".", "_"))(
                parse_qs(parts.query)
            )
        except OSError:
            self.server.gone.set()
            self.close_connection = True
        finally:
            with self.server.count:
                self.server.now -= 1

    def _send(self, body: bytes, media: str = JSON, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wait(self, seconds: float) -> None:
        """Wait, but notice when the client leaves."""
        until = time.monotonic() + seconds
        self.connection.settimeout(0.005)
        while time.monotonic() < until and not self.server.stop.is_set():
            with suppress(TimeoutError):
                if not self.connection.recv(1):
                    self.server.gone.set()
                    break
        self.connection.settimeout(None)

    def _good(self, query: dict[str, list[str]]) -> None:
        self._send(result(int(query.get("rows", ["3"])[0])))

    def _yes(self, _: object) -> None:
        self._send(b'{"head": {}, "boolean": true}')

    def _number(self, query: dict[str, list[str]]) -> None:
        names, cell = ["__ASK_RETVAL"], {"type": "typed-literal", "value": query["is"][0]}
        cell["datatype"] = "http://www.w3.org/2001/XMLSchema#integer"
        rows = {"bindings": [{names[0]: cell}] if cell["value"] != "0" else []}
        self._send(json.dumps({"head": {"link": [], "vars": names}, "results": rows}).encode())

    def _many(self, query: dict[str, list[str]]) -> None:
        lines = (f"<urn:s:{i}> <urn:p> <urn:o> .\n" for i in range(int(query["of"][0])))
        self._send("".join(lines).encode(), "application/n-triples")

    def _neither(self, _: object) -> None:
        self._send(b'{"head": {}}')

    def _busy(self, _: object) -> None:
        with suppress(OSError):
            self._wait(0.15)
            self._send(result(1))

    def _slow(self, _: object) -> None:
        self._wait(30)

    def _stalls(self, _: object) -> None:
        whole = result(100)
        self._send(whole[:4000], Content_Length=str(len(whole)))
        self._wait(30)
        self.close_connection = True

    def _broken_off(self, _: object) -> None:
        whole = result(100)
        self._send(whole[:4000], Content_Length=str(len(whole)))
        self.close_connection = True

    def _cut_json(self, _: object) -> None:
        self._send(result(100)[:4000])

    def _cut_at_once(self, _: object) -> None:
        self._send(b'{"head": {"vars": ["s"]}, "results": {"bindings": [')

    def _page(self, _: object) -> None:
        self._send(b"<!DOCTYPE html><html><body>Welcome</body></html>", "text/html")

    def _page_as_json(self, _: object) -> None:
        self._send(b"<html><body>Welcome</body></html>")

    def _error_text(self, _: object) -> None:
        self._send(b"Virtuoso 42000 Error The estimated execution time exceeds the limit", "text/plain")

    def _error_json(self, _: object) -> None:
        self._send(b'{"exception": "Operation timed out"}', "application/json")

    def _empty(self, _: object) -> None:
        self._send(b"")

    def _max_rows(self, _: object) -> None:
        self._send(result(50), X_SPARQL_MaxRows="50")

    def _anytime(self, _: object) -> None:
        self._send(result(5), X_SQL_State="S1TAT")

    def _endless(self, _: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.end_headers()
        self.close_connection = True
        head, tail = result(1)[:-3], b", " + json.dumps(row(1)).encode() * 1
        with suppress(OSError):
            self.wfile.write(head)
            while not self.server.stop.is_set():
                self.wfile.write(tail * 200)
            return
        self.server.gone.set()

    def _endless_triples(self, _: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            while not self.server.stop.is_set():
                self.wfile.write(b"<https://example.org/s> <https://example.org/p> <https://example.org/o> .\n" * 200)
        self.server.gone.set()

    def _too_often(self, query: dict[str, list[str]]) -> None:
        times = sum(path == "/too-often" for _, path, _, _ in self.server.asked)
        if times <= int(query.get("times", ["99"])[0]):
            self._send(b"slow down", "text/plain", 429, Retry_After=query.get("after", ["0"])[0])
        else:
            self._send(result(2))

    def _breaks(self, query: dict[str, list[str]]) -> None:
        if sum(path == "/breaks" for _, path, _, _ in self.server.asked) <= int(query.get("times", ["99"])[0]):
            self.close_connection = True
        else:
            self._send(result(2))

    def _fails(self, _: object) -> None:
        self._send(b"<html>stack trace</html>", "text/html", 500)

    def _refuses(self, _: object) -> None:
        self._send(b"Parse error: line 1, near 'SELCT'\n\n at org.example.Parser", "text/plain", 400)

    def _gone(self, _: object) -> None:
        self._send(b"nothing here", "text/plain", 404)

    def _locked_ttl(self, _: object) -> None:
        self._locked(b"<https://example.org/s> <https://example.org/p> <https://example.org/o> .")

    def _locked(self, body: object) -> None:
        asked = self.headers.get("Authorization", "")
        if asked == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            self._send(body) if isinstance(body, bytes) else self._send(result(1))
        else:
            self._send(f"you said {asked}".encode(), "text/plain", 401, WWW_Authenticate='Basic realm="x"')

    def _echo(self, _: object) -> None:
        self._send(f"bad key {self.headers.get('X-Key', '')}".encode(), "text/plain", 400)

    def _to(self, query: dict[str, list[str]]) -> None:
        self._send(b"", status=int(query.get("status", ["302"])[0]), Location=query["where"][0])

    def _circle(self, _: object) -> None:
        self._send(b"", status=307, Location="/circle")

    def _triples(self, _: object) -> None:
        self._send(b'<https://example.org/s> <https://example.org/p> "o" .\n' * 3, "application/n-triples")

    def _cut_turtle(self, _: object) -> None:
        self._send(b"@prefix : <https://example.org/> . :a :b :c . :d :e", "text/turtle")

    def _bad_names(self, _: object) -> None:
        rows = [
            row(0),
            {"s": {"type": "uri", "value": "https://example.org/a b"}},
            {"s": {"type": "bnode", "value": "x:/1"}},
        ]
        self._send(json.dumps({"results": {"bindings": rows}, "head": {"vars": ["s", "n"]}}).encode())

    def _tsv(self, _: object) -> None:
        self._send(b"?s\t?n\n<https://example.org/0>\t0\n<https://example.org/1>\t\n", "text/tab-separated-values")

    def _xml(self, _: object) -> None:
        self._send(
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head><results>'
            b'<result><binding name="s"><uri>https://example.org/0</uri></binding></result></results></sparql>',
            "application/sparql-results+xml",
        )

    def _turtle(self, _: object) -> None:
        self._send(b"@prefix : <https://example.org/> . :a :b :c .", "text/turtle; charset=utf-8")

    def _x_ttl(self, _: object) -> None:
        self._send(b"@prefix : <https://example.org/> . :a :b :c . :c a :D .", "text/turtle")
