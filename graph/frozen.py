"""Data classes without generated code; two values are equal only if they are the same.

``dataclass`` writes and compiles up to four functions for each class, which takes as long as importing two modules.
Before the first picture there are fifteen such classes.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A data class like that of ``dataclass(eq=False)``, without the fields in its ``repr``."""
    made = dataclass(init=False, repr=False, eq=False, match_args=False)(cls)
    made.__init__ = _fill  # type: ignore[method-assign]
    return made


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A record whose fields are set once, like the class of ``dataclass(frozen=True, eq=False)``."""
    made = record(cls)
    for name in ("__setattr__", "__delattr__"):
        setattr(made, name, _refuse)
    return made


def _fill(self: Any, *given: object, **named: object) -> None:
    """Set the fields, in their order or by name; raises TypeError as a function does."""
    fields, kind = self.__dataclass_fields__, type(self).__name__
    if len(given) > len(fields):
        raise TypeError(f"{kind} takes {len(fields)} values, not {len(given)}")
    values = dict(zip(fields, given))
    for name in named:
        if name not in fields:
            raise TypeError(f"{kind} has no {name!r}")
        if name in values:
            raise TypeError(f"{kind} got two values for {name!r}")
    values |= named
    for name, one in fields.items():
        if name in values:
            continue
        if one.default is not MISSING:
            values[name] = one.default
        elif one.default_factory is not MISSING:
            values[name] = one.default_factory()
        else:
            raise TypeError(f"{kind} needs a value for {name!r}")
    self.__dict__.update(values)
    if hasattr(self, "__post_init__"):
        self.__post_init__()


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name!r} cannot be changed")
