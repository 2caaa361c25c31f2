"""The time axis of a picture: bars for periods, cuts, and places for what comes in later."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.document import Document
from explorer.files.opening import open_document
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Display, Lines, Text, Triangles
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.style import THEMES, mix
from explorer.pictures.scene.arranging import arrange_scene, taken_over
from explorer.pictures.scene.staging import restaged, stage
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.groups import Group, with_group
from explorer.views.newcomers import with_newcomers
from explorer.views.nodes import Nodes
from explorer.views.time_axis import time_bars
from explorer.views.view import View
from explorer.views.visible import see
from graph.layout.guide import UNDATED
from graph.layout.methods.time_axis import across, axis_in, marked_across
from graph.model.course import course
from graph.model.projection import Projection
from graph.rdf.values import to_days
from graph.work.progress import finish

LIGHT = THEMES["light"]


def measure(text: str, size: float, bold: bool) -> tuple[float, float]:
    return len(text) * size * 0.6, size


def laid_out(projection: Projection, view: View | None = None) -> View:
    """A view in the timeline layout."""
    view = view or View()
    visible = see(projection, view)
    arranged = finish(arrange_scene(projection, view, stage(projection, view, visible), measure, layout="timeline"))
    return taken_over(view, arranged, projection.node_count)


def drawn(projection: Projection, view: View, zoom: float = 1.0) -> tuple[Display, np.ndarray]:
    """The picture of a view, and the places of its nodes in pixels."""
    scene = stage(projection, view, see(projection, view))
    left, top, right, bottom = scene.bounds()
    camera = Camera((left + right) / 2, (top + bottom) / 2, zoom, (right - left) * zoom, (bottom - top) * zoom)
    return Composer(measure).compose(scene, camera, LIGHT, full=True), camera.to_picture(scene.xy)


PERIODS = """
    :money a :Money ; schema:startDate "2016"^^xsd:gYear ; schema:endDate "2018-07"^^xsd:gYearMonth .
    :since a :Finding ; schema:startDate "2012"^^xsd:gYear . :due a :Task ; :notAfter "2016-09-30"^^xsd:date .
    :year a :Report ; dcterms:date "2016"^^xsd:gYear ; :says :none . :none a :Person .
