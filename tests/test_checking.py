"""Statements of a graph, compared with the words of their passages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.analysis.texts import TextLibrary
from graph.checking.compare import Comparison, compare
from graph.model.build import project
from graph.reading.read import read_bytes
from graph.work.progress import finish
from tests.benchmarks.evidence import write_case

ROOT = Path(__file__).resolve().parents[1]
BROMLEY = ROOT / "resources" / "bromley" / "graph.ttl"
TEXTS = ROOT.parent / "shared" / "sources"

needs_texts = pytest.mark.skipif(not TEXTS.exists(), reason="the two texts of Bromley are not beside the project")

PREFIXES = """
PREFIX : <https://caseboard.example/bromley/> PREFIX cb: <https://caseboard.example/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def number(old: str, new: str) -> str:
    return f"DELETE {{ ?r ?p ?v }} INSERT {{ ?r ?p {new} }} WHERE {{ ?r ?p ?v FILTER(isNumeric(?v) && ?v = {old}) }}"


def elsewhere(label: str) -> str:
    """All evidence of a resource and of its relationships is the sentence about the autumn."""
    return f"""DELETE {{ ?owner ?p ?old }} INSERT {{ ?owner ?p ?new }} WHERE {{
      ?r skos:prefLabel "{label}"@en .
      ?owner rdf:subject? ?r ; ?p ?old . ?old a oa:SpecificResource .
      ?new oa:hasSource/schema:sha256 "1ce056a215de6ab5e360077c70a308ce55a935a0a7380da05f814dde03f49617" ;
           oa:hasSelector/oa:start 2172 . }}"""


FALSIFIED = {
    "281 children become 2,810": (number("281", "2810"), "figures", "2,810"),
    "£7.25m becomes £72.5bn": (number("7250000", "72500000000.00"), "figures", "72,500,000,000"),
    "foster care is criticised": (
        """DELETE { ?f cb:polarity cb:positive } INSERT { ?f cb:polarity cb:critical } WHERE {
          ?f cb:polarity cb:positive ; skos:prefLabel "Foster care quality good"@en }""",
        "judgements",
        "called critical",
    ),
    "Carr's welcome is Fortune's": (
        """DELETE { ?c schema:author ?carr . ?s rdf:object ?carr }
        INSERT { ?c schema:author ?other . ?s rdf:object ?other }
        WHERE { ?c schema:author ?carr ; skos:prefLabel ?name FILTER(CONTAINS(STR(?name), "welcome"))
          ?other skos:prefLabel "Peter Fortune"@en
          OPTIONAL { ?s rdf:subject ?c ; rdf:predicate schema:author ; rdf:object ?carr } }""",
        "names",
        "the speaker is Carr",
    ),
    "the inspection is in 2015": (
        """DELETE { ?r ?p ?v } INSERT { ?r ?p ?w } WHERE { ?r ?p ?v FILTER(STR(?v) = "2016-04-11")
          BIND(STRDT("2015-04-11", xsd:date) AS ?w) }""",
        "dates",
        "2015-04-11",
    ),
    "corporate failure rests on another sentence": (elsewhere("Corporate failure"), "evidence", "“Corporate failure”"),
    "the appointment rests on another sentence": (elsewhere("Commissioner appointed"), "names", "“Frankie Sulke”"),
    "seven visits become seventeen": (number("7", "17"), "figures", "17"),
}


def compared(data: bytes, *folders: Path) -> Comparison:
    return finish(compare(finish(project(read_bytes(data, "data.ttl").quads)), TextLibrary(folders, still=True)))


def of(comparison: Comparison, severity: str) -> list[Finding]:
    return [finding for finding in comparison.findings if finding.severity == severity]


@needs_texts
def test_the_bromley_graph_has_nothing_wrong() -> None:
    found = compared(BROMLEY.read_bytes(), TEXTS)
    assert of(found, WRONG) == []
    assert (found.found, found.missing, found.changed, found.out_of_range) == (2, 0, 0, 0)


@needs_texts
@pytest.mark.parametrize("change", FALSIFIED)
def test_a_copy_with_one_false_fact_is_wrong_there(change: str) -> None:
    update, kind, words = FALSIFIED[change]
    store = ox.Store()
    store.load(path=str(BROMLEY), format=ox.RdfFormat.TURTLE)
    before = len(store), hash(frozenset(store))
    store.update(PREFIXES + update)
    assert (len(store), hash(frozenset(store))) != before, "the copy is changed"
    data = store.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph())
    assert data is not None
    wrong = of(compared(data, TEXTS), WRONG)
    assert any(finding.kind == kind and words in finding.sentence for finding in wrong), wrong


# ---------------------------------------------------------------------------------------------------------------------
# Any graph


