"""Look editors: one look for all, one for each value, or a scale."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from explorer.panels.rule_proposals import Subject
from explorer.pictures.drawing.glyphs import ICONS, is_icon
from explorer.pictures.look.palettes import CATEGORIES, TITLES
from explorer.pictures.look.sentences import RuleWords
from explorer.pictures.look.style import SHAPES
from explorer.pictures.look.templates import parse, renamed
from explorer.views.rules import CURVES, LARGEST, SMALLEST, THICKEST, THINNEST, Categories, Fixed, Mapping, Scale
from graph.errors import CaseboardError
from graph.model.column import DATE
from graph.rdf.values import to_days
from ui.parts.rules.samples import look_icon, palette_icon
from ui.parts.text import Line, menu_text, plain_tip

_CURVES = {"linear": "in even steps", "sqrt": "by square root", "log": "by logarithm"}
_ROWS = 8


class LookError(CaseboardError):
    """Invalid content of an editor; the text says why in one sentence."""


class Editor(QWidget):
    """Edits a look."""

    def read(self) -> Mapping:
        """The look in the editor. Raises :class:`CaseboardError` with one sentence."""
        raise NotImplementedError


def _form(widget: QWidget) -> QFormLayout:
    form = QFormLayout(widget)
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(5)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def _spin(name: str, value: float, channel: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setAccessibleName(name)
    box.setDecimals(1)
    box.setSingleStep(0.5 if channel == "width" else 1.0)
    box.setRange(*((THINNEST, THICKEST) if channel == "width" else (SMALLEST, LARGEST)))
    box.setValue(value)
    return box


class Ends(QWidget):
    """Two fields for the ends of a range; an empty one is open. An untouched end keeps its exact number."""

    def __init__(self) -> None:
        super().__init__()
        self.low, self.high = QLineEdit(), QLineEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for field, name in ((self.low, "From"), (self.high, "To")):
            field.setAccessibleName(name)
            field.setPlaceholderText(name.lower())
            row.addWidget(field)
        self._is_date = False
        self._written: dict[str, float | None] = {}

    def put(self, words: RuleWords, subject: Subject, target: str, low: float | None, high: float | None) -> None:
        """Show a range of a column."""
        self._is_date = subject.kind == DATE
        for field, end in ((self.low, low), (self.high, high)):
            text = "" if end is None else words.number(subject.key, end, target)
            self._written[text] = end
            field.setText(text)

    def read(self) -> tuple[float | None, float | None]:
        """The ends, None for an open one."""
        return self._end(self.low), self._end(self.high)

    def _end(self, field: QLineEdit) -> float | None:
        text = field.text().strip()
        if text in self._written or not text:
            return self._written.get(text)
        try:
            return to_days(text) if self._is_date else float(text.replace(",", ""))
        except ValueError:
            kind = "a date. Write it as 2018, 2018-07 or 2018-07-16" if self._is_date else "a number"
            raise LookError(f"“{text}” is not {kind}.") from None


class FixedEditor(Editor):
    """One colour, shape, icon, radius or width."""

    def __init__(self, channel: str, value: str | float | None) -> None:
        super().__init__()
        self._channel = channel
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.field: QWidget
        if channel == "colour":
            self.field = ColourButton(str(value or CATEGORIES[0]))
        elif channel == "shape":
            self.field = _choice(channel, SHAPES, str(value or SHAPES[0]))
        elif channel == "icon":
            self.field = _choice(channel, ICONS, str(value or ICONS[0]))
        else:
            default = 3.0 if channel == "width" else 14.0
            self.field = _spin(channel.capitalize(), float(value or default), channel)
        row.addWidget(self.field, 1)

    def read(self) -> Fixed:
        field = self.field
        if isinstance(field, ColourButton):
            return Fixed(field.colour)
        if isinstance(field, QDoubleSpinBox):
            return Fixed(field.value())
        assert isinstance(field, QComboBox)
        name = field.currentText().strip()
        if self._channel == "icon" and not is_icon(name):
            raise LookError(f"There is no icon “{name}”. Choose one from the list.")
        return Fixed(name)


def _choice(channel: str, looks: tuple[str, ...], selected: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(channel.capitalize())
    box.setEditable(channel == "icon")
    box.setMaxVisibleItems(14)
    for look in looks if selected in looks else (*looks, selected):
        box.addItem(look_icon(channel, look), look)
    box.setCurrentText(selected)
    return box


class ColourButton(QPushButton):
    """Shows a colour and asks for another."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.put(colour)
        self.clicked.connect(self._ask)

    def put(self, colour: str) -> None:
        """Show a colour ``#rrggbb``."""
        self.colour = colour
        self.setIcon(look_icon("colour", colour))
        self.setText(colour)
        self.setAccessibleName(f"Colour {colour}")

    def _ask(self) -> None:
        selected = ask_colour(self, self.colour)
        if selected:
            self.put(selected)


def ask_colour(parent: QWidget, colour: str) -> str:
    """A colour chosen by the user, "" after Cancel."""
    for i, known in enumerate(CATEGORIES):
        QColorDialog.setCustomColor(i, QColor(known))
    selected = QColorDialog.getColor(QColor(colour), parent, "Choose a colour")
    return selected.name() if selected.isValid() else ""


