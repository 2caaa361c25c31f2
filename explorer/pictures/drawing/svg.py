"""SVG 1.1 of a display list: text stays text, in a typeface embedded in the file."""

from __future__ import annotations

import base64
import io
import re
from html import escape
from pathlib import Path

from explorer.pictures.drawing.display import (
    Curves,
    Density,
    Display,
    Icons,
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


def to_svg(display: Display, family: str, files: dict[bool, Path], measure: Measure, title: str = "") -> bytes:
    """The SVG document. ``files`` are the regular and bold typeface; their used characters are embedded.

    Each text states its length, so that words stay apart in a viewer that ignores the embedded typeface.

    Characters that XML forbids are left out. Equal display lists give equal bytes.
    """
    body = [
        text for item in display.items for text in (_text(item, measure) if isinstance(item, Text) else _item(item))
    ]
    width, height = _n(display.width), _n(display.height)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{escape(family)}, {_FALLBACK}">',
        f"<title>{_clean(title)}</title>" if title else "",
        f'<defs><style type="text/css">{_faces(display, family, files)}</style></defs>',
        f'<rect width="{width}" height="{height}" {_fill(display.paper)}/>',
    ]
    return "\n".join([*(line for line in head if line), *body, "</svg>", ""]).encode("utf-8", "ignore")


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


def _text(item: Text, measure: Measure) -> list[str]:
    turn = f' transform="rotate({_n(item.angle)} {_n(item.x)} {_n(item.y)})"' if item.angle else ""
    weight = ' font-weight="600"' if item.bold else ""
    anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
    common = f'x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}"{weight}{anchor}{turn}'
    words = _clean(item.text)
    common += f' textLength="{_n(measure(item.text, item.size, item.bold)[0])}" lengthAdjust="spacingAndGlyphs"'
    out = []
    if item.halo is not None:
        # SVG 1.1 has no paint-order, so the halo is a stroked copy, hidden from screen readers and search.
        halo = _stroke(item.halo, 3.2)
        out.append(f'<text {common} aria-hidden="true" fill="none"{halo} stroke-linejoin="round">{words}</text>')
    return [*out, f"<text {common} {_fill(item.colour)}>{words}</text>"]


def _faces(display: Display, family: str, files: dict[bool, Path]) -> str:
    rules = []
    for bold, path in files.items():
        used = {c for item in display.items if isinstance(item, Text) and item.bold == bold for c in item.text}
        if used:
            data = base64.b64encode(_subset(path, used)).decode("ascii")
            weight = 600 if bold else 400
            rules.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};'
                f'src:url("data:font/ttf;base64,{data}") format("truetype");}}'
            )
    return "".join(rules)


def _subset(path: Path, used: set[str]) -> bytes:
    """The part of a TrueType file that draws the given characters."""
    import logging

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    subsetter = Subsetter(Options(layout_features=["kern"], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=sorted(ord(c) for c in used))
    out = io.BytesIO()
    with TTFont(str(path), recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.save(out)
    return out.getvalue()
