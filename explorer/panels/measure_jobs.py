"""Jobs that measure the shown part or the whole source, and summaries of a result: leaders and distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.panels.facet_values import Span, span_of
from explorer.views.measures import KEY, Measured, Values
from explorer.views.visible import Visible
from graph.analysis.measures import METRICS, Metric, Network, measure, pivots
from graph.arrays.types import Mask
from graph.model.projection import Projection
from graph.model.values import values_of
from graph.named import NamedTuple
from graph.work.process import Worker
from graph.work.progress import Job

SEED = 1
TOP = 10


class Leader(NamedTuple):
    """A line of the top ten: a resource with its value, or the best connected resource of a group of ``size``."""

    node: int
    value: float
    size: int = 1


def take(
    projection: Projection,
    visible: Visible | None,
    name: str,
    *,
    directed: bool | None = None,
    target: int = -1,
    seed: int = SEED,
    values: bool = False,
    where: Worker | None = None,
) -> Job[Measured]:
    """Measure the shown part, or with ``visible`` None the whole source. Raises MeasureError with the reason.

    ``directed`` None takes the default of the metric. ``target`` is the resource that distances start at. ``values``
    measures concepts that are values of resources too.
    """
    metric = METRICS[name]
    follows = bool(metric.directed if directed is None else directed) and metric.directed is not None
    left = np.zeros(projection.node_count, bool) if values else values_of(projection).copy()
    left[target : target + 1] = False
    nodes, network = _network(projection, visible, left, follows, target, seed)
    reading = yield from measure(name, network, where=where)
    found = np.full(projection.node_count, np.nan)
    found[nodes] = reading.values
    title = f"{metric.title} from {projection.labels[target]}" if metric.needs_target else metric.title
    note = _note(metric, network, reading.started, visible, values=not left.any())
    sample = reading.started if reading.started < network.count else 0
    return Measured(KEY + name, title, metric.sentence, Values(found), note, sample)


def _network(
    projection: Projection, visible: Visible | None, left: Mask, directed: bool, target: int, seed: int
) -> tuple[NDArray[np.integer], Network]:
    """The ids (k,) of the measured resources, without those in ``left`` (n,), and the graph between them, from 0."""
    ends = np.stack((projection.subject, projection.object), axis=1)
    nodes: NDArray[np.integer] = np.arange(projection.node_count) if visible is None else visible.nodes
    if visible is not None:
        ends = ends[visible.edges]
    if left.any():
        nodes, ends = nodes[~left[nodes]], ends[~left[ends].any(axis=1)]
    elif visible is None:
        return nodes, Network(projection.node_count, ends, directed, target, seed)
    place = np.full(projection.node_count, -1, np.int32)
    place[nodes] = np.arange(len(nodes))
    start = int(place[target]) if 0 <= target < len(place) else -1
    return nodes, Network(len(nodes), place[ends], directed, start, seed)


def _note(metric: Metric, network: Network, started: int, visible: Visible | None, *, values: bool) -> str:
    folded = "" if visible is None else visible.folded_words
    said = f"Of {'all' if visible is None else 'the'} {network.count:,} resources{folded} and "
    said += f"{len(network.edges):,} relationships{'' if visible is None else ' that were shown'}"
    said += "" if values else ", values left out"
    if metric.directed is not None:
        said += ", along their direction" if network.directed else ", in either direction"
    if started < network.count:
        said += f". An estimate from the paths of {started:,} resources, drawn at random"
    return f"{said}."


def forecast(name: str, nodes: int, edges: int) -> str:
    """A warning before measuring so many resources, "" if none is needed."""
    metric = METRICS[name]
    if nodes > metric.most:
        return f"There are {nodes:,} resources. This measure works for at most {metric.most:,}; show fewer."
    started = pivots(metric, nodes, edges)
    if started < nodes:
        return f"For {nodes:,} resources it is an estimate from the paths of about {started:,}."
    return ""


def leaders(measured: Measured, degree: NDArray[np.integer], most: int = TOP) -> tuple[Leader, ...]:
    """The resources with the highest values (of steps, the lowest), or the largest groups.

    Among equals, those with the most relationships come first; ``degree`` (n,) is the number for each resource.
    """
    values = measured.values.of(len(degree))
    known = np.flatnonzero(~np.isnan(values))
    if measured.metric.kind == "group":
        sizes = np.bincount(values[known].astype(np.int64), minlength=1)
        order = known[np.lexsort((-degree[known], values[known]))]
        numbers, first = np.unique(values[order], return_index=True)
        return tuple(
            Leader(int(order[at]), float(number), int(sizes[int(number)]))
            for number, at in zip(numbers[:most], first[:most])
        )
    signed = values if measured.metric.kind == "steps" else -values
    if len(known) > most:
        # Only candidates for the first places need sorting.
        bound = np.partition(signed[known], most - 1)[most - 1]
        known = known[signed[known] <= bound]
    order = known[np.lexsort((known, -degree[known], signed[known]))][:most]
    return tuple(Leader(int(node), float(values[node])) for node in order)


def distribution(measured: Measured, count: int) -> Span | None:
    """The distribution of the values of ``count`` resources; None if all are equal."""
    values = measured.values.of(count)
    positive = values[values > 0]
    # A value that is tiny beside the others gets no room of its own.
    unit = max(float(np.quantile(positive, 0.1)), float(positive.max()) * 1e-9) if len(positive) else 1.0
    return span_of(values, None, unit)
