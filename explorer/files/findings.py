"""Findings as records in an exploration: results of path searches, including searches without a path."""

from __future__ import annotations

from typing import get_args

from explorer.panels.paths.findings import Finding, SavedPath
from graph.analysis.paths import Kind
from graph.errors import ReadError
from graph.rdf.grade import is_sign
from graph.reading.refusals import plain
from graph.saved.records import Name, Record, Value

_TEXTS = {
    "start_label": "startLabel", "end_label": "endLabel", "scope": "scope", "sentence": "sentence",
    "asked": "asked", "when": "created", "source": "title",
}  # fmt: skip
"""Text fields of a finding, by term."""


def finding_record(finding: Finding) -> Record:
    """A finding as a record."""
    values: list[tuple[str, Value]] = [("start", Name(finding.start)), ("end", Name(finding.end))]
    values += [(term, getattr(finding, field)) for field, term in _TEXTS.items()]
    values += [("kind", finding.kind), ("hops", finding.hops), ("directed", finding.directed)]
    values += [("found", finding.found), ("isAll", finding.is_all)]
    values += [("minOrigins", finding.min_origins)] if finding.min_origins else []
    values += [("minGrade", finding.min_grade)] if finding.min_grade else []
    values += [("predicate", Name(iri)) for iri in finding.predicates]
    values += [("path", _path_record(path)) for path in finding.paths]
    values += [("source", Record("Source", (("sha256", sha256),))) for sha256 in finding.hashes]
    return Record("Finding", tuple(values))


def finding_of(record: Record) -> Finding:
    """The finding in a record. Raises ReadError for a broken one."""
    texts = {field: record.one(term, "") for field, term in _TEXTS.items()}
    start, end = (next(iter(record.names(term)), "") for term in ("start", "end"))
    kind = next((known for known in get_args(Kind) if known == record.one("kind", "")), None)
    if kind is None:
        raise ReadError(f"This file holds a finding of an unknown kind, “{record.one('kind', '')}”.")
    return Finding(
        kind=kind,
        start=start,
        end=end,
        hops=record.one("hops", 1),
        directed=record.one("directed", False),
        predicates=record.names("predicate"),
        found=record.one("found", 0),
        is_all=record.one("isAll", False),
        paths=tuple(_path_of(part) for part in record.records("path")),
        hashes=tuple(part.one("sha256", "") for part in record.records("source")),
        min_origins=record.one("minOrigins", 0),
        min_grade=_grade(record.one("minGrade", "")),
        **texts,
    )


def _grade(sign: str) -> str:
    if sign and not is_sign(sign):
        raise ReadError(f"This file holds a finding with an unknown grade, “{plain(sign, 40)}”.")
    return sign


def _path_record(path: SavedPath) -> Record:
    values: list[tuple[str, Value]] = [("sentence", path.sentence)]
    values += [("along", Record("Stop", (("resource", Name(iri)),))) for iri in path.resources]
    for step in path.statements:
        told = [Record("Tie", (("subject", Name(s)), ("predicate", Name(p)), ("object", Name(o)))) for s, p, o in step]
        values.append(("step", Record("Step", tuple(("tie", tie) for tie in told))))
    return Record("Path", tuple(values))


def _path_of(record: Record) -> SavedPath:
    def triple(tie: Record) -> tuple[str, str, str]:
        s, p, o = (next(iter(tie.names(term)), "") for term in ("subject", "predicate", "object"))
        return s, p, o

    resources = (next(iter(stop.names("resource")), "") for stop in record.records("along"))
    steps = (tuple(map(triple, step.records("tie"))) for step in record.records("step"))
    return SavedPath(record.one("sentence", ""), tuple(resources), tuple(steps))
