"""The package: one version, pins, licences, resources, and packages that work without Qt."""

import ast
import fnmatch
import importlib.resources
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from vulture import Vulture

from explorer.files.images import IMAGE_FORMATS
from graph.formats.table import FORMATS, openable, writable

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = ("explorer", "graph", "ui", "resources")
PIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*==[0-9][0-9a-z.]*")

# "Modules under about 400 lines": a tenth more is still about that.
LINES = 440


def direct(*extras: str) -> dict[str, Requirement]:
    """The requirements that pyproject.toml declares, by normalised name."""
    optional = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(line for extra in extras for line in optional[extra])]
    requirements = map(Requirement, wanted)
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines)


def closure(requirements: dict[str, Requirement]) -> dict[str, metadata.Distribution]:
    """The installed packages that `requirements` need, directly or indirectly."""
    found: dict[str, metadata.Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(name, {"", *requirement.extras}) for name, requirement in requirements.items()]
    while waiting:
        name, extras = waiting.pop()
        new = {extra for extra in extras if (name, extra) not in asked}
        if not new:
            continue
        asked |= {(name, extra) for extra in new}
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # an extra that has no wheel here
        for line in found[name].requires or []:
            inner = Requirement(line)
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in new):
                waiting.append((canonicalize_name(inner.name), {"", *inner.extras}))
    return found


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_the_version_is_one() -> None:
    version = PROJECT["version"]
    assert version in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    copies = [path for path in sources(*PACKAGES) if f'"{version}"' in path.read_text(encoding="utf-8")]
    assert not copies, "ask importlib.metadata for the version"
    try:
        assert metadata.version("caseboard") == version
    except metadata.PackageNotFoundError:
        pytest.skip("Caseboard is not installed here; make test does so")


def test_the_command_and_the_package_are_the_same_program() -> None:
    assert PROJECT["scripts"] == {"caseboard": "explorer.__main__:main"}
    asked = [sys.executable, "-m", "explorer", "--help"]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert answer.stdout.startswith("Usage: caseboard")


def test_the_readme_names_every_format() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    reads, writes, pictures = (
        next(line for line in readme.splitlines() if line.startswith(f"| {what} |"))
        for what in ("reads", "writes data", "writes pictures")
    )
    assert set(re.findall(r"`\.(\w+)`", reads)) == set(openable())
    assert re.findall(r"`(\.\w+)`", writes) == [format.suffix for format in writable()]
    assert re.findall(r"`(\.\w+)`", pictures) == list(IMAGE_FORMATS)
    assert all(format.title.removesuffix(" tables") in reads + writes for format in FORMATS)


def test_whatever_is_imported_is_declared() -> None:
    homes = metadata.packages_distributions()
    declared = direct("graphviz", "pdf", "keys")
    undeclared = set()
    for path in sources(*PACKAGES):
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if name in PACKAGES or name in sys.stdlib_module_names:
                continue
            if not {canonicalize_name(home) for home in homes.get(name, [name])} & declared.keys():
                undeclared.add(f"{path.relative_to(ROOT)}: {name}")
    assert not undeclared


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_constraints_are_plain_pins_in_order() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert [line.split("==")[0] for line in lines] == sorted({line.split("==")[0] for line in lines})


def test_constraints_pin_all_that_is_installed() -> None:
    pinned = pins()
    wanted = direct("dev", "graphviz")
    assert {name for name, requirement in wanted.items() if pinned.get(name, "0") not in requirement.specifier} == set()
    assert closure(wanted).keys() - pinned.keys() == set()


def test_hooks_run_what_make_test_runs() -> None:
    recipe = re.search(r"^test:\n(?:\t.*\n)+", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe is not None
    checks = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[0].splitlines() if "$(BIN)" in line]
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in settings["repos"] for hook in repository["hooks"]]
    assert [hook["entry"] for hook in hooks] == [line for line in checks if "pytest" not in line]
    assert {hook["language"] for hook in hooks} == {"system"}, "hooks use the pins of the project's environment"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config"], cwd=ROOT, check=True, timeout=60)


def test_vulture_ignores_no_name_without_need() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
    search = Vulture()
    search.scavenge([str(ROOT / path) for path in settings["paths"]])
    unused = [item.name for item in search.get_unused_code()]
    assert [name for name in settings["ignore_names"] if not fnmatch.filter(unused, name)] == []


def test_nothing_that_runs_with_caseboard_is_under_the_gpl_alone() -> None:
    strict = {name: terms for name, installed in closure(direct("graphviz")).items() if (terms := copyleft(installed))}
    assert strict == {}


def copyleft(installed: metadata.Distribution) -> str:
    """The licence terms of a distribution if all of its alternatives are the GPL or AGPL, or it states none."""
    facts = installed.metadata
    classified = [line.split(" :: ")[2:] for line in facts.get_all("Classifier", []) if line.startswith("License ::")]
    stated = facts.get("License-Expression") or " OR ".join(name for rest in classified for name in rest)
    stated = stated or (facts.get("License") or "").partition("\n")[0]
    alternatives = [words for words in stated.split(" OR ") if words.strip()]
    free = [words for words in alternatives if not re.search(r"(?<!L)GPL|GNU (Affero )?General Public", words)]
    return "" if free else stated or "no licence stated"


@pytest.mark.parametrize("name", ["bromley/graph.ttl", "bromley/shapes.ttl", "ontology.ttl"])
def test_resources_are_found_in_the_package(name: str) -> None:
    resource = importlib.resources.files("resources").joinpath(*name.split("/"))
    assert "@prefix" in resource.read_text(encoding="utf-8") or "PREFIX" in resource.read_text(encoding="utf-8")


def test_graph_and_explorer_come_without_qt() -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sources("graph", "explorer")]
    names = [name.removesuffix(".__init__") for name in modules]
    program = (
        f"import importlib, sys; [importlib.import_module(name) for name in {names}]; print('PySide6' in sys.modules)"
    )
    asked = [sys.executable, "-c", program]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert (answer.stdout.strip(), answer.stderr) == ("False", "")


def test_modules_stay_short() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*PACKAGES)}
    assert {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > LINES} == {}


def test_no_file_names_where_packages_come_from() -> None:
    hosts = [".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("deb", "debian", "org"))]
    options = ["-".join(words) for words in (("--index", "url"), ("--extra", "index", "url"), ("--find", "links"))]
    said = re.compile("|".join(map(re.escape, [*hosts, *options])).encode())
    naming = [str(path.relative_to(ROOT)) for path in delivered() if said.search(path.read_bytes())]
    assert naming == []


def delivered() -> Iterator[Path]:
    """The project's own files: not what tools and builds leave beside them."""
    left = {".git", ".venv", "build", "dist", ".hypothesis"}
    for top in ROOT.iterdir():
        if top.name in left or top.name.endswith("_cache"):
            continue
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
