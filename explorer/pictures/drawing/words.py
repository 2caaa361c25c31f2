"""Words in a frame: titles of guides, names and cards of nodes, words along edges, without overlaps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.drawing.display import Item, Lines, Panel, Text
from explorer.pictures.drawing.frame import FIXED, Frame
from explorer.pictures.drawing.labels import Spot
from explorer.pictures.drawing.name_places import keep_clear
from explorer.pictures.drawing.names import NAMES_FROM, Lit, writing_names
from explorer.pictures.drawing.strokes import points_on
from explorer.pictures.look.style import Colour, mix
from graph.arrays.types import Mask
from graph.layout.guide import UNDATED, Guide
from graph.named import NamedTuple

PREDICATES_FROM = 0.95
"""Zoom from which words along edges are drawn."""
_FEW_PREDICATES, _FEW_FROM = 40, 0.4
"""Up to so many edges in sight have their words from this lower zoom, where the edges are long enough."""
_RARE = 2
"""Words on at most so many edges in sight tell these from the others."""
_MOST_PREDICATES, _MOST_APART, _MOST_CHOSEN = 400, 120, 40
_SHARES, _OUTER_SHARES = (0.5, 0.36, 0.64, 0.26, 0.74), (0.43, 0.57, 0.18, 0.82)
_GUIDE_SIZE = 12.0
_GUIDES_APART = 10.0
"""Room after the words of a guide, in pixels, so that the ticks of an axis never touch."""
_NO_DATE, _GROUND = f"{UNDATED}: places here say no date", 0.1
"""The heading of the lane of the undated where other lanes have dates, and the tone of its ground."""
_HEAD = 24.0
"""Height of the strip with the words of an axis, in pixels; no lane begins with a line in it."""
_STEP = 80
_BESIDE = 3.0
"""Pixels between a line and the words beside it."""
_THICK = 1.8
"""Lines of this width and more are interrupted under their words."""


def draw_guides(frame: Frame) -> None:
    """Draw the axis and lanes of a timeline, behind everything else."""
    faint = mix(frame.theme.paper, frame.theme.quiet, 0.22)
    ink = mix(frame.theme.paper, frame.theme.quiet, 0.85)
    camera = frame.camera
    parts = frame.ticks_down()
    drawn = [guide for guide in frame.scene.guides if guide.axis != "t"]
    head = _HEAD if any(guide.axis == "x" for guide in drawn) else 0.0
    words = []
    has_dates, skipped = len(drawn) > 1, _skipped_ticks(frame)
    for guide in drawn:
        across = guide.axis == "y"
        at = guide.start if across else guide.at
        if across:
            y = (at - camera.y) * camera.zoom + camera.height / 2
            lines, spot = [(0.0, y, camera.width, y)], (8.0, y + 16)
        else:
            x = (at - camera.x) * camera.zoom + camera.width / 2
            lines, spot = [(x, top, x, bottom) for top, bottom in parts], (x + 4, 18.0)
        if across and has_dates and guide.text == UNDATED:
            tone = mix(frame.theme.paper, frame.theme.quiet, _GROUND)
            frame.items.append(Panel(0.0, y, camera.width, (guide.end - at) * camera.zoom, tone, None, 0.0))
        elif not (across and y < head):
            frame.items.append(Lines(np.array(lines, np.float32), faint, 1.0))
        if guide not in skipped:
            words.append((spot, _NO_DATE if has_dates and guide.text == UNDATED else guide.text, across))
    for spot, text, across in words:
        width, _ = frame.measure(text, _GUIDE_SIZE, across)
        rect = (spot[0], spot[1] - 12, spot[0] + width + _GUIDES_APART, spot[1] + 4)
        if frame.taken.is_free(rect):
            frame.taken.take(rect, FIXED)
            frame.items.append(Text(*spot, text, _GUIDE_SIZE, ink, "start", across, halo=frame.theme.paper))


def _skipped_ticks(frame: Frame) -> list[Guide]:
    """The ticks without their words: all but those of whole years, where the words of all do not fit."""
    guides = frame.scene.guides
    found = sorted((guide for guide in guides if guide.axis == "x"), key=lambda guide: guide.at)
    widths = [frame.measure(guide.text, _GUIDE_SIZE, False)[0] + _GUIDES_APART for guide in found]
    zoom = frame.camera.zoom
    fit = all((two.at - one.at) * zoom >= width for (one, two), width in zip(pairwise(found), widths))
    others = [guide for guide in found if not guide.text.startswith("Jan ")]
    # Each stretch of an axis with cuts needs a date of its own.
    is_cut = sum(guide.axis == "t" for guide in guides) > 1
    return [] if fit or is_cut or len(others) + 2 > len(found) else others


def writing_words(frame: Frame) -> Iterator[None]:
    """Write names of nodes, then words along edges, in steps of a few words, so that a window can react between.

    Where they are few, words of loops and parallel edges, which only their words tell apart, come before all names, and
    words of what is selected before the names that fade.
    """
    keep_clear(frame, np.flatnonzero(frame.sight))
    apart = np.flatnonzero(_only_words_tell_apart(frame)) if frame.camera.zoom >= NAMES_FROM else np.empty(0, np.int64)
    written = np.zeros(len(frame.scene.source), bool)
    first = _written_apart(frame, apart, written)
    chosen = np.flatnonzero(frame.lit & frame.edge_sight) if frame.emphasis else np.empty(0, np.int64)
    if len(chosen) > _MOST_CHOSEN:
        chosen = chosen[:0]
    chosen = chosen[~written[chosen]]

    def write_lit() -> Lit:
        lit = written.copy()
        items = _written_apart(frame, chosen, lit, beside=True)
        return Lit(items, chosen[lit[chosen]], bool(lit[chosen].all()))

    lit = yield from writing_names(frame, write_lit)
    written[lit.rows] = True
    frame.taken.give_back()
    frame.items += first
    yield from _writing_predicates(frame, written)
    missing = int(np.count_nonzero(frame.edge_sight & ~written))
    if missing:
        frame.leave_out(f"{missing:,} relationship name{'' if missing == 1 else 's'}")


def _only_words_tell_apart(frame: Frame) -> Mask:
    """True for loops in sight and for edges in sight that share both ends with another; none where they are many."""
    scene = frame.scene
    found = frame.edge_sight & ((scene.loop > 0) | (scene.fan != 0))
    if not 0 < np.count_nonzero(found) <= _MOST_APART:
        return np.zeros(len(scene.source), bool)
    # The middle one of three parallel edges has no fan.
    pairs = np.minimum(scene.source, scene.target) * np.int64(len(scene)) + np.maximum(scene.source, scene.target)
    return np.asarray(frame.edge_sight & np.isin(pairs, pairs[found]))


def _written_apart(frame: Frame, rows: NDArray[np.int64], written: Mask, *, beside: bool = False) -> list[Item]:
    """The words of some edges: along those that are long enough, level over the others, or ``beside`` them.

    Where the lines lie close, the words stand at different shares of their way.
    """
    out: list[Item] = []
    size = _size(frame)
    sides, shares = ((0, 1, -1), (*_SHARES, *_OUTER_SHARES)) if beside else ((0,), _SHARES)
    for aside, share in ((aside, share) for aside in sides for share in shares):
        rows = rows[~written[rows]]
        if not len(rows):
            break
        every = _along(frame, rows, size, share, level=True, aside=aside)
        fitting = [place for place, chain in _chains(frame, every, size) if frame.taken.take_chain(chain, FIXED)]
        written[every.rows[fitting]] = True
        for lit in (True, False):
            alike = [place for place in fitting if frame.lit[every.rows[place]] == lit]
            out += _texts(frame, every, alike, size, _colour(frame, lit))
    return out


def _size(frame: Frame) -> float:
    return float(round(10.0 * frame.text_scale))


def _colour(frame: Frame, lit: bool) -> Colour:
    if lit:
        return frame.theme.ink
    colour = mix(frame.theme.edge, frame.theme.quiet, 0.75)
    return frame.theme.faded(colour, 0.6) if frame.emphasis else colour


def _writing_predicates(frame: Frame, written: Mask) -> Iterator[None]:
    """Write words along edges that are long enough: at any zoom for edges that stand out, at high zoom for others.

    Where few edges are in sight, their words crowd nothing, and stand there at a lower zoom too; among more of them the
    rarest do, since they say most.
    """
    few = np.count_nonzero(frame.edge_sight) <= _FEW_PREDICATES
    straight = frame.scene.loop == 0
    size = _size(frame)
    for lit in (True, False):
        if not lit and frame.camera.zoom < _FEW_FROM:
            continue
        wanted = straight & (frame.lit == lit) & frame.edge_sight & ~written
        if not lit and not few and frame.camera.zoom < PREDICATES_FROM:
            wanted &= _rare(frame)
        rows = np.flatnonzero(wanted)
        if not len(rows):
            continue
        rows = rows if frame.full else rows[:_MOST_PREDICATES]
        # A name, or the number on a line, can take the middle, and the words then stand beside it.
        tries_more = frame.full or len(rows) <= _MOST_APART or frame.scene.numbers is not None
        for share in _SHARES if tries_more else _SHARES[:1]:
            along = _along(frame, rows[~written[rows]], size, share)
            fitting: list[int] = []
            for count, (place, chain) in enumerate(_chains(frame, along, size)):
                if frame.taken.take_chain(chain):
                    fitting.append(place)
                if count % _STEP == 0:
                    yield
            frame.items += _texts(frame, along, fitting, size, _colour(frame, lit))
            written[along.rows[fitting]] = True


def _rare(frame: Frame) -> Mask:
    """True for edges in sight that share their words with few others; none among very many."""
    rows = np.flatnonzero(frame.edge_sight)
    out = np.zeros(len(frame.scene.source), bool)
    if len(rows) <= _MOST_PREDICATES:
        words = [frame.scene.edge_words[row] for row in rows.tolist()]
        times = Counter(words)
        out[rows[np.array([times[word] <= _RARE for word in words], bool)]] = True
    return out if np.count_nonzero(out) <= _FEW_PREDICATES else np.zeros_like(out)


class _Along(NamedTuple):
    """Words along edges ``rows`` (k,): places in ``middle`` (k, 2) and sizes in pixels, angles in degrees.

    ``slant`` (k, 2) is the cosine and sine of the angle, ``thick`` (k,) the width of the edge.
    """

    rows: NDArray[np.int64]
    texts: list[str]
    middle: NDArray[np.float64]
    width: NDArray[np.float64]
    angle: NDArray[np.float64]
    slant: NDArray[np.float64]
    thick: NDArray[np.float32]


def _along(
    frame: Frame, rows: NDArray[np.int64], size: float, share: float = 0.5, *, level: bool = False, aside: int = 0
) -> _Along:
    """The places of the words of some edges; edges that are too short for theirs are left out, or get theirs level.

    With ``aside``, 1 or -1, all are level and stand at one side of their edge or at the other.
    """
    scene = frame.scene
    texts = [scene.edge_words[row] for row in rows.tolist()]
    widths = {text: frame.measure(text, size, False)[0] for text in set(texts)}
    width = np.array([widths[text] for text in texts])
    source, target = scene.source[rows], scene.target[rows]
    start, end = frame.xy[source].astype(np.float64), frame.xy[target].astype(np.float64)
    delta = end - start
    # Functions of the standard library give the same digits on every machine, those of NumPy do not.
    length = np.array(list(map(math.hypot, *delta.T.tolist())))
    before, after = length * share - frame.radius[source], length * (1 - share) - frame.radius[target]
    fits = width / 2 + 6 <= np.minimum(before, after) if share != 0.5 else width + 12 <= before + after
    kept = np.arange(len(rows)) if level else np.flatnonzero(fits)
    middle = points_on(frame, rows[kept], share)
    if aside:
        fits[:] = False
        across = np.stack((-delta[:, 1], delta[:, 0]), axis=1) / np.maximum(length, 1e-6)[:, None]
        reach = np.abs(across[:, 0]) * width / 2 + np.abs(across[:, 1]) * size * 0.6 + _BESIDE
        middle = middle + aside * reach[:, None] * across
    delta, width = np.where(fits[:, None], delta, (1.0, 0.0))[kept], width[kept]
    turn = np.degrees(list(map(math.atan2, delta[:, 1].tolist(), delta[:, 0].tolist())))
    upside_down = (turn > 90) | (turn <= -90)
    turn[upside_down] += np.where(turn[upside_down] <= 0, 180, -180)
    angles = np.radians(turn).tolist()
    slant = np.array([list(map(math.cos, angles)), list(map(math.sin, angles))]).T
    thick = scene.width[rows[kept]]
    texts = [texts[place] for place in kept.tolist()]
    return _Along(rows[kept], texts, middle, width, turn, slant, thick)


def _chains(frame: Frame, along: _Along, size: float) -> Iterator[tuple[int, list[Spot]]]:
    """The place of each slanted word within the picture, as a chain of small squares, with its row in ``along``."""
    half, last = size * 0.6, np.maximum((along.width / size).astype(np.int64), 1)
    ends = np.cumsum(last + 1)
    word = np.repeat(np.arange(len(last)), last + 1)
    place = np.arange(len(word)) - (ends - last - 1)[word]
    share = -1 + 2 * place / last[word]
    middle = along.middle[word] + (along.slant * along.width[:, None] / 2)[word] * share[:, None]
    squares = np.concatenate((middle - half, middle + half), axis=1)
    cut = np.bincount(word[~frame.taken.holds(squares)], minlength=len(last)) > 0
    spots = frame.taken.spots(squares)
    for row in np.flatnonzero(~cut).tolist():
        yield row, spots[ends[row] - last[row] - 1 : ends[row]]


def _texts(frame: Frame, along: _Along, fitting: list[int], size: float, colour: Colour) -> list[Item]:
    """The words that found room, over gaps in thick lines."""
    middle, slant = along.middle[fitting], along.slant[fitting]
    thick = along.thick[fitting]
    # A thick line would show between the letters, as dark as they are.
    reach = slant * (along.width[fitting] / 2 + 3)[:, None]
    spans = np.concatenate((middle - reach, middle + reach), axis=1).astype(np.float32)
    widths = dict.fromkeys(thick[thick > _THICK].tolist())
    gaps = [Lines(spans[thick == width], frame.theme.paper, width + 2.0) for width in widths]
    x, y = (middle + slant[:, ::-1] * (-size * 0.34, size * 0.34)).T.tolist()
    halo, texts = frame.theme.paper, along.texts
    words = [
        Text(at_x, at_y, texts[place], size, colour, "middle", False, angle, halo)
        for at_x, at_y, place, angle in zip(x, y, fitting, along.angle[fitting].tolist())
    ]
    return [*gaps, *words]
