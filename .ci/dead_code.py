"""Dead code: vulture over the program without its tests, set up in pyproject.toml.

Functions named in tables, as ``late("module", "function")`` or ``_by("module.function")``, are in use although no
module imports them.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
    paths = [ROOT / path for path in settings["paths"]]
    search = Vulture(ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"])
    search.scan("\n".join(late_names(paths)), filename="names in tables")
    search.scavenge(paths)
    return int(search.report())


def late_names(paths: list[Path]) -> Iterator[str]:
    """The functions that modules in ``paths`` name for a late import."""
    for file in (file for path in paths for file in path.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="late" | "_by"), args=[*_, ast.Constant(value=str(function))]):
                    yield function.rpartition(".")[2]


if __name__ == "__main__":
    sys.exit(main())
