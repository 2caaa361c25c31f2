"""The selection in words, as *Details* shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.state.session import Session
from explorer.views.groups import is_group

if TYPE_CHECKING:
    from explorer.panels.details import Details
    from explorer.panels.selection import SelectionSummary
    from explorer.panels.sides import Told


def _node_described(session: Session, node: int) -> Details:
    """A resource in words: in a view of a day, only what texts up to that day say."""
    from explorer.panels.details import describe_node

    projection, view = session.projection, session.view
    if view.known is None:
        return describe_node(projection, session.visible, node)
    from explorer.panels.reading.known_details import as_known, not_yet_said

    without = not_yet_said(projection, view)
    return as_known(projection, view, describe_node(projection, session.visible, node, without))


def described(session: Session) -> Details | SelectionSummary | None:
    """The selection in words, None without one."""
    from explorer.panels.details import describe_edge
    from explorer.panels.selection import summarise

    projection, visible, selection = session.projection, session.visible, session.selection
    statements = session.selected_statements
    view = session.view
    if len(statements) == 1:
        edge = describe_edge(projection, session.visible, session.selected_edge)
        if view.known is None:
            return edge
        from explorer.panels.reading.known_details import as_known  # late: few views are of a day

        return as_known(projection, view, edge)
    if len(statements):
        ends = (session.title_of(visible.drawn_for(int(column[statements[0]])))
                for column in (projection.subject, projection.object))  # fmt: skip
        title = f"{len(statements):,} relationships: {' and '.join(ends)}"
        return summarise(projection, visible, (), statements, title, session.view.rules)
    if len(selection) == 1 and not is_group(selection[0]):
        return _node_described(session, selection[0])
    members = visible.members_of_all(selection)
    title = session.title_of(selection[0]) if len(selection) == 1 else ""
    return summarise(projection, visible, members, None, title, session.view.rules) if len(members) else None


def sides(session: Session, selected: Details | SelectionSummary | None) -> tuple[Told, ...]:
    """The disagreements of the selected resource or relationship, () for any other selection."""
    from explorer.panels.details import Details
    from explorer.panels.sides import sides_of

    if not isinstance(selected, Details):
        return ()
    return sides_of(session.projection, session.view, node=selected.node, edge=selected.edge)
