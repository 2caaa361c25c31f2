"""Archives, folders and several files: each opens like its files, and says what it left out."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from explorer.files.opening import open_document, too_big
from graph.errors import ReadError
from graph.reading.archives.unpacking import unpack
from graph.reading.limits import Limits, TooLargeError
from graph.reading.local import LocalSource
from graph.reading.read import read, read_bytes
from graph.store.folder import StoreFolder
from graph.store.on_disk import stored_source
from graph.work.progress import finish

LINE = b"<http://x/a> <http://x/p> <http://x/b> .\n"
OTHER = b"<http://x/a> <http://x/p> <http://x/c> .\n"
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
each_packing = pytest.mark.parametrize("suffix", PACKED)


def zipped(path: Path, files: dict[str, bytes], **how: int) -> Path:
    with zipfile.ZipFile(path, "w", **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def graphs(source: LocalSource) -> list[str]:
    return [source.quads.terms[graph].value if graph >= 0 else "" for graph in source.quads.graph.tolist()]


@each_packing
@pytest.mark.parametrize("name", ["a.nt", "a.ttl", "data"])
def test_a_packed_file_opens_by_its_content_in_memory_and_on_disk(tmp_path: Path, suffix: str, name: str) -> None:
    for path in (tmp_path / f"{name}.{suffix}", tmp_path / name):
        path.write_bytes(PACKED[suffix](LINE) + PACKED[suffix](OTHER))  # two streams, one after the other
        source = finish(read([path]))
        assert (len(source.quads), source.warnings) == (2, ())
        assert finish(stored_source([path], StoreFolder(tmp_path / "stores"))).total == 2
    assert len(read_bytes(path.read_bytes(), "a.nt").quads) == 2


@each_packing
def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_fills_the_memory(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.ttl.{suffix}"
    path.write_bytes(PACKED[suffix](b" " * (1 << 26)))
    assert path.stat().st_size < 1 << 17
    tracemalloc.start()
    with pytest.raises(TooLargeError, match="holds more than 4 MiB"):
        finish(read([path], limits=Limits(size=4 << 20)))
    assert tracemalloc.get_traced_memory()[1] < 24 << 20
    tracemalloc.stop()
    path.write_bytes(PACKED[suffix](LINE * 400_000))
    assert "would need about" in too_big([path], available=1 << 20, small=1 << 20)


@each_packing
def test_a_damaged_archive_is_named_with_its_kind(tmp_path: Path, suffix: str) -> None:
    path, data = tmp_path / f"a.nt.{suffix}", PACKED[suffix](LINE)
    path.write_bytes(data[:-6])
    with pytest.raises(ReadError, match=r"could not be unpacked: the \w+ archive (is damaged|ends too early)\."):
        finish(read([path]))
    path.write_bytes(data[:12] + bytes(byte ^ 255 for byte in data[12:]))
    with pytest.raises(ReadError, match=r"could not be unpacked: the \w+ archive (is damaged|ends too early)\."):
        finish(read([path]))


def test_a_zip_archive_opens_as_its_files_and_names_those_without_rdf(tmp_path: Path) -> None:
    page = b"<html><body>Nothing</body></html>"
    files = {"d/a.nt": LINE, "b.ttl.gz": gzip.compress(OTHER), "read.me": b"Hello", "c.html": page, "__MACOSX/d": b""}
    source = finish(read([zipped(tmp_path / "data.zip", files)]))
    assert sorted(graphs(source)) == ["file:///data.zip/b.ttl.gz", "file:///data.zip/d/a.nt"]
    assert source.paths == (tmp_path / "data.zip",) and len(source.hashes) == 1
    assert source.warnings == (
        "The source is incomplete: 1 file in data.zip holds no RDF and was left out: read.me; data.zip/c.html was left "
        "out: it is a web page without JSON-LD, so it states nothing.",
    )
    alone = finish(read([zipped(tmp_path / "under-any-name", {"a.nt": LINE})]))
    assert (graphs(alone), alone.warnings) == ([""], ())


def test_a_zip_archive_is_bounded_over_all_its_files(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {f"{i}.ttl": b" " * (1 << 20) for i in range(5)}, compression=zipfile.ZIP_DEFLATED
    )
    with pytest.raises(TooLargeError, match=r"a\.zip was not opened: it holds more than 4 MiB"):
        finish(read([path], limits=Limits(size=9 << 19)))
    assert finish(read([path], limits=Limits(size=5 << 20))).paths == (path,)
    many = zipped(tmp_path / "b.zip", {"a.nt": LINE * 400_000}, compression=zipfile.ZIP_DEFLATED)
    assert "would need about" in too_big([many], available=1 << 20, small=1 << 20)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda data: data[:-30], "damaged"),
        (lambda data: data.replace(b"a.nt", b"a.xx"), "no file in it is RDF by its name or content. It holds a.xx."),
        (lambda data: data.replace(LINE, LINE[::-1]), "damaged"),
    ],
)
def test_a_zip_archive_that_cannot_be_opened_is_named(
    tmp_path: Path, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    path = zipped(tmp_path / "a.zip", {"a.nt": LINE})
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ReadError, match=sentence):
        finish(open_document([path]))


def test_a_folder_opens_as_its_files_and_an_exploration_can_name_them(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.nt").write_bytes(LINE)
    (folder / "deeper" / "a.nt").write_bytes(OTHER)
    (folder / "notes.txt").write_text("Notes", encoding="utf-8")
    (folder / ".hidden.nt").write_bytes(b"<")
    source = finish(read([folder]))
    assert (source.title, sorted(graphs(source))) == ("case", ["file:///a.nt", "file:///deeper/a.nt"])
    assert source.paths == (folder / "a.nt", folder / "deeper" / "a.nt")
    assert "1 file in case holds no RDF and was left out: notes.txt" in source.warnings[0]
    assert sorted(graphs(finish(read(source.paths)))) == sorted(graphs(source))
    assert too_big([folder], available=1 << 30) == ""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=r"no file in it is RDF by its name or content\."):
        finish(read([tmp_path / "empty"]))


def test_only_one_file_of_an_archive_can_stay_on_disk(tmp_path: Path) -> None:
    stores = StoreFolder(tmp_path / "stores")
    one = zipped(tmp_path / "one.zip", {"a.nt": LINE})
    assert finish(stored_source([one], stores)).total == 1
    with pytest.raises(ReadError, match=r"two\.zip holds 2 files of RDF, and only one at a time"):
        finish(stored_source([zipped(tmp_path / "two.zip", {"a.nt": LINE, "b.nt": OTHER})], stores))


@each_packing
def test_an_archive_unpacks_in_pieces_of_a_mebibyte_however_it_is_fed(suffix: str) -> None:
    packing = {"gz": "gzip", "bz2": "bzip2", "xz": "xz", "zst": "Zstandard"}[suffix]
    data = bytes(range(256)) * 20_000
    packed = PACKED[suffix](data)
    for step in (1 << 10, len(packed)):
        blocks = (packed[start : start + step] for start in range(0, len(packed), step))
        pieces = list(unpack(blocks, packing, "a", 1 << 30))
        assert b"".join(pieces) == data and max(map(len, pieces)) <= 1 << 20
