"""Any view that there can be of some data: a strategy for every field of View."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import numpy as np
from hypothesis import strategies as st

from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.measures import KEY, Measured, Values
from explorer.views.nodes import Nodes
from explorer.views.rules import EDGES, Categories, Fixed, Rule, Scale, Where
from explorer.views.view import OF_FOCUS, Expansion, Positions, View, Whole
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS, Guide, Parameter, Setting
from graph.model.columns import node_columns
from graph.model.projection import Projection
from graph.rdf.grade import CREDIBILITY, RELIABILITY, Grade
from graph.rdf.naming import Naming
from graph.saved.annotations import Note, OnCanvas, OnEdge, OnNode

CASE = """
@prefix : <https://example.org/> . @prefix cb: <https://caseboard.example/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:ann a schema:Person ; skos:prefLabel "Ann" ; :knows :bob, :ann ; :age 40 ; dcterms:source :p1 .
:bob a schema:Person, :Owner ; skos:prefLabel "Bob" ; :knows :ann ; :age 52 ; :owns _:car .
_:car :age 7 ; :seen :fair .
:fair a schema:Event ; skos:prefLabel "Fair" ; schema:startDate "2018-07-16"^^xsd:date ; dcterms:source :p3 .
:feast a schema:Event ; schema:startDate "2016-12"^^xsd:gYearMonth ; :at :town ; :seen :town .
:bill a schema:Invoice ; schema:price 900 ; schema:customer :town ; schema:startDate "2017"^^xsd:gYear .
:gift a schema:Invoice ; schema:price 20 ; schema:customer :bob .
:town :seen :fair .
:paper a schema:Article, :Owner, schema:Event ; schema:datePublished "2019-03-01"^^xsd:date ; :about :town .
:leaflet a schema:Article ; schema:datePublished "2020-05-02"^^xsd:date .
:g { :ann :paid :bill . :bob :paid :bill . :feast :at :fair . }
:h { :ann :knows :bob . :lone a :Thing . }
:finding a cb:Finding ; schema:about :bill, :ann ; dcterms:source :p2 .
:s1 a rdf:Statement ; rdf:subject :ann ; rdf:predicate :knows ; rdf:object :bob ; dcterms:source :p1, :p2, :p3 .
:s2 a rdf:Statement ; rdf:subject :ann ; rdf:predicate :paid ; rdf:object :bill ; dcterms:source :p3 .
:s3 a rdf:Statement ; rdf:subject :town ; rdf:predicate :seen ; rdf:object :fair ; dcterms:source :p1, :p2 .
:p1 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 0 ; oa:end 4 ] .
:p2 a oa:SpecificResource ; oa:hasSource :paper .
:p3 a oa:SpecificResource ; oa:hasSource :leaflet .
"""
"""A few resources of every sort: with and without class, date, sum, evidence; in three graphs; one a blank node."""

Of = Callable[[Projection], st.SearchStrategy]

_days = st.sampled_from([-np.inf, 16_801.0, 17_000.0, 17_167.0, 17_531.5, 17_728.0, 17_729.0, 18_100.0, np.inf])
_sums = st.sampled_from([-np.inf, 0.0, 1.0, 2.0, 3.0, 20.0, 40.0, 52.5, 900.0, np.inf])
_spot = st.floats(-1e6, 1e6, width=32)
_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
_time = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))


def _whole(p: Projection) -> st.SearchStrategy[Whole | None]:
    counts = st.integers(0, 10**6).map(float) | st.just(np.nan)
    links = st.lists(counts, min_size=p.node_count, max_size=p.node_count).map(lambda c: Values(np.array(c)))
    disputes = st.none() | links.filter(lambda values: not np.isnan(values.array).all())
    return st.none() | st.builds(Whole, st.integers(1, 10**7), links, disputes)


def _range(ends: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(ends, ends).map(sorted).map(tuple).filter(lambda pair: pair[0] < np.inf and pair[1] > -np.inf)


def _nodes(p: Projection, least: int = 0) -> st.SearchStrategy[Nodes]:
    return st.frozensets(st.integers(0, p.node_count - 1), min_size=least, max_size=5).map(Nodes)


def _edges(p: Projection) -> st.SearchStrategy[Nodes]:
    return st.frozensets(st.integers(0, p.edge_count - 1), max_size=4).map(Nodes)


def _few(first: int, count: int) -> st.SearchStrategy[frozenset[int]]:
    """A set of ids from ``first`` to below ``count``, as a rule small."""
    return st.frozensets(st.integers(first, count - 1), max_size=3) if count > first else st.just(frozenset())


def _groups(p: Projection) -> st.SearchStrategy[tuple[Group, ...]]:
    kinds = st.sampled_from(["class", "value", "community", "neighbours", "branch", "hand"])
    xy = st.none() | st.tuples(_spot, _spot)
    ids = st.integers(GROUPS_FROM, GROUPS_FROM + 5)
    group = st.builds(Group, ids, _words, _nodes(p, 2), kinds, xy, st.booleans())
    return st.lists(group, max_size=3, unique_by=lambda group: group.id).map(tuple)


@st.composite
def _expansion(draw: st.DrawFn, p: Projection) -> Expansion:
    groups = st.integers(GROUPS_FROM, GROUPS_FROM + 5)
    centre = draw(st.integers(0, p.node_count - 1) | groups | st.just(OF_FOCUS))
    nodes = draw(_nodes(p, 1))
    return Expansion(centre, nodes, Nodes(draw(st.frozensets(st.sampled_from(sorted(nodes))))), draw(_edges(p)))


@st.composite
def _measured(draw: st.DrawFn, p: Projection) -> Measured:
    numbers = draw(
        st.lists(st.sampled_from([np.nan, 0.0, 0.1, 1 / 3, 2.0]), min_size=p.node_count, max_size=p.node_count)
    )
    key = KEY + draw(st.sampled_from(sorted(METRICS)))
    return Measured(key, draw(_words), draw(_words), Values(np.array(numbers)), draw(_words), draw(st.integers(0, 99)))


@cache
def _ranges(p: Projection) -> st.SearchStrategy[tuple[tuple[str, tuple[float, float]], ...]]:
    keys = [column.key for column in node_columns(p)] + [KEY + name for name in sorted(METRICS)]
    entry = st.tuples(st.sampled_from(keys), _range(_sums))
    return st.lists(entry, max_size=2, unique_by=lambda entry: entry[0]).map(tuple)


def _rules(p: Projection) -> st.SearchStrategy[tuple[Rule, ...]]:
    where = st.sampled_from(
        [Where(), Where("class", "https://schema.org/Person"), Where("class", ""), Where("amount", None, 5.0),
         Where("degree", None, None, 2.0), Where("label", "Ann")]
    )  # fmt: skip
    looks = st.sampled_from(
        [("colour", Fixed("#123456")), ("size", Fixed(12.5)), ("label", Fixed("{label}!")),
         ("shape", Categories("class", (("https://schema.org/Person", "circle"), ("", "square")))),
         ("colour", Categories("label", (("Ann", "#00ff00"),))),
         ("colour", Scale("degree", 0.0, 9.0, "log", "lagoon")),
         ("colour", Scale("amount", 0.0, 9.0, "log", "lagoon", bare="#cccccc")),
         ("colour", Categories("path <https://example.org/at>", (("urn:x", "#00ff00"),), "#888888", "#cccccc")),
         ("size", Scale("amount", 1.0, 9.5, "sqrt", "", 4.0, 30.0))]
    )  # fmt: skip
    of_nodes = st.builds(lambda look, where, on: Rule(look[0], look[1], where, on=on), looks, where, st.booleans())
    of_edges = st.builds(lambda on: Rule("width", Fixed(4.0), target=EDGES, on=on), st.booleans())
    return st.lists(of_nodes | of_edges, max_size=3).map(tuple)


_paths = st.sampled_from([
    "path <https://example.org/at>", "path ^<https://example.org/seen>", "attribute https://example.org/age",
    "path <https://example.org/knows>/<https://example.org/owns>", "path <https://example.org/nowhere>",
    "path ^<https://example.org/knows>/<https://example.org/age>",
])  # fmt: skip
_hidden_texts = st.frozensets(
    st.sampled_from(["", "7", "40", *(f"https://example.org/{name}" for name in ("bill", "fair", "town", "else"))]),
    min_size=1, max_size=3,
)  # fmt: skip


def _hidden_values(_: Projection) -> st.SearchStrategy[tuple[tuple[str, frozenset[str]], ...]]:
    return st.lists(st.tuples(_paths, _hidden_texts), max_size=2, unique_by=lambda entry: entry[0]).map(tuple)


@st.composite
def _positions(draw: st.DrawFn, p: Projection) -> Positions:
    """None at all, or one for every resource but a few."""
    if not draw(st.booleans()):
        return Positions()
    xy = np.array(draw(st.lists(st.tuples(_spot, _spot), min_size=p.node_count, max_size=p.node_count)), np.float32)
    xy[sorted(draw(st.frozensets(st.integers(1, max(p.node_count - 1, 1)), max_size=3)) & set(range(p.node_count)))] = (
        np.nan
    )
    return Positions(xy)


def _notes(p: Projection) -> st.SearchStrategy[tuple[Note, ...]]:
    iris = st.sampled_from(p.iris)
    place = st.builds(OnCanvas, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
    predicates = st.sampled_from(["urn:x", "urn:y"])
    target = st.builds(OnNode, iris) | st.builds(OnEdge, iris, predicates, iris) | place
    ids = st.integers(1, 9).map(lambda number: f"urn:uuid:00000000-0000-4000-8000-00000000000{number}")
    note = st.builds(Note, ids, target, _words.filter(str.strip), _time, _time)
    return st.lists(note, max_size=3, unique_by=lambda note: note.id).map(tuple)


_signs = st.tuples(st.sampled_from(["", *RELIABILITY]), st.sampled_from(["", *CREDIBILITY])).map("".join)


def _graded(p: Projection) -> st.SearchStrategy[tuple[Grade, ...]]:
    """Grades of resources, texts, passages and statements, also of some that the data lack."""
    iris = st.sampled_from([*p.iris, *p.documents, *(each.iri for each in p.passages if each.iri), "urn:nowhere"])
    predicates = st.sampled_from([*(info.iri for info in p.predicates), "urn:x"])
    about = st.tuples(iris) | st.tuples(st.sampled_from(p.iris), predicates, st.sampled_from(p.iris))
    grade = st.builds(Grade, about, _signs.filter(bool))
    return st.lists(grade, max_size=3, unique_by=lambda grade: grade.about).map(tuple)


_tags = st.sampled_from(["en", "de", "pt-BR"])
_namers = st.sampled_from(["https://example.org/age", "http://www.w3.org/2004/02/skos/core#prefLabel"])


def _namings(_: Projection) -> st.SearchStrategy[Naming]:
    languages, predicates = (st.lists(each, max_size=2, unique=True).map(tuple) for each in (_tags, _namers))
    return st.builds(Naming, languages, predicates, st.booleans())


def _guides(_: Projection) -> st.SearchStrategy[tuple[Guide, ...]]:
    marks = st.builds(lambda *said: Guide(*said), st.sampled_from("xy"), _spot, _words, _spot, _spot)
    clocks, ends, days = st.sampled_from(("happened", "said")), st.floats(-900, 900), st.floats(1, 1e6)
    axes = st.builds(lambda at, clock, day, length: Guide("t", at, clock, at, at + 50, day, day + length),
                     ends, clocks, days, days)  # fmt: skip
    return st.tuples(st.lists(marks, max_size=2), st.lists(axes, max_size=1)).map(lambda both: (*both[0], *both[1]))


def _value(parameter: Parameter) -> st.SearchStrategy[Setting]:
    if parameter.kind == "switch":
        return st.booleans()
    if parameter.kind == "choice":
        return st.sampled_from(parameter.choices)
    if parameter.kind == "whole":
        return st.integers(int(parameter.least), int(parameter.most))
    return st.floats(parameter.least, parameter.most)


def _settings(_: Projection) -> st.SearchStrategy[tuple[tuple[str, Setting], ...]]:
    parameters = {parameter.name: parameter for layout in LAYOUTS.values() for parameter in layout.parameters}
    values = {name: _value(parameter) for name, parameter in parameters.items()}
    return st.fixed_dictionaries({}, optional=values).map(lambda found: tuple(found.items()))


def _fitting(view: View) -> View:
    """``view`` with the settings that its layout has and that are not the default."""
    given = dict(view.settings)
    parameters = LAYOUTS[view.layout].parameters
    kept = ((p.name, given[p.name]) for p in parameters if given.get(p.name, p.default) != p.default)
    return view._replace(settings=tuple(kept))


FIELDS: dict[str, Of] = {
    "hidden_classes": lambda p: _few(-1, len(p.classes)),
    "hidden_predicates": lambda p: _few(0, len(p.predicates)),
    "hidden_documents": lambda p: _few(0, len(p.documents)),
    "hidden_graphs": lambda p: _few(-1, len(p.graphs)),
    "hidden_support": lambda p: _few(0, 3),
    "hidden_text_support": lambda p: _few(0, 3),
    "hidden_origin_support": lambda p: _few(0, 3),
    "hidden_node_passages": lambda p: _few(0, 3),
    "hidden_node_texts": lambda p: _few(0, 3),
    "hidden_node_origins": lambda p: _few(0, 3),
    "hidden_nodes": _nodes,
    "set_aside": _nodes,
    "left_out": _nodes,
    "shown_nodes": _nodes,
    "shown_edges": _edges,
    "focus": _nodes,
    "hops": lambda p: st.integers(0, 4),
    "direction": lambda p: st.sampled_from(["both", "out", "in"]),
    "dates": lambda p: st.none() | _range(_days),
    "undated": lambda p: st.booleans(),
    "clock": lambda p: st.sampled_from(["happened", "said"]),
    "known": lambda p: st.none() | st.sampled_from([16_801.0, 17_956.0, 17_957.0, 17_956.5, 18_384.0, 18_385.0]),
    "known_from_start": lambda p: st.booleans(),
    "least_grade": lambda p: _signs,
    "amounts": lambda p: st.none() | _range(_sums),
    "degrees": lambda p: st.none() | _range(_sums),
    "ranges": _ranges,
    "facets": lambda p: st.lists(_paths, max_size=3, unique=True).map(tuple),
    "hidden_values": _hidden_values,
    "hidden_inference": lambda p: st.frozensets(st.sampled_from((0, 1))),
    "hides_unconnected": lambda p: st.booleans(),
    "only_disputed": lambda p: st.booleans(),
    "single_valued": lambda p: _few(0, len(p.predicates)),
    "several_valued": lambda p: _few(0, len(p.predicates)),
    "measures": lambda p: st.lists(_measured(p), max_size=2, unique_by=lambda measured: measured.key).map(tuple),
    "rules": _rules,
    "groups": _groups,
    "ungrouped": _nodes,
    "folded_classes": lambda p: _few(0, len(p.classes)),
    "expansions": lambda p: st.lists(_expansion(p), max_size=3).map(tuple),
    "pinned": _nodes,
    "notes": _notes,
    "shows_notes": lambda p: st.booleans(),
    "graded": _graded,
    "follows_values": lambda p: st.booleans(),
    "positions": _positions,
    "guides": _guides,
    "naming": _namings,
    "whole": _whole,
    "layout": lambda p: st.sampled_from(sorted(LAYOUTS)),
    "settings": _settings,
    "seed": lambda p: st.integers(-(1 << 31), (1 << 32) - 1),
}  # fmt: skip
"""The possible values of a field of a view, for some data."""


def views(p: Projection, *names: str) -> st.SearchStrategy[View]:
    """Views of a projection with resources: those that differ in some fields, or where none is named in any.

    A view that hides by everything at once shows nothing, so that most fields are left as they are in most views.
    """
    fresh = View()
    chosen = names or tuple(FIELDS)
    return st.fixed_dictionaries({}, optional={name: FIELDS[name](p) for name in chosen}).map(
        lambda changes: _fitting(fresh._replace(**changes))
    )
