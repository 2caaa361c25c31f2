"""Files that travel with the program: the Bromley graph, shapes, ontology, vocabularies."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