"""


@pytest.fixture
def periods(turtle) -> Projection:
    return turtle(PERIODS)


def node(projection: Projection, name: str) -> int:
    return projection.node_of[f"https://example.org/{name}"]


def place(view: View, day: float) -> float:
    """The place across of an instant."""
    return float(across(axis_in(view.guides), np.array([day]))[0])


def test_a_bar_runs_along_the_period_of_its_node_and_says_what_is_certain(periods):
    view = laid_out(periods)
    bars = time_bars(periods, view.guides, see(periods, view))
    spans, sure = ({name: rows[node(periods, name)].tolist() for name in ("money", "since", "due", "year", "none")}
                   for rows in (bars.spans, bars.sure))  # fmt: skip
    axis = axis_in(view.guides)

    def at(*days: str) -> object:
        return pytest.approx([place(view, to_days(day)) for day in days], abs=0.01)

    assert spans["money"] == at("2016", "2018-08") and sure["money"] == at("2017", "2018-07")
    assert spans["since"] == [place(view, to_days("2012")), pytest.approx(axis[-1].end, abs=0.01)]
    assert sure["since"] == [
        pytest.approx(place(view, to_days("2013")), abs=0.01),
        pytest.approx(axis[-1].end, abs=0.01),
    ]
    assert spans["due"] == pytest.approx([axis[0].start, place(view, to_days("2016-10"))], abs=0.01)
    assert spans["year"] == at("2016", "2017") and np.isnan(sure["year"]).all()
    assert np.isnan(spans["none"]).all()
    opened = {name: bars.is_open[node(periods, name)].tolist() for name in spans}
    assert opened["since"] == [False, True] and opened["due"] == [True, False] and opened["money"] == [False, False]


def test_a_group_has_the_time_of_its_members_and_the_lane_of_most_of_them(turtle):
    p = turtle("""
        :a a :Report ; dcterms:date "2012"^^xsd:gYear . :b a :Report ; dcterms:date "2016"^^xsd:gYear .
        :c a :Report . :other a :Task ; dcterms:date "2020"^^xsd:gYear . :x a :Person . :y a :Person .
        :s a :Task ; schema:startDate "2014"^^xsd:gYear . :t a :Task ; dcterms:date "2010"^^xsd:gYear .
    """)
    groups: tuple[Group, ...] = ()
    for title, names in (("dated", "abc"), ("undated", "xy"), ("open", "st")):
        groups = with_group(groups, title, Nodes([node(p, name) for name in names]), "hand")

    def checked(view: View) -> None:
        visible = see(p, view)
        bars, lanes = time_bars(p, view.guides, visible), {g.text: g for g in view.guides if g.axis == "y"}
        dated, undated, opened = (int(np.searchsorted(visible.drawn, group.id)) for group in groups)
        at = [place(view, to_days(day)) for day in ("2012", "2017")]
        assert bars.spans[dated].tolist() == pytest.approx(at, abs=0.01) and np.isnan(bars.sure[dated]).all()
        assert np.isnan(bars.spans[undated]).all() and bars.is_open[opened].tolist() == [False, True]
        xy = {group.title: group.xy for group in view.groups}
        assert xy["dated"][0] == pytest.approx(sum(at) / 2, abs=0.1)
        assert xy["open"][0] == pytest.approx(place(view, to_days("2010-07-02") + 0.5), abs=0.1)
        for title, lane in (("dated", "Report"), ("undated", UNDATED), ("open", "Task")):
            assert lanes[lane].start <= xy[title][1] <= lanes[lane].end

    view = laid_out(p, View(groups=groups))
    checked(view)
    # The groups come in later.
    before = laid_out(p, View(hidden_nodes=Nodes([node(p, name) for name in "xy"])))
    later = before._replace(groups=groups, hidden_nodes=Nodes())
    checked(with_newcomers(p, later, see(p, later)))
    # A hidden member gives no date.
    less = view._replace(hidden_nodes=Nodes([node(p, "a")]))
    bars = time_bars(p, less.guides, see(p, less))
    spans = bars.spans[int(np.searchsorted(see(p, less).drawn, groups[0].id))].tolist()
    assert spans == pytest.approx([place(less, to_days(day)) for day in ("2016", "2017")], abs=0.01)


def test_no_cut_leaves_out_the_dates_of_what_a_group_holds(turtle):
    days = [f':a{year} a :Report ; dcterms:date "{year}-05-01"^^xsd:date .' for year in range(2000, 2025)]
    p = turtle(" ".join(days) + ' :b a :Task ; dcterms:date "2000-05-20"^^xsd:date .')
    members = Nodes([node(p, f"a{year}") for year in range(2000, 2025)])

    def stretches(view: View) -> int:
        return len(axis_in(laid_out(p, view).guides))

    grouped = View(groups=with_group((), "reports", members, "hand"))
    assert stretches(View()) == stretches(grouped) == 1
    inner = Nodes([node(p, f"a{year}") for year in range(2001, 2024)])
    assert stretches(grouped._replace(hidden_nodes=inner)) == 2, "hidden members fill no time"


def bar_at(display: Display, y: float, thick: float = 7.0) -> list[tuple[float, float, tuple[int, ...]]]:
    """The level strokes of a bar at a height: left, right, colour."""
    return [
        (x0, x1, item.colour)
        for item in display.items
        if isinstance(item, Lines) and item.width == thick
        for x0, y0, x1, y1 in item.xy.tolist()
        if y0 == y1 == pytest.approx(y, abs=0.01)
    ]


def test_the_picture_has_the_bars_and_they_go_with_their_nodes(periods):
    view = laid_out(periods)
    display, xy = drawn(periods, view)
    money = node(periods, "money")
    (left, right, pale), (sure_left, sure_right, full) = bar_at(display, float(xy[money, 1]))
    assert left < sure_left < sure_right < right
    assert xy[money, 0] == pytest.approx((left + sure_left) / 2, abs=0.1), "it began some time in 2016"
    scale = (right - left) / (to_days("2018-08") - to_days("2016"))
    assert sure_left - left == pytest.approx(366 * scale, abs=0.1)
    scene = stage(periods, view, see(periods, view))
    colour = LIGHT.fill(scene.palette[scene.colour[money]])
    assert pale == mix(LIGHT.paper, colour, 0.32) and full == mix(LIGHT.paper, colour, 0.78)
    arrows = sum(len(item.xy) for item in display.items if isinstance(item, Triangles) and item.colour[3] == 255
                 and item.xy.shape[1] == 6 and np.ptp(item.xy[:, [1, 3]]) > 8)  # fmt: skip
    assert arrows >= 2, "since points to the right, not after to the left"
    # Down, and aside: the bar goes along, but its ends stay at their dates.
    moved = view._replace(
        positions=view.positions.moved(np.array([money]), np.array([[500.0, 777.0]]), periods.node_count)
    )
    display, xy = drawn(periods, moved)
    strokes = bar_at(display, float(xy[money, 1]))
    assert [b - a for a, b, _ in strokes] == pytest.approx([right - left, sure_right - sure_left], abs=0.1)


def test_the_undated_are_small_and_apart(periods):
    view = laid_out(periods)
    before, after = (stage(periods, each, see(periods, each)) for each in (View(), view))
    none, year = node(periods, "none"), node(periods, "year")
    assert after.radius[none] == pytest.approx(0.6 * before.radius[none])
    assert after.radius[year] == before.radius[year]
    again = restaged(before, periods, View(), view, see(periods, view))
    assert np.array_equal(again.radius, after.radius) and np.array_equal(again.times.spans, after.times.spans, True)
    lanes = [guide for guide in view.guides if guide.axis == "y"]
    assert lanes[-1].text == UNDATED and lanes[-1].start > lanes[-2].end + 20
    xy = view.positions.of(periods.node_count)
    assert lanes[-1].start < xy[none, 1] < lanes[-1].end


@pytest.mark.skipif(not (SHARED / "cases" / "spans.ttl").exists(), reason="../shared is not here")
def test_a_cut_says_on_the_picture_how_much_it_leaves_out():
    p = finish(open_document([SHARED / "cases" / "spans.ttl"])).projection
    view = laid_out(p)
    for zoom in (0.4, 1.0):
        display, _ = drawn(p, view, zoom)
        texts = [item.text for item in display.items if isinstance(item, Text)]
        assert "1,895 years left out" in texts
    assert "50 BC" in texts and "100" in texts


def test_the_words_of_ticks_never_touch(bromley):
    p = bromley.projection
    view = laid_out(p)
    ticks = {guide.text for guide in view.guides if guide.axis == "x"}
    for zoom in (0.15, 0.3, 0.6, 1.0):
        display, _ = drawn(p, view, zoom)
        said = [item for item in display.items if isinstance(item, Text) and item.y == 18 and item.text in ticks]
        spans = sorted((item.x, item.x + measure(item.text, item.size, False)[0]) for item in said)
        assert spans and all(a[1] + 8 <= b[0] for a, b in pairwise(spans))


def test_the_legend_explains_the_bars(periods):
    view = laid_out(periods)
    visible = see(periods, view)
    said = {entry.label: entry.resources for entry in legend_entries(periods, visible, view)}
    assert said["pale: some time within it"] == 4, "two of them at their ends alone"
    assert said["full: all the time"] == 2 and said["arrow: open on that side"] == 2 and "Bars: when it was" in said
    samples = [entry.period for entry in legend_entries(periods, visible, view) if entry.period]
    assert samples == ["pale", "full", "arrow"]
    assert not any("pale" in entry.label for entry in legend_entries(periods, visible, View()))


def test_the_legend_counts_bars_as_they_are_drawn(turtle):
    p = turtle("""
        :a a :Report ; dcterms:date "2012"^^xsd:gYear . :b a :Report ; dcterms:date "2016"^^xsd:gYear .
        :c a :Report ; dcterms:date "2014"^^xsd:gYear . :d a :Task ; dcterms:date "2018-07-16"^^xsd:date .
        :none a :Person .
    """)

    def said(view: View) -> dict[str, int]:
        entries = legend_entries(p, see(p, view), view)
        return {entry.period: entry.resources for entry in entries if entry.period}

    assert said(laid_out(p)) == {"pale": 3}, "the bar of a day is behind its mark"
    assert said(laid_out(p, View(groups=with_group((), "two", Nodes([node(p, "a"), node(p, "b")]), "hand")))) == {
        "pale": 2
    }, "a group has one bar"
    years = Nodes([node(p, name) for name in "abc"])
    view = laid_out(p)._replace(hidden_nodes=years)
    assert said(view) == {}, "no bar is left"
    assert not any(entry.label.startswith("Bars") for entry in legend_entries(p, see(p, view), view))


def on_their_dates(projection: Projection, view: View) -> None:
    """Every placed node with a date is at its mark in its period, in the lane of its class; the others are undated."""
    xy = view.positions.of(projection.node_count)
    lanes = {guide.text: guide for guide in view.guides if guide.axis == "y"}
    for each in np.flatnonzero(~np.isnan(xy[:, 0])).tolist():
        first, last = projection.periods.spans[each].tolist()
        at = course(projection).marks[each]
        main = projection.node_class[each]
        title = UNDATED if np.isnan(first) else projection.classes[main].label if main >= 0 else "No class"
        assert lanes[title].start <= xy[each, 1] <= lanes[title].end
        if not np.isnan(first):
            assert first <= at <= last
            x = float(marked_across(axis_in(view.guides), np.array([at]))[0])
            assert xy[each, 0] == pytest.approx(x, rel=1e-6, abs=0.05)
    bands = sorted((guide.start, guide.end) for guide in lanes.values())
    assert all(a[1] <= b[0] + 1e-3 for a, b in pairwise(bands)), "lanes do not overlap"
    rates = [(part.end - part.start) / (part.last - part.first) for part in axis_in(view.guides)]
    assert rates == pytest.approx(rates[:1] * len(rates), rel=1e-4)


def test_what_comes_in_later_goes_to_its_own_date_and_lane(turtle):
    p = turtle(PERIODS + """
        :later a :Report ; dcterms:date "2021-05"^^xsd:gYearMonth . :early a :War ; dcterms:date "1914"^^xsd:gYear .
        :between a :Money ; schema:startDate "2017"^^xsd:gYear ; schema:endDate "2017"^^xsd:gYear .
    """)  # fmt: skip
    late = [node(p, name) for name in ("later", "early", "between", "none", "due")]
    view = laid_out(p, View(hidden_nodes=Nodes(late)))
    on_their_dates(p, view)
    before = view.positions.of(p.node_count).copy()
    for some in (late[2:3], late[:1], late[1:2], late[3:], []):
        hidden = view.hidden_nodes - Nodes(some)
        view = with_newcomers(
            p, view._replace(hidden_nodes=hidden), see(p, view._replace(hidden_nodes=hidden)), (9.0, 9.0)
        )
        on_their_dates(p, view)
    assert not np.isnan(view.positions.of(p.node_count)).any()
    assert len(axis_in(view.guides)) == 2, "nothing is known between 1914 and 2012, so the axis is cut there"
    placed = ~np.isnan(before[:, 0])
    order = np.argsort(before[placed, 0], kind="stable")
    assert (np.diff(view.positions.of(p.node_count)[placed, 0][order]) >= 0).all()


def test_a_class_that_is_shown_again_comes_to_its_dates_in_one_step(bromley):
    p = bromley.projection
    session = Session(bromley)
    commands = Commands(session)
    commands.reset_filters()
    view = laid_out(p, session.view._replace(hidden_nodes=Nodes(np.flatnonzero(p.node_class == 0).tolist())))
    session.commit(view, "Lay out")
    session.commit(session.view._replace(hidden_nodes=Nodes()), "Show")
    on_their_dates(p, session.view)
    assert len(session.visible.nodes) == p.node_count


dates = st.lists(
    st.tuples(st.integers(1, 3000), st.sampled_from(["d", "y", "since", "until", "none"]), st.booleans()),
    min_size=2, max_size=12,
)  # fmt: skip


@settings(max_examples=40)
@given(dates)
def test_whatever_comes_in_everything_stays_on_its_date(turtle_of, rows):
    said = {
        "d": lambda y: f'dcterms:date "{y:04d}-03-05"^^xsd:date', "y": lambda y: f'dcterms:date "{y:04d}"^^xsd:gYear',
        "since": lambda y: f'schema:startDate "{y:04d}"^^xsd:gYear',
        "until": lambda y: f':notAfter "{y:04d}"^^xsd:gYear', "none": lambda y: ":x 1",
    }  # fmt: skip
    p = turtle_of("\n".join(f":n{i} a :C{i % 3} ; {said[kind](year)} ." for i, (year, kind, _) in enumerate(rows)))
    late = Nodes([node(p, f"n{i}") for i, (_, _, comes) in enumerate(rows) if comes])
    if len(set(late)) == len(rows):
        return
    view = laid_out(p, View(hidden_nodes=late))
    if not axis_in(view.guides):
        return
    on_their_dates(p, view)
    view = with_newcomers(p, view._replace(hidden_nodes=Nodes()), see(p, view._replace(hidden_nodes=Nodes())))
    on_their_dates(p, view)


@pytest.fixture(scope="module")
def turtle_of():
    """Turtle to a projection, for tests of many examples."""
    from graph.model.build import project
    from graph.reading.read import read_bytes

    head = """
    @prefix : <https://example.org/> . @prefix schema: <https://schema.org/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    """
    return lambda text: finish(project(read_bytes((head + text).encode(), "test.ttl").quads))


