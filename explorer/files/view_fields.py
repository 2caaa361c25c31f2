"""Fields of a view as values of a record in IRIs, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from explorer.files.filter_fields import (
    FARTHEST,
    Day,
    GradesField,
    HiddenValues,
    Keys,
    LeastGradeField,
    Levels,
    Range,
    Ranges,
    numbers,
    pair,
)  # fmt: skip
from explorer.files.rule_fields import RulesField
from explorer.files.view_data import Data, Table
from explorer.views.groups import GROUPS_FROM, Group, is_group
from explorer.views.measures import KEY, Measured, Values
from explorer.views.nodes import Nodes
from explorer.views.view import OF_FOCUS, Expansion, Positions, Whole
from graph.analysis.measures import METRICS
from graph.errors import LayoutError, NameUnknownError, ReadError
from graph.layout import LAYOUTS, Guide, Setting
from graph.layout.guide import AXES
from graph.layout.parameters import write_setting
from graph.named import NamedTuple
from graph.rdf.naming import USUAL, Naming
from graph.rdf.terms import CBV
from graph.reading.refusals import plain
from graph.saved.records import Name, Record, Value, as_double

_Pairs = Iterable[tuple[str, Value]]
_PARTS: tuple[tuple[str, Table], ...] = (
    ("subject", "nodes"),
    ("predicate", "predicates"),
    ("object", "nodes"),
)
"""Terms of the parts of a statement, and the tables of their names."""
_USUAL = "forceatlas2"
_MOST, _COUNT = 1 << 32, re.compile("[0-9]{1,9}")


class Field(Protocol):
    """Stores one field of a view."""

    def write(self, value: Any, data: Data, /) -> _Pairs:
        """The field as values of a record."""
        ...

    def read(self, record: Record, data: Data, /) -> Any:
        """The field from a record, or its default if the record lacks it."""
        ...


class _Plain(NamedTuple):
    """A text, a number or a boolean, one of ``among`` if given."""

    term: str
    default: Any
    among: Sequence[Any] = ()
    least: int = 0
    most: int = (1 << 32) - 1

    def write(self, value: Any, _: Data) -> _Pairs:
        yield self.term, value

    def read(self, record: Record, _: Data) -> Any:
        value = record.one(self.term, self.default)
        fits = value in self.among if self.among else self.least <= value <= self.most
        if not fits:
            raise ReadError(f"The view has an invalid “{self.term}”: “{value}”.")
        return value


class _Things(NamedTuple):
    """A set of ids of a table."""

    term: str
    table: Table

    def write(self, value: frozenset[int], data: Data) -> _Pairs:
        return [(self.term, name) for name in data.write(self.table, sorted(value))]

    def read(self, record: Record, data: Data) -> frozenset[int]:
        return frozenset(data.read(self.table, record.names(self.term)))


class _Resources(NamedTuple):
    """A set of resources."""

    term: str

    def write(self, value: Nodes, data: Data) -> _Pairs:
        return [(self.term, name) for name in data.write("nodes", value)]

    def read(self, record: Record, data: Data) -> Nodes:
        return Nodes(data.read("nodes", record.names(self.term)))


class _Statements(NamedTuple):
    """A set of statements, each a record of its subject, predicate and object."""

    term: str

    def write(self, value: Nodes, data: Data) -> _Pairs:
        for row in data.statements[value.ids].tolist():
            parts = zip(_PARTS, row)
            yield self.term, Record("Tie", tuple((term, data.write(table, [i])[0]) for (term, table), i in parts))

    def read(self, record: Record, data: Data) -> Nodes:
        rows = [[data.read(table, part.names(term)) for term, table in _PARTS] for part in record.records(self.term)]
        wanted = {tuple(ids[0] for ids in row) for row in rows if all(row)}
        at = np.flatnonzero(np.isin(data.statements[:, 0], [row[0] for row in wanted]))
        return Nodes(i for i in at.tolist() if tuple(data.statements[i].tolist()) in wanted)


class _Layout:
    """The name of a layout; the usual one for a name that is not known here."""

    def write(self, value: str, _: Data) -> _Pairs:
        yield "layout", value

    def read(self, record: Record, data: Data) -> str:
        name: str = record.one("layout", _USUAL)
        if name in LAYOUTS:
            return name
        data.unknown.append(f"the layout “{plain(name, 40)}”")
        return _USUAL


class _Settings:
    """The settings of the layout, as texts “name=value”."""

    def write(self, value: tuple[tuple[str, Setting], ...], _: Data) -> _Pairs:
        return [("setting", write_setting(name, setting)) for name, setting in value]

    def read(self, record: Record, data: Data) -> tuple[tuple[str, Setting], ...]:
        texts = [text for text in record.all("setting") if isinstance(text, str)]
        layout = LAYOUTS.get(record.one("layout", _USUAL)) if texts else None
        if layout is None:
            return ()
        found: list[str] = []
        for text in texts:
            try:
                layout.read_settings([text])
                found.append(text)
            except (NameUnknownError, LayoutError):
                data.unknown.append(f"the setting “{plain(text, 40)}”")
        return layout.read_settings(found)


class _Whole:
    """The source of which the open one is a part; numbers of relationships stand beside the resources."""

    def write(self, value: Whole | None, data: Data) -> _Pairs:
        if value is None:
            return
        for key, values in (("links", value.links), ("disputes", value.disputes)):
            if values is not None:
                array = values.of(data.count)
                known = data.in_order(np.flatnonzero(~np.isnan(array)))
                data.marks[key] = data.iris(known), [str(int(number)) for number in array[known].tolist()]
        yield "resources", value.resources

    def read(self, record: Record, data: Data) -> Whole | None:
        resources = record.one("resources", 0)
        if not resources:
            return None
        (ids, texts), (disputed, times) = data.column("links"), data.column("disputes")
        if not 0 < resources < _MOST or not all(_COUNT.fullmatch(text) for text in (*texts, *times)):
            raise ReadError("A number of relationships in this view is no number. Export the view again.")
        links = np.full(data.count, np.nan)
        links[ids] = [int(text) for text in texts]
        disputes = np.full(data.count, np.nan)
        disputes[disputed] = [int(text) for text in times]
        return Whole(resources, Values(links), Values(disputes) if times else None)


class _Measures:
    """Results of measures; their values stand beside the resources."""

    def write(self, value: tuple[Measured, ...], data: Data) -> _Pairs:
        for measured in value:
            array = measured.values.of(data.count)
            known = data.in_order(np.flatnonzero(~np.isnan(array)))
            texts = [as_double(number) for number in array[known].tolist()]
            data.marks[measured.key] = data.iris(known), texts
            said = [("key", measured.key), ("title", measured.title), ("sentence", measured.sentence)]
            yield "measure", Record("Measure", (*said, ("note", measured.note), ("sample", measured.sample)))

    def read(self, record: Record, data: Data) -> tuple[Measured, ...]:
        keyed = [(part.one("key", ""), part) for part in record.records("measure")]
        return tuple(self._measured(key, part, data) for key, part in keyed if self._is_known(key, part, data))

    def _is_known(self, key: str, part: Record, data: Data) -> bool:
        if key.startswith(KEY) and METRICS.get(key.removeprefix(KEY)) is not None:
            return True
        data.unknown.append(f"the measure “{plain(part.one('title', '') or key.removeprefix(KEY), 40)}”")
        data.left_out.add(key)
        return False

    def _measured(self, key: str, part: Record, data: Data) -> Measured:
        ids, texts = data.column(key)
        array = np.full(data.count, np.nan)
        try:
            array[ids] = np.array(texts, float) if texts else []
        except ValueError:
            raise ReadError(f"The view has values of the measure “{key}” that are not numbers.") from None
        said = part.one("title", key), part.one("sentence", "")
        return Measured(key, *said, Values(array), part.one("note", ""), part.one("sample", 0))


class _Groups:
    """Groups, each with its number."""

    def write(self, value: tuple[Group, ...], data: Data) -> _Pairs:
        for group in value:
            said: list[tuple[str, Value]] = [
                ("number", group.id - GROUPS_FROM), ("title", group.title), ("groupedBy", group.kind),
                ("isPinned", group.pinned),
            ]  # fmt: skip
            if group.xy is not None:
                said.append(("at", pair(group.xy)))
            members = [("member", name) for name in data.write("nodes", group.members)]
            yield "group", Record("Group", (*said, *members))

    def read(self, record: Record, data: Data) -> tuple[Group, ...]:
        groups = [self._group(part, data) for part in record.records("group")]
        if len({group.id for group in groups}) < len(groups):
            raise ReadError("The view has two groups with the same number.")
        return tuple(group for group in groups if len(group.members) > 1)

    def _group(self, part: Record, data: Data) -> Group:
        at = part.one("at", "")
        return Group(
            _group_id(part.one("number", 0)),
            part.one("title", "Group"),
            Nodes(data.read("nodes", part.names("member"))),
            part.one("groupedBy", "hand"),
            numbers(at, "at") if at else None,
            part.one("isPinned", False),
        )


_FOCUS = "Focus"
"""Name of the centre of the expansion that a focus made."""
_SHOWN = _Statements("showsRelationship")


class _Expansions:
    """Expansions; the centre is a resource, the number of a group, or the focus."""

    def write(self, value: tuple[Expansion, ...], data: Data) -> _Pairs:
        for step in value:
            centre: Value = Name(CBV + _FOCUS)
            if step.centre != OF_FOCUS:
                is_of_group = is_group(step.centre)
                centre = step.centre - GROUPS_FROM if is_of_group else data.write("nodes", [step.centre])[0]
            said = [("centre", centre)]
            said += [("member", name) for name in data.write("nodes", step.nodes)]
            said += [("wasHidden", name) for name in data.write("nodes", step.hidden)]
            said += _SHOWN.write(step.edges, data)
            yield "expansion", Record("Expansion", tuple(said))

    def read(self, record: Record, data: Data) -> tuple[Expansion, ...]:
        steps = []
        for part in record.records("expansion"):
            centres = [_group_id(n) for n in part.all("centre") if type(n) is int]
            names = part.names("centre")
            centres = centres or ([OF_FOCUS] if names == (CBV + _FOCUS,) else data.read("nodes", names))
            nodes, hidden = (Nodes(data.read("nodes", part.names(term))) for term in ("member", "wasHidden"))
            if centres:
                steps.append(Expansion(centres[0], nodes, hidden, _SHOWN.read(part, data)))
        return tuple(steps)


class _Guides:
    """Guide lines of a layout."""

    def write(self, value: tuple[Guide, ...], _: Data) -> _Pairs:
        for guide in value:
            said: list[tuple[str, Value]] = [("axis", guide.axis), ("title", guide.text)]
            said += [("place", float(guide.at)), ("extent", pair((guide.start, guide.end)))]
            if guide.axis == "t":
                said.append(("days", pair((guide.first, guide.last))))
            yield "guide", Record("Guide", tuple(said))

    def read(self, record: Record, _: Data) -> tuple[Guide, ...]:
        out = []
        for part in record.records("guide"):
            axis, place = part.one("axis", "x"), part.one("place", 0.0)
            extent, days = part.one("extent", ""), part.one("days", "")
            shown = numbers(days, "days", endless=True) if axis == "t" else (0.0, 0.0)
            if axis not in AXES or not abs(place) <= FARTHEST or (axis == "t" and not shown[0] < shown[1]):
                raise ReadError(f"The view has an impossible guide line (“{axis}” at {place:g}).")
            out.append(Guide(axis, place, part.one("title", ""), *numbers(extent, "extent"), *shown))
        return tuple(out)


class _Places:
    """Positions, exact to the last bit."""

    def write(self, value: Positions, data: Data) -> _Pairs:
        xy = value.of(data.count)
        placed = data.in_order(np.flatnonzero(~np.isnan(xy).any(axis=1)))
        if len(placed):
            columns = [_exact(xy[placed, axis]) for axis in (0, 1)]
            data.marks["at"] = data.iris(placed), [f"{x} {y}" for x, y in zip(*columns)]
        return ()

    def read(self, _: Record, data: Data) -> Positions:
        ids, texts = data.column("at")
        if not texts:
            return Positions()
        xy = np.full((data.count, 2), np.nan, np.float32)
        try:
            with np.errstate(over="ignore"):
                found = np.array([text.split() for text in texts], np.float64).astype(np.float32)
        except ValueError:
            found = np.empty((0, 0), np.float32)
        if found.shape != (len(ids), 2) or not (np.abs(found) <= FARTHEST).all():
            raise ReadError("A position in this view is not two numbers. Save the view again from Caseboard.")
        xy[ids] = found
        return Positions(xy)


class _Naming:
    """Languages and predicates in the user's order; nothing where these are the usual ones."""

    def write(self, value: Naming, _: Data) -> _Pairs:
        if value != USUAL:
            said: list[tuple[str, Value]] = [("languages", " ".join(value.languages))]
            said += [("labelPredicates", " ".join(value.predicates)), ("showsIris", value.as_iris)]
            yield "naming", Record("Naming", tuple(said))

    def read(self, record: Record, _: Data) -> Naming:
        for part in record.records("naming"):
            languages, predicates = part.one("languages", ""), part.one("labelPredicates", "")
            return Naming(tuple(languages.split()), tuple(predicates.split()), part.one("showsIris", False))
        return USUAL


