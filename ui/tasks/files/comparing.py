"""Comparing: the open source with another one, or with itself, drawn in place, as a list that leads to each difference,
and as a patch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from explorer.document import Document, NamedView
from explorer.state.lasting import lasting, with_remarks
from explorer.views.view import View
from graph.errors import WriteError
from graph.named import NamedTuple
from graph.work.progress import Job
from ui.tasks.files.opener import openable_files
from ui.tasks.tools import PanelHandle, Tools

if TYPE_CHECKING:
    from explorer.files.comparing.comparison import Comparison
    from explorer.files.comparing.sides import Sides
    from ui.panels.comparison import ComparisonPanel

_PRESENT = "Present view"
_KEPT = 8
"""Number of past comparisons whose lists come back with undo."""


class _Shown(NamedTuple):
    """A comparison that was drawn, with all that made it."""

    comparison: Comparison
    view: View
    sides: Sides
    turned: bool
    beside: View | None


class Comparer:
    """Compares the open document in a job, draws the comparison in its place, and goes to what differs.

    ``go_to`` and ``go_to_edge`` bring a resource or a relationship into sight; ``redraw`` draws the same source as
    another document, which is one step of history.
    """

    def __init__(
        self,
        tools: Tools,
        panel: PanelHandle[ComparisonPanel],
        go_to: Callable[[int], None],
        go_to_edge: Callable[[int], None],
        redraw: Callable[[Document, View, str], None],
    ) -> None:
        self._tools, self._panel = tools, panel
        self._go_to, self._go_to_edge, self._redraw = go_to, go_to_edge, redraw
        self._shown: dict[object, _Shown] = {}

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that is drawn."""
        shown = self._now
        return None if shown is None else shown.comparison

    @property
    def _now(self) -> _Shown | None:
        return self._shown.get(self._tools.session.document.lineage)

    def compare(self) -> None:
        """Ask for a file, and compare the open source with it."""
        path = self._tools.ask.file_to_open("Compare with", openable_files())
        if path is not None:
            from explorer.files.comparing.sides import with_file

            self._start(lambda base: with_file(base, path))

    def compare_now(self) -> None:
        """Compare the open source with its files as they are now."""
        from explorer.files.comparing.sides import with_files_now

        self._start(with_files_now)

    def compare_days(self) -> None:
        """Ask for two dates, and compare the texts up to one with those up to the other."""
        from explorer.files.comparing.sides import days_in, of_days, suggested_days

        base = lasting(self._tools.session)
        question = "Two dates, such as “2016 to 2018-06-30”: what became known between them, to the end of each"
        words = self._tools.ask.text("Compare two dates", question, suggested_days(base.document.projection))
        if not words:
            return
        try:
            days = days_in(words)
        except ValueError as error:
            self._tools.messages.warn(str(error))
            return
        self._start(lambda document: of_days(document, days, base.view.known_from_start))

    def compare_views(self) -> None:
        """Ask for two views, and compare what one shows with what the other does."""
        from explorer.files.comparing.sides import of_views

        base = lasting(self._tools.session)
        views = [NamedView(_PRESENT, "", base.view), *base.named_views]
        titles = [each.title for each in views]
        first = self._tools.ask.pick("Compare views", "From the view", titles)
        second = self._tools.ask.pick("Compare views", "To the view", titles) if first >= 0 else -1
        if second < 0:
            return
        pair = [views[at].view for at in (first, second)]
        self._start(lambda base: of_views(base, pair, (titles[first], titles[second])), pair[0], pair[1])

    def turn_round(self) -> None:
        """Compare the second with the first, where the first was compared with the second."""
        now = self._now
        if now is not None:
            view = with_remarks(now.view, self._tools.session.view)
            self._draw(now.sides, view, now.beside, not now.turned)

    def _start(
        self, job_of: Callable[[Document], Job[Sides]], view: View | None = None, beside: View | None = None
    ) -> None:
        document, base = self._tools.session.document, lasting(self._tools.session)
        job = job_of(base.document)
        self._tools.start(
            job, "Comparing", lambda sides: self._draw(sides, view or base.view, beside, False), on=document
        )

    def _draw(self, sides: Sides, view: View, beside: View | None, turned: bool) -> None:
        """Compare two sides in a job, and draw the result in place of what is shown."""
        from explorer.files.comparing.comparison import compared

        document, base = self._tools.session.document, lasting(self._tools.session)

        def done(found: Comparison) -> None:
            self._shown[found.document.lineage] = _Shown(found, view, sides, turned, beside)
            self._shown = dict(list(self._shown.items())[-_KEPT:])
            camera = self._tools.sight.camera
            self._redraw(found.document, found.view, f"Compare {found.names[0]} with {found.names[1]}")
            self._tools.sight.look(camera)
            self._panel.open()
            self._panel.renew()

        job = compared(base.document, view, base.named_views, sides, turned=turned, beside=beside)
        self._tools.start(job, "Comparing", done, on=document)

    def end(self) -> None:
        """End the comparison, and show the view from which it started, through its camera; notes and grades stay."""
        session, kept = self._tools.session, lasting(self._tools.session)
        if session.document.compares is None:
            return
        self._redraw(replace(kept.document, named_views=kept.named_views), kept.view, "End the comparison")
        if kept.camera is not None:
            self._tools.sight.look_again(kept.camera)
        self._panel.renew()

    def go_to(self, place: int) -> None:
        """Go to the relationship of a line, or else to its resource."""
        if self.comparison is not None:
            node, edge = self.comparison.places[place]
            if edge >= 0:
                self._go_to_edge(edge)
            elif node >= 0:
                self._go_to(node)

    def show_only(self) -> None:
        """Show alone what differs, with both ends of each relationship that does; Esc leads back."""
        projection = self._tools.session.projection
        if projection.differing is None:
            return
        nodes = projection.differing.nodes > 0
        edges = projection.differing.edges > 0
        nodes[projection.subject[edges]] = nodes[projection.object[edges]] = True
        self._tools.commands.hide_others(np.flatnonzero(nodes).tolist())
        self._tools.sight.fit()

    def save(self) -> None:
        """Ask for a file, and write the patch from the first source to the second to it."""
        from graph.work.atomic import save
        from graph.writing.patches import PATCH_FORMATS, patch_bytes

        comparison = self.comparison
        if comparison is None:
            return
        suggested = self._tools.ask.suggest(f"{self._tools.session.document.stem}.rdfp")
        path = self._tools.ask.file_to_save("Save the patch", PATCH_FORMATS, suggested, alone=True)
        if path:
            found = comparison.patch
            try:
                save(path, patch_bytes(path.suffix, found.out, found.into, found.fresh))
            except WriteError as error:
                self._tools.messages.fail(error)
            else:
                self._tools.messages.say(f"The patch was saved as {path}.")
