"""Exploration: the open files, their saved views and the present view, notes, findings, and text folders.

It is one file that another computer can open. Its paths are relative where possible, and it knows each source by the
SHA-256 of its bytes, so that it finds a moved file and notices a changed one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from explorer.document import Document, NamedView
from explorer.files.findings import finding_of, finding_record
from explorer.files.opening import BROMLEY, SUFFIX, in_languages, open_document, seen_as, too_big
from explorer.files.view_data import DataNames
from explorer.files.view_files import now, restore, store
from explorer.files.web.fetched import is_fetched
from explorer.panels.paths.findings import Finding
from graph.errors import ReadError, WriteError
from graph.model.projection import Projection
from graph.named import NamedTuple
from graph.rdf.source import REGIMES, Regime
from graph.rdf.terms import Prefixes
from graph.reading.limits import TooLargeError
from graph.reading.same_file import hash_of
from graph.saved.records import Name, Record, Stored, Value
from graph.work.atomic import save
from graph.work.process import Worker
from graph.work.progress import Job, Progress, with_gc_paused

FORMATS = {SUFFIX: "Exploration"}
_MANY = 5000
"""From so many resources, writing their positions is worth a process of its own."""


class SourceMissingError(ReadError):
    """Files of an exploration are neither in their old place nor beside it; ``missing`` are paths and SHA-256."""

    def __init__(self, sentence: str, missing: tuple[tuple[str, str], ...]) -> None:
        super().__init__(sentence)
        self.missing = missing


class Opened(NamedTuple):
    """An opened exploration: a document that starts with the present view, and a ``sentence`` about changed files.

    ``saved_as`` is the exploration file that a rescue copy belongs to, "" for none.
    """

    document: Document
    texts: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    sentence: str = ""
    saved_as: str = ""


def save_exploration(
    path: Path, document: Document, present: NamedView, named_views: Sequence[NamedView], texts: Sequence[str],
    findings: Sequence[Finding] = (), saved_as: str = "", where: Worker | None = None,
) -> Job[Path]:  # fmt: skip
    """Write an exploration. On a WriteError, the earlier file stays untouched.

    The process ``where`` serialises a large graph, since that keeps Python busy for a second or more.
    """
    source = document.loadable
    if source is not None:
        raise WriteError(
            f"{path.name} could not be saved: {document.title} stays {source.place}, and explorations of such a "
            "source are not supported. Use File, Save view."
        )
    folder = path.absolute().parent
    before: list[tuple[str, Value]] = [("title", path.name.removesuffix(SUFFIX)), ("created", now())]
    before += [("source", record) for record in _sources(document, folder)]
    before += [("drawsSchema", document.with_schema)]
    before += [("infers", document.infers)] if document.infers is not None else []
    after: list[tuple[str, Value]] = [
        ("textFolder", Record("Folder", (("path", _path_from(Path(text), folder)),))) for text in texts
    ]
    after += [("finding", finding_record(finding)) for finding in findings]
    if saved_as:
        after.append(("savedAs", saved_as))
    views = [present, *(named_view for named_view in named_views if named_view.is_saved)]
    parts = before, views, after, DataNames.of(document.projection), document.projection.quads.prefixes
    yield Progress("Writing")
    if where is None or document.projection.node_count < _MANY:
        data = yield from with_gc_paused(_in_words(*parts))
    else:
        advice = "save it again"
        data = yield from where.run(_in_words, *parts, title="Writing", error=WriteError, advice=advice)
    save(path, data)
    return path


def _in_words(
    before: list[tuple[str, Value]], named_views: Sequence[NamedView], after: list[tuple[str, Value]], names: DataNames,
    prefixes: Prefixes,
) -> Job[bytes]:  # fmt: skip
    """An exploration as bytes: the values before its views, the views (the present one first), the values after."""
    from graph.saved.files import write_exploration

    views: list[Stored] = []
    for named_view in named_views:
        yield Progress(f"Writing “{named_view.title}”", len(views), len(named_views))
        views.append(store(named_view, names))
    entries = [("view", Record("Entry", (("ofView", Name(view.name)),))) for view in views[1:]]
    exploration = Stored(Record("Exploration", (*before, ("present", Name(views[0].name)), *entries, *after)))
    unique = list({view.name: view for view in views}.values())
    return (yield from write_exploration(exploration, unique, named_views[0].view.notes, prefixes))


def open_exploration(
    path: Path,
    found: Mapping[str, Path] | None = None,
    *,
    recover: bool = False,
    contexts: AbstractSet[Path] = frozenset(),
    schema: bool | None = None,
    languages: tuple[str, ...] = (),
    anyway: bool = False,
    infer: Regime | None = None,
) -> Job[Opened]:
    """Open the sources and views of an exploration; ``found`` are paths of sources by SHA-256.

    With ``recover`` statements with mistakes are left out, as they are where that was done when it was saved.
    The other options are as for :func:`~explorer.files.opening.open_document`; what they say comes before what the
    exploration says. Raises :class:`SourceMissingError`, TooLargeError for sources that would not fit into memory, or
    ReadError for a broken file.
    """
    from graph.saved.files import read_exploration

    exploration, views, notes = yield from read_exploration(path)
    record, folder = exploration.record, path.absolute().parent
    names, changed, is_incomplete = yield from _found_sources(record, path, found or {})
    recover = recover or is_incomplete
    if not anyway and (sentence := too_big(names)):
        raise TooLargeError(sentence)
    schema = schema or record.one("drawsSchema", False)
    said = record.one("infers", "")
    infer = infer or next((by for by in REGIMES if by == said), None)
    document = yield from open_document(
        names, schema=schema, recover=recover, contexts=contexts, anyway=anyway, infer=infer
    )
    named_views, start, sentences = _views(record, views, document.projection, path)
    if start is not None:
        start = replace(start, view=start.view._replace(notes=notes))
    texts = tuple(str(_absolute(part.one("path", ""), folder)) for part in record.records("textFolder"))
    if changed:
        others = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        sentences.insert(0, f"{changed[0]}{others} changed since {path.name} was saved.")
    opened = replace(document, named_views=(*document.named_views, *named_views), start=start)
    opened = opened if start is None else (yield from seen_as(opened, start.view))
    opened = yield from in_languages(opened, languages)
    _ = opened.first_look
    findings = tuple(map(finding_of, record.records("finding")))
    return Opened(opened, texts, findings, " ".join(sentences), record.one("savedAs", ""))


def _found_sources(record: Record, path: Path, found: Mapping[str, Path]) -> Job[tuple[list[str], list[str], bool]]:
    """Names of the sources of an exploration as they are opened, those that changed, and if any was incomplete.

    Raises as :func:`open_exploration` does.
    """
    folder = path.absolute().parent
    found = dict(found)
    found |= yield from _beside(folder, [each for each in _lost(record, folder) if each[1] not in found])
    names: list[str] = []
    changed: list[str] = []
    missing: list[tuple[str, str]] = []
    is_incomplete = False
    for source in record.records("source"):
        said, sha256 = source.one("path", ""), source.one("sha256", "")
        if source.one("isBundled", False):
            names.append(BROMLEY)
            continue
        place = found.get(sha256) or _find(said, folder)
        if place is None:
            missing.append((said, sha256))
            continue
        names.append(str(place))
        is_incomplete = is_incomplete or source.one("isIncomplete", False)
        if sha256 and (yield from hash_of(place)) != sha256:
            changed.append(place.name)
    if missing:
        urls = {source.one("sha256", ""): source.one("url", "") for source in record.records("source")}
        raise SourceMissingError(_missing_sentence(path, missing, urls), tuple(missing))
    if not names:
        raise ReadError(f"{path.name} names no source. Open the data directly, then save the exploration again.")
    return names, changed, is_incomplete


def find_sources(folder: Path, missing: Iterable[tuple[str, str]]) -> Job[dict[str, Path]]:
    """Files anywhere under a folder with the content of missing sources, by SHA-256."""
    return _with_content((Path(root) / name for root, _, files in os.walk(folder) for name in sorted(files)), missing)


def _beside(folder: Path, lost: Sequence[tuple[str, str]]) -> Job[dict[str, Path]]:
    """Files with the content of lost sources in the folder of the exploration, or in one where a source was."""
    near = [_absolute(str(_plain(said)), folder).parent for said, _ in lost if not _is_remote(said)]
    walks = (islice(os.walk(each), 1) for each in dict.fromkeys([folder, *near]))  # not the folders inside them
    places = (Path(root) / name for walk in walks for root, _, files in walk for name in sorted(files))
    return (yield from _with_content(places, lost)) if lost else {}


def _with_content(places: Iterable[Path], missing: Iterable[tuple[str, str]]) -> Job[dict[str, Path]]:
    """Those of the places that hold missing sources, by SHA-256; only files with the suffix of a source are read."""
    missing = list(missing)
    wanted = {sha256 for _, sha256 in missing if sha256}
    suffixes = {_plain(path).suffix.lower() for path, _ in missing}
    out: dict[str, Path] = {}
    for at, place in enumerate(places):
        yield Progress(f"Searching {place.parent.name}", at)
        if place.suffix.lower() in suffixes and len(out) < len(wanted):
            try:
                sha256 = yield from hash_of(place)
            except ReadError:
                continue
            if sha256 in wanted:
                out.setdefault(sha256, place)
    return out


def _views(
    record: Record, views: Mapping[str, Stored], projection: Projection, path: Path
) -> tuple[list[NamedView], NamedView | None, list[str]]:
    """The named views, the present view, and sentences about things in them that the data lacks."""
    named_views: list[NamedView] = []
    sentences: list[str] = []
    present = record.names("present")
    wanted = [name for entry in record.records("view") for name in entry.names("ofView")]
    start: NamedView | None = None
    for name in (*present[:1], *wanted):
        stored = views.get(name)
        if stored is None:
            raise ReadError(f"{path.name} could not be opened: it lists a view that it does not contain.")
        restored = restore(stored, projection)
        if restored.sentence and not sentences:
            sentences.append(restored.sentence)
        if start is None and name in present:
            start = restored.named_view
        else:
            named_views.append(restored.named_view)
    return named_views, start, sentences


def _sources(document: Document, folder: Path) -> list[Record]:
    if document.is_bundled:
        return [Record("Source", (("isBundled", True), ("sha256", document.hashes[0])))]
    paths: Sequence[Path] = getattr(document.source, "paths", ())
    partly: list[tuple[str, Value]] = [("isIncomplete", True)] if document.source.unread.count else []
    return [
        Record("Source", (("path", _path_from(place, folder)), ("sha256", sha256), *_origin(place), *partly))
        for place, sha256 in zip(paths, document.hashes)
    ]


def _origin(place: Path) -> list[tuple[str, Value]]:
    """Address and time of a source that was fetched from the web."""
    if not is_fetched(place):
        return []
    from graph.web.fetching import fetched_as  # late: most files come from the disk

    found = fetched_as(place)
    return [("url", found.url), ("fetched", found.time)] if found else []


def _path_from(place: Path, folder: Path) -> str:
    """A path to write: relative to the folder if both are on one disk, with slashes on every system."""
    place = place.absolute()
    try:
        return Path(os.path.relpath(place, folder)).as_posix()
    except ValueError:
        return place.as_posix()


def _absolute(said: str, folder: Path) -> Path:
    return Path(os.path.normpath(folder / said))


def _plain(said: str) -> PurePosixPath:
    return PurePosixPath(said.replace("\\", "/"))


def _is_remote(said: str) -> bool:
    """True for a network path on Windows: opening a file must not contact another computer."""
    return said.replace("\\", "/").startswith("//")


def _find(said: str, folder: Path) -> Path | None:
    """The file of a source, in its old place or beside the exploration."""
    if _is_remote(said):
        return None
    for place in (_absolute(str(_plain(said)), folder), folder / _plain(said).name):
        if place.is_file():
            return place
    return None


def _lost(record: Record, folder: Path) -> list[tuple[str, str]]:
    """Path and SHA-256 of the sources that no file has by its path or name."""
    sources = [source for source in record.records("source") if not source.one("isBundled", False)]
    named = [(source.one("path", ""), source.one("sha256", "")) for source in sources]
    return [(said, sha256) for said, sha256 in named if sha256 and _find(said, folder) is None]


def _missing_sentence(path: Path, missing: Sequence[tuple[str, str]], urls: Mapping[str, str]) -> str:
    others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    are = "are" if others else "is"
    if url := urls.get(missing[0][1]):
        return (
            f"{PurePosixPath(missing[0][0]).name}{others} {are} no longer here. It was fetched from {url}: "
            "open that address, save the file, and choose its folder."
        )
    return (
        f"{PurePosixPath(missing[0][0]).name}{others} {are} neither in the place that {path.name} names nor beside it. "
        "Choose the folder where it is now, or move it beside the exploration."
    )
