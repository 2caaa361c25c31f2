"""Judgements: whether a resource that is called critical or positive is so in the words of its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.checking.case import Case
from graph.rdf.terms import local_name
from graph.wording.judgements import judge, side_of
from graph.work.progress import Job, Progress

_JUDGING = re.compile(
    r".*(?:polarity|sentiment|stance|valence|tone|verdict|rating|grade|judgement|judgment)", re.IGNORECASE
)
_CLEAR = 3
_STEP = 1024
_SIDES = {1: "favourable", -1: "unfavourable"}


def check_judgements(case: Case) -> Job[list[Finding]]:
    """Findings for judgements whose passages speak for the other side."""
    found, wanted = list[Finding](), [*_of_edges(case), *_of_values(case)]
    for done, (node, edge, name) in enumerate(wanted):
        if done % _STEP == 0:
            yield Progress("Comparing judgements", done, len(wanted))
        passages = (case.passages_of_edge(edge) if edge >= 0 else []) or case.passages_of(node)
        if passages:
            found += _compare(case, node, edge, name, passages)
    return found


def _of_edges(case: Case) -> Iterator[tuple[int, int, str]]:
    p = case.projection
    judging = np.array([_JUDGING.fullmatch(local_name(info.iri)) is not None for info in p.predicates], bool)
    for edge in np.flatnonzero(judging[p.predicate]).tolist() if len(judging) else []:
        name = p.labels[p.object[edge]]
        if side_of(name):
            yield int(p.subject[edge]), edge, name


def _of_values(case: Case) -> Iterator[tuple[int, int, str]]:
    p, rows = case.projection, case.projection.node_attributes
    judging = np.array([_JUDGING.fullmatch(local_name(i.iri)) is not None for i in p.predicates] + [False], bool)
    for at in np.flatnonzero(judging[p.predicate_of_quad[rows.values]]).tolist():
        value = str(getattr(p.quads.terms[p.quads.object[rows.values[at]]], "value", ""))
        if side_of(value):
            yield int(rows.owners[at]), -1, value


def _compare(case: Case, node: int, edge: int, name: str, passages: list[int]) -> Iterator[Finding]:
    side = side_of(name)
    said = judge("\n".join(case.said[p] for p in passages))
    ours, theirs = said.favourable, said.unfavourable
    if side < 0:
        ours, theirs = theirs, ours
    sentence = f"{case.title(node)} is called {name}, where the words of its passages are {_SIDES[-side]}"
    if theirs and not ours:
        yield case.finding("judgements", WRONG, sentence, passages, node, edge)
    elif theirs >= _CLEAR * ours and theirs >= _CLEAR:
        yield case.finding("judgements", LOOK, sentence, passages, node, edge)
