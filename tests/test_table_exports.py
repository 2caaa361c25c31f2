"""Exports of tables: GEXF, GraphML and CSV hold what the data say of resources and relationships, and how they look."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from gexf_rules import GEXF, VIZ, check_gexf

from explorer.document import Document
from explorer.files.exports import export_data
from explorer.files.opening import open_document
from explorer.pictures.look.style import LIGHT, SHAPES
from explorer.pictures.scene.staging import stage
from explorer.views.groups import by_class
from explorer.views.measures import Measured, Values
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.work.progress import finish

HEAD = """
@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix schema: <https://schema.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
EX = "https://example.org/"


@pytest.fixture
def exported(tmp_path):
    """Write a few lines of TriG, or a document, in a format; all of it, or what a view shows."""

    def write(data: str | Document, suffix: str, view: View | None = None) -> list[bytes]:
        if isinstance(data, str):
            (tmp_path / "a.trig").write_text(HEAD + data, encoding="utf-8")
            data = finish(open_document([tmp_path / "a.trig"]))
        visible = None if view is None else see(data.projection, view)
        written = finish(export_data(data, tmp_path / f"b.{suffix}", visible, view or data.first_look.view))
        write.sentence = written.sentence
        return [path.read_bytes() for path in written.paths]

    return write


def gexf(data: bytes) -> nx.MultiDiGraph:
    check_gexf(ElementTree.fromstring(data))
    return nx.read_gexf(io.BytesIO(data))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def elements(data: bytes, name: str) -> dict[str, ElementTree.Element]:
    return {each.get("id"): each for each in ElementTree.fromstring(data).iter(GEXF + name)}


PAYMENT = """
:fund :pays :school {| :amount 2500000 ; :share 0.5 ; :since "2016-04-01"^^xsd:date ; :by :clerk ; :sure true ;
                       :word "so"@en , "also"@de |} . :clerk rdfs:label "The clerk" .
"""


def test_what_is_said_of_a_relationship_is_in_typed_columns_of_it(exported) -> None:
    said = {":amount": 2500000, ":share": 0.5, ":since": "2016-04-01", ":by": "The clerk", ":sure": True}
    said |= {":word@en": "so", ":word@de": "also"}
    (first,) = exported(PAYMENT, "gexf")
    (second,) = exported(PAYMENT, "graphml")
    for graph in (gexf(first), nx.parse_graphml(second.decode(), force_multigraph=True)):
        ((*_, edge),) = graph.edges(data=True)
        assert {key: edge[key] for key in said} == said
        assert [type(edge[key]) for key in (":amount", ":share", ":sure")] == [int, float, bool]
        assert edge["start"] == "2016-04-01" and "end" not in edge and edge["date"] == "2016-04-01/.."
    (row,) = rows(exported(PAYMENT, "csv")[1])
    assert {key: row[key] for key in said} == {key: str(value).replace("True", "true") for key, value in said.items()}


def test_a_relationship_names_its_graph_its_texts_and_its_passages(exported) -> None:
    data = """
    :g { :a :x :b {| dcterms:source :p1 , :report |} . } :h { :a :x :b . }
    :p1 a <http://www.w3.org/ns/oa#SpecificResource> ; <http://www.w3.org/ns/oa#hasSource> :paper ;
        <http://www.w3.org/ns/oa#hasSelector> [ <http://www.w3.org/ns/oa#start> 3 ; <http://www.w3.org/ns/oa#end> 9 ] .
    :paper dcterms:title "The paper" .
    """
    (one,) = rows(exported(data, "csv")[1])
    assert (one["graph"], one["sources"]) == (f"{EX}g; {EX}h", "2")
    ((*_, edge),) = gexf(exported(data, "gexf")[0]).edges(data=True)
    assert edge["graph"] == f'["{EX}g", "{EX}h"]'
    assert set(one["texts"].split("; ")) == {"The paper", EX + "report"}
    assert set(one["passages"].split("; ")) == {EX + "paper#char=3,9", EX + "report"}


