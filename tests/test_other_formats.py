"""Formats that are not RDF: what they say is there with its evidence, and the counts of values add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.files.opening import open_document
from graph.errors import ReadError
from graph.formats.ledger import Ledger
from graph.model.projection import Projection
from graph.reading.other.follow_the_money import follow_the_money
from graph.reading.other.open_ownership import open_ownership
from graph.reading.other.records import leaves
from graph.reading.read import read_bytes
from graph.work.progress import finish

OWNERSHIP = [
    {"id": "a", "schema": "Person", "caption": "Ada", "properties": {"name": ["Ada"], "birthDate": ["1950-03"]}},
    {"id": "c", "schema": "Company", "properties": {"name": ["Acme"], "jurisdiction": ["gb"], "oddity": [None, "x"]}},
    {"id": "o", "schema": "Ownership", "properties": {
        "owner": ["a"], "asset": ["c"], "startDate": ["2001"], "percentage": ["75"], "proof": ["d"]}},
    {"id": "d", "schema": "Document", "properties": {"title": ["Register"]}},
    {"id": "m", "schema": "Mention", "properties": {"document": ["d"], "resolved": ["a"], "name": ["A. Lovelace"]}},
]  # fmt: skip


def said(entity: str, schema: str, prop: str, value: str) -> dict[str, str]:
    return {
        "id": f"{entity}{prop}", "entity_id": entity, "canonical_id": entity, "schema": schema, "prop": prop,
        "value": value, "dataset": "register",
    }  # fmt: skip


STATEMENTS = [
    said("o", "Ownership", "owner", "a"), said("a", "Person", "id", "sum"), said("a", "Person", "name", "Ada"),
    said("c", "Company", "name", "Acme"), said("o", "Ownership", "asset", "c"),
]  # fmt: skip

BENEFICIAL = [
    {"statementId": "1", "recordId": "c", "recordType": "entity", "recordDetails": {
        "name": "Acme", "jurisdiction": {"name": "UK", "code": "GB"}}, "source": {"url": "https://x.example/r"}},
    {"statementId": "2", "recordId": "p", "recordType": "person", "statementDate": "2020-01-02", "recordDetails": {
        "names": [{"fullName": "Ada"}], "birthDate": "1950"}, "source": {"description": "The register"}},
    {"statementId": "3", "recordId": "r", "recordType": "relationship", "source": {"description": "A filing"},
     "recordDetails": {"subject": "c", "interestedParty": "p", "interests": [
         {"type": "shareholding", "share": {"exact": 75}, "startDate": "2010-01-01"}, {"type": "votingRights"}]}},
    {"statementId": "4", "recordId": "q", "recordType": "relationship", "recordDetails": {
        "subject": "c", "interestedParty": {"reason": "unknown", "description": ""}}},
]  # fmt: skip


def lines(records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def opened(path: Path, data: bytes) -> Projection:
    path.write_bytes(data)
    return finish(open_document([path])).projection


def relationships(p: Projection) -> dict[tuple[str, str, str], list[str]]:
    """The relationships by names, each with the titles of the documents that say it."""
    return {
        (p.labels[p.subject[e]], p.predicates[p.predicate[e]].label, p.labels[p.object[e]]): [
            p.passages[i].title for i in p.edge_evidence[e].tolist()
        ]
        for e in range(p.edge_count)
    }


@pytest.mark.parametrize("name", ["a.ftm.json", "a.jsonl", "a.txt"])
def test_follow_the_money_opens_by_its_content_with_proofs_and_mentions_as_evidence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    p = opened(path, lines(OWNERSHIP))
    assert relationships(p)["Ada", "owns", "Acme"] == ["Register"]
    ada = p.labels.index("Ada")
    mention = p.passages[p.node_evidence[ada].tolist()[0]]
    assert (mention.title, mention.quote) == ("Register", "A. Lovelace")
    (warning,) = finish(open_document([path])).source.warnings
    assert warning == (
        f"The source is incomplete: 1 value without text, or of a kind that no entity has, in {name} was left out."
    )


def test_statements_of_follow_the_money_have_their_dataset_as_evidence(tmp_path: Path) -> None:
    p = opened(tmp_path / "statements.json", lines(STATEMENTS))
    assert relationships(p)["Ada", "owns", "Acme"] == ["register"]
    assert [p.passages[i].title for i in p.node_evidence[p.labels.index("Ada")].tolist()] == ["register"]


@pytest.mark.parametrize("as_list", [True, False])
def test_open_ownership_statements_are_the_evidence_of_interests(tmp_path: Path, as_list: bool) -> None:
    data = json.dumps(BENEFICIAL, indent=1).encode() if as_list else lines(BENEFICIAL)
    p = opened(tmp_path / "a.json", data)
    found = relationships(p)
    assert found["Ada", "shareholding", "Acme"] == ["A filing"] == found["Ada", "voting rights", "Acme"]
    assert [p.passages[i].title for i in p.node_evidence[p.labels.index("Ada")].tolist()] == ["The register"]


def test_a_broken_line_is_named_and_json_of_another_kind_is_no_entity() -> None:
    with pytest.raises(ReadError, match=r"a\.jsonl could not be read as FollowTheMoney: line 2"):
        read_bytes(lines(OWNERSHIP[:1]) + b'{"id": ', "a.jsonl")
    source = read_bytes(lines([*OWNERSHIP[:1], {"odd": [1, 2]}]), "a.jsonl")
    assert "2 values of records that are no entity in a.jsonl were left out" in source.warnings[0]


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "2001-02", "c", "Person"])
ANY = st.recursive(SCALARS, lambda each: st.lists(each, max_size=3) | st.dictionaries(
    st.sampled_from(["id", "schema", "name", "reason", "type"]), each, max_size=3), max_leaves=5)  # fmt: skip
KINDS = st.sampled_from(["Person", "Ownership", "Mention", "Payment", "Unknown"])
ENTITY = st.fixed_dictionaries(
    {"id": st.sampled_from("abc"), "schema": KINDS},
    optional={
        "properties": st.dictionaries(
            st.sampled_from(["name", "owner", "asset", "proof", "document", "resolved", "odd"]), ANY
        ),
        "caption": ANY, "datasets": ANY, "odd": ANY,
    },
)  # fmt: skip
STATEMENT = st.fixed_dictionaries(
    {"prop": st.sampled_from(["id", "name", "owner", "asset", "proof"])},
    optional=dict.fromkeys(["id", "entity_id", "canonical_id", "value", "dataset", "lang", "odd"], ANY)
    | {"schema": KINDS},
)
RECORD = st.fixed_dictionaries(
    {
        "statementId": st.just("s"),
        "recordId": st.sampled_from("abc"),
        "recordType": st.sampled_from(["entity", "person", "relationship", "odd"]),
        "recordDetails": st.dictionaries(
            st.sampled_from(["name", "names", "subject", "interestedParty", "interests", "odd"]), ANY
        ),
    },
    optional={"source": ANY, "statementDate": ANY},
)


@pytest.mark.parametrize(
    ("reader", "record"),
    [(follow_the_money, ENTITY), (follow_the_money, STATEMENT), (open_ownership, RECORD)],
    ids=["entities", "statements", "ownership"],
)
@given(data=st.data())
def test_each_value_of_a_file_counts_once_as_taken_or_as_left_out(
    reader: Callable[..., Any], record: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    given_ = data.draw(st.lists(record | ANY.filter(bool), max_size=4))
    ledger = Ledger(lambda _: None)
    quads = list(reader(json.dumps(given_).encode(), ledger))
    assert ledger.taken + sum(ledger.left.values()) == sum(1 for _ in leaves(given_))
    assert bool(quads) >= bool(ledger.taken)
