"""Asking: what somebody asks for by name or gesture is shown, whatever hides it, until the filter is changed."""

from __future__ import annotations

import numpy as np
import pytest
from fake_tools import FakePanel, fake_tools
from panel_case import case, class_id, node, sit_down
from PySide6.QtCore import Qt

from explorer.files.images import caption_of, compose_picture, composer_for
from explorer.files.opening import NONE_OPEN, OPENING, empty_document
from explorer.panels.cards import cards
from explorer.panels.details import describe_node
from explorer.pictures.drawing.display import Curves
from explorer.pictures.drawing.svg import to_svg
from explorer.pictures.look.legend import legend_entries
from explorer.settings import Settings, load_settings
from explorer.state.commands import Commands
from explorer.state.session import Change, Session
from explorer.views.hiding.filters import Cause, is_filtered
from explorer.views.measures import Measured, Values
from explorer.views.visible import see
from ui.look import fonts, theme
from ui.tasks.named_views import NamedViews
from ui.tasks.paths import PathSearch
from ui.tasks.tools import Tools
from ui.window.window import Window

INVOICE, MAYOR, COUNCIL = class_id("Invoice"), node("Ada Mayor"), node("Town council")
CONTRACT, OTHER = node("Contract 03"), node("Contract 04")


@pytest.fixture
def tools() -> Tools:
    return fake_tools()


def drawn(commands: Commands) -> set[int]:
    return set(commands.session.visible.drawn.tolist())


@pytest.fixture
def commands() -> Commands:
    """Contracts are hidden by their class, and one of them was asked for."""
    sat = sit_down()
    sat.toggle("classes", INVOICE, "Invoice")
    sat.reveal(CONTRACT)
    return sat


def test_what_was_asked_for_is_shown_and_marked_and_the_filter_stays(commands: Commands) -> None:
    visible, view = commands.session.visible, commands.view
    assert CONTRACT in drawn(commands) and OTHER not in drawn(commands)
    assert view.hidden_classes == {INVOICE} and not view.hidden_nodes
    assert "1 shown although hidden by class" in visible.summary()
    words = "Shown although hidden by class"
    assert describe_node(case().projection, visible, CONTRACT).although == words
    assert cards(case().projection, visible)(CONTRACT).lines[-1] == words
    assert not describe_node(case().projection, visible, MAYOR).although