def test_each_language_and_what_a_relationship_leads_to_is_a_column(exported) -> None:
    data = """:a rdfs:label "Tomate"@pt , "Jitomate"@es-MX , "番茄"@zh ; :grows :field , :garden ; :weight 3 , 4 .
              :field rdfs:label "Field" . :garden rdfs:label "Garden" ."""
    nodes = {row["id"]: row for row in rows(exported(data, "csv")[0])}
    tomato = nodes[EX + "a"]
    assert (tomato["rdfs:label@pt"], tomato["rdfs:label@es-mx"], tomato["rdfs:label@zh"]) == (
        "Tomate",
        "Jitomate",
        "番茄",
    )
    assert (tomato[":grows"], nodes[EX + "field"][":grows"], tomato[":weight"]) == ("Field; Garden", "", "3; 4")
    assert gexf(exported(data, "gexf")[0]).nodes[EX + "a"][":grows"] == '["Field", "Garden"]'


def test_the_members_of_a_list_are_values_and_an_empty_list_is_one_too(exported) -> None:
    (row,) = rows(exported(':a :l () ; :k ( 1 2.5 ) ; :m ( "x"@en "y"@de ) .', "csv")[0])
    assert [row[name] for name in (":l", ":k", ":m@en", ":m@de")] == ["empty list", "1; 2.5", "x", "y"]


