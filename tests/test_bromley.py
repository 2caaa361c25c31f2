"""Laws of the bundled graph: its contents, the evidence of each resource, and the words of its descriptions."""

import calendar
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from explorer.document import Document

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
BROMLEY = RESOURCES / "bromley"
BREAKS = ROOT / "tests" / "bromley_breaks.ru"
TEXTS = ROOT.parent / "shared" / "sources"

B = Namespace("https://caseboard.example/bromley/")
CB = Namespace("https://caseboard.example/ontology#")
CITO = Namespace("http://purl.org/spar/cito/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")

UNDRAWN = {
    OA.SpecificResource, OA.TextPositionSelector, SCHEMA.Article, RDF.Statement,
    SKOS.Concept, SKOS.ConceptScheme, CB.Polarity, CB.Status, CB.Manner,
}  # fmt: skip
DATES = (SCHEMA.startDate, SCHEMA.endDate, SCHEMA.observationDate, DCTERMS.date, CB.since)
EVIDENCE = (DCTERMS.source, DCTERMS.isReferencedBy)
NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LONGEST_LABEL = 40
LONGEST_RUN = 7

# Words that refer to what was named before, or name it otherwise.
REFERENCES = {
    B.ofsted: r"\b(inspectors|they)\b",
    B.inspectors: r"\bthey\b",
    B["visiting-inspectors"]: r"\binspectors\b",
    B.council: r"\b(council|we|our|local authority)\b",
    B.bromley: r"\b(bromley|the council|local authority|total population)\b",
    B["childrens-services"]: r"\b(services?|their)\b",
    B.dfe: r"\bdepartment of education\b",
    B.safeguarding: r"\bsafeguarding\b",
    B["report-2016"]: r"\b(report|findings)\b",
    B["looked-after-children"]: r"\b(looking after|looked after)\b",
    B["children-in-placements"]: r"\bchildren\b",
    B["children-adopted"]: r"\bfor those who are\b",
    B["original-budget"]: r"\boriginal budget\b",
    B["council-members"]: r"\bmember-led\b",
    B["team-set-up"]: r"\bservice improvement team\b",
    B["board-set-up"]: r"\bput in place a member-led improvement board\b",
    B["talks-with-carers"]: r"\bspoken to\b",
    B["care-leavers"]: r"\bthey are placed\b",
    B["commissioner-appointment"]: r"\bappointed commissioner\b",
    B["external-support"]: r"\bindependent external support\b",
    B["external-support-team"]: r"\bindependent external support\b",
}


class Tie(NamedTuple):
    """A statement between two resources."""

    subject: URIRef
    predicate: URIRef
    object: URIRef


class Span(NamedTuple):
    """The text of a passage."""

    text: URIRef
    start: int
    end: int


# ---------------------------------------------------------------------------------------------------------------------
# Reading


@cache
def graph() -> Graph:
    return Graph().parse(BROMLEY / "graph.ttl")


@cache
def terms() -> Graph:
    return Graph().parse(RESOURCES / "ontology.ttl").parse(RESOURCES / "vocabularies.ttl")


@cache
def shapes() -> Graph:
    return Graph().parse(BROMLEY / "shapes.ttl")


@cache
def described(data: Graph) -> set[URIRef]:
    return {s for s in data.subjects() if isinstance(s, URIRef)}


@cache
def drawn(data: Graph) -> set[URIRef]:
    """The drawn resources that need evidence: not passages, ranges, texts, statements or concepts."""
    return {s for s in described(data) if not UNDRAWN & set(data.objects(s, RDF.type))}


@cache
def ties(data: Graph) -> set[Tie]:
    shown = drawn(data)
    return {Tie(s, p, o) for s, p, o in data if s in shown and o in shown}


@cache
def covering() -> set[URIRef]:
    """Classes whose evidence covers the outgoing relationships of a resource."""
    return set(terms().subjects(CB.coversItsTies, Literal(True)))


