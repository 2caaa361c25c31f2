"""The table panel: sort, filter, select rows, choose columns, copy and export."""

from __future__ import annotations

import json

import numpy as np
import pytest
from panel_case import case, node, sit_down
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter
from pytestqt.qtbot import QtBot

from explorer.files.opening import open_document
from explorer.views.measures import Measured, Values
from graph.model.column import NUMBER
from graph.work.progress import finish
from ui.panels.table import TableMoves, TablePanel
from ui.parts.table.bar import TableBar
from ui.parts.text import sized
from ui.work.jobs import Jobs

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Desk:
    """A panel on a new session, with a record of its calls."""

    def __init__(self, qtbot: QtBot, remembered: dict[str, str] | None = None) -> None:
        self.commands = sit_down()
        self.said: list[str] = []
        self.went: list[int] = []
        self.remembered = {} if remembered is None else remembered
        self.exported: list[object] = []
        self.jobs = Jobs()
        self.panel = TablePanel(
            self.commands,
            TableMoves(
                go_to=self._go,
                go_to_edge=self.went.append,
                reveal=self.commands.reveal_all,
                read_details=lambda: self.said.append("details"),
                fill_menu=lambda menu, place: None,
                start=self.jobs.start,
                export=lambda columns, rows: self.exported.append((columns, rows)),
                say=self.said.append,
                remembered=self.remembered,
            ),
        )
        qtbot.addWidget(self.panel)
        session = self.commands.session

        def update(*_: object) -> None:
            self.panel.put(session.projection, session.visible)
            self.panel.show_selected(session.selection, session.selected_statements)

        session.listen(update)
        update()
        self.panel.resize(900, 320)
        self.panel.setVisible(True)

    def _go(self, row: int) -> None:
        self.went.append(row)
        self.commands.reveal(row)

    @property
    def view(self):
        return self.panel.sheet.view

    def column(self, title: str) -> list[str]:
        """The texts of a column."""
        model = self.view.grid
        at = [column.title for column in model.columns].index(title)
        return [model.index(row, at).data() for row in range(model.rowCount())]

    def click(self, qtbot: QtBot, row: int, modifier=Qt.KeyboardModifier.NoModifier, column: int = 0) -> None:
        spot = self.view.visualRect(self.view.grid.index(row, column)).center()
        qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    def click_title(self, qtbot: QtBot, title: str) -> None:
        header = self.view.header
        section = [column.title for column in self.view.grid.columns].index(title)
        spot = QPoint(header.sectionViewportPosition(section) + header.sectionSize(section) // 2, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    def type(self, qtbot: QtBot, words: str) -> None:
        field = self.panel.bar.field
        field.clear()
        qtbot.keyClicks(field, words)
        qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_sorting_by_relationships_and_selecting_the_first_row_selects_the_hub(desk: Desk, qtbot: QtBot) -> None:
    desk.click_title(qtbot, "Relationships")
    assert desk.column("Label")[:2] == ["Town council", "Ada Mayor"]
    desk.click(qtbot, 0)
    assert desk.commands.session.selection == (node("Town council"),)
    desk.click_title(qtbot, "Relationships")
    assert desk.column("Label")[-1] == "Town council"
    assert desk.commands.session.selection == (node("Town council"),), "sorting keeps the selection"
    desk.click_title(qtbot, "Relationships")
    assert desk.panel.sheet.asked.sort == "", "a third click unsorts"


def test_the_key_o_sorts_by_the_column_with_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.click(qtbot, 0, column=1)
    qtbot.keyClick(desk.view, Qt.Key.Key_O)
    assert desk.panel.sheet.asked.sort == "class"
    assert desk.column("Class") == sorted(desk.column("Class"), key=str.casefold)


def test_moving_between_columns_keeps_the_selection(desk: Desk, qtbot: QtBot) -> None:
    desk.click(qtbot, 1)
    desk.click(qtbot, 3, SHIFT)
    selected = desk.commands.session.selection
    for key, column in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1)):
        qtbot.keyClick(desk.view, key)
        assert desk.view.currentIndex().column() == column
    assert desk.commands.session.selection == selected and len(selected) == 3


def test_rows_selected_together_stay_selected_together(desk: Desk, qtbot: QtBot) -> None:
    rows = desk.view.grid.rows
    desk.click(qtbot, 1)
    desk.click(qtbot, 4, SHIFT)
    assert set(desk.commands.session.selection) == set(rows[1:5].tolist())
    desk.click(qtbot, 2, CTRL)
    assert set(desk.commands.session.selection) == set(rows[[1, 3, 4]].tolist())
    assert "3 selected" in desk.panel.bar.note.text()
    qtbot.keyClick(desk.view, Qt.Key.Key_A, CTRL)
    assert len(desk.commands.session.selection) == len(rows)


