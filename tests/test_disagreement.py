"""Disagreement: values that cannot both be, claims that answer others, and sources named without a passage."""

import json
from itertools import combinations

import hypothesis.strategies as st
import pytest
from clocks import busy
from hypothesis import given

from explorer.__main__ import main
from explorer.views.hiding.disputes import is_any_disputed, marks_of
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.disagreement import at_node, disagreements, involved
from graph.analysis.disagreement_kinds import AS_LEARNT, Chosen, Kind
from graph.analysis.disagreement_words import sentence, sides
from graph.analysis.exactness import date_in_words, number_in_words
from graph.analysis.single_values import properties
from graph.model.build import project
from graph.model.projection import Projection
from graph.rdf.values import to_days
from graph.reading.read import read_bytes
from graph.work.progress import finish

_HEAD = """@prefix : <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def _project(turtle: str) -> Projection:
    return finish(project(read_bytes((_HEAD + turtle).encode(), "made.ttl").quads, schema=False))


def _others(predicate: str, value: str, count: int = 9) -> str:
    """So many other subjects with one value."""
    return "".join(f":other{i} {predicate} {value} . " for i in range(count))


def _kinds(p: Projection, chosen: Chosen = AS_LEARNT) -> list[Kind]:
    return [each.kind for each in disagreements(p, chosen).found]


_DATES = st.one_of(
    st.integers(2015, 2017).map(lambda y: (f'"{y}"^^xsd:gYear', (y, 1, 1), (y, 12, 31))),
    st.tuples(st.integers(2015, 2017), st.integers(1, 3)).map(
        lambda d: (f'"{d[0]}-{d[1]:02}"^^xsd:gYearMonth', (*d, 1), (*d, 31))
    ),
    st.tuples(st.integers(2015, 2017), st.integers(1, 3), st.integers(1, 4)).map(
        lambda d: ('"{}-{:02}-{:02}"^^xsd:date'.format(*d), d, d)
    ),
)
"""A date as Turtle, with its first and last day."""
_SUMS = st.one_of(
    st.integers(5, 9).map(lambda n: (f"{n}000000", n * 1e6, n * 1e6)),
    st.integers(5, 9).map(lambda n: (f'"more than £{n} million"', n * 1e6, float("inf"))),
    st.integers(5, 9).map(lambda n: (f'"less than £{n}m"', -float("inf"), n * 1e6)),
    st.integers(5, 9).map(lambda n: (f'"£{n} million"', n * 1e6 - 5e5, n * 1e6 + 5e5)),
)


@given(st.lists(_DATES, min_size=2, max_size=4, unique_by=lambda d: d[0]), st.randoms(use_true_random=False))
def test_dates_contradict_each_other_if_two_share_no_day_in_whatever_order(dates, random) -> None:
    apart = any(a[2] < b[1] or b[2] < a[1] for a, b in combinations(dates, 2))
    shuffled = list(dates)
    random.shuffle(shuffled)
    for order in (dates, shuffled):
        turtle = f":it :date {', '.join(date[0] for date in order)} . " + _others(":date", '"2016"^^xsd:gYear')
        assert _kinds(_project(turtle)) == [Kind.CONTRADICTION if apart else Kind.AGREEMENT]


@given(st.lists(_SUMS, min_size=2, max_size=4, unique_by=lambda s: s[0]), st.randoms(use_true_random=False))
def test_sums_contradict_each_other_if_no_sum_is_in_both_in_whatever_order(sums, random) -> None:
    apart = any(max(a[1], b[1]) > min(a[2], b[2]) for a, b in combinations(sums, 2))
    random.shuffle(sums)
    turtle = f":it :amount {', '.join(each[0] for each in sums)} . " + _others(":amount", "1")
    assert _kinds(_project(turtle)) == [Kind.CONTRADICTION if apart else Kind.AGREEMENT]


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_property_with_one_value_for_nine_in_ten_subjects_has_one_value(one: int, several: int) -> None:
    turtle = "".join(f":many{i} :score 1, 2 . " for i in range(several)) + _others(":score", "3", one)
    assert len(_kinds(_project(turtle))) == (several if one >= 9 * several else 0)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("more than £7 million", 7e6, float("inf")), ("£7.25m", 7_245_000, 7_255_000), ("7,250,000", 7.25e6, 7.25e6)],
)
def test_a_figure_in_words_leaves_a_range_open(text: str, low: float, high: float) -> None:
    assert number_in_words(text)[:2] == (low, high)


@pytest.mark.parametrize("text", ["spent £7 million on 3 sites", "£7 million or so they said of it", "no figure"])
def test_a_text_that_says_more_than_one_figure_is_no_figure(text: str) -> None:
    assert number_in_words(text) is None


def test_a_date_in_words_is_as_exact_as_the_words() -> None:
    year, month, day = (date_in_words(text) for text in ("2016", "April 2016", "11 April 2016"))
    assert year.low <= month.low <= day.low < day.high <= month.high <= year.high
    assert date_in_words("until 2016").high == year.high and date_in_words("the inspectors of 2016") is None


def test_money_in_two_currencies_is_not_compared() -> None:
    turtle = ':it :price "£5", "$9" . ' + _others(":price", "1")
    assert not _kinds(_project(turtle))
    assert _kinds(_project(turtle + ':it :price "£9" .')) == [Kind.CONTRADICTION]


def test_data_may_declare_that_a_property_has_one_value(turtle) -> None:
    said = ":it :leader :ann, :bob . :ann a :Person . :bob a :Person . :it a :Body . "
    assert not _kinds(turtle(said))
    assert _kinds(turtle(said + ":leader a owl:FunctionalProperty .")) == [Kind.CONTRADICTION]
    assert not _kinds(turtle(said + ":leader a owl:FunctionalProperty . :ann owl:sameAs :bob ."))
    shape = "@prefix sh: <http://www.w3.org/ns/shacl#> . :s a sh:NodeShape ; sh:targetClass :{} ; sh:property [ " \
            "sh:path :leader ; sh:maxCount 1 ] ."  # fmt: skip
    assert _kinds(turtle(said + shape.format("Body"))) == [Kind.CONTRADICTION]
    assert not _kinds(turtle(said + shape.format("Person")))


def test_a_user_takes_a_property_to_have_several_values_or_one(turtle) -> None:
    p = turtle(":it :leader :ann, :bob ; :score 1, 2 . :ann :knows :bob . " + _others(":score", "3"))
    of = {p.predicates[each.predicate].label: each for each in properties(p)}
    assert of["score"].learnt and not of["leader"].learnt
    score, leader = of["score"].predicate, of["leader"].predicate
    assert _kinds(p) == [Kind.CONTRADICTION]
    assert not _kinds(p, Chosen(several=frozenset({score})))
    assert len(_kinds(p, Chosen(single=frozenset({leader})))) == 2


def test_two_grades_contradict_each_other_but_not_a_grade_and_a_broader_one(turtle) -> None:
    grades = ":good a skos:Concept . :poor a skos:Concept ; skos:broader :weak . :weak a skos:Concept . "
    many = _others(":rating", ":good")
    assert _kinds(turtle(grades + ":it :rating :good, :poor . " + many)) == [Kind.CONTRADICTION]
    assert not _kinds(turtle(grades + ":it :rating :weak, :poor . " + many))


def test_a_value_that_changed_is_an_update(turtle) -> None:
    turtle_text = ":good a skos:Concept . :poor a skos:Concept . :it :rating :good, :poor . " + _others(
        ":rating", ":good"
    )
    for grade, year in (("good", 2018), ("poor", 2016)):
        turtle_text += f'[] a rdf:Statement ; rdf:subject :it ; rdf:predicate :rating ; rdf:object :{grade} ; ' \
                       f'schema:startDate "{year}"^^xsd:gYear ; schema:endDate "{year}"^^xsd:gYear . '  # fmt: skip
    assert _kinds(turtle(turtle_text)) == [Kind.UPDATE]


def test_each_side_says_who_where_and_when(turtle) -> None:
    p = turtle("""
    :a a schema:Article ; schema:name "First text" ; schema:datePublished "2016"^^xsd:gYear .
    :b a schema:Article ; schema:name "Second text" ; schema:datePublished "2018"^^xsd:gYear .
    :a schema:about :it . :b schema:about :it .
    :p a oa:SpecificResource ; oa:hasSource :a . :q a oa:SpecificResource ; oa:hasSource :b .
    :it :score 1, 2 .
    [] a rdf:Statement ; rdf:subject :it ; rdf:predicate :score ; rdf:object 1 ; dcterms:source :p .
    [] a rdf:Statement ; rdf:subject :it ; rdf:predicate :score ; rdf:object 2 ; dcterms:source :q .
    """ + _others(":score", "3"))  # fmt: skip
    (each,) = disagreements(p).found
    assert sentence(p, each) == "it: score is 1 and 2, which cannot both be"
    assert [(side.title, side.words) for side in sides(p, each)] == [
        ("1", "First text, some time in 2016"),
        ("2", "Second text, some time in 2018"),
    ]


def test_bromley_shows_the_rating_of_2016_beside_what_2018_says_of_it(bromley) -> None:
    p = bromley.projection
    updates = disagreements(p).of(Kind.UPDATE)
    beside = {p.labels[each.node]: [side.title for side in sides(p, each)] for each in updates}
    assert "Inadequate in all areas" in beside["Text of 2018: service rapidly improved"]
    assert beside["Text of 2018: better rating expected"][1] == "Inadequate in all areas"
    assert not disagreements(p).of(Kind.CONTRADICTION)
    shown = involved(p, disagreements(p))
    assert shown[[each.node for each in updates]].all() and not shown.all()


def test_bromley_shows_that_no_passage_of_the_report_speaks_of_money(bromley) -> None:
    p = bromley.projection
    (each,) = disagreements(p).of(Kind.UNFOUND)
    assert sentence(p, each) == (
        "Fortune: management, not money is said to be in Ofsted report of 2016; "
        "no passage of that document is recorded for it"
    )


def test_a_side_of_several_origins_names_every_text(bromley) -> None:
    p = bromley.projection
    report = p.labels.index("Ofsted report of 2016")
    words = {side.words for each in at_node(p, Chosen(), report) for side in sides(p, each) if side.node == report}
    assert words and all(
        "Peter Fortune, in Text of 2016 on the inspection and Text of 2018 on what followed" in each for each in words
    )


def test_a_check_lists_contradictions_and_updates(tmp_path, capsys) -> None:
    path = tmp_path / "said.ttl"
    path.write_text(_HEAD + ':it :date "2016"^^xsd:gYear, "2017"^^xsd:gYear . ' + _others(":date", '"2015"^^xsd:gYear'))
    main(["check", str(path), "--json"])
    report = json.loads(capsys.readouterr().out)
    (found,) = report["contradictions"]
    assert found["resource"] == "https://example.org/it" and [s["value"] for s in found["sides"]] == ["2016", "2017"]
    assert report["updates"] == []
    for command in ("check", "info"):
        main([command, str(path)])
        assert "1 contradiction" in capsys.readouterr().out


def test_a_hundred_thousand_resources_are_compared_in_under_a_second() -> None:
    lines = [f":r{i} :date '20{10 + i % 10}'^^xsd:gYear{', 7' if i % 20 == 0 else ''} ; :amount {i} ; :to :r{i // 2} ."
             for i in range(100_000)]  # fmt: skip
    lines += [f":r{i} :amount {i + 1} ." for i in range(0, 100_000, 20)]
    p = _project("\n".join(lines))
    assert busy(lambda: disagreements(p)) < 1
    assert len(disagreements(p).found) == 5000


def test_a_view_shows_only_what_is_disputed_or_updated(bromley) -> None:
    p = bromley.projection
    visible = see(p, View(only_disputed=True))
    shown = {p.labels[node] for node in visible.nodes.tolist()}
    assert {"Fortune: management, not money", "Inadequate in all areas", "Ofsted report of 2016"} <= shown
    assert len(shown) == 9 and "as neither disputed nor updated" in visible.summary()


def test_a_word_on_a_property_changes_what_is_shown(turtle) -> None:
    p = turtle(":it :leader :ann, :bob . :ann :knows :bob . :cy :knows :ann .")
    leader = next(each.predicate for each in properties(p) if p.predicates[each.predicate].label == "leader")
    view = View(only_disputed=True, single_valued=frozenset({leader}))
    assert {p.labels[node] for node in see(p, view).nodes.tolist()} == {"it", "ann", "bob"}
    again = View(only_disputed=True)
    assert not len(see(p, again).nodes) and not is_any_disputed(p, again) and is_any_disputed(p, view)


def test_a_view_of_2016_has_no_mark_of_2018(bromley) -> None:
    p = bromley.projection
    view = View(known=to_days("2016-12-31", end=True))
    assert marks_of(p, View()).any() and not marks_of(p, view).any()
    assert not len(see(p, view._replace(only_disputed=True)).nodes)


def test_a_check_takes_properties_to_have_one_value_where_its_shapes_say_so(tmp_path, capsys):
    (tmp_path / "a.ttl").write_text(_HEAD + ':a a :Firm ; :motto "One" , "Two" . :b a :Club ; :motto "One" , "Two" .')
    shapes = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . :S a sh:NodeShape ; "
    shapes += "sh:targetClass :Firm ; sh:property [ sh:path :motto ; sh:maxCount 1 ] ."
    (tmp_path / "s.ttl").write_text(shapes)
    said = ["check", str(tmp_path / "a.ttl"), "--json"]
    main(said)
    assert json.loads(capsys.readouterr().out)["contradictions"] == []
    main([*said, "--shapes", str(tmp_path / "s.ttl")])
    (only,) = json.loads(capsys.readouterr().out)["contradictions"]
    assert only["resource"] == "https://example.org/a" and "which cannot both be" in only["sentence"]
    several = Chosen(several=frozenset({0}), declared=frozenset({("https://example.org/motto", "")}))
    p = _project(':a :motto "One" , "Two" .')
    assert _kinds(p, several) == [] and _kinds(p, several._replace(several=frozenset())) == [Kind.CONTRADICTION]


_SPOKEN = """@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
:a :rating :good ; :motto "One" . :said a rdf:Statement ; rdf:subject :a ; rdf:predicate :rating ; """


def test_what_is_spoken_of_and_not_asserted_is_compared_with_what_is():
    p = _project(_SPOKEN + "rdf:object :bad . " + _others(":rating", ":fair"))
    (only,) = disagreements(p).found
    assert only.kind == Kind.CONTRADICTION and p.iris[only.node] == "https://example.org/a"
    assert sentence(p, only) == "a: rating is good and bad (not asserted), which cannot both be"
    assert [side.node for side in sides(p, only)] == [p.node_of[f"https://example.org/{n}"] for n in ("good", "bad")]
    said = p.node_of["https://example.org/said"]
    assert at_node(p, AS_LEARNT, said) == (only,), "the statement leads there too"
    assert _kinds(_project(_SPOKEN + "rdf:object :good . " + _others(":rating", ":fair"))) == []


@pytest.mark.parametrize(("value", "kinds"), [("7000000", [Kind.CONTRADICTION]), ("5000000", []), ("5e6", [])])
def test_the_triple_of_a_reifier_is_compared_by_its_value(value, kinds):
    text = f":a :amount 5000000 . :r rdf:reifies <<( :a :amount {value} )>> . " + _others(":amount", "1")
    p = _project(_SPOKEN.splitlines()[0] + "\n" + text)
    assert _kinds(p) == kinds


def test_nothing_is_learnt_from_what_is_not_asserted():
    spoken = " ".join(
        f":s{i} a rdf:Statement ; rdf:subject :other{i} ; rdf:predicate :rating ; rdf:object :bad ." for i in range(5)
    )
    p = _project(_SPOKEN + "rdf:object :bad . " + _others(":rating", ":fair") + spoken)
    (rating,) = [each for each in properties(p) if p.predicates[each.predicate].label == "rating"]
    assert rating.learnt and (rating.subjects, rating.several) == (10, 0)
    assert _kinds(p) == [Kind.CONTRADICTION] * 6
