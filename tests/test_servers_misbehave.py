"""A server that is slow, stalls, lies, breaks off or redirects: one plain sentence each, and no request goes on."""

from __future__ import annotations

import ssl
import sys
import threading
import time
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from graph.errors import CaseboardError
from graph.web import client as client_module
from graph.web.access import api_key, basic, bearer
from graph.web.addresses import host_of, is_public, origin_of, shown
from graph.web.answer import Limits
from graph.web.client import Client, user_agent
from graph.web.failures import AccessNeededError, OtherHostError, WebError
from graph.web.json_rows import JsonRows
from graph.web.keys import keep, kept_for
from graph.web.sparql import Rows, ask, construct, select
from graph.work.progress import finish
from tests.bad_server import PASSWORD, USER, BadServer, bad_server, result
from tests.clocks import patience

QUERY = "SELECT ?s ?n { ?s ?p ?n }"
QUICK = Limits(connect=20, first=20, stall=20, whole=20, pause=0.01)


@pytest.fixture(scope="module")
def one_server() -> Iterator[BadServer]:
    with bad_server() as made:
        yield made


@pytest.fixture
def server(one_server: BadServer) -> BadServer:
    one_server.asked.clear()
    one_server.gone.clear()
    one_server.most = 0
    return one_server


def rows(server: BadServer, path: str, most: int = 100, **limits: float) -> Rows:
    wanted = Limits(**{"connect": 20, "first": 20, "stall": 20, "whole": 20, "pause": 0.01} | limits)
    return finish(select(Client(limits=wanted), f"{server.url}/{path}", QUERY, most=most))


def test_rows_come_as_terms_with_none_where_a_variable_is_unbound(server):
    found = rows(server, "good")
    assert found.names == ("s", "n") and not found.is_cut and found.sentence == ""
    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    assert found.rows[1] == (NamedNode("https://example.org/1"), Literal("1", datatype=integer))
    assert rows(server, "tsv").rows == [
        (NamedNode("https://example.org/0"), Literal("0", datatype=integer)),
        (NamedNode("https://example.org/1"), None),
    ]
    assert rows(server, "xml").rows == [(NamedNode("https://example.org/0"),)]
    quads = finish(construct(Client(), f"{server.url}/triples", "CONSTRUCT WHERE { ?s ?p ?o }", most=5)).quads
    assert len(quads) == 3 and quads[0].object == Literal("o")
    assert finish(ask(Client(), f"{server.url}/yes", "ASK {}")) is True


@pytest.mark.parametrize(
    ("path", "kept", "sentence"),
    [
        ("stalls", 25, "First 25 rows: the server sent nothing for 0.1 s."),
        ("broken-off", 25, "First 25 rows: the connection broke off."),
        ("cut-json", 25, "First 25 rows: the answer breaks off in the middle."),
        ("max-rows", 50, "First 50 rows: the server gives no more at once."),
        ("anytime", 5, "First 5 rows: the server stopped when its time was over."),
        ("endless", 100, "First 100 of at least 101 rows."),
        ("good?rows=101", 100, "First 100 of at least 101 rows."),
        ("bad-names", 2, "1 row left out, with a name that is not valid."),
    ],
)
def test_what_is_missing_of_an_answer_is_said(server, path, kept, sentence):
    found = rows(server, path, stall=0.1)
    assert (len(found.rows), found.is_cut, found.sentence) == (kept, True, sentence)


def test_an_answer_of_a_round_number_of_rows_may_be_all_that_the_server_gives(server):
    assert "Exactly 1,000 rows" in rows(server, "good?rows=1000", most=5000).sentence
    assert rows(server, "good?rows=1001", most=5000).sentence == ""
    assert rows(server, "good?rows=1000", most=1000).sentence == "", "these are all that were asked for"


@pytest.mark.parametrize(("count", "is_cut"), [(999, False), (1000, True), (1001, True), (1002, False)])
def test_statements_that_a_server_cuts_in_silence_may_be_all_that_it_gives(server, count, is_cut):
    found = finish(construct(Client(), f"{server.url}/many?of={count}", "CONSTRUCT", most=5000))
    assert (len(found.quads), found.is_cut) == (count, is_cut)


