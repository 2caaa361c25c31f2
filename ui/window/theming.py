"""The theme of the window: light, dark, or that of the desktop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.pictures.look.style import Theme
from explorer.settings import Settings, save_settings
from ui.look import theme


class ThemeSwitch:
    """Styles the application and calls ``changed`` with the colours of the canvas."""

    def __init__(self, settings: Settings, changed: Callable[[Theme], None]) -> None:
        self._settings, self._changed = settings, changed
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: self.apply())

    @property
    def name(self) -> str:
        """The theme that the user asked for: "system", "light" or "dark"."""
        return self._settings.theme

    def use(self, name: str) -> None:
        """Use another theme, also in later runs."""
        self._settings.theme = name
        self.apply()
        save_settings(self._settings)

    def apply(self) -> None:
        """Style everything anew."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._changed(theme.apply(app, self._settings.theme))
