"""N-Triples and N-Quads: one line per statement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graph.formats.format import Pieces
from graph.rdf.source import Quads
from graph.reading.local import as_word, rows_as_lines

_LINES = 256


def n_triples(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """N-Triples; named graphs are merged."""
    return Pieces(_lines(quads, rows, with_graphs=False))


def n_quads(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """N-Quads."""
    return Pieces(_lines(quads, rows, with_graphs=True))


def _lines(quads: Quads, rows: NDArray[np.intp], *, with_graphs: bool) -> Iterator[str]:
    words = [as_word(term) for term in quads.terms]
    for start in range(0, len(rows), _LINES):
        yield rows_as_lines(quads, words, rows[start : start + _LINES], with_graphs)
