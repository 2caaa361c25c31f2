"""Lasting: all that an exploration keeps of a session, which is not the comparison that it may draw."""

from __future__ import annotations

from explorer.document import Document, NamedView
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.view import View
from graph.named import NamedTuple


class Lasting(NamedTuple):
    """A document, a view of it, its named views, and the camera that saw the view; None for the present one."""

    document: Document
    view: View
    named_views: tuple[NamedView, ...]
    camera: Camera | None = None


def lasting(session: Session) -> Lasting:
    """All that an exploration keeps: while a comparison is drawn, what that started from, with the present notes and
    grades."""
    base = session.document.compares
    step = None if base is None else session.history.last_of(base.lineage)
    if base is None or step is None:
        return Lasting(session.document, session.view, session.named_views)
    return Lasting(base, with_remarks(step.view, session.view), step.kept.named_views, step.camera)


def with_remarks(view: View, other: View) -> View:
    """``view`` with the notes and grades of another; the same object if it has them."""
    if (view.notes, view.graded) == (other.notes, other.graded):
        return view
    return view._replace(notes=other.notes, graded=other.graded)
