"""Start of a view: the named view from which the changes since began."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.document import NamedView
    from explorer.state.history import History


def start_of(history: History) -> tuple[tuple[NamedView, ...], bool]:
    """The named views that showed last, and if what is shown changed since; an empty tuple where none has been shown.

    Two views show the same if their filters do: places, style and notes make no other view.
    """
    known = [(named_view, named_view.view.filters) for named_view in history.kept.named_views]
    now = history.view.filters
    for step in reversed(history.steps[: history.at + 1] if known else ()):
        filters = step.view.filters
        start = tuple(named_view for named_view, its_filters in known if its_filters == filters)
        if start:
            return start, now != filters
    return (), False
