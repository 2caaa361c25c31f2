"""Ways to differ between two sources: the colour and the sign of each, and their lines in the legend, with numbers."""

from __future__ import annotations

import numpy as np

from explorer.pictures.look.legend_entry import LegendEntry
from explorer.views.visible import Visible
from graph.rdf.differing import Differing, Differs

DIFFERS: dict[int, str] = {
    Differs.ADDED: "#008a63", Differs.REMOVED: "#c8501e", Differs.CHANGED: "#8a4fa8", Differs.REPLACED: "#8a4fa8",
    Differs.RESOURCED: "#2a6fb0",
}  # fmt: skip
"""The colour of each way to differ between two sources, in the order of the codes."""
SIGNS: dict[int, str] = {
    Differs.ADDED: "+", Differs.REMOVED: "−", Differs.CHANGED: "≠", Differs.REPLACED: "≠", Differs.RESOURCED: "§",
}  # fmt: skip
"""The sign of each; that of a replaced value is drawn hollow."""
_WORDS = {
    Differs.ADDED: "Added", Differs.REMOVED: "Removed", Differs.CHANGED: "Changed", Differs.REPLACED: "Replaced value",
    Differs.RESOURCED: "Other evidence",
}  # fmt: skip


def explained_differences(differing: Differing, visible: Visible) -> list[LegendEntry]:
    """A heading with the names of both sources, and a line for each way to differ of anything shown."""
    nodes = np.bincount(differing.nodes[visible.nodes], minlength=len(_WORDS) + 1).tolist()
    edges = np.bincount(differing.edges[visible.edges], minlength=len(_WORDS) + 1).tolist()
    found = [
        LegendEntry(f"{words}: {_counted(nodes[code], edges[code])}", resources=nodes[code] + edges[code], differs=code)
        for code, words in _WORDS.items()
        if nodes[code] or edges[code]
    ]
    head = LegendEntry(f"{differing.first} → {differing.second}", is_heading=True)
    return [head, *(found or [LegendEntry("No difference here")])]


def _counted(nodes: int, edges: int) -> str:
    """“3 resources, 12 relationships”."""
    parts = ((nodes, "resource"), (edges, "relationship"))
    return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in parts if count)
