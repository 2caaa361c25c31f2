"""Rows of tables: nodes and edges for formats without triples."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.named import NamedTuple

Scalar = str | int | float | bool


class Look(NamedTuple):
    """The look of a drawn node or edge.

    ``colour`` is red, green and blue, 0 to 255; ``size`` the radius of a node or the width of an edge in units of its
    position; ``shape`` one of :data:`explorer.pictures.look.style.SHAPES`, for an edge “solid”, “dashed” or “dotted”.
    """

    colour: tuple[int, int, int]
    size: float
    shape: str


class Time(NamedTuple):
    """The first and the last day, or instant, in ISO 8601: 2016 is from 2016-01-01 to 2016-12-31; "" for an open end.

    ``words`` says the same as precisely as it is known, in EDTF.
    """

    start: str
    end: str
    words: str


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A drawn node: its IRI, names, attributes by name, and position on the canvas; NaN for a node without a place.

    y points down, as on the canvas.
    """

    id: str
    label: str
    classes: Sequence[str] = ()
    attributes: Mapping[str, list[Scalar]] = field(default_factory=dict)
    x: float = math.nan
    y: float = math.nan
    time: Time | None = None
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A drawn edge between the ids of two nodes; ``sources`` is the number of its passages.

    ``attributes`` by name: what is said of the relationship, its named graph, texts and passages.
    """

    source: str
    target: str
    predicate: str
    label: str
    sources: int
    id: str
    attributes: Mapping[str, list[Scalar]] = field(default_factory=dict)
    time: Time | None = None
    look: Look | None = None
