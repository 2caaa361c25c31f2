"""Files bundled with the program: the Bromley graph, shapes, ontologies, vocabularies and queries."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
