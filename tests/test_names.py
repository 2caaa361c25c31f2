"""Names: any file gets names that people can read, whatever vocabulary it uses, and where it states none."""

from __future__ import annotations

import pytest
from conftest import SHARED

from graph.model.build import project
from graph.rdf.labels import plain_name
from graph.rdf.naming import Naming
from graph.rdf.tails import telling_part
from graph.reading.read import read
from graph.work.progress import finish

CASES = SHARED / "cases"
MORE = """
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
    @prefix xl: <http://www.w3.org/2008/05/skos-xl#> . @prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
    @prefix bf: <http://id.loc.gov/ontologies/bibframe/> . @prefix mads: <http://www.loc.gov/mads/rdf/v1#> .
    @prefix gnd: <https://d-nb.info/standards/elementset/gnd#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
    @prefix rov: <http://www.w3.org/ns/regorg#> . @prefix sdo: <http://schema.org/> .
"""


@pytest.mark.parametrize(
    ("case", "names"),
    [
        (
            "no-labels",
            "application/pdf|text/turtle|text/csv|by/4.0|office@example.org|service desk|Contact: desk@example.org"
            "|census 2011|census 2021|census 2011 final.pdf|ENG|d1",
        ),
        ("same-fragment", "bob (2012)|bob (2013)|ann"),
        ("long-iris", "north-board|south-board|east-board"),
        ("names-vocab", "Ada North|Cem East|Six plc|Seven Ltd|Nine Act|Council votes"),
        ("names-capital", "The Harbour Band|Low Tide|Ana Reis"),
        ("languages", "Tomate|Field"),
        ("samename", "Maria Silva|John Doe|Nicky"),
        ("rdfvalue", "€1,250,000|1 High Street, Sometown|2,500,000 GBP|Grant 17|Lab"),
    ],
)
def test_files_as_people_have_them_get_names_that_people_can_read(case, names):
    path = CASES / f"{case}.ttl"
    if not path.exists():
        pytest.skip("the small inputs of ../shared/cases are not here")
    labels = finish(project(finish(read([path])).quads)).labels
    assert set(names.split("|")) <= set(labels)
    assert not [label for label in labels if label.startswith((":", "_:", "mailto:", "http"))]


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://www.iana.org/assignments/media-types/text/csv", "text/csv"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "by-sa/4.0"),
        ("https://x.example/census/2011", "census 2011"),
        ("https://x.example/minutes/2011-05-03", "minutes 2011-05-03"),
        ("https://x.example/Artist#107", "Artist 107"),
        ("https://x.example/people/ann#me", "ann"),
        ("https://x.example/caf%C3%A9%20noir.pdf", "café noir.pdf"),
        ("https://x.example/%FF", "%FF"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("https://www.x.example/", "x.example"),
        ("mailto:a_desk@x.example", "a_desk@x.example"),
        ("tel:+44-20", "+44-20"),
        ("urn:isbn:978", "isbn 978"),
        ("#me", "#me"),
        ("1", "1"),
        ("urn:uuid:550e8400-e29b-41d4-a716-446655440000", ""),
        ("_:b1", ""),
    ],
)
def test_the_telling_part_of_an_iri_is_its_last_one_with_as_much_before_it_as_it_needs(iri, name):
    assert telling_part(iri) == name


@pytest.mark.parametrize(
    ("turtle_text", "name"),
    [
        (':a xl:prefLabel [ xl:literalForm "Fisch"@de ], [ xl:literalForm "Fish"@en ] ; xl:altLabel [] .', "Fish"),
        (':a crm:P1_is_identified_by [ a crm:E42_Identifier ; crm:P190_has_symbolic_content "X 7" ] , '
         '[ a crm:E41_Appellation ; crm:P190_has_symbolic_content "Vase" ] .', "Vase"),
        (':a crm:P1_is_identified_by [ rdfs:label "Bowl" ] .', "Bowl"),
        (':a crm:P1_is_identified_by [ rdf:value "Cup" ] .', "Cup"),
        (':a bf:title [ a bf:VariantTitle ; bf:mainTitle "Dick" ], [ a bf:Title ; bf:mainTitle "Moby" ] .', "Moby"),
        (':a schema:name [ rdf:value "Quay" ] ; schema:identifier "9" .', "Quay"),
        (':a vcard:hasName [ vcard:given-name "Ida" ; vcard:family-name "Moor" ] .', "Ida Moor"),
        (':a foaf:firstName "Ida" ; foaf:surname "Moor" ; foaf:title "Dr" ; foaf:nick "I" .', "Ida Moor"),
        (':a sdo:familyName "Moor" ; sdo:givenName "Ida" ; sdo:additionalName "May" .', "Ida May Moor"),
        (':a rov:legalName "Firm"@en, "Firma"@de ; :tradeName "Trade" .', "Firm"),
        (':a eli:title_short "Act" ; dcterms:identifier "12" .', "Act"),
        (':a gnd:preferredNameForTheWork "Faust" ; :shelfTitle "F" .', "Faust"),
        (':a mads:authoritativeLabel "Ships" .', "Ships"),
        (':a :CompanyName "Reis Ltd" ; skos:notation "R1" .', "Reis Ltd"),
        (':a skos:altLabel "Other" ; :CompanyName "Reis Ltd" .', "Other"),
        (':a skos:notation "R1" ; dcterms:identifier "77" .', "R1"),
        (':a dcterms:identifier "77" .', "77"),
        (':a :LABEL "Loud" ; rdfs:comment "no name" .', "Loud"),
        (':a rdfs:label "" ; :title " " .', "a"),
        (':a rdfs:label "A <b>bold</b> name &amp; more<br/>" .', "A bold name & more"),
        (':a rdfs:label "1 < 2 > 0, List<T>" .', "1 < 2 > 0, List<T>"),
        (':a foaf:name "mailto:x@y.example" .', "x@y.example"),
    ],
)  # fmt: skip
def test_names_are_found_where_vocabularies_put_them(turtle, turtle_text, name):
    p = turtle(f"{MORE} {turtle_text} :a :x :z .")
    assert p.labels[p.node_of["https://example.org/a"]] == name


