"""Looking: bringing resources, relationships, the selection, past looks and named views into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from explorer.document import NamedView
from ui.tasks.tools import Tools
from ui.work.jobs import Jobs


class Looking:
    """Selects things and brings them into sight.

    ``changing_much`` makes a change after which the picture may need a layout; ``end_comparison`` ends the comparison
    that is drawn.
    """

    def __init__(
        self, tools: Tools, jobs: Jobs, changing_much: Callable[[Callable[[], None]], None],
        end_comparison: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._tools, self._jobs, self._changing_much = tools, jobs, changing_much
        self._end_comparison = end_comparison

    def go_to(self, node: int, add: bool = False) -> None:
        """Select a resource, whatever hides it, and bring it into sight; with ``add``, beside the present selection."""
        session, sight = self._tools.session, self._tools.sight
        before = [other for other in session.selection if other != node]
        self._tools.commands.reveal(node)
        if add:
            session.select([*before, node])
            visible = session.visible
            nodes = visible.drawn_for_all(session.selection)
            sight.fit(ids=np.concatenate((nodes, visible.line_ends(session.selection))))
        else:
            self._into_sight(node)
            sight.setFocus()

    def _into_sight(self, node: int) -> None:
        """Bring what stands for a resource into sight; of a folded one, both ends of its line."""
        visible, sight = self._tools.session.visible, self._tools.sight
        ends = visible.line_ends((node,))
        if len(ends):
            sight.fit(ids=ends)
        else:
            sight.centre_on(visible.drawn_for(node), closer=self._tools.session.is_placed)

    def go_to_edge(self, edge: int) -> None:
        """Select a relationship, whatever hides it, and bring it into sight."""
        session = self._tools.session
        ends = np.array([session.projection.subject[edge], session.projection.object[edge]], np.int32)
        self._tools.commands.reveal_all(ends, np.array([edge], np.int32))
        session.select_edge(edge)
        self._tools.sight.fit(ids=ends)

    def go_to_view(self, named_view: NamedView) -> None:
        """Go to a named view, and look through its camera."""
        self._changing_much(lambda: self._tools.commands.look(named_view.view, named_view.title))
        self._tools.sight.finish_animation()
        self._tools.sight.look_through(named_view.camera)

    def light_up(self, statements: Sequence[int], resources: Sequence[int] = ()) -> None:
        """Let the drawn edges and nodes of some statements and resources stand out, until it is called without any."""
        visible = self._tools.session.visible
        edges = (visible.edge_for(edge) for edge in statements)
        nodes = (visible.drawn_for(node) for node in resources)
        self._tools.sight.show_lit(
            tuple(edge for edge in edges if edge >= 0), tuple(node for node in nodes if node >= 0)
        )

    def select(self, nodes: Sequence[int]) -> None:
        """Select resources that are shown, and bring them into sight."""
        session = self._tools.session
        session.select(nodes)
        if len(nodes) == 1:
            self._into_sight(nodes[0])
        else:
            self.fit_selection()

    def fit_selection(self) -> None:
        """Show the selection and its neighbours."""
        session = self._tools.session
        scene = session.scene
        selected = np.isin(scene.ids, session.selection)
        near = selected | np.isin(scene.ids, session.visible.line_ends(session.selection))
        near[scene.target[selected[scene.source]]] = True
        near[scene.source[selected[scene.target]]] = True
        if near.any():
            self._tools.sight.fit(ids=scene.ids[near])

    def hide_others(self) -> None:
        """Hide everything but the selection, and bring that into sight."""
        session = self._tools.session
        self._tools.commands.hide_others(session.selection)
        self._tools.sight.fit_scene(session.scene)

    def look_along(self, step: int) -> None:
        """Go back (-1) or forward (1) through past looks."""
        self.look_at(self._tools.session.trail.at + step)

    def look_at(self, at: int) -> None:
        """Go to one look of the trail, and bring its selection into sight."""
        session, sight = self._tools.session, self._tools.sight
        before = session.view.focus
        session.look_back(at)
        if session.view.focus != before:
            sight.finish_animation()
            sight.fit()
        elif len(session.selection) == 1:
            self._into_sight(session.selection[0])

    def step_back(self) -> None:
        """Stop the jobs that run, else leave what was entered last: resources shown alone, a focus, or a comparison.

        A selection made since then is cleared first.
        """
        session = self._tools.session
        if self._jobs.is_busy:
            self._jobs.cancel()
        elif session.is_as_entered:
            self._leave()
        elif session.is_on_focus and session.history.outside is None:
            self._tools.commands.focus(())
        elif session.selection or session.selected_edge >= 0:
            session.select([])
        elif session.view.focus:
            self._tools.commands.focus(())
        elif session.projection.differing is not None:
            self._end_comparison()
        self._tools.sight.setFocus()

    def _leave(self) -> None:
        """Leave what is shown alone, and look through the camera of the view before."""
        camera = self._tools.session.leave()
        if camera is not None:
            self._tools.sight.look_again(camera)