@cache
def statements(data: Graph) -> tuple[tuple[URIRef, Tie], ...]:
    return tuple(
        (s, Tie(data.value(s, RDF.subject), data.value(s, RDF.predicate), data.value(s, RDF.object)))
        for s in data.subjects(RDF.type, RDF.Statement)
    )


@cache
def spoken(data: Graph) -> dict[Tie, list[URIRef]]:
    """The statements about each relationship."""
    found: dict[Tie, list[URIRef]] = {}
    for s, tie in statements(data):
        found.setdefault(tie, []).append(s)
    return found


def evidence(data: Graph, resource: URIRef) -> set[URIRef]:
    return {passage for predicate in EVIDENCE for passage in data.objects(resource, predicate)}


def passages_of_tie(data: Graph, tie: Tie) -> set[URIRef]:
    """The passages of its statement, or else those of its subject, if these cover its relationships."""
    found = {p for s in spoken(data).get(tie, ()) for p in data.objects(s, DCTERMS.source)}
    if not found and covering() & set(data.objects(tie.subject, RDF.type)):
        found = evidence(data, tie.subject)
    return found


def context_of_tie(data: Graph, tie: Tie) -> set[URIRef]:
    """The passages that show what the words of its evidence refer to."""
    return {p for s in spoken(data).get(tie, ()) for p in data.objects(s, CB.readWith)}


def span(data: Graph, passage: URIRef) -> Span:
    selector = data.value(passage, OA.hasSelector)
    return Span(
        data.value(passage, OA.hasSource), int(data.value(selector, OA.start)), int(data.value(selector, OA.end))
    )


def kind(data: Graph, resource: URIRef) -> str:
    """The shape of the resource."""
    kinds = {str(k) for c in data.objects(resource, RDF.type) for k in terms().objects(c, CB.drawnAs)}
    assert len(kinds) == 1, (resource, kinds)
    return kinds.pop()


def words(text: str) -> list[str]:
    return re.findall(r"[\w’']+", text.casefold().replace("'", "’"))


def plain(text: str) -> str:
    """Case, quotation marks and kinds of spaces are ignored; "71, 500" is one number."""
    text = re.sub(r"\s+", " ", text.casefold().replace("'", "’"))
    return re.sub(r"(\d), ?(\d{3})\b", r"\1\2", text)


def names(data: Graph, resource: URIRef) -> set[str]:
    naming = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, FOAF.name)
    return {str(n) for p in naming for n in data.objects(resource, p)}


def mentioned(data: Graph, resource: URIRef, text: str) -> bool:
    return any(re.search(r"\b" + re.escape(plain(n)), plain(text)) for n in names(data, resource))


def literals(data: Graph) -> Iterator[tuple[URIRef, Literal]]:
    return ((s, o) for s, _, o in data if isinstance(o, Literal))


# ---------------------------------------------------------------------------------------------------------------------
# Without the texts


def test_both_parsers_read_the_same_graph() -> None:
    data = (BROMLEY / "graph.ttl").read_bytes()
    quads = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)
    lines = pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert lines is not None
    assert isomorphic(graph(), Graph().parse(data=lines, format="nt"))


def test_no_blank_nodes() -> None:
    assert not [t for t in graph() if any(isinstance(term, BNode) for term in t)]


def test_every_resource_named_is_described() -> None:
    data = graph()
    spoken = {o for o in data.objects() if isinstance(o, URIRef) and o.startswith(str(B))}
    assert spoken <= described(data)
    ours = {t for triple in data for t in triple if isinstance(t, URIRef) and t.startswith(str(CB))}
    assert ours <= described(terms())


def test_every_term_has_words_and_every_class_a_kind() -> None:
    data = graph()
    classes = set(data.objects(None, RDF.type))
    assert {t for t in classes | set(data.predicates()) if (t, RDFS.label, None) not in terms()} == set()
    assert {c for c in classes if (c, CB.drawnAs, None) not in terms()} == set()
    assert all(kind(data, r) for r in drawn(data))


