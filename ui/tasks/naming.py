"""Names: languages, predicates or IRIs by which everything is named, as one step of history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ui.tasks.tools import Tools

if TYPE_CHECKING:
    from graph.model.names.renaming import Offer
    from graph.rdf.naming import Naming


class NameChooser:
    """Asks how to name everything, and does it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def ask(self) -> None:
        """Ask for languages and predicates among those that the source offers."""
        from graph.model.names.renaming import offered

        session = self._tools.session
        self._tools.start(offered(session.projection), "Reading languages", self._asked, on=session.document)

    def _asked(self, offer: Offer) -> None:
        QTimer.singleShot(0, lambda: self._choose(offer))  # the job is over then, and shows no progress

    def _choose(self, offer: Offer) -> None:
        naming = self._tools.ask.naming(offer, self._tools.session.view.naming)
        if naming is not None:
            self.name_by(naming)

    def toggle_iris(self) -> None:
        """Name everything by its IRI, or by names again."""
        naming = self._tools.session.view.naming
        self.name_by(naming._replace(as_iris=not naming.as_iris))

    def name_by(self, naming: Naming) -> None:
        """Name everything by other wishes; a large source is named beside the window."""
        from graph.model.names.renaming import renamed

        session, commands = self._tools.session, self._tools.commands
        job = renamed(session.projection, naming)
        self._tools.start(job, "Naming resources", lambda named: commands.name_by(naming, named), on=session.document)
