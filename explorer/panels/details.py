"""Details of a selected resource or statement: the values behind the details panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from explorer.panels.facts import Fact, constraint_in_words, linked
from explorer.pictures.scene.equal_names import equal_names
from explorer.views.reach import UPWARD, ways_up
from explorer.views.visible import Visible, why_although
from graph.analysis.citing import passages_in_order, range_in_words
from graph.arrays.types import Ids, Mask
from graph.model.evidence import Passage
from graph.model.grading.grades import grade_of, has_grades, in_words, passage_grade, your_grade_of
from graph.model.money import name_in_sentence, remark_in_words, value_in_words
from graph.model.origins import is_source, origins, source_title
from graph.model.projection import Owner, PredicateInfo, Projection, Remark
from graph.model.sorting.telling import stated_iri
from graph.model.unasserted import unasserted
from graph.named import NamedTuple
from graph.rdf.naming import label_rank
from graph.rdf.terms import SH, SKOS, Literal, local_name

_NAMED = 6
"""Up to so many origins all are named; of more, one less, the most frequent."""
_SUMMARY = ("description", "comment", "abstract", "definition", "summary", "note", "text")
MOST_RELATIONSHIPS = 500
"""Largest number of relationships listed of one kind: a hub has tens of thousands, too many to read one by one."""


class Relationship(NamedTuple):
    """One relationship of the selected resource; ``shown`` if it is drawn, ``present`` if the other end ``node`` is."""

    edge: int
    node: int
    label: str
    class_label: str
    shown: bool
    passages: int
    present: bool = True
    differs: str = ""
    """The way in which it differs between two sources, in a word or two: “added”."""


class RelationshipGroup(NamedTuple):
    """Relationships of one predicate and direction; ``outgoing`` is False if the selected resource is the object.

    ``relationships`` lead to the :data:`MOST_RELATIONSHIPS` best connected resources, by name, out of ``total``; of all
    these, the picture shows ``shown``.
    """

    label: str
    outgoing: bool
    relationships: tuple[Relationship, ...]
    total: int
    shown: int


class Details(NamedTuple):
    """Everything the source says about one resource, or about one statement (``edge`` ≥ 0 and ``node`` -1)."""

    node: int
    edge: int
    title: str
    classes: tuple[str, ...]
    iri: str
    summary: str
    facts: tuple[Fact, ...]
    relationships: tuple[RelationshipGroup, ...]
    evidence: tuple[Passage, ...]
    ends: tuple[int, ...] = ()
    end_labels: tuple[str, ...] = ()
    although: str = ""
    support: str = ""
    """Passages, texts and origins in one sentence; "" without evidence."""
    passage_grades: tuple[str, ...] = ()
    """The grade of each passage of ``evidence`` in words, "" for none; () if nothing is graded."""
    is_gradable: bool = False
    """True for a relationship, a source, and a resource with evidence."""
    has_evidence: bool = True
    """True if the source records evidence of anything."""
    above: tuple[tuple[tuple[int, str], ...], ...] = ()
    """The ways down to the resource from the top of a hierarchy: resources and their names."""


def describe_node(projection: Projection, visible: Visible, node: int, without: Mask | None = None) -> Details:
    """Details of a resource, ``without`` the attributes in some quads (q,)."""
    values: list[tuple[PredicateInfo, Literal, str]] = []
    summary, where = "", _standing(projection, node)
    standing: list[tuple[int, str]] = []
    remarks, apart = _attribute_remarks(projection, node), list[Fact]()
    rows = projection.node_attributes[node].tolist()
    for row, attribute, graph in zip_longest(rows, projection.attributes(node), where.attributes, fillvalue=""):
        assert not isinstance(row, str) and not isinstance(attribute, str)
        info = projection.predicates[attribute.predicate]
        if info.iri == SKOS + "hiddenLabel" or (without is not None and without[row]):
            continue  # alternative names are for searching, not for reading
        differs = _how_it_differs(projection, node, row)
        said = ", ".join(part for part in (remarks.get(row, ""), differs) if part)
        is_name = label_rank(info.iri) is not None and _on_one_line(attribute.value.value) == projection.labels[node]
        is_summary = not is_name and not summary and local_name(info.iri) in _SUMMARY
        summary = attribute.value.value if is_summary else summary
        if is_name or is_summary:
            value = f"{attribute.value.value} ({said})" if differs else said
            apart += [Fact(info.label, value, info.iri)] if said else []
            continue
        words = value_in_words(projection, node, attribute)
        values.append((info, attribute.value, f"{words} ({said})" if said else words))
        standing.append((row, graph))
    not_asserted = [
        Fact("not asserted", said.words(projection), said.predicate) for said in unasserted(projection, node)
    ]
    told = (linked(projection, row, _in_graphs(f, graph)) for f, (row, graph) in zip(_told_apart(values), standing))
    facts = [*_grade(projection, node=node), *not_asserted, *apart, *told, *_graph_facts(projection, where)]
    facts += _inferred(projection, node=node)
    return Details(
        node=node,
        edge=-1,
        title=projection.labels[node],
        classes=tuple(projection.classes[c].label for c in projection.node_classes[node].tolist()),
        iri=projection.iris[node],
        summary=summary,
        facts=tuple(facts),
        relationships=_relationships(projection, visible, node),
        evidence=passages_in_order(projection, projection.node_evidence[node]),
        although=_standing_out(projection, why_although(visible, node=node), node=node),
        support=support_in_words(projection, node=node),
        passage_grades=_passage_grades(projection, projection.node_evidence[node]),
        has_evidence=projection.has_evidence,
        is_gradable=len(projection.node_evidence[node]) > 0 or is_source(projection, node),
        above=tuple(tuple((up, projection.labels[up]) for up in way) for way in ways_up(projection, node)),
    )


def _standing_out(projection: Projection, although: str, *, node: int = -1, edge: int = -1) -> str:
    """The cause that would hide a thing, and how it differs between two sources; "" for neither."""
    differing = projection.differing
    if differing is None:
        return although
    code = int(differing.nodes[node] if node >= 0 else differing.edges[edge])
    return " · ".join(part for part in (differing.in_words(code), although) if part)


def _how_it_differs(projection: Projection, node: int, row: int) -> str:
    """“added” or “removed” for a value that one of two sources lacks, unless it lacks the whole resource."""
    differing = projection.differing
    if differing is None or differing.nodes[node] == differing.quads[row]:
        return ""
    return ("", "added", "removed", "changed")[int(differing.quads[row])]


def _attribute_remarks(projection: Projection, node: int) -> dict[int, str]:
    """Remarks of statements, reifiers and axioms about the attributes of a resource, in words by the row of each."""
    p, statements = projection, projection.statements
    own = np.flatnonzero(np.isin(statements.quad, p.node_attributes[node]))
    if not len(own):
        return {}
    resources = statements.resource[own]
    rows_of = p.said_by(resources)
    words: dict[int, list[str]] = {}
    for row, resource in zip(statements.quad[own].tolist(), resources.tolist()):
        for remark in p.remarks_at(rows_of[resource]):
            value = remark.value
            text = value.value if isinstance(value, Literal) else p.name_of(value)
            words.setdefault(row, []).append(f"{p.predicates[remark.predicate].label}: {text}")
    return {row: "; ".join(dict.fromkeys(said)) for row, said in words.items()}


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _in_graphs(fact: Fact, graphs: str) -> Fact:
    return fact._replace(value=f"{fact.value} · in {graphs}") if graphs else fact


def _graph_facts(projection: Projection, where: _Standing) -> list[Fact]:
    """The named graphs that describe a resource, and the size of the one that it names."""
    facts = [Fact("in graph", projection.graph_names[graph], projection.graphs[graph]) for graph in where.every]
    if where.held:
        tip = "It names a part of the source; Filters, Named graphs, shows that part only"
        facts.append(Fact("holds", f"{where.held:,} statement{'' if where.held == 1 else 's'}", tip))
    return facts


def _told_apart(rows: Sequence[tuple[PredicateInfo, Literal, str]]) -> list[Fact]:
    """The attributes with their values in words; language or datatype stand beside values that only these tell apart,
    and the language beside all values of a property in several languages.
    """
    times = Counter((info.iri, words) for info, _, words in rows)
    languages = {(info.iri, value.language) for info, value, _ in rows if value.language}
    several = {iri for iri, times in Counter(iri for iri, _ in languages).items() if times > 1}
    return [
        Fact(
            info.label,
            f"{words} ({_kind(value)})"
            if times[info.iri, words] > 1 or (value.language and info.iri in several)
            else words,
            _tip(info.iri, value),
        )
        for info, value, words in rows
    ]


def describe_edge(projection: Projection, visible: Visible, edge: int) -> Details:
    """Details of a statement between two resources."""
    subject, object_ = int(projection.subject[edge]), int(projection.object[edge])
    info = projection.predicates[projection.predicate[edge]]
    names = name_in_sentence(projection, subject), name_in_sentence(projection, object_)
    facts = [Fact("relationship", info.label, stated_iri(info.iri)), *_in_other_words(projection, edge)]
    facts += _inferred(projection, edge=edge)
    graphs = [graph for graph in projection.edge_graphs[edge].tolist() if graph >= 0]
    if place := int(projection.edge_places[edge]):
        facts.append(Fact("place in list", str(place), "The place of the member in its list, counted from 1"))
    facts += [Fact("in graph", projection.graph_names[graph], projection.graphs[graph]) for graph in graphs]
    facts += [
        *_grade(projection, edge=edge),
        *(_remark(projection, edge, remark) for remark in projection.remarks(edge)),
    ]
    return Details(
        node=-1,
        edge=edge,
        title=f"{names[0]} — {projection.edge_words(edge)} → {names[1]}",
        classes=("Relationship",),
        iri=stated_iri(info.iri),
        summary="",
        facts=tuple(facts),
        relationships=(),
        evidence=passages_in_order(projection, projection.edge_evidence[edge]),
        ends=(subject, object_),
        end_labels=(projection.labels[subject], projection.labels[object_]),
        although=_standing_out(projection, why_although(visible, edge=edge), edge=edge),
        support=support_in_words(projection, edge=edge),
        passage_grades=_passage_grades(projection, projection.edge_evidence[edge]),
        has_evidence=projection.has_evidence,
        is_gradable=True,
    )


def _grade(projection: Projection, *, node: int = -1, edge: int = -1) -> list[Fact]:
    """The grade of a resource or a relationship in the data, and the one by the user."""
    given = (("grade", grade_of), ("graded by you", your_grade_of))
    words = ((name, in_words(of(projection, node=node, edge=edge))) for name, of in given)
    tip = "Reliability of the source, A to F, and credibility of the statement, 1 to 6"
    return [Fact(name, said, tip) for name, said in words if said]


def support_in_words(projection: Projection, *, node: int = -1, edge: int = -1, known: Mask | None = None) -> str:
    """The three counts of evidence of a resource or a relationship: “2 passages in 2 texts, both from …: 1 origin”.

    Of passages (p,), only the ``known`` ones count.
    """
    p, found = projection, origins(projection)
    rows, each = (p.node_evidence, found.of_node_passages) if edge < 0 else (p.edge_evidence, found.of_edge_passages)
    row = max(node, edge)
    passages, end_of = rows[row], each[rows.starts[row] : rows.starts[row + 1]]
    if known is not None:
        passages, end_of = passages[known[passages]], end_of[known[passages]]
    ends = Counter(end_of.tolist())
    if not len(passages):
        return ""
    texts = len(set(p.passage_document[passages].tolist()))
    said = f"{_count(len(passages), 'passage')} in {_count(texts, 'text')}"
    named = ends.most_common(_NAMED - 1) if len(ends) > _NAMED else list(ends.items())
    parts = [f"{count:,} from {source_title(p, found.iris[end])}" for end, count in named]
    if len(ends) == 1:
        which = {1: "from", 2: "both from"}.get(len(passages), "all from")
        return f"{said}, {which} {source_title(p, found.iris[named[0][0]])}: 1 origin"
    if len(ends) > len(named):
        rest = sum(ends.values()) - sum(count for _, count in named)
        parts.append(f"{rest:,} from {len(ends) - len(named):,} others")
    return f"{said}, {', '.join(parts[:-1])} and {parts[-1]}: {len(ends):,} origins"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _inferred(projection: Projection, *, node: int = -1, edge: int = -1) -> list[Fact]:
    if projection.inferred is None:
        return []
    from explorer.panels.inference import inferred_facts  # late: few documents infer anything

    return [Fact(*each) for each in inferred_facts(projection, node, edge)]


def _in_other_words(projection: Projection, edge: int) -> list[Fact]:
    """The number of triples that a line says in other words."""
    told, row = projection.told, int(projection.edge_quads[edge][0])
    if told is None or row < len(told.stated):
        return []
    count = len(told.origin[row - len(told.stated)])
    words = f"{count:,} triple{'' if count == 1 else 's'} of the source"
    return [Fact("stands for", words, "This line says in other words what the source states")]


def _passage_grades(projection: Projection, passages: Ids) -> tuple[str, ...]:
    """The grade of each passage in words, in their order."""
    if not has_grades(projection):
        return ()
    return tuple(passage_grade(projection, passage) for passage in passages_in_order(projection, passages))


def _remark(projection: Projection, edge: int, remark: Remark) -> Fact:
    """A remark about a statement as an attribute, with resources by name."""
    info = projection.predicates[remark.predicate]
    if isinstance(remark.value, Literal):
        words = remark_in_words(projection, edge, info.iri, remark.value)
        return Fact(info.label, words, _tip(info.iri, remark.value))
    passage = next((each for each in projection.passages if each.iri == remark.value and each.start >= 0), None)
    words = projection.name_of(remark.value)
    if passage is not None:
        words = f"{passage.title}, characters {range_in_words(passage)}"
    return Fact(info.label, words, f"{info.iri} ({remark.value})")


def _relationships(projection: Projection, visible: Visible, node: int) -> tuple[RelationshipGroup, ...]:
    """Relationships by kind: what is above and below first, then outgoing ones, each the most frequent first."""
    edges = projection.edges_of[node]
    outgoing = projection.subject[edges] == node
    others = np.where(outgoing, projection.object[edges], projection.subject[edges])
    keys = (~outgoing).astype(np.int64) * len(projection.predicates) + projection.predicate[edges]
    groups: list[tuple[bool, RelationshipGroup]] = []
    for key, total in sorted(zip(*np.unique(keys, return_counts=True)), key=lambda item: -item[1]):
        rows = np.flatnonzero(keys == key)
        shown = int(np.count_nonzero(visible.edge_cause[edges[rows]] == 0))
        if total > MOST_RELATIONSHIPS:
            first = np.lexsort((-projection.degree[others[rows]], projection.edge_places[edges[rows]]))
            rows = rows[first[:MOST_RELATIONSHIPS]]
        incoming, predicate = divmod(int(key), len(projection.predicates))
        info = projection.predicates[predicate]
        label = info.backwards if incoming else info.label
        relationships = _named_apart(projection, [
            _relationship(projection, visible, *pair) for pair in zip(edges[rows].tolist(), others[rows].tolist())
        ])  # fmt: skip
        if info.iri == SH + "property" and not incoming:
            words = [constraint_in_words(projection, one.node) or one.class_label for one in relationships]
            relationships = [one._replace(class_label=said) for one, said in zip(relationships, words)]
        places = projection.edge_places
        relationships.sort(key=lambda one: (int(places[one.edge]), one.label.casefold()))
        group = RelationshipGroup(label, not incoming, tuple(relationships), int(total), shown)
        groups.append((info.iri not in UPWARD, group))
    return tuple(group for _, group in sorted(groups, key=lambda each: (each[0], not each[1].outgoing)))


def _relationship(projection: Projection, visible: Visible, edge: int, other: int) -> Relationship:
    return Relationship(
        edge=edge,
        node=other,
        label=projection.labels[other],
        class_label=projection.class_words(other),
        shown=bool(visible.edge_cause[edge] == 0),
        passages=int(projection.edge_support[edge]),
        present=bool(visible.node_cause[other] == 0),
        differs="" if projection.differing is None else projection.differing.edge_in_words(edge),
    )


def _named_apart(projection: Projection, relationships: list[Relationship]) -> list[Relationship]:
    """Relationships in which equal names of several resources have a second word, as on the canvas."""
    times, names = Counter(label for _, label in {(r.node, r.label) for r in relationships}), equal_names(projection)
    return [r._replace(label=names.name(r.node)) if times[r.label] > 1 else r for r in relationships]


def _tip(predicate: str, literal: Literal) -> str:
    return f"{predicate} ({'in language ' if literal.language else ''}{_kind(literal)})"


def _kind(literal: Literal) -> str:
    """The language of a literal, else the name of its datatype."""
    return literal.language or literal.datatype.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class _Standing(NamedTuple):
    """The named graphs of a resource.

    every       the ids of those that hold its classes, names and attributes, ascending; () without any
    attributes  the names of those that hold each of its attributes, () for all if all stand in ``every``
    held        the number of statements in the graph that the resource names, 0 if it names none
    """

    every: tuple[int, ...] = ()
    attributes: tuple[str, ...] = ()
    held: int = 0


def _standing(projection: Projection, node: int) -> _Standing:
    """The named graphs of a resource. O(q) in NumPy, in sources that have named graphs."""
    p = projection
    if not p.graphs:
        return _Standing()
    iri = p.iris[node]
    graph = p.graphs.index(iri) if iri in p.graphs else -1
    held = int(np.count_nonzero(p.graph_of_quad == graph)) if graph >= 0 else 0
    rows = np.flatnonzero((p.owner_kind == Owner.NODE) & (p.owner == node))
    graphs: dict[tuple[int, int], set[int]] = {}
    triples = zip(p.quads.predicate[rows].tolist(), p.quads.object[rows].tolist(), p.graph_of_quad[rows].tolist())
    for predicate, value, where in triples:
        graphs.setdefault((predicate, value), set()).add(where)
    every = sorted(set().union(*graphs.values()) - {-1})
    if all(found - {-1} == set(every) for found in graphs.values()):
        return _Standing(tuple(every), (), held)
    own = p.node_attributes[node]
    keys = zip(p.quads.predicate[own].tolist(), p.quads.object[own].tolist())
    return _Standing(tuple(every), tuple(_graph_words(p, sorted(graphs.get(key, set()) - {-1})) for key in keys), held)


def _graph_words(projection: Projection, graphs: Sequence[int]) -> str:
    return ", ".join(projection.graph_names[graph] for graph in graphs)
