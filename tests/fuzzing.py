"""Fuzzing: damaged files, selectors and explorations must end in one sentence or open, within ten seconds.

Usage: python -m tests.fuzzing [--minutes 5] [--seed 1] [--only readers|selectors|explorations]

A child process does the work and leaves each case on disk before it runs it, so that a crash or a hang names its case.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
HANG = 10.0
"""Seconds after which a case counts as hanging."""
LARGEST = 6000
"""Bytes of the largest seed: small ones give more cases in a minute."""
OA = "http://www.w3.org/ns/oa#"
TOKENS = (
    b"<", b">", b'"', b"'", b"[", b"]", b"(", b")", b"{", b"}", b"@", b"^^", b"_:", b"\\u0000", b"\\UFFFFFFFF", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<<( ", b" )>>", b"{|", b"|}", b"@base <",
    b"@prefix : <", b"9" * 400, b"-1", b"1e999", b'"@context":', b'"@id":"_:', b"null", b"[" * 300, b"{" * 300, b".\n",
)  # fmt: skip
"""Pieces of syntax that a mutation puts in."""
NUMBERS = ("-1", "0", "3", "99999999999999999999", "1e400", "NaN", "INF", "", "two", "2016-13-45", "0000", "1.5", "٣")
"""Values that a mutation puts in place of a number."""
PAGE = "<html><head><script type='application/ld+json'>%s</script></head></html>"
JSON = '{"@context": {"n": "http://x/n"}, "@id": "http://x/a", "n": [{"@id": "_:b"}, "A", 1.5, {"@list": [1, 2]}]}'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/"><rdf:Description '
    'rdf:about="http://x/a"><x:p xml:lang="en">A</x:p><x:q rdf:parseType="Collection"><x:C/></x:q></rdf:Description>'
    "</rdf:RDF>"
)
TRIX = '<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><triple><uri>a:a</uri><uri>a:p</uri><id>b</id></triple></graph></TriX>'
LINES = '<http://x/a> <http://x/p> "A"@en .\n<http://x/a> <http://x/q> _:b .\n_:b <http://x/p> "1"^^<http://x/i> .\n'
TURTLE = (
    "@prefix : <http://x/> . @base <http://x/y> .\n:a a :C ; :p (1 2.5 true 'A'@en-GB) , [ :q <z> ; :r '''b\n''' ] .\n"
    '<< :a :p :b >> :said "x" . :a :p :b {| :by :c |} .\n'
)
HEXT = (
    '["http://x/a", "http://x/p", "A", "http://x/i", "", ""]\n["http://x/a", "http://x/p", "_:b", "globalId", "", ""]\n'
)
SEEDS: tuple[tuple[str, str], ...] = (
    ("a.ttl", TURTLE), ("a.trig", f":g {{ {TURTLE.splitlines()[1]} }}"), ("a.nt", LINES), ("a.nq", LINES),
    ("a.n3", TURTLE),    ("a.rdf", XML), ("a.jsonld", JSON), ("a.html", PAGE % JSON), ("a.trix", TRIX),
    ("a.hext", HEXT),
    ("a.txt", LINES), ("a", JSON),
)  # fmt: skip
"""A small file of each format, and files without a telling name."""
PASSAGE = """@prefix oa: <{oa}> . @prefix : <http://x/> . @prefix d: <http://purl.org/dc/terms/> .
:s a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement> ; d:source :t . :a :p :b ; d:source :t , :u .
:t a oa:SpecificResource ; oa:hasSource :doc ; oa:hasSelector {one} , [ {two} ; oa:refinedBy {three} ] .
:u oa:hasSource :doc ; oa:hasSelector :u .
"""
SELECTORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TextPositionSelector", ("start", "end")), ("DataPositionSelector", ("start", "end")),
    ("TextQuoteSelector", ("exact", "prefix", "suffix")), ("FragmentSelector", ("value", "conformsTo")),
    ("RangeSelector", ("hasStartSelector", "hasEndSelector")), ("XPathSelector", ("value",)),
    ("CssSelector", ("value",)), ("SvgSelector", ("value",)),
)  # fmt: skip
FRAGMENTS = (
    "char=0,4",
    "char=5,",
    "line=,3",
    "page=2",
    "page=-1",
    "page=1e9",
    "page=" + "9" * 5000,
    "char=9,1",
    "t=1,2",
    "#",
    "%",
    "row=5-7",
    "xywh=1,2",
)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Bytes after one to four mutations, mostly one."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        at, size = dice.randrange(len(data) + 1), dice.choice((1, 1, 2, 8, 64))
        piece = data[at : at + size]
        data = dice.choice(
            (
                data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :],
                data[:at] + data[at + size :],
                data[:at] + dice.choice(TOKENS) + data[at:],
                data[:at] + piece * dice.choice((2, 50)) + data[at + size :],
                data[:at],
            )
        )[:200_000]
    return data


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Names and contents of the files that are damaged: ours, and small ones of the shared folder where it is."""
    found = [(name, text.encode()) for name, text in SEEDS]
    folders = (SHARED / "cases", *sorted((SHARED / "w3c-tests" / "rdf12").glob("*/eval")))
    for folder in folders:
        paths = sorted(path for path in folder.glob("*") if path.is_file() and path.stat().st_size < LARGEST)
        found += [(path.name, path.read_bytes()) for path in paths if path.suffix != ".py"]
    return tuple(found)


