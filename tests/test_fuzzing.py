"""Damaged files, selectors and explorations open or end in one sentence; `make fuzz` runs many more of them."""

from __future__ import annotations

from itertools import islice

import pytest

from graph.model.build import project
from graph.reading.read import read_bytes
from graph.work.progress import finish
from tests import fuzzing

FEW = {"readers": 40, "selectors": 20, "explorations": 12}


@pytest.mark.parametrize("target", fuzzing.TARGETS)
def test_damaged_input_opens_or_ends_in_one_sentence(target: str) -> None:
    for name, data in islice(fuzzing.cases(target, 7), FEW[target]):
        found = fuzzing.failure(target, name, data)
        assert not found, f"{name}: {data[:2000]!r}\n{found}"


def test_a_failure_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, data: bytes) -> None:
        raise IndexError(name)

    monkeypatch.setitem(fuzzing.TARGETS, "readers", (fuzzing.readers, broken))
    assert "IndexError: a.ttl" in fuzzing.failure("readers", "a.ttl", b"")


@pytest.mark.parametrize("end", ["99999999999999999999", "2147483648"])
def test_a_range_beyond_any_text_is_said_to_be_unusable(end: str) -> None:
    """Details of a resource with such a range ended in a traceback."""
    selector = f'a oa:TextPositionSelector ; oa:start "3" ; oa:end "{end}"'
    text = fuzzing.PASSAGE.format(oa=fuzzing.OA, one=f"[ {selector} ]", two=selector, three=f"[ {selector} ]")
    assert fuzzing.failure("selectors", "a.ttl", text.encode()) == ""
    passages = finish(project(read_bytes(text.encode(), "a.ttl").quads)).passages
    assert [passage.unusable for passage in passages if passage.unusable] == [f"3–{end}"]


def test_a_prefix_that_is_not_text_ends_in_a_sentence() -> None:
    """Opening such a file without its mistakes ended in a traceback."""
    data = fuzzing.XML.encode().replace(b"xmlns:x=", b"xmlns:\xb6x=")
    assert fuzzing.failure("readers", "a.rdf", data) == ""
