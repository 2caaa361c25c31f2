"""A full sharp picture of 1600 × 1000 pixels, beside what other canvases draw."""

from __future__ import annotations

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
Points = NDArray[np.float32]
Make = Callable[[Points, Edges, Result], Prepared]


def spots(count: int, edges: Edges) -> Points:
    """Places in scene units, as a layout would give them: near neighbours near, the whole about 5:3.

    A few rounds of moving towards neighbours from a random start, then ranks: quick, and the same for every contestant.
    """
    random = np.random.default_rng(1)
    points = random.standard_normal((count, 2))
    degree = np.maximum(np.bincount(edges.ravel(), minlength=count), 1)[:, None]
    for _ in range(12):
        sums = np.zeros((count, 2))
        for axis in (0, 1):
            sums[:, axis] += np.bincount(edges[:, 0], points[edges[:, 1], axis], count)
            sums[:, axis] += np.bincount(edges[:, 1], points[edges[:, 0], axis], count)
        points = 0.35 * points + 0.65 * sums / degree
    ranks = np.argsort(np.argsort(points, axis=0), axis=0) / count - 0.5
    side = 40.0 * np.sqrt(count)
    return (ranks * [side * 1.3, side * 0.78] + random.standard_normal((count, 2)) * 8).astype(np.float32)


def _run(make: Make, case: Case, result: Result, limit: float) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(["bench"])
    edges = scale_free(case.size)
    start = time.perf_counter()
    draw = make(spots(case.size, edges), edges, result)
    result.figures["seconds to build"] = time.perf_counter() - start
    draw()
    result.seconds, _ = repeat(draw, case.runs, limit)
    del app


def _caseboard(points: Points, edges: Edges, result: Result) -> Prepared:
    from explorer.camera import Camera
    from explorer.composing import Composer
    from explorer.style import LIGHT
    from tests.benchmarks.scenes import scene_of
    from ui.canvas import raster
    from ui.fonts import measure
    from ui.images import to_image

    raster.load()
    scene = scene_of(points, edges)
    composer = Composer(measure, ("tie",))
    camera = Camera(width=WIDTH, height=HEIGHT).fitted(scene.bounds())
    return lambda: to_image(composer.compose(scene, camera, LIGHT), 1.0)


def _graphics_scene(points: Points, edges: Edges, result: Result) -> Prepared:
    from PySide6.QtCore import QLineF, QRectF, Qt
    from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen
    from PySide6.QtWidgets import QGraphicsScene

    scene = QGraphicsScene()
    pen, brush = QPen(QColor(150, 150, 150), 1), QBrush(QColor(70, 120, 180))
    for (ax, ay), (bx, by) in zip(points[edges[:, 0]].tolist(), points[edges[:, 1]].tolist()):
        scene.addLine(QLineF(ax, ay, bx, by), pen)
    for x, y in points.tolist():
        scene.addEllipse(QRectF(x - 6, y - 6, 12, 12), Qt.PenStyle.NoPen, brush)
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
    item = pg.GraphItem(pos=points, adj=edges, size=5, pxMode=True, pen=pg.mkPen(150, 150, 150), symbolPen=None)
    view.addItem(item)
    view.getViewBox().autoRange()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)

    def draw() -> None:
        painter = QPainter(image)
        view.render(painter)
        painter.end()

    return draw


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