def readers(dice: random.Random) -> tuple[str, bytes]:
    """A damaged file of any format; sometimes under the name of another."""
    name, data = dice.choice(seeds())
    if dice.random() < 0.1:
        name = dice.choice(seeds())[0]
    return name, damaged(data, dice)


def selectors(dice: random.Random) -> tuple[str, bytes]:
    """A file whose passages have selectors of any kind, with values of any kind."""

    def selector() -> str:
        kind, parts = dice.choice(SELECTORS)
        values = (
            *(f'"{n}"' for n in NUMBERS),
            *(f'"{f}"' for f in FRAGMENTS),
            "7",
            "-2",
            ":t",
            "[]",
            '"a b"@en',
            "true",
            "()",
        )
        said = " ; ".join(f"oa:{dice.choice((part, part, 'start', 'value'))} {dice.choice(values)}" for part in parts)
        return f"a oa:{kind} ; {said}"

    text = PASSAGE.format(oa=OA, one=f"[ {selector()} ]", two=selector(), three=f"[ {selector()} ]")
    return "a.ttl", text.encode()


@cache
def exploration() -> str:
    """The text of an exploration of a small file, with most fields of a view in use."""
    from explorer.document import NamedView
    from explorer.files.exploration import save_exploration
    from explorer.files.opening import open_document
    from explorer.views.camera import Camera
    from explorer.views.nodes import Nodes
    from explorer.views.view import View
    from graph.rdf.grade import Grade
    from graph.work.progress import finish

    folder = Path(tempfile.mkdtemp())
    (folder / "a.ttl").write_text(TURTLE.replace("<< :a :p :b >>", ":x"), "utf-8")
    document = finish(open_document([folder / "a.ttl"]))
    view = View(
        hidden_classes=frozenset({0}), focus=Nodes({0}), hops=2, dates=(0.0, 9.0), known=3.0, degrees=(0.0, 4.0),
        ranges=(("degree", (0.0, 1.0)),), facets=("degree",), hidden_values=(("degree", frozenset({"1"})),),
        pinned=Nodes({0}), settings=(("gravity", 2.0),), graded=(Grade(("http://x/a",), "B2"),), least_grade="B2",
        hidden_support=frozenset({0}), hidden_inference=frozenset({1}), single_valued=frozenset({0}),
    )  # fmt: skip
    named_view = NamedView("A", "b", view, Camera(1.5, 2.0, 0.5, 800, 600), "2026-01-01T00:00:00Z")
    path = finish(save_exploration(folder / "a.caseboard.trig", document, named_view, [named_view], [str(folder)]))
    return path.read_text("utf-8")


def explorations(dice: random.Random) -> tuple[str, bytes]:
    """An exploration of which one to three values are others, or whose bytes are damaged."""
    lines = exploration().splitlines()
    if dice.random() < 0.2:
        return "a.caseboard.trig", damaged("\n".join(lines).encode(), dice)
    fields = [at for at, line in enumerate(lines) if line.startswith("    cbv:")]
    for at in dice.sample(fields, min(len(fields), dice.randint(1, 3))):
        head, _, tail = lines[at].strip().partition(" ")
        end = tail[-1] if tail[-1:] in ";.[" else ";"
        value = dice.choice(
            (*(f'"{n}"' for n in NUMBERS), "7", "-3", "1e30", "true", "<urn:a>", "[]", '"x"@en', "()", tail[:-1] or "1")
        )
        lines[at] = f"    {head} {value} {end}" if end != "[" else lines[at]
    return "a.caseboard.trig", "\n".join(lines).encode()