def test_our_terms_are_defined_with_version_licence_comments_and_inverses() -> None:
    ours = Graph().parse(RESOURCES / "ontology.ttl")
    both = graph() + ours
    (ontology,) = ours.subjects(RDF.type, OWL.Ontology)
    for needed in (OWL.versionIRI, OWL.versionInfo, DCTERMS.license, DCTERMS.title, RDFS.comment):
        assert (ontology, needed, None) in ours, needed
    defined = {s for s in described(ours) if s.startswith(str(CB))}
    for term in defined:
        assert (term, RDFS.isDefinedBy, ontology) in ours and (term, RDFS.comment, None) in ours, term
        assert (term, RDFS.label, None) in ours and (term, RDF.type, None) in ours, term
    properties = {s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ours.subjects(RDF.type, kind)}
    assert set(graph().predicates()) & defined <= properties
    for term in ours.subjects(RDF.type, OWL.ObjectProperty):
        turned = (term, OWL.inverseOf, None) in ours or (None, OWL.inverseOf, term) in ours
        assert turned or (term, RDF.type, OWL.SymmetricProperty) in ours or term == CB.readWith, term
    for term in ours.subjects(RDF.type, OWL.DatatypeProperty):
        assert (term, RDFS.range, None) in ours, term
    classes = set(ours.subjects(RDF.type, OWL.Class))
    for s, p, o in graph():
        if p in (RDFS.domain, RDFS.range) or p not in defined:
            continue
        for place, end in ((RDFS.domain, s), (RDFS.range, o)):
            for wanted in set(ours.objects(p, place)) & classes:
                assert (end, RDF.type, wanted) in both, (s, p, o)


def test_every_drawn_resource_has_evidence() -> None:
    data = graph()
    assert {r for r in drawn(data) if not evidence(data, r)} == set()


def test_what_needs_another_passage_to_be_understood_has_no_more_support_for_it() -> None:
    data = graph()
    several = {t for t in ties(data) if len(passages_of_tie(data, t)) > 1}
    for tie in several:
        texts_of = {span(data, p).text for p in passages_of_tie(data, tie)}
        covered = tie not in spoken(data)
        assert covered or len(texts_of) > 1 or tie.object == B["report-2016"], tie
    for s, _ in statements(data):
        assert not set(data.objects(s, CB.readWith)) & set(data.objects(s, DCTERMS.source)), s


def test_evidence_is_a_passage() -> None:
    data = graph()
    led_to = {passage for predicate in EVIDENCE for passage in data.objects(None, predicate)}
    assert led_to == set(data.subjects(RDF.type, OA.SpecificResource))
    for passage in led_to:
        text, start, end = span(data, passage)
        assert (text, RDF.type, SCHEMA.Article) in data
        assert 0 <= start < end
        year = str(text)[-2:]
        assert str(passage).removeprefix(str(B)) in {f"t{year}-{start}", f"t{year}-{start}-{end}"}
    assert len({span(data, p) for p in led_to}) == len(led_to)


def test_every_relationship_has_evidence() -> None:
    data = graph()
    assert {t for t in ties(data) if not passages_of_tie(data, t)} == set()


def test_every_statement_stands_for_a_relationship() -> None:
    data = graph()
    stated = [tie for _, tie in statements(data)]
    assert {t for t in stated if t not in data} == set()
    assert not [t for t, n in Counter(stated).items() if n > 1]
    for s, _ in statements(data):
        assert (s, DCTERMS.source, None) in data


def test_every_drawn_resource_has_a_relationship() -> None:
    data = graph()
    shown = drawn(data)
    tied = {end for s, _, o in data if s != o and (s in shown) and (o in described(data)) for end in (s, o)}
    assert shown - tied == set()


