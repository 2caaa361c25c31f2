"""Columns of grades: two of those in the data, and two of those that the user added."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Ids
from graph.model.column import TEXT, Cells, Column, Values
from graph.model.grading.grades import NONE, SCALES, Codes, Grades, grades, your_grades
from graph.model.projection import Projection
from graph.rdf.grade import YOUR
from graph.work.memo import memoized_alone


def grade_columns(projection: Projection, *, of_edges: bool) -> list[Column]:
    """Columns ``reliability`` and ``credibility`` of nodes or edges, for those that have any."""
    return _columns(grades(projection), of_edges, "", "")


def your_columns(projection: Projection, *, of_edges: bool) -> list[Column]:
    """Columns ``your reliability`` and ``your credibility``, for nodes or edges that the user graded."""
    return _yours(projection)[of_edges] if projection.graded else []


@memoized_alone
def _yours(projection: Projection) -> tuple[list[Column], list[Column]]:
    found = your_grades(projection)
    return _columns(found, False, YOUR, " by you"), _columns(found, True, YOUR, " by you")


def _columns(found: Grades | None, of_edges: bool, first: str, last: str) -> list[Column]:
    if found is None:
        return []
    made = zip(found.edges if of_edges else found.nodes, SCALES)
    return [
        _column(each, first + name, name.title() + last, scale) for each, (name, scale) in made if (each > NONE).any()
    ]


def _column(codes: Codes, key: str, title: str, scale: str) -> Column:
    ids: Ids = codes.astype(np.int32) - 1
    filled = int(np.count_nonzero(codes))
    return Column(key, title, TEXT, filled, lambda: Cells(Values(len(scale), text=scale.__getitem__), ids))
