"""Texts of passages: found by hash, and checked against ranges and shapes."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.shapes import check_passages, validate
from graph.analysis.texts import TextLibrary, excerpt, paragraphs
from graph.errors import ReadError
from graph.model.evidence import Passage
from graph.reading.read import read_bytes
from graph.work.process import Worker
from graph.work.progress import Progress, finish

TEXT = "First paragraph: £7 million 𝄞 more.\n\nSecond one.\n \n\nThird, the last.\n"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), TEXT.replace("\n", "\r\n").encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r").encode()],
)
def test_a_text_is_found_by_its_hash_with_any_line_ends_and_byte_order_mark(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.TXT").write_bytes(data)
    library = TextLibrary([tmp_path / "none", tmp_path])
    assert library.text(HASH) == library.text(HASH.upper()) == TEXT
    assert library.text(hashlib.sha256(data).hexdigest()) == TEXT
    assert library.text("0" * 64) is None


def test_a_later_text_is_found_and_a_changed_text_is_not(tmp_path: Path) -> None:
    library = TextLibrary([tmp_path])
    assert library.text(HASH) is None
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8", newline="\n")
    assert library.text(HASH) == TEXT
    path.write_text("something else", "utf-8")
    assert library.text(HASH) is None
    path.unlink()
    assert library.text(HASH) is None


def test_folders_that_take_long_are_read_beside_the_caller_and_not_again_at_once(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name, "utf-8")
    jobs = []
    library = TextLibrary([tmp_path], run=jobs.append)
    digest = hashlib.sha256(b"b").hexdigest()
    assert library.text(digest) is None and library.is_searching
    assert library.text("0" * 64) is None and len(jobs) == 1, "one search at a time"
    next(jobs[0])
    time.sleep(0.03)
    finish(jobs[0])
    assert library.text(digest) == "b" and not library.is_searching
    assert library.text("0" * 64) is None and len(jobs) == 1, "a search of 30 ms was long"


def test_files_that_are_too_large_too_many_or_not_text_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "c.txt").write_text(TEXT, "utf-8", newline="\n")
    assert TextLibrary([tmp_path], largest=50).text(HASH) is None
    assert TextLibrary([tmp_path], most=2).text(HASH) is None
    assert TextLibrary([tmp_path]).text(hashlib.sha256(b"\xff\xfe").hexdigest()) is None


def test_an_excerpt_shows_the_passage_in_its_paragraph() -> None:
    start = TEXT.index("£7")
    cut = excerpt(TEXT, start, start + len("£7 million 𝄞"))
    assert cut is not None
    assert (cut.before, cut.passage, cut.after) == ("First paragraph: ", "£7 million 𝄞", " more.")
    assert (cut.paragraph, cut.within) == (1, True)
    third = TEXT.index("Third")
    later = excerpt(TEXT, third, third + 5)
    assert later is not None and later.paragraph == 3
    across = excerpt(TEXT, start, third)
    assert across is not None and not across.within


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_range_outside_the_text_has_no_excerpt(start: int, end: int) -> None:
    assert excerpt(TEXT, start, end) is None


@given(st.text("ab \n\t", max_size=40))
def test_paragraphs_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = paragraphs(text)
    assert all(a < b for a, b in spans) and [*spans] == sorted(spans)
    joined = "".join(text[a:b] for a, b in spans)
    assert "".join(joined.split()) == "".join(text.split())
    assert not any("\n\n" in text[a:b] for a, b in spans)


def test_passages_are_checked_against_their_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="\n")

    def check(sha256: str, start: int, end: int) -> list[str]:
        passage = Passage("http://ex/t", "http://ex/doc", "Doc", sha256, start, end)
        return [violation.message for violation in finish(check_passages([passage], TextLibrary([tmp_path])))]

    assert check(HASH, 0, 10) == []
    assert check(HASH, 0, 60) == ["the range 0–60 is not within one paragraph"]
    assert check(HASH, 0, 999) == [f"the range 0–999 is not in its {len(TEXT)} characters"]
    assert check("ab" * 32, 0, 10) == [f"no attached text has the SHA-256 {'ab' * 32}"]


SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://ex/shapes> owl:imports <http://localhost:9/never> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "has no name" ] .
"""


def test_shapes_name_the_resource_the_property_and_the_problem() -> None:
    data = b"@prefix ex: <http://ex/> . ex:a a ex:C . ex:g { ex:b a ex:C ; ex:name 'B' } _:x a ex:C ."
    found = finish(validate(read_bytes(data, "a.trig").quads, SHAPES)).violations
    assert [(v.focus, v.message, v.path) for v in found] == [
        ("_:b0", "has no name", "http://ex/name"),
        ("http://ex/a", "has no name", "http://ex/name"),
    ]


