"""Style rules: a rule that is off has no effect, the later wins, scales are even, and missing data does no harm."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from panel_case import case, class_id, node, sit_down

from explorer.document import NamedView
from explorer.files.view_files import restore, write_view
from explorer.pictures.drawing.glyphs import ICONS, code_of, is_icon, outline_of, typeface
from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.conditions import along, at_share
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.palettes import TITLES, lightness, sampled
from explorer.pictures.look.sentences import RuleWords
from explorer.pictures.look.style import SHAPES, UNCOLOURED
from explorer.pictures.look.templates import TemplateError, filled, keys_of, renamed
from explorer.pictures.scene.staging import restaged, stage
from explorer.views.groups import GROUPS_FROM
from explorer.views.hiding.filters import is_filtered
from explorer.views.measures import KEY, Measured, Values
from explorer.views.nodes import Nodes
from explorer.views.rules import CURVES, EDGES, Categories, Fixed, Rule, Scale, Where, moved, switched
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.measures import METRICS
from graph.errors import ReadError
from graph.model.columns import node_columns
from graph.reading.read import read_bytes
from graph.saved.records import stored_in

P = case().projection
INVOICE = P.classes[class_id("Invoice")].iri
PRICE = next(column.key for column in node_columns(P) if column.title == "Price")
FIELDS = ("radius", "importance", "shape", "colour", "width", "palette", "icons")

PLACES = [
    Rule("colour", Fixed("#123456")),
    Rule("colour", Scale("amount", 1000, 40_000, "log", "lagoon")),
    Rule("colour", Scale("degree", 0, 9, "sqrt", "tides"), Where("class", INVOICE)),
    Rule("size", Scale("degree", 1, 40, "linear", "", 4, 30)),
    Rule("size", Fixed(20.0), Where("amount", None, 5000, None)),
    Rule("shape", Categories("class", ((INVOICE, "diamond"),))),
    Rule("icon", Fixed("user"), Where("class", INVOICE)),
    Rule("label", Fixed("{label} ({amount})")),
    Rule("colour", Categories("predicate", ((P.predicates[0].iri, "#00aa00"),)), target=EDGES),
    Rule("width", Fixed(4.0), target=EDGES),
]
some_rules = st.lists(st.sampled_from(PLACES), max_size=6).map(tuple)


def seen(*rules: Rule, **changes: object):
    view = View(rules=rules, **changes)
    return stage(P, view, see(P, view))


def same(a, b) -> bool:
    columns = all(np.array_equal(getattr(a, name), getattr(b, name)) for name in FIELDS)
    optional = all(
        (getattr(a, name) is None) == (getattr(b, name) is None)
        and (getattr(a, name) is None or np.array_equal(getattr(a, name), getattr(b, name)))
        for name in ("icon", "edge_colour")
    )
    return columns and optional and list(a.labels) == list(b.labels) and list(a.edge_words) == list(b.edge_words)


def colours(scene) -> list[str]:
    return [scene.palette[i] for i in scene.colour.tolist()]


@given(some_rules)
@settings(max_examples=40, deadline=None)
def test_a_rule_that_is_off_changes_nothing(rules) -> None:
    off = tuple(replace(rule, on=False) for rule in rules)
    assert same(seen(*off), seen())
    assert seen(*off).palette is PALETTE


@given(st.lists(st.sampled_from([*PLACES, *(replace(rule, on=False) for rule in PLACES)]), max_size=6).map(tuple))
@settings(max_examples=25, deadline=None)
def test_rules_are_restored_from_a_saved_view(rules) -> None:
    saved = write_view(NamedView("A view", "", View(rules=rules), None, "2026-01-01T00:00:00Z"), case(), ".view.ttl")
    again = restore(stored_in(read_bytes(saved, "a.view.ttl").quads, "View")[0], P)
    assert again.named_view.view.rules == rules and not again.sentence


def test_an_invalid_saved_rule_is_refused_in_a_sentence() -> None:
    saved = write_view(NamedView("A view", "", View(rules=PLACES[:1]), None, ""), case(), ".view.ttl")
    wrong = saved.replace(b'"colour"', b'"speed"')
    assert wrong != saved
    with pytest.raises(ReadError, match="has an unknown style rule"):
        restore(stored_in(read_bytes(wrong, "a.view.ttl").quads, "View")[0], P)


@given(some_rules)
@settings(max_examples=40, deadline=None)
def test_equal_views_give_equal_scenes_by_any_way(rules) -> None:
    view = View(rules=rules)
    again = View(rules=tuple(replace(rule) for rule in rules))
    assert view == again and hash(view.rules) == hash(again.rules)
    visible = see(P, view)
    fresh = stage(P, view, visible)
    start = View()
    restyled = restaged(stage(P, start, visible), P, start, view, visible)
    assert same(fresh, restyled)
    assert same(restaged(restyled, P, view, start, visible), seen())


def test_rules_hide_nothing() -> None:
    assert View(rules=tuple(PLACES)).filters == View().filters
    assert not is_filtered(View(rules=tuple(PLACES)))


def test_the_later_rule_wins_and_the_order_can_change() -> None:
    red, blue = Rule("colour", Fixed("#ff0000")), Rule("colour", Fixed("#0000ff"), Where("class", INVOICE))
    council = node("Town council")
    both = colours(seen(red, blue))
    assert both[council] == "#ff0000" and both[node("Contract 01")] == "#0000ff"
    assert set(colours(seen(*moved((red, blue), 1, 0)))) == {"#ff0000"}
    assert set(colours(seen(*switched((red, blue), 1)))) == {"#ff0000"}


def test_a_range_or_a_value_limits_a_rule() -> None:
    dear = Rule("shape", Fixed("triangle"), Where("amount", None, 39_000, None))
    scene = seen(dear)
    places = np.flatnonzero(scene.shape == SHAPES.index("triangle"))
    assert {P.labels[i] for i in places} == {"Contract 38", "Contract 39"}
    one = seen(Rule("shape", Fixed("triangle"), Where("label", "Contract 07")))
    assert np.flatnonzero(one.shape == SHAPES.index("triangle")).tolist() == [node("Contract 07")]


def test_rules_for_missing_data_change_nothing() -> None:
    strange = (
        Rule("colour", Scale("attribute https://nowhere.example/x", 0, 1, "linear", "lagoon")),
        Rule("colour", Fixed("#ff0000"), Where("class", "https://nowhere.example/C")),
        Rule("size", Scale("measure pagerank", 0, 1, "linear", "", 3, 30)),
        Rule("colour", Categories("class", (("https://nowhere.example/C", "#ff0000"),))),
        Rule("width", Fixed(5.0), Where("predicate", "https://nowhere.example/p"), EDGES),
        Rule("label", Fixed("{attribute https://nowhere.example/x}")),
    )
    scene = seen(*strange)
    assert colours(scene) == colours(seen())
    assert same(replace(scene, palette=PALETTE), seen())


def test_larger_numbers_never_look_smaller() -> None:
    prices = P.amounts
    rows = np.flatnonzero(~np.isnan(prices))
    rows = rows[np.argsort(prices[rows])]
    scene = seen(
        Rule("colour", Scale(PRICE, 1000, 40_000, "linear", "lagoon")),
        Rule("size", Scale(PRICE, 1000, 40_000, "linear", "", 4, 30)),
    )
    steps = sampled("lagoon", len(scene.palette) - len(PALETTE))
    shades = [steps.index(colours(scene)[row]) for row in rows.tolist()]
    assert shades == sorted(shades) and shades[0] == 0 and shades[-1] == len(steps) - 1
    assert (np.diff(scene.radius[rows]) > 0).all()
    # Areas are proportional to numbers.
    assert np.diff(scene.radius[rows] ** 2) == pytest.approx(np.diff(prices[rows]) / 39_000 * (30**2 - 4**2), rel=1e-3)


@given(
    st.sampled_from(CURVES), st.floats(-1e6, 1e6), st.floats(0, 1e6),
    st.lists(st.floats(-2e6, 2e6), min_size=2, max_size=20),
)  # fmt: skip
def test_scales_are_monotonic(curve, low, span, numbers) -> None:
    look = Scale("x", low, low + span, curve)
    shares = along(look, np.sort(np.array(numbers)))
    assert (np.diff(shares) >= 0).all() and shares.min() >= 0 and shares.max() <= 1
    assert np.isnan(along(look, np.array([np.nan])))[0]


@given(st.sampled_from(CURVES), st.floats(0, 1), st.sampled_from([-5.0, 0.0, 0.5]))
def test_a_legend_inverts_the_scale(curve, share, low) -> None:
    look = Scale("x", low, low + 100, curve)
    assert along(look, np.array([at_share(look, share)]))[0] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize("name", TITLES)
def test_palettes_are_even_in_lightness(name) -> None:
    steps = np.diff([lightness(colour) for colour in sampled(name, 21)])
    size = np.abs(steps)
    assert size.max() < 1.25 * size.mean() and size.min() > 0.75 * size.mean()
    turns = int((np.diff(np.sign(steps)) != 0).sum())
    assert turns == (1 if name == "tides" else 0)


def test_many_rules_share_the_palette_and_never_fill_it() -> None:
    rules = [Rule("colour", Scale("degree", 0, i + 1, "linear", "lagoon"), Where("degree", None, i)) for i in range(9)]
    rules += [Rule("colour", Fixed(f"#{i:06x}"), Where("label", f"Contract {i % 40:02}")) for i in range(300)]
    scene = seen(*rules)
    assert len(scene.palette) <= UNCOLOURED and int(scene.colour.max()) < len(scene.palette)


def test_measures_drive_colour_and_size_and_a_new_measure_restyles() -> None:
    def taken(numbers: np.ndarray) -> Measured:
        return Measured(KEY + "pagerank", "PageRank", METRICS["pagerank"].sentence, Values(numbers))

    rule = Rule("size", Scale(KEY + "pagerank", 0, 1, "linear", "", 4, 30))
    first = View(rules=(rule,), measures=(taken(np.linspace(0, 1, P.node_count)),))
    second = first._replace(measures=(taken(np.linspace(1, 0, P.node_count)),))
    visible = see(P, first)
    scene = stage(P, first, visible)
    assert scene.radius[0] == 4 and scene.radius[-1] == 30
    assert restaged(scene, P, first, second, visible).radius[0] == 30
    moved_only = restaged(scene, P, first, first._replace(seed=9), visible)
    assert moved_only.radius is scene.radius


def test_groups_follow_rules_for_all_and_for_their_class() -> None:
    commands = sit_down()
    commands.group_by_class()
    session = commands.session
    session.commit(session.view._replace(rules=(Rule("colour", Fixed("#ff0000"), Where("class", INVOICE)),)), "Red")
    scene = session.scene
    groups = {scene.labels[i].split(" · ")[0]: i for i in range(len(scene)) if scene.ids[i] >= GROUPS_FROM}
    assert scene.palette[scene.colour[groups["Invoice"]]] == "#ff0000"
    others = [scene.palette[scene.colour[i]] for name, i in groups.items() if name != "Invoice"]
    assert others and "#ff0000" not in others


def test_edges_take_colours_and_widths_by_their_relationship() -> None:
    member = next(info for info in P.predicates if info.iri.endswith("memberOf"))
    where = Where("predicate", member.iri)
    scene = seen(
        Rule("colour", Fixed("#00aa00"), where, EDGES), Rule("width", Fixed(4.2), where, EDGES),
        Rule("label", Fixed("{subject} is in {object}"), where, EDGES),
    )  # fmt: skip
    mine = P.predicate[scene.edge_ids] == [info.iri for info in P.predicates].index(member.iri)
    assert {scene.palette[c] for c in scene.edge_colour[mine]} == {"#00aa00"}
    assert set(scene.edge_colour[~mine].tolist()) == {UNCOLOURED}
    assert set(scene.width[mine].tolist()) == {4.0} and 4.0 not in scene.width[~mine]
    assert "Ada Mayor is in Town council" in list(scene.edge_words)


def test_names_by_template_leave_out_missing_values() -> None:
    names = list(seen(Rule("label", Fixed("{label} ({amount})"))).labels)
    assert names[node("Contract 04")] == "Contract 04 (5000)" and names[node("Town council")] == "Town council"
    part = seen(Rule("label", Fixed("{label}!"))).part(np.array([node("Contract 04")]))
    assert list(part.labels) == ["Contract 04!"]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{label} ({date})", "Ofsted (2016)"),
        ("{label} ({nothing})", "Ofsted"),
        ("{label}, born {nothing} in {place}", "Ofsted in Bromley"),
        ("{nothing} – {place}", "Bromley"),
        ("{place} – {nothing}", "Bromley"),
        ("{label} [{nothing}, {place}]", "Ofsted [Bromley]"),
        ("{nothing} only", ""),
        ("{label} (council)", "Ofsted (council)"),
        ("{{{label}}}", "{Ofsted}"),
        ("plain words", "plain words"),
    ],
)
def test_templates(template, text) -> None:
    values = {"label": "Ofsted", "date": "2016", "place": "Bromley"}
    assert filled(template, lambda key: values.get(key, "")) == text


@given(st.text(alphabet="ab {}()[]._!", max_size=30))
def test_a_template_is_parsed_or_refused_in_a_sentence_and_runs_no_code(template) -> None:
    try:
        text = filled(template, lambda key: "{x.__class__}")
    except TemplateError as error:
        assert str(error).endswith(".")
        return
    assert "<class" not in text
    assert keys_of(renamed(template, {})) == keys_of(template)


def test_wrong_rules_cannot_be_made() -> None:
    for wrong in (
        lambda: Rule("speed", Fixed("x")),
        lambda: Rule("width", Fixed(2.0)),
        lambda: Rule("shape", Scale("degree", 0, 1)),
        lambda: Rule("size", Fixed("large")),
        lambda: Rule("colour", Scale("degree", 0, 1, "sideways")),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()


def test_rules_have_sentences() -> None:
    words = RuleWords(P, (Measured(KEY + "pagerank", "PageRank", "", Values(np.ones(P.node_count))),))
    said = [
        (Rule("colour", Scale(KEY + "pagerank", 0.001, 0.12)), "Colour by PageRank, from 0.00100 to 0.120"),
        (
            Rule("colour", Scale("origins", 1.0, 3.0), Where("class", INVOICE)),
            "Colour by number of origins, from 1 to 3, of Invoice",
        ),
        (Rule("colour", Scale("date", 17_000, 17_728)), "Colour by date, from 2016-07-18 to 2018-07-16"),
        (Rule("colour", Fixed("#ff0000"), Where("class", INVOICE)), "Colour of Invoice: #ff0000"),
        (Rule("size", Fixed(8.0), Where("amount", None, 1000, None)), "Size of Amount from 1,000: 8"),
        (Rule("label", Fixed("{label} ({amount})")), "Name of all: “{Label} ({Amount})”"),
        (Rule("width", Fixed(3.0), target=EDGES), "Width of relationships, all relationships: 3"),
        (Rule("shape", Categories("class", ((INVOICE, "diamond"),))), "Shape by class, 1 value"),
    ]
    for rule, sentence in said:
        assert words.sentence(rule) == sentence


def test_the_legend_explains_each_rule_that_is_on() -> None:
    def entries(*rules: Rule):
        view = View(rules=rules)
        return legend_entries(P, see(P, view), view)

    scale = entries(Rule("colour", Scale("amount", 1000, 40_000, "linear", "lagoon")))
    bar = next(entry for entry in scale if entry.bar)
    assert (bar.label, bar.end) == ("1,000", "40,000") and bar.bar[0] == sampled("lagoon", 2)[0]
    assert "Colour by amount" in [entry.label for entry in scale if entry.is_heading]
    bare = int(np.isnan(P.amounts).sum())
    assert f"{bare:,} without a value: unchanged" in [entry.label for entry in scale]
    # Colours vary within classes now, so only shapes tell classes apart.
    assert {entry.swatch.colour for entry in scale if entry.swatch} == {""}
    sizes = next(e for e in entries(Rule("size", Scale("amount", 0, 40_000, "linear", "", 0, 20))) if e.sizes).sizes
    assert [text for _, text in sizes] == ["0", "20,000", "40,000"]
    assert sizes[1][0] == pytest.approx(20 / 2**0.5)
    many = Categories("label", tuple((f"Contract {i:02}", "#000000") for i in range(14)))
    labels = [entry.label for entry in entries(Rule("colour", many))]
    assert "Contract 09" in labels and "Contract 10" not in labels and "4 more" in labels
    red = entries(Rule("colour", Fixed("#ff0000"), Where("class", INVOICE)))
    assert next(entry for entry in red if entry.label == "Invoice").swatch.colour == "#ff0000"
    assert entries(Rule("colour", many, on=False)) == entries()


def test_icons_have_outlines_and_unknown_names_have_none() -> None:
    for name in ICONS:
        assert is_icon(name)
        points = np.array([p[2:] for curve in outline_of(name) for p in curve.pieces])
        assert np.abs(points).max() <= 1.0 and len(points) > 3
    for name in ("no-such-icon", "", "0xf371", 'eye": "0x1'):
        assert not is_icon(name) and outline_of(name) == ()


def test_codes_of_icons_are_those_of_the_typeface():
    codes = json.loads(typeface()[1])
    assert len(codes) > 4000
    assert all(code_of(name) == int(code, 16) for name, code in list(codes.items())[::40])
    scene = seen(Rule("icon", Fixed("user"), Where("class", INVOICE)))
    mine = np.zeros(P.node_count, bool)
    mine[P.class_members[class_id("Invoice")]] = True
    assert scene.icons == ("user",) and np.array_equal(scene.icon == 1, mine)
    assert scene.part(np.array([node("Contract 04")])).icon.tolist() == [1]


def test_a_thousand_restyles_leave_no_memory_behind() -> None:
    import gc
    import tracemalloc

    view = View(hidden_nodes=Nodes())
    visible = see(P, view)
    scene = stage(P, view, visible)

    def restyle(times: int) -> None:
        nonlocal view, scene
        for i in range(times):
            after = view._replace(rules=(Rule("colour", Scale("amount", i, i + 1000.0, "log", "ember")), *PLACES[3:]))
            scene, view = restaged(scene, P, view, after, visible), after

    restyle(50)
    tracemalloc.start()
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    restyle(1000)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 200_000
