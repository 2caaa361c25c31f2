"""Named tuples that are made fast: for type checkers, and in use, they are those of ``typing``.

``typing.NamedTuple`` compiles a constructor and each annotation and makes seven functions for every class, a tenth of a
millisecond before the first picture, which has a hundred such classes. Here the functions are inherited, annotations
stay text, and a constructor is compiled only for a class of many tuples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from operator import itemgetter

    _MANY = 20
    """Tuples after which a compiled constructor has saved the time that it took."""

    class _Maker(type):
        """Makes a tuple class with a property for each annotation of its body."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            getters = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
            own = {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return super().__new__(cls, name, bases, {**body, **getters, **own, "_left": _MANY})

    class NamedTuple(tuple, metaclass=_Maker):
        """Base of named tuples, written as with ``typing.NamedTuple``, which does the same."""

        def __new__(cls, *values, **named):
            cls._left -= 1
            if cls._left <= 0:
                cls.__new__ = staticmethod(_constructor(cls))
            fields = cls._fields
            if named or len(values) != len(fields):
                found = {**cls._field_defaults, **dict(zip(fields, values)), **named}
                twice = not named.keys().isdisjoint(fields[: len(values)])
                if len(values) > len(fields) or found.keys() != set(fields) or twice:
                    return _constructor(cls)(cls, *values, **named)  # says what is wrong
                values = map(found.__getitem__, fields)
            return tuple.__new__(cls, values)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **values):
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise ValueError(f"{type(self).__name__} has no {', '.join(values)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self))

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{field}={one!r}' for field, one in self._asdict().items())})"

        def __getnewargs__(self):
            return tuple(self)

    def _constructor(cls):
        """A function with the fields as arguments, in their order and with their defaults."""
        defaults, scope = cls._field_defaults, {"_new": tuple.__new__, "_defaults": cls._field_defaults}
        words = (f"{field}=_defaults[{field!r}]" if field in defaults else field for field in cls._fields)
        fields = "".join(f"{field}, " for field in cls._fields)
        exec(f"def {cls.__name__}(_cls, {', '.join(words)}): return _new(_cls, ({fields}))", scope)
        return scope[cls.__name__]
