"""Settings of a layout: a dialog with a field for each of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QWidget,
)

from graph.layout import Layout, Parameter, Setting


def ask_settings(parent: QWidget, layout: Layout, given: Mapping[str, Setting]) -> dict[str, Setting] | None:
    """The settings that the user chose for a layout, without those that have their default; None for Cancel."""
    dialog = SettingsDialog(parent, layout, given)
    try:
        return dialog.settings() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


class SettingsDialog(QDialog):
    """A form of the parameters of a layout; “Defaults” sets every field back."""

    def __init__(self, parent: QWidget, layout: Layout, given: Mapping[str, Setting]) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Settings of {layout.title}")
        self._parameters = layout.parameters
        self._fields: dict[str, _Field] = {}
        form = QFormLayout(self)
        for parameter in layout.parameters:
            field = _field(parameter)
            field.write(given.get(parameter.name, parameter.default))
            field.widget.setObjectName(parameter.name)
            field.widget.setAccessibleName(parameter.title)
            field.widget.setToolTip(parameter.sentence)
            self._fields[parameter.name] = field
            form.addRow(parameter.title, field.widget)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Lay out")
        buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).setText("Defaults")
        buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._reset)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def settings(self) -> dict[str, Setting]:
        """The values of the fields that are not the default."""
        values = {parameter.name: self._fields[parameter.name].read() for parameter in self._parameters}
        return {p.name: values[p.name] for p in self._parameters if values[p.name] != p.default}

    def _reset(self) -> None:
        for parameter in self._parameters:
            self._fields[parameter.name].write(parameter.default)


class _Field:
    """A widget with the way to write a value into it and to read one from it."""

    def __init__(self, widget: QWidget, write: Callable[[Setting], None], read: Callable[[], Setting]) -> None:
        self.widget, self.write, self.read = widget, write, read


def _field(parameter: Parameter) -> _Field:
    if parameter.kind == "switch":
        box = QCheckBox()
        return _Field(box, lambda value: box.setChecked(bool(value)), box.isChecked)
    if parameter.kind == "choice":
        choices = QComboBox()
        choices.addItems(list(parameter.choices))
        return _Field(choices, lambda value: choices.setCurrentText(str(value)), choices.currentText)
    if parameter.kind == "whole":
        whole = QSpinBox()
        whole.setRange(int(parameter.least), int(parameter.most))
        whole.setSingleStep(int(parameter.step))
        return _Field(whole, lambda value: whole.setValue(int(value)), whole.value)
    number = QDoubleSpinBox()
    number.setDecimals(3)
    number.setRange(parameter.least, parameter.most)
    number.setSingleStep(parameter.step)
    return _Field(number, lambda value: number.setValue(float(value)), number.value)
