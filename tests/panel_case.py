"""A small case for the tests of panels: a mayor, a council, forty contracts, and two papers about them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from explorer.document import Document
from explorer.state.commands import Commands
from explorer.state.session import Session
from graph.model.build import project
from graph.reading.read import read
from graph.work.progress import finish

_HEAD = """
@prefix : <https://example.org/case/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:mayor a foaf:Person ; skos:prefLabel "Ada Mayor" ; dcterms:description "Leads the council since 2015." ;
  skos:altLabel "<img src=x>" ; org:memberOf :council .
:clerk a foaf:Person ; skos:prefLabel "<img src=x> & Clerk" ; org:memberOf :council .
:council a foaf:Organization ; skos:prefLabel "Town council" .
:fair a schema:Event ; skos:prefLabel "Summer fair" ; schema:organizer :council ;
  schema:startDate "2018-07-16"^^xsd:date .
:feast a schema:Event ; skos:prefLabel "Winter feast" ; schema:organizer :council ;
  schema:startDate "2016-12-01"^^xsd:date .
:s1 a rdf:Statement ; rdf:subject :mayor ; rdf:predicate org:memberOf ; rdf:object :council ; dcterms:source :p1, :p2 .
:p1 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector :r1 .
:r1 a oa:TextPositionSelector ; oa:start 10 ; oa:end 29 .
:p2 a oa:SpecificResource ; oa:hasSource :leaflet .
:paper a schema:Article ; skos:prefLabel "Town paper" ; schema:sha256 "00ff" .
:leaflet a schema:Article ; skos:prefLabel "Leaflet" ; dcterms:relation :paper .
:mayor dcterms:source :p1 .
"""


@cache
def case() -> Document:
    """The case, read once."""
    contracts = (
        f':contract{i} a schema:Invoice ; skos:prefLabel "Contract {i:02}" ; schema:customer :council ;'
        f" schema:price {(i + 1) * 1000} ; :rule{i % 20} :mayor ."
        for i in range(40)
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "case.ttl")
        path.write_text("\n".join((_HEAD, *contracts)), "utf-8")
        source = finish(read([path]))
    return Document(source, finish(project(source.quads)))


def sit_down() -> Commands:
    """A new session on the case."""
    return Commands(Session(case()))


def node(label: str) -> int:
    """The resource with this name."""
    return case().projection.labels.index(label)


def class_id(label: str) -> int:
    """The class with this name."""
    return [info.label for info in case().projection.classes].index(label)
