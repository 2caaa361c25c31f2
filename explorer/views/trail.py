"""Trail of looks for going back and forward: one selection or focus after another, apart from undo."""

from __future__ import annotations

from explorer.views.nodes import Nodes
from explorer.views.view import Direction
from graph.named import NamedTuple

LENGTH = 200


class Look(NamedTuple):
    """One look: the selection and the focus (empty without a focus)."""

    title: str
    selection: tuple[int, ...] = ()
    edge: int = -1
    focus: Nodes = Nodes()
    hops: int = 1
    direction: Direction = "both"

    @property
    def place(self) -> tuple[Nodes, int, str]:
        """The focus and its extent."""
        return self.focus, self.hops, self.direction


class Trail(NamedTuple):
    """Looks in the order of time; ``at`` is the index of the present one."""

    looks: tuple[Look, ...] = (Look("Whole view"),)
    at: int = 0

    @property
    def now(self) -> Look:
        """The present look."""
        return self.looks[self.at]

    @property
    def back_title(self) -> str:
        """The title of the look before, "" at the beginning."""
        return self.looks[self.at - 1].title if self.at else ""

    @property
    def forward_title(self) -> str:
        """The title of the next look, "" at the end."""
        return self.looks[self.at + 1].title if self.at + 1 < len(self.looks) else ""

    def looked(self, look: Look) -> Trail:
        """The trail after a look at something else. Clearing the selection is not a look.

        A focus that reaches more steps around the same resources is the same look.
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
        """The trail at another of its looks."""
        return self._replace(at=min(max(at, 0), len(self.looks) - 1))

    @property
    def crumbs(self) -> tuple[int, ...]:
        """Indices of the looks that led to the present focus: one for each focus since the whole graph was shown."""
        out: list[int] = []
        for place in range(self.at, -1, -1):
            look = self.looks[place]
            if not look.focus:
                break
            if not out or look.focus != self.looks[out[-1]].focus:
                out.append(place)
        return tuple(reversed(out))
