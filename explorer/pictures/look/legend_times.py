"""Lines of the legend for a time axis: the meaning of the bars."""

from __future__ import annotations

from explorer.pictures.look.legend_entry import LegendEntry
from explorer.views.visible import Visible
from graph.layout.guide import Guide
from graph.model.projection import Projection

_WORDS = ("pale: some time within it", "full: all the time", "arrow: open on that side")


def explained_bars(projection: Projection, guides: tuple[Guide, ...], visible: Visible) -> tuple[LegendEntry, ...]:
    """The meaning of the bars on the time axis among the guides, with the number of bars that have each part.

    Nothing without an axis, and nothing of parts that no drawn node has.
    """
    if not any(guide.axis == "t" for guide in guides):
        return ()
    from explorer.views.time_axis import clock_of, time_bars  # late: few pictures have a time axis

    bars = time_bars(projection, guides, visible)
    counts = bars.parts.sum(axis=0).tolist() if bars is not None else []
    entries = [
        LegendEntry(words, resources=count, period=words.split(":")[0]) for words, count in zip(_WORDS, counts) if count
    ]
    heading = "Bars: when it was said" if clock_of(guides) == "said" else "Bars: when it was"
    return (LegendEntry(heading, is_heading=True), *entries) if entries else ()
