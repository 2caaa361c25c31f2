"""Outline of a whole source: its parts, its communities, and the leaders by each of three measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from explorer.panels.measure_jobs import leaders, take
from explorer.views.measures import Measured, write_value
from explorer.views.visible import Visible
from graph.analysis.measures import METRICS
from graph.errors import MeasureError
from graph.model.projection import Projection
from graph.work.progress import Job


def outline(projection: Projection, visible: Visible | None = None) -> Job[dict[str, Any]]:
    """Measures of the whole source, or of its visible part, by name, ready for JSON. A measure that fails says why.

    A grouping gives the number of groups, and size and best connected resource of the largest; others the top ten.
    """
    found: dict[str, Any] = {}
    METRICS.load()
    outlined = sorted((metric for metric in METRICS.values() if metric.outlined), key=lambda m: m.kind != "group")
    for name, title, sentence, *_ in outlined:
        about = {"title": title, "means": sentence}
        try:
            measured = yield from take(projection, visible, name)
        except MeasureError as error:
            found[name] = {**about, "refused": str(error)}
            continue
        found[name] = {**about, "of": measured.note, "sample": measured.sample, **_leading(projection, measured)}
    return found


def _leading(projection: Projection, measured: Measured) -> dict[str, Any]:
    lines = leaders(measured, projection.degree)
    named = [{"label": projection.labels[line.node], "iri": projection.iris[line.node]} for line in lines]
    if measured.metric.kind == "group":
        count = int(np.nanmax(measured.values.array, initial=0))
        return {"count": count, "largest": [{"size": line.size, **who} for line, who in zip(lines, named)]}
    return {"top": [{"value": line.value, **who} for line, who in zip(lines, named)]}


def sentences(found: dict[str, Any]) -> Iterator[str]:
    """The outline as lines of text."""
    for name, about in found.items():
        if "refused" in about:
            yield f"{about['title']}: {about['refused']}"
            continue
        if "count" in about:
            yield f"{about['title']}: {about['count']:,}. {about['of']}"
            for line in about["largest"]:
                yield f"  {line['size']:>10,}  {_around(line)}"
            continue
        yield f"{about['title']}{' (estimate)' if about['sample'] else ''}: {about['means']} {about['of']}"
        for line in about["top"]:
            yield f"  {write_value(METRICS[name], line['value']):>10}  {line['label']}"


def _around(line: dict[str, Any]) -> str:
    return f"with {line['label']}" if line["size"] > 1 else line["label"]