def test_a_ring_marks_what_is_shown_although_hidden_and_the_legend_counts_it(qapp, bromley) -> None:
    session = Session(bromley)
    commands = Commands(session)

    def marks() -> tuple[int, list[str]]:
        """Rings of a picture with its caption, and the lines of the legend about them."""
        display = compose_picture(
            composer_for(session.projection, fonts.measure, session.visible), session.scene, theme.current(),
            width=1600, height=1000, caption=caption_of(bromley, session.visible, session.view),
        )  # fmt: skip
        rings = sum(len(item.xy) // 4 for item in display.items if isinstance(item, Curves) and item.dash == (2.4, 2.4))
        svg = to_svg(display, "Sans", lambda text, bold: (), fonts.measure).decode()
        assert ('stroke-dasharray="2.4 2.4"' in svg) == (rings > 0)
        entries = legend_entries(session.projection, session.visible, session.view)
        headings = [entry.is_heading for entry in entries]
        assert True in headings and not any(entry.is_ring for entry in entries[headings.index(True) :]), "of no rule"
        return rings, [entry.label for entry in entries if entry.is_ring]

    assert marks() == (0, []) and session.scene.although is None
    hidden = np.flatnonzero(session.visible.node_cause == Cause.CLASS)[:3]
    commands.reveal_all(hidden.astype(np.int32))
    assert marks() == (3 + 1, ["Shown although hidden: 3"]), "three resources, and the sample in the caption"
    assert session.scene.ids[session.scene.although].tolist() == hidden.tolist()
    commands.show_all("classes")
    assert marks() == (0, [])


def test_it_stays_while_other_filters_change(commands: Commands) -> None:
    commands.toggle("classes", class_id("Event"), "Event")
    commands.filter_degrees((0.0, 1e6))
    assert CONTRACT in drawn(commands)


@pytest.mark.parametrize("changed", ["hidden again", "only another", "a range that leaves it out", "hidden by hand"])
def test_it_goes_when_the_filter_that_hides_it_is_changed(commands: Commands, changed: str) -> None:
    if changed == "hidden again":
        commands.toggle("classes", INVOICE, "Invoice")
        commands.toggle("classes", INVOICE, "Invoice")
    elif changed == "only another":
        commands.only("classes", class_id("Event"), "Event", range(-1, len(case().projection.classes)))
    elif changed == "a range that leaves it out":
        commands.filter_degrees((30.0, 1e6))
    else:
        commands.hide([CONTRACT])
    assert CONTRACT not in drawn(commands)


def test_what_is_shown_in_spite_of_a_filter_can_be_hidden_again_from_the_ledger(commands: Commands) -> None:
    commands.hide_again(Cause.CLASS)
    assert CONTRACT not in drawn(commands)
    commands.session.undo()
    assert CONTRACT in drawn(commands)


def test_without_a_filter_nothing_is_left_of_what_was_asked_for(commands: Commands) -> None:
    ways = (lambda: commands.show_all("classes"), commands.reset_filters, lambda: commands.release(Cause.CLASS))
    for show in ways:
        show()
        assert not commands.view.shown_nodes and not is_filtered(commands.view)
        commands.session.undo()


def test_expanding_shows_neighbours_and_their_relationships_whatever_hides_them() -> None:
    commands = sit_down()
    projection = case().projection
    commands.toggle("classes", INVOICE, "Invoice")
    customer = [info.label for info in projection.predicates].index("customer")
    commands.toggle("predicates", customer, "customer")
    before = commands.session.visible
    assert commands.expand(COUNCIL) == 40
    visible = commands.session.visible
    assert len(visible.nodes) == len(before.nodes) + 40
    assert (visible.edge_although == Cause.PREDICATE).sum() == 40
    commands.collapse(COUNCIL)
    assert commands.session.visible.node_cause.tolist() == before.node_cause.tolist()
    assert commands.session.visible.edge_cause.tolist() == before.edge_cause.tolist()


def test_a_focus_on_peter_fortune_shows_all_that_touches_him(bromley) -> None:
    session = Session(bromley)
    commands, projection = Commands(session), bromley.projection
    peter = projection.labels.index("Peter Fortune")
    edges = projection.edges_of[peter]
    near = {*projection.subject[edges].tolist(), *projection.object[edges].tolist()}
    commands.reveal(peter)
    alone = session.view
    commands.focus([peter])
    assert set(session.visible.nodes.tolist()) == near and len(near) == 17
    assert (session.visible.edge_cause[edges] == 0).all()
    commands.focus(())
    assert see(projection, session.view).node_cause.tolist() == see(projection, alone).node_cause.tolist()
    assert commands.expand(peter) == len(near - set(see(projection, alone).nodes.tolist()))


def test_more_neighbours_than_fit_stay_hidden_and_are_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.views.expanding.MOST", 10)
    commands = sit_down()
    commands.toggle("classes", INVOICE, "Invoice")
    commands.focus([COUNCIL])
    assert OTHER not in drawn(commands)
    assert len(commands.hidden_around()) == 40
    commands.show_around()
    assert OTHER in drawn(commands) and not len(commands.hidden_around())
    commands.focus(())
    assert OTHER not in drawn(commands)


# In the window


def near_peter(window) -> tuple[int, set[int]]:
    projection = window.session.projection
    peter = projection.labels.index("Peter Fortune")
    edges = projection.edges_of[peter]
    return peter, {*projection.subject[edges].tolist(), *projection.object[edges].tolist()}


def picture(window):
    return window.canvas.rendering.display


def settle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.tasks)
    window.canvas.finish_animation()
    qtbot.wait(500)  # a flight of the camera


