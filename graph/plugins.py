"""Plugins: rows that installed packages add to a table beside the built-in ones.

A package declares its rows as entry points of a group. They are imported when a row is looked up by name or when a
picker lists them, never at the start. An invalid row is left out, and one sentence says so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from graph.errors import CaseboardError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

R = TypeVar("R")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_left_out: list[str] = []


def left_out() -> tuple[str, ...]:
    """One sentence for each row left out so far, in all tables."""
    return tuple(dict.fromkeys(_left_out))


class Rows(MutableMapping[str, R], Generic[R]):
    """Rows by name: the built-in ones, and those of the entry points of ``group``.

    Iteration gives the built-in rows, and after :meth:`load` those of plugins too. Looking up a name imports only the
    entry point of that name; ``in`` imports none. ``check`` raises TypeError or ValueError for an invalid row, built in
    or not.
    """

    def __init__(self, group: str, word: str, name: Callable[[R], str], check: Callable[[object], R]) -> None:
        self.group, self.word = group, word
        self._name, self._check = name, check
        self._rows: dict[str, R] = {}
        self._waiting: dict[str, EntryPoint] | None = None
        self._lock = threading.RLock()

    def add(self, row: object) -> R:
        """Add a row, built in or of a plugin, at the end of the table; raises TypeError or ValueError."""
        checked = self._check(row)
        name = self._name(checked)
        if not isinstance(name, str) or not set(name) <= _LETTERS or name[:1] in ("", "-"):
            raise ValueError(f"“{name}” is not a valid name; use small letters, digits and hyphens")
        if name in self._rows:
            raise ValueError(f"a {self.word} named “{name}” already exists")
        self._rows[name] = checked
        return checked

    def add_all(self, rows: Iterable[R]) -> Rows[R]:
        """Add several rows; returns the table."""
        for row in rows:
            self.add(row)
        return self

    def names(self) -> tuple[str, ...]:
        """The names of all rows, including those of plugins, without importing them."""
        with self._lock:
            return (*self._rows, *self._entry_points())

    def load(self) -> None:
        """Import the rows of all plugins, once."""
        with self._lock:
            for name in list(self._entry_points()):
                self._import(name)

    def _entry_points(self) -> dict[str, EntryPoint]:
        """The entry points not imported so far, in the order of their names."""
        if self._waiting is None:
            from importlib.metadata import entry_points  # slow to import, and most commands need no plugin

            self._waiting = {}
            for point in sorted(entry_points(group=self.group), key=lambda point: (point.name, point.value)):
                if point.name in self._rows or point.name in self._waiting:
                    self._leave_out(point, f"a {self.word} named “{point.name}” already exists")
                else:
                    self._waiting[point.name] = point
        return self._waiting

    def _import(self, name: str) -> None:
        point = self._entry_points().pop(name)
        try:
            row = self._check(point.load())
            if self._name(row) != name:
                raise ValueError(f"its entry point is named “{name}”, its row “{self._name(row)}”")
            self.add(row)
        except (TypeError, ValueError) as error:
            self._leave_out(point, str(error))
        except (Exception, SystemExit) as error:  # a plugin may fail in any way, and must not end the program
            self._leave_out(point, f"{type(error).__name__}: {error}")

    def _leave_out(self, point: EntryPoint, why: str) -> None:
        package = f" of the package {point.dist.name}" if point.dist is not None else ""
        reason = " ".join(why.split())[:200].rstrip(".")
        _left_out.append(f"The {self.word} “{point.name}”{package} was left out: {reason}.")

    def __getitem__(self, name: str) -> R:
        if name not in self._rows:
            with self._lock:
                if name in self._entry_points():
                    self._import(name)
        return self._rows[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rows or name in self.names()

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    def __setitem__(self, name: str, row: R) -> None:
        self._rows[name] = row

    def __delitem__(self, name: str) -> None:
        del self._rows[name]


@contextmanager
def foreign(error: type[CaseboardError], sentence: str) -> Iterator[None]:
    """Turn exceptions of a row's code into an ``error`` with one ``sentence``, in which {} stands for the cause.

    Errors that already have a sentence, and MemoryError, pass through.
    """
    try:
        yield
    except (CaseboardError, MemoryError):
        raise
    except (Exception, SystemExit) as cause:  # a row may be a plugin's and fail in any way
        text = " ".join(str(cause).split())[:200].rstrip(".")
        why = f"{type(cause).__name__}: {text}" if text else type(cause).__name__
        raise error(sentence.replace("{}", why)) from cause
