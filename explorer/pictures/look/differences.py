"""Ways to differ between two sources: the colour and the sign of each, and their lines in the legend, with numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.legend_entry import LegendEntry
from explorer.views.visible import Visible
from graph.arrays.types import Codes
from graph.rdf.differing import DIFFERS_IN_WORDS, Differing, Differs

DIFFERS: dict[int, str] = {
    Differs.ADDED: "#008a63", Differs.REMOVED: "#c8501e", Differs.CHANGED: "#8a4fa8", Differs.REPLACED: "#8a4fa8",
    Differs.RESOURCED: "#2a6fb0",
}  # fmt: skip
"""The colour of each way to differ between two sources, in the order of the codes."""
SIGNS: dict[int, str] = {
    Differs.ADDED: "+", Differs.REMOVED: "−", Differs.CHANGED: "≠", Differs.REPLACED: "≠", Differs.RESOURCED: "§",
}  # fmt: skip
"""The sign of each; that of a replaced value is drawn hollow."""


def explained_differences(differing: Differing, visible: Visible) -> list[LegendEntry]:
    """A heading with the names of both sources, and a line for each way to differ of anything drawn."""
    drawn = drawn_codes(differing.nodes, visible.slot, len(visible.drawn))
    lines = drawn_codes(differing.edges, visible.edge_slot, len(visible.drawn_edges))
    nodes, edges = (np.bincount(codes, minlength=len(DIFFERS) + 1).tolist() for codes in (drawn, lines))
    found = [
        LegendEntry(f"{words}: {_counted(nodes[code], edges[code])}", resources=nodes[code] + edges[code], differs=code)
        for code, words in DIFFERS_IN_WORDS.items()
        if nodes[code] or edges[code]
    ]
    head = LegendEntry(f"{differing.first} → {differing.second}", is_heading=True)
    return [head, *(found or [LegendEntry("No difference here")])]


def drawn_codes(codes: Codes, slot: NDArray[np.int32], count: int) -> Codes:
    """The code of each drawn thing (count,), from those of all that it stands for, by their slots: one that some of
    these share, or that of a change where they differ in several ways."""
    rows = np.flatnonzero((codes > 0) & (slot >= 0))
    least, most = np.full(count, 255, np.uint8), np.zeros(count, np.uint8)
    np.minimum.at(least, slot[rows], codes[rows])
    np.maximum.at(most, slot[rows], codes[rows])
    out = np.where(least == most, most, np.uint8(Differs.CHANGED))
    return np.where(most > 0, out, np.uint8(Differs.SAME)).astype(np.uint8)


def _counted(nodes: int, edges: int) -> str:
    """“3 nodes, 12 lines”."""
    parts = ((nodes, "node"), (edges, "line"))
    return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in parts if count)