def test_a_focus_is_brought_into_sight_unfaded_and_one_esc_leads_back(window, qtbot) -> None:
    peter, near = near_peter(window)
    window.tasks.looking.go_to(peter)
    settle(window, qtbot)
    before, camera = window.session.view, window.canvas.camera
    qtbot.keyClick(window.canvas, "s")
    settle(window, qtbot)
    assert set(window.session.visible.nodes.tolist()) == near
    assert window.canvas.share_in_sight() == 1
    assert not window.canvas.emphasis and window.canvas.emphasis.selected
    accent = window.canvas.theme.accent
    qtbot.waitUntil(lambda: any(getattr(item, "stroke", None) == accent for item in picture(window).items))
    faded = {window.canvas.theme.faded(window.canvas.theme.fill(colour)) for colour in window.session.scene.palette}
    assert not faded & {getattr(item, "fill", None) for item in picture(window).items}
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    settle(window, qtbot)
    assert not window.session.view.focus and window.session.selection == (peter,)
    assert window.session.view.filters == before.filters
    assert window.canvas.camera == pytest.approx(camera)


def test_undo_restores_the_camera_with_the_picture(window, qtbot) -> None:
    peter, _ = near_peter(window)
    window.tasks.looking.go_to(peter)
    settle(window, qtbot)
    camera = window.canvas.camera
    window.tasks.commands.focus([peter])
    settle(window, qtbot)
    focused = window.canvas.camera
    assert focused != camera
    window.session.undo()
    settle(window, qtbot)
    assert window.canvas.camera == pytest.approx(camera)
    window.session.redo()
    settle(window, qtbot)
    assert window.canvas.camera == pytest.approx(focused)


def test_a_wider_focus_says_what_stays_hidden_and_shows_it_in_one_click(window, qtbot) -> None:
    peter, _ = near_peter(window)
    window.tasks.looking.go_to(peter)
    window.tasks.commands.focus([peter])
    window.tasks.commands.set_hops(2)
    toast = window.overlay.toast
    assert "hidden: " in toast.text and "by class" in toast.text
    next(button for button in toast._buttons if button.text() == "Show them too").click()
    assert not len(window.tasks.commands.hidden_around())
    assert window.session.history.undo_title.startswith("Show all around")


def test_an_offer_for_a_focus_goes_with_the_focus(window, qtbot) -> None:
    peter, _ = near_peter(window)
    window.tasks.commands.focus([peter])
    window.tasks.commands.set_hops(2)
    assert window.overlay.toast.text
    window.tasks.commands.focus([])
    assert not window.overlay.toast.text


def test_only_the_selection_is_brought_into_sight(window, qtbot) -> None:
    some = window.session.visible.drawn[:3].tolist()
    window.session.select(some)
    window.canvas.look(window.canvas.camera._replace(x=9000.0))
    window.tasks.looking.hide_others()
    settle(window, qtbot)
    assert window.session.visible.drawn.tolist() == some and window.canvas.share_in_sight() == 1


# What is kept beside the view


def test_undo_takes_back_named_views_and_saved_results_of_path_searches(tools) -> None:
    views, session = NamedViews(tools, lambda _view: None), tools.session
    views.add(views.now("One"))
    views.update(session.named_views[-1])
    views.remove(session.named_views[-1])
    titles = [[view.title for view in step.kept.named_views] for step in session.history.steps]
    assert titles == [[], ["One"], ["One"], []]
    paths = PathSearch(tools, FakePanel(), lambda _edge: None, lambda _statements: None)
    session.select([MAYOR, COUNCIL])
    paths.find()
    tools.start.run()
    paths.save()
    (finding,) = session.findings
    heard = []
    session.listen(heard.append)
    session.undo()
    assert not session.findings and heard[-1] & Change.FINDINGS
    session.undo()
    assert [view.title for view in session.named_views] == ["One"] and heard[-1] & Change.NAMED_VIEWS
    session.jump(len(session.history.steps) - 1)
    assert session.findings == (finding,)