def test_names_are_english_short_and_differ() -> None:
    data = graph()
    labels = [(r, label) for r in drawn(data) for label in data.objects(r, SKOS.prefLabel)]
    assert {r for r, _ in labels} == drawn(data)
    assert not [label for _, label in labels if label.language != "en" or len(label) > LONGEST_LABEL]
    assert not [text for text, n in Counter(str(label) for _, label in labels).items() if n > 1]


def test_later_claims_are_linked_to_the_claims_they_answer() -> None:
    data = graph()
    assert (B["claim-improved"], CITO.updates, B["report-2016"]) in data
    assert (B["claim-better-rating"], CB.comparedWith, B["rating-overall"]) in data
    assert (B["answer-management"], CITO.citesAsEvidence, B["report-2016"]) in data
    assert (B["answer-accepted"], CITO.agreesWith, B["report-2016"]) in data
    updated = set(data.objects(None, CITO.updates))
    assert not updated & set(data.subjects(CB.rating)), "no text says that a grade has changed"
    money = {f for f in data.subjects(RDF.type, CB.Finding) if "money" in plain(str(data.value(f, SKOS.prefLabel)))}
    assert money == set(), "that money was no issue is what a claim says, not a finding"


def test_only_documents_and_passages_are_derived() -> None:
    data = graph()
    passages = set(data.subjects(RDF.type, OA.SpecificResource))
    derived = [(s, o) for p in (PROV.wasDerivedFrom, PROV.wasQuotedFrom, PROV.hadPrimarySource)
               for s, o in data.subject_objects(p)]  # fmt: skip
    assert derived and all(end in passages or kind(data, end) == "document" for pair in derived for end in pair)


def test_what_one_person_says_is_a_claim_and_what_rests_on_it_is_claimed() -> None:
    data = graph()
    for name in ("board-set-up", "team-set-up", "ofsted-visits", "dfe-visits", "advice-given"):
        claim = data.value(B[name], CB.claimedIn)
        assert (B[name], CB.status, CB.claimed) in data
        assert (claim, RDF.type, SCHEMA.Claim) in data and (claim, SCHEMA.author, None) in data
    for name in ("carers-positive", "carers-undervalued"):
        assert data.value(B[name], SCHEMA.author) in {B["foster-carers"], B["foster-carers-asked"]}
    for tie in ties(data):
        if tie.subject in {B["council-members"], B["external-support"]}:
            assert [data.value(s, PROV.wasAttributedTo) for s in spoken(data)[tie]] == [B.spokeswoman]
    for year in ("text-2016", "text-2018"):
        own = set(data.subjects(DCTERMS.isPartOf, B[year])) & set(data.subjects(RDF.type, SCHEMA.Claim))
        assert own, f"{year} says something in its own voice"


def test_nothing_is_more_exact_than_the_texts() -> None:
    """16 July was a Monday in 2018; “last month” is the month before; what is inferred says so, with the reason."""
    data = graph()
    meeting = data.value(B["council-meeting"], SCHEMA.startDate).toPython()
    assert meeting.strftime("%A %d %B %Y") == "Monday 16 July 2018"
    first, last = (data.value(B["text-2018"], p).toPython() for p in (CB.notBefore, CB.notAfter))
    assert first == meeting and 0 < (last - first).days <= 7 and first.month == last.month
    assert str(data.value(B["monitoring-visit"], SCHEMA.startDate)) == f"{first.year}-{first.month - 1:02}"
    bounds = [data.value(B["full-inspection"], p).toPython() for p in (CB.notBefore, CB.notAfter)]
    assert first < bounds[0] < bounds[1] and (B["full-inspection"], SCHEMA.startDate, None) not in data
    for name in ("figure-under-18", "figure-share", "figure-poverty", "moved-three-times", "talks-with-carers"):
        assert not [p for p in (*DATES, CB.notBefore, CB.notAfter) if (B[name], p, None) in data], name
    inferred = set(data.subjects(CB.dateInferred, Literal(True)))
    bounded = {s for p in (CB.notBefore, CB.notAfter) for s in data.subjects(p)}
    assert bounded <= inferred and inferred == set(data.subjects(CB.dateReason))


