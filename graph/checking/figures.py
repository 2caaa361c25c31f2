"""Figures: whether the numbers and sums of resources and relationships are in their passages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np

from graph.analysis.findings import LOOK, WRONG, Finding
from graph.arrays.calendar import to_dates
from graph.arrays.types import Ids
from graph.checking.case import Case
from graph.model.money import edge_currencies, unit_at
from graph.named import NamedTuple
from graph.rdf.amounts import is_amount, is_currency, is_value
from graph.rdf.terms import local_name
from graph.wording.found import COUNT, MONEY, PERCENT, Day, Found
from graph.wording.reader import read_text
from graph.work.progress import Job, Progress

_COUNTING = re.compile(
    r"howMany|(?:.*[a-z_])?(?:[Cc]ount|[Nn]umber|[Tt]otal|[Ss]um|[Pp]ercentage|[Ss]hare|[Pp]opulation|[Qq]uantity"
    r"|[Mm]oreThan|[Ll]essThan|[Aa]ge)|number(?:Of|of)\w+|(?:more|less)Than|size"
)
_NO_WORDS = re.compile(
    r"position|rank|order|index|seq\w*|lat|long?|latitude|longitude|x|y|z|start|end|page\w*|volume|issue\w*|version"
    r"|level|depth|width|height|precision|weight|score|confidence|probability|.*(?:Id|ID|Code|Identifier|Year)|id|year"
    r"|code|identifier|notation|isbn|issn|number|phone|telephone|postalCode|houseNumber|zip|priority|grade"
    r"|born|died|founded|established|dissolved|began|ended|released|published|since|until|from|when"
)
_SIGNS = {"GBP": "£", "EUR": "€"}
_SMALL = 12
_MOST_LISTED = 4
_STEP = 1024


class Stated(NamedTuple):
    """A number that the graph states of a resource or a relationship; ``firm`` if its predicate gives amounts."""

    node: int
    edge: int
    value: float
    kind: str
    unit: str
    predicate: str
    firm: bool


def check_figures(case: Case) -> Job[list[Finding]]:
    """Findings for numbers that are in no passage, and for figures in labels that are in none."""
    found, stated = list[Finding](), [*_of_nodes(case), *_of_edges(case)]
    for done, one in enumerate(stated):
        if done % _STEP == 0:
            yield Progress("Comparing figures", done, len(stated))
        passages = case.passages_of(one.node) if one.edge < 0 else case.passages_of_edge(one.edge)
        if passages:
            found += _compare(case, one, passages)
    return [*found, *(yield from _labels(case))]


def _of_nodes(case: Case) -> Iterator[Stated]:
    p, rows = case.projection, case.projection.node_attributes
    for node, predicate, value in _numeric(case, rows.owners, rows.values):
        yield _stated(case, node, -1, predicate, value, unit_at(p, node))


def _of_edges(case: Case) -> Iterator[Stated]:
    rows = case.projection.edge_remarks
    for edge, predicate, value in _numeric(case, rows.owners, rows.values):
        yield _stated(case, -1, edge, predicate, value, edge_currencies(case.projection).get(edge, ""))


def _numeric(case: Case, owners: Ids, rows: Ids) -> Iterator[tuple[int, int, float]]:
    """Owner, predicate and value of the numbers, by predicates whose numbers texts have."""
    p = case.projection
    silent = np.array([_NO_WORDS.fullmatch(local_name(info.iri)) is not None for info in p.predicates] + [True], bool)
    numbers, dates = p.numbers_of(p.quads.object[rows]), p.spans_of(p.quads.object[rows])
    predicates = p.predicate_of_quad[rows]
    mine = ~np.isnan(numbers) & np.isnan(dates[:, 0]) & ~silent[predicates]
    return zip(owners[mine].tolist(), predicates[mine].tolist(), numbers[mine].tolist())


def _stated(case: Case, node: int, edge: int, predicate: int, value: float, unit: str) -> Stated:
    info = case.projection.predicates[predicate]
    firm = _is_firm(info.iri)
    percent = "per cent" in unit or "percent" in unit.lower() or unit == "%"
    kind = PERCENT if percent else MONEY if is_currency(unit) and firm else COUNT
    return Stated(node, edge, value, kind, unit if kind == MONEY else "", info.label, firm)


@cache
def _is_firm(predicate: str) -> bool:
    """True if the numbers of a predicate are amounts and counts by its name."""
    return is_amount(predicate) or is_value(predicate) or _COUNTING.fullmatch(local_name(predicate)) is not None


def _compare(case: Case, stated: Stated, passages: list[int]) -> Iterator[Finding]:
    if _is_there(case, stated, passages):
        return
    amounts = case.amounts_in(passages)
    if any(_same(stated, found) for found in amounts):
        return
    whose = case.title(stated.node) if stated.edge < 0 else case.relationship(stated.edge)
    figure = f"{stated.unit + ' ' if stated.unit else ''}{_write(stated.value)}{' %' if stated.kind == PERCENT else ''}"
    head = f"{whose} has {figure} ({stated.predicate})"
    if any(_rounded(stated, found) for found in amounts):
        sentence = f"{head}, more exact than the words of its passages"
        yield case.finding("figures", LOOK, sentence, passages, stated.node, stated.edge)
        return
    rivals = [found for found in amounts if _comparable(stated, found)]
    countable = stated.kind == COUNT and stated.value.is_integer() and 0 <= stated.value <= _SMALL and not rivals
    said = f", where the text has {_listed(case, passages, rivals)}" if rivals else ""
    severity = WRONG if stated.firm and not countable else LOOK
    yield case.finding("figures", severity, f"{head}, which no passage says{said}", passages, stated.node, stated.edge)


def _is_there(case: Case, stated: Stated, passages: list[int]) -> bool:
    """True if the usual form of a figure is in a passage, which is quicker to see than to read all of its amounts."""
    sign = _SIGNS.get(stated.unit, "") if stated.kind == MONEY else ""
    if stated.kind == PERCENT or (stated.kind == MONEY and not sign):
        return False
    return case.holds_number(passages, sign + _write(stated.value))


def _same(stated: Stated, found: Found) -> bool:
    """True if a found amount is the stated one. A number without a unit may be any amount, or a year."""
    value = float(found.value.year) if isinstance(found.value, Day) else found.value
    if stated.kind == MONEY and (found.kind != MONEY or found.unit != stated.unit):
        return False
    if stated.kind == PERCENT and found.kind == PERCENT and math.isclose(value, stated.value * 100, rel_tol=1e-9):
        return True
    if stated.kind == PERCENT and found.kind != PERCENT:
        return False
    return math.isclose(value, stated.value, rel_tol=1e-9, abs_tol=1e-12) or (
        stated.kind == COUNT and found.kind == PERCENT and math.isclose(value, stated.value * 100, rel_tol=1e-9)
    )


def _rounded(stated: Stated, found: Found) -> bool:
    """True if words such as “more than £7 million” leave room for the stated number."""
    if isinstance(found.value, Day) or not isinstance(found.precision, float) or not found.bound:
        return False
    if stated.kind != found.kind or stated.unit != found.unit:
        return False
    apart = (stated.value - found.value) / (found.precision or 1.0)
    return 0 < apart < 1 if found.bound == "more" else -1 < apart < 0 if found.bound == "less" else abs(apart) <= 0.5


def _comparable(stated: Stated, found: Found) -> bool:
    return found.kind == stated.kind or (stated.kind == COUNT and found.kind in (MONEY, PERCENT))


def _listed(case: Case, passages: list[int], found: list[Found]) -> str:
    """Some amounts as the text writes them; those of one kind only."""
    words = dict.fromkeys(case.said[p][f.start : f.end] for p in passages for f in case.amounts_in([p]) if f in found)
    listed = list(words)[:_MOST_LISTED]
    return ", ".join(listed) + (", …" if len(words) > _MOST_LISTED else "")


def _write(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,}"


def _labels(case: Case) -> Job[list[Finding]]:
    """Findings for figures in labels that are neither in a passage nor a number or date of the resource."""
    p, found = case.projection, list[Finding]()
    digits = np.array([re.search(r"[0-9]", label) is not None for label in p.labels], bool)
    nodes = np.flatnonzero(digits & p.node_coverable & (p.node_evidence.lengths > 0)).tolist()
    for done, node in enumerate(nodes):
        if done % _STEP == 0:
            yield Progress("Comparing labels", done, len(nodes))
        passages, label = case.passages_of(node), p.labels[node]
        if not passages or any(label.lower() in case.low[q] for q in passages):
            continue
        known = set(_values(case.amounts_in(passages))) | _own(case, node, passages)
        missing = [f for f in read_text(label) if not known.issuperset(_values([f]))]
        if missing:
            words = ", ".join(label[f.start : f.end] for f in missing)
            sentence = f"The label {case.title(node)} has {words}, which no passage says"
            found.append(case.finding("figures", LOOK, sentence, passages, node))
    return found


def _values(found: Iterable[Found]) -> Iterator[float]:
    """The numbers of amounts, and the parts of dates."""
    for one in found:
        if isinstance(one.value, Day):
            yield from (float(part) for part in one.value if part)
        else:
            yield one.value


def _own(case: Case, node: int, passages: list[int]) -> set[float]:
    """The numbers of a resource itself, the years of its dates, and the years in which its texts were written."""
    p = case.projection
    objects = p.quads.object[p.node_attributes[node]]
    numbers, spans = p.numbers_of(objects), p.spans_of(objects)
    whole = np.concatenate((spans.ravel(), case.document_spans[passages].ravel()))
    dates = to_dates(whole[np.isfinite(whole)])
    parts = np.concatenate([np.asarray(column, float).ravel() for column in dates])
    return {*numbers[~np.isnan(numbers)].tolist(), *parts.tolist()}