def test_another_document_has_none_of_the_saved_results(tools, bromley) -> None:
    paths = PathSearch(tools, FakePanel(), lambda _edge: None, lambda _statements: None)
    tools.session.select([MAYOR, COUNCIL])
    paths.find()
    tools.start.run()
    paths.save()
    tools.session.open(bromley)
    assert not tools.session.findings


# State ends with its cause


def test_a_selection_ends_when_it_is_no_longer_shown(commands: Commands) -> None:
    session = commands.session
    session.select([CONTRACT, MAYOR])
    commands.toggle("classes", INVOICE, "Invoice")
    commands.toggle("classes", INVOICE, "Invoice")
    assert session.selection == (MAYOR,)
    edge = int(case().projection.edges_of[MAYOR][0])
    session.select_edge(edge)
    commands.hide([MAYOR])
    assert session.selected_edge == -1
    session.select([OTHER])
    commands.reset_filters()
    session.undo()
    assert session.selection == ()


def test_a_hidden_resource_selected_in_the_table_stays_selected_while_filters_change(commands: Commands) -> None:
    commands.session.select([OTHER])
    commands.filter_degrees((0.0, 1e6))
    assert commands.session.selection == (OTHER,)


def test_measures_stay_with_the_document_across_its_views() -> None:
    commands = sit_down()
    plain = commands.view
    measured = Measured("measure degree", "Degree", "", Values(np.ones(case().projection.node_count)))
    commands.measure(measured)
    commands.look(plain, "Another view")
    assert commands.view.measures == (measured,)


def test_the_search_text_ends_with_its_document(window, bromley, qtbot) -> None:
    window.search.setText("Peter")
    window.tasks.documents.show(case())
    assert window.search.text() == "" and window.canvas.hasFocus()


def test_a_folded_legend_opens_when_there_is_room_again(window, qtbot) -> None:
    legend, canvas = window.overlay.legend, window.canvas
    scene = window.session.scene
    window.overlay.make_room(scene.part(scene.ids[:0]), canvas.camera)
    assert not legend.folded
    left, _, _, bottom = canvas.camera.bounds
    corner = scene.at(np.repeat(np.array([[left + 5, bottom - 5]], np.float32), len(scene), axis=0))
    window.overlay.make_room(corner, canvas.camera)
    assert legend.folded
    window.overlay.make_room(scene.part(scene.ids[:0]), canvas.camera)
    assert not legend.folded
    qtbot.mouseClick(legend, Qt.MouseButton.LeftButton)
    window.overlay.make_room(scene.part(scene.ids[:0]), canvas.camera)
    assert legend.folded, "the user folded it"


def test_a_selection_brings_details_to_the_front_unless_the_front_is_pinned_or_in_use(window, qtbot) -> None:
    details, history = window.panels.details.dock, window.panels.history.dock
    some = window.session.visible.drawn.tolist()

    def select(node: int) -> bool:
        history.raise_()
        qtbot.waitUntil(lambda: not details.isVisible() or details.visibleRegion().isEmpty())
        window.session.select([node])
        qtbot.wait(50)
        return not details.visibleRegion().isEmpty()

    window.canvas.setFocus()
    assert select(some[0])
    window.tasks.panels.pin()
    assert not select(some[1])
    assert load_settings().keeps_front, "the next window keeps them in front, too"
    window.tasks.panels.pin()
    assert not load_settings().keeps_front
    window.panels.history.go_to()
    window.docks.turns.finish()
    assert not select(some[2]), "the keyboard is in the history"


def test_keys_go_to_the_canvas_when_a_panel_is_closed_or_a_dialog_was_answered(window, qtbot, monkeypatch) -> None:
    window.panels.history.go_to()
    window.docks.turns.finish()
    assert not window.canvas.hasFocus()
    window.panels.history.dock.close()
    assert window.canvas.hasFocus()
    window.search.setFocus()
    monkeypatch.setattr("ui.parts.dialogs.text", lambda *_: "")
    window.tasks.views.save()
    assert window.canvas.hasFocus()


