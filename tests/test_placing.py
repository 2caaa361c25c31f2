"""Places: after any commands, in any order, all that is drawn has a place once the layouts are done."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from fake_tools import fake_tools
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from random_views import CASE, views

from explorer.document import Document
from explorer.views.hiding.facets import FACETS
from explorer.views.places import places_of
from explorer.views.view import View
from graph.model.build import project
from graph.reading.read import read_bytes
from graph.work.progress import Progress, finish
from ui.tasks.layouts import LayoutRunner


@cache
def case() -> Document:
    source = read_bytes(CASE.encode(), "case.trig")
    return Document(source, finish(project(source.quads)))


pytestmark = pytest.mark.usefixtures("qapp")  # names are measured
P = case().projection
CLASSES, KINDS = range(-1, len(P.classes)), range(len(P.predicates))
INVOICE = [info.label for info in P.classes].index("Invoice")
node = st.integers(0, P.node_count - 1)
few = st.lists(node, min_size=1, max_size=4, unique=True)


class Drafts:
    follows, latest = True, None

    def withdraw(self) -> None: ...
    def show(self, progress: Progress) -> None: ...


class Desk:
    """A session of the small case with a runner of layouts that follows it, as in the window."""

    def __init__(self) -> None:
        self.tools = fake_tools(document=Document(case().source, P))
        self.layouts = LayoutRunner(self.tools, None, Drafts, lambda _: None)
        self.session, self.commands = self.tools.session, self.tools.commands
        self.session.listen(lambda _: self.layouts.follow())
        self.layouts.follow()

    def unplaced(self) -> list[int]:
        drawn = self.session.visible.drawn
        xy = places_of(self.session.view, drawn, P.node_count)
        return drawn[~np.isfinite(xy).all(axis=1)].tolist()

    def settle(self) -> None:
        self.tools.start.run()
        assert not self.unplaced()


class Placing(RuleBasedStateMachine):
    """Commands at random; now and then the layouts that are under way come to their end, or are stopped."""

    @initialize()
    def start(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr("explorer.pictures.scene.arranging.FIRST_CHOICE", (("circular", 1000),))  # a quick one
        self.desk = Desk()
        self.session, self.commands = self.desk.session, self.desk.commands

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.settle()
            self._patch.undo()

    @invariant()
    def all_or_none_of_the_drawn_nodes_have_a_place(self) -> None:
        if hasattr(self, "desk"):
            assert len(self.desk.unplaced()) in (0, len(self.session.visible.drawn))

    @rule()
    def wait(self) -> None:
        self.desk.settle()

    @rule()
    def stop(self) -> None:
        self.desk.tools.start.cancel()
        self.desk.settle()

    @rule(layout=st.sampled_from(["circular", "spiral"]))
    def lay_out(self, layout: str) -> None:
        self.desk.layouts.lay_out(layout)

    @rule(item=st.sampled_from(CLASSES))
    def show_only_a_class(self, item: int) -> None:
        self.commands.only("classes", item, "it", CLASSES)

    @rule(item=st.sampled_from(CLASSES))
    def tick_a_class(self, item: int) -> None:
        self.commands.toggle("classes", item, "it")

    @rule(item=st.sampled_from(KINDS))
    def show_only_a_kind(self, item: int) -> None:
        self.commands.only("predicates", item, "it", KINDS)

    @rule()
    def hide_all_classes(self) -> None:
        self.session.commit(FACETS["classes"].hiding(self.session.view, frozenset(CLASSES)), "Hide all")

    @rule(nodes=few)
    def hide(self, nodes: list[int]) -> None:
        self.commands.hide(nodes)

    @rule(nodes=few)
    def hide_others(self, nodes: list[int]) -> None:
        self.commands.hide_others(nodes)

    @rule(nodes=few, hops=st.integers(0, 2))
    def focus(self, nodes: list[int], hops: int) -> None:
        self.commands.focus(nodes, hops)

    @rule(centre=node)
    def expand(self, centre: int) -> None:
        self.commands.expand(centre)

    @rule(nodes=few)
    def reveal(self, nodes: list[int]) -> None:
        self.commands.reveal_all(np.array(nodes, np.int32))

    @rule(nodes=few)
    def show_only(self, nodes: list[int]) -> None:
        self.commands.show_only(np.array(nodes, np.int32), np.empty(0, np.int32), "Show only")

    @rule()
    def group_by_class(self) -> None:
        self.commands.group_by_class()

    @rule()
    def ungroup(self) -> None:
        self.commands.open_groups()

    @rule(nodes=few)
    def group(self, nodes: list[int]) -> None:
        self.commands.group(nodes, "Some")

    @rule(view=views(P, "hidden_classes", "hidden_nodes", "focus", "groups", "positions"))
    def look(self, view: View) -> None:
        self.commands.look(view, "Another view")

    @rule()
    def reset_filters(self) -> None:
        self.commands.reset_filters()

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule(at=st.integers(0, 12))
    def jump(self, at: int) -> None:
        self.session.jump(at)


TestPlacing = Placing.TestCase
TestPlacing.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)


def test_a_hidden_class_shown_alone_is_laid_out():
    desk = Desk()
    desk.commands.toggle("classes", INVOICE, "it")
    desk.settle()
    desk.commands.only("classes", INVOICE, "it", CLASSES)
    assert not desk.session.is_placed and desk.tools.start.titles[-1] == "ForceAtlas2"
    steps = len(desk.session.history.steps)
    desk.settle()
    assert desk.session.is_placed and len(desk.session.history.steps) == steps, "the places belong to the command"


def test_a_layout_for_what_is_no_longer_drawn_changes_nothing():
    desk = Desk()
    desk.commands.toggle("classes", INVOICE, "it")
    desk.settle()
    before = desk.session.view
    desk.commands.only("classes", INVOICE, "it", CLASSES)
    desk.session.undo()
    desk.settle()
    assert desk.session.view == before and desk.session.history.redo_title == "Show only it"
    desk.session.redo()
    desk.settle()
    assert desk.session.is_placed


def test_a_note_written_during_a_layout_does_not_begin_it_anew():
    desk = Desk()
    started = len(desk.tools.start.titles)
    desk.commands.notes.draw(False)
    assert len(desk.tools.start.titles) == started == 1
    desk.settle()
    assert not desk.session.view.shows_notes


def test_a_due_layout_that_is_stopped_leaves_plain_rows():
    desk = Desk()
    desk.tools.start.cancel()
    desk.settle()
    assert desk.session.is_placed and "plain rows" in desk.tools.messages.last


def test_in_the_window_a_hidden_class_shown_alone_appears(window, qtbot):
    session = window.session
    projection = session.projection
    item = next(i for i in session.view.hidden_classes if (projection.node_class == i).sum() > 5)
    window.tasks.commands.only("classes", item, "it", range(-1, len(projection.classes)))
    assert not session.is_placed
    qtbot.waitUntil(lambda: session.is_placed and not window.jobs.tasks)
    assert window.canvas.scene is not None and len(window.canvas.scene) == len(session.visible.drawn)
    assert window.canvas.share_in_sight() == 1
