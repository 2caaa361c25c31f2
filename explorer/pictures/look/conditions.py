"""Conditions of style rules: the rows that meet one, the value of each row, and its place on a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.views.hiding.filters import outside_range
from explorer.views.hiding.value_facets import column_of
from explorer.views.rules import EDGES, NODES, Categories, Scale, Where
from graph.arrays.types import Floats, Mask
from graph.model.column import Column
from graph.model.columns import edge_column
from graph.model.projection import Projection

if TYPE_CHECKING:
    from explorer.views.measures import Measured


class Reading:
    """The columns that rules name, for the nodes or the edges of a projection."""

    def __init__(self, projection: Projection, measures: tuple[Measured, ...], target: str) -> None:
        self._projection, self._target = projection, target
        self._measures = {measured.key: measured for measured in measures} if target == NODES else {}
        self.count = projection.node_count if target == NODES else projection.edge_count
        """Number of nodes, or of edges."""

    def column(self, key: str) -> Column | None:
        """The column with this key, including measures; None if the data lacks it."""
        if self._target == NODES:
            return column_of(self._projection, tuple(self._measures.values()), key)
        return edge_column(self._projection, key)

    def numbers(self, key: str) -> Floats:
        """The numbers in a column, all NaN if the data lacks it."""
        if key in self._measures:
            return self._measures[key].values.of(self.count)
        column = self.column(key)
        return np.full(self.count, np.nan) if column is None else column.numbers

    def text(self, key: str, row: int) -> str:
        """The text in a column as written in the data; numbers of measures as written for people."""
        if key == "label" and self._target == NODES:
            return self._projection.labels[row]
        if key in self._measures:
            from explorer.views.measures import write_value

            measured = self._measures[key]
            value = float(measured.values.of(self.count)[row])
            return "" if np.isnan(value) else write_value(measured.metric, value)
        column = self.column(key)
        return "" if column is None else column.texts([row], raw=True)[0]

    def class_of(self, iri: str | None) -> int:
        """The id of a class, -1 for no class (""), -2 for a class that the data lacks."""
        if not iri:
            return -1
        return next((i for i, info in enumerate(self._projection.classes) if info.iri == iri), -2)

    def _predicate_of(self, iri: str) -> int:
        return next((i for i, info in enumerate(self._projection.predicates) if info.iri == iri), -2)

    def holds(self, where: Where) -> Mask | None:
        """True for the rows that meet a condition, shape (n,) or (m,); None for all."""
        if not where.key:
            return None
        out = np.zeros(self.count, bool)
        if where.key == "class" and self._target == NODES:
            found = self.class_of(where.value)
            if found == -1:
                return np.asarray(self._projection.node_class == -1)
            if found >= 0:
                out[self._projection.class_members[found]] = True
            return out
        if where.key == "predicate" and self._target == EDGES:
            return np.asarray(self._projection.predicate == self._predicate_of(where.value or ""))
        if where.value is not None:
            return self._standing(where.key, where.value)
        column = self.column(where.key)
        if column is None:
            return out
        low, high = -np.inf if where.low is None else where.low, np.inf if where.high is None else where.high
        return ~outside_range(column, (low, high), bare=False)

    def _standing(self, key: str, value: str) -> Mask:
        """True for the rows with a value."""
        if key in self._measures:
            return np.asarray(self.numbers(key) == _to_number(value))
        column = self.column(key)
        return np.zeros(self.count, bool) if column is None else column.equal_to(value)

    def codes(self, look: Categories | Scale, steps: int) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """The index of the look of each row, -1 for no look, and the looks; a scale has ``steps`` colours."""
        if isinstance(look, Scale):
            from explorer.pictures.look.palettes import sampled

            share = self.share(look)
            there = ~np.isnan(share)
            codes = np.full(self.count, steps if look.bare else -1)
            codes[there] = np.minimum(share[there] * steps, steps - 1).astype(np.int64)
            return codes, (*sampled(look.palette, steps), *([look.bare] if look.bare else []))
        codes, looks = self._of_categories(look)
        for rest, rows in ((look.others, self.valued(look.key)), (look.bare, ~self.valued(look.key))):
            if rest:
                codes[rows & (codes < 0)] = len(looks)
                looks = (*looks, rest)
        return codes, looks

    def valued(self, key: str) -> Mask:
        """True for the rows with a value of a column."""
        if key == "predicate" and self._target == EDGES:
            return np.ones(self.count, bool)
        if key == "class" and self._target == NODES:
            return np.asarray(self._projection.node_class >= 0)
        column = self.column(key)
        return np.zeros(self.count, bool) if column is None else column.cells.first >= 0

    def _of_categories(self, look: Categories) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        codes = np.full(self.count, -1)
        looks = tuple(one for _, one in look.looks)
        if look.key in ("class", "predicate"):
            p = self._projection
            known, column = (p.classes, p.node_class) if look.key == "class" else (p.predicates, p.predicate)
            place = {iri: i for i, (iri, _) in enumerate(look.looks)}
            table = np.array([*(place.get(info.iri, -1) for info in known), place.get("", -1)])
            return (table[column] if len(column) == self.count else codes), looks
        # Backwards, so that the first of two looks for the same value wins.
        for i in reversed(range(len(look.looks))):
            codes[self._standing(look.key, look.looks[i][0])] = i
        return codes, looks

    def share(self, look: Scale) -> Floats:
        """The place of each row on a scale, 0 to 1; NaN for a row without a number."""
        return along(look, self.numbers(look.key))


_BEND = 1000.0


def along(look: Scale, numbers: Floats) -> Floats:
    """The places of numbers on a scale, 0 to 1, never lower for a larger number.

    A logarithmic scale above zero takes the logarithm of the number; any other, of 1 plus a thousand times its share.
    """
    span = look.high - look.low
    if not span > 0:
        return np.where(np.isnan(numbers), np.nan, 1.0)
    share = (np.clip(numbers, look.low, look.high) - look.low) / span
    if look.curve == "sqrt":
        share = np.sqrt(share)
    elif look.curve == "log" and look.low > 0:
        start, end = np.log(look.low), np.log(look.high)
        share = (np.log(np.clip(numbers, look.low, look.high)) - start) / (end - start) if end > start else share
    elif look.curve == "log":
        share = np.log1p(_BEND * share) / np.log1p(_BEND)
    return np.asarray(np.clip(share, 0.0, 1.0))


def at_share(look: Scale, share: float) -> float:
    """The number at a place on a scale: the inverse of :func:`along`."""
    span = look.high - look.low
    if look.curve == "sqrt":
        share = share**2
    elif look.curve == "log" and look.low > 0:
        start, end = np.log(look.low), np.log(look.high)
        return float(np.exp(start + share * (end - start)))
    elif look.curve == "log":
        share = float(np.expm1(share * np.log1p(_BEND)) / _BEND)
    return look.low + share * span


def _to_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan
