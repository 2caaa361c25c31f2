"""Names: any file gets names that people can read, whatever vocabulary it uses, and where it states none."""

from __future__ import annotations

from html import unescape

import pytest
from conftest import SHARED

from explorer.command_line.cli import run
from explorer.command_line.run import Toolkit
from explorer.document import NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.exports import export_data
from explorer.files.opening import open_document
from explorer.panels.search import Index
from explorer.pictures.scene.label_lines import LABEL_WIDTH, wrap
from explorer.pictures.scene.staging import stage
from explorer.state.commands import Commands
from explorer.state.session import Change, Session
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.names.renaming import offered, renamed
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
        ("https://x.example/find?q=a/b", "find?q=a/b"),
        ("https://x.example/find?id=1#me", "find?id=1"),
        ("https://x.example/find?id=1#bob", "bob"),
        ("https://www.x.example/", "x.example"),
        ("mailto:a_desk@x.example", "a_desk@x.example"),
        ("tel:+44-20", "+44-20"),
        ("urn:isbn:978", "isbn 978"),
        ("#me", "#me"),
        ("1", "1"),
        ("https://orcid.org/0000-0002-7883-3577", "ORCID 0000-0002-7883-3577"),
        ("urn:uuid:550e8400-e29b-41d4-a716-446655440000", ""),
        ("https://x.example/np/RA7lSq6MuK_TIC6JMSHvLtee3lpLoZDOqLJCLXevnrPoU", ""),
        ("_:b1", ""),
    ],
)
def test_the_telling_part_of_an_iri_is_its_last_one_with_as_much_before_it_as_it_needs(iri, name):
    assert telling_part(iri) == name


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://creativecommons.org/licenses/by-nc/4.0/legalcode", "by-nc/4.0"),
        ("https://creativecommons.org/licenses/by/2.5/dk/", "by/2.5/dk"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC0 1.0"),
        ("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "Open Government Licence 3"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL"),
        ("https://spdx.org/licenses/MIT.html", "MIT"),
        ("http://www.gnu.org/licenses/gpl-3.0.html", "GNU GPL 3.0"),
        ("http://www.w3.org/ns/iana/media-types/text/turtle#Resource", "text/turtle"),
        ("https://developers.example.org/rest/", "developers.example.org/rest"),
        ("https://x.example/codes/ServiceType/view", "ServiceType/view"),
        ("http://www.x.example/abs@.nsf/0/0CE8FFFE4879D23ACA2574180004AFE5", "x.example 0CE8FFFE"),
        ("http://sws.geonames.example/6695072/", "sws.geonames.example/6695072"),
        ("http://x.example/vocabulary#view", "view"),
        ("http://x.example/dataset/society", "society"),
    ],
)
def test_what_a_source_only_refers_to_is_named_by_its_usual_name_or_enough_of_its_address(turtle, iri, name):
    p = turtle(f":a :p <{iri}> .")
    assert p.labels[p.node_of[iri]] == name


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://www.x.example/", "x.example"),
        ("https://x.example/dap/landing?pid=7", "x.example/dap/landing?pid=7"),
        ("https://x.example/a/long/way/to/the/thing/that/is/meant/gts.html", "x.example/…/gts.html"),
        ("https://x.example/a/service/that/has/no/end/WMSServer?request=GetCapabilities", "x.example/…/WMSServer?…"),
        (
            "https://x.example/geonetwork/srv/eng/catalog.search#/metadata/cc365600-294a-597d-e044-00144fdd4fa6",
            "x.example/…/metadata/cc365600",
        ),
    ],
)
def test_pages_are_named_by_host_and_path_unless_the_data_name_them(turtle, iri, name):
    p = turtle(f":a <http://www.w3.org/ns/dcat#landingPage> <{iri}> .")
    assert p.labels[p.node_of[iri]] == name
    named = turtle(f":a <http://www.w3.org/ns/dcat#landingPage> <{iri}> . <{iri}> rdfs:label 'Start' .")
    assert named.labels[named.node_of[iri]] == "Start"


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
        (':a a xl:Label ; xl:literalForm "Fish"@en .', "Fish"),
        (':a :CompanyName "Reis Ltd" ; skos:notation "R1" .', "Reis Ltd"),
        (':a vcard:country-name "Portugal" ; schema:jobTitle "Head" .', "a"),
        (':a skos:altLabel "Other" ; :CompanyName "Reis Ltd" .', "Other"),
        (':a skos:notation "R1" ; dcterms:identifier "77" .', "R1"),
        (':a dcterms:identifier "77" .', "77"),
        (':a dcterms:identifier "https://x.example/77" .', "a"),
        (':a dcterms:identifier "4be5cb08-e082-426a-9c57-8a53d7cd3f65" .', "a"),
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
        ('a :Area ; :outline "POINT(1 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>', "Area of z"),
        ('a :Seat', "Seat of z"),
        (':allows :Copies, :Sales', "X: Copies, Sales"),
        (':allows :Copies ; :says "Gladly"', "Copies, Gladly"),
        ('a :Long ; :says "' + "word " * 40 + '"', "Long: word word word word word word word … word word word word"),
    ],
)  # fmt: skip
def test_a_blank_node_is_named_by_its_class_and_contents(turtle, contents, name):
    prefix = "@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> ."
    p = turtle(f"{MORE} {prefix} :z :x [ {contents} ] .")
    assert p.labels[next(i for i, iri in enumerate(p.iris) if iri.startswith("_:"))] == name


