"""A graph with its texts, made from a seed: each passage is a sentence that says one payment, who, to whom and when."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.benchmarks.measuring import Case, Result, peak_memory, repeat

FIRST = "Anna Bela Carl Dora Emil Finn Greta Hugo Ida Jan Kaja Leo Mara Nils Olga Paul Rosa Sven Tilda Uwe".split()
LAST = "Adler Brandt Conrad Decker Engel Fischer Graf Hahn Ilgner Jansen Krug Lorenz Maurer Nolte Otto Peters".split()
_BODY = "Northern Trust|River Board|Harbour Office|Green Valley Council|Health Partners|City Archive|Coal Union".split(
    "|"
)
_MONTHS = "January February March April May June July August September October November December".split()
BASE = "http://example.org/"
PREFIXES = """@prefix : <http://example.org/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def write_case(folder: Path, texts: int, passages: int, *, wrong: int = 0, seed: int = 1) -> Path:
    """Write so many texts with so many passages in all, and the graph that they support; returns its file.

    In ``wrong`` of the payments the graph has another sum than the text.
    """
    random = Random(seed)
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    people = [f"{first} {last}" for first in FIRST for last in LAST]
    path, each = folder / "graph.ttl", passages // texts
    false = set(random.sample(range(texts * each), wrong))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(PREFIXES)
        for i, name in enumerate(people):
            file.write(f':p{i} a foaf:Person ; skos:prefLabel "{name}" .\n')
        for i, name in enumerate(_BODY):
            file.write(f':o{i} a org:Organization ; skos:prefLabel "{name}" .\n')
        for t in range(texts):
            for line in _text(folder / "texts" / f"t{t}.txt", t, each, people, false, random):
                file.write(line)
    return path


def _text(path: Path, t: int, each: int, people: list[str], false: set[int], random: Random) -> Iterator[str]:
    text = ""
    for i in range(t * each, (t + 1) * each):
        who, body = random.randrange(len(people)), random.randrange(len(_BODY))
        sum_, day, month = random.randrange(1, 999), random.randrange(1, 29), random.randrange(12)
        said = (
            f"On {day} {_MONTHS[month]} 2017 {people[who]} paid £{sum_},500 to the {_BODY[body]}, which had asked for "
            "it in a letter that nobody could find later, as several people in the office remember."
        )
        value = sum_ * 1000 + 500 + (1 if i in false else 0)
        yield (
            f':e{i} a schema:MonetaryAmount ; skos:prefLabel "Payment to the {_BODY[body]}" ; schema:value {value} ; '
            f'schema:currency "GBP" ; schema:agent :p{who} ; schema:recipient :o{body} ; '
            f'schema:startDate "2017-{month + 1:02}-{day:02}"^^xsd:date ; dcterms:source :s{i} .\n'
            f":s{i} a oa:SpecificResource ; oa:hasSource :t{t} ; oa:hasSelector :r{i} .\n"
            f":r{i} a oa:TextPositionSelector ; oa:start {len(text)} ; oa:end {len(text) + len(said)} .\n"
        )
        text += said + "\n\n"
    path.write_text(text, "utf-8", newline="\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    yield f':t{t} a schema:Article ; skos:prefLabel "Text {t}" ; schema:sha256 "{digest}" .\n'


def _folder_of(passages: int) -> Path:
    """The graph and its texts, twenty passages in each, written once."""
    folder = Path(tempfile.gettempdir()) / "caseboard-bench" / f"passages-{passages}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        write_case(part, passages // 20, passages)
        part.replace(folder)
    return folder


def _run(case: Case, result: Result, limit: float) -> None:
    """The comparison alone, with the texts read from their folder; the graph is read before."""
    from explorer.files.opening import open_document
    from graph.analysis.texts import TextLibrary
    from graph.checking.compare import compare
    from graph.work.progress import finish

    folder = _folder_of(case.size)
    projection = finish(open_document([folder / "graph.ttl"])).projection
    before = peak_memory()
    result.seconds, _ = repeat(
        lambda: finish(compare(projection, TextLibrary([folder / "texts"], still=True))), case.runs, limit
    )
    result.peak = peak_memory() - before


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {"Caseboard, words of passages": _run}
