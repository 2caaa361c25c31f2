"""The lines of a legend as values, for the window and for images."""

from __future__ import annotations

from typing import NamedTuple

from explorer.pictures.look.style import Swatch


class Stroke(NamedTuple):
    """How a relationship is drawn: its support as in a scene, and whether its line is thicker."""

    support: int
    thick: bool = False


class LegendEntry(NamedTuple):
    """One line of a legend: a mark or a stroke, or neither where it only says how much more there is.

    ``resources`` counts what a mark stands for, or the ties that a stroke stands for. Rules of style also have a
    heading; an icon; a tie of some colour ("" for that of the theme) and width in pixels; a bar of colours from the low
    end, ``label``, to the high one, ``end``; or samples of sizes, each a radius in scene units and a text.
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

    @property
    def words(self) -> str:
        """All that it says."""
        samples = ", ".join(text for _, text in self.sizes)
        return " ".join(part for part in (self.label, f"to {self.end}" if self.bar else "", samples) if part)


def samples(entry: LegendEntry, largest: float) -> list[tuple[float, str]]:
    """The samples of sizes of an entry with radii in pixels: in proportion, at most ``largest`` and seen at all."""
    most = max((radius for radius, _ in entry.sizes), default=1.0)
    scale = min(largest / most, 0.8)
    return [(max(radius * scale, 1.2), text) for radius, text in entry.sizes]
