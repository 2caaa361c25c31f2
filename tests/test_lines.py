"""N-Triples and N-Quads read word by word: the same quads as from the parser alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, parse

from graph.errors import ReadError
from graph.rdf.terms import Prefixes
from graph.reading.interning import Interner
from graph.reading.lines import LineReader, blocks_of
from graph.reading.local import rows_as_quads
from graph.reading.read import read, read_bytes
from graph.work.progress import finish

iris = st.sampled_from(
    [b"<http://ex/a>", b"<http://ex/b>", b"<http://ex/\\u0041>", b"<http://ex/A>", "<http://ex/é>".encode()]
)
blanks = st.sampled_from([b"_:a", b"_:b0", b"_:b1"])
literals = st.sampled_from(
    [
        b'"x"', b'"x"@en', b'"x"@EN', b'"x"^^<http://www.w3.org/2001/XMLSchema#string>', b'"\\u0078"', b'"a b . c"',
        b'"1"^^<http://www.w3.org/2001/XMLSchema#integer>', b'"say \\"no\\" # here"', b'"1"^^<http://ex/t>', b'""',
    ]
)  # fmt: skip
statements = st.tuples(iris | blanks, iris, iris | blanks | literals)
graphs = st.sampled_from([b"", b" <http://ex/g>", b" _:g"])
ends = st.sampled_from([b" .\n", b".\n", b" . # said\n", b" .\r\n", b"\t.\n", b" .\n\n", b" .\n# a comment\n"])
gaps = st.sampled_from([b" ", b" ", b" ", b"\t", b"  "])


@st.composite
def lines(draw: st.DrawFn, odd: bool) -> bytes:
    words = draw(statements)
    if not odd:
        return b" ".join(words) + draw(graphs) + b" .\n"
    return draw(gaps).join(words) + draw(graphs) + draw(ends)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(lines(odd=False), max_size=12),
    st.lists(lines(odd=True), max_size=4),
    st.lists(lines(odd=False), max_size=8),
)
def test_the_quads_are_those_of_the_parser(first: list[bytes], odd: list[bytes], last: list[bytes]) -> None:
    blocks = [b"".join(part) for part in (first, odd, last) if part]
    read_, plain = Interner(), Interner()
    reader = LineReader(read_)
    for block in blocks:
        if not reader.take(block):
            quads = parse(block, RdfFormat.N_QUADS)
            while read_.take(quads, 3):
                pass
        plain.take(parse(block, RdfFormat.N_QUADS), 100)
    found, wanted = read_.as_labelled(Prefixes()), plain.as_labelled(Prefixes())
    assert list(rows_as_quads(found)) == list(rows_as_quads(wanted))
    assert len(set(found.terms)) == len(found.terms)
    assert set(found.terms) == set(wanted.terms)


def test_whole_lines_are_taken_without_the_parser() -> None:
    interner = Interner()
    assert LineReader(interner).take(b'<http://ex/a> <http://ex/p> "x"@en .\n_:a <http://ex/p> <http://ex/a> .\n')
    assert len(interner) == 2


@pytest.mark.parametrize(
    "line",
    [
        b'"x" <http://ex/p> <http://ex/a> .\n',
        b"<http://ex/a> _:p <http://ex/a> .\n",
        b'<http://ex/a> "p" <http://ex/a> .\n',
        b"<http://ex/a> <http://ex/p> <http://ex/b c> .\n",
        b"<http://ex/a> <http://ex/p> .\n",
        b'<http://ex/a> <http://ex/p> "x" "y" .\n',
        b'<http://ex/a> <http://ex/p> "x .\n',
        b'<http://ex/a> <http://ex/p> "\xff" .\n',
        b"<http://ex/a> <http://ex/p> <http://ex/a> <http://ex/g> <http://ex/g> .\n",
    ],
)
def test_an_invalid_line_far_down_is_refused_with_its_number(line: bytes) -> None:
    good = b"".join(b'<http://ex/%d> <http://ex/p> "name %d" .\n' % (i, i) for i in range(20_000))
    with pytest.raises(ReadError) as refusal:
        read_bytes(good + line + good, "a.nt")
    assert "line 20,001" in str(refusal.value)


def test_blank_nodes_of_two_files_stay_apart_and_iris_stay_one(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_bytes(b"_:x <http://ex/p> <http://ex/a> .\n_:b0 <http://ex/p> <http://ex/a> .\n")
    quads = finish(read([tmp_path / "a.nt", tmp_path / "b.nt"])).quads
    assert [term.value for term in quads.terms if isinstance(term, BlankNode)] == ["b0", "b1", "b2", "b3"]
    assert len(quads) == 4 and len(quads.terms) == 8  # the names of two graphs among them


@given(st.binary(max_size=200), st.integers(1, 30))
def test_blocks_are_whole_lines_and_make_up_the_file(data: bytes, size: int) -> None:
    parts = [data[start:end] for start, end in blocks_of(data, size)]
    assert b"".join(parts) == data
    assert all(part.endswith(b"\n") for part in parts[:-1])
