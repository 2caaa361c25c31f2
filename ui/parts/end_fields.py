"""From and To: two fields in which the ends of a path are searched by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from explorer.panels.search import Hit, NodeHit, Target
from ui.parts.search import SearchField


class EndFields(QWidget):
    """Two fields; ``put_end(which, node)`` is called with 0 or 1 and the resource that the user took there."""

    def __init__(self, find: Callable[[str], list[Hit]], put_end: Callable[[int, int], None]) -> None:
        super().__init__()
        self._put_end = put_end
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        self.fields = tuple(SearchField(find, partial(self._take, which)) for which in (0, 1))
        for field, title in zip(self.fields, ("From", "To")):
            field.hint(title)
            field.setAccessibleName(f"{title} (end of the paths)")
            field.setToolTip("Search for a resource by name; the search for paths starts once both ends are given")
            row.addWidget(field, 1)

    def _take(self, which: int, target: Target) -> None:
        if isinstance(target, NodeHit):
            self.fields[which].setModified(False)
            self._put_end(which, target.node)
            if not self.fields[1 - which].text():
                self.fields[1 - which].setFocus()

    def put(self, names: tuple[str, str]) -> None:
        """Show the names of the ends, "" for one that is not there yet."""
        for field, name in zip(self.fields, names):
            is_typing = field.hasFocus() and (field.isModified() or not field.text())
            if not is_typing and field.text() != name:
                field.setText(name)
