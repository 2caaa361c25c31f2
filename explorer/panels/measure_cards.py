"""What the panel of measures shows: of each measure its sentence and, once taken, its spread and its leaders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from explorer.panels.facets import Span
from explorer.panels.measure_jobs import Leader, distribution, forecast, leaders
from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.measures import KEY, Measured, write_value
from explorer.views.view import Range
from explorer.views.visible import Visible
from graph.analysis.measures import METRICS, Metric
from graph.model.projection import Projection


class Line(NamedTuple):
    """One of the top ten, or of the ten largest groups; ``shown`` tells whether it is on the canvas now."""

    node: int
    label: str
    value: str
    shown: bool
    swatch: Swatch | None
    note: str = ""
    tip: str = ""


class Gauge(NamedTuple):
    """One measure, taken or not.

    missing    what has to be chosen before it can be taken, "" where nothing has to
    forecasts  what to expect of what is shown, and of the whole source
    note       of what it was taken; "" where it was not
    span       how its values are spread, None where it was not taken or ``alike`` says that all are equal
    stays      resources that are shown though the range says nothing of them: they were not measured
    """

    name: str
    title: str
    sentence: str
    directed: bool | None
    missing: str
    forecasts: tuple[str, str]
    note: str = ""
    span: Span | None = None
    alike: str = ""
    lines: tuple[Line, ...] = ()
    heading: str = ""
    stays: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether there are values."""
        return bool(self.note)

    @property
    def is_grouping(self) -> bool:
        """Whether its numbers name groups."""
        return METRICS[self.name].kind == "group"


class Gauges:
    """Reads gauges off a view; what is worked out once of a measure is kept until it is taken again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Measured, Projection, Span | None, tuple[Leader, ...]]] = {}

    def read(
        self,
        projection: Projection,
        visible: Visible,
        measures: Iterable[Measured],
        ranges: Mapping[str, Range],
        start: int = -1,
    ) -> tuple[Gauge, ...]:
        """Every gauge in the order in which measures are offered; ``start`` is where distances would start."""
        taken = {measured.key: measured for measured in measures}
        sizes = (
            (len(visible.nodes), len(visible.edges)),
            (projection.node_count, projection.edge_count),
        )
        out = []
        for name, metric in METRICS.items():
            missing = "Select the resource to start from." if metric.needs_target and start < 0 else ""
            title = f"{metric.title} from {projection.labels[start]}" if metric.needs_target and not missing else ""
            few, many = (forecast(name, *size) for size in sizes)
            gauge = Gauge(name, title or metric.title, metric.sentence, metric.directed, missing, (few, many))
            measured = taken.get(KEY + name)
            if measured is not None:
                gauge = self._filled(gauge, projection, visible, measured, ranges.get(KEY + name))
            out.append(gauge)
        return tuple(out)

    def _filled(
        self, gauge: Gauge, projection: Projection, visible: Visible, measured: Measured, kept: Range | None
    ) -> Gauge:
        span, leading = self._worked_out(projection, measured)
        shown = visible.node_cause == 0
        values = measured.values.of(projection.node_count)
        return gauge._replace(
            title=measured.heading,
            note=measured.note,
            span=span._replace(kept=kept) if span is not None else None,
            alike=_alike(measured.metric, leading, int(np.isfinite(values).sum())) if span is None else "",
            lines=tuple(_line(projection, measured.metric, line, bool(shown[line.node])) for line in leading),
            heading=_HEADINGS.get(measured.metric.kind, "Highest"),
            stays=int(np.count_nonzero(shown & np.isnan(values))),
        )

    def _worked_out(self, projection: Projection, measured: Measured) -> tuple[Span | None, tuple[Leader, ...]]:
        known = self._known.get(measured.key)
        if known is None or known[0] is not measured or known[1] is not projection:
            span = distribution(measured, projection.node_count)
            known = measured, projection, span, leaders(measured, projection.degree)
            self._known[measured.key] = known
        return known[2], known[3]


_HEADINGS = {"group": "Largest", "steps": "Nearest"}


def _line(projection: Projection, metric: Metric, line: Leader, shown: bool) -> Line:
    label, swatch = projection.labels[line.node], class_swatches(projection).get(int(projection.node_class[line.node]))
    if metric.kind != "group":
        return Line(line.node, label, write_value(metric, line.value), shown, swatch)
    number = f"{line.value:,.0f}"
    tip = f"Number {number} of {metric.title.lower()}: {line.size:,} resources, of which {label} is the most tied."
    return Line(line.node, label, f"{line.size:,}", shown, swatch, f"number {number}", tip)


def _alike(metric: Metric, leading: tuple[Leader, ...], count: int) -> str:
    if not leading:
        return "Nothing was measured."
    value = write_value(metric, leading[0].value)
    if count == 1:
        return f"The one resource has {value}."
    return f"All {count:,} are in number {value}." if metric.kind == "group" else f"All {count:,} have {value}."
