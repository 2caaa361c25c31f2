"""Patterns that run before a parser agree with scanners that look at one byte after the other."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.formats import table as formats
from graph.reading import limits
from graph.reading.jsonld.contexts import with_contexts
from graph.reading.jsonld.pages import scripts_in
from graph.reading.limits import Limits
from graph.reading.mistakes.long_values import without_long_values
from graph.reading.mistakes.n3 import without_logic
from graph.reading.mistakes.statements import spans_of
from graph.reading.other_kinds import other_text
from graph.reading.recognition import candidates, is_blank
from graph.reading.scanning import past_blank, past_xml_blank

ROOT = Path(__file__).resolve().parents[1]
NO_LIMIT = Limits(json_depth=10**9, xml_depth=10**9, triple_depth=10**9)


def text_of(*pieces: str) -> st.SearchStrategy[bytes]:
    """Texts composed of the pieces that a scanner has to recognise."""
    return st.lists(st.sampled_from(pieces), max_size=14).map(lambda parts: "".join(parts).encode())


def xml_depth(data: bytes) -> int | str:
    """The deepest nesting of elements, or ``declared`` or ``cut`` for refused data."""
    at = depth = deepest = 0
    while (at := data.find(b"<", at)) >= 0:
        for opening, closing in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")):
            if data.startswith(opening, at):
                end = data.find(closing, at + len(opening))
                at = end + len(closing) if end >= 0 else len(data)
                break
        else:
            if data.startswith(b"<!", at):
                return "declared"
            if data.startswith(b"</", at):
                depth -= 1
                at += 2
                continue
            at, quote = at + 1, b""
            while at < len(data) and (quote or data[at : at + 1] != b">"):
                byte = data[at : at + 1]
                if not quote and byte in (b'"', b"'") and byte in data[at + 1 :]:
                    quote = byte
                elif not quote and byte in (b'"', b"'"):
                    break  # this quotation has no end, so the tag is incomplete
                elif byte == quote:
                    quote = b""
                at += 1
            if not (data[at : at + 1] == b">" and data[at - 1 : at] == b"/"):
                depth += 1
                deepest = max(deepest, depth)
    return "cut" if depth > 0 else deepest


def json_depth(data: bytes) -> int:
    depth = deepest = at = 0
    inside = False
    while at < len(data):
        byte = data[at : at + 1]
        if inside and byte == b"\\":
            at += 1
        elif byte == b'"':
            inside = not inside
        elif not inside:
            depth += (byte in b"[{") - (byte in b"]}")
            deepest = max(deepest, depth)
        at += 1
    return deepest


def triple_depth(data: bytes) -> int:
    depth = deepest = at = 0
    while at < len(data):
        rest = data[at:]
        if rest[:1] == b"\\":
            at += 2
        elif rest[:3] in (b'"""', b"'''"):
            at += 3
            while at < len(data) and data[at : at + 3] != rest[:3]:
                at += 2 if data[at : at + 1] == b"\\" else 1
            at += 3
        elif rest[:1] in (b'"', b"'"):
            at += 1
            while at < len(data) and data[at : at + 1] not in (rest[:1], b"\n"):
                at += 2 if data[at : at + 1] == b"\\" else 1
            at += data[at : at + 1] == rest[:1]
        elif rest[:1] == b"#":
            end = data.find(b"\n", at)
            at = end if end >= 0 else len(data)
        elif rest[:3] in (b"<<(", b")>>"):
            depth += 1 if rest[:1] == b"<" else -1
            deepest = max(deepest, depth)
            at += 3
        elif rest[:1] == b"<" and (iri := re.match(rb"[^ \n<>\"]*", rest[1:])) and rest[iri.end() + 1 :][:1] == b">":
            at += iri.end() + 2
        else:
            at += 1
    return deepest


