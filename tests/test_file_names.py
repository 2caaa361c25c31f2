"""The suffix of a file that the user names: the one they type, or the one of the format."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ui.parts import dialogs

DATA = {".ttl": "Turtle", ".nt": "N-Triples"}
VIEWS = {".view.ttl": "Turtle", ".view.trig": "TriG"}


@pytest.mark.parametrize(
    ("formats", "kind", "typed", "saved"),
    [
        (DATA, "Turtle (*.ttl)", "part", "part.ttl"),
        (DATA, "N-Triples (*.nt)", "part", "part.nt"),
        (DATA, "Turtle (*.ttl)", "part.nt", "part.nt"),
        (DATA, "Turtle (*.ttl)", "part.TTL", "part.TTL"),
        (DATA, "Turtle (*.ttl)", "case.2018", "case.2018.ttl"),
        (DATA, "", "part", "part.ttl"),
        (VIEWS, "Turtle (*.view.ttl)", "mine", "mine.view.ttl"),
        (VIEWS, "Turtle (*.view.ttl)", "mine.ttl", "mine.view.ttl"),
        (VIEWS, "Turtle (*.view.ttl)", "mine.trig", "mine.view.trig"),
    ],
)
def test_a_name_gets_the_suffix_of_its_format(formats, kind, typed, saved, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), kind))
    assert dialogs.file_to_save(None, "Save", formats, tmp_path / "suggested.ttl") == tmp_path / saved
