"""Questions to an endpoint: SELECT queries over the graphs that hold its data, each with a limit and a deadline.

Only what all large engines answer quickly is asked: bound subjects or predicates, VALUES, counts over inner limits. All
values that go into a query are written here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode

from graph.frozen import frozen
from graph.named import NamedTuple
from graph.web.client import Client
from graph.web.failures import WebError
from graph.web.sparql import Rows, select
from graph.work.progress import Job

T = TypeVar("T")

TOGETHER = 100
"""IRIs in one VALUES; some servers refuse more."""
_GRAPHS = 50
"""Named graphs in one FROM."""


class LateError(WebError):
    """An endpoint did not answer before a deadline; the request was ended."""


class Asked(NamedTuple):
    """A question to the server: its text, when it was asked in seconds since 1970, and the rows of its answer."""

    query: str
    when: float
    rows: int


@frozen
class Endpoint:
    """A SPARQL endpoint: the client that asks it, its URL, and the named graphs that hold its data.

    Without ``graphs`` its default graph is asked.
    """

    client: Client
    url: str
    graphs: tuple[str, ...] = ()

    def select(self, variables: str, where: str, *, most: int, seconds: float, tail: str = "") -> Job[Rows]:
        """Up to ``most`` rows, with one more asked for, so that it is known if there are more (``is_cut``).

        Raises :class:`LateError` after ``seconds``, and the errors of the client.
        """
        return self.answer(self.written(variables, where, most=most, tail=tail), most=most, seconds=seconds)

    def answer(self, query: str, *, most: int, seconds: float) -> Job[Rows]:
        """The answer to a whole SELECT query."""
        return within(select(self.client, self.url, query, most=most), seconds, self.url)

    def written(self, variables: str, where: str, *, most: int, tail: str = "") -> str:
        """The text of a query."""
        graphs = " ".join(f"FROM {iri(graph)}" for graph in self.graphs[:_GRAPHS])
        return f"SELECT {variables} {graphs} WHERE {{ {where} }} {tail} LIMIT {most + 1}"


def within(job: Job[T], seconds: float, url: str) -> Job[T]:
    """``job``, closed when its time is over. Raises :class:`LateError` then."""
    from graph.web.addresses import shown

    until = time.monotonic() + seconds
    try:
        while True:
            step = next(job)
            if time.monotonic() > until:
                raise LateError(f"{shown(url)} did not answer within {seconds:g} s. Try again later, or ask for less.")
            yield step
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        job.close()


def iri(name: str) -> str:
    """An IRI as a query has it. Raises :class:`ValueError` for text that is none."""
    return str(NamedNode(name))


def text(words: str, language: str = "") -> str:
    """A text as a query has it."""
    return str(Literal(words, language=language)) if language else str(Literal(words))


def values(variable: str, names: Iterable[str]) -> str:
    """A VALUES block for IRIs; those that are none are left out."""
    return f"VALUES ?{variable} {{ {' '.join(map(iri, filter(is_iri, names)))} }}"


def among(variable: str, names: Iterable[str]) -> str:
    """A filter for IRIs. Beside a VALUES of subjects, a second VALUES makes Oxigraph scan the data."""
    return f"FILTER(?{variable} IN ({', '.join(map(iri, filter(is_iri, names)))}))"


def is_iri(name: str) -> bool:
    """True for text that a query can name as an IRI."""
    try:
        NamedNode(name)
    except ValueError:
        return False
    return not name.startswith("_:")


def batches(names: Sequence[T], size: int = TOGETHER) -> Iterator[list[T]]:
    """The names in groups of ``size``."""
    each = iter(names)
    while group := list(islice(each, size)):
        yield group


def number(term: Any) -> int:
    """A count in an answer; 0 for anything else."""
    try:
        return int(term.value)
    except (AttributeError, ValueError):
        return 0


def name_of(term: Any) -> str:
    """The IRI of a term, "" for a blank node, a literal, or no value."""
    return term.value if isinstance(term, NamedNode) else ""
