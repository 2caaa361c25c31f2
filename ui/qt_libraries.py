"""Qt's system libraries on Linux: the Debian package of each, and those that are missing here.

Imports the standard library alone, so that ``.ci/qt_libraries.py`` can ask before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping

DRAWING = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""File and Debian package of each library that Qt's own libraries load and do not bring with them."""
WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Further ones for windows on an X11 display."""
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Further ones for windows on a Wayland display."""


def needed() -> dict[str, str]:
    """Libraries for drawing, and those for a window where the environment names a display."""
    if os.environ.get("DISPLAY"):
        return {**DRAWING, **WINDOW}
    return {**DRAWING, **WAYLAND} if os.environ.get("WAYLAND_DISPLAY") else dict(DRAWING)


def missing(libraries: Mapping[str, str]) -> dict[str, str]:
    """Those of some libraries that cannot be loaded."""
    return {name: package for name, package in libraries.items() if not _loads(name)}


def install(lacking: Mapping[str, str]) -> str:
    """One sentence that names the files that are missing and the packages that hold them."""
    packages = sorted(set(lacking.values()))
    are, those = ("is", "the Debian package") if len(packages) == 1 else ("are", "the Debian packages")
    return (
        f"Qt needs {_listed(list(lacking))}, which {are} missing here; "
        f"install {those} {_listed(packages)} (sudo apt-get install {' '.join(packages)})."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
