"""Exploration files: they open on other machines and report moved or changed sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from explorer.document import NamedView
from explorer.files.exploration import (
    Opened,
    SourceMissingError,
    find_sources,
    open_exploration,
    save_exploration,
)
from explorer.files.opening import is_exploration, open_document
from explorer.views.camera import Camera
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from graph.errors import ReadError, WriteError
from graph.saved.annotations import Note, OnNode
from graph.work.process import Worker
from graph.work.progress import finish

_WHEN = "2026-01-02T03:04:05Z"
_XY = np.array([[1.25, 2], [3, -4.1], [5, 6]], np.float32)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with an exploration, and its data in a folder below."""
    (tmp_path / "case" / "data").mkdir(parents=True)
    data = tmp_path / "case" / "data" / "friends.ttl"
    data.write_text("@prefix : <https://example.org/> . :a :x :b . :b :y :c .", encoding="utf-8")
    document = finish(open_document([data]))
    view = View(positions=Positions(_XY), hidden_nodes=Nodes({2}))
    view = view._replace(notes=(Note("urn:uuid:1", OnNode("https://example.org/a"), "Look here"),))
    mine = NamedView("Mine", "", View(positions=Positions(_XY * 2)), Camera(1, 2, 0.5, 640, 480), _WHEN)
    other = NamedView("Another", "", View(hidden_predicates=frozenset({1})), None, _WHEN)
    path = tmp_path / "case" / "friends.caseboard.trig"
    present = NamedView("Present", "", view, Camera(3, 4, 0.25, 800, 600), _WHEN)
    finish(save_exploration(path, document, present, [mine, other], [str(tmp_path / "case" / "texts")]))
    return tmp_path / "case"


def _open(folder: Path, **more: object) -> Opened:
    return finish(open_exploration(folder / "friends.caseboard.trig", **more))


def test_an_exploration_opens_with_its_views_its_notes_and_the_last_view(folder):
    opened = _open(folder)
    document = opened.document
    assert not opened.sentence and document.title == "friends.ttl"
    assert [named_view.title for named_view in document.named_views] == ["Mine", "Another"]
    assert document.named_views[0].camera == Camera(1, 2, 0.5, 640, 480) and document.named_views[0].is_saved
    assert document.named_views[0].view == View(positions=Positions(_XY * 2))
    assert document.named_view.camera == Camera(3, 4, 0.25, 800, 600)
    assert document.first_look.view.positions == Positions(_XY)
    assert [note.text for note in document.first_look.view.notes] == ["Look here"]
    assert opened.texts == (str(folder / "texts"),)


def test_it_opens_in_another_folder_with_forward_slashes_and_no_trace_of_the_first(folder, tmp_path):
    text = (folder / "friends.caseboard.trig").read_text(encoding="utf-8")
    assert '"data/friends.ttl"' in text and str(tmp_path) not in text and "\\" not in text
    shutil.copytree(folder, tmp_path / "elsewhere")
    shutil.rmtree(folder)
    assert len(_open(tmp_path / "elsewhere").document.named_views) == 2


def test_a_source_beside_the_exploration_is_found(folder):
    (folder / "data" / "friends.ttl").rename(folder / "friends.ttl")
    assert not _open(folder).sentence