def test_a_measure_is_a_column_and_a_resource_without_a_place_has_none(exported) -> None:
    measured = Measured("measure degree", "Degree", "", Values(np.array([2.0, np.nan])))
    view = View(positions=Positions(np.array([[1, 30], [np.nan, np.nan]])), measures=(measured,))
    data = ":a :x :b ."
    for graph in (gexf(exported(data, "gexf", view)[0]), nx.parse_graphml(exported(data, "graphml", view)[0].decode())):
        a, b = graph.nodes[EX + "a"], graph.nodes[EX + "b"]
        place = a["viz"]["position"] if "viz" in a else a
        assert (place["x"], place["y"], a["Degree"]) == (1.0, -30.0, 2.0), "y points up in other programs"
        assert not {"x", "y", "Degree"} & set(b) and "position" not in b.get("viz", {})
    a, b = rows(exported(data, "csv", view)[0])
    assert (a["x"], a["y"], a["Degree"], b["x"], b["y"], b["Degree"]) == ("1.0", "-30.0", "2.0", "", "", "")


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        (':date "2016"^^xsd:gYear', "2016-01-01", "2016-12-31"),
        (':date "2016-02"^^xsd:gYearMonth', "2016-02-01", "2016-02-29"),
        (':date "2016-02-03"^^xsd:date', "2016-02-03", "2016-02-03"),
        ('schema:startDate "2012"^^xsd:gYear', "2012-01-01", None),
        ('schema:endDate "2012-03"^^xsd:gYearMonth', None, "2012-03-31"),
        (
            'schema:birthDate "-0099-07-12"^^xsd:date ; schema:deathDate "-0043"^^xsd:gYear',
            "-0099-07-12",
            "-0043-12-31",
        ),
    ],
)
def test_gexf_has_the_first_and_the_last_day_of_a_date_and_leaves_open_ends_open(exported, said, start, end) -> None:
    (data,) = exported(f":a {said} . :b :x :a .", "gexf")
    graph = ElementTree.fromstring(data).find(GEXF + "graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    check_gexf(ElementTree.fromstring(data))
    nodes = elements(data, "node")
    assert (nodes[EX + "a"].get("start"), nodes[EX + "a"].get("end")) == (start, end)
    assert nodes[EX + "b"].get("start") is None


def test_gexf_with_an_instant_has_instants_alone(exported) -> None:
    (data,) = exported(':a :date "2016"^^xsd:gYear . :b :date "2016-02-03T04:05:06Z"^^xsd:dateTime ; :x :a .', "gexf")
    check_gexf(ElementTree.fromstring(data))
    assert ElementTree.fromstring(data).find(GEXF + "graph").get("timeformat") == "dateTime"
    nodes = elements(data, "node")
    assert (nodes[EX + "a"].get("start"), nodes[EX + "a"].get("end")) == (
        "2016-01-01T00:00:00",
        "2016-12-31T23:59:59",
    )
    assert nodes[EX + "b"].get("start") == nodes[EX + "b"].get("end") == "2016-02-03T04:05:06"


def test_gexf_without_dates_is_static(exported) -> None:
    assert b"dynamic" not in exported(":a :x :b .", "gexf")[0]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_gexf_is_the_same_picture(bromley, exported, which) -> None:
    """Colours, sizes, shapes and places of every node, colours and widths of every line, are those of the scene."""
    view = bromley.named_views[which].view
    (data,) = exported(bromley, "gexf", view)
    check_gexf(ElementTree.fromstring(data))
    scene = stage(bromley.projection, view, see(bromley.projection, view))
    nodes, edges = elements(data, "node"), elements(data, "edge")
    assert len(nodes) == len(scene) and len(edges) == len(scene.edge_ids)
    near = {"page": "square", "square": "square", "diamond": "diamond", "triangle": "triangle"}
    for i, node in enumerate(scene.ids.tolist()):
        element = nodes[bromley.projection.iris[node]]
        colour = element.find(VIZ + "color").attrib
        assert tuple(int(colour[c]) for c in "rgb") == LIGHT.fill(scene.palette[scene.colour[i]])[:3]
        assert float(element.find(VIZ + "size").get("value")) == pytest.approx(scene.radius[i], abs=0.01)
        assert element.find(VIZ + "shape").get("value") == near.get(SHAPES[scene.shape[i]], "disc")
        place = element.find(VIZ + "position")
        assert (float(place.get("x")), -float(place.get("y"))) == pytest.approx(tuple(scene.xy[i].tolist()), abs=0.01)
    lines = {f"e{edge}": (width, support) for edge, width, support in zip(scene.edge_ids, scene.width, scene.support)}
    for name, element in edges.items():
        width, support = lines[name]
        assert float(element.find(VIZ + "thickness").get("value")) == pytest.approx(width, abs=0.01)
        assert element.find(VIZ + "shape").get("value") == {0: "dotted", 1: "dashed"}.get(support, "solid")


def test_members_of_a_group_look_as_they_do_alone(bromley, exported) -> None:
    view = bromley.named_views[1].view
    grouped = view._replace(groups=by_class(bromley.projection, (), see(bromley.projection, view).nodes))
    assert grouped.groups and exported(bromley, "gexf", grouped) == exported(bromley, "gexf", view)


@pytest.mark.parametrize("suffix", ["gexf", "graphml", "csv"])
def test_nothing_that_only_a_hidden_graph_says_leaves_in_a_table(exported, suffix) -> None:
    data = """:a :x :b . :a rdfs:label "A" .
    :g { :a a :Hush ; rdfs:label "Secret" ; :age 4711 ; :date "1999"^^xsd:gYear ; :knows :b .
         :b a :Hush ; rdfs:label "Secret too" . :p :q :a . }"""
    assert b"Secret" in b"".join(exported(data, suffix, View()))
    text = b"".join(exported(data, suffix, View(hidden_graphs=frozenset({0})))).decode()
    assert EX + "a" in text and not [word for word in ("Secret", "Hush", "4711", "1999", "knows") if word in text]


def test_a_value_that_a_shown_graph_says_too_leaves_without_the_name_of_the_hidden_one(exported) -> None:
    data = ":g { :a :x :b ; :age 40 . } :h { :a :x :b ; :age 40 , 41 . }"
    nodes, edges = map(rows, exported(data, "csv", View(hidden_graphs=frozenset({0}))))
    assert nodes[0][":age"] == "40; 41" and [row["graph"] for row in edges] == [EX + "h"]
    nodes, edges = map(rows, exported(data, "csv", View(hidden_graphs=frozenset({1}))))
    assert nodes[0][":age"] == "40" and [row["graph"] for row in edges] == [EX + "g"]


def test_a_hidden_resource_is_no_value_of_a_shown_one(exported) -> None:
    data = ':a :knows :b , :c . :b rdfs:label "Secret" . :c rdfs:label "Seen" .'
    nodes = rows(exported(data, "csv", View(hidden_nodes=Nodes({1})))[0])
    assert [row[":knows"] for row in nodes] == ["Seen", ""]


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        ("csv", "CSV tables hold no colours, sizes and shapes."),
        ("graphml", "GraphML holds no colours, sizes and shapes, and dates and lists only as text."),
        ("gexf", "GEXF has only the shapes disc, square, triangle and diamond; others became a disc or a square."),
    ],
)
def test_an_export_says_what_the_format_cannot_hold(exported, suffix, words) -> None:
    exported(":a :x :b .", suffix)
    assert exported.sentence.endswith(f"written. {words}")


def test_equal_exports_give_equal_bytes(bromley, exported) -> None:
    for suffix in ("gexf", "graphml", "csv"):
        assert exported(bromley, suffix) == exported(bromley, suffix)
