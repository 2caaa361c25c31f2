"""Fixtures: every test runs without a display, with its own settings, and with the Bromley graph read once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from explorer.document import Document
from explorer.files.opening import open_document
from explorer.settings import Settings
from graph.model.build import project
from graph.model.projection import Projection
from graph.reading.read import read_bytes
from graph.work.progress import finish

# No example fails by the clock: other programs may be running, and speed has tests of its own.
settings.register_profile("caseboard", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("caseboard")
# A wait ends as soon as its condition holds, which takes a while beside other programs.
QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOARD_SETTINGS", str(tmp_path / "settings.json"))
    monkeypatch.setenv("CASEBOARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CASEBOARD_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def bromley() -> Document:
    """The bundled graph, as opened by the window."""
    return finish(open_document([]))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Twenty thousand resources of eight classes."""
    from benchmarks.graphs import write_knowledge_graph

    path = tmp_path_factory.mktemp("large") / "large.nt"
    write_knowledge_graph(path, 20_000)
    return finish(open_document([path]))


@pytest.fixture
def turtle() -> Callable[..., Projection]:
    """Turn a few lines of Turtle (or another format, by file name) into a projection, without its schema."""
    head = """
    @prefix : <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    """

    def make(text: str, name: str = "test.ttl", **options: object) -> Projection:
        data = (head + text if name.endswith((".ttl", ".trig")) else text).encode()
        return finish(project(read_bytes(data, name).quads, **({"schema": False} | options)))

    return make


@pytest.fixture
def window(qtbot: object, bromley: Document) -> Iterator[object]:
    """The real window, shown with the Bromley graph."""
    from ui.window.window import Window

    made = Window(bromley, Settings(theme="light"))
    made.resize(1600, 1000)
    made.begin()
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: bool(made.overlay.ledger.whole))
    made.docks.turns.finish()
    # Tests continue at once, where a person would wait for the next picture.
    made.session.listen(lambda _: made.docks.turns.finish())
    yield made
    made.tasks.exploration.forget_changes()
    made.close()
    # Every later test would restyle a window that stays.
    made.deleteLater()
    qtbot.wait(20)