FIELDS: dict[str, Field] = {
    "hidden_classes": _Things("hidesClass", "classes"),
    "hidden_predicates": _Things("hidesPredicate", "predicates"),
    "hidden_documents": _Things("hidesDocument", "documents"),
    "hidden_graphs": _Things("hidesGraph", "graphs"),
    "hidden_support": Levels("hidesSupport"),
    "hidden_text_support": Levels("hidesTextSupport"),
    "hidden_origin_support": Levels("hidesOriginSupport"),
    "hidden_node_passages": Levels("hidesResourcesByPassages"),
    "hidden_node_texts": Levels("hidesResourcesByTexts"),
    "hidden_node_origins": Levels("hidesResourcesByOrigins"),
    "hidden_nodes": _Resources("hides"),
    "set_aside": _Resources("setsAside"),
    "left_out": _Resources("leavesOut"),
    "shown_nodes": _Resources("shows"),
    "shown_edges": _Statements("showsRelationship"),
    "focus": _Resources("focus"),
    "hops": _Plain("hops", 1, most=10_000),
    "direction": _Plain("direction", "both", ("both", "out", "in")),
    "dates": Range("dates"),
    "undated": _Plain("keepsUndated", True),
    "clock": _Plain("clock", "happened", ("happened", "said")),
    "known": Day("knownBefore"),
    "known_from_start": _Plain("knownFromStart", False),
    "least_grade": LeastGradeField(),
    "amounts": Range("amounts"),
    "degrees": Range("degrees"),
    "ranges": Ranges(),
    "facets": Keys("facet"),
    "hidden_values": HiddenValues(),
    "hidden_inference": Levels("hidesInference"),
    "hides_unconnected": _Plain("hidesUnconnected", False),
    "only_disputed": _Plain("showsOnlyDisputed", False),
    "single_valued": _Things("takesOneValue", "predicates"),
    "several_valued": _Things("takesSeveralValues", "predicates"),
    "measures": _Measures(),
    "rules": RulesField(),
    "groups": _Groups(),
    "ungrouped": _Resources("standsAlone"),
    "folded_classes": _Things("foldsClass", "classes"),
    "expansions": _Expansions(),
    "pinned": _Resources("pins"),
    "shows_notes": _Plain("showsNotes", True),
    "follows_values": _Plain("followsValues", False),
    "graded": GradesField(),
    "positions": _Places(),
    "guides": _Guides(),
    "naming": _Naming(),
    "whole": _Whole(),
    "layout": _Layout(),
    "settings": _Settings(),
    "seed": _Plain("seed", 1, least=-(1 << 31)),
}
"""Storage of each field of a view."""


def _group_id(number: int) -> int:
    if not 0 <= number < GROUPS_FROM >> 1:
        raise ReadError(f"The view numbers a group {number}; numbers go up to {(GROUPS_FROM >> 1) - 1:,}.")
    return GROUPS_FROM + number


def _exact(column: NDArray[np.float32]) -> list[str]:
    """The shortest text of each number that reads back as the same number through a double."""
    texts = [str(number) for number in column]
    back = np.array(texts, np.float64).astype(np.float32)
    for i in np.flatnonzero(back.view(np.uint32) != column.view(np.uint32)).tolist():
        texts[i] = repr(float(column[i]))
    return texts
