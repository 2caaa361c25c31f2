"""Help in the program: the guide with its pictures and chapters, the page of keys, and fields that find in both."""

import re
import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from explorer.actions.table import ACTIONS
from ui.parts.help.guide import GuidePage, guide_folder
from ui.parts.help.keys import MOUSE, KeysPage, key_groups

ROOT = Path(__file__).resolve().parents[1]


def test_f1_opens_the_guide_with_its_chapters_and_pictures(window, qtbot):
    window.session.select([])
    qtbot.keyClick(window.canvas, Qt.Key.Key_F1)
    page = window.findChild(GuidePage)
    assert page is not None and page.isVisible()
    chapters = [page.chapters.item(row).text() for row in range(page.chapters.count())]
    written = (guide_folder() / "guide.md").read_text(encoding="utf-8")
    assert chapters == [head.strip() for head in re.findall(r"^##? (.+)$", written, re.MULTILINE)]
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", written):
        picture = page.page.loadResource(QTextDocument.ResourceType.ImageResource.value, name)
        assert not picture.isNull() and picture.width() <= 660, name
    assert "Double-click a resource" in page.page.toPlainText(), "it says what the program does"
    assert "<!--" not in page.page.toPlainText()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F1)
    assert len(window.findChildren(GuidePage)) == 1, "a second F1 opens no second one"
    page.close()


def test_the_guide_finds_words_and_goes_from_place_to_place(window, qtbot):
    page = GuidePage(window)
    page.show()
    page.field.setText("lasso")
    assert page.field.property("wrong") is ("lasso" not in page.page.toPlainText().casefold())
    page.field.setText("timeline")
    marks = page.page.extraSelections()
    assert len(marks) == page.page.toPlainText().casefold().count("timeline") > 3
    seen = set()
    for _ in marks:
        assert page.page.textCursor().selectedText().casefold() == "timeline"
        seen.add(page.page.textCursor().position())
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert len(seen) == len(marks) and page.page.textCursor().position() in seen, "after the last comes the first"
    assert page.isVisible(), "Enter belongs to the field, not to a button"
    page.field.setText("no such words")
    assert page.field.property("wrong") is True and not page.page.extraSelections()
    page.close()


def test_a_chapter_is_one_click_away(window, qtbot):
    page = GuidePage(window)
    page.show()
    row = next(row for row in range(page.chapters.count()) if page.chapters.item(row).text() == "Notes")
    page.chapters.setCurrentRow(row)
    assert page.page.textCursor().block().text() == "Notes"
    assert 0 <= page.page.cursorRect().top() < 200
    page.close()


def test_links_of_the_guide_to_its_other_pages_open_there(window):
    page = GuidePage(window)
    page.page.setSource(
        page.page.source().resolved(page.page.source().fromLocalFile(str(guide_folder() / "glossary.md")))
    )
    assert page.chapters.item(0).text() == "Words"
    page.page.backward()
    assert page.chapters.item(0).text() == "What you can do"
    page.close()


def test_the_wheel_holds_the_guide_its_pictures_and_the_pages_it_links_to():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    written = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    wanted = {"guide.md", *re.findall(r"\]\(([\w-]+\.(?:png|md))\)", written)}
    packed = {name for name in wanted if included.get(f"docs/{name}") == f"resources/guide/{name}"}
    assert wanted == packed and all((ROOT / source).is_file() for source in included)


def test_keys_stand_in_groups_and_can_be_found(window, qtbot):
    groups = dict(key_groups(ACTIONS, ""))
    assert next(iter(groups)) == "Mouse, on the canvas" and groups["Mouse, on the canvas"] == list(MOUSE)
    assert sum(map(len, groups.values())) == len(MOUSE) + sum(bool(action.keys) for action in ACTIONS)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Question)
    page = window.findChild(KeysPage)
    assert page is not None
    page.field.setText("timeline")
    assert "Play the timeline" in page.page.toPlainText() and "Undo" not in page.page.toPlainText()
    page.field.setText("ctrl+z")
    assert "Undo" in page.page.toPlainText()
    page.field.setText("xyzzy")
    assert page.page.toPlainText() == "No key or command holds “xyzzy”."
    page.close()
