"""The overview of an endpoint, for ``caseboard info``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.endpoint.source import EndpointSource


def report_of(source: EndpointSource) -> dict[str, Any]:
    """The overview as plain values. A class in ``at_least`` has at least as many resources as its count says."""
    summary, profile = source.summary, source.profile
    labels = summary.labels[:-1]
    ends = zip(summary.source.tolist(), summary.predicate.tolist(), summary.target.tolist(), summary.weight.tolist())
    return {
        "source": source.title,
        "url": source.url,
        "seen": datetime.fromtimestamp(profile.when, UTC).isoformat(timespec="seconds"),
        "triples": profile.triples or None,
        "graphs": list(profile.graphs),
        "index": profile.text_index or None,
        "classes": dict(zip(labels, summary.every[:-1].tolist())),
        "at_least": [labels[i] for i in sorted(summary.at_least)],
        "samples": [
            {"from": labels[a], "relationship": summary.words[p], "to": labels[b], "count": count}
            for a, p, b, count in ends
        ],
        "warnings": list(source.warnings),
    }


def lines_of(report: dict[str, Any]) -> list[str]:
    """The overview as lines of text."""
    size = f"{report['triples']:,} triples by its own word, " if report["triples"] else ""
    index = f"text index: {report['index']}" if report["index"] else "no text index"
    at_least = set(report["at_least"])
    counts = report["classes"].items()
    samples = sorted(report["samples"], key=lambda each: -each["count"])[:20]
    return [
        f"{report['url']}: {size}{len(counts):,} classes, {index}; seen {report['seen']}",
        *(f"Named graph: {graph}" for graph in report["graphs"]),
        "Classes:",
        *(f"  {f'{count:,}' + ('+' if label in at_least else ''):>9}  {label}" for label, count in counts),
        *(["Relationships in samples:"] if samples else []),
        *(f"  {each['from']} – {each['relationship']} – {each['to']}" for each in samples),
        *report["warnings"],
    ]