def test_one_sentence_has_no_passage_within_another() -> None:
    data = graph()
    spans = [span(data, p) for p in data.subjects(RDF.type, OA.SpecificResource)]
    overlapping = [(a, b) for a in spans for b in spans if a < b and a.text == b.text and b.start < a.end]
    assert overlapping == []


def test_descriptions_hold_no_figure_name_or_date_of_their_own() -> None:
    data = graph()
    for resource in drawn(data):
        for words_of in data.objects(resource, DCTERMS.description):
            others = " ".join(str(o) for p, o in data.predicate_objects(resource) if p != DCTERMS.description)
            for figure in re.findall(r"\d+", words_of):
                assert figure in others or figure in {"2016", "2018"}, (resource, figure)


# ---------------------------------------------------------------------------------------------------------------------
# Shapes


def messages(report: Graph) -> set[str]:
    return {re.sub(r"<[^>]*>|\S*/bromley/\S*", "{?value}", str(m)) for m in report.objects(None, SH.resultMessage)}


def test_the_shapes_hold() -> None:
    conforms, _, text = pyshacl.validate(graph(), shacl_graph=shapes())
    assert conforms, text


def broken() -> Graph:
    """A copy of the graph with an error for every message of the shapes."""
    data = Graph()
    for triple in graph():
        data.add(triple)
    head, _, breaks = BREAKS.read_text(encoding="utf-8").partition("\n\nDELETE")
    for each in f"DELETE{breaks}".split(" ;\n"):  # one by one: a parser of all at once recurses too deeply
        data.update(f"{head}\n{each}")
    return data


def test_every_shape_can_fail() -> None:
    expected = set(map(str, shapes().objects(None, SH.message)))
    _, report, _ = pyshacl.validate(broken(), shacl_graph=shapes())
    assert isinstance(report, Graph)
    assert expected - messages(report) == set()


# ---------------------------------------------------------------------------------------------------------------------
# Against the texts


@pytest.fixture(scope="module")
def texts() -> dict[URIRef, str]:
    """The texts by their resource in the graph, found by SHA-256."""
    found = {hashlib.sha256(f.read_bytes()).hexdigest(): f.read_bytes().decode() for f in TEXTS.glob("*.txt")}
    if not found:
        pytest.skip(f"the texts are not at {TEXTS.relative_to(ROOT.parent)} beside the project")
    return {t: found[str(h)] for t, h in graph().subject_objects(SCHEMA.sha256)}


def read(data: Graph, texts: dict[URIRef, str], passage: URIRef) -> str:
    text, start, end = span(data, passage)
    return texts[text][start:end]


def read_all(data: Graph, texts: dict[URIRef, str], passages: Iterable[URIRef]) -> str:
    return "\n".join(read(data, texts, p) for p in sorted(passages))


def test_each_passage_lies_within_one_paragraph(texts: dict[URIRef, str]) -> None:
    data = graph()
    for passage in data.subjects(RDF.type, OA.SpecificResource):
        text, start, end = span(data, passage)
        inside = texts[text][start:end]
        assert end <= len(texts[text]) and "\n" not in inside and inside == inside.strip(), passage
        for edge in (texts[text][start - 1 : start + 1], texts[text][end - 1 : end + 1]):
            assert not re.fullmatch(r"\w\w", edge), f"{passage} cuts a word"


def test_every_paragraph_is_evidence_of_something(texts: dict[URIRef, str]) -> None:
    data = graph()
    spans = [span(data, p) for p in data.subjects(RDF.type, OA.SpecificResource)]
    for text, content in texts.items():
        for line in re.finditer(r"[^\n]+", content):
            if re.search(r"[.”]\s*$", line[0]):  # a heading says nothing
                assert any(s.text == text and line.start() <= s.start and s.end <= line.end() for s in spans), line[0]


