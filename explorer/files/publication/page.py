"""Page of a publication: one HTML file with the figure, its footnotes and tables, which needs nothing but itself.

The script and the styles are in the page. Its content security policy names them by their hashes and allows nothing
else, so that words from the data can never run or load anything.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from explorer.files.publication.figure import Encode, Figure, Spot
from explorer.files.publication.footnotes import Footnote, Notes
from explorer.files.publication.markup import name, plain
from explorer.files.publication.page_lists import listed, tables
from explorer.files.publication.swatches import legend_items
from explorer.pictures.drawing.signs import HEIGHT
from explorer.pictures.drawing.svg import inner_svg
from explorer.pictures.look.legend_entry import LegendEntry
from explorer.pictures.scene.label_lines import Measure
from graph.named import NamedTuple
from resources import FOLDER

_FILES = {
    "figure.svg": "Figure, SVG", "figure.pdf": "Figure, PDF", "figure.png": "Figure, PNG",
    "footnotes.txt": "Footnotes, text", "data.ttl": "Data with the view, Turtle",
}  # fmt: skip
_NAMED = 3
"""Most statements of one line that its link names."""


class Words(NamedTuple):
    """The words of a page: title, lead, date, a sentence for the caption, and terms with their descriptions as HTML."""

    title: str
    lead: str
    date: str
    caption: str
    about: tuple[tuple[str, str], ...]


def page(
    words: Words, figure: Figure, notes: Notes, legend: tuple[LegendEntry, ...], encode: Encode, measure: Measure
) -> bytes:
    """The page as UTF-8. Equal values give equal bytes."""
    folder = FOLDER / "publication"
    style, script = ((folder / file).read_text(encoding="utf-8") for file in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">',
        f"<title>{plain(words.title)}</title>",
        f"<style>{style}</style>\n</head>\n<body>",
        *_head(words),
        "<main>",
        *_figure(words, figure, inner_svg(encode(figure.display, ".svg", 1.0, "")), notes),
        *_below(words, legend_items(legend, encode, measure)),
        *listed(notes),
        *tables(notes),
        *_about(words),
        "</main>",
        '<footer class="small quiet"><p>Made with Caseboard.</p></footer>',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _head(words: Words) -> Iterable[str]:
    links = {
        "figure": "Figure", "footnotes": "Footnotes", "resources": "Resources", "table": "Table",
        "about": "About this figure",
    }  # fmt: skip
    yield '<header>\n<a class="skip" href="#footnotes">Skip to the footnotes</a>'
    yield f"<h1>{name(words.title)}</h1>"
    yield from (f'<p class="lead" dir="auto">{plain(line)}</p>' for line in words.lead.splitlines() if line.strip())
    if words.date:
        yield f'<p class="quiet">{plain(words.date)}</p>'
    items = "".join(f'<li><a href="#{place}">{title}</a></li>' for place, title in links.items())
    yield f'<nav aria-label="Parts of this page"><ul>{items}</ul></nav>\n</header>'


def _figure(words: Words, figure: Figure, drawing: str, notes: Notes) -> Iterable[str]:
    left, top, width, height = figure.box
    title, many = plain(words.title), len(notes.footnotes)
    yield """<section id="figure" aria-label="Figure">
<figure>
<div class="tools" hidden>
<div class="search" role="search"><label for="find">Search the figure and the footnotes</label>
<input id="find" type="search" autocomplete="off" spellcheck="false" aria-describedby="found">
</div>
<button id="closer" type="button" aria-label="Zoom in">+</button>
<button id="farther" type="button" aria-label="Zoom out">−</button>
<button id="all" type="button">Whole figure</button>
<output id="found" for="find"></output>
</div>
<div class="plate">
<div class="stage" id="stage" tabindex="0" role="group" aria-label="Figure. Arrow keys move it, + and − zoom, 0 shows \
all of it.">"""
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="drawing" role="group"'
        f' viewBox="{left:g} {top:g} {width:g} {height:g}" aria-labelledby="drawing-title drawing-words">'
        f'<title id="drawing-title">{title}</title><desc id="drawing-words">A graph of {len(figure.nodes):,} nodes and '
        f"{many:,} numbered lines. Each number leads to a footnote; the table below says the same in words.</desc>"
    )
    yield f'<g aria-hidden="true" font-family="sans-serif">{drawing}</g>\n'
    of_node: dict[int, int] = {}
    for place, row in enumerate(notes.resources, 1):
        of_node.setdefault(row.node, place)
    for node, spot in enumerate(figure.nodes):
        yield _node(node, spot, of_node.get(node, 0))
    for note in notes.footnotes:
        yield _line(figure, note)
    yield "</svg>\n</div>"


def _below(words: Words, legend: Iterable[str]) -> Iterable[str]:
    """The end of the figure: legend and caption."""
    yield f'<ul class="legend" aria-label="Legend">{"".join(legend)}</ul>\n</div>'
    yield f"<figcaption>{plain(words.caption)}</figcaption>\n</figure>\n</section>"


def _node(node: int, spot: Spot, resource: int) -> str:
    """A node, as a link to the footnote of its resource, or of the first one in a group; 0 for none."""
    inside = f'<title>{plain(spot.name)}</title><circle cx="{spot.x:.2f}" cy="{spot.y:.2f}" r="{spot.size:.2f}"/>'
    held = f'class="node" id="node-{node}" data-name="{plain(spot.name)}"'
    if not resource:
        return f'<g {held} aria-hidden="true">{inside}</g>'
    return f'<a {held} href="#resource-{resource}" aria-label="{plain(spot.name)}">{inside}</a>'


def _line(figure: Figure, note: Footnote) -> str:
    """The number of a line, as a link to its footnote."""
    spot = figure.numbers.get(note.number)
    if spot is None:
        return ""
    wide = spot.size + 8
    said = "; ".join(statement.sentence for statement in note.statements[:_NAMED])
    more = f" and {len(note.statements) - _NAMED:,} more" if len(note.statements) > _NAMED else ""
    return (
        f'<a class="line" id="line-{note.number}" href="#note-{note.number}"'
        f' aria-label="Footnote {note.number}: {plain(said + more)}"><title>{plain(said + more)}</title>'
        f'<rect x="{spot.x - wide / 2:.2f}" y="{spot.y - HEIGHT / 2 - 1:.2f}" width="{wide:.2f}"'
        f' height="{HEIGHT + 2:g}" rx="{HEIGHT / 2 + 1:g}"/></a>'
    )


def _about(words: Words) -> Iterable[str]:
    yield '<section id="about" aria-labelledby="h-about">\n<h2 id="h-about">About this figure</h2>\n<dl>'
    for term, said in words.about:
        yield f"<dt>{plain(term)}</dt><dd>{said}</dd>"
    files = ", ".join(f'<a href="{file}">{title}</a>' for file, title in _FILES.items())
    yield f"<dt>In the same folder</dt><dd>{files}</dd>\n</dl>\n</section>"
