"""Search on an endpoint: by the text index of the server if it has one, else by equal and contained labels.

Each form is in the manual of its server: Virtuoso (``bif:contains``), Apache Jena (``text:query``), GraphDB
(``onto:fts``), QLever (``ql:contains-word``), and the search service of Wikidata.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pyoxigraph import Literal

from graph.arrays.collation import plain
from graph.endpoint.asking import Endpoint, name_of, text, values
from graph.errors import CaseboardError
from graph.named import NamedTuple
from graph.rdf.naming import LABEL_PREDICATES
from graph.rdf.source import Entry
from graph.work.progress import Job, Progress

PROBE = 2.0
"""Seconds for one attempt to use an index."""
_SECONDS = 15.0
_USED = 12
"""Predicates of names that a search looks at."""


class Found(NamedTuple):
    """Resources that a search found, the best first, and a sentence about how far it looked."""

    entries: tuple[Entry, ...]
    sentence: str


def _virtuoso(words: Sequence[str]) -> str:
    quoted = " AND ".join(f"'{word}'" for word in words)
    return f"?s ?p ?o . ?o <bif:contains> {text(quoted)}"


def _jena(words: Sequence[str]) -> str:
    return f"?s <http://jena.apache.org/text#query> {text(' AND '.join(words))} . ?s ?p ?o"


def _graphdb(words: Sequence[str]) -> str:
    return f"?o <http://www.ontotext.com/fts> {text(' AND '.join(words))} . ?s ?p ?o"


def _qlever(words: Sequence[str]) -> str:
    ns = "http://qlever.cs.uni-freiburg.de/builtin-functions/"
    return f"?t <{ns}contains-entity> ?s . ?t <{ns}contains-word> {text(' '.join(words))} . ?s ?p ?o"


def _wikidata(words: Sequence[str]) -> str:
    wikibase, api = "http://wikiba.se/ontology#", "https://www.mediawiki.org/ontology#API/"
    given = "<http://www.bigdata.com/rdf#serviceParam>"
    return (
        f'SERVICE <{wikibase}mwapi> {{ {given} <{wikibase}endpoint> "www.wikidata.org" ; '
        f'<{wikibase}api> "EntitySearch" ; <{api}search> {text(" ".join(words))} ; <{api}language> "en" . '
        f"?s <{wikibase}apiOutputItem> <{api}item> }} ?s ?p ?o"
    )


INDEXES: dict[str, Callable[[Sequence[str]], str]] = {
    "virtuoso": _virtuoso,
    "jena": _jena,
    "graphdb": _graphdb,
    "qlever": _qlever,
    "wikidata": _wikidata,
}
"""Patterns that bind ``?s ?p ?o`` by the text index of a server, by the server's name."""


def tried_index(endpoint: Endpoint, word: str) -> Job[str]:
    """The key of the index that finds a ``word`` that names hold; "" if no form finds it."""
    for key, pattern in INDEXES.items():
        if not word or (key == "wikidata" and "wikidata.org" not in endpoint.url):
            continue
        yield Progress("Trying the text index")
        try:
            rows = yield from endpoint.select("?s", pattern([plain(word)]), most=1, seconds=PROBE)
        except CaseboardError:
            continue
        if rows.rows:
            return key
    return ""


def searched(
    endpoint: Endpoint, words: str, naming: Sequence[str] = LABEL_PREDICATES, languages: Sequence[str] = (),
    index: str = "", most: int = 50,
) -> Job[Found]:  # fmt: skip
    """Resources whose names hold every word.

    First names equal to ``words``, as written and in the ``languages`` of the endpoint; then the server's index, or
    names that hold the words, up to a limit and a deadline. Raises the errors of the client if the first fails.
    """
    wanted = " ".join(words.split())
    parts = [part for part in plain(wanted).split() if part]
    if not parts:
        return Found((), "")
    yield Progress(f"Searching “{wanted}”")
    named = values("p", naming[:_USED])
    forms = dict.fromkeys((wanted, wanted.lower(), wanted.capitalize(), wanted.title()))
    texts = " ".join(text(form, tag) for form in forms for tag in ("", "en", *languages))
    exact = f"{named} VALUES ?o {{ {texts} }} ?s ?p ?o"
    rows = (yield from endpoint.select("?s ?o", exact, most=most, seconds=_SECONDS)).rows
    found = {name_of(s): Entry(name_of(s), o.value) for s, o in rows if name_of(s) and isinstance(o, Literal)}
    sentence = ""
    if len(found) < most:
        where, tail = _held(parts, named, index, words)
        try:
            more = yield from endpoint.select("DISTINCT ?s ?o", where, most=most * 4, seconds=_SECONDS, tail=tail)
        except CaseboardError as error:
            return Found(tuple(found.values()), f"Only names equal to “{wanted}” were found: {error}")
        for s, o in more.rows:
            if name_of(s) and isinstance(o, Literal) and all(part in plain(o.value) for part in parts):
                found.setdefault(name_of(s), Entry(name_of(s), o.value))
        sentence = "" if index else "The server has no text index, so names were compared one by one."
        if more.is_cut or len(found) > most:
            sentence = f"{sentence} The server has more; add a word to see them.".strip()
    ranked = sorted(found.values(), key=lambda entry: (_rank(entry.name, parts), len(entry.name), entry.iri))
    return Found(tuple(ranked[:most]), sentence)


def _held(parts: Sequence[str], named: str, index: str, words: str) -> tuple[str, str]:
    """The pattern, and what follows it, of names that hold the words."""
    bare = re.sub(r"[^\w]+", " ", " ".join(parts)).split()  # an index has a syntax of its own, with quotes and brackets
    if index in INDEXES and bare:
        return f"{INDEXES[index](bare)} . {named}", ""
    tests = " && ".join(f"CONTAINS(LCASE(STR(?o)), {text(part)})" for part in words.lower().split())
    return f"{named} ?s ?p ?o FILTER({tests})", ""


def _rank(name: str, parts: Sequence[str]) -> int:
    """0 for a name that equals the words, 1 for one that begins with them, else 2."""
    folded, whole = plain(name), " ".join(parts)
    return 0 if folded == whole else 1 if folded.startswith(whole) else 2