def open_file(name: str, data: bytes) -> None:
    """Read a file, without its mistakes if it has some, and draw it with its details."""
    from explorer.panels.details import describe_edge, describe_node
    from explorer.views.view import View
    from explorer.views.visible import see
    from graph.errors import ReadError
    from graph.model.build import project
    from graph.reading.read import read, read_bytes
    from graph.work.progress import finish

    try:
        source = read_bytes(data, name)
    except ReadError:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            source = finish(read([path], recover=True))
    projection = finish(project(source.quads))
    projection.make_ready()
    visible = see(projection, View())
    for node in range(min(projection.node_count, 5)):
        describe_node(projection, visible, node)
    for edge in range(min(projection.edge_count, 5)):
        describe_edge(projection, visible, edge)


def open_exploration_file(name: str, data: bytes) -> None:
    """Open an exploration from a folder of its own."""
    from explorer.files.exploration import open_exploration
    from graph.work.progress import finish

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.ttl").write_text(TURTLE.replace("<< :a :p :b >>", ":x"), "utf-8")
        path = Path(folder) / name
        path.write_bytes(data)
        finish(open_exploration(path))


TARGETS: dict[str, tuple[Callable[[random.Random], tuple[str, bytes]], Callable[[str, bytes], None]]] = {
    "readers": (readers, open_file),
    "selectors": (selectors, open_file),
    "explorations": (explorations, open_exploration_file),
}
"""Targets of fuzzing: a maker of cases, and the work done with each."""


def failure(target: str, name: str, data: bytes) -> str:
    """The traceback of a case, or a sentence about its message; "" if it opens or ends in one sentence."""
    from graph.errors import CaseboardError

    try:
        TARGETS[target][1](name, data)
    except CaseboardError as error:
        said = str(error)
        return (
            "" if said.strip() and "\n" not in said.strip() and "Traceback" not in said else f"The message is {said!r}"
        )
    except Exception:
        return traceback.format_exc(limit=-6)
    return ""


def cases(target: str, seed: int) -> Iterator[tuple[str, bytes]]:
    """The cases of a target, the same for the same seed."""
    dice = random.Random(f"{target} {seed}")
    while True:
        yield TARGETS[target][0](dice)


def _work(target: str, seed: int, seconds: float, folder: Path) -> int:
    """Run cases until the time is over; findings and the present case go into files of ``folder``."""
    end, seen, count = time.monotonic() + seconds, Counter[str](), 0
    for name, data in cases(target, seed):
        if time.monotonic() > end:
            break
        (folder / "present").write_bytes(name.encode() + b"\n" + data)
        (folder / "count").write_text(str(count := count + 1))
        found = failure(target, name, data)
        key = "\n".join(found.splitlines()[-4:])
        if found and not seen[key]:
            (folder / f"{target}-{len(seen)}.txt").write_text(found, "utf-8")
            (folder / f"{target}-{len(seen)}{Path(name).suffix}").write_bytes(data)
            print(f"{target}: {name}\n{found}", flush=True)
        seen[key] += bool(found)
    print(f"{target}: {count:,} cases, {sum(map(bool, +seen))} findings", flush=True)
    return 1 if +seen else 0


def _watched(target: str, seed: int, seconds: float, folder: Path) -> int:
    """Run cases in a child process that is ended if one case takes too long."""
    command = [sys.executable, "-m", "tests.fuzzing", "--child", target, "--seed", str(seed)]
    child = subprocess.Popen([*command, "--seconds", str(seconds), "--folder", str(folder)], cwd=ROOT)
    count, since = "", time.monotonic()
    while child.poll() is None:
        time.sleep(0.2)
        now = (folder / "count").read_text() if (folder / "count").exists() else ""
        if now != count:
            count, since = now, time.monotonic()
        elif count and time.monotonic() - since > HANG:
            child.kill()
            child.wait()
            print(f"{target}: a case took more than {HANG:g} s; it is {folder / 'present'}")
            return 1
    if child.returncode not in (0, 1):
        print(f"{target}: the process ended with {child.returncode}; its last case is {folder / 'present'}")
    return int(child.returncode != 0)


def main() -> int:
    """Fuzz each target for its share of the time. Returns 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--child", choices=TARGETS, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=0.0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return _work(asked.child, asked.seed, asked.seconds, asked.folder)
    targets = [asked.only] if asked.only else list(TARGETS)
    code = 0
    for target in targets:
        folder = asked.folder / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "count").unlink(missing_ok=True)
        code |= _watched(target, asked.seed, asked.minutes * 60 / len(targets), folder)
    return code


if __name__ == "__main__":
    sys.exit(main())
