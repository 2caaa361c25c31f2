"""Checking a thesaurus by shapes, beside pyshacl alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.graphs import write_thesaurus
from tests.benchmarks.measuring import Case, Prepared, Result, peak_memory, repeat

SHAPES = b"""@prefix : <http://example.org/shapes#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:words sh:declare [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] .
:Concept a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property
  [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:uniqueLang true ] , [ sh:path skos:broader ; sh:class skos:Concept ] ,
  [ sh:path <http://purl.org/dc/terms/created> ; sh:datatype xsd:date ; sh:maxCount 1 ] .
:Related a sh:NodeShape ; sh:targetClass skos:Concept ; sh:sparql [ sh:prefixes :words ; sh:message "too near" ;
  sh:select "SELECT $this ?value WHERE { $this skos:related ?value . $this skos:broader+ ?value }" ] .
:Name a sh:NodeShape ; sh:targetNode skos:prefLabel ; sh:sparql [ sh:prefixes :words ; sh:message "a name twice" ;
  sh:select '''SELECT $this ?value WHERE {
    ?value skos:prefLabel ?name . ?other skos:prefLabel ?name . FILTER (?other != ?value) }''' ] .
"""
"""Counts, languages, classes and datatypes; a query for each concept; and one that joins all names with all."""


def _file_of(concepts: int) -> Path:
    """The thesaurus as N-Triples, written once."""
    path = Path(tempfile.gettempdir()) / "caseboard-bench" / f"thesaurus-{concepts}.nt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        write_thesaurus(part, concepts)
        part.replace(path)
    return path


def _run(work: Callable[[Path], Prepared], case: Case, result: Result, limit: float) -> None:
    path = _file_of(case.size)
    before = peak_memory()
    result.seconds, _ = repeat(work(path), case.runs, limit)
    result.peak = peak_memory() - before


def _checked(path: Path, *, by_shapes: bool) -> Prepared:
    """The whole command: reading, evidence, values and, in a child process, shapes."""
    from explorer.files.opening import open_document
    from graph.analysis.evidence_coverage import Rules, cover
    from graph.work.process import Worker
    from graph.work.progress import finish

    def work() -> object:
        projection = finish(open_document([path])).projection
        with Worker() as worker:
            return finish(cover(projection, [Rules(SHAPES, "shapes.ttl")] if by_shapes else [], None, worker))

    return work


def _pyshacl(path: Path) -> Prepared:
    import pyshacl
    import rdflib

    def work() -> object:
        data, shapes = rdflib.Graph().parse(path, format="nt"), rdflib.Graph().parse(data=SHAPES, format="turtle")
        return pyshacl.validate(data, shacl_graph=shapes)

    return work


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {
    "Caseboard, by shapes": partial(_run, partial(_checked, by_shapes=True)),
    "Caseboard, without shapes": partial(_run, partial(_checked, by_shapes=False)),
    "pyshacl": partial(_run, _pyshacl),
}
