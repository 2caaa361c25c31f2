"""SPARQL checks before a query runs: it must only read, reach no other server, and be valid.

Oxigraph's own parser decides. Two things that it does not report are found by parsing a changed query: whether there is
a call to another service (Oxigraph would make it), and which word is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Store

from graph.errors import CaseboardError
from graph.named import NamedTuple

_TOKEN = re.compile(
    r"""(?P<space>\s+ | \#[^\r\n]*)
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]+)*>)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
            | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<name>(?:_|[^\W\d_][\w.-]*)?:(?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]
            |\.(?=[\w:.%\\-]))*))
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d]\w*)
      | (?P<sign><<\( | \)>> | << | >> | \{\| | \|\} | \^\^ | && | \|\| | != | <= | >= | .)""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile("(?<=servic)e", re.IGNORECASE)
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_GAP = " " * 24
"""Longer than any keyword of the language, whose letters the parser compares several at a time."""
_WHERE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_REASONS = {
    "Duplicated variable name": "two columns of the result have the same name",
    "contains a variable that is unbound": (
        "a selected variable is neither grouped by nor the result of a count, sum or other aggregate"
    ),
    "VALUES clause rows": "a row of VALUES has too few or too many values; write UNDEF for a missing one",
}


class QueryError(CaseboardError):
    """A query that cannot run, or was stopped; ``line`` and ``column`` count from 1 if the wrong word is known.

    ``length`` is the number of characters of that word.
    """

    line = 0
    column = 0
    length = 0


class Token(NamedTuple):
    """A piece of a query and its position, counted from 0."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Its end."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a query, without spaces and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(match.lastgroup or "sign", match[0], match.start())


def declarable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that a query can declare."""
    found: dict[str, str] = {}
    for prefix, namespace in prefixes.items():
        try:
            NamedNode(namespace)
        except ValueError:
            continue
        if _PREFIX.fullmatch(prefix):
            found[prefix] = namespace
    return found


def check(text: str, prefixes: Mapping[str, str], base: str, store: Store | None) -> bool:
    """Raise :class:`QueryError` unless ``text`` is a query that only reads ``store`` (None: one with unknown graphs).

    Returns whether it names the graphs that it reads. All checks run on an empty store, with every word SERVICE removed
    from the text, so that no text can cause a call.
    """
    found = list(tokens(text))
    words = _openings(found)
    if not words:
        raise QueryError("There is no query yet. Write one, or open a saved query.")
    if words[0].text.upper() in _UPDATES:
        raise _at(text, words[0], f"{words[0].text.upper()} would change data, but queries here only read")
    masked = _SERVICE.sub("q", text)
    masked_prefixes = {_SERVICE.sub("q", prefix): namespace for prefix, namespace in prefixes.items()}
    if _refusal(masked, masked_prefixes, base):
        for token in found:
            if token.kind == "word" and token.text.upper() == "SERVICE":
                raise _at(text, token, "SERVICE would ask another server, but queries here stay on this machine")
        raise _located(text, masked, masked_prefixes, base)
    named = _graphs(found, prefixes)
    for token, iri in named:
        if iri and store is not None and not store.contains_named_graph(NamedNode(iri)):
            raise _at(text, token, f"there is no graph {token.text} in this source, and nothing is fetched")
    return bool(named)


def opening(text: str) -> str:
    """The first word after the declarations in capitals: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    words = _openings(list(tokens(text)))
    return words[0].text.upper() if words else ""


def in_query_order(names: Sequence[str], text: str) -> tuple[str, ...]:
    """The variables of a result in the order of the query; for ``SELECT *`` in order of first appearance."""
    found = _openings(list(tokens(text)))
    if not any(token.text == "*" for token in found[1:3] if token.kind == "sign"):
        return tuple(names)
    places = {token.text[1:]: token.start for token in reversed(found) if token.kind == "variable"}
    return tuple(sorted(names, key=lambda name: places.get(name, len(text))))


def _openings(found: Sequence[Token]) -> list[Token]:
    """The pieces after the declarations at the beginning."""
    at = 0
    while at < len(found) and found[at].text.upper() in ("PREFIX", "BASE", "VERSION"):
        at += 3 if found[at].text.upper() == "PREFIX" else 2
    return list(found[at:])


def _graphs(found: Sequence[Token], prefixes: Mapping[str, str]) -> list[tuple[Token, str]]:
    """The graphs of FROM and FROM NAMED with their IRIs, "" for one that is relative."""
    known = dict(prefixes)
    for one, two, three in zip(found, found[1:], found[2:]):
        if one.text.upper() == "PREFIX" and three.kind == "iri":
            known[two.text[:-1]] = three.text[1:-1]
    named = []
    for at, token in enumerate(found[:-1]):
        if token.kind == "word" and token.text.upper() == "FROM":
            after = found[at + 1 :]
            graph = after[len(after) > 1 and after[0].text.upper() == "NAMED"]
            prefix, _, rest = graph.text.partition(":")
            iri = graph.text[1:-1] if graph.kind == "iri" else known.get(prefix, "") + rest
            named.append((graph, iri if re.match(r"[A-Za-z][\w+.-]*:", iri) else ""))
    return named


def _refusal(text: str, prefixes: Mapping[str, str], base: str) -> str:
    """The parser's objection to a query, or ""; the store is empty, so nothing can be found."""
    try:
        Store().query(text, prefixes=dict(prefixes), base_iri=base)
    except SyntaxError as error:
        return str(error)
    return ""


def _located(text: str, masked: str, prefixes: Mapping[str, str], base: str) -> QueryError:
    """The error in a query, and its position.

    The parser reports the furthest position that any of its attempts reached, and an attempt at a long word goes past
    the error. With all words far apart, no attempt reaches the next one.
    """
    found = list(tokens(text))
    spaced, starts = _spread(masked, found)
    match = _WHERE.match(_refusal(spaced, prefixes, base))
    if match is None:
        return QueryError("The query is not valid. Compare it with a saved query.")
    where, reason = int(match[2]) - 1, match[3]
    if where >= len(spaced):
        for said, sentence in _REASONS.items():
            if said in reason:
                return QueryError(f"The query cannot be run: {sentence}.")
        return _at(text, found[-1], "something is missing after this")
    token = found[max(i for i, start in enumerate(starts) if start <= where)]
    for said, sentence in _REASONS.items():
        if said in reason:
            return _at(text, token, sentence)
    if "Prefix not found" in reason and token.kind == "name":
        prefix = token.text.split(":")[0]
        return _at(text, token, f"the prefix “{prefix}:” is not declared; write PREFIX {prefix}: <…> above")
    return _at(text, token, f"“{_short(token.text)}” is not allowed here")


def _spread(masked: str, found: Sequence[Token]) -> tuple[str, list[int]]:
    """The query with its pieces far apart, and the start of each; a sign stays next to its number."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for token, following in zip(found, [*found[1:], None]):
        starts.append(length)
        attached = following is not None and token.text in "+-" and following.start == token.end
        part = masked[token.start : token.end].replace("\r", " ").replace("\n", " ") + ("" if attached else _GAP)
        parts.append(part)
        length += len(part)
    return "".join(parts), starts


def _at(text: str, token: Token, sentence: str) -> QueryError:
    before = text[: token.start]
    line = before.count("\n") + 1
    column = token.start - (before.rfind("\n") + 1) + 1
    error = QueryError(f"Line {line}, column {column}: {sentence}.")
    error.line, error.column, error.length = line, column, len(token.text)
    return error


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
