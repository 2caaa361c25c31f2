"""Citing: the order, the dates and the places in words of passages, for details, footnotes and paths alike."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Ids
from graph.model.evidence import Passage
from graph.model.period_words import write_periods
from graph.model.projection import Projection
from graph.model.said_dates import periods_of_documents


def in_order(projection: Projection, passages: Ids) -> list[int]:
    """Passages in the order of the texts, by where they start; whole texts come last."""
    found = [projection.passages[passage] for passage in passages.tolist()]
    start, end = (np.array([getattr(each, name) for each in found], np.int64) for name in ("start", "end"))
    order = np.lexsort((end, start, start < 0, projection.passage_document[passages]))
    return [int(passage) for passage in passages[order]]


def passages_in_order(projection: Projection, passages: Ids) -> tuple[Passage, ...]:
    """The passages themselves, in the same order."""
    return tuple(projection.passages[passage] for passage in in_order(projection, passages))


def dates_of_texts(projection: Projection) -> list[str]:
    """When each of :attr:`~.Projection.documents` was written, in words; "" for no date."""
    return write_periods(periods_of_documents(projection))


def range_in_words(passage: Passage) -> str:
    """“680–1,720”; "" for a whole text."""
    return f"{passage.start:,}–{passage.end:,}" if passage.start >= 0 else ""


def place_in_words(passage: Passage, paragraph: int = 0) -> str:
    """“page 2, paragraph 4, characters 680–720”; "" for a whole text. A ``paragraph`` counts from 1."""
    parts = [f"page {passage.page:,}"] if passage.page else []
    parts += [f"paragraph {paragraph:,}"] if paragraph > 0 else []
    parts += [f"characters {range_in_words(passage)}"] if passage.start >= 0 else []
    return ", ".join(parts)
