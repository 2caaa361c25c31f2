"""Style rules, as a view stores them: the nodes or edges they apply to, what they change, and the data they follow.

Rules hold IRIs and keys of columns (:mod:`graph.model.columns`), so that they can be saved and used on other data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.frozen import frozen
from graph.named import NamedTuple

NODES, EDGES = "nodes", "edges"
CHANNELS = {
    NODES: ("colour", "size", "shape", "icon", "label"),
    EDGES: ("colour", "width", "label"),
}
"""The properties of a node and of an edge that a rule can change."""
SCALED = ("colour", "size", "width")
"""Channels that can follow a number."""
CURVES = ("linear", "sqrt", "log")
"""Ways to place a number on a scale: evenly, by its square root, or by its logarithm."""
SMALLEST, LARGEST = 2.0, 60.0
"""Limits of the radius that a rule gives a node, in scene units."""
THINNEST, THICKEST = 0.5, 10.0
"""Limits of the width that a rule gives an edge, in pixels; half pixels are fine enough."""


class Where(NamedTuple):
    """The nodes or edges that a rule applies to: all if ``key`` is "".

    key        "class" (then ``value`` is an IRI, "" for no class, and all classes of a node count), "predicate" (of an
               edge, by IRI), or the key of a column
    value      the value to match, as written in the data; None to match a range
    low, high  the range of numbers (dates: days since 1970), None for an open end
    """

    key: str = ""
    value: str | None = None
    low: float | None = None
    high: float | None = None


EVERYWHERE = Where()


class Fixed(NamedTuple):
    """One look for all: a colour (``#rrggbb``), a shape, an icon name, a label template, a radius or a width."""

    value: str | float


class Categories(NamedTuple):
    """A look for each value of a column: ``looks`` are pairs of a value, as written in the data, and its look.

    With the keys "class" and "predicate", values are IRIs. ``others`` is the look for any other value and ``bare`` the
    one without a value; where they are "", nodes and edges keep their look.
    """

    key: str
    looks: tuple[tuple[str, str], ...]
    others: str = ""
    bare: str = ""


class Scale(NamedTuple):
    """A look that follows the numbers of a column from ``low`` to ``high``; numbers outside look like the nearest end.

    palette      name of a palette in :mod:`explorer.pictures.look.palettes`
    least, most  radii or widths at the ends; between them, areas of nodes and widths of edges grow evenly
    bare         colour without a number; "" keeps the look
    """

    key: str
    low: float
    high: float
    curve: str = "linear"
    palette: str = ""
    least: float = 0.0
    most: float = 0.0
    bare: str = ""


Mapping = Fixed | Categories | Scale


@frozen
class Rule:
    """The look of one channel for some nodes or edges. Of two rules, the later one wins."""

    channel: str
    look: Mapping
    where: Where = EVERYWHERE
    target: str = NODES
    on: bool = True

    def __post_init__(self) -> None:
        if self.channel not in CHANNELS.get(self.target, ()):
            raise ValueError(f"There is no channel “{self.channel}” for {self.target}.")
        if isinstance(self.look, Scale) and (self.channel not in SCALED or self.look.curve not in CURVES):
            raise ValueError(f"A rule for the {self.channel} cannot follow the scale {self.look}.")
        if isinstance(self.look, Fixed) and isinstance(self.look.value, str) == (self.channel in ("size", "width")):
            raise ValueError(f"“{self.look.value}” is not a valid {self.channel}.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.channel, self.look, self.where, self.target, self.on))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the columns that the rule reads, except classes, predicates and the columns of a template."""
        mine = (self.where.key, self.look.key if not isinstance(self.look, Fixed) else "")
        return tuple(key for key in mine if key not in ("", "class", "predicate"))

    @property
    def is_for_all(self) -> bool:
        """True if every node or edge gets its look from this rule, whatever the rules before it say."""
        return not self.where.key and (isinstance(self.look, Fixed) or bool(self.look.bare))


Rules = tuple[Rule, ...]


def switched(rules: Rules, at: int) -> Rules:
    """The rules with one of them switched on, or off if it was on."""
    return (*rules[:at], replace(rules[at], on=not rules[at].on), *rules[at + 1 :])


def changed(rules: Rules, at: int, rule: Rule) -> Rules:
    """The rules with ``rule`` in place of the one at ``at``."""
    return (*rules[:at], rule, *rules[at + 1 :])


def without(rules: Rules, at: int) -> Rules:
    """The rules without the one at ``at``."""
    return (*rules[:at], *rules[at + 1 :])


def moved(rules: Rules, at: int, to: int) -> Rules:
    """The rules with one of them moved to another place."""
    rest = without(rules, at)
    to = max(0, min(to, len(rest)))
    return (*rest[:to], rules[at], *rest[to:])


def in_use(rules: Iterable[Rule], target: str) -> Rules:
    """The rules for ``target`` that are switched on."""
    return tuple(rule for rule in rules if rule.on and rule.target == target)
