"""Names: whether passages name or refer to the resources that they support."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import numpy as np

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.checking.case import AS_SAID, Case, fold
from graph.rdf.terms import local_name
from graph.work.progress import Job, Progress

STATEMENTS = frozenset(("event", "finding", "claim", "money", "statistic", "concept"))
"""Kinds of resources that say something; their labels sum up what they say and are no names."""
_STOP = frozenset(
    "about after also among and any are been before being between but can could did does down each for from had has "
    "have her his how into its just like made make many may more most much must not off one only other our out over "
    "own per said same says shall she should some such than that the their them then there these they this those "
    "through too under until upon very was were what when where which while who whom whose why will with within "
    "without would year years your".split()
)
_WORD = re.compile(r"[a-z][a-z']{3,}")
_PERSONAL = (
    "i|we|he|she|they|me|us|him|them|my|our|ours|his|her|hers|their|theirs|mine|himself|herself|themselves|ourselves"
    "|myself"
)
_PERSONAL_PRONOUN = re.compile(rf"\b(?:{_PERSONAL})\b")
_PRONOUN = re.compile(rf"\b(?:{_PERSONAL}|it|its|itself|this|that|these|those|here|there)\b")
_HEADS = (
    r"leader|director|minister|chief|chair\w*|head|secretary|commissioner|officer|spokes\w+|president|mayor|manager|boss"
    r"|judge|author|owner|founder|member|man|woman|official|inspectors?|executive"
)
_BODIES = "council|company|firm|body|department|authority|group|agency|watchdog|government|organi[sz]ation|board|team"
_ARTICLE = r"\b(?i:the|this|that|its|their|our|his|her|an?)\s+(?:\w+[ -]){0,3}?"
_PERSONAL_ROLE, _ROLE = (
    re.compile(rf"{_ARTICLE}(?i:{heads})\b(?!,?\s+[A-Z])") for heads in (_HEADS, f"{_HEADS}|{_BODIES}")
)
_SPEAKS = re.compile(
    r"([A-Z][\w’'-]+)\s+(?:also\s+|then\s+)?(?:said|says|added|adds|wrote|writes|told|tells|claimed|claims|replied|explained"
    r"|argued|stated|asked|answered|insisted|warned|admitted|declared|welcomed|announced)\b"
)
AUTHORS = frozenset("author creator spokenBy saidBy speaker claimant wasAttributedTo attributedTo".split())
"""Local names of predicates that lead to the person who says something."""
_CAPITALS = re.compile(r"\b[A-Z][\w’'-]*")
_INITIAL_WORD = re.compile(r"\b[A-Za-z][\w’'-]*")
_LEAST_INITIALS = 3
_PERSONS = frozenset(("Person", "Human", "Q5"))
NAMED, REFERRED, UNNAMED = 2, 1, 0
_STEM, _STEP = 5, 2048


def holds(low: str, form: str) -> bool:
    """True if ``low`` holds a form as whole words, or its plural or genitive."""
    at, size = low.find(form), len(form)
    while at >= 0:
        rest = low[at + size : at + size + 2]
        if not low[at - 1 : at].isalnum() and (not rest[:1].isalnum() or (rest[0] == "s" and not rest[1:].isalnum())):
            return True
        at = low.find(form, at + 1)
    return False


@lru_cache(maxsize=65_536)
def stems(text: str) -> frozenset[str]:
    """The first letters of the words of a folded text that mean something."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text) if word not in _STOP)


