"""Hues: colours for values that no class has in the same picture.

A colour is compared by its hue in OKLCh, the polar form of Ottosson's OKLab (2020); greys have none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from explorer.pictures.look.palettes import of_oklch, oklab

ALIKE = 17.0
"""Two hues less than so many degrees apart look alike."""
_GREY = 0.045
"""Colours of less chroma have no hue."""
_CANDIDATES = 36
_LIGHTNESS, _CHROMA = (0.64, 0.52), 0.14


def hue_of(colour: str) -> float | None:
    """The hue of ``#rrggbb`` in degrees, None for a grey."""
    _, a, b = oklab((colour,))[0].tolist()
    return math.degrees(math.atan2(b, a)) % 360 if math.hypot(a, b) > _GREY else None


def apart(a: float, b: float) -> float:
    """The angle between two hues, 0 to 180."""
    return abs((a - b + 180) % 360 - 180)


def is_like_any(colour: str, others: Iterable[str]) -> bool:
    """True if a colour has the hue of another one."""
    hue = hue_of(colour)
    theirs = (hue_of(other) for other in others)
    return hue is not None and any(other is not None and apart(hue, other) < ALIKE for other in theirs)


def free_colours(count: int, used: Iterable[str]) -> tuple[str, ...]:
    """Up to ``count`` colours, each as far in hue as can be from the ``used`` ones and from one another.

    Fewer where no further hue is free; none of them is alike a used one.
    """
    taken = [hue for hue in map(hue_of, used) if hue is not None]
    out: list[str] = []
    while len(out) < count:
        # What a screen cannot show is cut off, which turns a hue a little: the one that it shows counts.
        lightness = _LIGHTNESS[len(out) % len(_LIGHTNESS)]
        colours = [of_oklch(lightness, _CHROMA, 360 * i / _CANDIDATES) for i in range(_CANDIDATES)]
        room = [min((apart(hue_of(colour) or 0.0, other) for other in taken), default=180.0) for colour in colours]
        best = max(range(len(colours)), key=room.__getitem__)
        if room[best] < ALIKE:
            break
        taken.append(hue_of(colours[best]) or 0.0)
        out.append(colours[best])
    return tuple(out)
