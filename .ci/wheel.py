"""Build the wheel into dist/ and use it in an empty environment and an empty folder."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
TRIAL = ROOT / "build" / "wheel"
PYTHON = TRIAL / "venv" / "bin" / "python"


def main() -> int:
    shutil.rmtree(TRIAL, ignore_errors=True)
    shutil.rmtree(DIST, ignore_errors=True)
    elsewhere = TRIAL / "elsewhere"
    elsewhere.mkdir(parents=True)
    run(sys.executable, "-m", "venv", TRIAL / "venv")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", ".")
    (wheel,) = DIST.glob("*.whl")
    lacking = not_packed(wheel)
    if lacking:
        print(f"{wheel.name} lacks {', '.join(lacking)}", file=sys.stderr)
        return 1
    run(*pip, "install", "--quiet", "-c", "constraints.txt", wheel)
    command = TRIAL / "venv" / "bin" / "caseboard"
    run(command, "--help", cwd=elsewhere, capture_output=True)
    run(PYTHON, "-m", "explorer", "--help", cwd=elsewhere, capture_output=True)
    answer = run(command, "info", "bromley", "--json", cwd=elsewhere, stdout=subprocess.PIPE).stdout
    print(f"dist/{wheel.name}: installed into an empty environment, it counts {json.loads(answer)['triples']} triples.")
    return 0


def not_packed(wheel: Path) -> list[str]:
    """The files of the packages that are missing from the wheel, and data files that are empty in it."""
    with zipfile.ZipFile(wheel) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
    files = [path for top in ("explorer", "graph", "ui", "resources") for path in (ROOT / top).rglob("[!.]*")]
    wanted = {path.relative_to(ROOT).as_posix() for path in files if path.is_file() and "__pycache__" not in path.parts}
    data = ("resources/bromley/graph.ttl", "resources/bromley/shapes.ttl", "resources/ontology.ttl")
    return sorted({*(wanted - sizes.keys()), *(name for name in data if not sizes.get(name))})


def run(*command: str | Path, cwd: Path = ROOT, **options: object) -> "subprocess.CompletedProcess[str]":
    pins = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"} if cwd == ROOT else {}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | pins
    return subprocess.run(command, cwd=cwd, env=environment, check=True, encoding="utf-8", **options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        print(f"This failed: {' '.join(map(str, error.cmd))}\n{error.stderr or ''}", file=sys.stderr)
        sys.exit(1)
