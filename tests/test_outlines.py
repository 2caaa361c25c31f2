"""Outlines of nodes show origins like lines do: inside each mark, dashed, dotted, solid or thick, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Curves, Display, Lines, reach
from explorer.pictures.drawing.svg import to_svg
from explorer.pictures.look.legend import as_drawn, legend_entries
from explorer.pictures.look.legend_entry import Stroke
from explorer.pictures.look.style import DARK, DENSITY, LIGHT, SHAPES, Theme
from explorer.pictures.scene.scene import Labels, Scene
from explorer.pictures.scene.staging import stage
from explorer.views.camera import Camera
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.projection import Projection

FOAF = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
EVIDENCE = (
    FOAF
    + """
:d1 a foaf:Document . :d2 a foaf:Document . :d3 a foaf:Document .
:p1 a oa:SpecificResource ; oa:hasSource :d1 . :p2 a oa:SpecificResource ; oa:hasSource :d2 .
:p3 a oa:SpecificResource ; oa:hasSource :d3 .
:none a foaf:Person . :one a foaf:Person ; dcterms:source :p1 . :two a foaf:Person ; dcterms:source :p1, :p2 .
:more a foaf:Person ; dcterms:source :p1, :p2, :p3 . :none :knows :one . :two :knows :more .
"""
)


def _alone(shape: str, origins: list[int] | None, radius: float = 20.0) -> Scene:
    """Nodes of one shape in a row, without edges."""
    count = 3 if origins is None else len(origins)
    no = np.zeros(0, np.int32)
    return Scene(
        ids=np.arange(count, dtype=np.int32),
        xy=np.array([(100.0 * i, 0.0) for i in range(count)], np.float32),
        radius=np.full(count, radius, np.float32),
        shape=np.full(count, SHAPES.index(shape), np.uint8),
        colour=np.arange(count, dtype=np.uint8),
        strong=np.zeros(count, bool),
        pinned=np.zeros(count, bool),
        importance=np.ones(count),
        labels=Labels(("",) * count, np.arange(count)),
        edge_ids=no,
        source=no,
        target=no,
        fan=no.astype(np.float32),
        bend=no.astype(np.float32),
        loop=no.astype(np.uint8),
        support=no.astype(np.int8),
        width=no.astype(np.float32),
        edge_words=Labels((), no),
        origins=None if origins is None else np.array(origins, np.int8),
    )


def _drawn(scene: Scene, theme: Theme = LIGHT, zoom: float = 1.0) -> Display:
    camera = Camera(100.0, 0.0, zoom, 1000, 400)
    return Composer(lambda text, size, bold: (len(text) * size / 2, size)).compose(scene, camera, theme)


def _strokes(display: Display) -> list[Lines | Curves]:
    return [item for item in display.items if isinstance(item, Lines | Curves)]


def _length(items: list[Lines | Curves]) -> float:
    return sum(float(np.hypot(*(item.xy[:, -2:] - item.xy[:, :2]).T).sum()) for item in items)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_an_outline_lies_inside_its_mark_and_never_far_from_the_edge(shape: str, theme: Theme) -> None:
    for level in range(4):
        strokes = _strokes(_drawn(_alone(shape, [level]), theme))
        assert strokes and not any(item.dash for item in strokes)
        ends = np.concatenate([item.xy[:, part] for item in strokes for part in (slice(0, 2), slice(-2, None))])
        away = ends - (400.0, 200.0)
        distance = np.hypot(*away.T)
        edge = reach(shape, *(away / distance[:, None]).T) * 20.0
        square = 1.0 if shape != "square" else 0.85  # of its round corners ``reach`` knows nothing
        assert (distance < edge).all() and (distance > edge * 0.8 * square).all(), (shape, level)


@pytest.mark.parametrize("shape", SHAPES)
def test_dots_cover_less_of_an_outline_than_dashes_and_solid_outlines_all_of_it(shape: str) -> None:
    dots, dashes, solid, thick = (_strokes(_drawn(_alone(shape, [level]))) for level in range(4))
    assert _length(dots) < 0.55 * _length(solid) < _length(dashes) < 0.9 * _length(solid)
    assert {item.width for item in thick} == {2 * item.width for item in solid}


def test_nodes_too_small_to_show_origins_have_no_outline_and_the_picture_says_so() -> None:
    scene = _alone("circle", [0, 1, 2, 3])
    assert "outlines of small nodes" not in _drawn(scene).left_out
    small = _drawn(scene, zoom=0.1)
    assert not _strokes(small) and "outlines of small nodes" in small.left_out
    plain = _drawn(_alone("circle", [-1, -1, -1]), zoom=0.1)
    assert "outlines of small nodes" not in plain.left_out


def test_resources_without_need_of_evidence_and_sources_without_evidence_have_no_outlines() -> None:
    assert not _strokes(_drawn(_alone("star", [-1, -1, -1])))
    assert repr(_drawn(_alone("star", [-1, -1, -1])).items) == repr(_drawn(_alone("star", None)).items)


def _staged(projection: Projection) -> Scene:
    return stage(projection, View(), see(projection, View()))


def _shown(projection: Projection) -> dict[str, int]:
    scene = _staged(projection)
    assert scene.origins is not None
    return {projection.labels[i]: level for i, level in zip(scene.ids.tolist(), scene.origins.tolist())}


def test_outlines_show_the_origins_of_resources_up_to_three(turtle) -> None:
    p = turtle(EVIDENCE + ":some a skos:Concept ; skos:prefLabel 'some' . :one :is :some .")
    assert _shown(p) == {"none": 0, "one": 1, "two": 2, "more": 3, "some": -1}
    only_lines = turtle(":a :knows :b {| dcterms:source :paper |} .")
    assert _staged(only_lines).origins is None and only_lines.has_evidence


def test_the_legend_explains_lines_and_outlines_together(turtle) -> None:
    p = turtle(EVIDENCE)
    entries = legend_entries(p, see(p, View()))
    at = next(i for i, entry in enumerate(entries) if entry.is_heading)
    assert entries[at].label == "Lines and outlines"
    assert [entry.stroke for entry in entries[at + 1 :]] == [Stroke(0), Stroke(1), Stroke(2), Stroke(2, True)]
    assert [entry.resources for entry in entries[at + 1 :]] == [2, 0, 0, 0], "numbers are those of lines"
    shaded = as_drawn(entries, [DENSITY])
    assert [entry.label for entry in shaded if entry.is_heading] == ["Outlines"]
    assert shaded[-1].label == "Lines: too many, drawn as shading" and any(entry.stroke for entry in shaded)
    lines = turtle(":a :knows :b {| dcterms:source :paper |} .")
    entries = legend_entries(lines, see(lines, View()))
    assert not any(entry.is_heading for entry in entries) and entries[-1].stroke == Stroke(1)
    assert not any(entry.stroke for entry in as_drawn(entries, [DENSITY]))


def test_the_legend_of_a_source_without_evidence_says_that_its_lines_are_plain(turtle) -> None:
    p = turtle(":a :knows :b .")
    entries = legend_entries(p, see(p, View()))
    assert [entry.label for entry in entries if entry.swatch is None] == ["No evidence: lines are plain"]
    assert not any(entry.stroke or entry.is_heading for entry in entries)
    lone = turtle(FOAF + ":a a foaf:Person .")
    assert all(entry.swatch for entry in legend_entries(lone, see(lone, View()))), "nothing of it has a line"


def test_an_svg_has_the_outlines_too() -> None:
    def measure(text: str, size: float, bold: bool) -> tuple[float, float]:
        return len(text) * size / 2, size

    with_outline, without = (
        to_svg(_drawn(_alone("hexagon", [level])), "Sans", lambda _words, _bold: None, measure).count(b"<path")
        for level in (1, -1)
    )
    assert with_outline > without == 0
