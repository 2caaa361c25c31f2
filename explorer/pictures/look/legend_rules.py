"""Style rules in a legend: one heading for each rule, with its looks below."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.conditions import Reading, at_share
from explorer.pictures.look.hues import is_like_any
from explorer.pictures.look.legend_entry import LegendEntry
from explorer.pictures.look.sentences import CHANNEL_TITLES, RuleWords
from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.rules import EDGES, NODES, Categories, Fixed, Rule, Scale
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.arrays.types import Mask
from graph.model.projection import Projection

MOST_VALUES = 10
_BAR = 24
"""Colours in a bar."""
_SAMPLES = (0.0, 0.5, 1.0)


def explained(projection: Projection, visible: Visible, view: View) -> list[LegendEntry]:
    """Entries for the rules that are on, with the number of shown nodes or edges that have no place on a scale.

    A fixed look of a class already shows at the class, and a rule for names needs no explanation.
    """
    words = RuleWords(projection, view.measures)
    out: list[LegendEntry] = []
    before = ""
    for at, rule in enumerate(view.rules):
        if rule.on and rule.channel != "label" and not _is_seen_at_class(rule):
            rows = _rows(projection, visible, view, at)
            block = _Block(projection, words, rule, _seen_looks(projection, view, rule, rows))
            found = block.entries() + _rest(projection, visible, view, rule, rows, block) if len(rows) else []
            if not found:
                continue
            # Successive single looks share a heading.
            if block.heading != before:
                out.append(LegendEntry(block.heading, is_heading=True))
            before = block.heading
            out += found
    return out


def _rows(projection: Projection, visible: Visible, view: View, at: int) -> NDArray[np.int32]:
    """The shown nodes or edges (k,) that a rule applies to, without those that a later rule gives another look."""
    rule = view.rules[at]
    rows = visible.edges if rule.target == EDGES else visible.nodes
    data = Reading(projection, view.measures, rule.target)
    mine = data.holds(rule.where)
    rows = rows if mine is None else rows[mine[rows]]
    for later in view.rules[at + 1 :]:
        if later.on and (later.channel, later.target) == (rule.channel, rule.target) and len(rows):
            rows = rows[~_decided(data, later)[rows]]
    return rows


def _decided(data: Reading, rule: Rule) -> Mask:
    """True for the nodes (n,) or edges (m,) that a rule gives a look."""
    look, mine = rule.look, data.holds(rule.where)
    if isinstance(look, Fixed):
        looks = np.ones(data.count, bool)
    elif isinstance(look, Scale):
        looks = ~np.isnan(data.numbers(look.key)) | bool(look.bare)
    else:
        looks = data.codes(look, 2)[0] >= 0
    return np.asarray(looks if mine is None else looks & mine)


def _seen_looks(projection: Projection, view: View, rule: Rule, rows: NDArray[np.int32]) -> set[int]:
    """The places, among the looks of a rule by category, of those that some row (k,) has."""
    if not isinstance(rule.look, Categories):
        return set()
    codes, _ = Reading(projection, view.measures, rule.target).codes(rule.look, 2)
    return set(codes[rows].tolist())


def _rest(
    projection: Projection, visible: Visible, view: View, rule: Rule, rows: NDArray[np.int32], block: _Block
) -> list[LegendEntry]:
    """Entries for what is shown without a value, or with one that has no look of its own; and a word on hues."""
    look, out = rule.look, list[LegendEntry]()
    if isinstance(look, Fixed):
        return out
    data = Reading(projection, view.measures, rule.target)
    valued = ~np.isnan(data.numbers(look.key)) if isinstance(look, Scale) else data.valued(look.key)
    if isinstance(look, Categories) and look.others:
        unnamed = data.codes(look._replace(others="", bare=""), 2)[0] < 0
        others = int(np.count_nonzero((valued & unnamed)[rows]))
        out += [block.one(f"{others:,} with other values", look.others)] if others else []
    bare = int(np.count_nonzero(~valued[rows]))
    if bare and look.bare:
        out.append(block.one(f"{bare:,} without a value", look.bare))
    elif bare and isinstance(look, Scale):
        out.append(LegendEntry(f"{bare:,} without a value: unchanged"))
    if _is_like_a_class(projection, visible, view, rule):
        out.append(LegendEntry("Classes have these hues too: no other hues are free"))
    return out


def _colours_on(scale: Scale, count: int) -> tuple[str, ...]:
    """The colours of a scale at equal steps."""
    from explorer.pictures.look.palettes import sampled  # late: the first picture has no scale

    return sampled(scale.palette, count)


def _is_like_a_class(projection: Projection, visible: Visible, view: View, rule: Rule) -> bool:
    """True if a colour of a rule has the hue of a class that is drawn in its own colour."""
    look = rule.look
    if rule.channel != "colour" or rule.target == EDGES or rule.is_for_all or isinstance(look, Fixed):
        return False
    swatches = class_swatches(projection, view.rules)
    drawn = {swatches[c].colour for c in set(projection.node_class[visible.nodes].tolist())} - {""}
    mine = [one for _, one in look.looks] if isinstance(look, Categories) else _colours_on(look, 5)
    return any(is_like_any(colour, drawn) for colour in mine)


def _is_seen_at_class(rule: Rule) -> bool:
    by_class = rule.where.key in ("", "class") if isinstance(rule.look, Fixed) else rule.look.key == "class"
    return by_class and rule.target != EDGES and rule.channel in ("colour", "shape")


class _Block:
    """One rule in a legend."""

    def __init__(self, projection: Projection, words: RuleWords, rule: Rule, seen: set[int]) -> None:
        self._projection, self._words, self._rule, self._seen = projection, words, rule, seen

    def entries(self) -> list[LegendEntry]:
        look, words, rule = self._rule.look, self._words, self._rule
        if isinstance(look, Fixed):
            return [self.one(words.where(rule.where, rule.target) or "All", look.value)]
        return self._categories(look) if isinstance(look, Categories) else self._scale(look)

    @property
    def heading(self) -> str:
        """The heading of the rule."""
        rule = self._rule
        return CHANNEL_TITLES[rule.target, rule.channel] if isinstance(rule.look, Fixed) else self._words.heading(rule)

    def one(self, label: str, look: str | float) -> LegendEntry:
        """One look with its meaning."""
        rule = self._rule
        if rule.target == EDGES:
            return LegendEntry(label, line=(str(look), 2.0) if rule.channel == "colour" else ("", float(look)))
        if rule.channel == "colour":
            return LegendEntry(label, Swatch(self._shape, str(look)))
        if rule.channel == "shape":
            return LegendEntry(label, Swatch(str(look), ""))
        if rule.channel == "icon":
            return LegendEntry(label, icon=str(look))
        return LegendEntry("", sizes=((float(look), label),))

    @property
    def _shape(self) -> str:
        """The shape of the resources that the rule applies to, a circle where they have several."""
        where = self._rule.where
        cls = Reading(self._projection, (), NODES).class_of(where.value) if where.key == "class" else None
        swatch = class_swatches(self._projection).get(cls) if cls is not None else None
        return swatch.shape if swatch is not None else "circle"

    def _categories(self, look: Categories) -> list[LegendEntry]:
        seen = [pair for at, pair in enumerate(look.looks) if at in self._seen]
        entries = [self.one(self._words.value(look.key, value), one) for value, one in seen[:MOST_VALUES]]
        more = len(seen) - len(entries)
        return [*entries, LegendEntry(f"{more:,} more")] if more > 0 else entries

    def _scale(self, look: Scale) -> list[LegendEntry]:
        rule, words = self._rule, self._words

        def write(share: float) -> str:
            return words.number(look.key, at_share(look, share), rule.target)

        if not look.high > look.low:
            return [self.one(write(1.0), _colours_on(look, 2)[-1] if rule.channel == "colour" else look.most)]
        if rule.channel == "colour":
            return [LegendEntry(write(0.0), bar=_colours_on(look, _BAR), end=write(1.0))]
        if rule.channel == "width":
            wide = [look.least + share * (look.most - look.least) for share in _SAMPLES]
            return [LegendEntry(write(share), line=("", width)) for share, width in zip(_SAMPLES, wide)]
        radii = [(look.least**2 + share * (look.most**2 - look.least**2)) ** 0.5 for share in _SAMPLES]
        return [LegendEntry("", sizes=tuple((radius, write(share)) for radius, share in zip(radii, _SAMPLES)))]
