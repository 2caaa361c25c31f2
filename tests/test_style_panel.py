"""Journeys through the style panel: changes of the look, and their effect."""

from __future__ import annotations

import pytest
from panel_case import case, class_id, node, sit_down
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.palettes import BARE
from explorer.pictures.look.swatches import class_swatches
from explorer.views.rules import EDGES, Categories, Fixed, Rule, Scale, Where
from ui.look import theme
from ui.panels.style import StylePanel, Styles
from ui.parts.rules.looks import CategoryEditor, FixedEditor, LabelEditor, ScaleEditor

INVOICE = case().projection.classes[class_id("Invoice")].iri


class Desk:
    """A panel on the case, updated after each step as in the window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.commands = sit_down()
        self.style = self.commands.style
        self.panel = StylePanel(self.style)
        qtbot.addWidget(self.panel)
        self.panel.resize(290, 800)
        self.commands.session.listen(lambda _change: self.show())
        self.show()
        StylePanel.setVisible(self.panel, True)

    def show(self) -> None:
        self.panel.put(Styles(self.style.rules, self.style.words, self.style.proposer))

    def lines(self) -> list[str]:
        return [self.panel.list.item(i).text() for i in range(self.panel.list.count())]

    def choose(self, what: str, of: str = "", by: str = "") -> None:
        form = self.panel.form
        for box, text in ((form.what, what), (form.of, of), (form.by, by)):
            if text:
                at = box.findText(text)
                assert at >= 0, (text, [box.itemText(i) for i in range(box.count())])
                box.setCurrentIndex(at)
                box.activated.emit(at)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_without_rules_the_panel_says_what_to_do_and_one_click_does_it(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.panel
    assert panel.empty.isVisible() and "Add a rule below" in panel.empty.text()
    link = next(link for link in panel._links if link.text() == "Size by amount" and link.isVisible())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert desk.lines() == ["Size by amount, from 1,000 to 40,000"]
    assert not panel.empty.isVisible() and not link.isVisible()
    assert desk.commands.session.history.undo_title == "Size by amount"


def test_a_colour_for_a_class_is_added_in_the_form(desk: Desk, qtbot: QtBot) -> None:
    desk.choose("Colour", "Invoice")
    editor = desk.panel.form._editor
    assert isinstance(editor, FixedEditor)
    editor.field.put("#aa3377")
    qtbot.mouseClick(desk.panel.form.add, Qt.MouseButton.LeftButton)
    assert desk.style.rules == (Rule("colour", Fixed("#aa3377"), Where("class", INVOICE)),)
    scene = desk.commands.session.scene
    assert scene.palette[scene.colour[node("Contract 01")]] == "#aa3377"


def test_a_new_rule_starts_with_the_look_of_its_class_as_drawn(desk: Desk, qtbot: QtBot) -> None:
    app = QApplication.instance()
    commands = desk.commands
    swatch = class_swatches(commands.session.projection)[class_id("Invoice")]
    desk.choose("Shape", "Invoice")
    assert desk.panel.form._editor.field.currentText() == swatch.shape
    desk.choose("Colour", "Invoice")
    assert desk.panel.form._editor.field.colour == swatch.colour
    desk.style.colour_class(INVOICE, "#aa3377")
    desk.choose("Colour", "Invoice")
    field = desk.panel.form._editor.field
    assert field.colour == "#aa3377"
    for name in ("light", "dark"):
        drawn = theme.apply(app, name).fill("#aa3377")
        entry = next(e for e in legend_entries(commands.session.projection, commands.session.visible,
                     commands.session.view) if e.label == "Invoice")  # fmt: skip
        assert theme.current().fill(entry.swatch.colour) == drawn
        assert field.icon().pixmap(18, 18).toImage().pixelColor(9, 9).getRgb() == drawn, "also after a change of theme"
    theme.apply(app, "light")


def test_the_palette_of_a_rule_is_as_wide_as_the_other_fields(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.resize(212, 620)
    desk.choose("Colour", "All resources", "Amount")
    qtbot.wait(1)
    editor = desk.panel.form._editor
    assert editor.palette_box.width() == editor.curve.width() > 56 + 40, "the bar of colours and a name"


def test_a_scale_is_filled_in_from_the_shown_data_and_can_be_changed(desk: Desk, qtbot: QtBot) -> None:
    form = desk.panel.form
    desk.choose("Colour", "All resources", "Amount")
    editor = form._editor
    assert isinstance(editor, ScaleEditor) and editor.ends.low.text() == "1,000"
    editor.ends.high.setText("twenty")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert "“twenty” is not a number" in form.problem.text() and not desk.style.rules
    editor.ends.high.setText("20,000")
    editor.palette_box.setCurrentIndex(1)
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert desk.style.rules == (Rule("colour", Scale("amount", 1000.0, 20_000.0, "linear", "ember", bare=BARE)),)
    desk.panel.list.setFocus()
    qtbot.keyClick(desk.panel.list, Qt.Key.Key_Return)
    assert form.add.text() == "Save" and desk.panel.section.heading.text() == "Change the rule"
    assert isinstance(form._editor, ScaleEditor) and form._editor.palette_box.currentData() == "ember"
    form._editor.ends.low.setText("30,000")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert "starts above its end" in form.problem.text()
    form._editor.ends.low.setText("0")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert desk.style.rules[0].look == Scale("amount", 0.0, 20_000.0, "linear", "ember", bare=BARE)
    assert len(desk.style.rules) == 1 and form.add.text() == "Add rule"


def test_values_and_ranges_limit_a_rule(desk: Desk, qtbot: QtBot) -> None:
    form = desk.panel.form
    desk.choose("Shape", "Where Amount …", "One shape")
    assert not form.ends.isHidden() and form.value.isHidden()
    form.ends.low.setText("39000")
    form._editor.field.setCurrentText("triangle")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert desk.lines()[0] == "Shape of Amount from 39,000: triangle"
    qtbot.keyClick(desk.panel.list, Qt.Key.Key_Return)
    assert form.where() == Where("amount", None, 39_000.0, None)


def test_categories_get_different_looks(desk: Desk, qtbot: QtBot) -> None:
    desk.choose("Icon", "", "Class")
    editor = desk.panel.form._editor
    assert isinstance(editor, CategoryEditor) and isinstance(editor.list, QListWidget)
    editor._put(editor.list.item(0), INVOICE, "receipt")
    qtbot.mouseClick(desk.panel.form.add, Qt.MouseButton.LeftButton)
    look = desk.style.rules[0].look
    assert isinstance(look, Categories) and look.looks[0] == (INVOICE, "receipt")
    assert "receipt" in desk.commands.session.scene.icons


def test_a_template_is_typed_with_titles_and_saved_with_keys(desk: Desk, qtbot: QtBot) -> None:
    form = desk.panel.form
    desk.choose("Name")
    assert isinstance(form._editor, LabelEditor) and form._editor.field.text() == "{Label}"
    form._editor.field.setText("{Label} ({price}) {")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert "has no partner" in form.problem.text()
    form._editor.field.setText("{Label} ({Prise})")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert "There is no column “Prise”" in form.problem.text()
    form._editor.field.setText("{Label} ({price})")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert desk.style.rules[0].look == Fixed("{label} ({attribute https://schema.org/price})")
    assert "Contract 04 (5000)" in list(desk.commands.session.scene.labels)


def test_keys_order_switch_and_remove_rules_one_step_each(desk: Desk, qtbot: QtBot) -> None:
    style, session, rules = desk.style, desk.commands.session, desk.panel.list
    style.by("colour", "amount")
    style.by("size", "degree")
    style.by("colour", "predicate", EDGES)
    first = session.view
    rules.setFocus()
    rules.setCurrentRow(2)
    qtbot.keyClick(rules, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [rule.target for rule in style.rules] == ["nodes", "edges", "nodes"] and rules.currentRow() == 1
    qtbot.keyClick(rules, Qt.Key.Key_Space)
    assert [rule.on for rule in style.rules] == [True, False, True]
    assert rules.item(1).data(Qt.ItemDataRole.AccessibleTextRole).endswith(", off")
    qtbot.keyClick(rules, Qt.Key.Key_Delete)
    assert len(style.rules) == 2
    assert session.history.undo_title == "Remove the rule “Colour of relationships by kind”"
    for _ in range(3):
        session.undo()
    assert session.view == first and len(desk.lines()) == 3


def test_a_second_rule_for_the_same_channel_replaces_the_first(desk: Desk) -> None:
    desk.style.by("colour", "amount")
    desk.style.by("colour", "degree")
    assert desk.lines() == ["Colour by number of relationships, from 1 to 44"]
    assert not desk.style.by("colour", "no such column")
    desk.style.colour_class(INVOICE, "#111111")
    desk.style.colour_class(INVOICE, "#222222")
    assert [rule.look for rule in desk.style.rules[1:]] == [Fixed("#222222")]


# In the window


def test_measure_then_size_and_colour_by_the_result(window: object, qtbot: QtBot) -> None:
    from explorer.panels.measure_jobs import take
    from graph.work.progress import finish

    session = window.session
    plain, before = session.scene, session.view.rules
    window.commands.measure(finish(take(session.projection, session.visible, "pagerank")))
    panel = window.panels.measures.open()
    for name in ("PageRank: Size by it", "PageRank: Colour by it"):
        button = next(b for b in panel.findChildren(QPushButton) if b.accessibleName() == name)
        button.click()
    assert [rule.channel for rule in session.view.rules[len(before) :]] == ["size", "colour"]
    scene = session.scene
    report = int(session.visible.slot[session.projection.node_of["https://caseboard.example/bromley/report-2016"]])
    assert scene.radius[report] > 0.95 * scene.radius.max() and scene.radius[report] > plain.radius[report]
    qtbot.waitUntil(lambda: window.canvas.is_sharp)
    labels = window.overlay.legend.accessibleDescription()
    assert "Size by PageRank" in labels and "Colour by PageRank" in labels
    session.undo()
    session.undo()
    assert session.view.rules == before and (session.scene.radius == plain.radius).all()
    assert "PageRank" not in window.overlay.legend.accessibleDescription()


def test_colour_by_date_is_explained_in_dates(window: object) -> None:
    window.commands.look(window.session.document.named_views[2].view, "From 2016 to 2018")
    assert window.commands.style.by("colour", "date")
    entries = legend_entries(window.session.projection, window.session.visible, window.session.view)
    bar = next(entry for entry in entries if entry.bar)
    assert bar.label.startswith("201") and len(bar.end) == 10
    assert bar in window.overlay.legend.entries


def test_the_menu_of_a_class_sets_its_colour(window: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.parts.rules import looks

    facets, session = window.panels.filters.widget, window.session
    listed = facets.lines["classes"].list
    assert listed.offer is not None
    group = next(choice for choice in listed.source.choices if choice.label == "Group")
    monkeypatch.setattr(looks, "ask_colour", lambda _parent, colour: "#0a7f5a" if colour else "")
    facets._ask_colour(group)
    assert session.view.rules[-1].look == Fixed("#0a7f5a")
    again = next(choice for choice in listed.source.choices if choice.label == "Group")
    assert again.swatch is not None and again.swatch.colour == "#0a7f5a"
    entry = next(entry for entry in window.overlay.legend.entries if entry.label == "Group")
    assert entry.swatch == again.swatch
    session.undo()
    assert Fixed("#0a7f5a") not in [rule.look for rule in session.view.rules]


def test_nothing_moves_when_the_style_changes(window: object, qtbot: QtBot) -> None:
    places, camera = window.session.scene.xy.copy(), window.canvas.camera
    window.commands.style.by("size", "degree")
    qtbot.waitUntil(lambda: window.canvas.is_sharp)
    assert (window.session.scene.xy == places).all() and window.canvas.camera == camera
    swatches = window.canvas.grab().toImage()
    window.commands.style.by("colour", "degree")
    qtbot.waitUntil(lambda: window.canvas.is_sharp)
    assert window.canvas.grab().toImage() != swatches


def test_the_key_y_opens_the_rules(window: object, qtbot: QtBot) -> None:
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: window.panels.style.widget.isVisible() and window.docks.turns.are_over)
    assert window.focusWidget() is window.panels.style.widget.list


def test_every_list_marks_a_resource_as_it_looks_on_the_canvas(window: object, qtbot: QtBot) -> None:
    from explorer.panels.measure_jobs import take
    from graph.work.progress import finish

    session, commands = window.session, window.commands
    commands.reset_filters()
    commands.measure(finish(take(session.projection, session.visible, "degree")))
    commands.style.clear()
    commands.style.by("colour", "degree")
    scene = session.scene
    assert len(set(scene.colour.tolist())) > 2, "resources of one class differ"
    grid = window.panels.table.open().sheet.view.grid
    query = window.panels.query.open()
    query.editor.setPlainText("SELECT ?a WHERE { ?a a <https://caseboard.example/ontology#Finding> }")
    query.run()
    qtbot.waitUntil(lambda: query.result is not None and not window.jobs.is_busy)
    window.docks.turns.finish()
    klass = next(column for column in grid.columns if column.key == "class")
    marks = [(int(row), grid.mark(int(row), klass)[0]) for row in grid.rows[:40]]
    found = query.result
    asked = query.view.grid
    marks += [(int(found.nodes[row, 0]), asked.mark(row, found.columns[0])[0]) for row in range(len(found))]
    marks += [(line.node, line.swatch) for gauge in window.tasks.measures.gauges() for line in gauge.lines]
    assert len(marks) > 60 and all(swatch == scene.swatch_of(node) for node, swatch in marks)
    session.select(session.visible.drawn.tolist())
    window.docks.turns.finish()
    classes = window.panels.details.widget._value.classes
    assert classes and all(line.swatch.colour == "" for line in classes), "as in the legend: the colours differ"
