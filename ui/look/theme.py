"""Themes, light and dark: a palette and a small style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from explorer.pictures.look.class_looks import PALETTE
from explorer.pictures.look.style import DARK, LIGHT, THEMES, Colour, Theme, mix

SYSTEM = "system"
NAMES = ("light", "dark", SYSTEM)


def qcolor(colour: Colour) -> QColor:
    """A colour of :mod:`explorer.pictures.look.style` for Qt."""
    return QColor(*colour)


class Tones:
    """The colours of panels, derived from a theme: tones between its paper and its ink."""

    def __init__(self, theme: Theme) -> None:
        dark = theme.name == "dark"
        self.theme = theme
        self.window = qcolor(mix(theme.paper, theme.chip, 0.45) if dark else mix(theme.paper, theme.chip, 0.35))
        self.base = qcolor(theme.card)
        self.ink = qcolor(theme.ink)
        self.quiet = qcolor(theme.quiet)
        self.faint = qcolor(mix(theme.quiet, theme.paper, 0.38))
        self.line = qcolor(mix(theme.card_edge, theme.paper, 0.35))
        self.firm_line = qcolor(theme.card_edge)
        self.hover = qcolor(mix(theme.paper, theme.ink, 0.09 if dark else 0.055))
        self.press = qcolor(mix(theme.paper, theme.ink, 0.14 if dark else 0.1))
        self.chip = qcolor(mix(theme.chip, theme.ink, 0.05))
        self.link = qcolor(mix(theme.fill(PALETTE[0]), (255, 255, 255, 255), 0.28) if dark else theme.fill(PALETTE[0]))
        self.bar = qcolor(mix(theme.fill(PALETTE[0]), theme.paper, 0.35))
        self.bar_off = qcolor(mix(theme.edge, theme.paper, 0.55))
        self.marked = QColor("#5a4a1d" if dark else "#fff0bf")
        self.wrong = qcolor(theme.accent)


class _State(QObject):
    """The requested theme and the active one."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.asked = SYSTEM
        self.tones = Tones(LIGHT)
        self.is_on = False
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if self.asked == SYSTEM and isinstance(app, QApplication) and _system_theme(app) is not self.tones.theme:
            _put_on(app, self, _system_theme(app))


@cache
def _state_of(app: QApplication) -> _State:
    return _State(app)


def _state() -> _State | None:
    app = QApplication.instance()
    return _state_of(app) if isinstance(app, QApplication) else None


def _system_theme(app: QApplication) -> Theme:
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, name: str = SYSTEM) -> Theme:
    """Apply ``light``, ``dark`` or the scheme of the desktop; returns the active theme."""
    if name not in NAMES:
        raise ValueError(f"There is no theme “{name}”. Themes are {', '.join(NAMES)}.")
    state = _state_of(app)
    state.asked = name
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(schemes.get(name, Qt.ColorScheme.Unknown))
    _put_on(app, state, THEMES.get(name) or _system_theme(app))
    return state.tones.theme


def _put_on(app: QApplication, state: _State, theme: Theme) -> None:
    """Give the application the colours of a theme. Changing existing widgets takes long."""
    if state.is_on and theme is state.tones.theme:
        return
    state.is_on = True
    state.tones = Tones(theme)
    palette = _palette(state.tones)
    app.setPalette(palette)
    # Fusion draws the edge of a ticked box in a darker shade of the window, which on a dark window nobody sees.
    palette.setColor(QPalette.ColorRole.Window, state.tones.quiet.lighter(120))
    app.setPalette(palette, "QCheckBox")  # type: ignore[arg-type]  # the stub asks for bytes, which Qt refuses
    app.setStyleSheet(_sheet(state.tones))


def tones() -> Tones:
    """The colours of the active theme."""
    state = _state()
    return state.tones if state else Tones(LIGHT)


def current() -> Theme:
    """The active theme."""
    return tones().theme


def _palette(tones: Tones) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for key, colour in (
        (role.Window, tones.window),
        (role.WindowText, tones.ink),
        (role.Base, tones.base),
        (role.AlternateBase, tones.hover),
        (role.Text, tones.ink),
        (role.PlaceholderText, tones.quiet),
        (role.Button, tones.window),
        (role.ButtonText, tones.ink),
        (role.BrightText, tones.wrong),
        (role.Highlight, tones.link),
        (role.HighlightedText, tones.base if tones.theme.name == "light" else QColor("#10131a")),
        (role.Link, tones.link),
        (role.LinkVisited, tones.link),
        (role.ToolTipBase, tones.base),
        (role.ToolTipText, tones.ink),
        (role.Mid, tones.firm_line),
        (role.Midlight, tones.line),
        (role.Dark, tones.faint),
        (role.Light, tones.base),
        (role.Shadow, tones.firm_line),
        (role.Accent, tones.link),
    ):
        palette.setColor(key, colour)
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, tones.faint)
    return palette


def _sheet(tones: Tones) -> str:
    c = {name: value.name() for name, value in vars(tones).items() if isinstance(value, QColor)}
    return _fields(c) + _buttons(c) + _bars(c) + _frames(c)