def test_a_first_file_that_cannot_be_opened_leaves_no_file_open(qtbot, tmp_path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("no triples <<<")
    window = Window(empty_document(OPENING), Settings(theme="light"))
    window.begin()
    assert window.canvas.empty_text == OPENING
    window.tasks.files.open_paths([str(broken)])
    qtbot.waitUntil(lambda: not window.jobs.tasks and window.session.document.title == NONE_OPEN)
    assert window.windowTitle().startswith("No file is open") and "Ctrl+O" in window.canvas.empty_text
    assert "broken.ttl could not be read" in window.overlay.toast.text
    window.close()
    window.deleteLater()


def test_a_file_that_cannot_be_opened_leaves_everything_as_it_was(window, qtbot, tmp_path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("no triples <<<")
    before = window.windowTitle(), window.session.view, window.overlay.ledger.whole, window.canvas.camera
    window.tasks.files.open_paths([str(broken)])
    qtbot.waitUntil(lambda: "broken.ttl could not be read" in window.overlay.toast.text and not window.jobs.tasks)
    assert (window.windowTitle(), window.session.view, window.overlay.ledger.whole, window.canvas.camera) == before


# From and To


def test_two_resources_named_in_the_fields_of_the_paths_panel_are_joined_by_paths(window, qtbot) -> None:
    window.tasks.commands.reset_filters()
    panel = window.panels.paths.open()
    for field, name in zip(panel.ends.fields, ("Ofsted", "Peter Fortune")):
        field.setFocus()
        qtbot.keyClicks(field, name)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.tasks.paths.search().routes))
    assert window.tasks.paths.search().ends == window.tasks.paths.search().typed == ("Ofsted", "Peter Fortune")
    assert [field.text() for field in panel.ends.fields] == ["Ofsted", "Peter Fortune"]
    qtbot.waitUntil(panel.list.hasFocus)  # the second name is the last thing to type
    field = panel.ends.fields[1]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Stephen")
    assert field.text() == "Stephen"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.text() == "Stephen Carr", timeout=2000)
    qtbot.waitUntil(panel.list.hasFocus)


def test_without_evidence_no_search_for_paths_goes_by_it(window, qtbot, tmp_path) -> None:
    panel, paths = window.panels.paths.open(), window.tasks.paths
    window.docks.turns.finish()
    supported = panel.options.kind.model().item(3)
    assert supported.text() == "Best supported paths" and supported.isEnabled()
    paths.ask(paths.search().question._replace(kind="supported", min_origins=2))
    path = tmp_path / "plain.ttl"
    path.write_text("@prefix : <https://example.org/> . :a :knows :b . :b :knows :c .", "utf-8")
    window.tasks.exploration.forget_changes()
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.projection.node_count == 3)
    window.docks.turns.finish()
    assert not supported.isEnabled() and "records no evidence" in supported.toolTip()
    question = paths.search().question
    assert (question.kind, question.min_origins) == ("shortest", 0) and panel.options.kind.currentIndex() == 0


def test_the_words_of_a_search_go_once_something_else_is_selected(window, qtbot) -> None:
    window.search.open()
    qtbot.keyClicks(window.search, "Fortune")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    window.canvas.setFocus()
    window.docks.turns.finish()
    labels = window.session.projection.labels
    assert window.session.selection == (labels.index("Peter Fortune"),) and window.search.text() == "Fortune"
    window.commands.look(window.session.named_views[1].view, "Who answers for what")
    assert window.session.selection and window.search.text() == "Fortune", "it is still selected"
    window.session.select([labels.index("Ofsted")])
    assert window.search.text() == ""
    window.search.open()
    qtbot.keyClicks(window.search, "Carr")
    window.session.select([])
    assert window.search.text() == "Carr", "nothing changes under the hand"


def test_shift_enter_in_the_search_adds_to_the_selection(window, qtbot) -> None:
    for name in ("Ofsted", "Peter Fortune"):
        window.search.open()
        window.search.clear()
        qtbot.keyClicks(window.search, name)
        qtbot.keyClick(window.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    labels = window.session.projection.labels
    assert [labels[node] for node in window.session.selection] == ["Ofsted", "Peter Fortune"]
    assert window.search.hasFocus()
