"""Print the table of docs/evidence.md: each statement of the Bromley graph with its passages, texts and origins.

Usage: evidence.py [--write]. With --write, replace the table on the page.
"""

from __future__ import annotations

import sys
from pathlib import Path

from explorer.files.opening import open_document
from graph.model.origins import edge_origins
from graph.model.projection import Projection
from graph.work.progress import finish

PAGE = Path(__file__).resolve().parents[1] / "docs" / "evidence.md"
BEGIN, END = "<!-- statements -->\n", "<!-- /statements -->\n"


def main() -> int:
    made = table(finish(open_document([])).projection)
    if "--write" in sys.argv[1:]:
        head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(head + BEGIN + made + END + rest.split(END)[1], encoding="utf-8")
    else:
        print(made)
    return 0


def table(projection: Projection) -> str:
    """The statements that need evidence, by their names, with their three counts."""
    p, origins = projection, edge_origins(projection)
    rows = [
        (
            p.labels[p.subject[edge]],
            p.edge_words(edge),
            p.labels[p.object[edge]],
            int(p.edge_support[edge]),
            int(p.edge_documents[edge]),
            int(origins[edge]),
        )
        for edge in p.edge_coverable.nonzero()[0].tolist()
    ]
    head = "| from | relationship | to | passages | texts | origins |\n|---|---|---|---:|---:|---:|\n"
    return head + "".join(f"| {' | '.join(map(str, row))} |\n" for row in sorted(rows))


if __name__ == "__main__":
    sys.exit(main())
