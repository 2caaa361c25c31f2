"""Notes: every change can be undone, and notes outlive their targets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panel_case import case, node, sit_down

from explorer.pictures.scene.notes import (
    drawn_notes,
    find_notes,
    list_notes,
    new_note,
    notes_on,
    place_of,
    target_of,
    title_of,
)
from explorer.views.hiding.filters import is_filtered
from explorer.views.view import View
from explorer.views.visible import see
from graph.saved.annotations import Note, OnCanvas, OnEdge, OnNode

WHEN = datetime(2018, 7, 16, 9, 30, tzinfo=UTC)
MAYOR = "https://example.org/case/mayor"


@pytest.fixture
def commands():
    return sit_down()


def _on(label):
    return target_of(case().projection, node=node(label))


def _edge():
    projection = case().projection
    edges = projection.edges_of[node("Ada Mayor")]
    return next(int(e) for e in edges if projection.object[e] == node("Town council"))


def _write(commands, target, text, hours=0):
    note = new_note(target, text, WHEN + timedelta(hours=hours))
    commands.notes.add(note)
    return note


def test_a_note_can_be_undone_and_redone(commands):
    session, before = commands.session, commands.view
    note = _write(commands, _on("Ada Mayor"), "Who is she?")
    assert session.history.undo_title == "Note on “Ada Mayor”" and session.view.notes == (note,)
    session.undo()
    assert session.view == before
    session.redo()
    assert session.view.notes == (note,)


def test_successive_edits_of_a_note_are_one_step_with_a_date(commands):
    session, note = commands.session, _write(commands, _on("Ada Mayor"), "Who")
    for i, text in enumerate(("Who is", "Who is she", "Who is she?")):
        commands.notes.change(note.id, text, WHEN + timedelta(minutes=i))
    (kept,) = session.view.notes
    assert (kept.text, kept.created, kept.changed) == ("Who is she?", WHEN, WHEN + timedelta(minutes=2))
    assert len(session.history.steps) == 3
    session.undo()
    assert session.view.notes == (note,)


def test_an_unchanged_note_makes_no_step(commands):
    note = _write(commands, _on("Ada Mayor"), "Who")
    commands.notes.change(note.id, "Who", WHEN + timedelta(days=1))
    assert commands.session.view.notes == (note,)


def test_removing_a_note_names_it_and_leaves_the_others(commands):
    first, second = _write(commands, OnCanvas(1.0, 2.0), "Here"), _write(commands, _on("Ada Mayor"), "There")
    commands.notes.remove(first.id)
    assert commands.session.history.undo_title == "Remove note on the canvas"
    assert commands.view.notes == (second,)


def test_a_named_view_keeps_the_notes_and_undo_restores_the_former_view(commands):
    note = _write(commands, _on("Ada Mayor"), "Who?")
    before = commands.view
    commands.look(View(hidden_predicates=frozenset({0})), "A view")
    assert commands.view.notes == (note,) and commands.view.hidden_predicates
    commands.session.undo()
    assert commands.view == before


def test_notes_hide_nothing_and_keep_the_visible_part(commands):
    visible = commands.session.visible
    _write(commands, _on("Ada Mayor"), "Who?")
    commands.notes.draw(False)
    assert commands.session.visible is visible and not is_filtered(commands.view)
    commands.reset_filters()
    assert len(commands.view.notes) == 1


def test_a_note_finds_its_relationship_even_in_another_named_graph(commands, turtle):
    edge = _edge()
    target = target_of(case().projection, edge=edge)
    assert place_of(case().projection, target).edge == edge
    assert title_of(case().projection, target) == "Ada Mayor — member of → Town council"
    elsewhere = turtle(
        """@prefix c: <https://example.org/case/> . @prefix org: <http://www.w3.org/ns/org#> .
        :g { c:mayor org:memberOf c:council . c:mayor org:memberOf c:club . }""",
        "test.trig",
    )
    place = place_of(elsewhere, target)
    assert elsewhere.iris[elsewhere.object[place.edge]].endswith("council")
    assert target_of(elsewhere, edge=place.edge) == target


def test_a_note_on_a_missing_target_stays_under_a_short_name(turtle):
    projection = turtle("@prefix c: <https://example.org/case/> . c:club c:near c:pub .")
    notes = (
        Note("urn:1", OnNode(MAYOR), "Gone", WHEN, WHEN),
        Note("urn:2", OnEdge(MAYOR, "http://www.w3.org/ns/org#memberOf", "https://example.org/case/club"), "Gone too"),
        Note("urn:3", OnCanvas(0.0, 0.0), "Here", WHEN, WHEN + timedelta(hours=1)),
    )
    listed = list_notes(projection, notes)
    assert [(e.title, e.is_missing) for e in listed] == [
        ("On the canvas", False), ("mayor", True), ("mayor — memberOf → club", True),
    ]  # fmt: skip
    assert drawn_notes(projection, View(notes=notes), see(projection, View())).nodes == ()


def test_notes_are_found_by_words_in_text_and_target_regardless_of_accents():
    notes = [Note("urn:1", _on("Ada Mayor"), "Café\nsince 2015"), Note("urn:2", OnCanvas(0, 0), "Nothing")]
    entries = list_notes(case().projection, notes)
    assert [e.note.id for e in find_notes(entries, "cafe 2015")] == ["urn:1"]
    assert [e.note.id for e in find_notes(entries, "MAYOR")] == ["urn:1"]
    assert len(find_notes(entries, "  ")) == 2 and not find_notes(entries, "cafe nothing")
    assert entries[0].first_line == "Café"


def test_note_marks_are_on_the_node_or_edge_drawn_for_the_target(commands):
    session, edge = commands.session, _edge()
    _write(commands, _on("Ada Mayor"), "On a resource")
    _write(commands, target_of(case().projection, edge=edge), "On a tie")
    drawn = drawn_notes(session.projection, session.view, session.visible)
    assert [session.scene.ids[i] for i in drawn.nodes] == [node("Ada Mayor")]
    assert [session.scene.edge_ids[i] for i in drawn.edges] == [edge]
    commands.group_by_class()
    drawn = drawn_notes(session.projection, session.view, session.visible)
    assert session.visible.drawn[drawn.nodes[0]] == session.visible.drawn_for(node("Ada Mayor"))
    commands.hide([session.visible.drawn_for(node("Ada Mayor"))])
    drawn = drawn_notes(session.projection, session.view, session.visible)
    assert not drawn.nodes and not drawn.edges
    assert len(notes_on(commands.view.notes, _on("Ada Mayor"))) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("acrms"), st.integers(0, 3), st.text(max_size=5)), max_size=20))
def test_undoing_any_changes_of_notes_restores_the_first_view(moves):
    commands = sit_down()
    first = commands.view
    for kind, which, text in moves:
        notes = commands.view.notes
        name = notes[which % len(notes)].id if notes else ""
        if kind == "a":
            commands.notes.add(new_note(OnCanvas(which, 0.5), text, WHEN))
        elif kind == "c":
            commands.notes.change(name, text, WHEN)
        elif kind == "r":
            commands.notes.remove(name)
        elif kind == "m":
            commands.notes.move(name, which, -1.0)
        else:
            commands.notes.draw(not commands.view.shows_notes)
    while commands.session.history.undo_title:
        commands.session.undo()
    assert commands.view == first
