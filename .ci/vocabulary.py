"""Write resources/vocabulary.json: labels, shapes and superclasses of known terms, by the bundled Turtle files.

Usage: vocabulary.py [--write]. The program reads this file, since parsing Turtle at each start would take 4 ms. With
--write, replace the file; otherwise print it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.rdf.terms import CB, OWL, RDFS
from resources import FOLDER

PAGE = Path(__file__).resolve().parents[1] / "resources" / "vocabulary.json"
TEXTS = {
    RDFS + "label": "labels", CB + "inverseLabel": "inverse_labels", CB + "drawnAs": "kinds",
    CB + "coversItsTies": "covers_edges",
}  # fmt: skip


def main() -> int:
    text = json.dumps(said(), ensure_ascii=False, indent=0) + "\n"
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def said() -> dict[str, dict[str, object]]:
    """Texts and superclasses of each term in the Turtle files, by field of :class:`graph.rdf.vocabulary.Vocabulary`.

    A property without an inverse label has the label of its ``owl:inverseOf``.
    """
    found: dict[str, dict[str, object]] = {name: {} for name in (*TEXTS.values(), "superclasses")}
    parents: dict[str, set[str]] = {}
    pairs: list[tuple[str, str]] = []
    for name in ("ontology.ttl", "vocabularies.ttl"):
        for subject, predicate, value, _ in parse(path=str(FOLDER / name), format=RdfFormat.TURTLE):
            if not isinstance(subject, NamedNode):
                continue
            if predicate.value in TEXTS and isinstance(value, Literal):
                found[TEXTS[predicate.value]][subject.value] = value.value
            elif predicate.value == RDFS + "subClassOf" and isinstance(value, NamedNode):
                parents.setdefault(subject.value, set()).add(value.value)
            elif predicate.value == OWL + "inverseOf" and isinstance(value, NamedNode):
                pairs += [(subject.value, value.value), (value.value, subject.value)]
    labels, inverse = found["labels"], found["inverse_labels"]
    for one, other in pairs:
        if other in labels:
            inverse.setdefault(one, labels[other])
    found["superclasses"] = {iri: sorted(above) for iri, above in parents.items()}
    return found


if __name__ == "__main__":
    sys.exit(main())