@given(
    text_of(
        "<a>",
        "</a>",
        "<a/>",
        "<a b='/'",
        '<a b="',
        '"',
        "'",
        "/",
        ">",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "?>",
        "<!",
        "x",
    )
)
@example(b"<?xml version='1.0'?><a><b/><c x='>'></c></a>")
def test_the_nesting_of_xml_is_that_of_its_elements(data: bytes) -> None:
    try:
        found: int | str = limits._xml_depth(data, "a")
    except limits.ReadError as error:
        found = "declared" if "declaration" in str(error) else "cut"
    assert found == xml_depth(data)


@given(text_of("{", "}", "[", "]", '"', "\\", '\\"', "a", "\n"))
def test_the_nesting_of_json_is_that_outside_strings(data: bytes) -> None:
    steps = ((1 if m[1] else -1 if m[2] else 0) for m in re.finditer(limits._JSON_TOKEN, data))
    depth = deepest = 0
    for step in steps:
        depth += step
        deepest = max(deepest, depth)
    assert deepest == json_depth(data)


@given(text_of("<<(", ")>>", '"""', "'''", '"', "'", "\\", "#", "\n", "<", "<a>", "<a#b>", "a", " "))
@example(b'a\\"b <<( <<(')
def test_the_nesting_of_triple_terms_is_that_outside_strings_iris_and_comments(data: bytes) -> None:
    assert max(limits._triple_depth(data, -1), 0) == triple_depth(data)


@given(text_of(" ", "\n", "\r", "#", "a", "<!--", "-->", "<?", "?>", "<"))
def test_data_of_white_space_and_comments_are_blank(data: bytes) -> None:
    at = 0
    while at < len(data) and (data[at : at + 1].isspace() or data[at : at + 1] == b"#"):
        if data[at : at + 1] == b"#":
            while at < len(data) and data[at : at + 1] not in (b"\r", b"\n"):
                at += 1
        else:
            at += 1
    assert past_blank(data) == at
    rest = re.sub(rb"(?s)<!--.*?-->|<\?.*?\?>", b" ", data)
    assert is_blank(data) == (at == len(data) or not rest.strip())


@given(text_of("&a;", "&b;", "&a", "<!--", "-->", "<![CDATA[", "]]>", "<x>", "&amp;"))
def test_entities_are_replaced_outside_comments_and_cdata(body: bytes) -> None:
    expected, at = b"", 0
    while at < len(body):
        for opening, closing in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>")):
            if body.startswith(opening, at):
                end = body.find(closing, at + len(opening))
                end = end + len(closing) if end >= 0 else len(body)
                expected, at = expected + body[at:end], end
                break
        else:
            taken = body.startswith(b"&a;", at)
            expected += b"long" if taken else body[at : at + 1]
            at += 3 if taken else 1
    head = b'<!DOCTYPE r [<!ENTITY a "long">]>'
    assert limits.expand_entities(head + body, "a", NO_LIMIT) == expected


def split(data: bytes) -> None:
    for _ in spans_of(data, with_graphs=True):
        pass


def reach_out(data: bytes) -> None:
    with_contexts(data, "a", None, frozenset())


def shorten(data: bytes) -> None:
    without_long_values(data, formats.TURTLE)


