"""A saved view gives the same picture again: the same bytes on the same machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.__main__ import _encode, _measure
from explorer.command_line.cli import run
from explorer.command_line.run import Toolkit
from explorer.document import Document, NamedView
from explorer.files.exports import export_data
from explorer.files.images import compose_picture, composer_for
from explorer.files.opening import open_document
from explorer.files.view_files import write_view
from explorer.pictures.look.class_looks import looks_of
from explorer.pictures.look.style import THEMES
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.view import View
from explorer.views.visible import see
from graph.work.progress import finish

_TOOLKIT = Toolkit(_measure, _encode, lambda _sources, _debug: 0)
_POLARITIES = {f"https://caseboard.example/ontology#{name}" for name in ("critical", "positive")}
"""Resources that no part shows, but that the style rule of Bromley reads."""
_CAMERA = Camera(120.0, -80.0, 0.6, 700, 500)


@pytest.fixture(autouse=True)
def _application(qapp):
    """Draw pictures with the application of the tests."""


@pytest.fixture
def session(bromley):
    """A session with a few moved, grouped and hidden resources."""
    made = Session(bromley)
    commands = Commands(made)
    first = made.visible.drawn[:3]
    commands.move(first, np.array([[11.25, 7.5], [-300.1, 20.3], [0.1, 0.2]]))
    commands.hide(made.visible.drawn[5:9].tolist())
    commands.group(made.visible.drawn[10:14].tolist(), "Four")
    return made


def _picture(session: Session) -> bytes:
    """The view in memory, drawn like on the command line."""
    display = compose_picture(
        composer_for(session.projection, _measure, session.visible),
        session.scene,
        THEMES["light"],
        width=700,
        height=500,
        camera=_CAMERA,
    )
    return _encode(display, ".png", 1.0, session.document.title)


def _go(*arguments: str) -> None:
    assert run(list(arguments), _TOOLKIT) == 0


def _named_view(session: Session) -> NamedView:
    return NamedView("Mine", "", session.view, _CAMERA, "2026-01-02T03:04:05Z")


@pytest.mark.parametrize("suffix", [".view.ttl", ".view.trig"])
def test_rendering_a_saved_view_gives_the_picture_in_memory_byte_for_byte(session, tmp_path, suffix, capsys):
    file, first, second = (tmp_path / name for name in (f"mine{suffix}", "1.png", "2.png"))
    file.write_bytes(write_view(_named_view(session), session.document, suffix))
    for out in (first, second):
        _go("render", "bromley", "-o", str(out), "--view", str(file))
    assert first.read_bytes() == second.read_bytes() == _picture(session)
    assert not capsys.readouterr().err


def test_the_whole_dataset_with_its_view_opens_as_the_same_picture(session, tmp_path):
    mine, data, out = (tmp_path / name for name in ("mine.view.ttl", "data.ttl", "out.png"))
    mine.write_bytes(write_view(_named_view(session), session.document, ".view.ttl"))
    for suffix in (".ttl", ".trig"):
        data = tmp_path / f"data{suffix}"
        written = finish(_export(session, data, whole=True))
        assert "and the view are in" in written.sentence
        _go("render", str(data), "-o", str(out))
        assert out.read_bytes() == _picture(session)


def _export(session: Session, path: Path, *, whole: bool):
    return export_data(session.document, path, None if whole else session.visible, session.view, _named_view(session))


@pytest.mark.parametrize("suffix", [".ttl", ".trig"])
def test_an_exported_part_with_its_view_opens_with_the_same_resources_in_the_same_places(session, tmp_path, suffix):
    finish(_export(session, tmp_path / f"shown{suffix}", whole=False))
    again: Document = finish(open_document([tmp_path / f"shown{suffix}"]))
    named_view = again.named_views[0]
    assert named_view.title == "Mine" and named_view.camera == _CAMERA and not again.source.warnings
    other = Session(again)
    assert other.is_placed and other.view.groups[0].title == "Four"

    def places(of: Session) -> dict[str, tuple[float, float]]:
        return {of.title_of(int(n)): tuple(xy) for n, xy in zip(of.scene.ids, of.scene.xy.tolist())}

    assert places(other) == places(session)
    shown = {session.projection.iris[n] for n in session.visible.nodes}
    assert {again.projection.iris[n] for n in other.visible.nodes} == shown
    rest = set(other.projection.iris) - shown
    assert rest == _POLARITIES, "the view is not a resource and names only those in the file, and what its rules read"


@pytest.mark.parametrize("look", [-1, 0, 1, 2])
def test_an_exported_part_with_its_view_opens_as_the_same_picture(session, tmp_path, look):
    if look >= 0:
        session.commit(session.document.named_views[look].view, "look")
    file, again, out = (tmp_path / name for name in ("part.ttl", "again.ttl", "out.png"))
    finish(_export(session, file, whole=False))
    _go("render", str(file), "-o", str(out))
    assert out.read_bytes() == _picture(session)
    other = finish(open_document([file]))
    mine = other.named_views[0]
    finish(export_data(other, again, see(other.projection, mine.view), mine.view, mine))
    assert again.read_bytes() == file.read_bytes(), "exporting it again changes nothing"


def test_a_part_keeps_the_shapes_that_its_classes_have_beside_others(turtle, tmp_path):
    wanted = looks_of(kinds := [f"https://example.org/{n}" for n in range(60)], ["thing"] * 60)
    odd = next(i for i in range(60) if wanted[i].shape != "circle")
    text = "\n".join(f"<https://example.org/r{n}> a <{iri}> ." for n, iri in enumerate(kinds))
    path, part, out = tmp_path / "all.ttl", tmp_path / "part.ttl", tmp_path / "out.png"
    path.write_text(text, encoding="utf-8")
    session = Session(finish(open_document([path])))
    commands = Commands(session)
    commands.move(session.visible.drawn, np.arange(120).reshape(60, 2) * 30.0)
    keep = session.projection.node_of[f"https://example.org/r{odd}"]
    commands.hide([node for node in session.visible.drawn.tolist() if node != keep])
    finish(_export(session, part, whole=False))
    _go("render", str(part), "-o", str(out))
    assert out.read_bytes() == _picture(session)


def test_exporting_by_a_saved_view_writes_its_shown_part(session, tmp_path, capsys):
    file, out = tmp_path / "mine.view.ttl", tmp_path / "out.ttl"
    file.write_bytes(write_view(_named_view(session), session.document, ".view.ttl"))
    _go("export", "bromley", "-o", str(out), "--view", str(file), "--with-view")
    again = finish(open_document([out]))
    assert again.projection.node_count == len(session.visible.nodes) + len(_POLARITIES)
    assert again.named_views[0].title == "Mine"
    _go("export", "bromley", "-o", str(tmp_path / "plain.ttl"), "--view", str(file))
    assert "cbv:" not in (tmp_path / "plain.ttl").read_text(encoding="utf-8")


def test_a_named_view_of_the_source_is_drawn_and_exported_by_its_name(session, tmp_path):
    named = session.document.named_views[-1]
    file, first, second = tmp_path / "it.view.ttl", tmp_path / "1.svg", tmp_path / "2.svg"
    file.write_bytes(write_view(named, session.document, ".view.ttl"))
    _go("render", "bromley", "-o", str(first), "--view", named.title.upper())
    _go("render", "bromley", "-o", str(second), "--view", str(file))
    assert first.read_bytes() == second.read_bytes()
    _go("export", "bromley", "-o", str(out := tmp_path / "out.ttl"), "--view", named.title)
    again = finish(open_document([out])).projection
    shown = {session.projection.iris[n] for n in see(session.projection, named.view).nodes.tolist()}
    assert shown <= set(again.iris) and again.node_count < session.projection.node_count


def test_an_unknown_view_is_answered_with_the_views_of_the_source(session, tmp_path, capsys):
    plain, out = tmp_path / "plain.ttl", str(tmp_path / "a.svg")
    plain.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert run(["render", "bromley", "-o", out, "--view", "Mony"], _TOOLKIT) == 2
    said = capsys.readouterr().err
    assert "no view and no file “Mony”" in said
    assert all(f"“{view.title}”" in said for view in session.document.named_views)
    assert run(["export", str(plain), "-o", str(tmp_path / "a.ttl"), "--view", "Mony"], _TOOLKIT) == 2
    assert "has no named views" in capsys.readouterr().err


def test_options_filter_a_saved_view_further(session, tmp_path):
    file, out = tmp_path / "mine.view.ttl", tmp_path / "out.svg"
    view = View(positions=session.view.positions)
    file.write_bytes(write_view(NamedView("All", "", view), session.document, ".view.ttl"))
    _go("render", "bromley", "-o", str(out), "--view", str(file), "--focus", "Ofsted", "--hops", "0")
    assert out.read_text(encoding="utf-8").count("Ofsted") and "Corporate failure" not in out.read_text("utf-8")


def test_a_view_of_other_data_draws_what_it_can_and_says_so(session, tmp_path, capsys):
    file, data = tmp_path / "mine.view.ttl", tmp_path / "part.ttl"
    file.write_bytes(write_view(_named_view(session), session.document, ".view.ttl"))
    _go("export", "bromley", "-o", str(data), "--only-class", "Finding")
    capsys.readouterr()
    _go("render", str(data), "-o", str(tmp_path / "a.png"), "--view", str(file))
    assert "things in “Mine” are not in this data" in capsys.readouterr().err
    assert run(["render", "bromley", "-o", str(tmp_path / "a.png"), "--view", str(data)], _TOOLKIT) == 2
    assert "holds no view" in capsys.readouterr().err


def test_a_broken_view_in_the_data_does_not_stop_the_data_from_opening(tmp_path):
    path = tmp_path / "a.ttl"
    text = "@prefix : <https://example.org/> . @prefix cbv: <https://caseboard.example/view#> . :a :x :b . "
    path.write_text(text + '<urn:v> a cbv:View ; cbv:hops "many" .', encoding="utf-8")
    document = finish(open_document([path]))
    assert document.projection.node_count == 2 and not document.named_views[:-1]
    assert "could not be opened: This file gives the view an invalid “hops”: “many”" in document.source.warnings[-1]
    assert len(see(document.projection, document.first_view()).nodes) == 2


_THINGS = ("_:a", "_:z", "_:m", "_:q", ":ann", ":bob")
_ASIDE = ("[ :size 3 ]", "[ :near _:z ; :size 4 ]", '( _:q "x" )', '"seven"', "_:w")


@st.composite
def sources_with_blank_nodes(draw: st.DrawFn) -> str:
    """TriG with blank nodes that have names, and others in brackets and lists."""
    thing, aside = st.sampled_from(_THINGS), st.sampled_from((*_THINGS, *_ASIDE))
    said = draw(st.lists(st.tuples(thing, st.sampled_from((":x", ":y", "a")), aside), min_size=1, max_size=8))
    said = [triple for triple in said if triple[1] != "a" or triple[2].startswith((":", "_:"))]
    named = draw(st.lists(st.tuples(thing, st.just(":x"), thing), max_size=3))
    sizes = (f"{name} :size {at} ." for at, name in enumerate((*_THINGS, "_:w")))
    lines = ["@prefix : <https://example.org/> .", *sizes, *(" ".join((*triple, ".")) for triple in said)]
    return "\n".join([*lines, ":g {", *(" ".join((*triple, ".")) for triple in named), "}"])


@pytest.mark.parametrize("suffix", [".ttl", ".trig"])
@given(text=sources_with_blank_nodes(), hidden=st.integers(0, 9))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exporting_blank_nodes_with_a_view_again_changes_nothing(tmp_path, suffix, text, hidden):
    source, first, second = tmp_path / "source.trig", tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    source.write_text(text, encoding="utf-8")
    session = Session(finish(open_document([source])))
    commands = Commands(session)
    drawn = session.visible.drawn
    commands.move(drawn, np.arange(2 * len(drawn)).reshape(-1, 2) * 30.0, by_hand=True)
    commands.hide(drawn[hidden : hidden + 1].tolist())
    finish(_export(session, first, whole=False))
    other = finish(open_document([first]))
    mine = other.named_views[0]
    assert mine.title == "Mine" and len(mine.view.pinned) == len(see(other.projection, mine.view).nodes)
    finish(export_data(other, second, see(other.projection, mine.view), mine.view, mine))
    assert second.read_text("utf-8") == first.read_text("utf-8")