@pytest.mark.parametrize(
    ("contents", "name"),
    [
        ('a schema:MonetaryAmount ; schema:value "1250000.00" ; schema:currency "EUR"', "€1,250,000"),
        ('a schema:MonetaryAmount ; schema:value 12.50 ; schema:currency "GBP"', "£12.50"),
        ('rdf:value 2500000 ; :currency "GBP"', "2,500,000 GBP"),
        ('schema:value -3 ; schema:unitText "kg"', "-3 kg"),
        ('rdf:value "as said"', "as said"),
        ('a schema:PostalAddress ; schema:addressLocality "Sometown" ; schema:postalCode "AB1"', "Sometown, AB1"),
        ('a vcard:Individual ; vcard:hasEmail <mailto:desk@x.example>', "Contact: desk@x.example"),
        ('schema:startDate "2016-01-01" ; schema:endDate "2018-03-31"', "2016-01-01 to 2018-03-31"),
        ('geo:lat 51.5 ; geo:long -0.13', "51.5, −0.13"),
        ('a :Note ; :says "Hello" ; :by :Ada ; :more "No"', "Note: Hello, Ada"),
        ('a :Seat ; :number 7', "Seat: number 7"),
        ('a :Seat', "Seat of z"),
        ('a :Long ; :says "' + "word " * 40 + '"', "Long: word word word word word word word … word word word word"),
    ],
)  # fmt: skip
def test_a_blank_node_is_named_by_its_class_and_contents(turtle, contents, name):
    prefix = "@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> ."
    p = turtle(f"{MORE} {prefix} :z :x [ {contents} ] .")
    assert p.labels[next(i for i, iri in enumerate(p.iris) if iri.startswith("_:"))] == name


def test_blank_nodes_without_contents_are_numbered_by_class(turtle):
    assert turtle("[] a :Seat . [] a :Seat .").labels == ("Seat 1", "Seat 2")


def test_the_users_languages_come_before_the_predicate_and_foreign_names_agree_on_one(turtle):
    text = """
        :a skos:prefLabel "Rat"@de ; rdfs:label "council"@en . :b rdfs:label "Stadt"@de, "città"@it ; :x :a .
        :c rdfs:label "casa"@it, "Haus"@de-AT . :d rdfs:label "Wien"@de ; :title "Vienna" .
    """
    assert turtle(text).labels == ("council", "Stadt", "Haus", "Vienna")
    assert turtle(text, naming=Naming(("it", "de"))).labels == ("Rat", "città", "casa", "Wien")


def test_the_users_predicates_come_before_all_others(turtle):
    text = ':a rdfs:label "label" ; :code "7" ; skos:prefLabel "best" . :b rdfs:label "only" ; :x :a .'
    naming = Naming(predicates=("https://example.org/code", "http://www.w3.org/2000/01/rdf-schema#label"))
    assert turtle(text, naming=naming).labels == ("7", "only")
    assert turtle(text, naming=Naming(predicates=naming.predicates[1:])).labels == ("label", "only")


def test_everything_can_be_named_by_its_iri(turtle):
    p = turtle(f'{MORE} :a a foaf:Person ; rdfs:label "Ada" ; foaf:knows foaf:Agent .', naming=Naming(as_iris=True))
    assert p.labels == ("https://example.org/a", "foaf:Agent")
    assert p.classes[0].label == "foaf:Person" and "foaf:knows" in [info.label for info in p.predicates]


def test_a_name_keeps_signs_that_are_no_markup():
    assert plain_name("a&b; AT&T &notareference ; x &lt; y") == "a&b; AT&T &notareference ; x < y"
