"""Write resources/layouts.json: a small graph, and where each built-in layout puts its resources.

Usage: layout_pictures.py [--write]. The window draws the small pictures of its layouts from this file, since running
all layouts would take seconds. With --write, replace the file; otherwise print it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from graph.layout import LAYOUTS
from graph.layout.arrange import arrange
from graph.layout.problem import problem
from graph.work.progress import finish

PAGE = Path(__file__).resolve().parents[1] / "resources" / "layouts.json"
EDGES = (
    (0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (1, 6), (2, 7), (2, 8), (3, 9), (3, 10), (3, 11), (11, 12), (11, 13),
    (4, 5), (9, 10),
)  # fmt: skip
GROUPS = (0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2)
DAYS = (100, 250, 400, 150, 500, 300, 620, 520, 760, 260, 420, 560, 700, 860)


def main() -> int:
    text = json.dumps(pictures(), separators=(",", ":")).replace('],"', '],\n"') + "\n"
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def pictures() -> dict[str, object]:
    """Edges, groups, and for each layout the places of the resources, x across 0…100 and y down from 0."""
    return {"edges": EDGES, "groups": GROUPS, "places": {name: places(name) for name in LAYOUTS}}


def places(name: str) -> list[list[int]]:
    """The places by one layout, the longer side of the figure 100."""
    days = np.repeat(np.array(DAYS, float)[:, None], 2, axis=1)
    names = ("A", "B", "C")
    sample = problem(
        len(GROUPS), EDGES, boxes=(16.0, 16.0), groups=GROUPS, group_names=names, dates=days, roots=(0,), seed=1
    )
    xy = finish(arrange(name, sample)).positions.astype(float)
    xy -= xy.min(axis=0)
    return [[round(x), round(y)] for x, y in (xy * 100 / xy.max()).tolist()]


if __name__ == "__main__":
    sys.exit(main())