def test_contents_that_most_resources_of_a_class_share_do_not_name_them(turtle):
    tested = "".join(f'[] a :Result ; :by "Ada" ; :of :test-{i} ; :says :passed .' for i in range(4))
    names = [f"Result: test-{i}" for i in range(4)]
    assert set(names) < set(turtle(tested).labels)
    alike = turtle("".join(f'[] a :Result ; :says :passed ; :by "Ada" ; :n [ :in :x{i} ] .' for i in range(4)))
    assert alike.labels.count("Result: passed, Ada") == 4, "where they have nothing of their own"
    few = turtle("".join(f'[] a :Result ; :by "Ada" ; :of :test-{i} .' for i in range(3)))
    assert "Result: Ada, test-0" in few.labels


def test_a_resource_is_not_named_by_its_own_parts(turtle):
    iri = "https://x.example/np/RA7lSq6MuK_TIC6JMSHvLtee3lpLoZDOqLJCLXevnrPoU"
    p = turtle(f"<{iri}> a :Publication ; :head <{iri}#head> ; :body <{iri}/body> ; :by :Ada .")
    assert p.labels[p.node_of[iri]] == "Publication: Ada"


def test_a_hash_that_nobody_can_read_gives_its_beginning_as_written(turtle):
    p = turtle(":a :x <https://x.example/np/RA7l_q6MuK_TIC6JMSHvLtee3lpLoZDOqLJCLXevnrPoU> .")
    assert "np RA7l_q6M" in p.labels


def test_words_that_run_together_are_told_apart(turtle):
    p = turtle(":a a :RSAPublicKey ; :hasURLs :b ; :isGDPPerCapita :c .")
    assert p.classes[0].label == "RSA public key"
    assert {"has URLs", "is GDP per capita"} < {info.label for info in p.predicates}


@pytest.mark.parametrize(
    ("statement", "word", "inverse", "of_class", "kind"),
    [
        ("<http://www.w3.org/ns/earl#Assertion> <http://www.w3.org/ns/earl#assertedBy>",
         "asserted by", "asserted", "Assertion", "claim"),
        ("<http://www.w3.org/ns/odrl/2/Policy> <http://www.w3.org/ns/odrl/2/assigner>",
         "granted by", "grants", "Policy", "document"),
        ("<http://www.nanopub.org/nschema#Nanopublication> <http://purl.org/nanopub/x/introduces>",
         "introduces", "introduced by", "Nanopublication", "document"),
        ("<http://www.w3.org/ns/sosa/Observation> <http://www.w3.org/ns/sosa/observedProperty>",
         "observed property", "property observed in", "Observation", "statistic"),
        ("<http://www.w3.org/ns/dcat#CatalogRecord> <http://www.w3.org/ns/dcat#servesDataset>",
         "serves", "served by", "Catalogue record", "document"),
        ("<https://brickschema.org/schema/Brick#Room> <https://brickschema.org/schema/Brick#isLocationOf>",
         "location of", "in", "Room", "thing"),
        ("<http://qudt.org/schema/qudt/Unit> <http://qudt.org/schema/qudt/scalingOf>",
         "multiple of", "has multiple", "Unit", "thing"),
        ("<http://www.w3.org/ns/opengov#VoteEvent> <http://www.w3.org/ns/opengov#motion>",
         "on the motion", "put to the ballot", "Ballot", "event"),
    ],
)  # fmt: skip
def test_relationships_of_well_known_vocabularies_read_both_ways(turtle, statement, word, inverse, of_class, kind):
    a_class, predicate = statement.split()
    p = turtle(f":a a {a_class} ; {predicate} :b .")
    assert (p.classes[0].label, p.classes[0].kind) == (of_class, kind)
    assert (word, inverse) in [(info.label, info.inverse) for info in p.predicates]


