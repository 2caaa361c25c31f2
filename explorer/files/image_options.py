"""Choices for an image: its part, its words, its ground, and the theme and caption that follow from them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import numpy as np

from explorer.document import Document
from explorer.files.images import Caption, caption_of
from explorer.pictures.look.style import LIGHT, Theme, rgba
from explorer.views.view import View
from explorer.views.visible import Visible
from graph.model.projection import Projection
from graph.named import NamedTuple

Ground = Literal["paper", "white", "clear"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
"""Grounds of an image: the paper of the theme, white in light colours, or none, so that other things show through."""


class ImageOptions(NamedTuple):
    """The content of an image and the file to write.

    ``scale`` is the number of pixels in a PNG for each of the picture. ``whole`` takes the whole view rather than the
    part on the screen, and ``crop`` cuts the picture to what is drawn. ``title`` stands above, ``words`` below the
    picture, then the legend, the source, the ``texts`` that its passages are in, and the ledger.
    """

    path: Path
    scale: float = 2.0
    whole: bool = True
    legend: bool = True
    source: bool = True
    ledger: bool = True
    texts: bool = False
    title: str = ""
    words: str = ""
    ground: Ground = "paper"
    crop: bool = False

    def caption(self, document: Document, visible: Visible, view: View) -> Caption:
        """The words above and below the picture of a view."""
        full = caption_of(document, visible, view)
        return Caption(
            full.legend if self.legend else (),
            full.source if self.source else "",
            full.visible if self.ledger else None,
            title=self.title,
            words=self.words,
            texts=texts_behind(document.projection, visible) if self.texts else (),
            incomplete=full.incomplete if self.source or self.ledger else "",
            known=full.known if self.ledger else (),
        )


def theme_on(ground: Ground, theme: Theme) -> Theme:
    """The colours of a picture on a ground: on white those of the light theme."""
    return LIGHT._replace(paper=rgba("#ffffff")) if ground == "white" else theme


def texts_behind(projection: Projection, visible: Visible) -> tuple[str, ...]:
    """Titles of the texts with a passage for anything shown, in order of first mention in the data."""
    cited = np.zeros(len(projection.documents), bool)
    for rows, shown in (
        (projection.node_evidence, visible.node_cause == 0),
        (projection.edge_evidence, visible.edge_cause == 0),
    ):
        cited[projection.passage_document[rows.values[shown[rows.owners]]]] = True
    titles = {passage.document: passage.title for passage in projection.passages}
    return tuple(titles[projection.documents[i]] for i in np.flatnonzero(cited).tolist())
