"""Style rules in words: what each rule changes, for which nodes or edges, and by which data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.views.rules import EDGES, NODES, Categories, Fixed, Rule, Scale, Where
from graph.model.column import DATE
from graph.model.columns import edge_column, edge_columns, node_column, node_columns
from graph.model.linked_columns import path_title, step_words, steps_of
from graph.model.money import common_currency
from graph.model.projection import Projection
from graph.rdf.grade import YOUR, is_graded_by, is_sign
from graph.rdf.names import words_of
from graph.rdf.values import write_day, write_money, write_value

if TYPE_CHECKING:
    from explorer.views.measures import Measured

CHANNEL_TITLES = {
    (NODES, "colour"): "Colour",
    (NODES, "size"): "Size",
    (NODES, "shape"): "Shape",
    (NODES, "icon"): "Icon",
    (NODES, "label"): "Name",
    (EDGES, "colour"): "Colour of relationships",
    (EDGES, "width"): "Width of relationships",
    (EDGES, "label"): "Label of relationships",
}
_UNTITLED = "attribute ", "remark "
_COUNTED = {
    "degree": "number of relationships",
    "passages": "number of passages",
    "texts": "number of texts",
    "origins": "number of origins",
    "predicate": "kind",
}
"""Columns whose titles do not say within a sentence that they count, or what they hold."""
_GRADES = ("reliability", "credibility")
_OWN = ("class", "date", "amount", "graph", "label", *_GRADES, *(YOUR + grade for grade in _GRADES))


class RuleWords:
    """Titles of columns, classes and values of a projection, for sentences about rules."""

    def __init__(self, projection: Projection, measures: tuple[Measured, ...] = ()) -> None:
        self._projection = projection
        self._measures = {measured.key: measured for measured in measures}

    def titles(self, target: str) -> dict[str, str]:
        """The title of each column by its key."""
        p = self._projection
        own = {column.key: column.title for column in (node_columns if target == NODES else edge_columns)(p)}
        return {**own, **{m.key: m.heading for m in self._measures.values()}} if target == NODES else own

    def title(self, key: str, target: str) -> str:
        """The title of a column, or the readable part of its key if the data lacks it."""
        known = self.titles(target).get(key)
        if known is not None:
            return known
        if steps_of(key):
            return path_title(self._projection, key)
        for head in _UNTITLED:
            if key.startswith(head):
                return words_of(key.removeprefix(head))
        return key

    def phrase(self, key: str, target: str) -> str:
        """A column within a sentence: “number of relationships”, “date”, “has polarity”."""
        title = self.title(key, target)
        if key in _COUNTED or key in self._measures:
            return _COUNTED.get(key, title)
        iri = next((key.removeprefix(head) for head in _UNTITLED if key.startswith(head)), "")
        label = next((info.label for info in self._projection.predicates if info.iri == iri), "")
        steps = steps_of(key)
        words = step_words(self._projection, steps[0]) if steps else label
        return title[:1].lower() + title[1:] if key in _OWN else (words or title)[:1] + title[1:]

    def number(self, key: str, value: float, target: str) -> str:
        """A number of a column in words; a date in a column of dates."""
        if key in self._measures:
            from explorer.views.measures import write_value as write_measure

            return write_measure(self._measures[key].metric, value)
        p = self._projection
        column = node_column(p, key) if target == NODES else edge_column(p, key)
        if column is not None and column.kind == DATE:
            return write_day(value)
        if key == "amount":
            return write_money(value if abs(value) < 1000 else float(round(value)), common_currency(p))
        return write_value(value if abs(value) < 1000 else float(round(value)), key.rstrip(">"))

    def value(self, key: str, value: str) -> str:
        """A value of a rule in words."""
        p = self._projection
        if key in ("class", "predicate"):
            known = p.classes if key == "class" else p.predicates
            label = next((info.label for info in known if info.iri == value), None)
            return label if label is not None else words_of(value) if value else "No class"
        if is_graded_by(key):
            from graph.model.grading.grades import in_words  # late: few rules go by grades

            return in_words(value) if is_sign(value) else value
        if steps_of(key) and value in p.node_of:
            return p.labels[p.node_of[value]]
        return f"number {value}" if key in self._measures else value

    def where(self, where: Where, target: str) -> str:
        """The nodes or edges that a rule applies to: “Person”, “Amount from 1,000”; "" for all."""
        if not where.key:
            return ""
        if where.key in ("class", "predicate") and where.value is not None:
            return self.value(where.key, where.value)
        title = self.phrase(where.key, target)
        title = title[:1].upper() + title[1:]
        if where.value is not None:
            return f"{title} “{self.value(where.key, where.value)}”"
        ends = [None if end is None else self.number(where.key, end, target) for end in (where.low, where.high)]
        if ends[0] is not None and ends[1] is not None:
            return f"{title} {ends[0]} to {ends[1]}"
        return f"{title} from {ends[0]}" if ends[0] is not None else f"{title} up to {ends[1]}" if ends[1] else title

    def heading(self, rule: Rule) -> str:
        """The heading of a rule in the legend: “Colour by PageRank”, “Finding by polarity”."""
        what, of = CHANNEL_TITLES[rule.target, rule.channel], self.where(rule.where, rule.target)
        if isinstance(rule.look, Fixed):
            return f"{what}: {of}" if of else what
        by = self.phrase(rule.look.key, rule.target).removeprefix("has ")
        if not of:
            return f"{what} by {by}"
        return f"{of} by {by}" if rule.channel == "colour" and rule.target == NODES else f"{what} of {of} by {by}"

    def sentence(self, rule: Rule) -> str:
        """The whole rule: “Colour by PageRank, from 0.001 to 0.12”."""
        look = rule.look
        of = self.where(rule.where, rule.target) or ("all relationships" if rule.target == EDGES else "all")
        what = CHANNEL_TITLES[rule.target, rule.channel]
        if isinstance(look, Fixed):
            said = f"{look.value:g}" if isinstance(look.value, float | int) else str(look.value) or "none"
            if rule.channel == "label":
                from explorer.pictures.look.templates import renamed

                said = f"“{renamed(said, self.titles(rule.target))}”"
            return f"{what} of {of}: {said}" if rule.target == NODES else f"{what}, {of}: {said}"
        by = self.phrase(look.key, rule.target).removeprefix("has ")
        rest = f", of {of}" if rule.where.key else ""
        if isinstance(look, Categories):
            count = len(look.looks)
            return f"{what} by {by}, {count:,} value{'s' if count != 1 else ''}{rest}"
        assert isinstance(look, Scale)
        low, high = (self.number(look.key, end, rule.target) for end in (look.low, look.high))
        return f"{what} by {by}, from {low} to {high}{rest}"
