"""Pages of a PDF as pictures: drawn beside the window, with the passages marked where their words stand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import encrypted, needs_pdf, pdf, with_sizes
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer.panels.reading.marks import Marks
from explorer.panels.reading.page_places import WHOLE, column, lines_on, page_of, words_on
from explorer.panels.reading.pages import Page, TextEntry
from graph.analysis.layers.layer import LayerError, WordlessError
from graph.analysis.layers.pdf import places, plain
from graph.analysis.layers.pdf_pages import PagePicture, draw
from graph.analysis.layers.taking import take
from graph.work.progress import finish
from ui.parts.reading.drawn_pages import DrawnPages
from ui.parts.reading.page_pictures import PagePictures


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def drawn(path: Path, number: int = 0, width: int = 600) -> PagePicture:
    return finish(draw(path, sha(path.read_bytes()), number, width))


# Letters and their places


@given(st.text("ab \r\n\0\ufffe\ud835é", max_size=20))
def test_each_letter_of_a_page_has_its_place_in_what_the_library_says(words: str) -> None:
    letters = "".join(words[place] for place in places(words)).replace("\r", "\n")
    assert letters.encode("utf-8", "replace").decode() == plain(words)


@needs_pdf
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_hold_the_ink_of_their_letters_on_a_page_that_is_turned(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(with_sizes((400, 500, turn)))
    picture, layer = drawn(path), finish(take(path))
    words = words_on(layer.text, layer.pages, 0)
    assert words == "Page 1 says that Ada leads." and len(picture.boxes) == len(words)
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    down, across = np.nonzero(pixels[:, :, 0] < 128)
    one_pixel = 1.5 / min(picture.width, picture.height)
    x, y = (across + 0.5) / picture.width, (down + 0.5) / picture.height
    left, top, right, bottom = picture.boxes[:, :, None].transpose(1, 0, 2)
    inside = (left - one_pixel < x) & (x < right + one_pixel) & (top - one_pixel < y) & (y < bottom + one_pixel)
    assert inside.any(axis=0).all(), "no ink lies outside"
    assert all(inside[i].any() for i, letter in enumerate(words) if letter != " "), "each letter has ink"


@needs_pdf
@pytest.mark.parametrize(
    ("data", "number", "said"),
    [
        (with_sizes((14400, 2, 0)), 0, "Page 1 of “a.pdf” measures 14,400 × 2 points, which no picture can show."),
        (with_sizes((99, 99, 0)), 1, "Page 2 of “a.pdf” is broken. Read its words under Text."),
        (encrypted(), 0, "it is encrypted"),
        (b"%PDF-1.7 broken", 0, "it is broken, or no PDF"),
    ],
)
def test_a_page_that_cannot_be_drawn_says_so_in_a_sentence(tmp_path: Path, data: bytes, number: int, said: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(LayerError, match=said):
        drawn(path, number)


@needs_pdf
def test_a_huge_page_is_drawn_within_bounds_and_a_changed_file_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(with_sizes((14400, 14400, 0)))
    picture = drawn(path, width=9000)
    assert 3000 < picture.width < 4000 and len(picture.pixels) == 4 * picture.width * picture.height
    with pytest.raises(LayerError, match="the file has changed since it was attached"):
        finish(draw(path, sha(b"other"), 0, 100))


@needs_pdf
def test_a_pdf_without_words_gives_the_sizes_of_its_pages(qapp, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("", ""))
    with pytest.raises(WordlessError) as caught:
        finish(take(path))
    assert len(caught.value.sizes) == 2 and min(map(min, caught.value.sizes)) > 500


def test_lines_of_a_range_are_the_boxes_around_its_letters_between_line_ends() -> None:
    words = "ab c\nde"
    boxes = np.array([[i / 10, 0.1, i / 10 + 0.1, 0.2] for i in range(7)], np.float32)
    boxes[[2, 4]] = 0
    boxes[5:, 1:4:2] = 0.5, 0.6
    shown = [tuple(round(side, 3) for side in line) for line in lines_on(words, boxes, 1, 6)]
    assert shown == [(0.1, 0.1, 0.4, 0.2), (0.5, 0.5, 0.6, 0.6)]
    assert lines_on(words, boxes, 2, 3) == [], "a space alone takes no room"
    assert lines_on("", boxes[:0], 0, 1) == [WHOLE], "a page without words is marked as a whole"


@given(st.lists(st.tuples(st.floats(0, 3000), st.floats(0, 3000)), min_size=1, max_size=9), st.floats(40, 2000))
def test_pages_lie_under_each_other_each_with_room_for_its_caption(sizes, width) -> None:
    found = column(sizes, width, 20)
    assert (np.diff(found.tops) >= found.heights[:-1] + 19.99).all() and found.tops[0] >= 19.99
    assert found.height == pytest.approx(found.tops[-1] + found.heights[-1] + 20)
    for i, (top, height) in enumerate(zip(found.tops, found.heights)):
        assert found.page_at(top + height / 2) == i
        assert 0 < height <= 20 * width * 1.01


# The view


class Drawing(QObject):
    """Stands for a task that draws; :meth:`end` ends it."""

    ended = Signal()

    def __init__(self, number: int, width: int, done, failed) -> None:
        super().__init__()
        self.number, self.width, self._done, self._failed = number, width, done, failed
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True

    def end(self, error: str = "") -> None:
        if error:
            self._failed(LayerError(error))
        elif not self.is_cancelled:
            high = self.width * 7 // 5
            boxes = np.array([[0.1, i / 20, 0.5, i / 20 + 0.04] for i in range(10, 20)], np.float32)
            self._done(PagePicture(self.width, high, b"\xff" * (4 * self.width * high), boxes))
        self.ended.emit()


TEXT = "\n\n".join(["0123456789"] * 30) + "\n"
STARTS = tuple(range(0, 12 * 30, 12))
ENTRY = TextEntry("key", "key", "Title", ("d",), (0, 1, 2))
MARKS = Marks([(12, 16, 0), (14, 15, 1), (12 * 20 + 3, 12 * 20 + 6, 2)])


@pytest.fixture
def view(qtbot):
    """Thirty pages of ten letters, a page drawn when the test says so, and the tasks so far."""
    tasks: list[Drawing] = []

    def start(*args):
        tasks.append(Drawing(*args))
        return tasks[-1]

    out = PagePictures()
    qtbot.addWidget(out)
    out.resize(400, 500)
    out.put(Page(ENTRY, TEXT, MARKS, starts=STARTS, sizes=((500.0, 700.0),) * 30), start)
    out.show()
    qtbot.waitUntil(lambda: bool(tasks))
    return out, tasks


def end_all(qtbot, tasks: list[Drawing]) -> list[int]:
    """End drawings until none follows, and give the pages that were drawn."""
    at = 0
    while at < len(tasks):
        tasks[at].end()
        at += 1
        qtbot.wait(90)
    return [task.number for task in tasks]


def test_only_pages_in_sight_and_the_next_one_are_drawn_one_at_a_time(view, qtbot) -> None:
    _out, tasks = view
    assert [task.number for task in tasks] == [0]
    assert end_all(qtbot, tasks) == [0, 1]


def test_a_passage_on_a_page_that_is_not_drawn_comes_into_sight_when_it_is(view, qtbot) -> None:
    out, tasks = view
    tasks[0].end()
    out.go_to((MARKS[2].start, MARKS[2].end))
    assert not out.is_in_sight((MARKS[2].start, MARKS[2].end)), "nobody sees a page that is not drawn"
    seen = out.seen()
    assert page_of(STARTS, seen[0]) <= 20 <= page_of(STARTS, seen[1])
    qtbot.wait(90)
    assert [task.number for task in tasks][-1] in (19, 20)
    end_all(qtbot, tasks[1:])
    qtbot.waitUntil(lambda: [task.number for task in tasks].count(20) == 1)
    tasks[-1].end()
    assert out.is_in_sight((MARKS[2].start, MARKS[2].end))


def test_passages_on_a_page_are_hovered_and_clicked_one_after_the_other(view, qtbot) -> None:
    out, tasks = view
    end_all(qtbot, tasks)
    out.go_to((14, 15))
    qtbot.wait(90)
    end_all(qtbot, tasks[2:])
    spot = out._spot((14, 15)).center()
    hovered, pressed = [], []
    out.hovered.connect(hovered.append)
    out.pressed.connect(pressed.append)
    none = Qt.MouseButton.NoButton
    at = QPointF(spot), QPointF(out.viewport().mapToGlobal(spot))
    move = QMouseEvent(QEvent.Type.MouseMove, *at, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(out.viewport(), move)
    assert hovered == [(1, 0)], "the shortest first"
    for _ in range(3):
        qtbot.mouseClick(out.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
        out.current = pressed[-1]
    assert pressed == [1, 0, 1]


def test_a_page_that_could_not_be_drawn_says_why_and_others_follow(view, qtbot) -> None:
    out, tasks = view
    before = out.viewport().grab().toImage()
    tasks[0].end("Page 1 of “a.pdf” is broken.")
    qtbot.waitUntil(lambda: len(tasks) == 2)
    assert tasks[1].number == 1 and out._pages.failed == {0: "Page 1 of “a.pdf” is broken."}
    assert out.viewport().grab().toImage() != before
    tasks[1].cancel()
    tasks[1].end()
    assert out._pages.failed[1].startswith("This page was not drawn, because you cancelled it.")


def test_another_text_stops_the_drawing_of_the_last_one(view, qtbot) -> None:
    out, tasks = view
    out.put(Page(ENTRY, "x", Marks(), starts=(0,), sizes=((500.0, 700.0),)), lambda *args: Drawing(*args))
    assert tasks[0].is_cancelled
    tasks[0].end()
    assert out._pages.get(0) is None


def test_a_larger_page_is_drawn_anew_at_its_width_and_keeps_its_place(view, qtbot) -> None:
    out, tasks = view
    out.go_to((MARKS[2].start, MARKS[2].end))
    end_all(qtbot, tasks)
    first = tasks[-1].width
    qtbot.keyClick(out, "+")
    qtbot.keyClick(out, "+")
    first_seen, last_seen = out.seen()
    assert out.zoom == 1.5 and first_seen <= MARKS[2].start < last_seen
    assert out.horizontalScrollBar().maximum() > 0
    qtbot.waitUntil(lambda: tasks[-1].width > 1.4 * first)
    qtbot.keyClick(out, "0")
    assert out.zoom == 1.0 and out.horizontalScrollBar().maximum() == 0


def test_images_of_pages_take_a_bounded_amount_of_memory(qapp) -> None:
    tasks: list[Drawing] = []
    parent = QObject()
    pages = DrawnPages(parent, most=5 * 4 * 100 * 140)
    pages.put(lambda *args: tasks.append(Drawing(*args)) or tasks[-1])
    for number in range(12):
        pages.ask([number], 100, [number])
        tasks[-1].end()
    kept = [number for number in range(12) if pages.get(number)]
    assert kept == [7, 8, 9, 10, 11] and isinstance(pages.get(11).image, QImage)
