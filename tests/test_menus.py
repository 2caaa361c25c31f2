"""Menus: short and grouped, explained, with access letters, layouts that suit; keys say why they do nothing."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QStyle

from explorer.actions.table import ACTIONS
from explorer.panels.layout_choices import hierarchy_of, suited_layouts
from explorer.panels.layout_pictures import picture_of
from explorer.views.view import View
from explorer.views.visible import see
from graph.layout import LAYOUTS
from graph.layout.arrange import arrange
from graph.layout.problem import problem
from graph.work.progress import finish
from ui.look.layout_icons import SIZE, layout_icon
from ui.window.letters import access_letters

ROOT = Path(__file__).resolve().parents[1]
MOST, MOST_BETWEEN_RULES = 12, 8


def entries(menu):
    return [action for action in menu.actions() if not action.isSeparator()]


def open_menus(window):
    for menu in (*window.actions_set.menus.values(), *window.actions_set.subs.values()):
        menu.aboutToShow.emit()
        yield menu


def titles(menu):
    return [action.text().replace("&", "").partition("\t")[0] for action in entries(menu)]


def test_menus_are_short_and_grouped(window):
    for menu in open_menus(window):
        groups = [0]
        for action in menu.actions():
            groups = [*groups, 0] if action.isSeparator() else [*groups[:-1], groups[-1] + 1]
        long = menu in window.actions_set.subs.values()
        assert len(entries(menu)) <= (16 if long else MOST), titles(menu)
        assert max(groups) <= (14 if menu.title().strip("&") in ("Panels", "Measure") else MOST_BETWEEN_RULES), titles(
            menu
        )
        assert min(groups) > 0, titles(menu)


def test_every_entry_has_a_letter_of_its_own_and_a_visible_explanation(window):
    for menu in open_menus(window):
        assert menu.toolTipsVisible()
        texts = [action.text().replace("&&", "") for action in entries(menu)]
        letters = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(set(letters)) == len(letters), texts
    for action in ACTIONS:
        assert action.tip or action.title in ("Undo", "Redo"), f"{action.title} is explained"


@given(st.lists(st.text(alphabet="abc dé&", max_size=6), max_size=8))
def test_access_letters_are_letters_and_no_two_are_equal(words):
    found = access_letters(words)
    letters = [word[at].casefold() for word, at in zip(words, found) if at >= 0]
    assert all(letter.isalnum() for letter in letters) and len(set(letters)) == len(letters)
    for word, at in zip(words, found):
        assert at >= 0 or {c for c in word.casefold() if c.isalnum()} <= set(letters)


def test_the_view_menu_has_one_line_for_each_panel_with_its_key(window):
    panels = window.actions_set.subs["View", "Panels"]
    rows = [action.text().replace("&", "") for action in entries(panels)]
    assert "Table\tT" in rows and "Timeline\tD" in rows and "Filters" in rows
    assert not [title for title in titles(window.actions_set.menus["View"]) if title.startswith("Go to")]


def test_a_key_that_can_do_nothing_says_why(window, qtbot):
    window.session.select([])
    qtbot.keyClick(window.canvas, Qt.Key.Key_E)
    assert window.overlay.toast.text == "“Expand” is not available now. Select one resource first: click it."
    window.overlay.toast.clear()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.overlay.toast.text == "“Undo” is not available now. There is nothing to undo."


def test_the_reason_goes_when_the_action_can_be_run(window, qtbot):
    window.session.select([])
    qtbot.keyClick(window.canvas, Qt.Key.Key_S)
    assert "is not available now" in window.overlay.toast.text
    window.session.select([int(window.session.scene.ids[0])])
    assert not window.overlay.toast.text


def test_enter_in_a_date_field_reads_the_date_alone_and_escape_restores_it(window, qtbot):
    field = window.panels.filters.open().dates.low
    window.session.select([])
    field.setFocus()
    before = field.text()
    field.selectAll()
    qtbot.keyClicks(field, "next year")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("wrong") and not window.overlay.toast.text
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == before and not field.property("wrong")


def test_every_action_that_may_be_unavailable_says_why():
    from explorer.actions.action import always

    for action in ACTIONS:
        assert action.enabled is always or len(action.enabled.sentence) > 10, action.id


def test_an_empty_canvas_offers_no_image_and_no_export(window, qtbot):
    window.commands.hide(window.session.visible.drawn.tolist())
    for name in ("file.image", "file.copy-image", "file.export"):
        assert not window.actions_set.by_id[name].isEnabled(), name
    assert window.actions_set.by_id["file.export-all"].isEnabled()
    qtbot.keyClick(window.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "The canvas is empty" in window.overlay.toast.text


# Layouts


def shown(projection):
    return see(projection, View())


def names(projection, **more):
    return [choice.layout for choice in suited_layouts(projection, shown(projection), **more)]


def test_the_menu_offers_the_six_layouts_that_suit_and_the_others_under_more(window):
    menu = window.actions_set.menus["Layout"]
    menu.aboutToShow.emit()
    above = titles(menu)[: titles(menu).index("More layouts")]
    assert len(above) == 6 and all(" – " in title for title in above)
    sizes = {QStyle.PixelMetric.PM_SmallIconSize: SIZE}
    more = window.actions_set.layouts.more
    for each in (menu, more):
        assert {metric: each.style().pixelMetric(metric, None, each) for metric in sizes} == sizes, "pictures, not dots"
    assert sorted(title.partition(" – ")[0].removesuffix(" ✓") for title in (*above, *titles(more))) == sorted(
        layout.title for layout in LAYOUTS.values()
    )
    assert window.top.picker.menu() is menu, "the toolbar offers the same"
    for each in (menu, more):
        keys = [action.shortcut().toString() for action in each.actions()]
        assert keys == sorted(keys, key=lambda key: key or "~"), "the keys stand in their order"
        offered = [action for action in each.actions() if action.icon().isNull() is False]
        assert all(len(action.toolTip()) > 20 for action in offered)


def test_the_layout_in_use_is_marked(window, qtbot):
    window.tasks.layouts.lay_out("circular")
    qtbot.waitUntil(lambda: not window.jobs.tasks)
    window.actions_set.menus["Layout"].aboutToShow.emit()
    every = (*titles(window.actions_set.menus["Layout"]), *titles(window.actions_set.layouts.more))
    assert [title for title in every if title.endswith("✓")] == ["Circular – all on one ring ✓"]
    assert window.top.picker.text() == "Circular"


def test_layouts_suit_by_dates_hierarchy_classes_selection_and_size(turtle):
    plain = turtle(" ".join(f":a{i} :knows :a{i + 1} ." for i in range(9)) + " :a9 :knows :a0 .")
    assert names(plain)[0] == "forceatlas2"
    assert not {"timeline", "hierarchical", "multipartite", "tree"} & set(names(plain))
    dated = turtle(
        " ".join(f':a{i} :knows :a{i + 1} ; :date "201{i}-01-01"^^xsd:date .' for i in range(6)) + ":a6 :knows :a0 ."
    )
    assert "timeline" in names(dated)
    tree = turtle(" ".join(f":a{i} :partOf :a{i // 2} ." for i in range(1, 9)))
    assert "hierarchical" in names(tree)
    assert names(tree)[1] == "tree"
    two_parents = turtle(" ".join(f":a{i} :partOf :a{i // 2}, :a{i // 3} ." for i in range(2, 30)))
    assert "tree" not in names(two_parents)
    woven = turtle(" ".join(f":a{i} :partOf :a{i // 2} ; :knows :a{(i + 7) % 30} ." for i in range(1, 30)))
    assert names(woven)[1] == "tree", "other relationships take nothing from it"
    classes = turtle(" ".join(f":a{i} a :C{i % 3} ; :knows :b{i} ." for i in range(6)))
    assert "multipartite" in names(classes)
    assert "bfs" in names(plain, selected=True) and "bfs" not in names(plain)
    for projection in (plain, dated, tree, classes):
        chosen = suited_layouts(projection, shown(projection))
        assert len(chosen) == len({choice.layout for choice in chosen}) == 6 and all(choice.why for choice in chosen)


def test_a_graph_of_thousands_is_offered_layouts_that_bear_it(large):
    view = View()
    visible = see(large.projection, view)
    chosen = suited_layouts(large.projection, visible)
    assert chosen[0].layout == "multilevel"
    assert all(LAYOUTS[choice.layout].comfortable >= len(visible.drawn) for choice in chosen)


def test_a_hierarchy_has_levels_and_no_way_back(turtle):
    def kind(text):
        p = turtle(text)
        found = hierarchy_of(p, np.arange(p.edge_count, dtype=np.int32))
        return p.predicates[found].iri.rpartition("/")[2] if found >= 0 else ""

    assert kind(" ".join(f":a{i} :partOf :a{i // 2} ." for i in range(2, 9))) == "partOf"
    assert kind(" ".join(f":a{i // 2} :has :a{i} ." for i in range(2, 9))) == "has"
    assert kind(" ".join(f":a{i} :partOf :top ." for i in range(2, 9))) == "", "one level only"
    assert kind(" ".join(f":a{i} :next :a{(i + 1) % 9} ." for i in range(9))) == "", "a ring"
    assert kind(" ".join(f":a{i} :to :a{i // 2}, :a{i // 3} ." for i in range(4, 12))) == "", "two parents"


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_the_small_picture_of_a_layout_is_what_the_layout_draws(name):
    if LAYOUTS[name].available() is not True:
        pytest.skip("this layout is not installed")
    spec = importlib.util.spec_from_file_location("layout_pictures", ROOT / ".ci" / "layout_pictures.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    stored = picture_of(name)
    assert stored is not None and stored.groups == script.GROUPS and stored.edges == script.EDGES
    away = np.abs(np.array(stored.places) - np.array(script.places(name))).max()
    assert away <= 3, "run .ci/layout_pictures.py --write"


def test_small_pictures_are_drawn_in_ink(window):
    for name in LAYOUTS:
        picture = layout_icon(name).pixmap(QSize(44, 28)).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        drawn = sum(picture.pixelColor(x, y).alpha() > 100 for x in range(44) for y in range(28))
        assert drawn > 40, name


def test_columns_by_class_have_the_names_of_the_classes_over_them():
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 3, 40)
    asked = problem(40, rng.integers(0, 40, (60, 2)), groups=groups, group_names=["A", "B", "C"])
    found = finish(arrange("multipartite", asked))
    assert sorted(guide.text for guide in found.guides) == ["A", "B", "C"]
    left = found.positions[:, 0] - asked.boxes[:, 0] / 2
    heads = sorted(found.guides, key=lambda guide: guide.at)
    for guide, after in zip(heads, (*heads[1:], None)):
        own = left[groups == "ABC".index(guide.text)]
        assert guide.axis == "x" and guide.at < own.min(), "the head is at the left of its column"
        assert after is None or own.max() < after.at


def test_context_menus_have_letters_and_explanations(window):
    menu = QMenu(window)
    window.actions_set.fill_context(menu, "Resource")
    menu.aboutToShow.emit()
    assert menu.toolTipsVisible() and all("&" in action.text() for action in entries(menu))


def test_a_long_name_of_a_source_is_shortened_at_its_end_and_whole_in_the_tooltip(window):
    title, name = window.top.title, "The findings of an inspection, and what came of them, in many more words.ttl"
    title.show_name(name)
    short = title.text()
    assert short.endswith("…") and name.startswith(short[:-1].rstrip()) and len(short) > 5
    assert name in title.toolTip() and title.accessibleName() == name