def test_a_yes_or_a_no_may_come_as_a_number(server):
    assert [finish(ask(Client(), f"{server.url}/number?is={n}", "ASK {}")) for n in "10"] == [True, False]
    with pytest.raises(WebError, match="yes or no with neither"):
        finish(ask(Client(), f"{server.url}/number?is=7", "ASK {}"))


def test_an_answer_is_bounded_in_bytes_and_in_time(server):
    found = rows(server, "endless", most=10**9, size=300_000)
    assert found.sentence.endswith("rows: it is larger than 0.3 MB.") and len(found.rows) > 1000
    found = rows(server, "endless", most=10**9, whole=0.1, size=10**12)
    assert found.sentence.endswith("rows: it was not complete within 0.1 s.")
    statements = finish(construct(Client(), f"{server.url}/endless-triples", "CONSTRUCT", most=10))
    assert len(statements.quads) == 10 and statements.sentence == "First 10 of at least 11 statements."


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("slow", "did not answer within 0.1 s. Try again later, or ask for less."),
        ("cut-at-once", "gave no complete answer: it ends in the middle. Ask for less, or try again later."),
        ("page", "answered with a web page instead of data. Check the address of the endpoint."),
        ("page-as-json", "answered with a web page instead of data. Check the address of the endpoint."),
        ("error-text", "answered with a message instead of data: “Virtuoso 42000 Error The estimated execution time "
         "exceeds the limit”. Check the query."),
        ("error-json", "answered with a message instead of data: “{\"exception\": \"Operation timed out\"}”. "
         "Check the query."),
        ("empty", "answered with nothing, as some servers do when their time is over. Ask for less."),
        ("too-often", "was asked too often. Try again in a minute or two."),
        ("too-often?after=900", "was asked too often. Try again in 15 minutes."),
        ("breaks", "broke off the connection before it answered. Try again later, or ask for less."),
        ("fails", "failed (status 500). Try again later, or ask for less."),
        ("refuses", "refused the request: “Parse error: line 1, near 'SELCT' at org.example.Parser”. Check the query."),
        ("gone", "holds nothing: the server knows no such address. Check it for mistakes."),
        ("locked", "asks for a password or a key. Enter the one that you have for this server."),
    ],
)  # fmt: skip
def test_each_failure_is_one_sentence_with_the_address(server, path, sentence):
    with pytest.raises(WebError) as refusal:
        rows(server, path, first=0.1 if path == "slow" else 20)
    assert str(refusal.value) == f"{server.url}/{path.partition('?')[0]} {sentence}"


def test_statements_of_an_answer_that_breaks_off_are_kept_and_an_empty_one_is_no_empty_graph(server):
    found = finish(construct(Client(), f"{server.url}/cut-turtle", "CONSTRUCT", most=10))
    assert (len(found.quads), found.sentence) == (1, "First 1 statement: the answer breaks off in the middle.")
    for path in ("page", "empty", "error-text"):
        with pytest.raises(WebError):
            finish(construct(Client(), f"{server.url}/{path}", "CONSTRUCT", most=10))
    with pytest.raises(WebError, match="instead of data"):
        finish(ask(Client(), f"{server.url}/neither", "ASK {}"))


def test_nobody_there_and_no_such_name_are_said():
    with bad_server() as gone:
        url = gone.url
    with pytest.raises(WebError, match="no server answers there"):
        finish(select(Client(), f"{url}/query", QUERY, most=1))
    with pytest.raises(WebError, match="the network knows no nobody"):
        finish(select(Client(), "http://nobody.invalid/query", QUERY, most=1))
    for url in ("https://", "file:///etc/passwd", "http://[::1/x", "query"):
        with pytest.raises(WebError, match="is no address on the web"):
            finish(select(Client(), url, QUERY, most=1))


def test_only_busy_servers_and_broken_connections_are_asked_again(server):
    assert len(rows(server, "too-often?times=2").rows) == 2 and len(server.asked) == 3
    server.asked.clear()
    assert len(rows(server, "breaks?times=1").rows) == 2 and len(server.asked) == 2
    for path, times in (("fails", 1), ("refuses", 1), ("too-often", 3), ("too-often?after=900", 1)):
        server.asked.clear()
        with pytest.raises(WebError):
            rows(server, path)
        assert len(server.asked) == times, path


