"""Journeys with paths in the window: select two, search, point at one, show only it, undo; and no path at all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from panel_case import case
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from explorer.document import Document
from graph.work.progress import Progress
from ui.panels.paths import PathsPanel
from ui.window.window import Window


def node(window: Window, label: str) -> int:
    return window.session.projection.labels.index(label)


def find(window: Window, qtbot: QtBot, *labels: str) -> PathsPanel:
    """Select resources and search for paths between them, by keyboard."""
    window.session.select([node(window, label) for label in labels])
    qtbot.keyClick(window.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    panel: PathsPanel = window.panels.paths.widget
    settle(window, qtbot)
    return panel


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.paths.search().is_searching, timeout=20_000)
    window.docks.turns.finish()


def spot_of(panel: PathsPanel, row: int, at: int) -> QPoint:
    """The place of a segment of a row in the list."""
    view = panel.list
    view.scrollTo(view.rows.index(row))
    place = view.painted.places(row, view.viewport().width())[at].rect
    return view.visualRect(view.rows.index(row)).topLeft() + place.center()


def point_at(panel: PathsPanel, at: QPoint) -> None:
    view = panel.list.viewport()
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, move)


def test_select_two_find_paths_highlight_one_show_only_it_and_undo(window: Window, qtbot: QtBot) -> None:
    session = window.session
    window.commands.reset_filters()
    start, steps = session.view, len(session.history.steps)
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    assert panel.objectName() == "paths" and panel.isVisible()
    assert panel.between.text() == "Between Ofsted and Peter Fortune"
    routes = window.tasks.paths.search().routes
    assert len(routes) == 12 and {len(route.steps) for route in routes} == {3}
    assert panel.list.rows.items[0].text.startswith("12 shortest paths of 3 steps")

    point_at(panel, spot_of(panel, 2, 1))
    lit = {session.visible.edge_for(edge) for edge in routes[1].statements}
    assert set(window.canvas._lit) == lit and len(lit) >= 3
    QApplication.sendEvent(panel.list.viewport(), QEvent(QEvent.Type.Leave))
    panel.list.clearFocus()
    QApplication.sendEvent(panel.list, QEvent(QEvent.Type.Leave))
    assert window.canvas._lit == ()

    qtbot.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot_of(panel, 2, 0)
    )
    assert panel.list.selected == (routes[1],)
    qtbot.mouseClick(panel.only, Qt.MouseButton.LeftButton)
    assert set(session.visible.nodes.tolist()) == set(routes[1].nodes)
    assert not session.visible.edge_cause[list(routes[1].statements)].any()
    assert session.history.undo_title == "Only the path between Ofsted and Peter Fortune"
    assert len(session.history.steps) == steps + 1
    session.undo()
    assert session.view == start


def test_a_click_selects_a_step_or_a_resource_of_a_path(window: Window, qtbot: QtBot) -> None:
    session = window.session
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    route = window.tasks.paths.search().routes[0]
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(panel, 1, 1))
    assert session.selected_edge == route.steps[0].statements[0]
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(panel, 1, 2))
    assert session.selection == (route.nodes[1],)


def test_the_keyboard_moves_along_paths(window: Window, qtbot: QtBot) -> None:
    session = window.session
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    routes = window.tasks.paths.search().routes
    panel.list.setFocus()
    assert set(window.canvas._lit) == set(routes[0].statements)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert set(window.canvas._lit) == set(routes[1].statements)
    for _ in range(3):
        qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.selected_edge == routes[1].steps[1].statements[0]


def test_hidden_resources_are_found_in_the_whole_source_and_shown(window: Window, qtbot: QtBot) -> None:
    session = window.session
    before = session.view
    hidden = node(window, "Peter Fortune")
    assert session.visible.node_cause[hidden]
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    route = window.tasks.paths.search().routes[0]
    qtbot.mouseClick(panel.only, Qt.MouseButton.LeftButton)
    assert set(session.visible.nodes.tolist()) >= set(route.nodes)
    session.undo()
    assert session.view == before


def test_no_path_is_a_result_that_is_saved_dated_and_copied(window: Window, qtbot: QtBot, bromley: Document) -> None:
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    panel.options.scope.setCurrentIndex(1)
    panel.options.scope.activated.emit(1)
    settle(window, qtbot)
    assert panel.list.rows.items[0].text == "No path up to 4 steps over all relationships"
    assert not window.tasks.paths.search().routes and not panel.only.isVisible()
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    window.docks.turns.finish()
    (finding,) = window.session.findings
    assert finding.paths == () and finding.hashes == tuple(bromley.source.hashes)
    qtbot.mouseClick(panel.tabs.button(1), Qt.MouseButton.LeftButton)
    assert panel.tabs.button(1).text().split() == ["Saved", "1"]
    card = panel._cards.itemAt(0).widget()
    assert "No path up to 4 steps" in card.accessibleName()
    links = {button.text(): button for button in card.findChildren(type(panel.save))}
    qtbot.mouseClick(links["Copy"], Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "No path up to 4 steps" in copied and bromley.source.hashes[0] in copied and finding.when in copied
    panel.options.hops.setValue(2)
    settle(window, qtbot)
    qtbot.mouseClick(links["Search again"], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    search = window.tasks.paths.search()
    assert search.question.hops == 4 and not search.question.whole
    qtbot.mouseClick(panel.tabs.button(1), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(links["Remove"], Qt.MouseButton.LeftButton)
    assert window.session.findings == ()


def test_relationships_direction_and_kind_can_be_chosen(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    projection = window.session.projection
    panel.options._open()
    chooser = panel.options._chooser
    assert chooser is not None
    first = next(c for c in chooser.list.source.choices if c.label == "involves")
    qtbot.keyClick(chooser.list, Qt.Key.Key_Home)
    panel.options._only(first.item)
    settle(window, qtbot)
    search = window.tasks.paths.search()
    assert search.question.predicates == frozenset([first.item])
    used = {int(projection.predicate[edge]) for route in search.routes for edge in route.statements}
    assert used <= {first.item}
    panel.options._only(first.item)
    settle(window, qtbot)
    assert window.tasks.paths.search().question.predicates is None
    chooser.hide()
    qtbot.mouseClick(panel.options.directed, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert len(window.tasks.paths.search().stretches) == 2
    panel.options.kind.activated.emit(2)
    settle(window, qtbot)
    assert window.tasks.paths.search().question.kind == "best" and panel.options.best.isVisible()


def test_paths_by_evidence_stand_under_their_weakest_links_and_are_copied_with_footnotes(
    window: Window, qtbot: QtBot
) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    assert panel.options.origins.isVisible() and panel.options.origins.text() == "with or without evidence"
    panel.options.kind.activated.emit(3)
    settle(window, qtbot)
    search = window.tasks.paths.search()
    assert search.question.kind == "supported" and panel.options.best.isVisible()
    weakest = [route.weakest for route in search.routes]
    assert weakest == sorted(weakest, reverse=True) and len(weakest) == search.question.best
    assert len(search.stretches) == len(set(weakest))
    assert "Weakest link: 1 origin, " in search.stretches[0].title
    numbers = [row.number for row in panel.list.rows.items if row.line is not None]
    assert numbers == [*range(1, len(weakest) + 1)]
    panel.options.origins.setValue(1)
    settle(window, qtbot)
    search = window.tasks.paths.search()
    assert all(step.strength[0] >= 1 for route in search.routes for step in route.steps)
    qtbot.mouseClick(panel.cite, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    head, first = copied.splitlines()[:2]
    assert head.startswith("Ofsted and Peter Fortune: ") and head.endswith("with at least 1 origin.")
    assert first.startswith("1. Ofsted — ") and "\n[1] Text of " in copied
    assert window.overlay.toast.text == f"{len(search.routes)} paths copied, with footnotes."
    assert window.tasks.paths.cite(search.routes[:1]).splitlines()[0].endswith(" 1 of them follows.")
    panel.options.origins.setValue(99)
    settle(window, qtbot)
    assert window.tasks.paths.search().routes == () and not panel.cite.isVisible()


def test_paths_over_relationships_of_a_least_grade(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    assert not panel.options.grade.isVisible(), "nothing is graded"
    first, second = window.session.projection.documents[:2]
    window.commands.grading.give({(first,): "B", (second,): "D"})
    assert panel.options.grade.isVisible()
    words = [panel.options.grade.itemText(i) for i in range(panel.options.grade.count())]
    assert words == ["of any grade", "graded B or better", "graded D or better"]
    panel.options.grade.setCurrentIndex(1)
    panel.options.grade.activated.emit(1)
    settle(window, qtbot)
    search = window.tasks.paths.search()
    assert search.question.min_grade == "B" and all(
        step.strength.sign == "B" for route in search.routes for step in route.steps
    )
    panel.options.grade.setCurrentIndex(2)
    panel.options.grade.activated.emit(2)
    settle(window, qtbot)
    routes = window.tasks.paths.search().routes
    assert {step.strength.sign for route in routes for step in route.steps} == {"B", "D"}
    assert "Graded D by you: seldom reliable." in window.tasks.paths.cite(routes)
    window.session.undo()
    assert panel.options.grade.currentText() == "graded D or better", "the question stays as it was asked"


def test_three_resources_are_joined_by_a_tree(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune", "Department for Education")
    search = window.tasks.paths.search()
    assert len(search.stretches) == 4 and search.stretches[0].title.startswith("All together: ")
    tree = search.routes[0]
    assert tree.is_tree and {node(window, name) for name in search.ends} <= set(tree.nodes)
    assert len(tree.steps) == len(tree.nodes) - 1
    assert panel.list.rows.items[1].line is not None


def test_the_panel_says_what_to_do_and_what_is_too_much(window: Window, qtbot: QtBot) -> None:
    panel: PathsPanel = window.panels.paths.open()
    assert "Shift+P" in panel.empty.text()
    assert not panel.save.isVisible() and not panel.only.isVisible()
    window.canvas.setFocus()
    for few in ((), window.session.visible.nodes[:1].tolist()):
        window.session.select(few)
        window.actions_set.by_id["node.paths"].trigger()
        qtbot.waitUntil(lambda: panel.isAncestorOf(window.focusWidget()), timeout=5000)
        assert not window.overlay.toast.isVisible(), "both ends can be named there"
        window.canvas.setFocus()
    window.session.select(window.session.visible.nodes[:9].tolist())
    window.tasks.paths.find()
    assert "two to 8 resources" in window.overlay.toast.text
    assert window.tasks.paths.search().ends == ()


def test_another_source_clears_the_paths_and_the_saved_results(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    window.tasks.paths.save()
    (finding,) = window.session.findings
    window.tasks.documents.show(case())
    qtbot.waitUntil(lambda: not window.jobs.is_busy, timeout=20_000)
    search = window.tasks.paths.search()
    assert search.ends == () and search.stretches == () and not panel.list.rows.items
    assert not window.session.findings
    window.tasks.paths.repeat(finding)
    assert "Ofsted" in window.overlay.toast.text


def test_paths_do_not_select_a_group(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    window.commands.group_by_class()
    groups = window.session.visible.drawn.tolist()[-2:]
    window.session.select(groups)
    window.tasks.paths.find()
    assert window.tasks.paths.search().ends == ()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    assert window.tasks.paths.search().routes
    qtbot.mouseClick(panel.only, Qt.MouseButton.LeftButton)
    nodes = np.unique([n for route in window.tasks.paths.search().routes for n in route.nodes])
    assert set(window.session.visible.nodes.tolist()) == set(nodes.tolist())


def test_escape_stops_a_search_and_the_panel_says_so(window: Window, qtbot: QtBot, monkeypatch) -> None:
    def endless(*_: object) -> Iterator[Progress]:
        while True:
            time.sleep(0.002)
            yield Progress("Following ties")

    with monkeypatch.context() as patch:
        patch.setattr("ui.tasks.paths.find_routes", endless)
        window.session.select([node(window, "Ofsted"), node(window, "Peter Fortune")])
        window.tasks.paths.find()
        panel: PathsPanel = window.panels.paths.open()
        assert window.tasks.paths.search().is_searching and "Esc" in panel.empty.text()
        window.tasks.looking.step_back()
        settle(window, qtbot)
    assert "did not finish" in panel.empty.text() and not panel.save.isVisible()
    panel.options.kind.activated.emit(1)
    settle(window, qtbot)
    assert window.tasks.paths.search().routes


def test_a_closed_panel_highlights_nothing(window: Window, qtbot: QtBot) -> None:
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    point_at(panel, spot_of(panel, 1, 0))
    assert window.canvas._lit
    window.panels.paths.dock.close()
    assert window.canvas._lit == ()


def test_all_resources_of_a_highlighted_path_stand_out_though_a_step_is_hidden(window: Window, qtbot: QtBot) -> None:
    session = window.session
    window.commands.reset_filters()
    panel = find(window, qtbot, "Ofsted", "Peter Fortune")
    route = window.tasks.paths.search().routes[0]
    window.commands.toggle("predicates", int(session.projection.predicate[route.statements[0]]), "a step")
    point_at(panel, spot_of(panel, 1, 0))
    emphasis = window.canvas.emphasis
    lit = window.canvas.scene.ids[sorted(emphasis.nodes)].tolist()
    assert session.visible.edge_for(route.statements[0]) < 0 and set(lit) == set(route.nodes)


def test_the_menu_of_a_selection_finds_paths(window: Window) -> None:
    menu = QMenu()
    window.actions_set.fill_context(menu, "Selection")
    assert window.actions_set.by_id["node.paths"] in menu.actions()


def test_arrow_keys_move_along_the_paths_as_soon_as_they_arrive(window, qtbot):
    nodes = [
        window.session.projection.node_of[f"https://caseboard.example/bromley/{name}"] for name in ("ofsted", "fortune")
    ]
    window.session.select(nodes)
    window.tasks.paths.find()
    panel = window.panels.paths.widget
    qtbot.waitUntil(lambda: not window.jobs.tasks and panel.list.hasFocus())
    question = window.tasks.paths._question
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() > 0 and window.tasks.paths._question == question
    spot = panel.list.visualRect(panel.list.rows.index(1)).center()
    qtbot.mouseMove(panel.list.viewport(), spot)
    before = panel.list._lit
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    row = panel.list.currentIndex().row()
    assert panel.list._lit is panel.list.rows.items[row].line.route is not before, "the last used counts"
