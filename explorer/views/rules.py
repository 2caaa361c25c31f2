"""Rules of style, as values that a view keeps: of what they speak, what they change, and by what.

They hold IRIs and keys of columns (:mod:`graph.model.columns`), so that a rule can be saved and used on other data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

NODES, EDGES = "nodes", "edges"
CHANNELS = {
    NODES: ("colour", "size", "shape", "icon", "label"),
    EDGES: ("colour", "width", "label"),
}
"""What of a node and of an edge a rule can change."""
SCALED = ("colour", "size", "width")
"""Channels that can follow a number."""
CURVES = ("linear", "sqrt", "log")
"""How a number goes along a scale: evenly, by its square root, or by its logarithm."""
SMALLEST, LARGEST = 2.0, 60.0
"""Radii that a rule may give a node, in scene units."""
THINNEST, THICKEST = 0.5, 10.0
"""Widths that a rule may give an edge, in pixels; half pixels are steps enough."""


class Where(NamedTuple):
    """Of which nodes or edges a rule speaks: of all where ``key`` is "".

    key        "class" (then ``value`` is an IRI, "" for no class, and all classes of a node count), "predicate" (of an
               edge, by IRI), or the key of a column
    value      what has to stand there, as it stands in the data; None where a range is asked for
    low, high  the range of numbers (dates: days since 1970), None where it is open
    """

    key: str = ""
    value: str | None = None
    low: float | None = None
    high: float | None = None


EVERYWHERE = Where()


class Fixed(NamedTuple):
    """One look for all: a colour (``#rrggbb``), a shape, the name of an icon, a label template, a radius or a width."""

    value: str | float


class Categories(NamedTuple):
    """A look for each value of a column: ``looks`` are pairs of a value, as it stands in the data, and its look.

    With the keys "class" and "predicate" values are IRIs. What has another value stays as it was.
    """

    key: str
    looks: tuple[tuple[str, str], ...]


class Scale(NamedTuple):
    """A look that follows the numbers of a column from ``low`` to ``high``; what lies beyond is drawn as the ends are.

    palette  of colours, by name, see :mod:`explorer.pictures.look.palettes`
    least, most  radii or widths at the ends; between them areas of nodes, and widths of edges, go evenly
    """

    key: str
    low: float
    high: float
    curve: str = "linear"
    palette: str = ""
    least: float = 0.0
    most: float = 0.0


Mapping = Fixed | Categories | Scale


@dataclass(frozen=True)
class Rule:
    """A channel of some nodes or edges, and what it is to look like. Of two rules the later one wins."""

    channel: str
    look: Mapping
    where: Where = EVERYWHERE
    target: str = NODES
    on: bool = True

    def __post_init__(self) -> None:
        if self.channel not in CHANNELS.get(self.target, ()):
            raise ValueError(f"There is no channel “{self.channel}” of {self.target}.")
        if isinstance(self.look, Scale) and (self.channel not in SCALED or self.look.curve not in CURVES):
            raise ValueError(f"A rule for the {self.channel} cannot follow the scale {self.look}.")
        if isinstance(self.look, Fixed) and isinstance(self.look.value, str) == (self.channel in ("size", "width")):
            raise ValueError(f"“{self.look.value}” is no {self.channel}.")

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that it reads besides classes and predicates; a template's are not among them."""
        mine = (self.where.key, self.look.key if not isinstance(self.look, Fixed) else "")
        return tuple(key for key in mine if key not in ("", "class", "predicate"))


Rules = tuple[Rule, ...]


def switched(rules: Rules, at: int) -> Rules:
    """These rules with one switched on, or off where it was on."""
    return (*rules[:at], replace(rules[at], on=not rules[at].on), *rules[at + 1 :])


def changed(rules: Rules, at: int, rule: Rule) -> Rules:
    """These rules with another in the place of one."""
    return (*rules[:at], rule, *rules[at + 1 :])


def without(rules: Rules, at: int) -> Rules:
    """These rules without one."""
    return (*rules[:at], *rules[at + 1 :])


def moved(rules: Rules, at: int, to: int) -> Rules:
    """These rules with one taken to another place."""
    rest = without(rules, at)
    to = max(0, min(to, len(rest)))
    return (*rest[:to], rules[at], *rest[to:])


def in_use(rules: Iterable[Rule], target: str) -> Rules:
    """Those that are on and speak of nodes, or of edges."""
    return tuple(rule for rule in rules if rule.on and rule.target == target)
