"""The filters panel: filtering a case with facets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clocks import busy
from panel_case import case, class_id, sit_down
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.panels.column_facets import column_facet, offering
from explorer.panels.facet_values import Choice, Span
from explorer.panels.facets import Facets, count_facets
from explorer.state.commands import Commands
from explorer.views.hiding.filters import Cause
from explorer.views.view import View
from explorer.views.visible import see
from graph.rdf.values import to_days
from graph.work.progress import finish
from ui.panels.facets import FacetsPanel
from ui.parts.choices import CHOICE, ChoiceList
from ui.parts.facets.column_facets import FacetMoves
from ui.parts.facets.facet_lines import FacetLines
from ui.parts.ranges import RangeFacet, read_date, write_date
from ui.parts.tips import beside

Desk = tuple[FacetsPanel, Commands]


def moves(commands: Commands, ask: Callable[[], None] = lambda: None) -> FacetMoves:
    return FacetMoves(lambda done: done(finish(offering(commands.session.projection, commands.view))), ask)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    commands = sit_down()
    panel = FacetsPanel(commands, moves(commands), {})
    qtbot.addWidget(panel)

    def update(*_: object) -> None:
        panel.put(count_facets(case().projection, commands.view, commands.session.visible))

    commands.session.listen(update)
    update()
    panel.resize(290, 1400)
    panel.setVisible(True)
    return panel, commands


def row(lines: ChoiceList, label: str) -> QPoint:
    """The middle of the name in a line."""
    return lines.visualRect(lines.shown.index(number(lines, label), 0)).center() - QPoint(60, 0)


def number(lines: ChoiceList, label: str) -> int:
    return [lines.shown.index(i, 0).data() for i in range(lines.shown.rowCount())].index(label)


def choice(lines: ChoiceList, label: str) -> Choice:
    found: Choice = lines.shown.index(number(lines, label), 0).data(CHOICE)
    return found


def test_a_click_on_a_class_hides_it_and_another_click_shows_it(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    classes = panel.lines["classes"].list
    assert choice(classes, "Invoice").shown == 40
    assert not panel.sections["classes"].link.isVisible()
    qtbot.mouseClick(classes.viewport(), Qt.MouseButton.LeftButton, pos=row(classes, "Invoice"))
    assert commands.view.hidden_classes == {class_id("Invoice")}
    assert choice(classes, "Invoice").hidden
    assert choice(classes, "Invoice").shown == 0
    assert panel.sections["classes"].link.isVisible()
    qtbot.mouseClick(classes.viewport(), Qt.MouseButton.LeftButton, pos=row(classes, "Invoice"))
    assert not commands.view.hidden_classes


def test_only_shows_one_class_and_show_all_shows_the_others_again(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    classes = panel.lines["classes"].list
    spot = classes.visualRect(classes.shown.index(number(classes, "Person"), 0))
    place = classes.painted.only_rect(spot, classes, choice(classes, "Person")).center()
    qtbot.mouseClick(classes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert choice(classes, "Person").shown == 2
    assert choice(classes, "Invoice").hidden
    qtbot.mouseClick(panel.sections["classes"].link, Qt.MouseButton.LeftButton)
    assert not commands.view.hidden_classes


def test_the_keyboard_moves_hides_and_shows_only_one(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    classes = panel.lines["classes"].list
    classes.setFocus()
    qtbot.keyClick(classes, Qt.Key.Key_Down)
    second: Choice = classes.currentIndex().data(CHOICE)
    qtbot.keyClick(classes, Qt.Key.Key_Space)
    assert commands.view.hidden_classes == {second.item}
    assert classes.currentIndex().data(CHOICE).item == second.item
    qtbot.keyClick(classes, Qt.Key.Key_O)
    assert second.item not in commands.view.hidden_classes
    assert len(commands.view.hidden_classes) == 4


def test_a_long_facet_can_be_filtered_by_typing(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    lines = panel.lines["predicates"]
    assert lines.field.isVisible()
    assert not panel.lines["classes"].field.isVisible()
    qtbot.keyClicks(lines.field, "RULE1")
    assert lines.list.shown.rowCount() == 11
    qtbot.mouseClick(lines.list.viewport(), Qt.MouseButton.LeftButton, pos=row(lines.list, "rule12"))
    hidden = {case().projection.predicates[p].label for p in commands.view.hidden_predicates}
    assert hidden == {"rule12"}


def test_a_field_that_finds_no_line_says_so_and_one_click_lists_all_again(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    lines = panel.lines["predicates"]
    qtbot.keyClicks(lines.field, "dis")
    assert lines.list.shown.rowCount() == 0
    assert lines.none.isVisible() and lines.none.words.text() == "No kind of relationship contains “dis”."
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    assert lines.none.isVisible(), "also after a change"
    qtbot.mouseClick(lines.none.clear, Qt.MouseButton.LeftButton)
    assert not lines.none.isVisible() and lines.list.shown.rowCount() == 8 and lines.field.text() == ""
    panel.columns.more.click()
    chooser = panel.columns._chooser
    assert chooser is not None
    assert chooser.focusWidget() is chooser.field, "typing searches at once"
    place = chooser.field.pos()
    qtbot.keyClicks(chooser.field, "no such filter")
    qtbot.waitUntil(lambda: chooser.list.height() < 100)
    assert chooser.field.pos() == place, "the field stays under the pointer"
    assert chooser.none.isVisible() and chooser.none.words.text() == "No filter contains “no such filter”."
    chooser.none.clear.click()
    assert chooser.list.shown.rowCount() and not chooser.none.isVisible()
    chooser.hide()


def test_counts_change_without_losing_the_place(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    lines = panel.lines["predicates"].list
    panel.lines["predicates"].more.click()
    panel.resize(290, 400)
    panel.verticalScrollBar().setValue(60)
    resets: list[int] = []
    lines.source.modelReset.connect(lambda: resets.append(1))
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    assert choice(lines, "rule12").shown == 0
    assert panel.verticalScrollBar().value() == 60
    assert not resets


def test_a_long_list_shows_its_first_lines_and_all_on_request_in_the_one_scroll_of_the_panel(
    desk: Desk, qtbot: QtBot
) -> None:
    panel, commands = desk
    lines = panel.lines["predicates"]
    count = len(lines.list.source.choices)
    assert lines.list.shown.rowCount() == 8 < count
    lines.more.setFocus()
    assert lines.more.text() == f"list all {count}"
    qtbot.keyClick(lines.more, Qt.Key.Key_Space)
    assert lines.list.shown.rowCount() == count
    assert lines.list.verticalScrollBar().maximum() == 0
    panel.resize(290, 400)
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    assert lines.list.shown.rowCount() == count, "it stays so while the document is open"
    lines.list.setFocus()
    qtbot.keyClick(lines.list, Qt.Key.Key_End)
    last = lines.list.visualRect(lines.list.shown.index(count - 1, 0)).center()
    place = lines.list.viewport()
    qtbot.waitUntil(lambda: panel.viewport().rect().contains(place.mapTo(panel.viewport(), last)))
    lines.more.click()
    assert lines.list.shown.rowCount() < 8


def test_all_heads_of_a_low_panel_are_in_sight_and_dates_come_third(desk: Desk, qtbot: QtBot) -> None:
    panel, _ = desk
    shown = [section for section in panel.sections.values() if section.isVisible()]
    assert [section.heading.text() for section in shown][2:4] == ["Dates", "Relationships by evidence"]

    def ends() -> list[int]:
        heads = [section.heading for section in shown]
        return [head.mapTo(panel.viewport(), QPoint(0, head.height())).y() for head in heads]

    for height in (600, 720, 1500):  # 600: the panel of a window of 1280×720
        panel.resize(290, height)
        qtbot.waitUntil(lambda height=height: ends()[-1] <= height)  # type: ignore[misc]
        assert ends() == sorted(ends())
        assert panel.sections["classes"].unfolded and panel.sections["predicates"].unfolded
    assert all(section.unfolded for section in shown), "there is room for all of them"


def test_a_section_that_the_user_folds_or_unfolds_stays_so_in_the_next_window(qtbot: QtBot) -> None:
    folds: dict[str, str] = {}
    for expected in ({}, {"classes": "folded", "degrees": "open"}):
        commands = sit_down()
        panel = FacetsPanel(commands, moves(commands), folds)
        qtbot.addWidget(panel)
        panel.resize(290, 500)
        panel.setVisible(True)
        panel.put(count_facets(case().projection, commands.view, commands.session.visible))
        assert folds == expected
        assert panel.sections["classes"].unfolded == (not expected)
        assert panel.sections["degrees"].unfolded == bool(expected)
        if not expected:
            panel.sections["classes"].heading.setFocus()
            qtbot.keyClick(panel.sections["classes"].heading, Qt.Key.Key_Space)
            panel.sections["degrees"].heading.click()


def test_dates_are_typed_as_day_month_or_year(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    dates = panel.dates
    assert (dates.low.text(), dates.high.text()) == ("2016-12-01", "2018-07-16")
    dates.low.selectAll()
    qtbot.keyClicks(dates.low, "2018-07")
    qtbot.keyClick(dates.low, Qt.Key.Key_Return)
    assert commands.view.dates == (to_days("2018-07-01"), to_days("2018-07-16", end=True))
    assert commands.session.visible.ledger()[0].cause == Cause.DATE
    qtbot.mouseClick(dates.reset, Qt.MouseButton.LeftButton)
    assert commands.view.dates is None
    assert dates.low.text() == "2016-12-01"


def test_an_invalid_date_is_reported_and_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    dates = panel.dates
    dates.high.selectAll()
    qtbot.keyClicks(dates.high, "soon")
    qtbot.keyClick(dates.high, Qt.Key.Key_Return)
    assert commands.view.dates is None
    assert dates.problem.isVisible()
    assert "2018-07-16" in dates.problem.text()
    dates.high.selectAll()
    qtbot.keyClicks(dates.high, "2017")
    qtbot.keyClick(dates.high, Qt.Key.Key_Return)
    assert commands.view.dates == (to_days("2016-12-01"), to_days("2017", end=True))
    assert not dates.problem.isVisible()


def test_undated_resources_can_be_hidden(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    box = panel.dates.keep_without
    assert box.text() == "Also show undated resources (45)"
    box.click()
    assert not commands.view.undated
    assert len(commands.session.visible.nodes) == 2


def test_dragging_a_handle_filters_at_intervals_and_is_one_step_of_undo(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    amounts = panel.amounts
    commits: list[object] = []
    commands.session.listen(lambda _: commits.append(commands.view.amounts))
    handles = amounts.handles
    y = handles.height() // 2
    QTest.mousePress(handles, Qt.MouseButton.LeftButton, pos=QPoint(int(handles.x_of(0)), y))
    for x in range(10, 100, 3):
        QTest.mouseMove(handles, QPoint(x, y))
    assert not commits
    qtbot.waitUntil(lambda: bool(commits))
    QTest.mouseRelease(handles, Qt.MouseButton.LeftButton, pos=QPoint(99, y))
    qtbot.waitUntil(lambda: not amounts.timer.isActive())
    kept = commands.view.amounts
    assert kept is not None
    assert kept[0] > 1000
    assert kept[1] == 40_000
    assert len(commits) <= 3
    commands.session.undo()
    assert commands.view.amounts is None
    assert handles.value == (0, 1000)


def test_amounts_can_be_typed_with_thousands_separators(desk: Desk, qtbot: QtBot) -> None:
    panel, commands = desk
    panel.amounts.low.selectAll()
    qtbot.keyClicks(panel.amounts.low, "30,000")
    qtbot.keyClick(panel.amounts.low, Qt.Key.Key_Return)
    assert commands.view.amounts == (30_000, 40_000)
    assert panel.amounts.low.text() == "30,000"


def test_showing_values_gives_no_command(qtbot: QtBot) -> None:
    commands = sit_down()
    panel = FacetsPanel(commands, moves(commands), {})
    qtbot.addWidget(panel)
    before = commands.session.history
    facets = count_facets(case().projection, commands.view, commands.session.visible)
    assert facets.dates is not None
    panel.put(facets)
    panel.put(facets._replace(dates=facets.dates._replace(kept=(17_200.0, 17_300.0), keep_without=False)))
    qtbot.wait(60)
    assert commands.session.history is before


@pytest.mark.parametrize("width", range(120, 420, 20))
def test_either_all_lines_with_shared_resources_say_so_or_none(qtbot: QtBot, width: int) -> None:
    lines = ChoiceList("Classes", lambda _: None, lambda _: None)
    qtbot.addWidget(lines)
    lines.resize(width, 200)
    names = ("A much longer name of a class", "Song", "Band")
    shared = tuple(Choice(i, name, "", 989, 989, False, others=400 * (i != 1)) for i, name in enumerate(names))
    alone = tuple(choice._replace(others=0) for choice in shared)

    def pictures(choices: tuple[Choice, ...]) -> list[QImage]:
        lines.put(choices)
        image = lines.viewport().grab().toImage()
        return [image.copy(lines.visualRect(lines.model().index(row, 0))) for row in range(len(choices))]

    said = [a != b for a, b in zip(pictures(shared), pictures(alone))]
    assert said in ([True, False, True], [False, False, False])
    assert said[0] or width < 340, "there is room"


def test_an_empty_facet_is_not_shown(desk: Desk) -> None:
    panel, _ = desk
    assert panel.sections["relationships"].isVisible()
    assert not panel.sections["graphs"].isVisible()
    panel.put(Facets((), (), (), (), {}, None, None, None))
    assert not any(section.isVisible() for section in panel.sections.values())


def test_labels_are_never_read_as_markup(desk: Desk) -> None:
    panel, _ = desk
    line = Choice(0, "<img src=x>", "<b>tip</b>", 1, 1, False)
    panel.put(Facets((line,), (), (), (), {}, None, None, None))
    tip = panel.lines["classes"].list.shown.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip
    assert "<img" not in tip
    assert "<b>" not in tip


@pytest.mark.parametrize("curved", [False, True])
def test_a_value_survives_the_way_to_its_share_and_back(curved: bool) -> None:
    span = Span(-20.0, 7_250_000.0, None, (), 0, curved=curved)
    for value in (-20.0, 0.0, 3.5, 1000.0, 7_250_000.0):
        assert span.at(span.share(value)) == pytest.approx(value, abs=1e-3)
    middle: Callable[[float], float] = span.at
    assert (middle(0.5) < 10_000) is curved


def test_five_hundred_relationships_stay_fast(qtbot: QtBot) -> None:
    commands = sit_down()
    panel = FacetsPanel(commands, moves(commands), {})
    qtbot.addWidget(panel)
    many = tuple(Choice(i, f"relationship {i}", "", i, 500, False) for i in range(500))
    panel.resize(290, 900)
    panel.setVisible(True)
    panel.put(Facets((), many, (), (), {}, None, None, None))
    assert panel.lines["predicates"].list.height() < 400

    def work() -> None:
        for i in range(10):
            panel.put(Facets((), tuple(c._replace(shown=i) for c in many), (), (), {}, None, None, None))
            panel.grab()

    assert busy(work) / 10 < 0.25


def test_a_column_is_added_from_the_list_filters_and_is_removed_again(qtbot: QtBot) -> None:
    commands, asked = sit_down(), []
    panel = FacetsPanel(commands, moves(commands, lambda: asked.append(1)), {})
    qtbot.addWidget(panel)
    session = commands.session

    def show() -> None:
        panel.put(count_facets(session.projection, session.view, session.visible))

    session.listen(lambda _change: show())
    show()
    panel.columns.more.click()
    chooser = panel.columns._chooser
    titles = [choice.label for choice in chooser.list.source.choices]
    chooser.list._toggle(chooser.list.source.choices[titles.index("Member of")])
    (key,) = session.view.facets
    part = panel.columns.parts[key]
    labels = [choice.label for choice in part.lines.list.source.choices]
    before = len(session.visible.nodes)
    council = part.lines.list.source.choices[labels.index("Town council")]
    part.lines.list._toggle(council)
    assert council.total == 2 and len(session.visible.nodes) == before - 2 and not part.section.link.isHidden()
    part.section.link.click()
    assert len(session.visible.nodes) == before
    part.lines.list._toggle(council)
    commands.remove_facet(key, "Member of")
    assert not panel.columns.parts and len(session.visible.nodes) == before
    panel.columns.path.click()
    assert asked == [1]


def test_a_column_of_dates_is_filtered_by_a_range(qtbot: QtBot) -> None:
    commands = sit_down()
    session = commands.session
    commands.add_facet("attribute https://schema.org/startDate", "Starts")
    panel = FacetsPanel(commands, moves(commands), {})
    qtbot.addWidget(panel)
    panel.put(count_facets(session.projection, session.view, session.visible))
    ranged = panel.columns.parts["attribute https://schema.org/startDate"].range
    ranged.low.selectAll()
    qtbot.keyClicks(ranged.low, "2017")
    qtbot.keyClick(ranged.low, Qt.Key.Key_Return)
    assert dict(session.view.ranges)["attribute https://schema.org/startDate"][0] == to_days("2017")


def offered(lines: FacetLines, label: str) -> list[str]:
    """The words of the menu of a line."""
    return [action.text() for action in lines.menu_for(choice(lines.list, label)).actions() if action.text()]


def do(lines: FacetLines, label: str, words: str) -> None:
    """Trigger one action of the menu of a line."""
    next(a for a in lines.menu_for(choice(lines.list, label)).actions() if a.text() == words).trigger()


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_a_right_click_and_the_menu_key_ask_for_the_menu_of_a_line_in_every_facet(desk: Desk, reason) -> None:
    panel, _ = desk
    opened: list[list[str]] = []
    filled = [lines for lines in panel.lines.values() if lines.list.shown.rowCount()]
    for lines in filled:
        assert lines.list.offer is not None
        lines.list.offer = lambda choice, _at, lines=lines: opened.append(offered(lines, choice.label))
        lines.list.setCurrentIndex(first := lines.list.shown.index(0, 0))
        at = lines.list.visualRect(first).center()
        QApplication.sendEvent(lines.list.viewport(), QContextMenuEvent(reason, at, at))
    assert len(opened) == len(filled) >= 4
    assert all(words[:3] == ["Show only", "Hide", "Select these"] for words in opened)


def test_the_menu_of_a_line_shows_only_it_and_hides_and_shows_it(desk: Desk) -> None:
    panel, commands = desk
    classes = panel.lines["classes"]
    assert offered(classes, "Person")[:3] == ["Show only", "Hide", "Select these"]
    assert offered(classes, "Person")[3].startswith("Colour of Person")
    do(classes, "Person", "Hide")
    assert commands.view.hidden_classes == {class_id("Person")}
    do(classes, "Person", "Show")
    assert not commands.view.hidden_classes
    do(classes, "Person", "Show only")
    assert choice(classes.list, "Person").shown == 2 and choice(classes.list, "Invoice").hidden
    do(classes, "Person", "Show all classes")
    assert not commands.view.hidden_classes


def test_select_these_selects_what_the_line_counts_as_shown_and_the_ends_of_relationships(desk: Desk) -> None:
    panel, commands = desk
    session, projection = commands.session, case().projection
    node = {label: i for i, label in enumerate(projection.labels)}
    commands.hide([node["Contract 07"]])
    do(panel.lines["classes"], "Invoice", "Select these")
    shown = {i for label, i in node.items() if label.startswith("Contract")} - {node["Contract 07"]}
    assert set(session.selection) == shown and len(shown) == 39
    kinds = panel.lines["predicates"]
    do(kinds, next(line.label for line in kinds.list.source.choices if line.tip.endswith("organizer")), "Select these")
    assert set(session.selection) == {node["Summer fair"], node["Winter feast"], node["Town council"]}
    do(panel.lines["text_support"], choice_with(panel.lines["text_support"], 2), "Select these")
    assert set(session.selection) == {node["Ada Mayor"], node["Town council"]}
    do(panel.lines["documents"], "Town paper", "Select these")
    assert set(session.selection) == {node["Ada Mayor"]}
    do(panel.lines["classes"], "Invoice", "Hide")
    select = panel.lines["classes"].menu_for(choice(panel.lines["classes"].list, "Invoice")).actions()[2]
    assert not select.isEnabled(), "nothing of it is shown"


def choice_with(lines: FacetLines, item: int) -> str:
    return next(line.label for line in lines.list.source.choices if line.item == item)


def test_the_menu_of_a_value_selects_the_resources_that_have_it(qtbot: QtBot) -> None:
    commands = sit_down()
    session = commands.session
    node = {label: i for i, label in enumerate(session.projection.labels)}
    panel = FacetsPanel(commands, moves(commands), {})
    qtbot.addWidget(panel)
    offers = finish(offering(session.projection, commands.view))
    commands.add_facet(next(offer.key for offer in offers if offer.title == "Member of"), "Member of")
    panel.put(count_facets(session.projection, session.view, session.visible))
    (part,) = panel.columns.parts.values()
    do(part.lines, "Town council", "Select these")
    assert set(session.selection) == {node["Ada Mayor"], node["<img src=x> & Clerk"]}
    do(part.lines, "No value", "Select these")
    assert len(session.selection) == session.projection.node_count - 2


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (':a :notAfter "2016-09-30"^^xsd:date .', "2016-09-30", "2016-09-30"),
        (':a schema:endDate "2016-09"^^xsd:gYearMonth .', "2016-09-01", "2016-09-30"),
        (':a schema:startDate "2012"^^xsd:gYear .', "2012-01-01", "2012-12-31"),
        (':a dcterms:date "2016-10-01T00:00:00"^^xsd:dateTime .', "2016-10-01", "2016-10-01"),
        (
            ':a schema:startDate "2012"^^xsd:gYear . :b :notAfter "2016-09-30"^^xsd:date .',
            "2012-01-01",
            "2016-09-30",
        ),
        (':a :notAfter "2016-09-30"^^xsd:date . :b dcterms:date "2018"^^xsd:gYear .', "2016-09-30", "2018-12-31"),
    ],
)
def test_the_ends_of_dates_are_in_order_where_periods_are_open(turtle, qtbot, said, low, high) -> None:
    p = turtle(said)
    for facet in (count_facets(p, View(), see(p, View())).dates, column_facet(p, View(), see(p, View()), "date").span):
        field = RangeFacet("Dates", lambda kept, without: None, read_date, write_date)
        qtbot.addWidget(field)
        field.put(facet)
        assert (field.low.text(), field.high.text()) == (low, high)
        assert facet.low < facet.high and sum(facet.histogram) == int(p.periods.dated.sum())


def test_a_kept_range_beside_the_data_is_shown_as_it_is(qtbot) -> None:
    field = RangeFacet("Dates", lambda kept, without: None, read_date, write_date)
    qtbot.addWidget(field)
    span = Span(to_days("2012"), to_days("2019"), (to_days("2020"), to_days("2022")), (1,), 0)
    field.put(span)
    assert (field.low.text(), field.high.text()) == ("2020-01-01", "2021-12-31")
    field.put(span._replace(kept=(to_days("2018"), to_days("2022"))))
    assert (field.low.text(), field.high.text()) == ("2018-01-01", "2018-12-31")


def test_enter_and_escape_in_a_field_of_the_filters_mean_nothing_to_the_window(window, qtbot: QtBot) -> None:
    commands, dates = window.commands, window.panels.filters.widget.dates
    window.session.select([0])
    before, view = dates.low.text(), commands.view
    dates.low.setFocus()
    dates.low.selectAll()
    qtbot.keyClicks(dates.low, "next year")
    qtbot.keyClick(dates.low, Qt.Key.Key_Return)
    assert not dates.problem.isHidden() and not window.overlay.toast.isVisible()
    qtbot.keyClick(dates.low, Qt.Key.Key_Escape)
    assert dates.low.text() == before and dates.problem.isHidden()
    assert window.session.selection == (0,) and commands.view == view


def test_a_tooltip_leaves_the_next_lines_free(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    panel, _ = desk
    lines = panel.lines["classes"].list
    row = lines.visualRect(lines.shown.index(0, 0))
    shown: list[QPoint] = []
    monkeypatch.setattr("ui.parts.tips.QToolTip.showText", lambda at, *_: shown.append(at))
    place = row.center()
    QApplication.sendEvent(
        lines.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, lines.viewport().mapToGlobal(place))
    )
    assert shown[0].x() + 2 > lines.viewport().mapToGlobal(row.topRight()).x()


def test_tooltips_stand_right_of_their_line_or_left_of_it_or_under_it() -> None:
    screen, tip = QRect(0, 0, 1280, 720), QSize(300, 80)
    assert beside(QRect(0, 100, 240, 24), screen, tip) == QPoint(244, 100)
    assert beside(QRect(1000, 100, 280, 24), screen, tip) == QPoint(696, 100)
    assert beside(QRect(100, 100, 1100, 24), screen, tip) == QPoint(100, 123)


def test_new_counts_of_ten_thousand_lines_touch_only_the_lines_in_sight(qtbot: QtBot) -> None:
    lines = ChoiceList("Texts", lambda _: None, lambda _: None)
    qtbot.addWidget(lines)
    asked: list[int] = []
    data = lines.source.data
    lines.source.data = lambda index, role=0: asked.append(index.row()) or data(index, role)  # type: ignore[method-assign]
    lines.show_first(8)
    for shown in (10, 9):
        lines.put(tuple(Choice(i, f"text {i}", "", shown, 10, False) for i in range(10_000)))
        assert lines.shown.rowCount() == 8
    assert max(asked, default=0) < 8
    lines.narrow("text 999")
    assert len(asked) >= 10_000
    assert lines.shown.rowCount() == 11 and lines.shown.index(10, 0).data() == "text 9999"
    lines.narrow("")
    assert lines.shown.rowCount() == 8
    lines.show_first(-1)
    assert lines.shown.rowCount() == 10_000
    lines.show_first(3)
    assert lines.shown.rowCount() == 3