def test_passages_name_their_resources(texts: dict[URIRef, str]) -> None:
    data = graph()
    missing = [
        (r, p)
        for r in drawn(data)
        if kind(data, r) in {"actor", "place", "thing", "document"}
        for p in evidence(data, r)
        if not mentioned(data, r, said := read(data, texts, p))
        and not (r in REFERENCES and re.search(REFERENCES[r], plain(said)))
    ]
    assert missing == []


def test_evidence_of_a_relationship_names_its_ends(texts: dict[URIRef, str]) -> None:
    data = graph()
    missing = []
    for tie in ties(data):
        said = read_all(data, texts, passages_of_tie(data, tie) | context_of_tie(data, tie))
        for end in tie.subject, tie.object:
            if kind(data, end) not in {"actor", "place", "thing", "document", "event"} or mentioned(data, end, said):
                continue
            if end not in REFERENCES or not re.search(REFERENCES[end], plain(said)):
                missing.append((tie, end))
    assert missing == []


def test_alternative_names_are_those_of_the_texts(texts: dict[URIRef, str]) -> None:
    data = graph()
    for resource, name in (*data.subject_objects(SKOS.altLabel), *data.subject_objects(SKOS.hiddenLabel)):
        said = read_all(data, texts, evidence(data, resource))
        assert plain(name) in plain(said), (resource, name)


def figure_in(value: Literal, said: str) -> bool:
    """True if the number occurs, in digits, as a word, or in millions of pounds."""
    number = float(value)
    forms = {str(int(number)) if number == int(number) else f"{number:g}"}
    forms |= {f"£{number / 1_000_000:g}m", f"£{number / 1_000_000:g} million"}
    if number == int(number) and int(number) < len(NUMBER_WORDS):
        forms.add(NUMBER_WORDS[int(number)])
    return any(re.search(rf"(?<![\w.]){re.escape(form)}(?![\w]|\.\d)", plain(said)) for form in forms)


def test_figures_occur_in_their_passages(texts: dict[URIRef, str]) -> None:
    data = graph()
    for predicate in (SCHEMA.value, CB.howMany, CB.moreThan):
        for resource, value in data.subject_objects(predicate):
            said = read_all(data, texts, evidence(data, resource))
            if not said:  # a concept, named by the figures that measure it
                measured = data.subjects(CB.measures, resource)
                said = read_all(data, texts, {p for figure in measured for p in evidence(data, figure)})
            assert figure_in(value, said), (resource, value)
            assert (resource, SCHEMA.currency, None) not in data or "£" in said
    for resource in drawn(data):
        passages = evidence(data, resource)
        said = plain(read_all(data, texts, passages))
        dates = " ".join(str(d) for p in DATES for d in data.objects(resource, p))
        years = {str(span(data, p).text)[-4:] for p in passages}
        for words_of in (*data.objects(resource, SKOS.prefLabel), *data.objects(resource, DCTERMS.description)):
            for figure in re.findall(r"\d+(?:\.\d+)?", plain(words_of)):
                known = re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", f"{said} {dates}")
                assert known or figure in years, (resource, figure)


def parts(date: Literal) -> list[str]:
    """Year, name of the month, and day of the month, as far as the date has them."""
    year, *rest = str(date).split("-")
    return [year, *(calendar.month_name[int(m)].lower() for m in rest[:1]), *(str(int(d)) for d in rest[1:])]


def contradicts(wording: str, date: Literal) -> bool:
    months = {m.lower() for m in calendar.month_name[1:]}
    said = set(re.findall(r"\w+", wording.casefold()))
    numbers_and_months = {w for w in said if w in months or w.isdigit()}
    return not numbers_and_months <= set(parts(date))