PAPER = """The Mayor and the money

Mayor Ann Lee said the council had paid £2.5m for 40 buses on 3 May 2019, more than twice the sum of 2018.

She called the deal a success. Twelve of the buses were late, which the report of the auditors names a failure.

Jim Poe added: “It is late for all of us.”
"""
HEAD = """@prefix : <https://e.org/> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix cb: <https://caseboard.example/ontology#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
BUSES = "the council had paid £2.5m for 40 buses on 3 May 2019"


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Comparison]:
    """Compare some Turtle with the paper; in it, ``«words»`` stands for a passage with these words."""
    (tmp_path / "paper.txt").write_text(PAPER, "utf-8", newline="\n")
    digest = hashlib.sha256(PAPER.encode()).hexdigest()

    def run(data: str, digest: str = digest) -> Comparison:
        ranges = ""
        while "«" in data:
            head, _, rest = data.partition("«")
            words, _, rest = rest.partition("»")
            start = PAPER.index(words)
            name = f":passage{start}-{start + len(words)}"
            data = head + name + rest
            ranges += (
                f"{name} a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ a oa:TextPositionSelector ; "
                f"oa:start {start} ; oa:end {start + len(words)} ] .\n"
            )
        paper = f':paper a schema:Article ; rdfs:label "The paper" ; schema:sha256 "{digest}" .\n'
        return compared((HEAD + paper + ranges + data).encode(), tmp_path)

    return run


def severities(comparison: Comparison, kind: str) -> list[str]:
    return [finding.severity for finding in comparison.findings if finding.kind == kind]


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ('schema:value 2500000 ; schema:currency "GBP"', None),
        ('schema:value 2500001 ; schema:currency "GBP"', WRONG),
        ('schema:value 2500000 ; schema:currency "USD"', WRONG),
        (":howMany 40", None),
        (":howMany 12", WRONG),
        (":howMany 41", WRONG),
        (":weight 41", None),
        (":wheels 41", LOOK),
        ("schema:position 7", None),
    ],
)
def test_a_figure_is_in_its_passage(check, said: str, severity: str | None) -> None:
    found = check(f':b a :Deal ; rdfs:label "Buses" ; {said} ; dcterms:source «{BUSES}» .')
    assert severities(found, "figures") == ([severity] if severity else [])


def test_a_small_number_may_have_been_counted_and_a_word_is_a_number(check) -> None:
    late = "Twelve of the buses were late"
    assert (
        severities(check(f':b a :Deal ; rdfs:label "Late buses" ; :howMany 12 ; dcterms:source «{late}» .'), "figures")
        == []
    )
    call = "She called the deal a success"
    found = check(f':b a :Deal ; rdfs:label "The deal" ; :howMany 3 ; dcterms:source «{call}» .')
    assert severities(found, "figures") == [LOOK]
    found = check(f':b a :Deal ; rdfs:label "The deal" ; :howMany 300 ; dcterms:source «{call}» .')
    assert severities(found, "figures") == [WRONG]


@pytest.mark.parametrize(
    ("date", "severity"),
    [
        ('"2019-05-03"^^xsd:date', None),
        ('"2019-05"^^xsd:gYearMonth', None),
        ('"2019"^^xsd:gYear', None),
        ('"2019-05-04"^^xsd:date', WRONG),
        ('"2020"^^xsd:gYear', WRONG),
    ],
)
def test_a_date_is_in_its_passage(check, date: str, severity: str | None) -> None:
    found = check(f':b a schema:Event ; rdfs:label "Buses paid" ; schema:startDate {date} ; dcterms:source «{BUSES}» .')
    assert severities(found, "dates") == ([severity] if severity else [])


def test_a_date_more_exact_than_the_words_deserves_a_look(check) -> None:
    found = check(
        ':b a schema:Event ; rdfs:label "The sum" ; schema:startDate "2018-03"^^xsd:gYearMonth ; '
        "dcterms:source «the sum of 2018» ."
    )
    assert severities(found, "dates") == [LOOK]


def test_words_given_as_those_of_the_text_are_in_it(check) -> None:
    data = ':b a schema:Event ; rdfs:label "Buses" ; cb:dateAsSaid "{}" ; dcterms:source «' + BUSES + "» ."
    assert severities(check(data.format("on 3 May 2019")), "words") == []
    assert severities(check(data.format("last month")), "words") == [WRONG]


PEOPLE = "".join(
    f':{name.split()[1].lower()} a foaf:Person ; rdfs:label "{name}" .\n' for name in ("Ann Lee", "Jim Poe", "Kim Roe")
)


@pytest.mark.parametrize(
    ("who", "words", "severity"),
    [
        (":lee", "Mayor Ann Lee said the council had paid", None),
        (":poe", "Mayor Ann Lee said the council had paid", WRONG),
        (":roe", "She called the deal a success", LOOK),
        (":lee", "Jim Poe added: “It is late", WRONG),
        (":poe", "Jim Poe added: “It is late", None),
        (":lee", "She called the deal a success", None),
        (":lee", "the council had paid", None),
        (":lee", "Twelve of the buses were late", LOOK),
        (":roe", "Twelve of the buses were late", WRONG),
    ],
)
def test_a_relationship_names_its_ends_or_refers_to_them(check, who: str, words: str, severity: str | None) -> None:
    found = check(
        PEOPLE
        + f':c a schema:Claim ; rdfs:label "Deal success paid late" ; schema:author {who} ; dcterms:source «{words}» .'
    )
    assert severities(found, "names") == ([severity] if severity else [])


def test_a_statement_with_a_passage_that_speaks_of_neither_end_is_wrong(check) -> None:
    found = check(
        PEOPLE + ":lee :knows :poe . :s a rdf:Statement ; rdf:subject :lee ; rdf:predicate :knows ; rdf:object :poe ; "
        "dcterms:source «Twelve of the buses were late» ."
    )
    assert severities(found, "evidence") == [WRONG]


def test_a_passage_to_read_with_another_tells_of_whom_that_speaks(check) -> None:
    said = PEOPLE + (
        ':c a schema:Claim ; rdfs:label "Buses late" ; schema:author :lee ; '
        "dcterms:source «Twelve of the buses were late» . "
        ":s a rdf:Statement ; rdf:subject :c ; rdf:predicate schema:author ; rdf:object :lee ; "
        "dcterms:source «Twelve of the buses were late»"
    )
    assert severities(check(f"{said} ."), "names") == [LOOK]
    assert not severities(check(f"{said} ; cb:readWith «Mayor Ann Lee said the council had paid» ."), "names")


def test_a_passage_that_says_nothing_and_a_passage_in_a_passage_deserve_a_look(check) -> None:
    found = check(
        PEOPLE + ':lee dcterms:source «Ann Lee» . :m a schema:Event ; rdfs:label "The Mayor and the money paid" ; '
        f"dcterms:source «The Mayor and the money» , «{BUSES}» , «40 buses» ."
    )
    kinds = sorted(finding.sentence.partition(" (")[0] for finding in found.findings)
    assert kinds == [
        "A passage holds nothing but a heading",
        "A passage holds nothing but a name",
        "A passage of “The Mayor and the money paid” lies within another one and counts twice",
    ]


def test_an_event_that_only_a_claim_reports_is_no_fact(check) -> None:
    data = (
        PEOPLE + ':e a schema:Event ; rdfs:label "Buses paid" ; cb:status :yes ; dcterms:source «{}» .\n'
        ':yes a cb:Status ; rdfs:label "happened" . :c a schema:Claim ; rdfs:label "Lee: bus sum" ; schema:about :e ;'
        f" schema:author :lee ; dcterms:source «Mayor Ann Lee said {BUSES}» ."
    )
    assert severities(check(data.format(f"Mayor Ann Lee said {BUSES}")), "claims") == [LOOK]
    assert severities(check(data.format("Twelve of the buses were late")), "claims") == []


@pytest.mark.parametrize(
    ("side", "words", "severity"),
    [
        ("positive", "She called the deal a success", None),
        ("critical", "She called the deal a success", WRONG),
        ("critical", "which the report of the auditors names a failure", None),
        ("positive", "which the report of the auditors names a failure", WRONG),
        ("critical", BUSES, None),
    ],
)
def test_a_judgement_is_that_of_its_words(check, side: str, words: str, severity: str | None) -> None:
    found = check(
        f':f a cb:Finding ; rdfs:label "Deal of the buses report" ; cb:polarity "{side}" ; dcterms:source «{words}» .'
    )
    assert severities(found, "judgements") == ([severity] if severity else [])


def test_texts_are_found_missing_or_changed_and_ranges_counted(check, tmp_path: Path) -> None:
    data = f':b a :Deal ; rdfs:label "Buses" ; dcterms:source «{BUSES}» , :far .\n' + (
        ":far a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 5 ; oa:end 9999 ] ."
    )
    found = check(data)
    assert (found.found, found.missing, found.changed, found.out_of_range) == (1, 0, 0, 1)
    found = check(data, digest="0" * 64)
    assert (found.found, found.missing, found.changed) == (0, 0, 1), "paper.txt is there with another content"
    (tmp_path / "paper.txt").rename(tmp_path / "other.txt")
    found = check(data, digest="0" * 64)
    assert (found.found, found.missing, found.changed) == (0, 1, 0)


def test_many_passages_are_checked_and_each_false_sum_is_found(tmp_path: Path) -> None:
    path = write_case(tmp_path, 10, 200, wrong=7)
    found = compared(path.read_bytes(), tmp_path / "texts")
    assert [(f.severity, f.kind) for f in found.findings] == [(WRONG, "figures")] * 7
    assert found.found == 10


def test_a_comparison_tells_its_progress_and_ends_when_it_is_closed(tmp_path: Path) -> None:
    projection = finish(project(read_bytes(write_case(tmp_path, 10, 200).read_bytes(), "data.ttl").quads))
    job = compare(projection, TextLibrary([tmp_path / "texts"], still=True))
    told = [next(job).text for _ in range(4)]
    assert told[0] == "Reading the texts" and len(set(told)) > 2
    job.close()
    with pytest.raises(StopIteration):
        next(job)