@pytest.mark.parametrize(
    "label, phrase",
    [
        ("funds", "funds it"),
        ("published by", "published by it"),
        ("has topping", "has it as topping"),
        ("birth place", "has it as birth place"),
        ("members", "has it as members"),
        ("is part of", "is part of it"),
        ("class", "has it as class"),
    ],
)
def test_a_relationship_without_an_inverse_reads_backwards_in_one_phrase(turtle, label, phrase):
    p = turtle(f':a :p :b . :p rdfs:label "{label}" .')
    assert (label, phrase) in [(info.label, info.backwards) for info in p.predicates]


def test_a_relationship_reads_backwards_as_its_declared_inverse_or_unchanged_in_another_language(turtle):
    data = ":a :p :b . :b :q :c . :owns owl:inverseOf :p . :owns rdfs:label 'owns'@en . :q rdfs:label 'kennt'@de ."
    found = {info.label: info.backwards for info in turtle(data).predicates}
    assert found["p"] == "owns" and found["kennt"] == "kennt ←"


def test_matches_of_a_thesaurus_have_other_words_than_its_own_hierarchy(turtle):
    p = turtle(":a skos:broader :b ; skos:broadMatch :c . :b skos:related :d ; skos:relatedMatch :e .")
    assert {info.label for info in p.predicates} == {
        "narrower than", "narrower than (another scheme)", "related to", "related to (another scheme)"
    }  # fmt: skip


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


GERMAN = Naming(("de",))
LANGUAGES = (
    '@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :t rdfs:label "Tomate"'
    '@pt, "番茄"@zh ; :grows :f . :f rdfs:label "Campo"@pt, "Feld"@de, "Field"@en-GB ; a :F . '
    ':F rdfs:label "Ort"@de ; a rdfs:Class .'
)


@pytest.fixture
def session(tmp_path) -> Session:
    (tmp_path / "l.ttl").write_text(LANGUAGES, encoding="utf-8")
    return Session(finish(open_document([tmp_path / "l.ttl"])))


def test_equal_names_are_told_apart_in_the_picture_by_class_or_owner_or_iri(turtle):
    def drawn(text: str) -> list[str]:
        p = turtle(text)
        return list(stage(p, View(), see(p, View())).labels)

    two = ':ms-1 a :P ; rdfs:label "Maria" . :ms-2 a :P ; rdfs:label "Maria" ; :x :c . :c rdfs:label "C" .'
    assert drawn(two) == ["Maria (ms-1)", "Maria (ms-2)", "C"]
    assert drawn(':a a :Song ; rdfs:label "Help" . :b a :Album ; rdfs:label "Help" .') == [
        "Help (Song)",
        "Help (Album)",
    ]
    owned = ':a rdfs:label "A" ; :x [ rdfs:label "Seat" ] . :b rdfs:label "B" ; :x [ rdfs:label "Seat" ] .'
    assert {"Seat (A)", "Seat (B)"} < set(drawn(owned))
    hashed = [f"https://x.example/{letter * 40}" for letter in "ab"]
    assert drawn("".join(f'<{iri}> rdfs:label "Same" .' for iri in hashed)) == ["Same (aaaaaaaa)", "Same (bbbbbbbb)"]
    many = "".join(f':n{i} rdfs:label "Same" .' for i in range(300))
    assert drawn(many)[:2] == ["Same (n0)", "Same (n1)"]


def test_long_names_are_cut_in_the_middle():
    def width(text: str, *_: object) -> tuple[float, float]:
        return 6.0 * len(text), 12.0

    long = "Report on the inspection of services for children in need of help and protection in 2018"
    lines = wrap(long, width)
    assert len(lines) == 2 and lines[0].startswith("Report on") and lines[1].endswith("2018") and " … " in lines[1]
    assert all(width(line)[0] <= LABEL_WIDTH for line in lines)
    (word,) = wrap("https://data.example.org/registers/organisations/north-board", width)
    assert word.startswith("https://") and word.endswith("-board") and width(word)[0] <= LABEL_WIDTH
    assert wrap("Short", width) == ["Short"]


def test_a_new_projection_and_a_renamed_one_have_the_same_names(turtle):
    text = f"""{MORE} :a a :C ; skos:prefLabel "Rat"@de, "council"@en ; :x :b, [ a :C ; :n 1 ] . :C rdfs:label "K"@de .
        :b foaf:givenName "Ida" ; rdfs:comment "c" . :x rdfs:label "geht"@de ."""
    for naming in (
        Naming(),
        GERMAN,
        Naming((), ("http://www.w3.org/2000/01/rdf-schema#comment",)),
        Naming(as_iris=True),
    ):
        fresh, other = turtle(text, naming=naming), finish(renamed(turtle(text), naming))
        assert (other.labels, other.classes, other.predicates) == (fresh.labels, fresh.classes, fresh.predicates)
        assert other.naming == naming and finish(renamed(other, Naming())).labels == turtle(text).labels


