"""The trail: back and forward through looks, and the crumbs that lead to a focus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.trail import Look, Trail

BASE = "https://caseboard.example/bromley/"


@pytest.fixture
def commands(bromley):
    return Commands(Session(bromley))


def _node(commands, name):
    return commands.session.projection.node_of[BASE + name]


def test_going_back_restores_the_selection_and_the_focus(commands):
    session, ofsted, report = commands.session, _node(commands, "ofsted"), _node(commands, "report-2016")
    session.select([ofsted])
    commands.focus([ofsted])
    session.select([report])
    commands.focus([report], 2)
    session.look_back(session.trail.at - 1)
    assert session.selection == (report,) and list(session.view.focus) == [ofsted]
    session.look_back(session.trail.at - 1)
    assert session.selection == (ofsted,) and list(session.view.focus) == [ofsted]
    assert session.trail.forward_title == "Ofsted report of 2016, around Ofsted"
    session.look_back(session.trail.at + 2)
    assert session.selection == (report,) and list(session.view.focus) == [report] and session.view.hops == 2
    assert not session.trail.forward_title
    session.undo()
    assert list(session.view.focus) == [ofsted]


def test_crumbs_name_each_focus_on_the_way_once(commands):
    session = commands.session
    for name in ("ofsted", "report-2016", "council"):
        session.select([_node(commands, name)])
        commands.focus([_node(commands, name)])
        commands.set_hops(2)
    focuses = [list(session.trail.looks[at].focus) for at in session.trail.crumbs]
    assert focuses == [[_node(commands, name)] for name in ("ofsted", "report-2016", "council")]
    commands.focus(())
    assert session.trail.crumbs == ()


def test_clearing_the_selection_is_not_a_look_and_widening_stays_the_same_one(commands):
    session, ofsted = commands.session, _node(commands, "ofsted")
    session.select([ofsted])
    length = len(session.trail.looks)
    session.select([])
    assert len(session.trail.looks) == length
    session.select([ofsted])
    commands.focus([ofsted])
    length = len(session.trail.looks)
    for hops in (2, 3, 2):
        commands.set_hops(hops)
    assert len(session.trail.looks) == length and session.trail.now.hops == 2


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=30))
def test_back_then_forward_returns_to_the_same_look(steps):
    trail = Trail()
    for node, focus in steps:
        trail = trail.looked(Look(f"{node}", (node,), focus=frozenset({focus}) if focus else frozenset()))
    assert trail.moved(trail.at - 1).moved(trail.at) == trail
    assert trail.at == len(trail.looks) - 1 and all(a != b for a, b in zip(trail.looks, trail.looks[1:]))


def test_going_back_to_an_ungrouped_group_selects_nothing(commands):
    session, ofsted = commands.session, _node(commands, "ofsted")
    commands.group([ofsted, _node(commands, "council")], "Two")
    (group,) = session.selection
    commands.open_groups()
    session.select([ofsted])
    session.look_back(next(at for at, look in enumerate(session.trail.looks) if look.selection == (group,)))
    assert session.selection == () and session.view.groups == ()


def test_the_focus_on_a_group_has_the_name_of_the_group(commands):
    session = commands.session
    commands.group_by_class()
    largest = max(session.view.groups, key=lambda group: len(group.members))
    commands.focus([largest.id])
    assert session.view.focus == largest.members and session.name_of(session.view.focus) == largest.title
    assert session.trail.looks[-1].title.endswith(f"round {largest.title}")
    assert session.visible.drawn_for(next(iter(largest.members))) == largest.id, "the group and its neighbours"
