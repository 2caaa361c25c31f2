"""Check for the system libraries that Qt needs on Linux; as root on Debian, install the missing ones.

Usage: qt_libraries.py [--window]. Checks the libraries of a window if there is a display; with --window, those of X11.
"""

from __future__ import annotations  # lets a Python that is too old run far enough to say so

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ui.qt_libraries import DRAWING, WINDOW, install, missing, needed

GRAPHVIZ = {"libXext.so.6": "libxext6", "libXrender.so.1": "libxrender1"}
"""Libraries of the Graphviz inside pygraphviz."""


def main() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    wanted = {**needed(), **GRAPHVIZ, **(WINDOW if "--window" in sys.argv[1:] else {})}
    lacking = missing(wanted)
    if not lacking:
        return 0
    if missing(DRAWING):  # name the libraries of the window too, so that one installation is enough
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
