"""Dates: whether those of resources are in their passages, or follow from when the text was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

import numpy as np

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.arrays.calendar import to_dates
from graph.arrays.types import Floats
from graph.checking.case import AS_SAID, Case, fold
from graph.model.periods import BOUND_OF, Bound, gives_date
from graph.rdf.terms import Literal, local_name
from graph.wording.dates import MONTHS
from graph.wording.found import DATE, Day, Found
from graph.wording.reader import read_text
from graph.work.progress import Job, Progress

_OF_DATE = re.compile(r"[Dd]ate|[Tt]ime|[Ww]hen")
_CONCLUDED = (Bound.NOT_BEFORE, Bound.NOT_AFTER)
"""Bounds are concluded from a text, which need not say them."""
_NEAR = 370.0
"""Days between a text and a date that “last month” or “next year” may stand for."""
_MONTH, _DAY = 40, 2
"""Periods shorter than so many days are a month, or a day."""
_STEP = 1024


class Fit(IntEnum):
    """The fit of the words of a date to one that is stated."""

    CONFLICT = 0
    COARSE = 1
    FITS = 2


def check_days(case: Case) -> Job[list[Finding]]:
    """Findings for dates that are not in the passages, and for words given as those of the text that it lacks."""
    p, rows, found = case.projection, case.projection.node_attributes, list[Finding]()
    spans = p.spans_of(p.quads.object[rows.values])
    names = [local_name(info.iri) for info in p.predicates]
    dating = np.array([gives_date(name) for name in names] + [False], bool)[p.predicate_of_quad[rows.values]]
    concluded = np.array([BOUND_OF.get(name) in _CONCLUDED for name in names] + [False], bool)
    typed = np.isnan(p.numbers_of(p.quads.object[rows.values]))
    mine = ~np.isnan(spans[:, 0]) & (typed | dating) & ~concluded[p.predicate_of_quad[rows.values]]
    wanted = zip(
        rows.owners[mine].tolist(), p.predicate_of_quad[rows.values[mine]].tolist(), spans[mine].tolist(),
        _dates(spans[mine]),
    )  # fmt: skip
    for done, (node, predicate, span, date) in enumerate(wanted):
        if done % _STEP == 0:
            yield Progress("Comparing dates", done, int(mine.sum()))
        passages = case.passages_of(node)
        if passages:
            found += _compare(case, node, predicate, date, span, passages)
    return [*found, *(yield from _as_said(case))]


def _compare(
    case: Case, node: int, predicate: int, date: Day, span: list[float], passages: list[int]
) -> Iterator[Finding]:
    if any(case.holds_number(passages, form) for form in _forms(date)):
        return
    moments = [f for f in case.amounts_in(passages) if f.kind == DATE]
    fits = [_fit(date, f) for f in moments]
    if Fit.FITS in fits or _follows(case, span, passages, moments) or _is_said(case, node, date, passages):
        return
    label = case.projection.predicates[predicate].label
    head = f"{case.title(node)} has the date {_write(date)} ({label})"
    if Fit.COARSE in fits:
        yield case.finding("dates", LOOK, f"{head}, more exact than the words of its passages", passages, node)
        return
    rivals = _listed(case, passages)
    if rivals:
        sentence = f"{head}, which no passage says, where the text has {', '.join(rivals[:4])}"
        yield case.finding("dates", WRONG, sentence, passages, node)
    else:
        yield case.finding("dates", LOOK, f"{head}, which no passage says", passages, node)


def _dates(spans: Floats) -> list[Day]:
    """Periods of one day, month or year as dates, the periods as shape (k, 2)."""
    at, lengths = to_dates(spans[:, 0]), spans[:, 1] - spans[:, 0]
    months, days = np.where(lengths < _MONTH, at.month, 0), np.where(lengths < _DAY, at.day, 0)
    return [Day(*parts) for parts in zip(at.year.tolist(), months.tolist(), days.tolist())]


def _forms(date: Day) -> tuple[str, ...]:
    """The usual forms of a date, which are quicker to look for than all dates to read."""
    year, month, day = date
    name = MONTHS[month - 1]
    if day:
        return f"{day} {name} {year}", f"{name} {day} {year}", f"{name} {day}, {year}"
    return (f"{name} {year}",) if month else (str(year),)


def _fit(date: Day, found: Found) -> Fit:
    """A date fits where no part differs, and the words have every part but perhaps the year."""
    said = found.value
    if not isinstance(said, Day) or not any(said):
        return Fit.CONFLICT
    if found.precision == "decade":
        return Fit.COARSE if said.year <= date.year < said.year + 10 else Fit.CONFLICT
    if any(a and b and a != b for a, b in zip(date, said)):
        return Fit.CONFLICT
    finest = date.day or date.month or date.year
    given = said.day if date.day else said.month if date.month else said.year
    return Fit.FITS if given and given == finest else Fit.COARSE


def _follows(case: Case, span: list[float], passages: list[int], moments: list[Found]) -> bool:
    """True if a date is that of the text itself, or near it where the words are relative: “last month”."""
    first, last = span
    spans = case.document_spans[passages]
    spans = spans[~np.isnan(spans[:, 0])]
    if not len(spans):
        return False
    inside = (spans[:, 0] >= first) & (spans[:, 1] <= last + 1)
    relative = any(f.precision in ("relative", "season") for f in moments)
    near = (spans[:, 0] - _NEAR <= last) & (first <= spans[:, 1] + _NEAR)
    return bool(inside.any()) or (relative and bool(near.any()))


def _is_said(case: Case, node: int, date: Day, passages: list[int]) -> bool:
    """True if the words that the graph keeps of a date are in a passage, and hold no other date."""
    for words in _kept(case, node):
        if any(fold(words.value) in case.low[p] for p in passages):
            days = [f for f in read_text(words.value) if f.kind == DATE]
            if all(not any(f.value) or _fit(date, f) for f in days if isinstance(f.value, Day)):
                return True
    return False


def _kept(case: Case, node: int) -> Iterator[Literal]:
    predicates = case.projection.predicates
    for attribute in case.projection.attributes(node):
        name = local_name(predicates[attribute.predicate].iri)
        if AS_SAID.fullmatch(name) and _OF_DATE.search(name):
            yield attribute.value


def _listed(case: Case, passages: list[int]) -> list[str]:
    words = {
        case.said[p][f.start : f.end]: None
        for p in passages for f in case.amounts_in([p]) if isinstance(f.value, Day) and any(f.value)
    }  # fmt: skip
    return list(words)


def _as_said(case: Case) -> Job[list[Finding]]:
    """Findings for words that the graph gives as those of the text, and that no text of the resource holds."""
    p, rows, found = case.projection, case.projection.node_attributes, list[Finding]()
    keeping = np.array([AS_SAID.fullmatch(local_name(i.iri)) is not None for i in p.predicates] + [False], bool)
    mine = np.flatnonzero(keeping[p.predicate_of_quad[rows.values]])
    for done, at in enumerate(mine.tolist()):
        if done % _STEP == 0:
            yield Progress("Comparing words", done, len(mine))
        node, term = int(rows.owners[at]), p.quads.terms[p.quads.object[rows.values[at]]]
        passages, words = case.passages_of(node), fold(str(getattr(term, "value", ""))).strip()
        texts = {p.passages[q].sha256 for q in passages}
        if passages and words and not any(words in case.lows[text] for text in texts):
            label = p.predicates[int(p.predicate_of_quad[rows.values[at]])].label
            sentence = f"{case.title(node)} gives “{words}” as words of the text ({label}), which lacks them"
            found.append(case.finding("words", WRONG, sentence, passages, node))
    return found


def _write(date: Day) -> str:
    year, month, day = date
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
