"""``caseboard query``: its output, its formats, and its failures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from explorer.__main__ import main

COUNT = "SELECT (COUNT(*) AS ?n) { ?finding a cb:Finding }"


@pytest.fixture
def run(capsys):
    def go(*arguments: object) -> tuple[int, str, str]:
        status = main(["query", *(str(a) for a in arguments)])
        out = capsys.readouterr()
        return status, out.out, out.err

    return go


def test_an_answer_is_printed_in_columns_with_the_prefixes_of_the_file(run, bromley):
    status, out, err = run("bromley", "SELECT ?f ?l { ?f a cb:Finding ; skos:prefLabel ?l } ORDER BY ?f")
    lines = out.splitlines()
    assert status == 0 and not err and lines[0].split() == ["f", "l"]
    findings = [info.label for info in bromley.projection.classes].index("Finding")
    assert len(lines) - 1 == (bromley.projection.node_class == findings).sum()
    assert all(line.startswith(":") for line in lines[1:])
    assert run("bromley", "ASK { ?f a cb:Finding }")[1] == "yes\n"


def test_json_follows_the_standard(run, bromley):
    status, out, _ = run("bromley", COUNT, "--json")
    found = json.loads(out)
    assert status == 0 and found["head"] == {"vars": ["n"]}
    ((binding,),) = (row.values() for row in found["results"]["bindings"])
    assert binding == {"type": "literal", "value": "29", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert json.loads(run("bromley", "ASK {}", "--json")[1]) == {"head": {}, "boolean": True}
    label = json.loads(run("bromley", "SELECT * { :ofsted skos:prefLabel ?l }", "--json")[1])
    assert label["results"]["bindings"][0]["l"]["xml:lang"] == "en"


def test_csv_has_a_header_and_no_cell_runs_as_a_formula(run):
    _, out, _ = run("bromley", "SELECT ('=1+1' AS ?a) (-3 AS ?b) (:x AS ?c) (?none AS ?d) {}", "--csv")
    titles, row = csv.reader(io.StringIO(out))
    assert titles == ["a", "b", "c", "d"]
    assert row == ["'=1+1", "-3", "https://caseboard.example/bromley/x", ""]


def test_a_query_is_read_from_a_file_or_standard_input(run, tmp_path: Path, monkeypatch):
    path = tmp_path / "count.rq"
    path.write_text(COUNT, "utf-8")
    assert run("bromley", "-f", path)[1].split() == ["n", "29"]
    monkeypatch.setattr("sys.stdin", io.StringIO(COUNT))
    assert run("bromley", "-f", "-")[1].split() == ["n", "29"]


def test_a_message_counts_the_rows_left_out(run):
    status, out, err = run("bromley", "SELECT ?s { ?s ?p ?o }", "--rows", "3")
    assert status == 0 and len(out.splitlines()) == 4
    assert err == "These are the first 3 rows; there are more. Use --rows to see more.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["SELECT * { ?s ?p }"], "Line 1, column 18: “}” is not allowed here."),
        (["INSERT DATA { :a :b :c }"], "queries here only read"),
        (["SELECT * { SERVICE <http://localhost:1/> {} }"], "stay on this machine"),
        ([], "Give one query"),
        (["ASK {}", "-f", "x.rq"], "Give one query"),
        (["-f", "nowhere.rq"], "nowhere.rq could not be read"),
        (["ASK {}", "--json", "--csv"], "Use only one of --json and --csv"),
    ],
)
def test_an_invalid_query_gives_one_sentence_and_status_2(run, arguments, words):
    status, out, err = run("bromley", *arguments)
    assert status == 2 and not out and words in err and err.count("\n") == 1


def test_an_endless_query_is_stopped(run):
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = '') }"
    status, _, err = run("bromley", endless, "--seconds", "0.5")
    assert status == 2 and "stopped after 0.5 s" in err
