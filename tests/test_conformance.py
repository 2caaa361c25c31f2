"""W3C test suites of each format: this program passes all tests except those named here."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from graph.errors import ReadError
from graph.formats import table as formats
from graph.formats.format import Format
from graph.reading.local import rows_as_quads
from graph.reading.read import read_bytes

SUITES = Path(__file__).parents[2] / "shared" / "w3c-tests"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
FORMATS = {
    "Turtle": formats.TURTLE,
    "Trig": formats.TRIG,
    "NTriples": formats.N_TRIPLES,
    "NQuads": formats.N_QUADS,
    "XML": formats.RDF_XML,
}

pytestmark = pytest.mark.skipif(not SUITES.is_dir(), reason="the W3C suites are not at ../shared/w3c-tests")

XML_LITERAL = "the parser writes the namespaces in scope into every XML literal; the test wants exclusive canonical XML"
OUTSIDE = "the context lies in another file, and opening a file reads no other"
DIRECTION = "the parser keeps base direction as RDF 1.2 does; the test wants the RDF 1.1 form or an option"
OLD = "the test holds for JSON-LD 1.0 only; the parser reads 1.1"
DOTS = "the parser keeps dot segments that already stand in the base IRI"
KNOWN = {
    "rdf11/rdf-xml/xml-canon/test001.rdf": XML_LITERAL,
    "rdf11/rdf-xml/xml-canon/test002.rdf": XML_LITERAL,
    "rdf12/rdf-xml/eval/rdf12-xml-an-13.rdf": XML_LITERAL,
    "rdf12/rdf-xml/eval/rdf12-xml-an-14.rdf": XML_LITERAL,
    "c013": "the parser does not fall back to the context before a scoped one for a nested node",
    "e077": "the context comes from an option that opening a file does not have",
    "li12": "the parser checks a base IRI that the suite lets pass",
    "0118": "the expected quads have blank nodes as predicates, which RDF forbids",
    "e075": "the expected quads have blank nodes as predicates, which RDF forbids",
    "er56": "the suite's own input is not among the data",
    **dict.fromkeys(["c031", "c034", "e126", "e127", "e128", "so05", "so06", "so08", "so09", "so11"], OUTSIDE),
    **dict.fromkeys(["di02", "di04", "di05", "di06", "di09", "di10", "di11", "di12"], DIRECTION),
    **dict.fromkeys(
        ["c029", "e026", "e071", "e115", "e116", "ep02", "er21", "er24", "er32", "er42", "tn01"],
        OLD,
    ),
    **dict.fromkeys(["0122", "0123", "e062", "e091"], DOTS),
}


class Case(NamedTuple):
    """One test of a suite; ``expected`` is the file of the expected quads, if there is one."""

    key: str
    format: Format
    data: Path
    base: str
    good: bool
    expected: Path | None


def w3c_cases(suite: str) -> Iterator[Case]:
    for manifest in sorted((SUITES / suite).glob("**/manifest.ttl")):
        about: dict[NamedNode, dict[str, NamedNode]] = {}
        for quad in parse(path=manifest, format=RdfFormat.TURTLE, base_iri="http://m/"):
            about.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
        base = next(
            (d[MANIFEST + "assumedTestBase"].value for d in about.values() if MANIFEST + "assumedTestBase" in d), ""
        )
        for entry in about.values():
            if not isinstance(action := entry.get(MANIFEST + "action"), NamedNode):
                continue
            kind = entry["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"].value.rpartition("#")[2]
            name = action.value.removeprefix("http://m/")
            result = entry[MANIFEST + "result"].value.removeprefix("http://m/") if "Eval" in kind else None
            yield Case(
                f"{manifest.parent.relative_to(SUITES)}/{name}",
                next(form for word, form in FORMATS.items() if word in kind),
                manifest.parent / name,
                base + name,
                "Negative" not in kind,
                manifest.parent / result if result else None,
            )


def jsonld_cases() -> Iterator[Case]:
    folder = SUITES / "json-ld" / "tests"
    manifest = json.loads((folder / "toRdf-manifest.jsonld").read_text("utf-8"))
    for entry in manifest["sequence"]:
        yield Case(
            entry["@id"].removeprefix("#t"),
            formats.JSON_LD,
            folder / entry["input"],
            entry.get("option", {}).get("base", manifest["baseIri"] + entry["input"]),
            "jld:NegativeEvaluationTest" not in entry["@type"],
            folder / entry["expect"] if "expect" in entry else None,
        )


def fails(case: Case) -> str | None:
    """The failure of a case, or None if it passes."""
    try:
        source = read_bytes(case.data.read_bytes(), case.data.name, format=case.format, base=case.base)
    except ReadError as error:
        return str(error) if case.good else None
    if not case.good:
        return "was accepted"
    if case.expected is None:
        return None
    expected = canonical(parse(path=case.expected, format=RdfFormat.N_QUADS))
    return None if canonical(rows_as_quads(source.quads)) == expected else "gave other quads"


def canonical(quads: Iterator[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def hold(cases: list[Case]) -> None:
    assert len(cases) > 100
    wrong = {case.key: why for case in cases if case.key not in KNOWN and (why := fails(case)) is not None}
    assert not wrong, "\n".join(f"{key}: {why}" for key, why in wrong.items())


@pytest.mark.parametrize("suite", ["rdf11", "rdf12"])
def test_turtle_and_its_kin_and_rdf_xml_are_read_as_the_w3c_says(suite: str) -> None:
    hold(list(w3c_cases(suite)))


def test_json_ld_is_read_as_the_w3c_says() -> None:
    hold(list(jsonld_cases()))


def test_each_exception_still_fails() -> None:
    """Cases that a later parser passes must leave the list."""
    cases = [*w3c_cases("rdf11"), *w3c_cases("rdf12"), *jsonld_cases()]
    kept = {"0118", "e075", "er56"}  # these cannot run at all
    mended = [case.key for case in cases if case.key in KNOWN.keys() - kept and fails(case) is None]
    assert not mended


def test_outside_contexts_are_named_and_never_fetched() -> None:
    case = next(case for case in jsonld_cases() if case.key == "so05")
    with pytest.raises(ReadError, match=r"so05-context\.jsonld.*fetches nothing"):
        read_bytes(case.data.read_bytes(), case.data.name)


def test_the_page_of_conformance_says_what_the_suites_say() -> None:
    spec = importlib.util.spec_from_file_location("conformance", Path(__file__).parents[1] / ".ci" / "conformance.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.PAGE.read_text("utf-8") == made.page(), "run python .ci/conformance.py --write"
