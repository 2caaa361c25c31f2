"""Lines of a legend as values, for the window and for images."""

from __future__ import annotations

from explorer.pictures.look.style import Swatch
from graph.named import NamedTuple

PALE, FULL = 0.32, 0.78
"""Share of colour in the part of a bar in which a resource may be, and in the part in which it is."""


INFERRED = 3
"""The support of a relationship that is inferred: its line has a look of its own."""


class Stroke(NamedTuple):
    """The line of a relationship: its support as in a scene, and ``thick`` for a thicker line."""

    support: int
    thick: bool = False


class LegendEntry(NamedTuple):
    """One line of a legend: a mark or a stroke, or neither for a line that only counts the rest.

    ``resources`` counts the resources of a mark, or the relationships of a stroke. Style rules also have a heading; an
    icon; a line of some colour ("" for that of the theme) and width in pixels; a bar of colours from the low end,
    ``label``, to the high one, ``end``; or samples of sizes, each a radius in scene units and a text.
    """

    label: str
    swatch: Swatch | None = None
    stroke: Stroke | None = None
    resources: int = 0
    is_heading: bool = False
    icon: str = ""
    line: tuple[str, float] | None = None
    bar: tuple[str, ...] = ()
    end: str = ""
    sizes: tuple[tuple[float, str], ...] = ()
    period: str = ""
    """The part of a bar of a time axis that is explained: "pale", "full" or "arrow"."""
    is_ring: bool = False
    """True for the ring around resources that are shown although something hides their kind."""
    is_chip: bool = False
    """True for the disc that counts disagreements."""
    differs: int = 0
    """The way to differ between two sources of which the sign is explained; a code of ``Differs``."""

    @property
    def words(self) -> str:
        """The whole text of the line."""
        samples = ", ".join(text for _, text in self.sizes)
        return " ".join(part for part in (self.label, f"to {self.end}" if self.bar else "", samples) if part)


def samples(entry: LegendEntry, largest: float) -> list[tuple[float, str]]:
    """The size samples of an entry with radii in pixels: in proportion, at most ``largest``, large enough to see."""
    most = max((radius for radius, _ in entry.sizes), default=1.0)
    scale = min(largest / most, 0.8)
    return [(max(radius * scale, 1.2), text) for radius, text in entry.sizes]
