"""Findings: the results of path searches that the user saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.panels.path_search import Finding


class SavedFindings:
    """The findings of what is open, oldest first; ``changed`` is called after each change."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.all: tuple[Finding, ...] = ()

    def put(self, findings: tuple[Finding, ...]) -> None:
        """Have other findings."""
        if findings != self.all:
            self.all = findings
            self._changed()
