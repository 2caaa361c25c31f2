"""Names in the window: languages and properties are put in order in a dialog, by keyboard too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from graph.model.names.renaming import Offer
from graph.rdf.naming import USUAL, Naming
from ui.parts.forms.naming_form import NamingForm

OFFER = Offer((("pt", 5), ("de", 2), ("", 1)), (("urn:label", "name", 7), ("urn:code", "code", 7)))


@pytest.fixture
def form(qtbot) -> NamingForm:
    made = NamingForm(None, OFFER, Naming(("de", "en"), ("urn:old",)))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_form_lists_what_the_source_offers_with_what_is_set_on_top(form):
    lines = [form.languages.list.item(row).text() for row in range(form.languages.list.count())]
    assert lines == ["German (de) · 2 names", "English (en) · no name", "Portuguese (pt) · 5 names"]
    assert form.naming() == Naming(("de", "en"), ("urn:old",))


def test_lines_are_ticked_and_moved_with_the_keyboard(form):
    languages = form.languages.list
    languages.setFocus()
    languages.setCurrentRow(2)
    QTest.keyClick(languages, Qt.Key.Key_Space)
    for _ in range(3):  # once more than there are lines above
        QTest.keyClick(languages, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert form.naming().languages == ("pt", "de", "en") and languages.currentRow() == 0
    QTest.keyClick(languages, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(languages, Qt.Key.Key_Space)
    assert form.naming().languages == ("de", "en")
    form.as_iris.click()
    assert form.naming().as_iris and not form.languages.isEnabled()
    form.reset()
    assert form.naming() == USUAL and form.languages.isEnabled()


def test_names_in_the_window_change_and_undo_brings_them_back(window, qtbot, monkeypatch):
    session, seen = window.tasks.session, []

    def answer(offer: Offer, given: Naming) -> Naming:
        seen.append((offer, given))
        return Naming(("fr",))

    monkeypatch.setattr(window.tasks._tools.ask, "naming", answer)
    window.actions_set.by_id["view.names"].trigger()
    qtbot.waitUntil(lambda: session.view.naming == Naming(("fr",)))
    assert session.projection.naming == Naming(("fr",)) and seen[0][1] == USUAL and dict(seen[0][0].languages)["en"]
    before = session.projection.labels
    window.actions_set.by_id["view.iris"].trigger()
    qtbot.waitUntil(lambda: session.view.naming.as_iris)
    assert all(":" in label for label in session.projection.labels)
    window.actions_set.by_id["edit.undo"].trigger()
    assert session.projection.labels == before
