"""Style rules applied to the columns of a scene: arrays in, arrays out, no loop over nodes or edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.conditions import Reading
from explorer.pictures.look.style import SHAPES, UNCOLOURED, rgba
from explorer.views.rules import EDGES, NODES, Categories, Fixed, Rule, Rules, Scale, in_use
from graph.arrays.types import AnyIds, Mask
from graph.model.projection import Projection
from graph.named import NamedTuple

if TYPE_CHECKING:
    from explorer.views.measures import Measured

_MOST_COLOURS = UNCOLOURED
_STEPS = 48
"""Largest number of colours on a scale."""


class Stage(NamedTuple):
    """The nodes and edges that rules apply to.

    own      resources drawn by themselves (a,), first in a scene
    main     main classes of the groups after them (g,)
    edges    drawn edges (l,)
    single   True for edges that stand for one statement only (l,)
    members  resources in the groups, and for each the index of its group (both (f,))
    through  the folded resource that each drawn edge stands for, -1 for others (l,)
    """

    projection: Projection
    measures: tuple[Measured, ...]
    own: AnyIds
    main: AnyIds
    edges: AnyIds
    single: Mask
    members: tuple[AnyIds, AnyIds]
    through: AnyIds


def apply_rules(columns: dict[str, Any], stage: Stage, rules: Rules) -> None:
    """Apply the rules that are on, in order, to the columns of a scene, given by field name.

    A rule for a column or a class that the data lacks has no effect.
    """
    nodes, edges = in_use(rules, NODES), in_use(rules, EDGES)
    palette = _Palette(columns["palette"], (*nodes, *edges))
    if nodes:
        _Nodes(columns, stage, palette).apply(nodes)
        if (stage.through >= 0).any():
            _Folded(columns, stage, palette).apply(nodes)
    if edges:
        _Edges(columns, stage, palette).apply(edges)
    columns["palette"] = tuple(palette.colours)


class _Palette:
    """The colours of a scene. Indices are bytes; the colours of all rules share the free ones."""

    def __init__(self, colours: Sequence[str], rules: Rules) -> None:
        self.colours = list(colours)
        self._place = {colour: i for i, colour in enumerate(self.colours)}
        mine = [rule.look for rule in rules if rule.channel == "colour"]
        scales = sum(isinstance(look, Scale) for look in mine)
        single = sum(len(look.looks) + 2 if isinstance(look, Categories) else 1 for look in mine)
        free = _MOST_COLOURS - len(self.colours) - single
        self.steps = max(2, min(_STEPS, free // max(scales, 1)))
        """The number of colours for each scale."""

    def places(self, colours: Sequence[str]) -> NDArray[np.uint8]:
        """The indices of colours. New colours are added; once the palette is full, the nearest colours stand in."""
        return np.array([self._put(colour) for colour in colours], np.uint8)

    def _put(self, colour: str) -> int:
        if colour not in self._place:
            if len(self.colours) >= _MOST_COLOURS:
                known = np.array([rgba(c)[:3] for c in self.colours], int)
                return int(np.abs(known - rgba(colour)[:3]).sum(axis=1).argmin())
            self._place[colour] = len(self.colours)
            self.colours.append(colour)
        return self._place[colour]


class _Nodes:
    """Applies the rules for nodes."""

    def __init__(self, columns: dict[str, Any], stage: Stage, palette: _Palette) -> None:
        self._columns, self._stage, self._palette = columns, stage, palette
        self._data = Reading(stage.projection, stage.measures, NODES)
        self._icons: dict[str, int] = {"": 0}

    def apply(self, rules: Rules) -> None:
        by_channel = {
            "colour": self._colour, "shape": self._shape, "icon": self._icon, "size": self._size, "label": self._label,
        }  # fmt: skip
        for rule in rules:
            by_channel[rule.channel](rule)
        if len(self._icons) > 1:
            self._columns["icons"] = tuple(self._icons)[1:]

    def _covered(self, rule: Rule) -> tuple[Mask, Mask]:
        """True for resources, and for groups, that a rule applies to."""
        stage, where = self._stage, rule.where
        mine = self._data.holds(where)
        main = np.full(len(stage.main), not where.key)
        if where.key == "class":
            main = stage.main == self._data.class_of(where.value)
        own = np.ones(len(stage.own), bool) if mine is None else mine[stage.own]
        return own, main

    def _put(self, name: str, rule: Rule, looks: Callable[[Sequence[str]], AnyIds]) -> None:
        """Give resources and groups a look; ``looks`` finds the indices of looks in a table."""
        own, groups = self._covered(rule)
        column, look = self._columns[name], rule.look
        if isinstance(look, Fixed):
            column[np.concatenate((own, groups))] = looks([str(look.value)])[0]
            return
        codes, values = self._data.codes(look, self._palette.steps)
        codes = np.concatenate((codes[self._stage.own], np.where(groups, self._shared(codes, look), -1)))
        rows = np.flatnonzero(np.concatenate((own, groups)) & (codes >= 0))
        column[rows] = looks(values)[codes[rows]]

    def _shared(self, codes: NDArray[np.int64], look: Categories | Scale) -> NDArray[np.int64]:
        """The look that all members of each group share, shape (g,); where they differ that of no value, if any.

        A group has one class, that of most of its members.
        """
        nodes, place = self._stage.members
        if look.key == "class" and isinstance(look, Categories):
            at = {self._data.class_of(iri): i for i, (iri, _) in enumerate(look.looks)}
            return np.array([at.get(int(main), -1) for main in self._stage.main.tolist()], np.int64)
        low = np.full(len(self._stage.main), np.iinfo(np.int64).max)
        high = np.full(len(low), -1, np.int64)
        np.minimum.at(low, place, codes[nodes])
        np.maximum.at(high, place, codes[nodes])
        last = (len(look.looks) + bool(look.others)) if isinstance(look, Categories) else self._palette.steps
        return np.where(low == high, high, last if look.bare else -1)

    def _colour(self, rule: Rule) -> None:
        self._put("colour", rule, self._palette.places)

    def _shape(self, rule: Rule) -> None:
        self._put("shape", rule, lambda looks: np.array([SHAPES.index(s) if s in SHAPES else 0 for s in looks]))

    def _icon(self, rule: Rule) -> None:
        if self._columns["icon"] is None:
            self._columns["icon"] = np.zeros(len(self._columns["shape"]), np.uint8)
        icons = self._icons
        self._put("icon", rule, lambda looks: np.array([icons.setdefault(look, len(icons)) % 256 for look in looks]))

    def _size(self, rule: Rule) -> None:
        own, _ = self._covered(rule)
        look, radius = rule.look, self._columns["radius"]
        if isinstance(look, Scale):
            share = self._data.share(look)[self._stage.own]
            rows = np.flatnonzero(own & ~np.isnan(share))
            wanted = np.sqrt(look.least**2 + share[rows] * (look.most**2 - look.least**2))
        else:
            rows, wanted = np.flatnonzero(own), np.array(_number(look))
        # Larger nodes get their names first.
        self._columns["importance"][rows] *= (wanted / radius[rows]) ** 2
        radius[rows] = wanted

    def _label(self, rule: Rule) -> None:
        own, _ = self._covered(rule)
        plain = self._columns["labels"]
        self._columns["labels"] = Templated(plain, self._data, self._stage.own, own, str(_fixed(rule)))


class _Folded:
    """Applies colours and names of rules for nodes to the lines of folded resources."""

    def __init__(self, columns: dict[str, Any], stage: Stage, palette: _Palette) -> None:
        self._columns, self._stage, self._palette = columns, stage, palette
        self._data = Reading(stage.projection, stage.measures, NODES)

    def apply(self, rules: Rules) -> None:
        through = self._stage.through
        for rule in rules:
            mine = self._data.holds(rule.where)
            covered = (through >= 0) if mine is None else (through >= 0) & mine[through]
            if rule.channel == "colour":
                self._colour(rule, np.flatnonzero(covered))
            elif rule.channel == "label":
                plain = self._columns["edge_words"]
                self._columns["edge_words"] = Templated(plain, self._data, through, covered, str(_fixed(rule)))

    def _colour(self, rule: Rule, lines: AnyIds) -> None:
        column, look = _edge_colours(self._columns), rule.look
        if isinstance(look, Fixed):
            column[lines] = self._palette.places([str(look.value)])[0]
            return
        codes, values = self._data.codes(look, self._palette.steps)
        mine = codes[self._stage.through[lines]]
        column[lines[mine >= 0]] = self._palette.places(values)[mine[mine >= 0]]


def _edge_colours(columns: dict[str, Any]) -> NDArray[np.uint8]:
    """The colours of the lines, none of which has one at first."""
    if columns["edge_colour"] is None:
        columns["edge_colour"] = np.full(len(columns["width"]), UNCOLOURED, np.uint8)
    found: NDArray[np.uint8] = columns["edge_colour"]
    return found


class _Edges:
    """Applies the rules for edges. Edges that stand for many statements take only the colour of rules for all edges."""

    def __init__(self, columns: dict[str, Any], stage: Stage, palette: _Palette) -> None:
        self._columns, self._stage, self._palette = columns, stage, palette
        self._data = Reading(stage.projection, stage.measures, EDGES)

    def apply(self, rules: Rules) -> None:
        by_channel = {"colour": self._colour, "width": self._width, "label": self._label}
        for rule in rules:
            mine = self._data.holds(rule.where)
            rows = np.ones(len(self._stage.edges), bool) if mine is None else mine[self._stage.edges]
            by_channel[rule.channel](rule, rows & self._stage.single, rows)

    def _colour(self, rule: Rule, rows: Mask, every: Mask) -> None:
        column, look = _edge_colours(self._columns), rule.look
        if isinstance(look, Fixed):
            column[rows if rule.where.key else every] = self._palette.places([str(look.value)])[0]
            return
        codes, values = self._data.codes(look, self._palette.steps)
        codes = codes[self._stage.edges]
        found = np.flatnonzero(rows & (codes >= 0))
        column[found] = self._palette.places(values)[codes[found]]

    def _width(self, rule: Rule, rows: Mask, _every: Mask) -> None:
        look, width = rule.look, self._columns["width"]
        if isinstance(look, Scale):
            share = self._data.share(look)[self._stage.edges]
            found = np.flatnonzero(rows & ~np.isnan(share))
            wanted = look.least + share[found] * (look.most - look.least)
        else:
            found, wanted = np.flatnonzero(rows), np.array(_number(look))
        width[found] = np.round(2 * wanted) / 2

    def _label(self, rule: Rule, rows: Mask, _every: Mask) -> None:
        plain = self._columns["edge_words"]
        self._columns["edge_words"] = Templated(plain, self._data, self._stage.edges, rows, str(_fixed(rule)))


def _fixed(rule: Rule) -> str | float:
    return rule.look.value if isinstance(rule.look, Fixed) else ""


def _number(look: object) -> float:
    return float(look.value) if isinstance(look, Fixed) else 1.0


class Templated(Sequence[str]):
    """Texts by a template, made on access, for the ``covered`` (a,) among the first ``rows`` (a,).

    All others stay as in ``plain``, and so does a text that the template leaves empty.
    """

    def __init__(self, plain: Sequence[str], data: Reading, rows: AnyIds, covered: Mask, template: str) -> None:
        self._plain, self._data, self._rows, self._covered, self._template = plain, data, rows, covered, template

    def __len__(self) -> int:
        return len(self._plain)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(len(self))[place])
        if place >= len(self._covered) or not self._covered[place]:
            return self._plain[place]
        from explorer.pictures.look.templates import TemplateError, filled

        row = int(self._rows[place])
        try:
            return filled(self._template, lambda key: self._data.text(key, row)) or self._plain[place]
        except TemplateError:
            return self._plain[place]
