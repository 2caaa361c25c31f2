"""Outlines of icons, read from the Phosphor typeface in QtAwesome, so that every format draws the same shapes.

It reads only the part of TrueType (OpenType specification by Apple and Microsoft, tables head, cmap, loca and glyf)
that simple glyphs need: a library for the whole format takes a third of a second to import and open the file.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from graph.named import NamedTuple

ICONS = (
    "user", "users", "users-three", "user-circle", "baby", "student", "chalkboard-teacher", "identification-badge",
    "handshake", "briefcase", "buildings", "bank", "house", "storefront", "factory", "graduation-cap", "first-aid",
    "heartbeat", "calendar", "clock", "flag", "megaphone", "microphone", "newspaper", "file-text", "files", "book",
    "article", "note", "chat-text", "quotes", "envelope", "phone", "scales", "shield", "shield-check", "shield-warning",
    "warning", "warning-circle", "question", "info", "check-circle", "x-circle", "prohibit", "currency-gbp",
    "currency-dollar", "currency-eur", "money", "receipt", "wallet", "chart-bar", "chart-line", "percent", "map-pin",
    "globe", "tree", "car", "airplane", "link", "tag", "star", "heart", "crown", "eye", "magnifying-glass", "key",
    "lock", "gear", "wrench", "lightbulb", "database", "flask", "atom", "cube",
)  # fmt: skip
"""Icons on offer, for the usual subjects of a graph; any other icon name of the typeface works too."""

_ENTRY = 80
"""Characters that hold the code behind a name."""
_QUAD = struct.Struct(">4sLLL")
_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32


class Curve(NamedTuple):
    """A closed part of an outline: its start, and quadratic Bézier curves as control point and end."""

    start: tuple[float, float]
    pieces: tuple[tuple[float, float, float, float], ...]


Outline = tuple[Curve, ...]
"""In units of half the height of the icon, origin in the middle, y downwards; filled by the nonzero winding rule."""


@cache
def typeface() -> tuple[Path | None, str]:
    """The file of the typeface, and the text of the JSON file of its codes; None and "" if it is not installed.

    The package is located but not imported: importing it would load all of Qt a second time.
    """
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        return None, ""
    folder = Path(spec.origin).parent / "fonts"
    files = sorted(file for file in folder.iterdir() if file.name.startswith("phosphor")) if folder.is_dir() else []
    fonts, maps = ([file for file in files if file.suffix == end] for end in (".ttf", ".json"))
    return (fonts[-1], maps[-1].read_text("utf-8")) if fonts and maps else (None, "")


@cache
def code_of(name: str) -> int:
    """The code of the character of an icon; 0 for an unknown name."""
    # Parsing six thousand names takes longer than all that a window needs of them.
    text = typeface()[1]
    at = text.find(f'"{name}"')
    rest = text[at + len(name) + 2 :][:_ENTRY].lstrip()
    if at < 0 or not rest.startswith(":") or not name.replace("-", "").isalnum():
        return 0
    return int(rest.split('"', 2)[1], 16)


def is_icon(name: str) -> bool:
    """True if an icon has this name."""
    return code_of(name) > 0


@cache
def outline_of(name: str) -> Outline:
    """The outline of an icon; empty for an unknown name."""
    file, code = typeface()[0], code_of(name)
    return _font(file).outline(code) if file is not None and code else ()


class _Font:
    """A TrueType file with lookup of single glyphs."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        count = struct.unpack_from(">H", data, 4)[0]
        tables = {tag: at for tag, _, at, _ in (_QUAD.unpack_from(data, 12 + 16 * i) for i in range(count))}
        self._units, self._long = struct.unpack_from(">H", data, tables[b"head"] + 18)[0], 0
        self._long = struct.unpack_from(">h", data, tables[b"head"] + 50)[0]
        self._ascent, self._descent = struct.unpack_from(">hh", data, tables[b"hhea"] + 4)
        self._loca, self._glyf, self._cmap = tables[b"loca"], tables[b"glyf"], tables[b"cmap"]

    def _glyph(self, code: int) -> int:
        """The number of the glyph of a character, from a table of segments (cmap format 4); 0 without one."""
        data, start = self._data, self._cmap
        for i in range(struct.unpack_from(">H", data, start + 2)[0]):
            at = start + struct.unpack_from(">HHL", data, start + 4 + 8 * i)[2]
            if struct.unpack_from(">H", data, at)[0] != 4:
                continue
            count = struct.unpack_from(">H", data, at + 6)[0] // 2
            table = np.frombuffer(data, ">u2", 4 * count + 1, at + 14).astype(int)
            ends, starts, deltas = table[:count], table[count + 1 : 2 * count + 1], table[2 * count + 1 : 3 * count + 1]
            segment = int(np.searchsorted(ends, code))
            if segment == count or starts[segment] > code:
                return 0
            offset = int(table[3 * count + 1 + segment]) if 3 * count + 1 + segment < len(table) else 0
            if not offset:
                return int((code + deltas[segment]) % 65536)
            place = at + 14 + 2 * (3 * count + 1 + segment) + offset + 2 * (code - int(starts[segment]))
            return int(struct.unpack_from(">H", data, place)[0])
        return 0

    def outline(self, code: int) -> Outline:
        """The outline of a character; empty for a missing or a composite glyph."""
        glyph, data = self._glyph(code), self._data
        if self._long:
            start, end = struct.unpack_from(">LL", data, self._loca + 4 * glyph)
        else:
            start, end = (2 * part for part in struct.unpack_from(">HH", data, self._loca + 2 * glyph))
        at = self._glyf + start
        contours = struct.unpack_from(">h", data, at)[0] if end > start else 0
        if not glyph or contours <= 0:
            return ()
        ends = struct.unpack_from(f">{contours}H", data, at + 10)
        at += 10 + 2 * contours
        at += 2 + struct.unpack_from(">H", data, at)[0]
        flags, x, y = self._points(at, ends[-1] + 1)
        half = self._units / 2
        middle = (self._ascent + self._descent) / 2
        points = [(px / half - 1.0, (middle - py) / half, bool(flag & _ON)) for px, py, flag in zip(x, y, flags)]
        firsts = (0, *(last + 1 for last in ends[:-1]))
        return tuple(_closed(points[first : last + 1]) for first, last in zip(firsts, ends) if last > first)

    def _points(self, at: int, count: int) -> tuple[list[int], list[int], list[int]]:
        """Flags and coordinates of ``count`` points."""
        data, flags = self._data, list[int]()
        while len(flags) < count:
            flag, at = data[at], at + 1
            times = 1
            if flag & _REPEAT:
                times, at = data[at] + 1, at + 1
            flags += [flag] * times
        columns = []
        for short, same in ((_X_SHORT, _X_SAME), (_Y_SHORT, _Y_SAME)):
            value, column = 0, list[int]()
            for flag in flags[:count]:
                if flag & short:
                    value += data[at] if flag & same else -data[at]
                    at += 1
                elif not flag & same:
                    value += struct.unpack_from(">h", data, at)[0]
                    at += 2
                column.append(value)
            columns.append(column)
        return flags[:count], columns[0], columns[1]


def _closed(points: list[tuple[float, float, bool]]) -> Curve:
    """A contour as curves: halfway between two successive control points lies a point of the outline."""
    whole: list[tuple[float, float, bool]] = []
    for i, (x, y, on) in enumerate(points):
        px, py, before = points[i - 1]
        if not on and not before:
            whole.append(((x + px) / 2, (y + py) / 2, True))
        whole.append((x, y, on))
    first = next(i for i, point in enumerate(whole) if point[2])
    whole = whole[first:] + whole[:first]
    start, pieces = (whole[0][0], whole[0][1]), []
    at, control = start, None
    for x, y, on in [*whole[1:], whole[0]]:
        if on:
            # A straight piece is a curve with its control point halfway.
            cx, cy = control or ((at[0] + x) / 2, (at[1] + y) / 2)
            pieces.append((cx, cy, x, y))
            at, control = (x, y), None
        else:
            control = x, y
    return Curve(start, tuple(pieces))


@cache
def _font(file: Path) -> _Font:
    return _Font(file.read_bytes())
