"""Frozen data classes: set once, by order or by name, and as strict about their fields as a function is.

Named tuples that are made fast do as those of ``typing``.
"""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from graph import named
from graph.frozen import frozen, record


@frozen
class Point:
    """A place."""

    x: float
    y: float = 0.0
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("left of everything")


def test_fields_are_set_in_order_or_by_name_and_defaults_are_made_anew():
    first, second = Point(1.0, names=["a"]), Point(y=2.0, x=1.0)
    assert (first.x, first.y, first.names) == (1.0, 0.0, ["a"])
    assert (second.x, second.y, second.names) == (1.0, 2.0, [])
    assert Point(1.0).names is not Point(1.0).names


def test_a_field_is_never_changed():
    point = Point(1.0)
    with pytest.raises(FrozenInstanceError, match="'x' cannot be changed"):
        point.x = 2.0
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(FrozenInstanceError):
        point.z = 2.0
    assert point.x == 1.0


def test_equal_fields_do_not_make_two_values_equal():
    point = Point(1.0)
    assert point == point and point != Point(1.0) and len({point, Point(1.0)}) == 2


@pytest.mark.parametrize(
    ("given", "named", "said"),
    [
        ((), {}, "needs a value for 'x'"),
        ((1.0, 2.0, [], 3.0), {}, "takes 3 values, not 4"),
        ((1.0,), {"x": 1.0}, "two values for 'x'"),
        ((1.0,), {"z": 1.0}, "has no 'z'"),
    ],
)
def test_wrong_fields_are_an_error_as_for_a_function(given, named, said):
    with pytest.raises(TypeError, match=said):
        Point(*given, **named)


def test_a_value_is_checked_replaced_and_sent_to_another_process():
    with pytest.raises(ValueError, match="left of everything"):
        Point(-1.0)
    moved = replace(Point(1.0, names=["a"]), x=3.0)
    assert (moved.x, moved.y, moved.names) == (3.0, 0.0, ["a"])
    with pytest.raises(ValueError, match="left of everything"):
        replace(moved, x=-3.0)
    again = pickle.loads(pickle.dumps(moved))
    assert (again.x, again.names) == (3.0, ["a"])


class Plain(typing.NamedTuple):
    x: float
    y: float = 0.0
    names: tuple[str, ...] = ()

    @property
    def sum(self) -> float:
        return self.x + self.y


class Fast(named.NamedTuple):
    x: float
    y: float = 0.0
    names: tuple[str, ...] = ()

    @property
    def sum(self) -> float:
        return self.x + self.y


@pytest.fixture(params=[0, named._MANY], ids=["first", "after many"])
def fast(request) -> type[Fast]:
    """The class before and after it has a compiled constructor."""
    if "__new__" in vars(Fast):
        del Fast.__new__
    Fast._left = named._MANY
    for _ in range(request.param):
        Fast(0.0)
    assert ("__new__" in vars(Fast)) == bool(request.param)
    return Fast


def unpacked(point: Any) -> tuple[Any, ...]:
    x, y, names = point
    return x, y, names


def matched(point: Any) -> Any:
    match point:
        case Plain(x, y=y) | Fast(x, y=y):
            return x, y
    return None


@pytest.mark.parametrize(
    "seen",
    [
        lambda kind: kind(1.0, names=("a",)),
        lambda kind: unpacked(kind(y=2.0, x=1.0)),
        lambda kind: (kind(1.0).sum, kind(1.0).y, kind(1.0)[0], len(kind(1.0))),
        lambda kind: (kind(1.0) == (1.0, 0.0, ()), hash(kind(1.0)), kind(1.0) < kind(2.0)),
        lambda kind: kind(1.0)._replace(y=3.0),
        lambda kind: kind(1.0)._asdict(),
        lambda kind: kind._make([1.0, 2.0, ()]),
        lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__),
        lambda kind: repr(kind(1.0, names=("a",))).replace(kind.__name__, ""),
        lambda kind: matched(kind(1.0, 2.0)),
        lambda kind: pickle.loads(pickle.dumps(kind(1.0, 2.0))),
        lambda kind: (copy.copy(kind(1.0)), copy.deepcopy(kind(1.0))),
        lambda kind: type(kind(1.0)._replace(x=2.0)) is kind is type(pickle.loads(pickle.dumps(kind(1.0)))),
    ],
)
def test_a_fast_named_tuple_does_as_one_of_typing(seen, fast):
    assert seen(fast) == seen(Plain)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda kind: kind(), TypeError),
        (lambda kind: kind(1.0, 2.0, (), 4.0), TypeError),
        (lambda kind: kind(1.0, z=2.0), TypeError),
        (lambda kind: kind(1.0, x=2.0), TypeError),
        (lambda kind: kind._make([1.0]), TypeError),
        (lambda kind: kind(1.0)._replace(z=2.0), (TypeError, ValueError)),  # Python took the other from 3.13 on
        (lambda kind: setattr(kind(1.0), "x", 2.0), AttributeError),
        (lambda kind: setattr(kind(1.0), "z", 2.0), AttributeError),
    ],
)
def test_a_fast_named_tuple_refuses_as_one_of_typing(wrong: Callable[[Any], object], error, fast):
    for kind in (fast, Plain):
        with pytest.raises(error):
            wrong(kind)


def test_the_fields_of_a_record_may_change_and_two_are_equal_only_if_they_are_the_same():
    @record
    class Hand:
        at: float
        names: list[str] = field(default_factory=list)

    hand = Hand(1.0)
    hand.at = 2.0
    assert hand.at == 2.0 and hand.names is not Hand(1.0).names and hand != Hand(2.0)
    with pytest.raises(TypeError, match="Hand has no 'to'"):
        Hand(1.0, to=2.0)
