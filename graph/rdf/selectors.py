"""Selectors of the Web Annotation Data Model: the ranges, quotes and pages that passages give.

Read: ``oa:TextPositionSelector`` (start, end), ``oa:TextQuoteSelector`` (exact, prefix, suffix) and
``oa:FragmentSelector`` with ``page=``, several beside each other or one refined by another. They are known by their
properties: data often leave out their classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from pyoxigraph import Literal as OxLiteral

from graph.named import NamedTuple
from graph.rdf.source import Quads
from graph.rdf.terms import OA, RDF

_PAGE = re.compile(r"(?:^|[#&?])page=(\d{1,6})(?![^&])")
_MOST = 8
"""Selectors of one passage that are read; data have one to three."""


_LONGEST = (1 << 31) - 1
"""Code points of the longest text that a range may end in."""


class Selected(NamedTuple):
    """The parts of a passage's selectors: a range or (-1, -1), its quote or "", its page from 1 or 0.

    ``unusable`` is the range as the data give it where no text can have it: “-5–3”.
    """

    start: int = -1
    end: int = -1
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    page: int = 0
    unusable: str = ""


class Selectors:
    """The selectors of a source. ``term_of`` gives the id of a predicate by its IRI, -1 if the source has none."""

    def __init__(self, quads: Quads, term_of: Callable[[str], int]) -> None:
        self._quads, self._term_of = quads, term_of
        self._of: dict[int, list[int]] = {}
        for name in ("hasSelector", "refinedBy"):
            rows = np.flatnonzero(quads.predicate == term_of(OA + name))
            for owner, selector in zip(quads.subject[rows].tolist(), quads.object[rows].tolist()):
                self._of.setdefault(owner, []).append(selector)
        self._start, self._end = self._first(OA + "start"), self._first(OA + "end")
        self._exact = self._first(OA + "exact")
        self._prefix, self._suffix = self._first(OA + "prefix"), self._first(OA + "suffix")
        self._fragment = self._first(RDF + "value")

    def _first(self, predicate: str) -> dict[int, int]:
        """Object by subject for one predicate; the first in reading order if there are several."""
        rows = np.flatnonzero(self._quads.predicate == self._term_of(predicate))[::-1]
        return dict(zip(self._quads.subject[rows].tolist(), self._quads.object[rows].tolist()))

    def of(self, passage: int) -> Selected:
        """All that the selectors of a passage, by its term, say together; of two ranges or quotes, the first."""
        out = Selected()
        for selector in self._reach(passage):
            if not (out.start >= 0 or out.unusable) and (selector in self._start or selector in self._end):
                out = self._ranged(out, selector)
            if not out.quote and selector in self._exact:
                quote, prefix, suffix = (
                    self._text(found.get(selector)) for found in (self._exact, self._prefix, self._suffix)
                )
                out = out._replace(quote=quote, prefix=prefix, suffix=suffix)
            if not out.page and (page := _PAGE.search(self._text(self._fragment.get(selector)))):
                out = out._replace(page=int(page[1]))
        return out

    def _reach(self, passage: int) -> list[int]:
        """The selectors of a passage and those that refine them, each once."""
        found = dict.fromkeys(self._of.get(passage, ()))
        for selector in (waiting := list(found)):
            for finer in self._of.get(selector, ()):
                if finer not in found and len(found) < _MOST:
                    found[finer] = None
                    waiting.append(finer)
        return list(found)

    def _ranged(self, out: Selected, selector: int) -> Selected:
        start, end = self._text(self._start.get(selector)), self._text(self._end.get(selector))
        try:
            first, last = int(start), int(end)
        except ValueError:
            first = last = -1
        if not 0 <= first <= last <= _LONGEST:
            return out._replace(unusable=f"{start or '?'}–{end or '?'}"[:60])
        return out._replace(start=first, end=last)

    def _text(self, term: int | None) -> str:
        value = self._quads.terms[term] if term is not None else None
        return value.value if isinstance(value, OxLiteral) else ""