def test_an_axis_of_dates_of_saying_keeps_them(bromley: Document):
    p = bromley.projection
    view = laid_out(p, View(clock="said"))
    report = p.labels.index("Significant deterioration since 2012")
    x = float(view.positions.of(p.node_count)[report, 0])
    at = (to_days("2016-05-05") + to_days("2017")) / 2
    assert x == pytest.approx(place(view, at), abs=0.05), "it was said some time after the inspection, in 2016"
    happened = time_bars(p, view._replace(clock="happened").guides, see(p, view))
    start = pytest.approx(place(view, to_days("2016-05-05")), abs=0.05)
    assert happened.spans[report, 0] == start, "the bars stay with the clock of the axis"
    said = [entry.label for entry in legend_entries(p, see(p, view), view)]
    assert "Bars: when it was said" in said


def test_no_name_stands_on_a_bar(bromley):
    p = bromley.projection
    view = bromley.named_views[2].view
    display, _ = drawn(p, view, 0.8)
    bars = [stroke for item in display.items if isinstance(item, Lines) and not item.dash and item.width > 2
            for stroke in item.xy.tolist() if stroke[1] == stroke[3]]  # fmt: skip
    names = [item for item in display.items if isinstance(item, Text) and not item.angle]
    assert len(bars) > 12 and len(names) > 20
    for item in names:
        width, _ = measure(item.text, item.size, item.bold)
        left = item.x - {"start": 0, "middle": width / 2, "end": width}[item.anchor]
        for x0, y, x1, _ in bars:
            assert not (left < x1 and x0 < left + width and item.y - item.size * 0.6 < y < item.y), item.text


def test_names_stand_at_the_ends_of_their_bars_or_below_them(bromley):
    p, view = bromley.projection, bromley.named_views[2].view
    display, xy = drawn(p, view, 0.8)
    scene = stage(p, view, see(p, view))
    labels, found = list(scene.labels), 0
    for item in display.items:
        named = [i for i, label in enumerate(labels) if isinstance(item, Text) and label.startswith(item.text)]
        if len(named) == 1 and scene.times.is_seen[named[0]]:
            found += 1
            assert item.y > xy[named[0], 1] - 10, f"{item.text} is below or beside"
    assert found > 8
    i = labels.index("£7.25m extra")
    end = xy[i, 0] + (scene.times.spans[i, 1] - scene.xy[i, 0]) * 0.8
    name = next(item for item in display.items if isinstance(item, Text) and item.text == labels[i])
    assert name.anchor == "start" and end < name.x < end + 10 and abs(name.y - xy[i, 1]) < 10