def test_the_time_that_a_busy_server_names_is_kept(server):
    began = time.monotonic()
    rows(server, "too-often?times=1&after=1")
    assert time.monotonic() - began >= 1.0


def test_a_short_query_goes_by_get_and_a_long_one_by_post_with_name_and_version(server):
    rows(server, "good")
    finish(select(Client(), f"{server.url}/good?rows=1", QUERY + "#" * 3000, most=1))
    (first, _, headers, query), (second, _, _, form) = server.asked
    assert (first, second) == ("GET", "POST") and query.startswith("query=SELECT") and form.startswith("query=SELECT")
    assert headers["user-agent"] == user_agent() and user_agent().startswith("Caseboard")


def test_at_most_two_requests_are_made_at_once_to_one_host(server):
    def one() -> None:
        rows(server, "busy")

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 6 and server.most == 2


@pytest.mark.parametrize("path", ["slow", "stalls", "endless"])
def test_closing_a_job_ends_its_request_and_frees_its_place(server, path):
    for _ in range(3):  # one more than there are places
        server.gone.clear()
        job = select(Client(limits=QUICK), f"{server.url}/{path}", QUERY, most=10**9)
        while not any(way == f"/{path}" for _, way, _, _ in server.asked):
            next(job)
        next(job)
        began = time.monotonic()
        job.close()
        assert server.gone.wait(20)
        assert time.monotonic() - began < patience(0.1)
        server.asked.clear()
    assert len(rows(server, "good").rows) == 3


def test_a_job_reports_often_enough_to_be_cancelled_within_a_tenth_of_a_second(server):
    job = select(Client(limits=QUICK), f"{server.url}/slow", QUERY, most=1)
    next(job)
    began = time.thread_time(), time.monotonic()
    for _ in range(6):
        assert "Asking 127.0.0.1" in next(job).text
    assert time.monotonic() - began[1] >= 0.2, "it does not turn in circles"
    assert time.thread_time() - began[0] < 0.1
    job.close()


def test_a_password_opens_its_own_server_and_is_never_shown(server):
    url = f"{server.url}/locked"
    for client, address in (
        (Client(basic(url, USER, PASSWORD)), url),
        (Client(), url.replace("://", f"://{USER}:{PASSWORD}@")),
    ):
        assert len(finish(select(client, address, QUERY, most=5)).rows) == 1
    with pytest.raises(AccessNeededError) as refusal:
        finish(select(Client(), url.replace("://", f"://{USER}:wrong@"), QUERY, most=5))
    assert "did not accept" in str(refusal.value) and "wrong" not in str(refusal.value) and refusal.value.url == url
    with pytest.raises(WebError) as refused:
        finish(select(Client(api_key(url, "X-Key", PASSWORD)), f"{server.url}/echo", QUERY, most=5))
    assert PASSWORD not in str(refused.value) and "bad key …" in str(refused.value)
    assert PASSWORD not in repr(basic(url, USER, PASSWORD)) and "abc" not in repr(bearer(url, "abc"))


@pytest.fixture
def keyring(monkeypatch) -> dict[tuple[str, str], str]:
    """A keyring in memory, in the place of the package."""
    kept: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})
    module.get_password = lambda service, name: kept.get((service, name))
    module.set_password = lambda service, name, value: kept.update({(service, name): value})
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return kept


def test_access_in_the_keyring_opens_its_server_when_that_asks_for_it(server, keyring):
    url = f"{server.url}/locked"
    assert kept_for(url) is None
    assert keep(basic(url, USER, PASSWORD)) and list(keyring) == [("caseboard", origin_of(url))]
    assert len(rows(server, "locked").rows) == 1
    assert "authorization" not in server.asked[0][2], "it is sent only to a server that asks for it"
    keep(basic(url, USER, "old"))
    with pytest.raises(AccessNeededError, match="did not accept"):
        rows(server, "locked")
    keyring["caseboard", origin_of(url)] = "[1]"
    assert kept_for(url) is None


def test_without_a_keyring_or_with_one_that_is_locked_access_is_asked_for(server, keyring, monkeypatch):
    def refuse(*_: object) -> None:
        raise sys.modules["keyring.errors"].KeyringError("locked")

    monkeypatch.setattr(sys.modules["keyring"], "get_password", refuse)
    monkeypatch.setattr(sys.modules["keyring"], "set_password", refuse)
    assert not keep(basic(server.url, USER, PASSWORD)) and kept_for(server.url) is None
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not keep(basic(server.url, USER, PASSWORD)) and kept_for(server.url) is None
    with pytest.raises(AccessNeededError, match="asks for a password"):
        rows(server, "locked")