def test_dates_occur_in_their_passages(texts: dict[URIRef, str]) -> None:
    """Dates occur in full, or in the words of cb:dateAsSaid, or are the year or month in which the text was written."""
    data = graph()
    for predicate in DATES:
        for resource, date in data.subject_objects(predicate):
            passages = evidence(data, resource)
            said = plain(read_all(data, texts, passages))
            wording = data.value(resource, CB.dateAsSaid)
            if wording is not None:
                assert plain(wording) in said and not contradicts(wording, date), (resource, date)
                continue
            in_full = all(re.search(rf"\b{part}\b", said) for part in parts(date))
            written = [data.value(span(data, p).text, b) for p in passages for b in (CB.notBefore, CB.notAfter)]
            assert in_full or any(
                str(a).startswith(str(date)) and str(b).startswith(str(date))
                for a, b in zip(written[::2], written[1::2], strict=True)
            ), (resource, date)


def test_grades_are_exact(texts: dict[URIRef, str]) -> None:
    data = graph()
    graded = list(data.subject_objects(CB.rating))
    assert graded
    for finding, grade in graded:
        for passage in set(data.objects(finding, DCTERMS.source)) & set(data.objects(grade, DCTERMS.source)):
            assert str(data.value(grade, SKOS.prefLabel)) in read(data, texts, passage)
        said = read_all(data, texts, data.objects(finding, DCTERMS.source))
        assert str(data.value(grade, SKOS.prefLabel)) in plain(said)


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    listed = words(text)
    return {tuple(listed[i : i + length]) for i in range(len(listed) - length + 1)}


def test_the_words_are_our_own(texts: dict[URIRef, str]) -> None:
    copied = {run for content in texts.values() for run in runs(content, LONGEST_RUN + 1)}
    found = [(s, " ".join(r)) for s, o in literals(graph()) for r in runs(str(o), LONGEST_RUN + 1) & copied]
    assert found == []


# ---------------------------------------------------------------------------------------------------------------------
# The page about the graph, and the words of the project


def test_the_page_about_the_graph_names_what_is_there_and_counts_it(bromley: Document) -> None:
    page, p = (ROOT / "docs" / "bromley.md").read_text(encoding="utf-8"), bromley.projection
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| \d", line)]
    listed: list[int] = []
    for row in rows:
        assert row[3] == "✔" or len(row[4]) > 40, f"no reason for {row[0]}"
        for part in row[0].removeprefix("| ").split(", "):
            first, _, last = part.partition("–")
            listed += range(int(first), int(last or first) + 1)
    assert listed == list(range(1, 140)), "all facts of the audit, in order"
    known = {str(s).rpartition("/")[2] for s in described(graph())}
    for name in re.findall(r"`([a-z][a-z0-9-]*)`", " ".join(row[4] for row in rows)):
        assert name in known, name
    ours = {str(s).rpartition("#")[2] for s in described(terms()) if str(s).startswith(str(CB))}
    assert set(re.findall(r"\bcb:(\w+)", page)) <= ours
    coverable = int(p.node_coverable.sum()), int(p.edge_coverable.sum())
    for count in (p.triple_count, p.node_count, p.edge_count, *coverable, len(p.passages)):
        assert re.search(rf"\b{count:,}\b", page), f"{count:,} on the page"


def test_the_project_has_no_ten_words_of_the_texts_in_a_row(texts: dict[URIRef, str]) -> None:
    copied = {run for content in texts.values() for run in runs(content, 10)}
    kinds = {".ttl", ".md", ".py", ".ru", ".rq", ".json", ".toml", ".txt"}
    folders = [ROOT / name for name in ("docs", "explorer", "graph", "resources", "tests", "ui", ".ci")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in kinds] + list(ROOT.glob("*.md"))
    assert len(files) > 300
    for path in files:
        found = runs(path.read_text(encoding="utf-8"), 10) & copied
        assert not found, (path, found)
