"""A word about the program."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from explorer.version import installed_version
from ui.parts.help.page import stack


def show_about(parent: QWidget) -> None:
    """Show a page about the program."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("About Caseboard")
    dialog.resize(440, 240)
    text = QTextBrowser()
    text.setHtml(
        f"<h3>Caseboard {html.escape(installed_version())}</h3>"
        "<p>A desktop explorer for knowledge graphs in RDF that gives, for every dot and every line, the passage of"
        " text behind it.</p><p>Apache License 2.0. It uses Qt for Python (LGPL), pyoxigraph, rdflib, NetworkX, NumPy,"
        " SciPy and pySHACL; its pictures are set in Source Sans Pro.</p>"
    )
    stack(dialog, text)
    dialog.open()
