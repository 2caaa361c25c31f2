"""Reading N-Triples, beside the usual parsers and stores."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.graphs import write_knowledge_graph
from tests.benchmarks.measuring import Case, Prepared, Result, peak_memory, repeat


def file_of(size: int) -> Path:
    """The knowledge graph of ``size`` resources as N-Triples, written once."""
    path = Path(tempfile.gettempdir()) / "caseboard-bench" / f"knowledge-{size}.nt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        write_knowledge_graph(part, size)
        part.replace(path)
    return path


def _run(work: Callable[[Path], Prepared], case: Case, result: Result, limit: float) -> None:
    path = file_of(case.size)
    before = peak_memory()
    result.seconds, _ = repeat(work(path), case.runs, limit)
    result.peak = peak_memory() - before


def _bulk_load(path: Path) -> Prepared:
    from pyoxigraph import RdfFormat, Store

    return lambda: Store().bulk_load(path=path, format=RdfFormat.N_TRIPLES)


def _rdflib(path: Path) -> Prepared:
    import rdflib

    return lambda: rdflib.Graph().parse(path, format="nt")


def _read(path: Path) -> Prepared:
    from graph.reading.read import read
    from graph.work.progress import finish

    return lambda: finish(read([path]))


def _first_picture(path: Path) -> Prepared:
    """The time until the overview of classes can be drawn from all data; parts of it come during reading."""
    from explorer.pictures.drawing.composer import Composer
    from explorer.pictures.look.style import LIGHT
    from explorer.pictures.scene.overview import overview
    from explorer.views.camera import Camera
    from graph.rdf.summary import summarise
    from graph.reading.read import read
    from graph.work.progress import finish
    from ui.app import quiet_application
    from ui.canvas.images import to_image
    from ui.look.fonts import measure

    quiet_application()
    composer = Composer(measure)

    def work() -> None:
        shown = overview(summarise(finish(read([path])).quads))
        camera = Camera(width=1600, height=1000).fitted(shown.scene.bounds())
        to_image(composer.compose(shown.scene, camera, LIGHT), 1.0)

    return work


def _open(path: Path) -> Prepared:
    from explorer.files.opening import open_document
    from graph.work.progress import finish

    return lambda: finish(open_document([path]))


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {
    "Caseboard, read": partial(_run, _read),
    "Caseboard, first picture": partial(_run, _first_picture),
    "Caseboard, read and project": partial(_run, _open),
    "pyoxigraph, bulk load": partial(_run, _bulk_load),
    "rdflib, parse": partial(_run, _rdflib),
}
