"""See that the system libraries are there which Qt needs on Linux; as root on a Debian, install the missing ones.

Usage: qt_libraries.py [--window]. Asks for what a window needs where there is a display; with --window, for X11.
"""

from __future__ import annotations  # a Python that is too old must get far enough to be told so

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ui.qt_libraries import DRAWING, WINDOW, install, missing, needed

GRAPHVIZ = {"libXext.so.6": "libxext6", "libXrender.so.1": "libxrender1"}
"""Libraries of the Graphviz that pygraphviz brings."""


def main() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    wanted = {**needed(), **GRAPHVIZ, **(WINDOW if "--window" in sys.argv[1:] else {})}
    lacking = missing(wanted)
    if not lacking:
        return 0
    if missing(DRAWING):  # name the window's too, so that nobody has to come back for them
        lacking = missing({**wanted, **WINDOW})
    packages = sorted(set(lacking.values()))
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the system libraries that Qt needs:", *packages, flush=True)
        if installed(command) and not missing(lacking):
            return 0
    print(install(lacking))
    return 1


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
