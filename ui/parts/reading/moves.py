"""Keys and clicks that a text and its pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar

Range = tuple[int, int]


class Readable(Protocol):
    """A view of a text that scrolls; see :class:`ui.parts.reading.sheet.Sheet`."""

    @property
    def stepped(self) -> SignalInstance: ...
    @property
    def strode(self) -> SignalInstance: ...
    @property
    def entered(self) -> SignalInstance: ...
    def verticalScrollBar(self) -> QScrollBar: ...


def work_of(view: Readable, event: QKeyEvent) -> Callable[[], object] | None:
    """The work of a key, None if texts have none for it."""
    bar, key = view.verticalScrollBar(), Qt.Key
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.ShiftModifier:
        ways = {key.Key_Right: 1, key.Key_Left: -1}
        way = ways.get(key(event.key()))
        return (lambda: view.strode.emit(way)) if way else None
    if held:
        return None
    return {
        key.Key_Right: lambda: view.stepped.emit(1),
        key.Key_Left: lambda: view.stepped.emit(-1),
        key.Key_Return: view.entered.emit,
        key.Key_Enter: view.entered.emit,
        key.Key_Up: lambda: bar.setValue(bar.value() - bar.singleStep()),
        key.Key_Down: lambda: bar.setValue(bar.value() + bar.singleStep()),
        key.Key_PageUp: lambda: bar.setValue(bar.value() - bar.pageStep()),
        key.Key_PageDown: lambda: bar.setValue(bar.value() + bar.pageStep()),
        key.Key_Home: lambda: bar.setValue(0),
        key.Key_End: lambda: bar.setValue(bar.maximum()),
    }.get(key(event.key()))


def next_under(under: Sequence[int], current: int) -> int:
    """The mark that a click selects: another click at the same place goes to the next mark there."""
    again = under.index(current) + 1 if current in under else 0
    return under[again % len(under)]