def test_the_selection_on_the_canvas_is_marked_and_scrolled_to(desk: Desk, qtbot: QtBot) -> None:
    commanded: list[object] = []
    desk.view.picked.connect(lambda *picked: commanded.append(picked))
    far = int(desk.view.grid.rows[-1])
    desk.commands.session.select([far])
    assert not commanded, "showing gives no command"
    assert desk.view.grid.selected[far] and desk.view.grid.selected.sum() == 1
    last = desk.view.grid.index(len(desk.view.grid.rows) - 1, 0)
    assert desk.view.viewport().rect().intersects(desk.view.visualRect(last))
    assert desk.view.currentIndex().row() == last.row(), "the keyboard continues from there"
    qtbot.keyClick(desk.view, Qt.Key.Key_Up)
    assert desk.commands.session.selection == (int(desk.view.grid.rows[-2]),)


def test_a_selection_in_many_pieces_is_marked_and_toggled_row_by_row(qtbot: QtBot, desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr("ui.parts.table.grid._MOST_RUNS", 3)
    every_other = desk.view.grid.rows[::2].tolist()
    desk.commands.session.select(every_other)
    assert desk.view.grid.selected.sum() == len(every_other)
    desk.click(qtbot, 1, CTRL)
    assert set(desk.commands.session.selection) == {*every_other, int(desk.view.grid.rows[1])}
    desk.click(qtbot, 3)
    assert desk.commands.session.selection == (int(desk.view.grid.rows[3]),)


def test_the_table_follows_the_canvas(desk: Desk) -> None:
    everything = len(desk.view.grid.rows)
    desk.commands.hide([node("Town council")])
    assert "Town council" not in desk.column("Label")
    desk.commands.session.undo()
    assert len(desk.view.grid.rows) == everything
    desk.panel.bar._tabs.button(1).click()
    ties = len(desk.view.grid.rows)
    desk.commands.hide([node("Town council")])
    assert len(desk.view.grid.rows) < ties == case().projection.edge_count


def test_an_empty_table_says_where_rows_are(desk: Desk, qtbot: QtBot, tmp_path) -> None:
    session = desk.commands.session
    desk.commands.hide(session.visible.nodes.tolist())
    assert desk.view.empty_text == "The canvas shows no resources. “Entire source” lists those of the source."
    (tmp_path / "one.ttl").write_text('<x:a> a <x:Board> ; <x:name> "A" .')
    session.open(finish(open_document([tmp_path / "one.ttl"])))
    assert len(desk.view.grid.rows) == 1
    desk.panel.bar._tabs.button(1).click()
    assert desk.view.empty_text == "There are no relationships to list."


def test_the_number_of_rows_is_whole_on_the_narrowest_panel(qtbot: QtBot) -> None:
    bar = TableBar()
    qtbot.addWidget(bar)
    bar.show()
    for words in ("54 resources", "43 of 1,172 resources · 12 selected"):
        bar.say(words)
        bar.layout().activate()
        bar.resize(bar.minimumSizeHint())
        number = words.split(" resources")[0]
        assert bar.note.text().startswith(number), "no digit is cut off"
        assert not bar.note.geometry().intersects(bar.whole.geometry())


def test_filtering_keeps_matching_rows_and_reports_an_invalid_filter(desk: Desk, qtbot: QtBot) -> None:
    desk.type(qtbot, "contract amount>=39,000")
    assert desk.column("Label") == ["Contract 38", "Contract 39"]
    assert desk.panel.bar.note.text().startswith("2 of ")
    desk.type(qtbot, "relationships>many")
    assert "“many” is not a number" in desk.panel.bar.note.text()
    assert desk.panel.bar.field.property("wrong") == "true"
    assert desk.column("Label") == ["Contract 38", "Contract 39"], "the rows found stay"
    desk.type(qtbot, "nobody-has-this")
    assert desk.view.grid.rowCount() == 0 and desk.view.empty_text
    qtbot.keyClick(desk.panel.bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.view.grid.rowCount() > 40)
    assert desk.panel.bar.field.property("wrong") == "false"


def test_numbers_are_grouped_and_dates_say_how_much_is_known(desk: Desk) -> None:
    assert "16 Jul 2018" in desk.column("Date") and "40,000" in desk.column("Amount")
    image = desk.view.viewport().grab().toImage()
    assert image.width() > 0


def test_columns_are_chosen_reordered_and_remembered(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.bar.columns.click()
    chooser = desk.panel._chooser
    titles = [chooser.list.shown.index(i, 0).data() for i in range(chooser.list.shown.rowCount())]
    assert titles[0] == "Label" and "Description" in titles
    chooser.list.setCurrentIndex(chooser.list.shown.index(titles.index("Description"), 0))
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)
    assert "Leads the council since 2015." in desk.column("Description")
    header = desk.view.header
    header.moveSection(header.count() - 1, 1)
    header.resizeSection(0, 222)
    qtbot.waitUntil(lambda: [column.title for column in desk.view.grid.columns][1] == "Description")
    again = Desk(qtbot, desk.remembered)
    assert [column.title for column in again.view.grid.columns][:2] == ["Label", "Description"]
    assert again.view.header.sectionSize(0) == 222


def test_columns_of_another_source_are_not_forgotten(qtbot: QtBot) -> None:
    kept = {"nodes": json.dumps({"shown": ["attribute http://elsewhere/x", "label", "degree"], "widths": {}})}
    desk = Desk(qtbot, kept)
    assert [column.title for column in desk.view.grid.columns] == ["Label", "Relationships"]
    desk.panel.sheet.toggle("class")
    assert json.loads(kept["nodes"])["shown"] == ["label", "degree", "class", "attribute http://elsewhere/x"]


@pytest.mark.parametrize("kept", ["no json", "[1]", '{"shown": 3}', '{"widths": 3}', '{"shown": ["x"]}'])
def test_invalid_settings_give_the_usual_columns(qtbot: QtBot, kept: str) -> None:
    desk = Desk(qtbot, {"nodes": kept})
    assert [column.title for column in desk.view.grid.columns][:3] == ["Label", "Class", "Relationships"]


def test_selected_rows_are_copied_with_their_header_and_made_harmless(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.view, Qt.Key.Key_C, CTRL)
    assert "Select rows first" in desk.said[-1]
    desk.type(qtbot, "contract amount>=39,000")
    desk.view.selectAll()
    desk.commands.session.select(desk.view.grid.rows.tolist())
    qtbot.keyClick(desk.view, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Label", "Class", "Relationships"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["Contract 38", "Contract 39"]
    assert "39000" in lines[1].split("\t"), "numbers as spreadsheets read them"
    assert desk.said[-1] == "2 rows are on the clipboard."


def test_one_relationship_is_selected_as_such_and_several_by_their_ends(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.bar._tabs.button(1).click()
    session, projection = desk.commands.session, case().projection
    rows = desk.view.grid.rows
    desk.click(qtbot, 0)
    assert session.selected_edge == rows[0]
    desk.click(qtbot, 2, SHIFT)
    ends = {int(end[row]) for row in rows[:3] for end in (projection.subject, projection.object)}
    assert set(session.selection) == ends and session.selected_edge < 0
    assert desk.view.grid.selected[rows[:3]].all(), "the relationships stay marked"
    session.select([node("Ada Mayor")])
    assert not desk.view.grid.selected.any()
    session.select_edge(int(rows[5]))
    assert np.flatnonzero(desk.view.grid.selected).tolist() == [rows[5]]


def test_the_whole_source_lists_hidden_rows_and_shows_them(desk: Desk, qtbot: QtBot) -> None:
    hub, bar = node("Town council"), desk.panel.bar
    desk.commands.hide([hub, node("Ada Mayor")])
    bar.whole.click()
    assert len(desk.view.grid.rows) == case().projection.node_count
    at = desk.column("Label").index("Town council")
    index = desk.view.grid.index(at, 0)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "not on the canvas"
    desk.click(qtbot, at)
    assert bar.reveal.isVisible()
    desk.commands.session.select([hub, node("Ada Mayor")])
    bar.reveal.click()
    assert not desk.commands.view.hidden_nodes
    assert set(desk.commands.session.selection) == {hub, node("Ada Mayor")} and not bar.reveal.isVisible()


def test_a_double_click_goes_to_a_row_and_enter_reads_its_details(desk: Desk, qtbot: QtBot) -> None:
    desk.click(qtbot, 3)
    spot = desk.view.visualRect(desk.view.grid.index(3, 0)).center()
    qtbot.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desk.went == [int(desk.view.grid.rows[3])]
    qtbot.keyClick(desk.view, Qt.Key.Key_Return)
    assert desk.said[-1] == "details"


def test_a_measure_becomes_a_column_and_order_and_columns_stay(desk: Desk) -> None:
    session = desk.commands.session
    desk.panel.sheet.sort("degree", True)
    shares = Values(session.projection.degree / session.projection.degree.sum())
    measured = Measured("measure pagerank", "PageRank", "Where one would be most often.", shares)
    desk.panel.put(session.projection, session.visible, (measured,))
    assert [column.title for column in desk.view.grid.columns][-1].startswith("PageRank")
    assert desk.column("Label")[:2] == ["Town council", "Ada Mayor"], "sorted as before"
    desk.panel.sheet.sort(measured.key, True)
    assert desk.column("Label")[0] == "Town council"


def test_cells_titles_and_fields_have_accessible_texts(desk: Desk) -> None:
    model = desk.view.grid
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Label: Ada Mayor"
    assert model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "Relationships"
    assert desk.panel.bar.field.accessibleName() == "Filter the table"
    assert desk.view.accessibleName() == "Resources" and desk.panel.objectName() == "table"


def test_text_from_data_stays_text(desk: Desk) -> None:
    at = desk.column("Label").index("<img src=x> & Clerk")
    tip = desk.view.grid.index(at, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip


def test_a_table_that_was_empty_fits_its_columns_to_the_rows_that_come(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    fitted = [desk.view.header.sectionSize(place) for place in range(3)]
    empty = Desk(qtbot)
    sheet = empty.panel.sheet
    empty.type(qtbot, "nobody-has-this")
    sheet._lay_out(sheet.view.grid.columns)
    assert [sheet.view.header.sectionSize(place) for place in range(3)] != fitted
    qtbot.keyClick(empty.panel.bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: empty.view.grid.rowCount() > 40)
    assert [sheet.view.header.sectionSize(place) for place in range(3)] == fitted


def test_relationships_count_what_is_shown_and_the_title_says_so(desk: Desk, qtbot: QtBot) -> None:
    session = desk.commands.session
    projection = session.projection
    assert "Relationships" in [column.title for column in desk.view.grid.columns]
    predicate = [info.label for info in projection.predicates].index("customer")
    desk.commands.toggle("predicates", predicate, "customer")
    council, total = node("Town council"), int(projection.degree[node("Town council")])
    row = desk.column("Label").index("Town council")
    assert desk.column("Relationships shown")[row] == f"{total - 40} of {total}"
    assert desk.column("Relationships shown")[desk.column("Label").index("Summer fair")] == "1", "all of them are shown"
    desk.click_title(qtbot, "Relationships shown")
    shown = np.bincount(np.concatenate((projection.subject, projection.object))[
        np.tile(session.visible.edge_cause == 0, 2)], minlength=projection.node_count)  # fmt: skip
    assert desk.view.grid.rows[0] == np.argmax(shown)
    desk.type(qtbot, f"relationships>={total}")
    assert council not in desk.view.grid.rows.tolist(), "a condition reads the number that the column shows"
    desk.type(qtbot, "")
    desk.commands.toggle("predicates", predicate, "customer")
    assert desk.column("Relationships")[desk.column("Label").index("Town council")] == str(total)


def test_a_narrow_table_says_all_words_of_its_bar_and_shows_all_columns(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    bar, header = desk.panel.bar, desk.view.header
    desk.panel.sheet.choose(("label", "class", "degree", "date"))
    for width in (560, 660, 900, 1300):
        desk.panel.resize(width, 320)
        QGuiApplication.processEvents()
        assert bar.note.text().endswith(" resources"), width
        metrics = QFontMetrics(bar.field.font())
        assert metrics.horizontalAdvance(bar.field.placeholderText()) < bar.field.width()
        assert header.length() <= desk.view.viewport().width(), f"{width} pixels cut a column"
    label = header.sectionSize(0)
    desk.panel.resize(1500, 320)
    QGuiApplication.processEvents()
    assert header.sectionSize(0) == label, "no column takes more than its words need"
    header.resizeSection(0, 700)
    desk.panel.resize(640, 320)
    QGuiApplication.processEvents()
    assert header.sectionSize(0) == 700, "a width that the user set stays"


def test_the_arrow_stands_beside_the_title_of_its_column(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(qtbot)
    desk.panel.resize(1500, 320)
    header, columns = desk.view.header, desk.view.grid.columns
    header.resizeSection(0, 400)
    places: list[int] = []
    monkeypatch.setattr("ui.parts.table.cells.icons.icon", lambda *_: Arrow(places))
    for section, column in enumerate(columns):
        desk.panel.sheet.sort(column.key, False)
        places.clear()
        header.grab()
        words = QFontMetrics(sized(header.font(), 0.92)).horizontalAdvance(column.title)
        left = header.sectionViewportPosition(section) + 10
        right = left + header.sectionSize(section) - 20
        title = (right - words, right) if column.kind == NUMBER else (left, left + words)
        assert min(abs(places[-1] - title[1]), abs(places[-1] + 12 - title[0])) < 6, column.title


class Arrow:
    """An icon that notes where it is painted."""

    def __init__(self, places: list[int]) -> None:
        self._places = places

    def paint(self, _painter: QPainter, place: QRect) -> None:
        self._places.append(place.left())
