"""Places of passages: ranges and quotes are checked against each other, and no doubt is passed over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from clocks import busy
from hypothesis import given
from hypothesis import strategies as st

from explorer.files.attached_texts import AttachedTexts
from explorer.settings import Settings
from graph.analysis.places import DIFFERS, LOST, OUTSIDE, SEVERAL, UNUSABLE, Place, occurrences, place_of
from graph.model.evidence import Passage

TEXT = "Ann paid £40. Jim paid £50.\nLater Jim\n paid £60 𝄞 to Ann."
EX = "https://example.org/"


def passage(start: int = -1, end: int = -1, quote: str = "", prefix: str = "", suffix: str = "", **more) -> Passage:
    return Passage("", EX + "doc", "Doc", "", start, end, quote, prefix, suffix, **more)


def words(place: Place, text: str = TEXT) -> str:
    return text[place.start : place.end] if place.start >= 0 else ""


# Selectors in the data

SELECTORS = {
    "a position": (":r1 oa:start 3 ; oa:end 9 .", (3, 9, "", "", "", 0, "")),
    "a quote": (":r1 oa:exact 'b' ; oa:prefix 'a' ; oa:suffix 'c' .", (-1, -1, "b", "a", "c", 0, "")),
    "both beside each other": (":p oa:hasSelector :r2 . :r1 oa:exact 'b' . :r2 oa:start 1 ; oa:end 2 .",
                               (1, 2, "b", "", "", 0, "")),
    "a page refined by a quote": (":r1 rdf:value 'page=12' ; oa:refinedBy [ oa:exact 'b' ] .",
                                  (-1, -1, "b", "", "", 12, "")),
    "a page with more beside it": (":r1 rdf:value '#page=3&zoom=50' .", (-1, -1, "", "", "", 3, "")),
    "another fragment": (":r1 rdf:value 'xywh=page=3' .", (-1, -1, "", "", "", 0, "")),
    "a negative range": (":r1 oa:start -5 ; oa:end 3 .", (-1, -1, "", "", "", 0, "-5–3")),
    "an end before its start": (":r1 oa:start 9 ; oa:end 3 .", (-1, -1, "", "", "", 0, "9–3")),
    "half a range": (":r1 oa:start 9 .", (-1, -1, "", "", "", 0, "9–?")),
    "no number": (":r1 oa:start 'x' ; oa:end 3 .", (-1, -1, "", "", "", 0, "x–3")),
    "selectors in a circle": (":r1 oa:refinedBy :r2 . :r2 oa:refinedBy :r1 ; oa:exact 'b' .",
                              (-1, -1, "b", "", "", 0, "")),
}  # fmt: skip


@pytest.mark.parametrize(("data", "selected"), SELECTORS.values(), ids=SELECTORS)
def test_the_selectors_of_a_passage_are_read_together(turtle, data: str, selected: tuple[object, ...]) -> None:
    p = turtle(
        f":p a oa:SpecificResource ; oa:hasSource :d ; oa:hasSelector :r1 . {data} :a :age 4 ; dcterms:source :p ."
    )
    assert [tuple(found)[4:] for found in p.passages] == [selected]
    assert p.iris == (EX + "a",), "selectors are no resources"


# Places


@pytest.mark.parametrize(
    ("given_", "found", "kind", "offered"),
    [
        (passage(0, 13), "Ann paid £40.", "", ""),
        (passage(0, 13, "Ann  paid\n£40."), "Ann paid £40.", "", ""),
        (passage(quote="Jim paid £60"), "Jim\n paid £60", "", ""),
        (passage(quote="paid", prefix="Ann "), "paid", "", ""),
        (passage(quote="paid", suffix=" £60 𝄞"), "paid", "", ""),
        (passage(quote="paid"), "", SEVERAL, "paid"),
        (passage(quote="stole"), "", LOST, ""),
        (passage(quote="Ann paid", prefix="Then "), "", DIFFERS, "Ann paid"),
        (passage(0, 3, "Jim"), "Ann", DIFFERS, "Jim"),
        (passage(0, 3, "Tom"), "Ann", DIFFERS, ""),
        (passage(4, 8, "paid", "Jim "), "paid", DIFFERS, "paid"),
        (passage(0, 999), "", OUTSIDE, ""),
        (passage(0, 999, "Jim\npaid £60"), "", OUTSIDE, "Jim\n paid £60"),
        (passage(5, 5), "", OUTSIDE, ""),
        (passage(unusable="-5–3"), "", UNUSABLE, ""),
        (passage(unusable="-5–3", quote="£40"), "", UNUSABLE, "£40"),
        (passage(), "", "", ""),
    ],
)
def test_a_place_is_the_one_that_all_selectors_agree_on(given_: Passage, found: str, kind: str, offered: str) -> None:
    place = place_of(given_, TEXT)
    assert words(place) == found and place.kind == kind and bool(place.trouble) == bool(kind)
    assert (TEXT[slice(*place.offer)] if place.offer else "") == offered
    if place.trouble:
        assert place.trouble.endswith(".")


def test_the_nearest_of_several_places_is_offered_by_the_words_around_it_first() -> None:
    assert place_of(passage(25, 29, "paid"), TEXT).offer == (18, 22)
    assert place_of(passage(25, 29, "paid", prefix="Ann "), TEXT).offer == (4, 8)


def test_a_doubt_says_both_what_stands_there_and_what_is_quoted() -> None:
    said = place_of(passage(0, 3, "Jim"), TEXT).trouble
    assert said == "The graph quotes “Jim”, but at this place stands “Ann”."


@given(st.text("ab \n\x0b\u2003", min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 10))
def test_words_quoted_with_all_that_stands_around_them_are_found_there(text: str, start: int, size: int) -> None:
    quote = text[start : start + size].strip()
    if not quote:
        return
    start = text.index(quote, start)
    place = place_of(passage(quote=quote, prefix=text[:start], suffix=text[start + len(quote) :]), text)
    assert (place.start, place.end) == (start, start + len(quote)) or place.kind == SEVERAL


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=4))
def test_every_place_of_some_words_is_found_whatever_the_spaces(text: str, quote: str) -> None:
    words = quote.split()
    expected = [
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if words and text[start:end] == text[start:end].strip() and text[start:end].split() == words
    ]
    assert occurrences(text, quote) == expected


def test_long_quotes_and_many_occurrences_take_little_time() -> None:
    text = "a " * 50_000
    assert place_of(passage(quote="a", prefix="b"), text).kind == DIFFERS
    long = passage(quote="a " * 20_000 + "b")
    assert busy(lambda: place_of(long, "a" + " " * 200_000 + text * 4)) < 2


# Attached texts


def attached(folder: Path) -> AttachedTexts:
    return AttachedTexts(Settings(texts=[str(folder)]))


def cited(quote: str, title: str = "Paper", sha256: str = "") -> Passage:
    return Passage(EX + "p", EX + "paper-2016", title, sha256 or hashlib.sha256(b"old").hexdigest(), 0, 3, quote)


@pytest.mark.parametrize("name", ["paper-2016.txt", "PAPER.TXT"])
def test_a_text_of_the_same_name_with_another_hash_has_changed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, "utf-8")
    texts = attached(tmp_path)
    said = texts.doubt(cited("Ann"))
    assert said == f"The text has changed: “{name}” has its name, but not the SHA-256 that the graph gives."
    assert texts.place(cited("Ann")) is None and texts.excerpt(cited("Ann")) is None, "it is never taken in silence"
    assert texts.words(cited("Ann")) == "Ann", "the quote is in the data"
    (tmp_path / "cited.txt").write_bytes(b"old")
    texts.renew()
    assert texts.doubt(cited("old")) == "" and texts.words(cited("")) == "old"


def test_a_text_in_another_encoding_or_of_another_name_is_no_other_version(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_bytes("£".encode("latin-1"))
    (tmp_path / "else.txt").write_text(TEXT, "utf-8")
    assert attached(tmp_path).doubt(cited("Ann")) == ""
