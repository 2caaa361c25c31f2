"""Make `.venv` and install Caseboard into it, once for each state of pyproject.toml and constraints.txt.

Usage: environment.py [dev|bench]. Needs only the standard library; silent if it has nothing to do. The variable
VENV names another folder.
"""

from __future__ import annotations  # lets a Python that is too old run far enough to say so

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / os.environ.get("VENV", ".venv")
PYTHON = VENV / "bin" / "python"
KINDS = ("run", "dev", "bench")
"""Kinds of installation; each includes those before it."""


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python may well start this file)
        found = ".".join(map(str, sys.version_info[:3]))
        return say(f"Caseboard needs Python 3.11 or later, and this is {found}. Name another: make PYTHON=python3.12 …")
    wanted = sys.argv[1] if sys.argv[1:] else KINDS[0]
    key = state()
    stamps = {name: VENV / f"caseboard-{name}.stamp" for name in KINDS}
    if any(read(stamps[name]) == key for name in KINDS[KINDS.index(wanted) :]) and PYTHON.exists():
        return 0
    if not usable() and subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
        return say("The environment could not be made. On Debian, run: sudo apt-get install python3-venv")
    what = {"dev": "Caseboard and the tools of its tests", "bench": "Caseboard and the programs it is compared with"}
    say(f"Installing {what.get(wanted, 'Caseboard')} into {VENV.name}, once (some 200 MB to fetch) …")
    if pip("--editable", {"run": ".", "dev": ".[dev]", "bench": ".[dev,bench]"}[wanted]):
        return say("The installation failed; the lines above say why.")
    if pip("--only-binary", "pygraphviz", *extra("graphviz"), quiet=True):
        say("There is no pygraphviz wheel for this machine, so the Graphviz layouts are left out.")
    stamps[wanted].write_text(key, encoding="ascii")
    return 0


def state() -> str:
    """The state of all that an installation depends on, as one word."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), os.fsencode(ROOT)])).hexdigest()


def usable() -> bool:
    """True if `.venv` was made here, by this same Python; otherwise its scripts are broken."""
    asked = [PYTHON, "-c", "import sys, pip; print(sys.version)"]
    try:
        answer = subprocess.run(asked, capture_output=True, encoding="utf-8").stdout.strip()
    except OSError:
        return False
    return answer == sys.version.strip() and str(VENV) in read(VENV / "bin" / "activate")


def pip(*arguments: str, quiet: bool = False) -> int:
    # pip splits these two at spaces, so they are relative; older versions use only the first to build the project.
    pins = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt"]
    silence = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, env={**os.environ, **pins}, stdout=silence, stderr=silence
    ).returncode


def extra(name: str) -> list[str]:
    import tomllib  # missing before Python 3.11, for which main() has its own message

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["optional-dependencies"][name])


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def say(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped. The next run continues from here.")