def test_texts_go_by_their_titles_in_the_users_languages(turtle):
    text = """:a :x :b {| dcterms:source :doc |} . :doc dcterms:title "Bericht"@de, "Report"@en ."""
    p = turtle(text)
    assert [passage.title for passage in p.passages] == ["Report"]
    assert [passage.title for passage in finish(renamed(p, GERMAN)).passages] == ["Bericht"]
    assert [passage.title for passage in turtle(text, naming=GERMAN).passages] == ["Bericht"]


def test_other_names_are_one_step_that_can_be_undone_and_everything_shows_them(session):
    heard = []
    session.listen(heard.append)
    commands = Commands(session)
    commands.name_by(GERMAN)
    assert session.projection.labels == ("Tomate", "Feld") and session.projection.classes[0].label == "Ort"
    assert list(session.scene.labels) == ["Tomate", "Feld"] and heard[-1] & Change.DOCUMENT
    assert session.title_of(1) == "Feld" and session.history.undo_title == "Names: de"
    session.undo()
    assert session.projection.labels == ("Tomate", "Field") and list(session.scene.labels) == ["Tomate", "Field"]
    session.redo()
    assert session.projection.labels[1] == "Feld"
    commands.look(View(), "Another view")
    assert session.view.naming == GERMAN, "one naming for all views of a source"


def test_search_finds_labels_in_all_languages(session):
    for text in ("番茄", "feld", "field", "campo"):
        hits = Index(session.projection, session.document).find(text)
        assert [hit.label for hit in hits] == [session.projection.labels[0 if text == "番茄" else 1]], text


def test_equal_names_are_told_apart_among_search_results(turtle):
    p = turtle(':m1 a :P ; rdfs:label "Maria" . :m2 a :P ; rdfs:label "Maria" .')
    assert [hit.label for hit in Index(p).find("maria")] == ["Maria (m1)", "Maria (m2)"]


def test_an_exploration_keeps_the_names(session, tmp_path):
    Commands(session).name_by(Naming(("pt", "en"), ("urn:x",)))
    present = NamedView("Present", "", session.view)
    path = finish(save_exploration(tmp_path / "l.caseboard.trig", session.document, present, (), ()))
    opened = finish(open_exploration(path)).document
    assert opened.projection.labels == ("Tomate", "Campo")
    assert Session(opened).view.naming == Naming(("pt", "en"), ("urn:x",))


@pytest.mark.parametrize("suffix", [".csv", ".gexf", ".graphml", ".ttl"])
def test_exports_keep_the_languages_of_labels(session, tmp_path, suffix):
    finish(export_data(session.document, tmp_path / f"out{suffix}", None, session.view))
    text = unescape("".join(each.read_text("utf-8") for each in sorted(tmp_path.glob(f"out*{suffix}"))))
    for tag, word in (("pt", "Tomate"), ("zh", "番茄"), ("de", "Feld")):
        assert word in text and (f"@{tag}" in text)


def test_the_command_line_names_in_the_languages_asked_for(session, tmp_path):
    toolkit = Toolkit(measure=lambda *_: (9.0, 9.0), encode=lambda *_: b"", open_window=lambda *_: 0)
    source, target = str(tmp_path / "l.ttl"), tmp_path / "out.csv"
    assert run(["export", source, "-o", str(target), "--language", "de", "--language", "pt"], toolkit) == 0
    assert "Feld,Ort" in (tmp_path / "out-nodes.csv").read_text("utf-8")


def test_a_source_offers_its_languages_and_its_predicates(session):
    offer = finish(offered(session.projection))
    assert offer.languages[0] == ("pt", 2) and {tag.lower() for tag, _ in offer.languages} == {
        "pt",
        "zh",
        "de",
        "en-gb",
    }
    assert [(iri.rpartition("#")[2], count) for iri, _, count in offer.predicates] == [("label", 5)]


def test_a_name_that_stands_in_a_hidden_graph_leaves_with_no_export(tmp_path):
    text = f"""{MORE} @prefix : <https://example.org/> . @prefix schema: <https://schema.org/> . :c :knows :d .
        :c foaf:familyName "Open" . :g {{ :d foaf:givenName "Ida" ; foaf:familyName "Moor" . }}"""
    (tmp_path / "t.trig").write_text(text, encoding="utf-8")
    document = finish(open_document([tmp_path / "t.trig"]))
    assert document.projection.labels == ("Open", "Ida Moor")
    view = View(hidden_graphs=frozenset({0}))
    finish(export_data(document, tmp_path / "out.csv", see(document.projection, view), view))
    text = (tmp_path / "out-nodes.csv").read_text("utf-8")
    assert "Open" in text and "example.org/d" in text and "Ida" not in text and "Moor" not in text
