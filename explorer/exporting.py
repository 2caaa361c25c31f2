"""Taking data away: the whole dataset, or what a view shows, in any format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from explorer.document import Document
from explorer.visible import Visible
from graph.errors import WriteError
from graph.extract import quads_of
from graph.progress import Job, Progress
from graph.rows import edge_rows, node_rows
from graph.saving import save
from graph.tables import write_tables
from graph.writing import write_source

DATA_FORMATS = {
    ".ttl": "Turtle",
    ".nt": "N-Triples",
    ".nq": "N-Quads",
    ".trig": "TriG",
    ".jsonld": "JSON-LD",
    ".graphml": "GraphML",
    ".gexf": "GEXF",
    ".csv": "CSV tables of nodes and edges",
}
_TABLES = (".graphml", ".gexf", ".csv")


def export_data(document: Document, path: Path, visible: Visible | None, xy: np.ndarray | None = None) -> Job[Exported]:
    ...
