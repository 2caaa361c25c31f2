"""Table rows: filters of words and comparisons, and sorting by a click."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panel_case import case

from explorer.panels.table_filter import Asked, FilterError, Found, find_rows, is_own_text
from graph.arrays.collation import plain
from graph.model.column import Column, number_column
from graph.model.columns import node_columns
from graph.work.progress import finish

ALL = ("label", "class", "degree", "date", "amount")


def columns() -> tuple[Column, ...]:
    return node_columns(case().projection)


def find(words: str, shown: tuple[str, ...] = ALL, **asked: object) -> list[str]:
    projection = case().projection
    found = finish(find_rows(columns(), projection.node_count, Asked(shown, words=words, **asked)))
    return [projection.labels[row] for row in found.rows(None).tolist()]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("mayor", ["Ada Mayor"]),
        ("MAYOR person", ["Ada Mayor"]),
        ('"town paper"', ["Town paper"]),
        ('"paper town"', []),
        ("class:event winter", ["Winter feast"]),
        ("relationships>41", ["Town council"]),
        ("relationships>=41", ["Ada Mayor", "Town council"]),
        ("relationships=1 class:person", ["<img src=x> & Clerk"]),
        ("amount<3,000", ["Contract 00", "Contract 01"]),
        ("amount<=3000 amount>1000", ["Contract 01", "Contract 02"]),
        (">39999", ["Contract 39"]),
        ("date=2018", ["Summer fair"]),
        ("date<2018", ["Winter feast"]),
        ("date>2016-12", ["Summer fair"]),
        ("date>=2016-12 date<=2016-12-01", ["Winter feast"]),
        ("date:2018", ["Summer fair"]),
        ("label=town", ["Town council", "Town paper"]),
        ("mayor relationships>", ["Ada Mayor"]),
        ("schema:Event", []),
        ('"town', ["Town council", "Town paper"]),
    ],
)
def test_words_and_comparisons_match_as_people_expect(words: str, wanted: list[str]) -> None:
    assert sorted(find(words)) == sorted(wanted)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nothing>3", "no column “nothing”"),
        ("relationships>many", "“many” is not a number"),
        ("date>soon", "“soon” is not a date"),
        ("label>3", "“Label” holds no numbers or dates"),
    ],
)
def test_an_invalid_filter_gives_one_sentence(words: str, sentence: str) -> None:
    with pytest.raises(FilterError, match=sentence):
        find(words)


def test_words_look_in_shown_columns_and_in_the_texts_of_a_resource_shown_or_not() -> None:
    assert find("2018", ("label",)) == []
    assert find("leads since", ("class",)) == ["Ada Mayor"]
    assert find("2018", ("label", "date")) == ["Summer fair"]
    assert find("relationships>41", ("label",)) == ["Town council"], "a named column need not be shown"


def test_sorting_by_relationships_puts_the_hub_first_and_a_third_click_unsorts() -> None:
    by_key = {column.key: column for column in columns()}
    asked = Asked(ALL).sorted_by(by_key["degree"])
    assert (asked.sort, asked.descending) == ("degree", True)
    assert find("", **{"sort": asked.sort, "descending": asked.descending})[:2] == ["Town council", "Ada Mayor"]
    asked = asked.sorted_by(by_key["degree"])
    assert not asked.descending and asked.sorted_by(by_key["degree"]).sort == ""
    assert asked.sorted_by(by_key["label"]) == Asked(ALL, "label", False)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(-50, 50).map(lambda x: round(x, 1)) | st.just(np.nan), min_size=1, max_size=20),
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    st.integers(-50, 50),
)
def test_a_comparison_agrees_with_a_plain_scan(values: list[float], sign: str, bound: int) -> None:
    column = number_column("n", "Number", np.array(values))
    found = finish(find_rows((column,), len(values), Asked(("n",), words=f"number{sign}{bound}")))
    tests = {
        "<": lambda v: v < bound,
        "<=": lambda v: v <= bound,
        ">": lambda v: v > bound,
        ">=": lambda v: v >= bound,
        "=": lambda v: v == bound,
    }
    assert found.rows(None).tolist() == [i for i, value in enumerate(values) if tests[sign](value)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["ada", "Town", "event", "2018", "40", "ü"]), max_size=3), st.data())
def test_earlier_filters_and_orders_are_reused_only_while_valid(words: list[str], data) -> None:
    every, count = columns(), case().projection.node_count
    before: Found | None = None
    for _ in range(4):
        asked = Asked(
            tuple(data.draw(st.lists(st.sampled_from(ALL), min_size=1, unique=True))),
            data.draw(st.sampled_from(("", *ALL))),
            data.draw(st.booleans()),
            " ".join(data.draw(st.permutations(words))),
        )
        present = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
        fresh = finish(find_rows(every, count, asked))
        before = finish(find_rows(every, count, asked, before))
        assert before.rows(present).tolist() == fresh.rows(present).tolist()
        seen = [column for column in every if column.key in asked.shown or is_own_text(column)]
        texts = [
            plain(" ".join(c.texts([row], raw=raw)[0] for c in seen for raw in (False, True))) for row in range(count)
        ]
        wanted = {row for row in range(count) if present[row] and all(plain(word) in texts[row] for word in words)}
        assert set(fresh.rows(present).tolist()) == wanted
