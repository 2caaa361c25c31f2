"""What was looked at, one thing after another, to go back to and forward again; not a part of undo."""

from __future__ import annotations

from typing import NamedTuple

from explorer.views.nodes import Nodes

LENGTH = 200


class Look(NamedTuple):
    """One thing that was looked at: what was chosen, and what the picture was narrowed to (nothing where empty)."""

    title: str
    selection: tuple[int, ...] = ()
    edge: int = -1
    focus: Nodes = Nodes()
    hops: int = 1
    direction: str = "both"

    @property
    def place(self) -> tuple[Nodes, int, str]:
        """What the picture was narrowed to, and how."""
        return self.focus, self.hops, self.direction


class Trail(NamedTuple):
    """Looks in the order in which they came about; ``at`` is the place of the present one."""

    looks: tuple[Look, ...] = (Look("Everything"),)
    at: int = 0

    @property
    def now(self) -> Look:
        """The present look."""
        return self.looks[self.at]

    @property
    def back_title(self) -> str:
        """What one would go back to, "" at the beginning."""
        return self.looks[self.at - 1].title if self.at else ""

    @property
    def forward_title(self) -> str:
        """What one would go forward to, "" at the end."""
        return self.looks[self.at + 1].title if self.at + 1 < len(self.looks) else ""

    def looked(self, look: Look) -> Trail:
        """The trail after a look at something else; letting go of what was chosen is none.

        Reaching further around the same focus is the same look.
        """
        now = self.now
        lets_go = look.focus == now.focus and not look.selection and look.edge < 0
        if look == now or (lets_go and look.place == now.place):
            return self
        same = bool(look.focus) and (look.focus, look.selection, look.edge) == (now.focus, now.selection, now.edge)
        past = self.looks[: self.at + (0 if same else 1)]
        looks = (*past, look)[-LENGTH:]
        return Trail(looks, len(looks) - 1)

    def moved(self, at: int) -> Trail:
        """The same trail at another of its looks."""
        return self._replace(at=min(max(at, 0), len(self.looks) - 1))

    @property
    def crumbs(self) -> tuple[int, ...]:
        """Places of the looks that led to the present focus: one for each focus since everything."""
        out: list[int] = []
        for place in range(self.at, -1, -1):
            look = self.looks[place]
            if not look.focus:
                break
            if not out or look.focus != self.looks[out[-1]].focus:
                out.append(place)
        return tuple(reversed(out))