def _fields(c: Mapping[str, str]) -> str:
    return f"""
    QToolTip {{ color: {c["ink"]}; background: {c["base"]}; border: 1px solid {c["firm_line"]}; padding: 4px 6px; }}
    QPlainTextEdit {{ background: {c["base"]}; color: {c["ink"]}; border: 1px solid {c["firm_line"]};
        border-radius: 5px; padding: 2px; selection-background-color: {c["link"]}; }}
    QPlainTextEdit:focus {{ border-color: {c["link"]}; }}
    QLineEdit {{ background: {c["base"]}; color: {c["ink"]}; border: 1px solid {c["firm_line"]}; border-radius: 5px;
        padding: 3px 6px; selection-background-color: {c["link"]}; }}
    QLineEdit:hover {{ border-color: {c["faint"]}; }}
    QLineEdit:focus {{ border-color: {c["link"]}; }}
    QLineEdit[wrong="true"] {{ border-color: {c["wrong"]}; color: {c["wrong"]}; }}
    QCheckBox::indicator:unchecked, QAbstractItemView::indicator:unchecked {{ width: 12px; height: 12px;
        border: 1px solid {c["quiet"]}; border-radius: 3px; background: {c["base"]}; }}
    QCheckBox::indicator:unchecked:hover, QCheckBox::indicator:unchecked:focus {{ border-color: {c["link"]}; }}
    """


def _buttons(c: Mapping[str, str]) -> str:
    return f"""
    QPushButton {{ background: {c["base"]}; color: {c["ink"]}; border: 1px solid {c["firm_line"]}; border-radius: 5px;
        padding: 4px 10px; }}
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QPushButton:hover {{ background: {c["hover"]}; }}
    QPushButton:pressed {{ background: {c["press"]}; }}
    QPushButton:focus {{ border-color: {c["link"]}; }}
    QPushButton:disabled {{ color: {c["faint"]}; }}
    QPushButton[look="link"] {{ background: transparent; color: {c["link"]};
        border: 1px solid transparent; padding: 2px 0; text-align: left; }}
    QPushButton[look="link"]:hover {{ text-decoration: underline; }}
    QPushButton[look="link"]:disabled {{ color: {c["faint"]}; }}
    QPushButton[look="link"]:focus {{ border-color: {c["link"]}; }}
    QToolButton[look="quiet"] {{ background: transparent; color: {c["quiet"]}; border: 1px solid transparent;
        border-radius: 5px; padding: 3px; }}
    QToolButton[look="quiet"]:hover {{ background: {c["hover"]}; color: {c["ink"]}; }}
    QToolButton[look="quiet"]:pressed {{ background: {c["press"]}; }}
    QToolButton[look="quiet"]:focus {{ border-color: {c["link"]}; }}
    QToolButton[look="tab"] {{ background: transparent; color: {c["quiet"]}; border: 1px solid transparent;
        border-radius: 5px; padding: 3px 8px; }}
    QToolButton[look="tab"]:hover {{ background: {c["hover"]}; }}
    QToolButton[look="tab"]:checked {{ background: {c["press"]}; color: {c["ink"]}; }}
    QToolButton[look="tab"]:focus {{ border-color: {c["link"]}; }}
    """


def _bars(c: Mapping[str, str]) -> str:
    return f"""
    QMenuBar {{ background: {c["window"]}; }}
    QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {c["hover"]}; }}
    QToolBar {{ background: {c["window"]}; border: none; border-bottom: 1px solid {c["line"]}; padding: 3px 4px;
        spacing: 3px; }}
    QToolBar QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px;
        padding: 3px 6px; }}
    QToolBar QToolButton:hover {{ background: {c["hover"]}; }}
    QToolBar QToolButton:pressed {{ background: {c["press"]}; }}
    QToolBar QToolButton:checked {{ background: {c["press"]}; }}
    QToolBar QToolButton:focus {{ border-color: {c["link"]}; }}
    QToolBar QToolButton:disabled {{ color: {c["faint"]}; }}
    QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
    QDockWidget::title {{ background: {c["window"]}; padding: 5px 10px 3px 10px; }}
    QMainWindow > QTabBar::tab {{ background: transparent; color: {c["quiet"]}; border: none;
        border-top: 2px solid transparent; padding: 4px 10px; }}
    QMainWindow > QTabBar::tab:hover {{ background: {c["hover"]}; }}
    QMainWindow > QTabBar::tab:selected {{ color: {c["ink"]}; border-top-color: {c["link"]}; }}
    QMainWindow::separator {{ background: {c["line"]}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {c["link"]}; }}
    """


def _frames(c: Mapping[str, str]) -> str:
    return f"""
    QLabel[look="chip"] {{ background: {c["chip"]}; border-radius: 4px; padding: 1px 6px; }}
    QFrame[look="card"] {{ background: {c["base"]}; border: 1px solid {c["line"]}; border-radius: 7px; }}
    QFrame[look="sheet"] {{ background: {c["base"]}; border: 1px solid {c["firm_line"]}; border-radius: 8px; }}
    QListView[look="sheet"] {{ padding: 4px 0; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
    QScrollBar::handle {{ background: {c["firm_line"]}; border-radius: 3px; margin: 2px 3px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {c["faint"]}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
