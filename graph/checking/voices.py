"""Voices: claims recorded as facts, and support by texts that repeat each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from graph.analysis.findings import LOOK, Finding
from graph.checking.case import Case, fold
from graph.checking.naming import AUTHORS, stems
from graph.model.origins import edge_origins, node_origins
from graph.rdf.terms import local_name
from graph.work.progress import Job, Progress

_STATUS = re.compile(r".*[Ss]tatus|.*certainty|.*factuality", re.IGNORECASE)
_SURE = frozenset("happened|occurred|confirmed|fact|true|actual|completed|done|certain|took place".split("|"))
_ABOUT = frozenset("about claimedIn describes mentions states asserts reports refersTo isAbout claims".split())
_WORD = re.compile(r"[^\W_]+")
_STEP = 512
_RUN = 6
"""Words in a row that two texts do not have in common by chance."""


def check_voices(case: Case) -> Job[list[Finding]]:
    """Findings for events that only a speaker reports, and for texts that say something in the same words."""
    yield Progress("Comparing texts")
    return [*_claimed(case), *(yield from _repeated(case))]


def _claimed(case: Case) -> Iterator[Finding]:
    """Events recorded as having happened, which no passage but those of somebody's claim says."""
    p = case.projection
    status = np.array([_STATUS.fullmatch(local_name(info.iri)) is not None for info in p.predicates] + [False], bool)
    authored = np.array([local_name(info.iri) in AUTHORS for info in p.predicates] + [False], bool)
    claims = {
        int(p.subject[e]) for e in np.flatnonzero(authored[p.predicate]) if case.kind(int(p.subject[e])) == "claim"
    }
    spoken = {passage for claim in claims for passage in case.passages_of(claim)}
    telling = np.array([local_name(info.iri) in _ABOUT for info in p.predicates] + [False], bool)[p.predicate]
    for edge in np.flatnonzero(status[p.predicate]).tolist():
        event = int(p.subject[edge])
        if p.labels[p.object[edge]].lower() not in _SURE:
            continue
        saying = _saying(case, event)
        near = p.edges_of[event][telling[p.edges_of[event]]]
        about = claims.intersection([*p.subject[near].tolist(), *p.object[near].tolist()])
        if saying and about and spoken.issuperset(saying):
            who = " and ".join(case.title(claim) for claim in sorted(about)[:2])
            says = "a claim says" if len(about) == 1 else "claims say"
            sentence = f"{case.title(event)} is recorded as a fact, and only {says} it: {who}"
            yield case.finding("claims", LOOK, sentence, saying, event)


def _saying(case: Case, node: int) -> list[int]:
    """The passages that hold a word of a label which none of its neighbours is named by."""
    p = case.projection
    edges = p.edges_of[node]
    near = {*p.subject[edges].tolist(), *p.object[edges].tolist()} - {node}
    near = {other for other in near if case.kind(other) not in ("claim", "concept")}
    own = stems(fold(p.labels[node])) - {word for other in near for word in stems(fold(p.labels[other]))}
    passages = case.passages_of(node)
    return [q for q in passages if not own or any(word in case.low[q] for word in own)]


def _repeated(case: Case) -> Job[list[Finding]]:
    """Resources and relationships of several origins whose passages in two texts share a run of words."""
    p, found = case.projection, list[Finding]()
    nodes = np.flatnonzero((p.node_documents > 1) & (node_origins(p) > 1) & p.node_coverable).tolist()
    edges = np.flatnonzero((p.edge_documents > 1) & (edge_origins(p) > 1) & p.edge_coverable).tolist()
    wanted = [*((node, -1) for node in nodes), *((-1, edge) for edge in edges if not case.inherits(edge))]
    for done, (node, edge) in enumerate(wanted):
        if done % _STEP == 0:
            yield Progress("Comparing texts", done, len(wanted))
        if edge < 0:
            found += _runs(case, case.title(node), case.passages_of(node), node, -1)
        else:
            found += _runs(case, case.relationship(edge), case.passages_of_edge(edge), -1, edge)
    return found


def _runs(case: Case, whose: str, passages: list[int], node: int, edge: int) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], int] = {}
    for passage in passages:
        document = case.projection.passages[passage].document
        words = _WORD.findall(case.low[passage])
        runs = [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]
        other = next((seen[run] for run in runs if run in seen), -1)
        if other >= 0 and case.projection.passages[other].document != document:
            sentence = f"Two texts say {whose} in the same words, and count as several origins"
            yield case.finding("origins", LOOK, sentence, [other, passage], node, edge)
            return
        for run in runs:
            seen.setdefault(run, passage)
