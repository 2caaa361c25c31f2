"""Ranges: passages that hold nothing but a name or a heading, and passages within passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from graph.analysis.findings import LOOK, Finding
from graph.checking.case import Case, fold
from graph.work.progress import Job, Progress

_AROUND = re.compile(r"^(?:the|an?)\s+|[\s.,;:!?\"'()\[\]-]+$|^[\s\"'(\[-]+")
_GENITIVE = re.compile(r"'s?$")
_MOST_WORDS = 8
_STEP = 2048


def check_ranges(case: Case) -> Job[list[Finding]]:
    """Findings for passages that say nothing, and for those that count twice."""
    p, found = case.projection, list[Finding]()
    known = {*case.labels, *(fold(name) for names in case.names.values() for name in names)}
    used = np.union1d(p.node_evidence.values, p.edge_evidence.values).tolist()
    for done, passage in enumerate(used):
        if done % _STEP == 0:
            yield Progress("Looking at ranges", done, len(used))
        found += _empty(case, passage, known)
    several = np.flatnonzero(p.node_evidence.lengths > 1).tolist()
    for node in several:
        found += _nested(case, case.title(node), case.passages_of(node), node, -1)
    for edge in np.flatnonzero(p.edge_evidence.lengths > 1).tolist():
        if not case.inherits(edge):
            found += _nested(case, case.relationship(edge), case.passages_of_edge(edge), -1, edge)
    return found


def _empty(case: Case, passage: int, known: set[str]) -> Iterator[Finding]:
    """A finding for a passage that is only a name or a heading."""
    low = case.low[passage]
    if not low or low.count(" ") >= _MOST_WORDS:
        return
    bare = _GENITIVE.sub("", _AROUND.sub("", _AROUND.sub("", low)))
    if bare in known or low in known:
        yield case.finding("ranges", LOOK, "A passage holds nothing but a name", [passage])
    elif _is_heading(case, passage):
        yield case.finding("ranges", LOOK, "A passage holds nothing but a heading", [passage])


def _is_heading(case: Case, passage: int) -> bool:
    """True for a whole line of few words without a full stop, after and before an empty line."""
    p = case.projection.passages[passage]
    text = case.texts[p.sha256]
    said = case.said[passage]
    before, after = text[: p.start].rstrip(" \t"), text[p.end :].lstrip(" \t")
    alone = (not before or before.endswith("\n\n")) and after.startswith("\n\n")
    return alone and "\n" not in said and said.rstrip()[-1:] not in ".!?:;,”\"’'"


def _nested(case: Case, whose: str, passages: Iterable[int], node: int, edge: int) -> Iterator[Finding]:
    """A finding for each passage that lies within another one of the same text."""
    of = case.projection.passages
    ordered = sorted(passages, key=lambda q: (of[q].sha256, of[q].start, -of[q].end))
    outer = -1
    for passage in ordered:
        inside = outer >= 0 and of[outer].sha256 == of[passage].sha256 and of[passage].end <= of[outer].end
        if inside:
            sentence = f"A passage of {whose} lies within another one and counts twice"
            yield case.finding("ranges", LOOK, sentence, [passage], node, edge)
        else:
            outer = passage
