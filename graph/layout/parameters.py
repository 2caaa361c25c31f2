"""Parameters of layouts as data: forms, saved views and the command line follow from these rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from graph.errors import LayoutError, NameUnknownError
from graph.named import NamedTuple

Setting = float | int | bool | str
Settings = Mapping[str, Setting]
_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


class Parameter(NamedTuple):
    """A parameter of a layout.

    name      identifier for ``--set`` and in saved views
    title     label in a form, with a ``sentence`` on its effect
    kind      "number" and "whole" (number): between ``least`` and ``most``, in steps of ``step`` in a form;
              "switch": True or False; "choice": one of ``choices``
    default   the value unless the user sets another
    """

    name: str
    title: str
    kind: Literal["number", "whole", "switch", "choice"]
    default: Setting
    sentence: str
    least: float = 0.0
    most: float = 1.0
    step: float = 1.0
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """True if a value has the right type and is within the bounds."""
        if self.kind == "switch":
            return isinstance(value, bool)
        if self.kind == "choice":
            return value in self.choices
        number = isinstance(value, int) and not isinstance(value, bool)
        if self.kind == "number":
            number = number or (isinstance(value, float) and math.isfinite(value))
        return number and isinstance(value, int | float) and self.least <= value <= self.most

    def read(self, text: str) -> Setting:
        """The value of a text; raises ValueError with the allowed values."""
        word = text.strip()
        value: Setting | None
        try:
            if self.kind == "whole":
                value = int(word)
            elif self.kind == "number":
                value = float(word)
            elif self.kind == "switch":
                value = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}[word.lower()]
            else:
                value = word
        except (ValueError, KeyError):
            value = None
        if value is None or not self.accepts(value):
            raise ValueError(self.allowed)
        return value

    @property
    def allowed(self) -> str:
        """The allowed values, as the end of a sentence."""
        if self.kind == "switch":
            return "yes or no"
        if self.kind == "choice":
            return f"one of {', '.join(self.choices)}"
        whole = "whole " if self.kind == "whole" else ""
        return f"a {whole}number from {self.least:g} to {self.most:g}"


def completed(parameters: Iterable[Parameter], given: Settings) -> dict[str, Setting]:
    """A value for each parameter: the given one, else its default. Raises LayoutError for a value out of bounds."""
    values = {}
    for parameter in parameters:
        value = given.get(parameter.name, parameter.default)
        if not parameter.accepts(value):
            raise LayoutError(f"{parameter.title} must be {parameter.allowed}, not “{value}”.")
        values[parameter.name] = float(value) if parameter.kind == "number" else value
    return values


def read_settings(title: str, parameters: Iterable[Parameter], texts: Iterable[str]) -> tuple[tuple[str, Setting], ...]:
    """Settings of the layout ``title`` from texts “name=value”, without values that equal the default.

    Raises NameUnknownError for a parameter that the layout does not have, LayoutError for a value out of bounds.
    """
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, Setting] = {}
    for text in texts:
        name, _, value = text.partition("=")
        parameter = known.get(name.strip())
        if parameter is None:
            has = f"Its settings are {', '.join(known)}" if known else "It has no settings"
            raise NameUnknownError(f"{title} has no setting “{name.strip()}”. {has}.")
        try:
            found[parameter.name] = parameter.read(value)
        except ValueError as error:
            raise LayoutError(f"{parameter.title} of {title} must be {error}, not “{value}”.") from None
    return tuple((name, found[name]) for name, one in known.items() if found.get(name, one.default) != one.default)


def write_setting(name: str, value: Setting) -> str:
    """A setting as the text “name=value” that :func:`read_settings` takes."""
    return f"{name}={('yes' if value else 'no') if isinstance(value, bool) else value}"
