"""Colour by anything: every resource it speaks of is coloured, in hues that no class has in the same picture."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.document import Document
from explorer.files.opening import open_document
from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.conditions import Reading
from explorer.pictures.look.hues import ALIKE, apart, free_colours, hue_of, is_like_any
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.palettes import BARE, CATEGORIES, OTHERS, of_oklch, oklab, sampled
from explorer.pictures.look.style import DARK, LIGHT, Colour, Theme
from explorer.pictures.look.swatches import class_swatches
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.groups import by_number
from explorer.views.measures import Measured, Values
from explorer.views.rules import NODES, Categories, Rule, Scale, Where
from graph.model.linked_columns import Step, path_key
from graph.rdf.terms import CB
from graph.work.progress import finish

POLARITY = path_key(Step(CB + "polarity"))
FINDING = CB + "Finding"


@pytest.fixture
def session() -> Session:
    """Bromley, all of it shown, without rules."""
    session = Session(finish(open_document(["bromley"])))
    commands = Commands(session)
    commands.reset_filters()
    commands.style.clear()
    return session


def colours(session: Session) -> np.ndarray:
    scene = session.scene
    return np.array(scene.palette)[scene.colour]


def test_whatever_a_picture_is_coloured_by_no_colour_of_a_class_is_left_and_each_value_has_one(session):
    commands, p = Commands(session), session.projection
    subjects = commands.style.proposer.subjects(NODES)
    assert {"class", "degree", "date", POLARITY} <= {subject.key for subject in subjects}
    for subject in subjects:
        assert commands.style.by("colour", subject.key)
        rule, drawn = session.view.rules[-1], colours(session)
        valued = Reading(p, (), NODES).valued(subject.key)[session.scene.ids]
        if subject.has_numbers:
            valued = ~np.isnan(Reading(p, (), NODES).numbers(subject.key))[session.scene.ids]
        assert (drawn[~valued] == BARE).all() and (drawn[valued] != BARE).all()
        if isinstance(rule.look, Categories):
            assert set(drawn[valued]) <= {*(one for _, one in rule.look.looks), OTHERS}
        entries = legend_entries(p, session.visible, session.view, most=99)
        if subject.key == "class":
            assert {entry.swatch.colour for entry in entries if entry.swatch} == set(drawn)
            continue
        words = [entry.words for entry in entries]
        bare = int(np.count_nonzero(~valued))
        assert (f"{bare:,} without a value" in words) == (bare > 0)
        named = {one for _, one in rule.look.looks} if isinstance(rule.look, Categories) else set()
        others = int(np.count_nonzero(drawn == OTHERS))
        assert OTHERS in named or (f"{others:,} with other values" in words) == (others > 0)


def test_the_colours_for_one_class_are_those_of_no_other_class(session):
    commands, p = Commands(session), session.projection
    commands.only("classes", next(i for i, c in enumerate(p.classes) if c.iri == FINDING), "Finding", range(-1, 99))
    commands.toggle("classes", next(i for i, c in enumerate(p.classes) if c.label == "Person"), "Person")
    rule = commands.style.proposer.by("colour", POLARITY, NODES, Where("class", FINDING))
    commands.style.add(rule)
    person = class_swatches(p)[next(i for i, c in enumerate(p.classes) if c.label == "Person")].colour
    assert len(rule.look.looks) == 2 and not any(is_like_any(one, [person]) for _, one in rule.look.looks)
    words = [entry.words for entry in legend_entries(p, session.visible, session.view)]
    assert "Classes have these hues too: no other hues are free" not in words
    clash = Rule("colour", Categories(POLARITY, ((CB + "critical", person),)), Where("class", FINDING))
    commands.style.change(0, clash)
    words = [entry.words for entry in legend_entries(p, session.visible, session.view)]
    assert "Classes have these hues too: no other hues are free" in words


def test_bromley_shows_praise_and_blame_in_two_hues_of_no_class_from_the_start(bromley):
    look = bromley.first_look
    entries = legend_entries(bromley.projection, look.visible, look.view)
    shown = {entry.label: entry.swatch for entry in entries if entry.label in ("critical", "positive")}
    assert {swatch.shape for swatch in shown.values()} == {"square"}
    praise, blame = (hue_of(shown[label].colour) for label in ("positive", "critical"))
    assert apart(praise, blame) > 60
    assert not any("these hues" in entry.label for entry in entries)


def test_a_later_rule_for_everything_leaves_the_earlier_one_out_of_the_legend(session):
    commands = Commands(session)
    commands.style.add(Rule("colour", Categories(POLARITY, ((CB + "critical", "#b8405e"),)), Where("class", FINDING)))
    commands.style.by("colour", "degree")
    headings = [e.label for e in legend_entries(session.projection, session.visible, session.view) if e.is_heading]
    assert headings == ["Colour by number of relationships", "Lines and outlines"]
    commands.style.switch(1)
    headings = [e.label for e in legend_entries(session.projection, session.visible, session.view) if e.is_heading]
    assert headings == ["Finding by polarity", "Lines and outlines"]


def test_the_legend_leaves_out_what_a_later_rule_colours_and_counts_only_what_is_left(session):
    def said() -> list[str]:
        return [entry.words for entry in legend_entries(session.projection, session.visible, session.view)]

    commands, where = Commands(session), Where("class", FINDING)
    critical, positive = ((CB + word, colour) for word, colour in (("critical", "#b8405e"), ("positive", "#208040")))
    commands.style.add(Rule("colour", Categories(POLARITY, (critical, positive)), where))
    assert "Finding by polarity" in said()
    commands.style.add(Rule("colour", Scale("origins", 1, 1, "linear", "lagoon"), where))
    words = said()
    assert "Finding by polarity" not in words and "critical" not in words, "no finding has these colours now"
    commands.style.change(1, Rule("colour", Categories(POLARITY, (critical,)), where))
    assert {"critical", "positive"} <= set(said()), "the later rule says nothing of praise"


def test_a_scale_of_one_value_is_one_colour_in_the_legend_and_not_a_bar(session):
    commands, where = Commands(session), Where("class", FINDING)
    commands.style.add(Rule("colour", Scale("origins", 1, 1, "linear", "lagoon"), where))
    entries = legend_entries(session.projection, session.visible, session.view)
    one = next(entry for entry in entries if entry.label == "1")
    assert one.swatch.colour == sampled("lagoon", 2)[-1] and not any(entry.bar for entry in entries)


def test_a_group_of_one_community_keeps_its_colour_and_is_named_by_what_it_holds(turtle):
    p = turtle(":a :to :b, :c . :b :to :c . :d :to :e, :f . :e :to :f . :f :to :a . :g :to :a .")
    session = Session(Document(None, p))
    commands = Commands(session)
    names = [iri.rsplit("/", 1)[-1] for iri in p.iris]
    number = np.array([{"a": 1, "b": 1, "c": 1, "g": np.nan}.get(name, 2) for name in names], float)
    commands.measure(Measured("measure communities", "Communities", "", Values(number)))
    commands.style.by("colour", "measure communities")
    before = dict(zip(names, colours(session).tolist()))
    assert before["g"] == BARE and before["a"] == before["b"] != before["d"] == before["e"]
    commands.group_by_number(number - 1, "Community")
    titles = {session.title_of(drawn): colour for drawn, colour in zip(session.scene.ids.tolist(), colours(session))}
    assert titles["Community 1: a, b"] == before["a"] and titles["Community 2: f, d"] == before["d"]
    commands.open_groups()
    commands.group([p.node_of["https://example.org/a"], p.node_of["https://example.org/d"]], "Mixed")
    mixed = next(i for i, drawn in enumerate(session.scene.ids.tolist()) if session.title_of(drawn) == "Mixed")
    assert colours(session)[mixed] == BARE, "a group of several values has no one colour"


@given(st.lists(st.sampled_from(CATEGORIES), max_size=6), st.integers(0, 14))
@settings(deadline=None, max_examples=60)
def test_free_colours_are_apart_from_those_in_use_and_from_one_another(used, count):
    free = free_colours(count, used)
    assert len(free) <= count and not any(is_like_any(colour, used) for colour in free)
    hues = [hue_of(colour) for colour in free]
    assert None not in hues and all(apart(a, b) >= ALIKE for a, b in combinations(hues, 2))
    if not used:
        assert len(free) == count or count > 360 / ALIKE / 2


def test_a_colour_and_its_place_oklab_are_inverse():
    assert hue_of("#808080") is None and hue_of("#ffffff") is None
    for colour in CATEGORIES:
        lightness, a, b = oklab((colour,))[0].tolist()
        again = of_oklch(lightness, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a))))
        assert max(abs(int(again[i : i + 2], 16) - int(colour[i : i + 2], 16)) for i in (1, 3, 5)) <= 1


def test_the_name_of_a_community_leaves_room_for_the_number_of_its_members(turtle):
    long = "A name that is longer than any line of a picture"
    p = turtle(f":a skos:prefLabel '{long}' ; :to :b, :c . :d skos:prefLabel 'Short one' ; :to :e, :f .")
    number = np.array([float(p.iris[n].rsplit("/", 1)[-1] in "def") for n in range(p.node_count)])
    titles = [group.title for group in by_number(p, (), np.arange(p.node_count, dtype=np.int32), number, "Community")]
    assert sorted(titles) == ["Community 1: A name that is longer than…", "Community 2: Short one, e"]


def _luminance(colour: Colour) -> float:
    """The relative luminance of a colour by WCAG 2.2."""
    parts = [x / 255 for x in colour[:3]]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: Colour, two: Colour) -> float:
    dark, light = sorted((_luminance(one), _luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_faded_colours_are_seen_and_told_apart_and_stay_behind_the_others(bromley: Document, theme: Theme) -> None:
    look = bromley.first_look
    entries = legend_entries(bromley.projection, look.visible, look.view)
    swatches = {entry.label: entry.swatch.colour for entry in entries if entry.swatch is not None}
    fills = [theme.fill(colour) for colour in dict.fromkeys((*PALETTE, *swatches.values())) if colour]
    for fill in fills:
        faded, full = _contrast(theme.faded(fill), theme.paper), _contrast(fill, theme.paper)
        assert faded >= (1.4 if theme is DARK else 1.1), "it is seen on the paper"
        assert faded - 1 < 0.5 * (full - 1), "it stands behind what is not faded"
    critical, positive = (theme.faded(theme.fill(swatches[name])) for name in ("critical", "positive"))
    lab = oklab(tuple(f"#{bytes(colour[:3]).hex()}" for colour in (critical, positive)))
    assert np.hypot(*(lab[0] - lab[1])[1:]) >= 0.08, "the two hues are told apart"