def test_a_redirect_within_a_host_is_followed_with_the_query_and_a_circle_ends(server):
    assert len(rows(server, "to?where=/good").rows) == 3
    assert server.asked[-1][3].startswith("query=SELECT")
    with pytest.raises(WebError, match="redirects in a circle"):
        rows(server, "circle")
    with pytest.raises(WebError, match="which is no address on the web"):
        rows(server, "to?where=file:///etc/passwd")


def test_a_redirect_to_another_host_is_asked_about_and_no_password_follows_it(server):
    with bad_server() as other:
        client = Client(basic(server.url, USER, PASSWORD))
        asked = f"{server.url}/to?where={other.url}/good"
        with pytest.raises(OtherHostError) as refusal:
            finish(select(client, asked, QUERY, most=5))
        assert refusal.value.host == host_of(other.url) and other.asked == []
        client.allow(refusal.value.host)
        assert len(finish(select(client, asked, QUERY, most=5)).rows) == 3
        assert "authorization" in server.asked[-1][2] and "authorization" not in other.asked[-1][2]


def test_a_public_server_cannot_redirect_to_this_machine_even_where_the_host_is_allowed(server, monkeypatch):
    with bad_server() as other:
        known = {"127.0.0.1": ["93.184.216.34"], "localhost": ["127.0.0.1"]}
        monkeypatch.setattr(client_module, "addresses_of", lambda host: known.get(host, []))
        target = other.url.replace("127.0.0.1", "localhost")
        client = Client(allowed=[host_of(target)])
        with pytest.raises(WebError, match="which is this machine or inside the local network"):
            finish(select(client, f"{server.url}/to?where={target}/good", QUERY, most=5))
        assert other.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("192.168.0.1", False), ("172.16.0.1", False), ("169.254.169.254", False),
        ("0.0.0.0", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("::ffff:127.0.0.1", False), ("224.0.0.1", False), ("2002:7f00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_network_are_told_from_those_of_the_internet(address, public):
    assert is_public(address) is public


def test_an_address_is_shown_without_anything_that_may_be_secret():
    assert shown("https://anna:pw@example.org:8443/sparql?apikey=1#x") == "https://example.org:8443/sparql"
    assert host_of("https://Example.org:443/x") == "example.org" and host_of("http://[::1]:81/") == "[::1]:81"
    assert origin_of("https://example.org/") != origin_of("http://example.org/") != origin_of("http://example.org:81/")


def test_a_certificate_that_proves_nothing_is_refused(server):
    error = ssl.SSLCertVerificationError("bad")
    error.verify_message = "self-signed certificate"
    assert "cannot prove that it is example.org: self-signed certificate." in client_module._unreachable(
        error, "https://example.org/x"
    )
    with pytest.raises(WebError, match="does not speak a safe form of https"):
        finish(select(Client(), f"{server.url}/good".replace("http:", "https:"), QUERY, most=1))


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(0, 4))
@settings(max_examples=40)
def test_rows_are_the_same_in_whatever_pieces_they_come(sizes, count):
    data = result(count)
    whole = JsonRows()
    wanted = whole.feed(data, True)
    reader, found = JsonRows(), []
    for size in sizes:
        piece, data = data[:size], data[size:]
        found += reader.feed(piece)
    found += reader.feed(data, True)
    assert found == wanted and reader.is_whole and reader.names == whole.names and len(found) == count


@given(st.integers(0, 700))
@settings(max_examples=40)
def test_a_result_cut_anywhere_is_never_taken_for_a_whole_one(at):
    data = result(5)
    reader = JsonRows()
    found = reader.feed(data[:at], True)
    assert reader.is_whole is (at >= len(data)) and found == JsonRows().feed(data, True)[: len(found)]


def test_blank_nodes_of_a_server_keep_apart(server):
    assert rows(server, "bad-names").rows[1] == (BlankNode("x__1"), None)


def test_every_failure_is_one_that_the_window_shows(server):
    assert issubclass(WebError, CaseboardError)
