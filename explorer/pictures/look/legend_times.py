"""Lines of the legend for a time axis: the meaning of the bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.legend_entry import LegendEntry
from explorer.views.filters import periods_by
from graph.layout.guide import Guide
from graph.model.projection import Projection


def explained_bars(
    projection: Projection, guides: tuple[Guide, ...], nodes: NDArray[np.integer]
) -> tuple[LegendEntry, ...]:
    """The meaning of the bars of shown resources (k,) on the time axis among the guides; nothing without an axis."""
    if not any(guide.axis == "t" for guide in guides):
        return ()
    from explorer.views.time_axis import clock_of  # late: few pictures have a time axis

    periods = periods_by(projection, clock_of(guides)).of(nodes)
    vague = periods.dated & np.isnan(periods.sure[:, 0]) & (periods.spans[:, 0] < periods.spans[:, 1])
    certain = ~np.isnan(periods.sure[:, 0])
    is_open = np.isinf(periods.spans).any(axis=1)
    said = (
        (vague, "pale: some time within it"),
        (certain, "full: all the time"),
        (is_open, "arrow: open on that side"),
    )
    entries = [
        LegendEntry(words, resources=int(np.count_nonzero(mask)), period=words.split(":")[0])
        for mask, words in said
        if mask.any()
    ]
    heading = "Bars: when it was said" if clock_of(guides) == "said" else "Bars: when it was"
    return (LegendEntry(heading, is_heading=True), *entries) if entries else ()