@pytest.mark.parametrize("place", ["data", "."])
def test_a_source_that_was_only_renamed_is_found_beside_the_exploration_or_where_it_was(folder, place):
    (folder / "data" / "friends.ttl").rename(folder / place / "people.ttl")
    (folder / "data" / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    opened = _open(folder)
    assert opened.document.title == "people.ttl" and not opened.sentence


def test_a_moved_source_is_reported_and_found_by_its_content(folder, tmp_path):
    (tmp_path / "far" / "away").mkdir(parents=True)
    (folder / "data" / "friends.ttl").rename(tmp_path / "far" / "away" / "renamed.ttl")
    (tmp_path / "far" / "other.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(
        SourceMissingError, match=r"friends\.ttl is neither in the place that friends\.caseboard\.trig names"
    ) as caught:
        _open(folder)
    found = finish(find_sources(tmp_path / "far", caught.value.missing))
    assert [place.name for place in found.values()] == ["renamed.ttl"]
    assert len(_open(folder, found=found).document.named_views) == 2
    assert not finish(find_sources(folder, caught.value.missing))


def test_a_changed_source_is_reported_and_the_rest_is_shown(folder):
    (folder / "data" / "friends.ttl").write_text("@prefix : <https://example.org/> . :a :x :b .", encoding="utf-8")
    opened = _open(folder)
    assert opened.sentence.startswith(
        "friends.ttl changed since friends.caseboard.trig was saved. 1 thing in “Present”"
    )
    assert opened.document.projection.node_count == 2
    assert opened.document.first_look.view.positions == Positions(_XY[:2])


def test_the_bundled_graph_needs_no_path(bromley, tmp_path):
    path = tmp_path / "a.caseboard.trig"
    finish(save_exploration(path, bromley, NamedView("Present", "", bromley.named_views[2].view, None, _WHEN), [], []))
    opened = finish(open_exploration(path))
    assert opened.document.is_bundled and opened.document.first_look.view == bromley.named_views[2].view
    assert len(opened.document.named_views) == 4 and not opened.sentence


def test_another_process_writes_a_large_exploration_with_the_same_bytes(bromley, tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.files.exploration.now", lambda: _WHEN)
    present = NamedView("Present", "", bromley.named_views[2].view, None, _WHEN)
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    finish(save_exploration(here / "a.caseboard.trig", bromley, present, [], []))
    monkeypatch.setattr("explorer.files.exploration._MANY", 1)
    with Worker(ready=()) as worker:
        finish(save_exploration(there / "a.caseboard.trig", bromley, present, [], [], where=worker))
        assert worker.pid is not None
    assert (here / "a.caseboard.trig").read_bytes() == (there / "a.caseboard.trig").read_bytes()


def test_equal_explorations_give_equal_bytes(folder, bromley, tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.files.exploration.now", lambda: _WHEN)
    data = []
    for _ in range(2):
        present = NamedView("Present", "", bromley.named_views[1].view, None, _WHEN)
        finish(save_exploration(tmp_path / "a.caseboard.trig", bromley, present, [present], []))
        data.append((tmp_path / "a.caseboard.trig").read_bytes())
    assert data[0] == data[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<urn:a> <urn:b> <urn:c> .", "holds no exploration"),
        ("@prefix", "could not be read"),
        ("<urn:e> a cbv:Exploration .", "names no source"),
        (
            "<urn:e> a cbv:Exploration ; cbv:source <urn:s> . <urn:s> a cbv:Source ; cbv:path 7 .",
            "invalid “path”: “7”",
        ),
        ('<urn:e> a cbv:Exploration ; cbv:source <urn:s> . <urn:s> a cbv:Source ; cbv:path "//far/a.ttl" .', "neither"),
        (
            "<urn:e> a cbv:Exploration ; cbv:present <urn:v> ; cbv:source <urn:s> . "
            "<urn:s> a cbv:Source ; cbv:isBundled true .",
            "it lists a view that it does not contain",
        ),
    ],
)
def test_broken_and_hostile_explorations_end_in_a_sentence(tmp_path, text, words):
    path = tmp_path / "a.caseboard.trig"
    path.write_text(f"@prefix cbv: <https://caseboard.example/view#> .\n{text}", encoding="utf-8")
    with pytest.raises(ReadError, match=words) as caught:
        finish(open_exploration(path))
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_failed_save_leaves_the_old_exploration(folder, bromley, tmp_path):
    present = NamedView("Present", "", bromley.named_views[1].view, None, _WHEN)
    with pytest.raises(WriteError):
        finish(save_exploration(tmp_path / "nowhere" / "a.caseboard.trig", bromley, present, [], []))
    assert is_exploration("A.Caseboard.TRIG") and not is_exploration("a.trig")
