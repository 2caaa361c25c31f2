"""Places of a file that could not be read, and other things that were left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.named import NamedTuple

MOST_PLACES = 1000
"""Places that are kept; all of them are counted."""


_HOPELESS = 1000


class Place(NamedTuple):
    """A statement that could not be read: the line of the mistake, the line where the statement begins, and why.

    ``lines`` are lines of the file around the mistake, shortened where they are long, and ``first`` is the number of
    the first of them. Both lines are 0 where they are unknown.
    """

    file: str
    line: int
    begins: int
    reason: str
    lines: tuple[str, ...] = ()
    first: int = 1

    def __str__(self) -> str:
        """The place in words: “line 41, in the statement that begins at line 36: …”; the reason where it is unknown."""
        if not self.line:
            return self.reason
        began = f", in the statement that begins at line {self.begins:,}" if self.begins != self.line else ""
        return f"line {self.line:,}{began}: {self.reason}"


class Unread:
    """The part of its files that a source lacks: ``count`` of ``total`` statements, the first with their places.

    ``left_out`` names, in words, other things that the program does not read, such as the rules of N3.
    """

    def __init__(self) -> None:
        self.count = self.total = 0
        self.places: list[Place] = []
        self.left_out: list[str] = []

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Unread:
        """The value that :meth:`as_json` wrote."""
        made = cls()
        made.count, made.total, made.left_out = kept["count"], kept["total"], kept["left_out"]
        made.places = [Place(*place)._replace(lines=tuple(place[4])) for place in kept["places"]]
        return made

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return vars(self)

    def __bool__(self) -> bool:
        return bool(self.count or self.left_out)

    @property
    def is_hopeless(self) -> bool:
        """True if the beginning of the file holds nothing but mistakes, so that it is something else."""
        return self.count == self.total > _HOPELESS

    def add(self, place: Place) -> None:
        """Count a statement that could not be read, and keep its place if there is room."""
        self.count += 1
        self.total += 1
        if len(self.places) < MOST_PLACES:
            self.places.append(place)

    def join(self, other: Unread) -> None:
        """Add what another file lacks."""
        self.count += other.count
        self.total += other.total
        self.places += other.places[: MOST_PLACES - len(self.places)]
        self.left_out += other.left_out

    @property
    def parts(self) -> Sequence[str]:
        """The missing parts in words: “12 of 41,210 statements could not be read”."""
        unread = [f"{self.count:,} of {self.total:,} statements could not be read"] if self.count else []
        return [*unread, *self.left_out]

    @property
    def sentence(self) -> str:
        """That the source is incomplete, and why; "" for a whole one."""
        return f"The source is incomplete: {'; '.join(self.parts)}." if self else ""

    @property
    def question(self) -> str:
        """The number of statements that could not be read, and whether to open the rest."""
        return f"{'; '.join(self.parts)}. {self.offer}?"

    @property
    def offer(self) -> str:
        """The words for opening the rest: “Open without them”."""
        return "Open without it" if self.count == 1 and self.places else "Open without them"

    def as_text(self) -> str:
        """All places, a line for each, to be copied."""
        lines = [f"{place.file}, {place}" for place in self.places]
        if self.count > len(lines):
            lines.append(f"… and {self.count - len(lines):,} more")
        return "\n".join([*lines, *self.left_out])