class CategoryEditor(Editor):
    """A look for each value; a double-click or Enter on one changes it."""

    def __init__(self, channel: str, look: Categories, words: RuleWords) -> None:
        super().__init__()
        self._channel, self._look = channel, look
        self.list = QListWidget()
        self.list.setAccessibleName("Values and their looks; Enter changes one, Del removes it")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(18, 18))
        for value, one in look.looks:
            item = QListWidgetItem(look_icon(channel, one), words.value(look.key, value))
            item.setData(Qt.ItemDataRole.UserRole, (value, one))
            item.setToolTip(plain_tip(f"{value or 'No class'}: double-click or press Enter to change its {channel}"))
            self.list.addItem(item)
        self.list.itemActivated.connect(self._change)
        height = self.list.sizeHintForRow(0) if self.list.count() else 20
        self.list.setFixedHeight(height * min(self.list.count(), _ROWS) + 6)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        grid.addWidget(self.list, 0, 0)
        grid.addWidget(Line(f"Double-click a line to change its {channel}.", "faint", wrap=True), 1, 0)

    def _change(self, item: QListWidgetItem) -> None:
        value, one = item.data(Qt.ItemDataRole.UserRole)
        if self._channel == "colour":
            selected = ask_colour(self, one)
            if selected:
                self._put(item, value, selected)
            return
        menu = QMenu(self)
        for name in SHAPES if self._channel == "shape" else ICONS:
            action = menu.addAction(look_icon(self._channel, name), name)
            action.triggered.connect(partial(self._put, item, value, name))
        menu.exec(self.list.viewport().mapToGlobal(self.list.visualItemRect(item).bottomLeft()))
        menu.deleteLater()

    def _put(self, item: QListWidgetItem, value: str, look: str, _checked: bool = False) -> None:
        item.setData(Qt.ItemDataRole.UserRole, (value, look))
        item.setIcon(look_icon(self._channel, look))

    def read(self) -> Categories:
        rows = (self.list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self.list.count()))
        return self._look._replace(looks=tuple((str(value), str(look)) for value, look in rows))


class ScaleEditor(Editor):
    """The ends of a scale, its curve, and its palette or the sizes at its ends."""

    def __init__(self, channel: str, look: Scale, words: RuleWords, subject: Subject, target: str) -> None:
        super().__init__()
        self._channel, self._look = channel, look
        self.ends = Ends()
        self.ends.put(words, subject, target, look.low, look.high)
        self.curve = QComboBox()
        self.curve.setAccessibleName("Curve of the scale")
        for curve in CURVES:
            self.curve.addItem(_CURVES[curve], curve)
        self.curve.setCurrentIndex(CURVES.index(look.curve))
        self.curve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form = _form(self)
        form.addRow(Line("Range", "quiet", elide=False), self.ends)
        form.addRow(Line("Goes", "quiet", elide=False), self.curve)
        self.palette_box = QComboBox()
        self.palette_box.setAccessibleName("Palette")
        self.palette_box.setIconSize(QSize(56, 12))
        self.palette_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.palette_box.setMinimumContentsLength(4)
        self.palette_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for name, title in TITLES.items():
            self.palette_box.addItem(palette_icon(name), title.partition(":")[0], name)
            self.palette_box.setItemData(self.palette_box.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.least, self.most = (
            _spin(name, max(value, 0.5), channel) for name, value in (("Least", look.least), ("Most", look.most))
        )
        if channel == "colour":
            self.palette_box.setCurrentIndex(max(self.palette_box.findData(look.palette), 0))
            form.addRow(Line("Palette", "quiet", elide=False), self.palette_box)
            return
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.least, 1)
        row.addWidget(self.most, 1)
        form.addRow(Line("Widths" if channel == "width" else "Sizes", "quiet", elide=False), pair)

    def read(self) -> Scale:
        low, high = self.ends.read()
        if low is None or high is None:
            raise LookError("A scale needs both ends. Fill in where it starts and where it ends.")
        if low > high:
            raise LookError("The scale starts above its end. Swap the two.")
        curve = str(self.curve.currentData())
        if self._channel == "colour":
            palette = str(self.palette_box.currentData())
            return Scale(self._look.key, low, high, curve, palette, bare=self._look.bare)
        return Scale(self._look.key, low, high, curve, "", self.least.value(), self.most.value())


class LabelEditor(Editor):
    """A template with titles of columns in braces; the rule stores their keys."""

    def __init__(self, titles: dict[str, str], template: str) -> None:
        super().__init__()
        self._titles = titles
        first = "label" if "label" in titles else "predicate"
        self.field = QLineEdit(renamed(template or f"{{{first}}}", titles))
        self.field.setAccessibleName("Template of names")
        self.field.setToolTip(plain_tip("Words, and titles of columns in braces; parts without a value are left out"))
        self.insert = QToolButton()
        self.insert.setText("Insert")
        self.insert.setAccessibleName("Insert a column")
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.insert)
        for title in titles.values():
            menu.addAction(menu_text(title)).triggered.connect(partial(self._insert, title))
        self.insert.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self.insert)

    def _insert(self, title: str, _checked: bool = False) -> None:
        at = self.field.cursorPosition()
        self.field.setText(f"{self.field.text()[:at]}{{{title}}}{self.field.text()[at:]}")
        self.field.setCursorPosition(at + len(title) + 2)
        self.field.setFocus()

    def read(self) -> Fixed:
        keys = {title: key for key, title in self._titles.items()}
        folded = {title.casefold(): key for title, key in keys.items()}
        template = self.field.text().strip()
        if not template:
            raise LookError("The template is empty. Write words, or the title of a column in braces.")
        from explorer.pictures.look.templates import keys_of

        parse(template)
        known = {asked: keys.get(asked) or folded.get(asked.casefold(), asked) for asked in keys_of(template)}
        strange = next((key for key in known.values() if key not in self._titles and " " not in key), None)
        if strange is not None:
            raise LookError(f"There is no column “{strange}”. Choose one with Insert.")
        return Fixed(renamed(template, known))
