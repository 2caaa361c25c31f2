"""Legend of a page: each line as words with a small drawing."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.files.images import drawn_entry
from explorer.files.publication.figure import PAPER, Encode
from explorer.files.publication.markup import plain
from explorer.pictures.drawing.display import Display, Item, Text
from explorer.pictures.drawing.extent import extent, moved
from explorer.pictures.drawing.svg import inner_svg
from explorer.pictures.look.legend_entry import LegendEntry
from explorer.pictures.scene.label_lines import Measure

_HEIGHT, _WIDTH = 20.0, 22.0


def legend_items(legend: tuple[LegendEntry, ...], encode: Encode, measure: Measure) -> Iterator[str]:
    """An item of a list for each entry."""
    for entry in legend:
        if entry.is_heading:
            yield f'<li class="heading">{plain(entry.label)}</li>'
            continue
        # The words stand beside the drawing, where everybody can read them.
        items: list[Item] = [
            item for item in drawn_entry(entry, PAPER, measure, _HEIGHT / 2) if not isinstance(item, Text)
        ]
        counted = not entry.resources or entry.words.endswith(f": {entry.resources:,}")
        count = "" if counted else f" ({entry.resources:,})"
        yield f"<li>{_drawing(items, encode, measure)}<span>{plain(entry.words)}{count}</span></li>"


def _drawing(items: list[Item], encode: Encode, measure: Measure) -> str:
    if not items:
        return ""
    found = [each for each in (extent(item, measure) for item in items) if each is not None]
    left, right = min(each[0] for each in found), max(each[2] for each in found)
    width = max(right - left + 2.0, _WIDTH)
    across = (width - right - left) / 2
    display = Display(width, _HEIGHT, (255, 255, 255, 0), tuple(moved(item, across, 0.0) for item in items))
    size = f'width="{width:g}" height="{_HEIGHT:g}" viewBox="0 0 {width:g} {_HEIGHT:g}"'
    inside = inner_svg(encode(display, ".svg", 1.0, ""))
    return f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {size}>{inside}</svg>'