def test_unreadable_shapes_are_reported() -> None:
    with pytest.raises(ReadError, match=r"shapes\.ttl could not be read"):
        finish(validate(read_bytes(b"", "a.ttl").quads, b"ex:S a"))


QUERIES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
ex:Unlike a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:message "{$this} leads to itself" ;
  sh:select "SELECT $this WHERE { $this <http://ex/to>+ $this }" ] .
ex:Names a sh:NodeShape ; sh:targetNode ex:name ; sh:sparql [ sh:message "{?value} is called like another" ;
  sh:select "SELECT $this ?value WHERE { ?value <http://ex/name> ?n . ?o <http://ex/name> ?n FILTER(?o != ?value) }" ] .
ex:Bare a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:message "has nothing to do" ;
  sh:select "SELECT (1 AS ?value) WHERE { FILTER NOT EXISTS { $this <http://ex/to> ?x } }" ] .
"""
CIRCLE = b"""@prefix ex: <http://ex/> .
ex:a a ex:C ; ex:to ex:b ; ex:name 'A' . ex:b a ex:C ; ex:to ex:a ; ex:name 'B' .
ex:c a ex:C ; ex:name 'B' ; ex:to ex:a . ex:d a ex:C . _:x a ex:C ; ex:to _:x ."""


def test_queries_of_shapes_are_asked_of_each_target_and_blame_no_property() -> None:
    found = finish(validate(read_bytes(CIRCLE, "a.ttl").quads, QUERIES)).violations
    assert [(v.focus.removeprefix("http://ex/"), v.message.rpartition("/")[2]) for v in found] == [
        ("_:b0", "b0 leads to itself"),
        ("a", "a leads to itself"),
        ("b", "b is called like another"),
        ("b", "b leads to itself"),
        ("c", "c is called like another"),
        ("d", "has nothing to do"),
    ]


def test_a_query_of_a_shape_that_asks_another_service_is_refused() -> None:
    shapes = QUERIES.replace(b"$this <http://ex/to>+ $this", b"SERVICE <http://localhost:9/> { $this ?p ?o }")
    with pytest.raises(ReadError, match=r"shapes\.ttl could not be used: .*SERVICE.*\. Correct the shapes\."):
        finish(validate(read_bytes(CIRCLE, "a.ttl").quads, shapes))


def test_shapes_are_judged_one_by_one_as_all_at_once() -> None:
    """A shape that others use keeps its meaning while its own targets wait for their turn."""
    shapes = (
        SHAPES + b"ex:T a sh:NodeShape ; sh:targetSubjectsOf ex:to ; sh:property [ sh:path ex:to ; sh:node ex:S ] ."
    )
    data = b"@prefix ex: <http://ex/> . ex:a ex:to ex:b . ex:b a ex:D ."
    assert [v.focus for v in finish(validate(read_bytes(data, "a.ttl").quads, shapes)).violations] == ["http://ex/a"]


def test_shapes_are_counted_that_have_a_target_in_the_data() -> None:
    prefixes = b"@prefix ex: <http://ex/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    shapes = (
        prefixes
        + SHAPES
        + b"""ex:T a sh:NodeShape ; sh:targetSubjectsOf ex:to . ex:W a sh:NodeShape, rdfs:Class .
    ex:U a sh:NodeShape ; sh:targetObjectsOf ex:to . ex:V a sh:NodeShape ; sh:targetNode ex:nowhere ."""
    )

    def applied(data: bytes) -> int:
        return finish(validate(read_bytes(prefixes + data, "a.ttl").quads, shapes)).applied

    assert applied(b"") == 1
    assert applied(b"ex:a ex:to 1 .") == 3
    assert applied(b"ex:a a ex:D . ex:D rdfs:subClassOf ex:C .") == 2
    assert applied(b"ex:a a ex:W .") == 2


def test_validation_in_a_child_gives_the_same_and_ends_with_its_job() -> None:
    quads = read_bytes(CIRCLE, "a.ttl").quads
    with Worker() as worker:
        there = finish(validate(quads, QUERIES, where=worker))
        assert there == finish(validate(quads, QUERIES))
        assert worker.pid is not None
        job = validate(quads, QUERIES, where=worker)
        assert isinstance(next(job), Progress) and isinstance(next(job), Progress)
        job.close()
        assert worker.pid is None, "the child is gone"
