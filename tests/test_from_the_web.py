"""A file by its address: told from an endpoint, fetched with hash and date, and then like any file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_tools import fake_tools

from explorer.__main__ import main
from explorer.document import NamedView
from explorer.files.exploration import SourceMissingError, open_exploration, save_exploration
from explorer.files.opening import open_document
from explorer.files.web.fetched import fetched_folder, is_fetched
from explorer.files.web.locating import locate
from explorer.views.view import View
from graph.web.addresses import host_of
from graph.web.answer import Limits
from graph.web.client import Client
from graph.web.failures import WebError
from graph.web.fetching import fetch, fetched_as, is_endpoint
from graph.work.progress import finish
from tests.bad_server import PASSWORD, USER, BadServer, bad_server
from ui.parts.forms.access_form import AccessForm, Typed
from ui.tasks.files.web import WebOpener
from ui.tasks.tools import Tools

QUICK = Limits(connect=20, first=20, stall=0.2, whole=20, pause=0.01)


@pytest.fixture(scope="module")
def one_server() -> Iterator[BadServer]:
    with bad_server() as made:
        yield made


@pytest.fixture
def server(one_server: BadServer) -> BadServer:
    one_server.asked.clear()
    return one_server


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("good", True), ("yes", True), ("endless", True), ("max-rows", True), ("tsv", True), ("x.ttl", False),
     ("x.ttl?query=", False), ("turtle", False), ("page", False), ("gone", False), ("refuses", False),
     ("error-text", False), ("empty", False)],
)  # fmt: skip
def test_an_endpoint_is_told_from_a_file_by_asking(server, path, is_one):
    assert finish(is_endpoint(Client(limits=QUICK), f"{server.url}/{path}")) is is_one


@pytest.mark.parametrize("path", ["fails", "too-often", "locked", "breaks"])
def test_a_server_in_trouble_is_neither_file_nor_endpoint(server, path):
    with pytest.raises(WebError):
        finish(is_endpoint(Client(limits=QUICK), f"{server.url}/{path}"))


def test_a_fetched_file_keeps_its_bytes_address_hash_and_date(server, tmp_path):
    address = f"{server.url}/x.ttl".replace("://", f"://{USER}:{PASSWORD}@")
    found = finish(fetch(Client(), address, tmp_path))
    assert found.path.name == "x.ttl" and found.url == f"{server.url}/x.ttl"
    assert found.sha256 == hashlib.sha256(found.path.read_bytes()).hexdigest()
    again = fetched_as(found.path)
    assert again is not None and (again.url, again.time) == (found.url, found.time)
    assert PASSWORD not in "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert not list(tmp_path.rglob("*.part"))


def test_a_file_without_a_suffix_gets_that_of_its_media_type(server, tmp_path):
    assert finish(fetch(Client(), f"{server.url}/turtle", tmp_path)).path.name == "turtle.ttl"
    assert finish(fetch(Client(), f"{server.url}/turtle/..%2F..%2Fx", tmp_path)).path.name == "x.ttl"


@pytest.mark.parametrize("path", ["broken-off", "stalls", "empty", "gone", "slow"])
def test_a_file_that_does_not_come_whole_is_not_kept(server, path, tmp_path):
    hasty = Limits(connect=20, first=0.2, stall=0.1, whole=20, pause=0.01)
    with pytest.raises(WebError, match=server.url):
        finish(fetch(Client(limits=hasty), f"{server.url}/{path}", tmp_path))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_cancelled_fetch_leaves_nothing(server, tmp_path):
    job = fetch(Client(), f"{server.url}/endless", tmp_path)
    for _ in range(6):
        next(job)
    job.close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_command_line_opens_an_address_like_a_file(server, capsys):
    url = f"{server.url}/x.ttl"
    assert main(["info", url, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["source"], report["triples"], report["nodes"]) == ("x.ttl", 2, 2)
    data = b"@prefix : <https://example.org/> . :a :b :c . :c a :D ."
    (fetched,) = report["fetched"]
    assert (fetched["url"], fetched["sha256"]) == (url, hashlib.sha256(data).hexdigest()) and fetched["time"]
    assert main(["info", url]) == 0
    assert f"Fetched from {url} on " in capsys.readouterr().out


def test_a_failure_is_one_sentence_with_the_address_and_status_two(server, capsys):
    address = f"{server.url}/gone".replace("://", f"://{USER}:{PASSWORD}@")
    assert main(["info", address]) == 2
    said = capsys.readouterr().err
    assert (
        said
        == f"caseboard: {server.url}/gone holds nothing: the server knows no such address. Check it for mistakes.\n"
    )


def test_the_command_line_asks_for_a_password_where_somebody_can_type_it(server, capsys, monkeypatch):
    monkeypatch.setattr("graph.web.client.kept_for", lambda url: None)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["info", f"{server.url}/locked.ttl"]) == 2
    assert "asks for a password or a key" in capsys.readouterr().err
    answers = iter([USER, PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert main(["info", f"{server.url}/locked.ttl"]) == 0
    said = capsys.readouterr()
    assert "1 triples" in said.out and PASSWORD not in said.out + said.err


def test_an_exploration_knows_the_address_of_its_source_and_opens_without_the_server(tmp_path):
    with bad_server() as server:
        url = f"{server.url}/x.ttl"
        place = finish(locate(url, Client())).path
        assert place is not None and is_fetched(place) and fetched_folder() in place.parents
        document = finish(open_document([place]))
        kept = tmp_path / "a.caseboard.trig"
        finish(save_exploration(kept, document, NamedView("", "", View()), (), ()))
    assert url in kept.read_text()
    assert finish(open_exploration(kept)).document.projection.triple_count == 2
    place.unlink()
    with pytest.raises(SourceMissingError, match=f"It was fetched from {url}"):
        finish(open_exploration(kept))


@pytest.fixture
def opener() -> Callable[..., tuple[WebOpener, Tools, list[object]]]:
    """The task that opens addresses, with answers of the user to its questions, and a list of all that it opened."""

    def make(*answers: object) -> tuple[WebOpener, Tools, list[object]]:
        tools, opened = fake_tools(*answers), []
        found = WebOpener(
            tools,
            lambda names, options: opened.append(Path(names[0]).name),
            lambda url, client, options: opened.append((url, client.access and client.access.header)),
        )
        return found, tools, opened

    return make


def test_the_window_opens_the_address_that_somebody_types(server, opener):
    web, tools, opened = opener(f"{server.url}/x.ttl", "", "example.org/x.ttl")
    web.open(web.ask())
    tools.start.run()
    assert opened == ["x.ttl"]
    assert web.ask() == "" and web.ask() == "https://example.org/x.ttl"
    assert tools.ask.asked[1][2] == f"{server.url}/x.ttl", "the last address is proposed"
    web.open(f"{server.url}/good")
    tools.start.run()
    assert opened[1:] == [(f"{server.url}/good", None)]


@pytest.mark.parametrize(
    ("typed", "header"),
    [(Typed(0, USER, PASSWORD, False), "Authorization"), (Typed(2, "X-Key", PASSWORD, False), None)],
)
def test_the_window_asks_for_access_until_it_is_right_or_cancelled(server, opener, typed, header, monkeypatch):
    monkeypatch.setattr("graph.web.client.kept_for", lambda url: None)
    web, tools, opened = opener(Typed(1, "", "wrong", False), typed, None)
    web.open(f"{server.url}/locked")
    tools.start.run()
    assert opened == ([(f"{server.url}/locked", header)] if header else [])
    first, second = (question[0] for question in tools.ask.asked[:2])
    assert "asks for a password" in first and "did not accept" in second
    assert PASSWORD not in " ".join(tools.messages.said) and "wrong" not in " ".join(tools.messages.said)


def test_access_to_be_kept_where_there_is_no_keyring_lasts_until_the_source_is_closed(server, opener, monkeypatch):
    monkeypatch.setattr("graph.web.client.kept_for", lambda url: None)
    monkeypatch.setattr("graph.web.keys.keep", lambda access: False)
    web, tools, opened = opener(Typed(0, USER, PASSWORD, True))
    web.open(f"{server.url}/locked")
    tools.start.run()
    assert len(opened) == 1 and "no keyring" in tools.messages.last


def test_the_window_asks_before_it_follows_a_server_to_another_host(opener, server):
    with bad_server() as other:
        address = f"{server.url}/to?where={other.url}/x.ttl"
        web, tools, opened = opener(-1, 0)
        web.open(address)
        tools.start.run()
        assert opened == [] and other.asked == [] and host_of(other.url) in str(tools.ask.asked[0])
        web.open(address)
        tools.start.run()
        assert opened == ["x.ttl"] and other.asked


def test_the_window_opens_a_file_by_its_address_and_says_why_one_cannot_be_opened(window, qtbot):
    with bad_server() as server:
        window.tasks.files.open_paths([f"{server.url}/x.ttl"])
        qtbot.waitUntil(lambda: window.session.document.title == "x.ttl")
        window.tasks.files.open_paths([f"{server.url}/gone"])
        qtbot.waitUntil(lambda: "knows no such address" in window.overlay.toast.text)
        assert window.session.document.title == "x.ttl"
        window.tasks.files.open_paths([f"{server.url}/x.ttl", "other.ttl"])
        assert "opens by itself" in window.overlay.toast.text


def test_the_form_of_access_names_its_fields_and_hides_the_password(qtbot):
    form = AccessForm(None, "http://127.0.0.1/ asks for a password or a key.")
    qtbot.addWidget(form)
    form.show()
    form.name.setText(USER)
    form.secret.setText(PASSWORD)
    assert form.secret.echoMode() == form.secret.EchoMode.Password and form.name.isVisible()
    assert form.typed() == Typed(0, USER, PASSWORD, False)
    form.kind.setCurrentIndex(1)
    assert not form.name.isVisible() and form.typed().kind == 1
    form.kind.setCurrentIndex(2)
    assert form.name.isVisible()
