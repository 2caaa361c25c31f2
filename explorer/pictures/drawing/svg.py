"""SVG 1.1 of a display list: words are outlines, which look alike in every viewer, under text that can be copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from explorer.pictures.drawing.display import (
    Curves,
    Density,
    Display,
    Icons,
    Letter,
    Lines,
    Marks,
    Panel,
    Text,
    Triangles,
    outline,
)
from explorer.pictures.look.style import Colour
from explorer.pictures.scene.label_lines import Measure

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FALLBACK = "sans-serif"


Outlines = Callable[[str, bool], "Sequence[Letter] | None"]


def to_svg(display: Display, family: str, outlines: Outlines, measure: Measure, title: str = "") -> bytes:
    """The SVG document. ``outlines`` gives the letters of a text, regular or bold, or None if they have no outlines.

    Over the outlines lies the text itself, invisible, to be selected, searched and read aloud. Each text states its
    length, so that it covers its outlines in a viewer that lacks the typeface.

    Characters that XML forbids are left out. Equal display lists give equal bytes.
    """
    words = _Words(outlines, measure)
    body = [text for item in display.items for text in (words.text(item) if isinstance(item, Text) else _item(item))]
    width, height = _n(display.width), _n(display.height)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{escape(family)}, {_FALLBACK}">',
        f"<title>{_clean(title)}</title>" if title else "",
        *words.definitions(),
        f'<rect width="{width}" height="{height}" {_fill(display.paper)}/>',
    ]
    return "\n".join([*(line for line in head if line), *body, "</svg>", ""]).encode("utf-8", "ignore")


def inner_svg(svg: bytes) -> str:
    """The elements inside a document of :func:`to_svg` without a title, to stand in a page."""
    lines = svg.decode("utf-8").splitlines()
    return "\n".join(lines[2:-1])


def _clean(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def _fill(colour: Colour | None) -> str:
    if colour is None or not colour[3]:
        return 'fill="none"'
    alpha = f' fill-opacity="{_n(colour[3] / 255)}"' if colour[3] < 255 else ""
    return f'fill="{_hex(colour)}"{alpha}'


def _stroke(colour: Colour | None, width: float, dash: tuple[float, ...] = ()) -> str:
    if colour is None or not colour[3] or not width:
        return ""
    dashes = f' stroke-dasharray="{" ".join(_n(d) for d in dash)}"' if dash else ""
    return f' stroke="{_hex(colour)}" stroke-width="{_n(width)}"{dashes}'


def _path(rows: list[list[float]], verbs: str) -> str:
    """Path data: ``verbs`` has a letter for each point of a row, or a space to continue the last letter."""
    out: list[str] = []
    for row in rows:
        points = [f"{_n(row[2 * i])} {_n(row[2 * i + 1])}" for i in range(len(row) // 2)]
        out.append("".join(f"{verb.strip() or ' '}{point}" for verb, point in zip(verbs, points)))
    return "".join(out)


def _item(item: Lines | Curves | Density | Triangles | Marks | Icons | Panel) -> list[str]:
    match item:
        case Lines():
            data = _path(item.xy.tolist(), "ML")
            return [f'<path d="{data}" fill="none"{_stroke(item.colour, item.width, item.dash)}/>']
        case Curves():
            data = _path(item.xy.tolist(), "MC  ")
            return [f'<path d="{data}" fill="none"{_stroke(item.colour, item.width, item.dash)}/>']
        case Density():
            return _item(Lines(item.xy, item.colour, 1.0))
        case Triangles():
            return [f'<path d="{_path(item.xy.tolist(), "MLL")}" {_fill(item.colour)}/>']
        case Marks():
            return _marks(item)
        case Icons():
            return _icons(item)
        case Panel():
            return [
                f'<rect x="{_n(item.x)}" y="{_n(item.y)}" width="{_n(item.width)}" height="{_n(item.height)}"'
                f' rx="{_n(item.radius)}" {_fill(item.fill)}{_stroke(item.stroke, item.stroke_width)}/>'
            ]


def _marks(item: Marks) -> list[str]:
    corners = outline(item.shape)
    out = [f'<g {_fill(item.fill)}{_stroke(item.stroke, item.stroke_width)} stroke-linejoin="round">']
    for (x, y), r in zip(item.xy.tolist(), item.radius.tolist()):
        if corners is None:
            out.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"/>')
        elif item.shape == "square":
            corner, side = f'x="{_n(x - 0.9 * r)}" y="{_n(y - 0.9 * r)}"', _n(1.8 * r)
            out.append(f'<rect {corner} width="{side}" height="{side}" rx="{_n(0.35 * r)}"/>')
        else:
            points = " ".join(f"{_n(x + cx * r)},{_n(y + cy * r)}" for cx, cy in corners.tolist())
            out.append(f'<polygon points="{points}"/>')
    return [*out, "</g>"]


def _icons(item: Icons) -> list[str]:
    """Each icon as a path of its own, which every SVG viewer draws."""
    from explorer.pictures.drawing.glyphs import outline_of

    out = [f"<g {_fill(item.colour)}>"]
    for (x, y), size in zip(item.xy.tolist(), item.size.tolist()):

        def at(px: float, py: float, x: float = x, y: float = y, size: float = size) -> str:
            return f"{_n(x + px * size)} {_n(y + py * size)}"

        data = "".join(
            f"M{at(*start)}{''.join(f'Q{at(cx, cy)} {at(px, py)}' for cx, cy, px, py in pieces)}Z"
            for start, pieces in outline_of(item.name)
        )
        out.append(f'<path d="{data}"/>')
    return [*out, "</g>"]


class _Words:
    """Texts as outlines: each glyph and each text is defined once and used wherever it stands."""

    def __init__(self, outlines: Outlines, measure: Measure) -> None:
        self._outlines, self._measure = outlines, measure
        self._glyphs: dict[str, int] = {}
        self._texts: dict[tuple[str, bool], tuple[int, Sequence[Letter] | None]] = {}

    def definitions(self) -> list[str]:
        """Glyphs and texts used so far."""
        glyphs = [f'<path id="g{number}" d="{data}"/>' for data, number in self._glyphs.items()]
        texts = [
            f'<g id="t{number}">{"".join(map(self._use, letters))}</g>'
            for number, letters in self._texts.values()
            if letters
        ]
        return ["<defs>", *glyphs, *texts, "</defs>"] if texts else []

    def _use(self, letter: Letter) -> str:
        place = f' x="{_n(letter.x)}"' + (f' y="{_n(letter.y)}"' if round(letter.y, 2) else "")
        return f'<use xlink:href="#g{self._glyphs[letter.outline]}"{place}/>'

    def _lettered(self, words: str, bold: bool) -> tuple[int, Sequence[Letter] | None]:
        found = self._texts.get((words, bold))
        if found is None:
            letters = self._outlines(words, bold)
            for letter in letters or ():
                self._glyphs.setdefault(letter.outline, len(self._glyphs))
            found = self._texts[words, bold] = len(self._texts), letters
        return found

    def text(self, item: Text) -> list[str]:
        """A line of text: its halo and its outlines, and the text over them."""
        words = _FORBIDDEN.sub("", item.text)
        number, letters = self._lettered(words, item.bold)
        width = self._measure(item.text, item.size, item.bold)[0]
        start = item.x - {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        turn = f"rotate({_n(item.angle)} {_n(item.x)} {_n(item.y)})" if item.angle else ""
        out = []
        if letters:
            scale = item.size / 1000
            drawn = f'<use xlink:href="#t{number}" {{}}/>'
            out.append(
                f'<g transform="{turn}translate({_n(start)} {_n(item.y)})scale({scale:.6g})" aria-hidden="true">'
            )
            if item.halo is not None:
                # SVG 1.1 has no paint-order, so the halo is a stroked copy.
                halo = f'fill="none"{_stroke(item.halo, 3.2 / scale)} stroke-linejoin="round"'
                out.append(drawn.format(halo))
            out += [drawn.format(_fill(item.colour)), "</g>"]
        turned = f' transform="{turn}"' if turn else ""
        weight = ' font-weight="600"' if item.bold else ""
        length = f' textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"' if words else ""
        paint = _fill(item.colour) if letters is None else 'fill-opacity="0"'
        place = f'x="{_n(start)}" y="{_n(item.y)}" font-size="{_n(item.size)}"{weight}{turned}{length}'
        return [*out, f"<text {place} {paint}>{escape(words)}</text>"]
