"""Texts of passages: found by hash, and checked against ranges and shapes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.shapes import check_passages, validate
from graph.analysis.texts import TextLibrary, excerpt, paragraphs
from graph.errors import ReadError
from graph.model.projection import Passage
from graph.reading.read import read_bytes
from graph.work.progress import finish

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
    found = finish(validate(read_bytes(data, "a.trig").quads, SHAPES))
    assert [(v.focus, v.message, v.path) for v in found] == [
        ("_:b0", "has no name", "http://ex/name"),
        ("http://ex/a", "has no name", "http://ex/name"),
    ]


def test_unreadable_shapes_are_reported() -> None:
    with pytest.raises(ReadError, match=r"shapes\.ttl could not be read"):
        finish(validate(read_bytes(b"", "a.ttl").quads, b"ex:S a"))
