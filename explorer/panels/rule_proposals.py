"""Proposals for style rules that fit the shown data: the range of a scale, the values of categories and their looks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.conditions import Reading
from explorer.pictures.look.hues import free_colours
from explorer.pictures.look.palettes import BARE, CATEGORIES, OTHERS
from explorer.pictures.look.style import SHAPES
from explorer.pictures.look.swatches import class_swatches
from explorer.views.hiding.value_facets import lines_of
from explorer.views.measures import KEY, Measured
from explorer.views.rules import EDGES, EVERYWHERE, NODES, Categories, Rule, Rules, Scale, Where
from explorer.views.visible import Visible
from graph.arrays.types import Floats
from graph.model.column import DATE, NUMBER, Column
from graph.model.columns import edge_columns, node_column, node_columns
from graph.model.linked_columns import steps_of
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.grade import is_graded_by
from graph.rdf.naming import label_rank

MOST_VALUES = 12
"""Largest number of values with a look of their own, the most frequent first; the others keep their look."""
MANY_VALUES = 1000
"""A column of text with more different values than this makes no categories."""
_CATEGORY_ICONS = (
    "star", "flag", "heart", "tag", "key", "crown", "lightbulb", "map-pin", "house", "tree", "eye", "cube",
)  # fmt: skip
_ATTRIBUTE = "attribute "
_SKEWED = 0.12
"""If the median lies below this share of the range, a logarithmic or root scale separates more values."""
_SIZES, _WIDTHS = (5.0, 30.0), (1.0, 6.0)


class Subject(NamedTuple):
    """Something a rule can follow, for a list of choices: a column, classes or predicates."""

    key: str
    title: str
    kind: str
    has_numbers: bool
    has_categories: bool


class Proposer:
    """Makes rules for the shown part of a projection."""

    def __init__(
        self,
        projection: Projection,
        measures: tuple[Measured, ...],
        visible: Visible,
        facets: tuple[str, ...] = (),
        rules: Rules = (),
    ) -> None:
        self._projection, self._measures, self._visible, self._rules = projection, measures, visible, rules
        self._further = tuple(key for key in facets if len(steps_of(key)) == 2)

    def columns(self, target: str) -> tuple[Column, ...]:
        """Every column of nodes, or of edges, that a rule can follow."""
        p = self._projection
        if target == EDGES:
            return edge_columns(p)
        own = node_columns(p, tuple(measured.column(p.node_count) for measured in self._measures))
        further = (node_column(p, key) for key in self._further)
        return (*own, *(column for column in further if column is not None))

    def subjects(self, target: str) -> tuple[Subject, ...]:
        """Everything a rule for nodes, or for edges, can follow."""
        found = (self._subject(column) for column in self.columns(target))
        return tuple(subject for subject in found if subject is not None)

    def subject(self, key: str, target: str) -> Subject | None:
        """The subject with this key, None if no rule can follow it."""
        return next((self._subject(column) for column in self.columns(target) if column.key == key), None)

    def _subject(self, column: Column) -> Subject | None:
        key = column.key
        # Names are almost all different, so they make no categories; skip them before reading them.
        naming = label_rank(key.removeprefix(_ATTRIBUTE)) is not None if key.startswith(_ATTRIBUTE) else False
        if naming or key in ("label", "iri") or key.endswith(" iri") or not column.filled:
            return None
        numeric = column.kind in (NUMBER, DATE)
        grouping = self._is_grouping(key)
        few = key in ("class", "predicate") or grouping or (not numeric and _is_shared(column))
        return Subject(key, column.title, column.kind, numeric and not grouping, few) if numeric or few else None

    def _is_grouping(self, key: str) -> bool:
        """True if a measure numbers groups, so that its numbers have no order."""
        return any(m.key == key and m.metric.kind == "group" for m in self._measures)

    def _rows(self, target: str) -> NDArray[np.integer]:
        return self._visible.nodes if target == NODES else self._visible.edges

    def _shown(self, target: str, key: str, where: Where) -> Floats:
        """The numbers in a column for the shown nodes or edges that a rule applies to."""
        data = Reading(self._projection, self._measures, target)
        numbers, mask = data.numbers(key), data.holds(where)
        rows = self._rows(target)
        found = numbers[rows if mask is None else rows[mask[rows]]]
        return np.asarray(found[~np.isnan(found)])

    def scale(self, channel: str, key: str, target: str = NODES, where: Where = EVERYWHERE) -> Rule | None:
        """A rule by the numbers of a column, from the least to the largest shown; None if none is shown."""
        numbers = self._shown(target, key, where)
        if not len(numbers):
            return None
        low, high, middle = float(numbers.min()), float(numbers.max()), float(np.median(numbers))
        curve = "linear"
        if high > low and (middle - low) / (high - low) < _SKEWED:
            curve = "log" if low > 0 else "sqrt"
        least, most = (_WIDTHS if channel == "width" else _SIZES) if channel != "colour" else (0.0, 0.0)
        palette = "lagoon" if channel == "colour" else ""
        bare = self._bare(channel, target, where)
        return Rule(channel, Scale(key, low, high, curve, palette, least, most, bare), where, target)

    def categories(self, channel: str, key: str, target: str = NODES, where: Where = EVERYWHERE) -> Rule | None:
        """A rule by the most frequent shown values of a column; None if none is shown."""
        values = self.values(key, target, where)[:MOST_VALUES]
        values = tuple(sorted(values)) if is_graded_by(key) else values
        looks = self._hues(len(values), where) if channel == "colour" and target == NODES else ()
        looks = looks or looks_for(channel, len(values))
        others = OTHERS if channel == "colour" and target == NODES else ""
        look = Categories(key, tuple(zip(values, looks)), others, self._bare(channel, target, where))
        return Rule(channel, look, where, target) if values else None

    def _bare(self, channel: str, target: str, where: Where) -> str:
        """A grey for what has no value, so that a rule for all leaves no colour of a class beside its own."""
        return BARE if channel == "colour" and target == NODES and where == EVERYWHERE else ""

    def _hues(self, count: int, where: Where) -> tuple[str, ...]:
        """Colours that no shown class has to which a rule does not apply; fewer where they run out, () for all."""
        if where == EVERYWHERE:
            return ()
        p, shown = self._projection, self._visible.nodes
        mask = Reading(p, self._measures, NODES).holds(where)
        rest = shown if mask is None else shown[~mask[shown]]
        swatches = class_swatches(p)
        return free_colours(count, (swatches[c].colour for c in set(p.node_class[rest].tolist())))

    def present(self, channel: str, target: str, where: Where) -> str:
        """The colour or shape with which the resources of one class are drawn now; "" for others, or for several."""
        p = self._projection
        if target == EDGES or channel not in ("colour", "shape") or where.key != "class" or where.value is None:
            return ""
        cls = Reading(p, (), NODES).class_of(where.value)
        swatch = class_swatches(p, self._rules).get(cls)
        return "" if swatch is None else swatch.colour if channel == "colour" else swatch.shape

    def values(self, key: str, target: str = NODES, where: Where = EVERYWHERE) -> tuple[str, ...]:
        """The shown values of a column as rules write them, the most frequent first."""
        p, rows = self._projection, self._rows(target)
        mask = Reading(p, self._measures, target).holds(where)
        rows = rows if mask is None else rows[mask[rows]]
        if key in ("class", "predicate"):
            known: Sequence[str] = [i.iri for i in (p.classes if key == "class" else p.predicates)]
            ids = (p.node_class if key == "class" else p.predicate)[rows]
            return tuple(known[i] for i in _frequent(ids[ids >= 0]))
        if key.startswith(KEY):
            numbers = self._shown(target, key, where)
            found, place = np.unique(numbers, return_inverse=True)
            return tuple(f"{found[i]:g}" for i in _frequent(place))
        column = next((column for column in self.columns(target) if column.key == key), None)
        if column is None or column.value_count > MANY_VALUES:
            return ()
        ids = np.asarray(column.cells.first[rows])
        return tuple(dict.fromkeys(column.cells.values.text(i, raw=True) for i in _frequent(ids[ids >= 0])))

    def by(self, channel: str, key: str, target: str = NODES, where: Where = EVERYWHERE) -> Rule | None:
        """The rule that fits a column best: a scale for numbers with an order, else categories."""
        subject = self.subject(key, target)
        if subject is None:
            return None
        if subject.has_numbers and channel in ("colour", "size", "width"):
            return self.scale(channel, key, target, where)
        return self.categories(channel, key, target, where)


def _is_shared(column: Column) -> bool:
    """True for a column of which rows share values; identifiers, such as a SHA-256, make no categories."""
    lines = lines_of(column)
    return lines is not None and lines.is_grouping


def looks_for(channel: str, count: int) -> tuple[str, ...]:
    """``count`` looks for a channel; they repeat when they run out."""
    table = {"colour": CATEGORIES, "shape": SHAPES, "icon": _CATEGORY_ICONS}.get(channel, ("",))
    return tuple(table[i % len(table)] for i in range(count))


def _frequent(ids: NDArray[np.integer]) -> list[int]:
    """Ids, the most frequent first."""
    counts = np.bincount(ids) if len(ids) else np.zeros(0, np.int64)
    order = np.argsort(-counts, kind="stable")
    return [int(i) for i in order[: np.count_nonzero(counts)]]
