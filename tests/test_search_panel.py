"""The search field: finding a resource by typing."""

from __future__ import annotations

import pytest
from panel_case import case, node
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from explorer.panels.search import Hit, Index, NodeHit, Target
from ui.parts.search import SearchField


class Desk:
    """A window with the field and another widget that can have the keyboard."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.asked: list[str] = []
        self.selected: list[Target] = []
        self.index = Index(case().projection)
        self.field = SearchField(self.find, self.selected.append)
        self.other = QLineEdit()
        for widget, top in ((self.field, 10), (self.other, 300)):
            widget.setParent(self.window)
            widget.setGeometry(10, top, 400, 30)
        self.window.resize(600, 500)
        self.window.setVisible(True)
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def find(self, query: str) -> list[Hit]:
        self.asked.append(query)
        return self.index.find(query)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_typing_searches_after_a_moment_and_keeps_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "coun")
    assert not desk.asked
    qtbot.waitUntil(desk.field.popup.isVisible)
    assert desk.asked == ["coun"]
    assert desk.field.hasFocus()
    qtbot.keyClicks(desk.field, "cil")
    qtbot.waitUntil(lambda: desk.asked[-1] == "council")
    assert desk.field.text() == "council"


def test_down_and_enter_select_a_hit(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "contract 0")
    qtbot.waitUntil(desk.field.popup.isVisible)
    qtbot.keyClick(desk.field, Qt.Key.Key_Down)
    qtbot.keyClick(desk.field, Qt.Key.Key_Down)
    qtbot.keyClick(desk.field, Qt.Key.Key_Up)
    qtbot.keyClick(desk.field, Qt.Key.Key_Return)
    assert desk.selected == [desk.index.find("contract 0")[1].target]
    assert not desk.field.popup.isVisible()


def test_enter_right_after_typing_uses_the_typed_text(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "ada")
    qtbot.keyClick(desk.field, Qt.Key.Key_Return)
    assert desk.selected == [NodeHit(node("Ada Mayor"))]
    qtbot.wait(100)
    assert not desk.field.popup.isVisible()


def test_a_click_selects_a_hit(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "feast")
    qtbot.waitUntil(desk.field.popup.isVisible)
    place = desk.field.popup.visualRect(desk.field.popup.hits.index(0)).center()
    qtbot.mouseClick(desk.field.popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.selected == [NodeHit(node("Winter feast"))]


def test_no_results_are_reported_and_enter_does_nothing(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "zebra")
    qtbot.waitUntil(desk.field.popup.isVisible)
    assert desk.field.popup.hits.index(0).data() == "No results for “zebra”"
    qtbot.keyClick(desk.field, Qt.Key.Key_Return)
    assert not desk.selected


def test_escape_closes_then_clears(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "ada")
    qtbot.waitUntil(desk.field.popup.isVisible)
    qtbot.keyClick(desk.field, Qt.Key.Key_Escape)
    assert not desk.field.popup.isVisible()
    assert desk.field.text() == "ada"
    qtbot.keyClick(desk.field, Qt.Key.Key_Escape)
    assert desk.field.text() == ""


def test_moving_the_keyboard_elsewhere_closes_the_list(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "ada")
    qtbot.waitUntil(desk.field.popup.isVisible)
    desk.other.setFocus()
    assert not desk.field.popup.isVisible()


def test_a_hit_by_text_shows_the_text_and_markup_stays_text(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "leads")
    qtbot.waitUntil(desk.field.popup.isVisible)
    assert "Leads the council" in desk.field.popup.hits.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    desk.field.clear()
    qtbot.keyClicks(desk.field, "img")
    qtbot.waitUntil(lambda: desk.asked[-1] == "img")
    assert desk.field.popup.hits.index(0).data() == "<img src=x> & Clerk"
    assert "<img" not in desk.field.popup.hits.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_narrow_field_says_search_and_a_wide_one_its_key_too(desk):
    field = desk.field
    assert field.placeholderText() == "Search (Ctrl+F)"
    field.resize(field.fontMetrics().horizontalAdvance("Search (Ctrl+F)") + 30, 30)
    assert field.placeholderText() == "Search", "nothing is cut"
    assert "Ctrl+F" in field.toolTip()
    field.resize(400, 30)
    assert field.placeholderText() == "Search (Ctrl+F)"
