"""Drawing a full sharp picture of 1600 × 1000 pixels, beside other canvases.

All draw antialiased opaque edges one pixel wide and nodes in eight colours, sized by degree. Ours also draws names,
eight shapes, and density for edges too many to tell apart.
"""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.graphs import Edges, scale_free
from tests.benchmarks.measuring import Case, Prepared, Result, repeat

WIDTH, HEIGHT = 1600, 1000
GREY = (150, 150, 150)
COLOURS = tuple((40 + 25 * i, 70 + 20 * i, 190 - 18 * i) for i in range(8))
Points = NDArray[np.float32]
Make = Callable[[Points, Edges, Result], Prepared]


def spots(edges: Edges) -> Points:
    """Positions in scene units, the same for every contestant, from our own multilevel layout."""
    from graph.layout import arrange
    from graph.layout.problem import problem
    from graph.work.progress import finish

    count = int(edges.max()) + 1
    return finish(arrange("multilevel", problem(count, edges, boxes=(24.0, 24.0)))).positions


def _run(make: Make, case: Case, result: Result, limit: float) -> None:
    from PySide6.QtWidgets import QApplication

    gc.set_threshold(100_000, 50, 50)  # as the program does
    app = QApplication.instance() or QApplication(["bench"])
    edges = scale_free(case.size)
    points = spots(edges)
    start = time.perf_counter()
    draw = make(points, edges, result)
    result.figures["seconds to build"] = time.perf_counter() - start
    draw()
    result.seconds, _ = repeat(draw, case.runs, limit)
    del app


def _caseboard(points: Points, edges: Edges, result: Result) -> Prepared:
    from PySide6.QtGui import QImage

    from explorer.pictures.drawing.composer import Composer
    from explorer.pictures.look.style import LIGHT
    from explorer.views.camera import Camera
    from tests.benchmarks.scenes import scene_of
    from ui.canvas import raster
    from ui.look.fonts import measure

    raster.load()
    scene = scene_of(points, edges)
    composer = Composer(measure)
    camera = Camera(width=WIDTH, height=HEIGHT).fitted(scene.bounds())
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    return lambda: raster.draw(image, composer.compose(scene, camera, LIGHT))  # into an existing image, as all do


def _graphics_scene(points: Points, edges: Edges, result: Result) -> Prepared:
    from PySide6.QtCore import QLineF, QRectF, Qt
    from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen
    from PySide6.QtWidgets import QGraphicsScene

    scene = QGraphicsScene()
    pen, brushes = QPen(QColor(*GREY), 0), [QBrush(QColor(*colour)) for colour in COLOURS]
    for (ax, ay), (bx, by) in zip(points[edges[:, 0]].tolist(), points[edges[:, 1]].tolist()):
        scene.addLine(QLineF(ax, ay, bx, by), pen)
    for i, ((x, y), r) in enumerate(zip(points.tolist(), _radii(points, edges).tolist())):
        scene.addEllipse(QRectF(x - r, y - r, 2 * r, 2 * r), Qt.PenStyle.NoPen, brushes[i % len(brushes)])
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def draw() -> None:
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene.render(painter)
        painter.end()

    return draw


def _pyqtgraph(points: Points, edges: Edges, result: Result) -> Prepared:
    import pyqtgraph as pg
    from PySide6.QtGui import QImage, QPainter

    pg.setConfigOptions(antialias=True, background="w")
    view = pg.PlotWidget()
    view.resize(WIDTH, HEIGHT)
    view.hideAxis("left")
    view.hideAxis("bottom")
    scale = min(WIDTH / float(np.ptp(points[:, 0])), HEIGHT / float(np.ptp(points[:, 1])))
    brushes = [pg.mkBrush(*COLOURS[i % len(COLOURS)]) for i in range(len(points))]
    sizes = np.maximum(2 * _radii(points, edges) * scale, 2.8)
    item = pg.GraphItem(
        pos=points, adj=edges, size=sizes, pxMode=True, pen=pg.mkPen(*GREY), symbolPen=None, symbolBrush=brushes
    )
    view.addItem(item)
    view.getViewBox().autoRange()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def draw() -> None:
        painter = QPainter(image)
        view.render(painter)
        painter.end()

    return draw


def _radii(points: Points, edges: Edges) -> Points:
    degree = np.bincount(edges.ravel(), minlength=len(points))
    return (6.0 + 2.0 * np.sqrt(np.minimum(degree, 100.0))).astype(np.float32)


def _matplotlib(points: Points, edges: Edges, result: Result) -> Prepared:
    import matplotlib

    matplotlib.use("Agg")
    import networkx as nx
    from matplotlib import pyplot

    graph = nx.Graph()
    graph.add_nodes_from(range(len(points)))
    graph.add_edges_from(edges.tolist())
    places = dict(enumerate(points))

    def draw() -> None:
        figure = pyplot.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
        nx.draw(graph, places, node_size=8, width=0.6, ax=figure.add_axes((0, 0, 1, 1)))
        figure.savefig(io.BytesIO(), format="raw")
        pyplot.close(figure)

    return draw


def _contest(make: Any) -> Callable[[Case, Result, float], None]:
    return partial(_run, make)


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {
    "Caseboard": _contest(_caseboard),
    "QGraphicsScene": _contest(_graphics_scene),
    "pyqtgraph, GraphItem": _contest(_pyqtgraph),
    "matplotlib, networkx.draw": _contest(_matplotlib),
}