LONG = 1 << 18
ATTACKS: dict[str, tuple[Callable[[bytes], object], bytes, bytes]] = {
    "open comments": (lambda data: limits._xml_depth(data, "a"), b"", b"<!--"),
    "open tags": (lambda data: limits._xml_depth(data, "a"), b"", b"<a "),
    "open quotations": (lambda data: limits._xml_depth(data, "a"), b"", b"<a '\""),
    "open character data": (lambda data: limits._xml_depth(data, "a"), b"", b"<![CDATA["),
    "open instructions": (lambda data: limits._xml_depth(data, "a"), b"", b"<?"),
    "open strings": (lambda data: limits.check_depth(data, "a", formats.JSON_LD, NO_LIMIT), b"", b'"\\'),
    "open long strings": (lambda data: limits._triple_depth(data, -1), b"", b'"""'),
    "open IRIs": (lambda data: limits._triple_depth(data, -1), b"", b"<a"),
    "references in open comments": (
        lambda data: limits.expand_entities(data, "a", NO_LIMIT), b'<!DOCTYPE r [<!ENTITY a "b">]>', b"<!--&a",
    ),
    "open declarations": (lambda data: limits.expand_entities(data, "a", NO_LIMIT), b"<!DOCTYPE r [", b"<!ENTITY "),
    "a document type without an end": (
        lambda data: limits.expand_entities(data, "a", NO_LIMIT), b"<!DOCTYPE r ", b"'\"",
    ),
    "white space before a declaration": (lambda data: limits.to_utf8(data, "a"), b"\xff\xfe", " ".encode("utf-16-le")),
    "white space in a document type": (lambda data: candidates(data, "a"), b"<!DOCTYPE", b" "),
    "white space in a line": (lambda data: candidates(data + b"x", "a"), b"<a> <b> <c>", b" "),
    "words in a line": (lambda data: candidates(data, "a"), b"_:a <b> _:", b"c."),
    "comments in a line": (lambda data: is_blank(data + b"x"), b"", b"# # "),
    "comments of XML": (lambda data: past_xml_blank(data), b"", b"<!-- -->"),
    "open strings in N3": (without_logic, b"", b"'\\ { "),
    "rules without an end": (without_logic, b"", b"{ => "),
    "open scripts": (scripts_in, b"", b"<script "),
    "scripts without an end": (scripts_in, b"", b"<script type='application/ld+json'>"),
    "types of a script": (scripts_in, b"<script ", b"type ="),
    "open contexts": (reach_out, b'{"@context": "http://x/"', b', "@context": "a'),
    "words of a context": (reach_out, b'{"@context": "http://x/", "a": "', b'\\"'),
    "long values": (shorten, b"", b'"""\\'),
    "long values of JSON": (lambda data: without_long_values(data, formats.JSON_LD), b'"', b'\\"'),
    "words of a text": (lambda data: other_text(data, "a.txt"), b"", b"aa-"),
    "rows of a table": (lambda data: other_text(data, "a.csv"), b"", b'"a;'),
    "comments before another syntax": (lambda data: other_text(data, "a.omn"), b"", b"#\n "),
    "names before a colon": (lambda data: other_text(data, "a.txt"), b"prefix ", b"a.-"),
    "open long strings among statements": (split, b"", b'"""\\'),
    "open strings among statements": (split, b"", b"'\\"),
    "open IRIs among statements": (split, b"", b"<a"),
    "open directives": (split, b"prefix", b" a"),
    "dots without an end": (split, b"", b".."),
    "braces without an end": (split, b"", b"{ } "),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_data_take_linear_time(name: str) -> None:
    run, head, piece = ATTACKS[name]

    def seconds(length: int) -> float:
        data = head + piece * (length // len(piece))
        start = time.process_time()
        with suppress(limits.ReadError):
            run(data)
        return time.process_time() - start

    # Eight times the data take eight times as long; quadratic time would be sixty-four times, minutes at this length.
    short = min(seconds(LONG // 8) for _ in range(3))
    assert min(seconds(LONG) for _ in range(2)) < 30 * max(short, 0.002)


def test_no_pattern_uses_syntax_that_some_pythons_match_wrongly() -> None:
    """CPython before 3.11.5 matches possessive quantifiers and atomic groups wrongly around other groups."""
    found = []
    for path in (path for room in ("graph", "explorer", "ui") for path in (ROOT / room).rglob("*.py")):
        source = path.read_text("utf-8")
        if not re.search(r"^import re$", source, re.MULTILINE):
            continue
        words = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        patterns = [word.decode("latin-1") if isinstance(word, bytes) else word for word in words if word]
        outside_sets = [re.sub(r"\[\^?\]?(?:\\.|[^\]\\])*\]", "x", text) for text in patterns if isinstance(text, str)]
        found += [f"{path.name}: {text}" for text in outside_sets if re.search(r"(?<!\\)[*+?}]\+|\(\?>", text)]
    assert found == []
