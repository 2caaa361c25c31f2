"""Sheet: one table with its columns, its order, its filter and its view."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics

from explorer.panels.table_filter import QUICK, Asked, Found, find_rows
from graph.arrays.types import Ids, Mask
from graph.model.column import NUMBER, Column
from graph.work.progress import finish
from ui.parts.table.cells import ARROW
from ui.parts.table.grid import GridView
from ui.parts.text import sized
from ui.work.jobs import Start, Task

_SAMPLE = 60
"""Number of rows that give columns their first width."""
_RARE = 50
"""One in so many rows must have a value for a usual column to be shown by default."""
_NARROWEST, _WIDEST = 56, 320
_NARROWED, _NAMES_KEEP = 120, 240
"""Pixels that a column of words, or of names, keeps where others need room."""


class Sheet(QObject):
    """Holds the request of one table and shows the rows found; ``remember`` stores the chosen columns.

    Up to :data:`explorer.panels.table_filter.QUICK` rows are found at once, more in a job.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(
        self, name: str, usual: tuple[str, ...], start: Start, kept: str, remember: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.view = GridView(name)
        self.columns: tuple[Column, ...] = ()
        self.count = 0
        self.present: Mask | None = None
        self._start, self._remember = start, remember
        self._usual = usual
        self._kept = _read(kept)
        self._widths: dict[str, int] = {
            key: width for key, width in dict(self._kept.get("widths", {})).items() if isinstance(width, int)
        }
        self.asked = Asked(usual)
        self.found: Found | None = None
        self._task: Task | None = None
        self._laying = False
        header = self.view.header
        self.view.sorted_by.connect(self._sort_by)
        header.sectionMoved.connect(lambda *_: None if self._laying else QTimer.singleShot(0, self, self._reordered))
        header.sectionResized.connect(self._resized)
        self.view.widened.connect(self._refit)

    # The request

    def put(self, columns: tuple[Column, ...], count: int, present: Mask | None, absent: Mask | None) -> None:
        """Show the ``present`` rows (n,), None for all, of these columns; ``absent`` ones (n,) look quiet."""
        self.present, self.view.grid.absent = present, absent
        if columns is self.columns and count == self.count and self.found is not None:
            self._show()
            return
        known, before = {column.key for column in columns}, {column.key for column in self.columns}
        same = bool(self.columns) and columns[0] is self.columns[0]
        if [column.key for column in columns] != [column.key for column in self.columns] or count != self.count:
            self.view.put((), np.empty(0, np.int32), count)
        self.columns, self.count, self.found = columns, count, None
        shown = tuple(key for key in self.asked.shown if key in known) if same else self._selected()
        taken = [column.key for column in columns if column.key.startswith("measure ") and column.key not in before]
        shown = (*shown, *(key for key in taken if key not in shown)) or (columns[0].key,)
        sort = self.asked.sort if same and self.asked.sort in known else ""
        self.asked = self.asked._replace(shown=shown, sort=sort)
        self.ask(self.asked)

    def _selected(self) -> tuple[str, ...]:
        """The keys of the stored columns, or of the usual ones, as far as the data has them."""
        known = {column.key for column in self.columns if column.filled}
        kept = [key for key in self._kept.get("shown", ()) if key in known]
        common = {column.key for column in self.columns if column.filled * _RARE >= self.count}
        return tuple(kept or [key for key in self._usual if key in common]) or (self.columns[0].key,)

    def ask(self, asked: Asked) -> None:
        """Sort and filter again. A result that arrives after the next request is dropped."""
        self.asked = asked
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._show_arrow()
        job = find_rows(self.columns, self.count, asked, self.found)
        if self.count > QUICK:
            task = self._task = self._start(job, "Sorting and filtering", done=self._take, failed=self._refuse)
            task.ended.connect(lambda: self._ended(task))
            return
        try:
            found = finish(job)
        except Exception as error:
            self._refuse(error)
        else:
            self._take(found)

    def _take(self, found: Found) -> None:
        self.found = found
        self.refused.emit("")
        self._show()

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(str(error))
        if self.found is None and self.asked.words:
            self.ask(self.asked._replace(words=""))

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if task.is_cancelled and self.found is not None:
                self.asked = self.found.asked
                self._show_arrow()

    @property
    def is_busy(self) -> bool:
        """True while rows are being found."""
        return self._task is not None

    def filter(self, words: str) -> None:
        """Show only rows that match a filter."""
        if words != self.asked.words:
            self.ask(self.asked._replace(words=words))

    def _sort_by(self, section: int) -> None:
        shown = self.view.grid.columns
        if section < len(shown):
            self.ask(self.asked.sorted_by(shown[section]))

    def sort(self, key: str, descending: bool) -> None:
        """Sort by a column."""
        self.ask(self.asked._replace(sort=key, descending=descending))

    def choose(self, shown: tuple[str, ...]) -> None:
        """Show these columns, in this order."""
        if shown and shown != self.asked.shown:
            self.ask(self.asked._replace(shown=shown))
            self._keep()

    def toggle(self, key: str) -> None:
        """Show or hide one column; the last one stays."""
        shown = self.asked.shown
        self.choose(tuple(k for k in shown if k != key) if key in shown else (*shown, key))

    # Showing

    def _show(self) -> None:
        assert self.found is not None
        by_key = {column.key: column for column in self.columns}
        columns = tuple(by_key[key] for key in self.found.asked.shown)
        view = self.view
        # Widths that an empty table had tell nothing of the texts that come.
        fresh = columns != view.grid.columns or not len(view.grid.rows)
        view.put(columns, self.found.rows(self.present), self.count)
        if fresh:
            self._lay_out(columns)
        self._show_arrow()
        if not fresh:
            self._refit()
        self.changed.emit()

    def _show_arrow(self) -> None:
        header = self.view.header
        header.sort, header.descending = self.asked.sort, self.asked.descending
        header.viewport().update()

    def _lay_out(self, columns: tuple[Column, ...]) -> None:
        """Put the columns in order, with their stored widths or the widths of their first texts."""
        header = self.view.header
        self._laying = True
        for place, column in enumerate(columns):
            header.moveSection(header.visualIndex(place), place)
            header.resizeSection(place, self._widths.get(column.key) or self._width(column))
        self._fit()
        self._laying = False

    def _fit(self) -> None:
        """Let the widest columns give way where that brings all into sight; those that the user set stay."""
        header, columns = self.view.header, self.view.grid.columns
        wide = {i: header.sectionSize(i) for i, column in enumerate(columns) if column.key not in self._widths}
        least = {i: min(width, self._least(columns[i])) for i, width in wide.items()}
        over = header.length() - self.view.viewport().width()
        if over > sum(wide.values()) - sum(least.values()):
            return  # the view scrolls in any case, so its words stay whole
        while over > 0 and (free := [i for i in wide if wide[i] > least[i]]):
            widest = max(free, key=wide.__getitem__)
            step = min(over, 8, wide[widest] - least[widest])
            wide[widest], over = wide[widest] - step, over - step
        for i, width in wide.items():
            header.resizeSection(i, width)

    def _text_width(self, column: Column) -> int:
        """The width of the first texts of a column."""
        metrics = QFontMetrics(self.view.font())
        texts = column.texts(self.view.grid.rows[:_SAMPLE])
        widest = max((metrics.horizontalAdvance(text[:80]) for text in texts), default=0)
        return widest + (52 if column.key == "class" else 40 if column.key in ("label", "subject") else 26)

    def _width(self, column: Column) -> int:
        metrics = QFontMetrics(self.view.font())
        title = metrics.horizontalAdvance(column.title) + 38
        most = _WIDEST if column.kind != NUMBER else 160
        return min(max(self._text_width(column), title, _NARROWEST), most)

    def _refit(self) -> None:
        """Lay out again in a view of another width."""
        if self.view.grid.columns:
            self._lay_out(self.view.grid.columns)

    def _least(self, column: Column) -> int:
        """The least width of a column: for its title, and for a part of long texts, or all of them and the arrow if
        the rows are sorted by it.
        """
        sorts = column.key == self.asked.sort
        words = QFontMetrics(sized(self.view.font(), 0.92)).horizontalAdvance(column.title)
        title = words + 24 + (ARROW if sorts else 0)
        most = _WIDEST if sorts else _NAMES_KEEP if column.key in ("label", "subject", "object") else _NARROWED
        return max(title, min(self._text_width(column), most), _NARROWEST)

    def _reordered(self) -> None:
        header, columns = self.view.header, self.view.grid.columns
        shown = tuple(columns[header.logicalIndex(place)].key for place in range(len(columns)))
        self.choose(shown)

    def _resized(self, section: int, _old: int, width: int) -> None:
        if not self._laying and section < len(self.view.grid.columns):
            self._widths[self.view.grid.columns[section].key] = width
            self._keep()

    def _keep(self) -> None:
        """Store the columns; those that this source lacks stay as they were."""
        known = {column.key for column in self.columns}
        others = [key for key in self._kept.get("shown", ()) if key not in known]
        self._kept = {"shown": [*self.asked.shown, *others], "widths": self._widths}
        self._remember(json.dumps(self._kept))

    def taken(self) -> tuple[tuple[Column, ...], Ids]:
        """The shown columns and the selected rows, in the shown order."""
        grid = self.view.grid
        return grid.columns, grid.rows[grid.selected[grid.rows]]


def _read(kept: str) -> dict[str, Any]:
    """The stored settings; empty if they are invalid."""
    try:
        value = json.loads(kept or "{}")
    except ValueError:
        return {}
    if not isinstance(value, dict) or not isinstance(value.get("widths", {}), dict):
        return {}
    return value if isinstance(value.get("shown", []), list) else {}
