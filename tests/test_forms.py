"""Forms: what goes into an export or an image, as ticked and typed."""

from dataclasses import asdict

import pytest
from PySide6.QtWidgets import QCheckBox, QDialog, QMainWindow, QWidget

from explorer.files.exports import Companions
from explorer.files.publication.leaving import Unseen
from explorer.files.publication.wishes import Wishes
from explorer.settings import Settings, load_settings
from ui.parts.forms.export_form import ask_companions
from ui.tasks.ask import Ask


@pytest.fixture
def answer(monkeypatch, qapp):
    """Answer the next dialog: with it, before it closes, and whether it is accepted."""

    def prepare(act, accepted=True):
        def run(dialog):
            act(dialog)
            return QDialog.DialogCode.Accepted if accepted else QDialog.DialogCode.Rejected

        monkeypatch.setattr(QDialog, "exec", run)

    return prepare


@pytest.fixture
def parent(qtbot):
    """A window with something in its middle, which has the keys after a dialog."""
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    qtbot.addWidget(window)
    return window


def boxes(dialog):
    return {box.text().replace("&", "").split(":")[0]: box for box in dialog.findChildren(QCheckBox)}


def test_an_export_asks_for_view_and_notes_as_they_were_last_time(answer, parent):
    ask, seen = Ask(parent, Settings()), []

    def tick(dialog):
        seen.append({words: box.isChecked() for words, box in boxes(dialog).items()})
        boxes(dialog)["Include the view"].setChecked(True)

    answer(tick)
    assert ask.companions("Export", lambda _: "Three resources.") == Companions(view=True)
    again = Ask(parent, load_settings())
    assert again.companions("Export", lambda _: "Three resources.") == Companions(view=True)
    assert seen == [
        {"Include the view": False, "Include your notes": False},
        {"Include the view": True, "Include your notes": False},
    ]


def test_a_cancelled_export_remembers_nothing(answer, parent):
    settings = Settings()
    answer(lambda dialog: boxes(dialog)["Include your notes"].setChecked(True), accepted=False)
    assert ask_companions(None, "Export", str, Companions()) is None
    assert Ask(parent, settings).companions("Export", str) is None
    assert asdict(settings) == asdict(Settings())


def test_a_publication_lists_what_nobody_sees_and_leaves_out_what_is_not_ticked(answer, parent):
    ask, seen = Ask(parent, Settings()), []
    unseen = (Unseen("names", 12, "altLabel 12"), Unseen("notes", 2, ""))

    def tick(dialog):
        seen.append({words: (box.isEnabled(), box.isChecked()) for words, box in boxes(dialog).items()})
        boxes(dialog)["Your notes"].setChecked(True)
        dialog.title.setText(" Title ")

    answer(tick)
    assert ask.publication(Wishes(date="2018-07-20"), unseen, False) == Wishes(
        "Title", "", "2018-07-20", False, frozenset({"notes"})
    )
    assert seen == [
        {
            "Quote the words of passages in the footnotes": (False, False),
            "Other names of what is shown": (True, False),
            "Your notes": (True, False),
        }
    ]
    answer(lambda dialog: dialog.quote.setChecked(True))
    assert ask.publication(Wishes(), (), True) == Wishes(quote=True)
    answer(lambda _: None, accepted=False)
    assert ask.publication(Wishes(), (), True) is None
