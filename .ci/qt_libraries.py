"""See that the system libraries are there which Qt needs on Linux; as root on a Debian, install the missing ones.

Usage: qt_libraries.py [--window]. Those for an X11 window are asked for where there is a display, or with --window.
"""

from __future__ import annotations  # so that a Python that is too old gets as far as being told so

import ctypes
import os
import shutil
import subprocess
import sys

# What Qt's own libraries are linked to and do not bring with them, and the Debian package of each.
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
    "libXext.so.6": "libxext6",  # this and the next for the Graphviz that pygraphviz brings
    "libXrender.so.1": "libxrender1",
}
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
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def main() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    wanted = needed("--window" in sys.argv[1:])
    lacking = missing(wanted)
    if not lacking:
        return 0
    if not missing(DRAWING):
        wanted = lacking
    else:  # name everything in one go, so that nobody has to come back for the window's
        wanted = missing({**DRAWING, **WINDOW})
    packages = sorted(set(wanted.values()))
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the system libraries that Qt needs:", *packages, flush=True)
        if installed(command) and not missing(wanted):
            return 0
    print(f"Qt needs system libraries that are not here. On Debian: sudo apt-get install {' '.join(packages)}")
    if not shutil.which("apt-get"):
        print(f"(The files are {', '.join(wanted)}.)")
    return 1


def needed(window: bool) -> dict[str, str]:
    x11 = WINDOW if window or os.environ.get("DISPLAY") else {}
    wayland = WAYLAND if os.environ.get("WAYLAND_DISPLAY") and not x11 else {}
    return {**DRAWING, **x11, **wayland}


def missing(libraries: dict[str, str]) -> dict[str, str]:
    return {name: package for name, package in libraries.items() if not loads(name)}


def loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def installed(command: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], command):
        done = subprocess.run(step, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
        if done.returncode:
            print(f"{' '.join(step[:2])} failed: {done.stderr.strip()}", flush=True)
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
