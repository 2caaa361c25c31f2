"""Measure cards: the sentence of each measure and, once measured, its distribution and its leaders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from explorer.panels.facet_values import Span
from explorer.panels.measure_jobs import Leader, distribution, forecast, leaders
from explorer.pictures.look.style import Swatch
from explorer.pictures.look.swatches import class_swatches
from explorer.views.measures import KEY, Measured, write_value
from explorer.views.view import Range
from explorer.views.visible import Visible
from graph.analysis.measures import METRICS, Metric
from graph.model.projection import Projection
from graph.named import NamedTuple


class LeaderLine(NamedTuple):
    """One of the top ten resources, or of the ten largest groups; ``shown`` if it is on the canvas."""

    node: int
    label: str
    value: str
    shown: bool
    swatch: Swatch | None
    note: str = ""
    tip: str = ""


class Gauge(NamedTuple):
    """One measure, with or without a result.

    missing    the selection that it still needs, in words; "" if it needs none
    forecasts  what to expect for the shown part, and for the whole source
    note       the resources that were measured; "" without a result
    span       distribution of the values, None without a result or if ``alike`` says that all values are equal
    stays      number of resources that the range leaves shown because they were not measured
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
    lines: tuple[LeaderLine, ...] = ()
    heading: str = ""
    stays: int = 0

    @property
    def is_taken(self) -> bool:
        """True if there is a result."""
        return bool(self.note)

    @property
    def is_grouping(self) -> bool:
        """True if its numbers are numbers of groups."""
        return METRICS[self.name].kind == "group"


class Gauges:
    """Makes the gauges of a view. The work on a result is done once and kept until the next result."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Measured, Projection, Span | None, tuple[Leader, ...]]] = {}

    def read(
        self,
        projection: Projection,
        visible: Visible,
        measures: Iterable[Measured],
        ranges: Mapping[str, Range],
        start: int = -1,
        looks: Callable[[int], Swatch] | None = None,
    ) -> tuple[Gauge, ...]:
        """All gauges in the order of the measures; ``start`` is the resource that distances would start at.

        ``looks`` gives the look of a resource in the picture, by default that of its class.
        """
        classes = class_swatches(projection)
        look = looks or (lambda node: classes[int(projection.node_class[node])])
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
                gauge = self._filled(gauge, projection, visible, measured, ranges.get(KEY + name), look)
            out.append(gauge)
        return tuple(out)

    def _filled(
        self, gauge: Gauge, projection: Projection, visible: Visible, measured: Measured, kept: Range | None,
        look: Callable[[int], Swatch],
    ) -> Gauge:  # fmt: skip
        span, leading = self._worked_out(projection, measured)
        shown = visible.node_cause == 0
        values = measured.values.of(projection.node_count)
        return gauge._replace(
            title=measured.heading,
            note=measured.note,
            span=span._replace(kept=kept) if span is not None else None,
            alike=_alike(measured.metric, leading, int(np.isfinite(values).sum())) if span is None else "",
            lines=tuple(
                _line(projection, measured.metric, line, bool(shown[line.node]), look(line.node)) for line in leading
            ),
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


def _line(projection: Projection, metric: Metric, line: Leader, shown: bool, swatch: Swatch) -> LeaderLine:
    label = projection.labels[line.node]
    if metric.kind != "group":
        return LeaderLine(line.node, label, write_value(metric, line.value), shown, swatch)
    number = f"{line.value:,.0f}"
    tip = f"Number {number} of {metric.title.lower()}: {line.size:,} resources. {label} has the most relationships."
    return LeaderLine(line.node, label, f"{line.size:,}", shown, swatch, f"number {number}", tip)


def _alike(metric: Metric, leading: tuple[Leader, ...], count: int) -> str:
    if not leading:
        return "No resource was measured."
    value = write_value(metric, leading[0].value)
    if count == 1:
        return f"The one resource has {value}."
    return f"All {count:,} are in number {value}." if metric.kind == "group" else f"All {count:,} have {value}."
