"""The lines of a link list: rows in groups, as a model of headings, rows and “show all” lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from explorer.pictures.look.style import Swatch
from graph.named import NamedTuple
from ui.parts.text import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
FOLD, STEP = 12, 1000


class Row(NamedTuple):
    """One line: ``key`` is passed on when the user clicks it (-1: no link), ``badge`` counts passages.

    ``badge_key`` is passed on for a click on the badge. ``quiet`` lines are not on the canvas; ``mark`` says so.
    ``figure`` is a text at the right end, in place of a badge.
    """

    key: int
    text: str
    note: str = ""
    tip: str = ""
    quiet: bool = False
    badge: int = 0
    badge_key: int = -1
    swatch: Swatch | None = None
    mark: str = ""
    figure: str = ""


class LazyRows(Sequence[Row]):
    """Lines of a long list, each made when it is shown, by its place and its value; equal if their values are."""

    def __init__(self, values: Sequence[Any], make: Callable[[int, Any], Row]) -> None:
        self._values, self._make = values, make

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        places = range(len(self))[at]
        if isinstance(places, int):
            return self._make(places, self._values[places])
        return tuple(self._make(i, self._values[i]) for i in places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyRows) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]


class Group(NamedTuple):
    """Lines under a heading ("" for none); ``total`` if there are more than the listed ones."""

    title: str
    rows: Sequence[Row]
    total: int = 0


class Item(NamedTuple):
    """One line: a “heading”, a “row”, “more” to show more of a group, or “rest” with the number of those not listed."""

    kind: str
    text: str
    size: int
    group: int
    row: Row | None = None


class RowModel(QAbstractListModel):
    """Groups as one flat list of headings, rows and “show all” lines."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: tuple[Group, ...] = ()
        self.items: list[Item] = []
        self._unfolded: dict[str, int] = {}

    def put(self, groups: tuple[Group, ...], *, fold: bool) -> None:
        """Show these groups; ``fold`` folds all of them again."""
        if fold:
            self._unfolded.clear()
        elif groups == self.groups:
            return
        self.groups = groups
        self._lay_out()

    def unfold(self, group: int) -> None:
        """Show all lines of a group, or the next thousand."""
        title = self.groups[group].title
        self._unfolded[title] = self._unfolded.get(title, 0) + STEP
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        self.items = []
        for g, group in enumerate(self.groups):
            total = max(group.total, len(group.rows))
            if group.title:
                self.items.append(Item("heading", group.title, total, g))
            # Folding one or two lines would only replace them with another line.
            most = self._unfolded.get(group.title, FOLD + 2)
            whole = len(group.rows) <= most
            rows = group.rows if whole else group.rows[: self._unfolded.get(group.title, FOLD)]
            self.items += [Item("row", row.text, 0, g, row) for row in rows]
            if not whole:
                left = len(group.rows) - len(rows)
                every = left <= STEP and total == len(group.rows)
                offer = f"show all {total:,}" if every else f"show {min(STEP, left):,} more of {total:,}"
                self.items.append(Item("more", offer, 0, g))
            elif total > len(group.rows):
                self.items.append(Item("rest", f"and {total - len(group.rows):,} more", 0, g))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self.items[index.row()]
        leads = item.kind == "more" or (item.row is not None and item.row.key >= 0)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if leads else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == ROW:
            return item
        if role == Qt.ItemDataRole.ToolTipRole and item.row is not None:
            return plain_tip(item.row.tip)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item)
        return None


def _spoken(item: Item) -> str:
    if item.row is None:
        return item.text
    row = item.row
    parts = [row.text, row.figure, row.note, row.mark]
    parts.append(f"{row.badge} passages" if row.badge > 1 else "1 passage" if row.badge else "")
    return ", ".join(part for part in parts if part)
