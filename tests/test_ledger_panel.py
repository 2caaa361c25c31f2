"""The ledger: hidden resources by cause, and showing them again."""

from __future__ import annotations

import pytest
from panel_case import case, class_id, node, sit_down
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.pictures.drawing.display import Text
from explorer.pictures.drawing.extent import extent
from explorer.views.hiding.filters import Cause, is_filtered
from graph.rdf.unread import Place, Unread
from ui.look.fonts import measure
from ui.overlay.ledger import LedgerChip
from ui.parts.forms.unread_form import UnreadPage


class Desk:
    """A window with the chip."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 640)
        self.commands = sit_down()
        self.chip = LedgerChip(lambda: self.commands)
        self.chip.setParent(self.window)
        self.commands.session.listen(lambda _: self.update())
        self.update()
        self.chip.setGeometry(10, 600, 300, 28)
        self.chip.setVisible(True)
        self.window.setVisible(True)

    def update(self, left_out: tuple[str, ...] = (), unread: Unread | None = None) -> None:
        self.chip.put(self.commands.session.visible, case().projection.tally(), left_out, unread)

    def words(self) -> list[str]:
        QApplication.processEvents()
        return [label.text() for label in self.chip.sheet.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_chip_says_what_is_hidden(desk: Desk) -> None:
    assert desk.chip.whole == "Nothing is hidden"
    desk.commands.toggle("classes", class_id("Invoice"), "Invoice")
    desk.commands.hide([node("Leaflet")])
    assert desk.chip.whole == "41 not shown: 1 by hand, 40 by class"
    desk.update(("12 names",))
    assert desk.chip.whole.endswith(" · 12 names left out")
    assert "41 not shown" in desk.chip.toolTip()
    assert "41 not shown" in desk.chip.accessibleName()


def unread() -> Unread:
    made = Unread()
    made.total = 40
    for line in (41, 57):
        made.add(Place("a.ttl", line, line - 5, "no such word", (":a :p", ":b", "", "x"), line - 2))
    return made


def test_the_ledger_begins_with_what_is_missing_from_the_source_and_leads_to_its_places(desk: Desk) -> None:
    shown: list[bool] = []
    desk.chip.show_places = lambda: shown.append(True)
    desk.update(unread=unread())
    assert desk.chip.whole == "2 of 42 statements could not be read · Nothing is hidden"
    desk.chip.open()
    assert "The source is incomplete" in desk.words()
    places = next(b for b in desk.chip.sheet.findChildren(QPushButton) if b.text() == "show the places")
    places.click()
    assert shown == [True]


def test_the_page_of_mistakes_shows_the_lines_around_each_and_copies_all(desk: Desk, qtbot: QtBot) -> None:
    page = UnreadPage(desk.window, "Mistakes", unread().question, unread(), ("Open without them",))
    qtbot.addWidget(page)
    page.list.setCurrentRow(1)
    assert page.list.item(1).text() == "line 57, in the statement that begins at line 52: no such word"
    assert page.text.toPlainText() == "55  :a :p\n56  :b\n57  \n58  x"
    assert page.text.extraSelections()[0].cursor.blockNumber() == 2
    buttons = {button.text().replace("&", ""): button for button in page.findChildren(QPushButton)}
    buttons["Copy all places"].click()
    assert QApplication.clipboard().text().splitlines()[0].startswith("a.ttl, line 41, in the statement")
    assert page.choice == -1
    buttons["Open without them"].click()
    assert page.choice == 0


def test_the_sheet_uses_the_words_of_the_window_and_no_line_of_it_wraps(desk: Desk) -> None:
    desk.commands.toggle("classes", class_id("Invoice"), "Invoice")
    desk.chip.open()
    next(b for b in desk.chip.sheet.findChildren(QPushButton) if b.text().startswith("All triples")).click()
    words = desk.words()
    assert "edges" not in words and words.count("relationships") == 2
    end = next(label for label in desk.chip.sheet.findChildren(QLabel) if label.text() == "returns with its end")
    assert end.height() < 2 * end.fontMetrics().height() and not end.wordWrap()


def test_each_cause_can_be_undone_by_itself_and_the_sheet_stays_open(desk: Desk, qtbot: QtBot) -> None:
    desk.commands.toggle("classes", class_id("Invoice"), "Invoice")
    desk.commands.hide([node("Leaflet")])
    press(qtbot, desk.chip)
    assert desk.chip.sheet.isVisible()
    assert {"by class", "by hand", "because an end is hidden"} <= set(desk.words())
    press(qtbot, desk.chip.sheet.buttons[Cause.CLASS])
    assert not desk.commands.view.hidden_classes
    assert desk.commands.view.hidden_nodes
    assert desk.chip.sheet.isVisible()
    assert "by class" not in desk.words()


def test_reset_filters_drops_every_filter(desk: Desk, qtbot: QtBot) -> None:
    desk.commands.toggle("classes", class_id("Invoice"), "Invoice")
    desk.commands.filter_amounts((0.0, 5.0))
    press(qtbot, desk.chip)
    everything = [b for b in desk.chip.sheet.findChildren(QPushButton) if b.text() == "Reset filters"]
    press(qtbot, everything[-1])
    assert not is_filtered(desk.commands.view)
    assert desk.chip.whole == "Nothing is hidden"


def test_the_sheet_accounts_for_every_triple(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.chip)
    assert "triples" not in desk.words(), "nobody asked"
    press(qtbot, next(b for b in desk.chip.sheet.findChildren(QPushButton) if b.text().startswith("All triples")))
    words = desk.words()
    tally = case().projection.tally()
    for name, count in tally.items():
        shown = "relationships" if name == "edges" else name
        assert words[words.index(shown, words.index("triples")) + 1] == f"{count:,}"
    assert words[words.index("triples") + 1] == f"{sum(tally.values()):,}"


def test_escape_a_click_elsewhere_or_another_click_closes_the_sheet(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.chip)
    qtbot.keyClick(desk.chip.sheet, Qt.Key.Key_Escape)
    assert not desk.chip.sheet.isVisible()
    press(qtbot, desk.chip)
    press(qtbot, desk.window)
    assert not desk.chip.sheet.isVisible()
    press(qtbot, desk.chip)
    press(qtbot, desk.chip)
    assert not desk.chip.sheet.isVisible()


def test_the_sheet_stays_within_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.chip.setGeometry(700, 4, 190, 28)
    press(qtbot, desk.chip)
    assert desk.window.rect().contains(desk.chip.sheet.geometry())


@pytest.mark.parametrize("width", [420, 260, 150, 90])
def test_a_narrow_chip_has_more_lines_and_cuts_none(qtbot: QtBot, width: int) -> None:
    commands = sit_down()
    chip = LedgerChip(lambda: commands)
    qtbot.addWidget(chip)
    chip._whole = "120 not shown: 79 by class, 41 by hand · 2 shown although hidden by class · 97 names left out"
    lines, metrics = chip.lines(width), chip.fontMetrics()
    assert len(lines) > 1 and max(map(metrics.horizontalAdvance, lines)) <= width
    said = " ".join(lines).replace("·", "").split()
    assert said == chip.whole.replace("·", "").split() or (width < 150 and lines[-1].startswith("and "))
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("size", [(1600, 1000), (1280, 720), (1000, 700)])
def test_the_chip_says_all_its_words_and_lies_over_no_name_of_a_fitted_picture(
    window, qtbot: QtBot, size: tuple[int, int]
) -> None:
    chip, canvas, session = window.overlay.ledger, window.canvas, window.session
    window.resize(*size)
    for named_view in session.named_views:
        window.commands.look(named_view.view, named_view.title)
        qtbot.waitUntil(lambda: session.is_placed and not window.jobs.is_busy)
        canvas.fit(fly=False)
        qtbot.waitUntil(lambda: canvas.is_sharp)
        assert " ".join(chip.lines(chip.width() - 43)).replace(" ·", "") == chip.whole.replace(" ·", "")
        assert chip.y() >= canvas.height() - canvas.covered_below - 8, "a fitted picture leaves room for all lines"
        assert not _words_under(window, chip), named_view.title


def test_no_name_is_written_under_the_chip_or_the_legend(window, qtbot: QtBot) -> None:
    canvas = window.canvas
    canvas.look(canvas.camera._replace(zoom=1.6 * canvas.camera.zoom))
    qtbot.waitUntil(lambda: canvas.is_sharp)
    for over in (window.overlay.ledger, window.overlay.legend, window.overlay.minimap):
        assert not over.isHidden() and not _words_under(window, over)
    canvas.look(canvas.camera.panned(0.0, -40.0))
    qtbot.waitUntil(lambda: canvas.is_sharp)
    assert not _words_under(window, window.overlay.ledger)


def _words_under(window, over: QWidget) -> list[str]:
    """The words of the picture under a widget over the canvas."""
    rect, display = over.geometry(), window.canvas.rendering.display
    texts = [(item.text, extent(item, measure)) for item in display.items if isinstance(item, Text) and not item.angle]
    return [
        text
        for text, (left, top, right, bottom) in texts
        if left < rect.right() and right > rect.left() and top < rect.bottom() and bottom > rect.top()
    ]


def test_no_line_of_the_sheet_is_cut_in_the_window(window) -> None:
    window.session.commit(window.session.document.named_views[3].view, "open")
    window.overlay.ledger.open()
    QApplication.processEvents()
    said = [label for label in window.overlay.ledger.sheet.findChildren(QLabel) if label.isVisible()]
    assert any(label.text() == "because an end is hidden" for label in said)
    assert all(label.wordWrap() or label.width() >= label.sizeHint().width() for label in said)


def test_a_long_first_part_is_broken_between_its_causes(qtbot: QtBot) -> None:
    commands = sit_down()
    chip = LedgerChip(lambda: commands)
    qtbot.addWidget(chip)
    chip._whole = "126 not shown: 79 by class, 11 by passages or texts, 36 by hand · 2 names"
    width = chip.fontMetrics().horizontalAdvance("126 not shown: 79 by class, 11 by passages or tex")
    assert chip.lines(width) == ("126 not shown: 79 by class,", "11 by passages or texts, 36 by hand · 2 names")