class Names:
    """Looks for the names of resources in words."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._forms: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._in_text: dict[tuple[int, str], int] = {}
        self._is_person: dict[int, bool] = {}
        p = case.projection
        self._person = np.array([local_name(info.iri) in _PERSONS for info in p.classes] + [False], bool)
        self.simple = case.labels

    def level(self, node: int, low: str, said: str) -> int:
        """NAMED if words name a node, REFERRED if they hold a word of its names, else UNNAMED."""
        if holds(low, self.simple[node]):
            return NAMED
        forms, letters = self._forms_of(node)
        if any(holds(low, form) for form in forms) or any(holds(said, word) for word in letters):
            return NAMED
        if self.is_person(node):
            return REFERRED if holds(low, self.simple[node].split()[0]) else UNNAMED
        return REFERRED if any(word in low for name in forms for word in stems(name)) else UNNAMED

    def in_text(self, node: int, sha256: str) -> int:
        """The same for the whole text of a passage."""
        key = node, sha256
        if key not in self._in_text:
            self._in_text[key] = self.level(node, self._case.lows[sha256], self._case.texts[sha256])
        return self._in_text[key]

    def is_person(self, node: int) -> bool:
        """True for a person with a first and a last name."""
        if node not in self._is_person:
            classes = self._case.projection.node_classes[node]
            self._is_person[node] = bool(self._person[classes].any()) and self.is_proper(node)
        return self._is_person[node]

    def is_proper(self, node: int) -> bool:
        """True for an actor with a name of two words or more in capitals, which no description is."""
        name = self._case.projection.labels[node]
        return self._case.kind(node) == "actor" and len(_CAPITALS.findall(name)) >= 2

    def speaker_beside(self, edge: int, node: int, passages: Iterable[int]) -> str:
        """The name before a verb of saying, if an edge gives what is said there to another person; else ""."""
        p = self._case.projection
        if local_name(p.predicates[p.predicate[edge]].iri) not in AUTHORS or not self.is_person(node):
            return ""
        own = self.simple[node].split()
        for passage in passages:
            for match in _SPEAKS.finditer(self._case.said[passage]):
                name = match[1]
                if fold(name) in self._surnames and fold(name) not in own:
                    return name
        return ""

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The last names of the persons of the graph, in lower case."""
        nodes = np.flatnonzero(self._person[self._case.projection.node_class]).tolist()
        return frozenset(self.simple[node].split()[-1] for node in nodes if self.is_person(node))

    def _forms_of(self, node: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Forms of the names of a node in lower case, and its initials as they are written."""
        if node not in self._forms:
            names, is_person = self._case.names_of(node), self.is_person(node)
            forms, letters = dict[str, None](), dict[str, None]()
            for name in names:
                low = fold(name).strip()
                outside = re.sub(r"\s*\([^)]*\)", "", low)
                for form in (low, outside, re.sub(r"^(?:the|an?) ", "", low), *re.findall(r"\(([^)]+)\)", low)):
                    if len(form) > 1:
                        forms[form] = None
                letters |= dict.fromkeys(_initials(name, 2 if is_person else _LEAST_INITIALS))
            if is_person:
                forms[fold(names[0]).split()[-1]] = None
            self._forms[node] = tuple(forms), tuple(letters)
        return self._forms[node]


def _initials(name: str, least: int) -> Iterator[str]:
    """The first letters of the words of a name, with and without its small words: DfE and DE."""
    words = [word for word in _INITIAL_WORD.findall(name) if word.lower() not in ("the", "a", "an", "and")]
    for letters in ("".join(word[0] for word in words), "".join(word[0] for word in words if word[0].isupper())):
        if len(letters) >= least and sum(letter.isupper() for letter in letters) >= 2:
            yield letters


def check_names(case: Case, names: Names) -> Job[list[Finding]]:
    """Findings for relationships whose ends, and for resources whose own words, are not in their passages."""
    p, found = case.projection, list[Finding]()
    edges = np.flatnonzero(p.edge_coverable & (p.edge_evidence.lengths > 0)).tolist()
    nodes = np.flatnonzero(p.node_coverable & (p.node_evidence.lengths > 0)).tolist()
    for done, node in enumerate(nodes):
        if done % _STEP == 0:
            yield Progress("Searching for names", done, len(nodes) + len(edges))
        found += _of_node(case, names, node)
    silent = {f.node for f in found}
    for done, edge in enumerate(edges):
        if done % _STEP == 0:
            yield Progress("Searching for names", len(nodes) + done, len(nodes) + len(edges))
        found += _of_edge(case, names, edge, silent)
    return found


def _of_node(case: Case, names: Names, node: int) -> Iterator[Finding]:
    """A finding if no passage of a resource says anything of it."""
    passages = case.passages_of(node)
    if not passages or any(_speaks_of(case, names, node, case.low[p], case.said[p]) for p in passages):
        return
    p = case.projection
    others = p.object[p.edges_of[node][p.subject[p.edges_of[node]] == node]].tolist()
    if any(names.level(o, case.low[q], case.said[q]) == NAMED for o in others for q in passages):
        return
    severity = LOOK if _refers(case, passages) else WRONG
    yield case.finding("evidence", severity, f"No passage of {case.title(node)} says anything of it", passages, node)


def _speaks_of(case: Case, names: Names, node: int, low: str, said: str) -> bool:
    if (
        names.simple[node] in low
        or any(word in low for word in stems(names.simple[node]))
        or names.level(node, low, said)
    ):
        return True
    p = case.projection
    for attribute in p.attributes(node):
        value = attribute.value
        own = (value.language or " " in value.value) and not AS_SAID.fullmatch(
            local_name(p.predicates[attribute.predicate].iri)
        )
        if own and any(word in low for word in stems(fold(value.value))):
            return True
    return False


def _of_edge(case: Case, names: Names, edge: int, silent: set[int]) -> Iterator[Finding]:
    """A finding for each end of a relationship that its passages, and those to read with them, do not tell."""
    p, passages = case.projection, case.passages_of_edge(edge)
    if not passages:
        return
    subject, end = int(p.subject[edge]), int(p.object[edge])
    inherits = case.inherits(edge)
    around = [*passages, *case.read_with(edge)]
    unnamed = [n for n in ((end,) if inherits else (subject, end)) if not _is_named(case, names, n, around)]
    if not inherits and len(unnamed) == 2 and not _refers(case, passages):
        yield case.finding(
            "evidence", WRONG, f"No passage of {case.relationship(edge)} speaks of either end", passages, edge=edge
        )
        return
    for node in unnamed:
        if case.kind(node) in STATEMENTS:
            continue
        absent = names.is_proper(node) and _is_absent(case, names, node, passages)
        speaker = names.speaker_beside(edge, node, passages)
        if speaker:
            sentence = f"In the passages of {case.relationship(edge)} the speaker is {speaker}"
            yield case.finding("names", WRONG, sentence, passages, edge=edge)
            continue
        refers = _refers(case, passages, names.is_person(node))
        if absent and not refers and (names.is_person(node) or not _echoes(case, names, node, passages)):
            sentence = f"The text of {case.relationship(edge)} never names {case.title(node)}"
            yield case.finding("names", WRONG, sentence, passages, edge=edge)
        elif absent or not (refers or (inherits and subject in silent) or _is_beside(case, names, node, passages)):
            sentence = f"No passage of {case.relationship(edge)} names {case.title(node)}"
            yield case.finding("names", LOOK, sentence, passages, edge=edge)


def _is_named(case: Case, names: Names, node: int, passages: Iterable[int]) -> bool:
    if case.kind(node) in STATEMENTS:
        return any(_speaks_of(case, names, node, case.low[p], case.said[p]) for p in passages)
    return any(names.level(node, case.low[p], case.said[p]) for p in passages)


def _is_beside(case: Case, names: Names, node: int, passages: Iterable[int]) -> bool:
    """True if the sentence of a passage names a node outside of it, as in “X said it, and *was praised*”."""
    for passage in passages:
        sha256 = case.projection.passages[passage].sha256
        start, end = case.sentence_around(passage)
        if names.level(node, case.lows[sha256][start:end], case.texts[sha256][start:end]) == NAMED:
            return True
    return False


def _is_absent(case: Case, names: Names, node: int, passages: Iterable[int]) -> bool:
    """True if the texts of some passages never name a node."""
    of = case.projection.passages
    return all(names.in_text(node, of[p].sha256) != NAMED for p in passages)


def _echoes(case: Case, names: Names, node: int, passages: Iterable[int]) -> bool:
    """True if the texts of some passages hold any word of the names of a node."""
    of = case.projection.passages
    return any(names.in_text(node, of[p].sha256) for p in passages)


def _refers(case: Case, passages: Iterable[int], person: bool = False) -> bool:
    """True if a passage holds a pronoun, for a ``person`` one of persons, or “the leader” without a name beside it."""
    pronoun, role = (_PERSONAL_PRONOUN, _PERSONAL_ROLE) if person else (_PRONOUN, _ROLE)
    return any(pronoun.search(case.low[p]) or role.search(case.said[p]) for p in passages)
